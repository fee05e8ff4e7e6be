//! What a reader should be warned of in a fit.

use super::{PoolOptions, Summary};
use euthymia_synthesis::effect::proportion::{from_double_arcsine, size_for_variance};
use euthymia_synthesis::measure::{Input, Measure};
use euthymia_synthesis::pairwise::{Fit, Interval};

pub(super) fn of_fit(fit: &Fit, options: &PoolOptions) -> Vec<String> {
    let mut warnings = Vec::new();
    if !fit.converged() {
        warnings.push("The search for τ² or its interval did not converge.".to_owned());
    }
    if fit.interval_used != options.fit.interval {
        let own = match options.measure.input() {
            Input::OneProportion => "exact (Clopper–Pearson)",
            _ => "Wald",
        };
        warnings.push(format!(
            "One study: its own {own} interval is shown, nothing is pooled."
        ));
    }
    if fit.k == 2 && fit.interval_used != Interval::Wald {
        warnings.push(
            "Two studies leave Hartung–Knapp one degree of freedom: the interval is very wide."
                .to_owned(),
        );
    }
    if options.measure == Measure::RawProportion {
        let b = fit.inference.bounds;
        if b.lower < 0.0 || b.upper > 1.0 {
            warnings.push(
                "A limit of the raw proportion lies outside 0 to 100 %: use the logit.".to_owned(),
            );
        }
    }
    warnings
}

/// The double arcsine has no single way back: says so where two ways differ. `estimate` is the pooled
/// proportion that is shown, `size` the harmonic mean of the group sizes behind it.
pub(super) fn of_double_arcsine(
    summary: &Summary,
    options: &PoolOptions,
    size: Option<f64>,
    estimate: f64,
) -> Option<String> {
    if options.measure != Measure::DoubleArcsine || summary.k < 2 {
        return None;
    }
    let variance = summary.standard_error?.powi(2);
    let other = from_double_arcsine(summary.estimate, size_for_variance(variance));
    ((other - estimate).abs() > 0.01).then(|| {
        format!(
            "The double arcsine has no single way back for a pooled value: with the harmonic mean of \
             the group sizes ({:.1}) it is {:.1} %, with the size that matches the pooled variance \
             {:.1} %. Prefer the logit here.",
            size.unwrap_or(0.0),
            100.0 * estimate,
            100.0 * other
        )
    })
}
