//! The level of a trial at which as many events are expected as were seen.

use crate::effect::proportion::from_logit;
use euthymia_numerics::root;

/// Returns the α with Σ n_i expit(α + θ_i) = `events`, for a number of events between none and all.
///
/// It maximises the binomial likelihood of the trial over its level.
pub(super) fn level(theta: &[f64], sizes: &[f64], events: f64) -> f64 {
    let total: f64 = sizes.iter().sum();
    let crude = (events / (total - events)).ln();
    let (lowest, highest) = theta
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), t| {
            (low.min(*t), high.max(*t))
        });
    let excess = |alpha: f64| {
        let expected = theta
            .iter()
            .zip(sizes)
            .map(|(t, n)| n * from_logit(alpha + t));
        euthymia_numerics::sum::compensated(expected) - events
    };
    // A hair wider, so that rounding cannot turn a sign at an end.
    root::find(excess, crude - highest - 1e-6, crude - lowest + 1e-6, 0.0).at
}
