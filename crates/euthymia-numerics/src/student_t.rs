//! Student's t distribution.

use crate::{Probability, incomplete, normal, root};

/// Returns the probability above `t` with `df` > 0 degrees of freedom (not necessarily whole).
///
/// P(T > t) = ½ I_{df/(df+t²)}(df/2, ½) for t ≥ 0.
///
/// # Example
/// ```
/// // One degree of freedom is the Cauchy distribution: P(T > 1) = 1/4.
/// assert!((euthymia_numerics::student_t::sf(1.0, 1.0) - 0.25).abs() < 1e-15);
/// ```
#[must_use]
pub fn sf(t: f64, df: f64) -> f64 {
    let half = 0.5 * two_sided_p(t, df);
    if t >= 0.0 { half } else { 1.0 - half }
}

/// Returns the probability at or below `t`.
#[must_use]
pub fn cdf(t: f64, df: f64) -> f64 {
    sf(-t, df)
}

/// Returns the two-sided p-value P(|T| > |t|); NaN when `df` is not positive.
#[must_use]
pub fn two_sided_p(t: f64, df: f64) -> f64 {
    if df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df.is_infinite() {
        return normal::two_sided_p(t);
    }
    let square = t * t;
    if square.is_infinite() {
        return 0.0;
    }
    let total = df + square;
    incomplete::beta(df / 2.0, 0.5, df / total, square / total).lower
}

/// Returns the t above which the probability `upper` lies: 2.086 for 0.025 with 20 degrees of
/// freedom. Infinite at 0 and 1, NaN when `df` is not positive.
///
/// # Example
/// ```
/// use euthymia_numerics::{student_t, Probability};
/// let t = student_t::upper_quantile(Probability::new(0.25)?, 1.0);
/// assert!((t - 1.0).abs() < 1e-14);
/// # Ok::<(), euthymia_numerics::ProbabilityError>(())
/// ```
#[must_use]
pub fn upper_quantile(upper: Probability, df: f64) -> f64 {
    let p = upper.get();
    if p > 0.5 {
        return -tail_quantile(1.0 - p, df);
    }
    tail_quantile(p, df)
}

fn tail_quantile(p: f64, df: f64) -> f64 {
    if df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p == 0.5 {
        return 0.0;
    }
    if p == 0.0 {
        return f64::INFINITY;
    }
    // In ln t the logarithm of the tail is smooth and falls without end, so a root always exists;
    // the t quantile is never below the normal one.
    let distance = |ln_t: f64| root::log_distance(sf(ln_t.exp(), df), p);
    let low = normal::upper_quantile(Probability::new(p).unwrap_or(Probability::ZERO)).ln() - 1e-6;
    match root::bracket_above(distance, low, low + 0.5) {
        Some(high) => root::find(distance, low, high, 0.0).at.exp(),
        None => f64::INFINITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_degrees_of_freedom_have_a_closed_form() {
        // P(T > t) = ½ (1 − t / √(2 + t²)) = 1 / (√(2+t²) (√(2+t²) + t)).
        for t in [0.0_f64, 0.5, 3.0, 1e4] {
            let root = (2.0 + t * t).sqrt();
            let expected = 1.0 / (root * (root + t));
            assert!((sf(t, 2.0) / expected - 1.0).abs() < 1e-13, "t = {t}");
        }
    }

    #[test]
    fn quantiles_with_two_degrees_of_freedom() {
        // t = (1 − 2p) / √(2p(1 − p)).
        for p in [0.4_f64, 0.025, 1e-6] {
            let expected = (1.0 - 2.0 * p) / (2.0 * p * (1.0 - p)).sqrt();
            let found = upper_quantile(Probability::new(p).unwrap(), 2.0);
            assert!(
                (found / expected - 1.0).abs() < 1e-13,
                "p = {p}: {found} {expected}"
            );
        }
    }

    #[test]
    fn many_degrees_of_freedom_keep_their_digits() {
        // mpmath, 50 digits: ½ I at df/(df + t²) for df/2 and ½.
        let t = 1.860760935208525;
        for (df, expected) in [
            (1e5, 0.031_390_438_615_686_07),
            (757_351.949_047_311_2, 0.031_389_165_828_079_1),
            (1e7, 0.031_388_986_869_062_67),
        ] {
            let found = sf(t, df);
            assert!((found / expected - 1.0).abs() < 1e-12, "{df}: {found}");
        }
    }

    #[test]
    fn the_two_tails_mirror_each_other() {
        assert!((cdf(-1.3, 7.0) - sf(1.3, 7.0)).abs() < 1e-16);
    }
}
