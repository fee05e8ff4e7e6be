//! The beta distribution.

use crate::{Probability, incomplete, root};

/// Returns the probability at or below `x` in [0, 1] for shapes `a`, `b` > 0.
#[must_use]
pub fn cdf(x: f64, a: f64, b: f64) -> f64 {
    incomplete::beta(a, b, x, 1.0 - x).lower
}

/// Returns the probability above `x`.
#[must_use]
pub fn sf(x: f64, a: f64, b: f64) -> f64 {
    incomplete::beta(a, b, x, 1.0 - x).upper
}

/// Returns the x with probability `lower` at or below it; NaN when a shape is not positive and
/// finite.
///
/// # Example
/// ```
/// use euthymia_numerics::{beta, Probability};
/// // Shapes 1 and 20: 1 − (1 − p)^(1/20).
/// let x = beta::quantile(Probability::new(0.975)?, 1.0, 20.0);
/// assert!((x - (1.0 - 0.025_f64.powf(0.05))).abs() < 1e-14);
/// # Ok::<(), euthymia_numerics::ProbabilityError>(())
/// ```
#[must_use]
pub fn quantile(lower: Probability, a: f64, b: f64) -> f64 {
    let logit = logit_quantile(lower, a, b);
    if logit.is_nan() {
        return f64::NAN;
    }
    split(logit).0
}

/// x and 1 − x of a log-odds, both without cancellation.
fn split(logit: f64) -> (f64, f64) {
    (1.0 / (1.0 + (-logit).exp()), 1.0 / (1.0 + logit.exp()))
}

/// The quantile as a log-odds, ln x − ln(1 − x): infinite at 0 and 1, NaN as [`quantile`].
///
/// On this scale the quantile is unbounded and well-behaved, and nothing is lost near one.
pub(crate) fn logit_quantile(lower: Probability, a: f64, b: f64) -> f64 {
    let p = lower.get();
    if !(a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite()) {
        return f64::NAN;
    }
    if p == 0.0 {
        return f64::NEG_INFINITY;
    }
    if p == 1.0 {
        return f64::INFINITY;
    }
    let distance = |logit: f64| {
        let (x, y) = split(logit);
        let tails = incomplete::beta(a, b, x, y);
        if p <= 0.5 {
            root::log_distance(tails.lower, p)
        } else {
            -root::log_distance(tails.upper, 1.0 - p)
        }
    };
    let start = (a / b).ln();
    let mut width = 1.0;
    // 745 is the largest logit whose complement is still a double.
    while width < 2000.0 {
        let (low, high) = ((start - width).max(-745.0), (start + width).min(709.0));
        let (at_low, at_high) = (distance(low), distance(high));
        if at_low.is_nan() || at_high.is_nan() {
            return f64::NAN;
        }
        if at_low <= 0.0 && at_high >= 0.0 {
            return root::find(distance, low, high, 0.0).at;
        }
        width *= 2.0;
    }
    if p <= 0.5 {
        f64::NEG_INFINITY
    } else {
        f64::INFINITY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_inverts_both_tails() {
        for (a, b) in [
            (0.5, 0.5),
            (2.0, 20.0),
            (3.0, 1.0),
            (500.0, 1500.0),
            (1e5, 2e5),
        ] {
            for p in [1e-9, 0.025, 0.5, 0.975] {
                let x = quantile(Probability::new(p).unwrap(), a, b);
                assert!(
                    (cdf(x, a, b) / p - 1.0).abs() < 1e-9,
                    "a {a} b {b} p {p} x {x}"
                );
            }
        }
    }

    #[test]
    fn the_median_of_a_symmetric_beta_is_a_half() {
        assert!((quantile(Probability::new(0.5).unwrap(), 7.5, 7.5) - 0.5).abs() < 1e-15);
    }
}
