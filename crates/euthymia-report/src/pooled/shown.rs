//! A study's estimate on the scale people read.

use super::{Candidate, Inputs};
use crate::words::Shown;
use euthymia_cohort::proportion as exact;
use euthymia_numerics::{Probability, normal};
use euthymia_synthesis::effect::proportion::harmonic_mean;
use euthymia_synthesis::effect::{Computed, Effect};
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::pairwise::Bounds;

/// The harmonic mean of group sizes or person-times, by which a pooled double arcsine or
/// Freeman–Tukey rate is undone.
pub(crate) fn harmonic_size(included: &[(Candidate, Computed)]) -> Option<f64> {
    let data = included.iter().map(|(candidate, _)| candidate.data);
    let sizes: Vec<u64> = data
        .clone()
        .filter_map(|data| match data {
            Inputs::OneProportion(count) => Some(count.n()),
            _ => None,
        })
        .collect();
    let times: Vec<f64> = data
        .filter_map(|data| match data {
            Inputs::OneRate(group) => Some(group.time()),
            _ => None,
        })
        .collect();
    let of_times = || times.len() as f64 / times.iter().map(|t| 1.0 / t).sum::<f64>();
    harmonic_mean(&sizes).or_else(|| (!times.is_empty()).then(of_times))
}

/// The estimate with its own interval: exact (Clopper–Pearson) for one proportion, Wald otherwise.
pub(crate) fn of_study(
    candidate: &Candidate,
    effect: &Effect,
    measure: Measure,
    level: Probability,
) -> Shown {
    if let Inputs::OneProportion(count) = candidate.data {
        let exact = exact::Proportion::new(count.events(), count.n()).and_then(|p| {
            exact::clopper_pearson(p, level).map(|interval| (p.estimate(), interval))
        });
        if let Ok((estimate, interval)) = exact {
            let bounds = Bounds {
                lower: interval.lower,
                upper: interval.upper,
            };
            return Shown { estimate, bounds };
        }
    }
    let size = match candidate.data {
        Inputs::OneRate(group) => Some(group.time()),
        _ => None,
    };
    let width =
        normal::upper_quantile(level.complement().half()) * effect.variance.standard_error().get();
    let back = |value: f64| measure.to_natural(value, size);
    Shown {
        estimate: back(effect.estimate),
        bounds: Bounds {
            lower: back(effect.estimate - width),
            upper: back(effect.estimate + width),
        },
    }
}
