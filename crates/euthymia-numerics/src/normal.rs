//! The standard normal distribution.

use crate::Probability;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Returns the density at `z`.
#[must_use]
pub fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * PI).sqrt()
}

/// Returns the probability at or below `z`.
#[must_use]
pub fn cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// Returns the probability above `z`, the survival function: 1e-300 stays 1e-300.
///
/// # Example
/// ```
/// assert_eq!(euthymia_numerics::normal::sf(0.0), 0.5);
/// ```
#[must_use]
pub fn sf(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// Returns the two-sided p-value of a z statistic, 2 P(Z > |z|).
#[must_use]
pub fn two_sided_p(z: f64) -> f64 {
    libm::erfc(z.abs() * FRAC_1_SQRT_2)
}

/// Returns the z above which the probability `upper` lies: 1.96 for 0.025.
///
/// Infinite at 0 and 1. Newton's method on the logarithm of the tail, which is concave and nearly
/// quadratic, from Abramowitz and Stegun's approximation 26.2.23.
///
/// # Example
/// ```
/// use euthymia_numerics::{normal, Probability};
/// let z = normal::upper_quantile(Probability::new(0.025)?);
/// assert!((z - 1.959_963_984_540_054).abs() < 1e-14);
/// # Ok::<(), euthymia_numerics::ProbabilityError>(())
/// ```
#[must_use]
pub fn upper_quantile(upper: Probability) -> f64 {
    let p = upper.get();
    if p > 0.5 {
        return -upper_tail_quantile(1.0 - p);
    }
    upper_tail_quantile(p)
}

fn upper_tail_quantile(p: f64) -> f64 {
    if p == 0.0 {
        return f64::INFINITY;
    }
    if p == 0.5 {
        return 0.0;
    }
    let t = (-2.0 * p.ln()).sqrt();
    let start = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    // The start is within 5e-4 and each step squares the error: four are more than enough.
    (0..4).fold(start, |z, _| {
        let tail = sf(z);
        z + (tail / p).ln() * tail / density(z)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_inverts_the_tail_down_to_the_last_doubles() {
        for p in [0.5, 0.4, 0.1, 0.025, 1e-5, 1e-50, 1e-300] {
            let z = upper_quantile(Probability::new(p).unwrap());
            assert!((sf(z) / p - 1.0).abs() < 1e-12, "p = {p:e}, z = {z}");
        }
    }

    #[test]
    fn the_quantile_is_odd() {
        let low = upper_quantile(Probability::new(0.9).unwrap());
        let high = upper_quantile(Probability::new(0.1).unwrap());
        assert!((low + high).abs() < 1e-15);
    }

    #[test]
    fn the_ends_are_infinite() {
        assert_eq!(
            upper_quantile(Probability::new(0.0).unwrap()),
            f64::INFINITY
        );
        assert_eq!(
            upper_quantile(Probability::new(1.0).unwrap()),
            f64::NEG_INFINITY
        );
    }
}
