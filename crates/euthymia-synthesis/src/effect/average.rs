//! Variances that borrow from the other studies: the average over a set of what a variance is
//! formed from.
//!
//! Small studies estimate their own variance badly, and the error goes with the estimate. With the
//! average in its place the weights depend on the sizes alone.
//!
//! References: Hunter JE, Schmidt FL. Methods of Meta-Analysis. 2nd ed. 2004, ch. 3 and 7 (correlations
//! and standardised differences). Doncaster CP, Spake R. Methods Ecol Evol 2018;9:634–644 (ratios of
//! means).

use super::compute::Computed;
use super::correlation::unexplained;
use super::means::Group;
use super::{Effect, EffectError, Inputs, VarianceRule};
use crate::measure::Measure;

/// The new variance of a study from its data.
type VarianceOf = Box<dyn Fn(&Inputs) -> Option<f64>>;

type Outcome = Result<Computed, EffectError>;

/// Puts the variances of [`VarianceRule::Average`] and [`VarianceRule::AverageHomoscedastic`] in
/// place of the studies' own; leaves everything else as it is.
pub(super) fn average(
    measure: Measure,
    inputs: &[Inputs],
    found: &mut [Outcome],
    rule: VarianceRule,
) {
    let variance: VarianceOf = match (rule, measure) {
        (VarianceRule::Average, Measure::HedgesG) => standardised(inputs, found),
        (VarianceRule::Average, Measure::Correlation | Measure::UnbiasedCorrelation) => {
            correlations(inputs, found)
        }
        (VarianceRule::Average, Measure::RatioOfMeans) => ratios(inputs, found, false),
        (VarianceRule::AverageHomoscedastic, Measure::RatioOfMeans) => ratios(inputs, found, true),
        _ => return,
    };
    for (data, outcome) in inputs.iter().zip(found) {
        if let (Ok(computed), Some(value)) = (&mut *outcome, variance(data)) {
            match Effect::new(computed.effect.estimate, value) {
                Ok(effect) => computed.effect = effect,
                Err(error) => *outcome = Err(error),
            }
        }
    }
}

/// The average of the values weighted by the sizes; `None` without any.
fn weighted_mean(pairs: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (sum, size) = pairs.fold((0.0, 0.0), |(sum, size), (value, n)| {
        (sum + n * value, size + n)
    });
    (size > 0.0).then(|| sum / size)
}

/// Data and estimates of the studies that have an estimate.
fn with_estimate<'a>(
    inputs: &'a [Inputs],
    found: &'a [Outcome],
) -> impl Iterator<Item = (&'a Inputs, f64)> {
    let estimate = |outcome: &Outcome| outcome.as_ref().ok().map(|c| c.effect.estimate);
    let pairs = inputs.iter().zip(found);
    pairs.filter_map(move |(data, outcome)| Some((data, estimate(outcome)?)))
}

/// 1/n₁ + 1/n₂ + ḡ²/[2(n₁ + n₂)].
fn standardised(inputs: &[Inputs], found: &[Outcome]) -> VarianceOf {
    let sizes = |data: &Inputs| {
        let [n1, n2] = data.cohens_d().ok()??.sizes();
        Some((n1 as f64, n2 as f64))
    };
    let mean = weighted_mean(with_estimate(inputs, found).filter_map(|(data, g)| {
        let (n1, n2) = sizes(data)?;
        Some((g, n1 + n2))
    }));
    Box::new(move |data| {
        let (n1, n2) = sizes(data)?;
        Some(1.0 / n1 + 1.0 / n2 + mean?.powi(2) / (2.0 * (n1 + n2)))
    })
}

/// (1 − r̄²)²/(n − 1).
fn correlations(inputs: &[Inputs], found: &[Outcome]) -> VarianceOf {
    let size = |data: &Inputs| match data {
        Inputs::Correlation(correlation) => Some(correlation.n() as f64),
        _ => None,
    };
    let all = with_estimate(inputs, found);
    let mean = weighted_mean(all.filter_map(|(data, r)| Some((r, size(data)?))));
    Box::new(move |data| Some(unexplained(mean?).powi(2) / (size(data)? - 1.0)))
}

/// c̄₁²/n₁ + c̄₂²/n₂, with c̄ the average coefficient of variation of a group, or of both.
fn ratios(inputs: &[Inputs], found: &[Outcome], one_for_both: bool) -> VarianceOf {
    let groups = |data: &Inputs| match data {
        Inputs::TwoMeans([first, second]) => Some((*first, *second)),
        _ => None,
    };
    let of = |group: &Group| ((group.sd() / group.mean()).abs(), group.n() as f64);
    let pairs: Vec<(Group, Group)> = with_estimate(inputs, found)
        .filter_map(|(data, _)| groups(data))
        .collect();
    let first = pairs.iter().map(|(first, _)| of(first));
    let second = pairs.iter().map(|(_, second)| of(second));
    let (mean1, mean2) = if one_for_both {
        let both = weighted_mean(first.chain(second));
        (both, both)
    } else {
        (weighted_mean(first), weighted_mean(second))
    };
    Box::new(move |data| {
        let (first, second) = groups(data)?;
        Some(mean1?.powi(2) / first.n() as f64 + mean2?.powi(2) / second.n() as f64)
    })
}
