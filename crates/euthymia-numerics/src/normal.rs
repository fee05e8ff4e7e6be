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

/// Returns ln P(Z > z), finite where the probability itself is below the smallest double.
///
/// Above 35 by the asymptotic series of Mills' ratio (NIST DLMF 7.12.1), whose first neglected term
/// is under 1e-16 there.
///
/// # Example
/// ```
/// use euthymia_numerics::normal;
/// assert!((normal::ln_sf(0.0) + std::f64::consts::LN_2).abs() < 1e-15);
/// // Close to −z²/2 − ln(z √2π).
/// assert!((normal::ln_sf(100.0) + 5_000.0 + 5.524_2).abs() < 1e-3);
/// ```
#[must_use]
pub fn ln_sf(z: f64) -> f64 {
    if z < 35.0 {
        // Near one the logarithm is that of one minus the other tail.
        return if z < -1.0 {
            (-cdf(z)).ln_1p()
        } else {
            sf(z).ln()
        };
    }
    let inverse_square = 1.0 / (z * z);
    let series = [-1.0, 3.0, -15.0, 105.0, -945.0, 10_395.0]
        .iter()
        .rev()
        .fold(0.0, |sum, term| (sum + term) * inverse_square);
    -0.5 * z * z - (z * (2.0 * PI).sqrt()).ln() + series.ln_1p()
}

/// Returns φ(z) / P(Z > z), the hazard of the normal distribution (the inverse of Mills' ratio).
#[must_use]
pub fn inverse_mills(z: f64) -> f64 {
    if z < 35.0 {
        return density(z) / sf(z);
    }
    (-0.5 * z * z - 0.5 * (2.0 * PI).ln() - ln_sf(z)).exp()
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
    fn the_logarithm_of_the_tail_joins_its_series() {
        for z in [35.0, 36.0, 37.0] {
            let direct = sf(z).ln();
            assert!(
                (ln_sf(z) - direct).abs() < 2e-13,
                "{z}: {}",
                ln_sf(z) - direct
            );
        }
        assert!((ln_sf(-10.0) + cdf(-10.0)).abs() < 1e-30);
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
