//! The chi-squared distribution.

use crate::{Probability, incomplete, normal, root};

/// Returns the probability above `x` with `df` > 0 degrees of freedom.
///
/// # Example
/// ```
/// // Two degrees of freedom: P(X > x) = exp(−x/2).
/// let p = euthymia_numerics::chi_squared::sf(300.0, 2.0);
/// assert!((p / (-150.0_f64).exp() - 1.0).abs() < 1e-13);
/// ```
#[must_use]
pub fn sf(x: f64, df: f64) -> f64 {
    incomplete::gamma(df / 2.0, x / 2.0).upper
}

/// Returns the probability at or below `x`.
#[must_use]
pub fn cdf(x: f64, df: f64) -> f64 {
    incomplete::gamma(df / 2.0, x / 2.0).lower
}

/// Returns the x above which the probability `upper` lies: 3.841 for 0.05 with one degree of
/// freedom. Zero at 1, infinite at 0, NaN when `df` is not positive and finite.
///
/// # Example
/// ```
/// use euthymia_numerics::{chi_squared, Probability};
/// let x = chi_squared::upper_quantile(Probability::new(0.5)?, 2.0);
/// assert!((x - 2.0 * 2.0_f64.ln()).abs() < 1e-14);
/// # Ok::<(), euthymia_numerics::ProbabilityError>(())
/// ```
#[must_use]
pub fn upper_quantile(upper: Probability, df: f64) -> f64 {
    let p = upper.get();
    if !(df > 0.0 && df.is_finite()) {
        return f64::NAN;
    }
    if p == 0.0 {
        return f64::INFINITY;
    }
    if p == 1.0 {
        return 0.0;
    }
    // Wilson and Hilferty's cube is close enough to bracket from; the smaller tail is the one
    // matched, on a logarithmic scale, so that both ends keep their digits.
    let z = normal::upper_quantile(upper);
    let cube = 1.0 - 2.0 / (9.0 * df) + z * (2.0 / (9.0 * df)).sqrt();
    let start = (df * cube.powi(3)).max(df * 1e-3).max(1e-3).ln();
    let distance = |ln_x: f64| {
        let tails = incomplete::gamma(df / 2.0, ln_x.exp() / 2.0);
        if p <= 0.5 {
            root::log_distance(tails.upper, p)
        } else {
            -root::log_distance(tails.lower, 1.0 - p)
        }
    };
    let mut width = 0.1;
    // The bracket doubles on both sides; 20 doublings reach e^±100,000, past every double.
    for _ in 0..20 {
        let (low, high) = (start - width, start + width);
        let (at_low, at_high) = (distance(low), distance(high));
        if at_low.is_nan() || at_high.is_nan() {
            return f64::NAN;
        }
        if at_low >= 0.0 && at_high <= 0.0 {
            return root::find(distance, low, high, 0.0).at.exp();
        }
        width *= 2.0;
    }
    if p <= 0.5 { f64::INFINITY } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_degree_of_freedom_is_a_squared_normal() {
        for p in [0.9, 0.5, 0.05, 1e-12] {
            let x = upper_quantile(Probability::new(p).unwrap(), 1.0);
            let z = normal::upper_quantile(Probability::new(p).unwrap().half());
            assert!((x / (z * z) - 1.0).abs() < 1e-13, "p = {p}: {x} {}", z * z);
        }
    }

    #[test]
    fn a_hundred_thousand_degrees_of_freedom_are_inverted() {
        for p in [0.975, 0.025] {
            let x = upper_quantile(Probability::new(p).unwrap(), 99_999.0);
            assert!((sf(x, 99_999.0) / p - 1.0).abs() < 1e-10, "p = {p}");
        }
    }

    #[test]
    fn a_lower_tail_of_a_millionth_is_inverted() {
        let x = upper_quantile(Probability::new(1.0 - 1e-6).unwrap(), 3.0);
        assert!((cdf(x, 3.0) / 1e-6 - 1.0).abs() < 1e-9);
    }
}
