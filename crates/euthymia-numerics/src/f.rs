//! Fisher's F distribution.

use crate::{Probability, beta, chi_squared, incomplete};

/// Returns the probability above `x` with `df1` > 0 and `df2` > 0 degrees of freedom (not
/// necessarily whole; the second may be infinite). NaN when they are not.
///
/// P(F > x) = `I_{df2/(df2 + df1 x)}`(df2/2, df1/2).
///
/// # Example
/// ```
/// // Two and two degrees of freedom: P(F > x) = 1/(1 + x).
/// assert!((euthymia_numerics::f::sf(3.0, 2.0, 2.0) - 0.25).abs() < 1e-15);
/// ```
#[must_use]
pub fn sf(x: f64, df1: f64, df2: f64) -> f64 {
    tails(x, df1, df2).upper
}

/// Returns the probability at or below `x`.
#[must_use]
pub fn cdf(x: f64, df1: f64, df2: f64) -> f64 {
    tails(x, df1, df2).lower
}

/// Returns the x above which the probability `upper` lies: 4.351 for 0.05 with 1 and 20 degrees of
/// freedom. Infinite at 0, zero at 1, NaN when a number of degrees of freedom is not positive.
///
/// # Example
/// ```
/// use euthymia_numerics::{f, Probability};
/// // Two and two degrees of freedom: x = (1 − p)/p.
/// let x = f::upper_quantile(Probability::new(0.2)?, 2.0, 2.0);
/// assert!((x - 4.0).abs() < 1e-13);
/// # Ok::<(), euthymia_numerics::ProbabilityError>(())
/// ```
#[must_use]
pub fn upper_quantile(upper: Probability, df1: f64, df2: f64) -> f64 {
    if df2 == f64::INFINITY {
        return chi_squared::upper_quantile(upper, df1) / df1;
    }
    // df1 F / df2 is the odds of a beta variable, so the upper tail is a lower one mirrored.
    let log_odds = -beta::logit_quantile(upper, df2 / 2.0, df1 / 2.0);
    df2 / df1 * log_odds.exp()
}

/// Returns the x with probability `lower` at or below it.
#[must_use]
pub fn quantile(lower: Probability, df1: f64, df2: f64) -> f64 {
    if df2 == f64::INFINITY {
        return chi_squared::upper_quantile(lower.complement(), df1) / df1;
    }
    df2 / df1 * beta::logit_quantile(lower, df1 / 2.0, df2 / 2.0).exp()
}

fn tails(x: f64, df1: f64, df2: f64) -> incomplete::Tails {
    let x = x.max(if x.is_nan() { x } else { 0.0 });
    if df2 == f64::INFINITY {
        return incomplete::gamma(df1 / 2.0, df1 / 2.0 * x);
    }
    let odds = df1 / df2 * x;
    // Neither share is formed by subtraction from one.
    let (share, rest) = if odds <= 1.0 {
        (odds / (1.0 + odds), 1.0 / (1.0 + odds))
    } else {
        (1.0 / (1.0 + 1.0 / odds), (1.0 / odds) / (1.0 + 1.0 / odds))
    };
    incomplete::beta(df1 / 2.0, df2 / 2.0, share, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_and_two_degrees_of_freedom_have_a_closed_form() {
        for x in [1e-9_f64, 0.5, 1.0, 40.0, 1e12] {
            assert!((sf(x, 2.0, 2.0) * (1.0 + x) - 1.0).abs() < 1e-13, "{x}");
            assert!(
                (cdf(x, 2.0, 2.0) * (1.0 + x) / x - 1.0).abs() < 1e-13,
                "{x}"
            );
        }
    }

    #[test]
    fn one_degree_above_is_the_square_of_student_t() {
        for (t, df) in [(0.3, 4.0), (2.1, 7.0), (30.0, 55.0)] {
            let p = crate::student_t::two_sided_p(t, df);
            assert!((sf(t * t, 1.0, df) / p - 1.0).abs() < 1e-12, "{t} {df}");
        }
    }

    #[test]
    fn the_quantiles_of_two_and_two_are_odds() {
        for p in [0.5, 0.025, 1e-9] {
            let upper = upper_quantile(Probability::new(p).unwrap(), 2.0, 2.0);
            assert!((upper * p / (1.0 - p) - 1.0).abs() < 1e-12, "{p}");
            let lower = quantile(Probability::new(p).unwrap(), 2.0, 2.0);
            assert!((lower / p * (1.0 - p) - 1.0).abs() < 1e-12, "{p}");
        }
    }

    #[test]
    fn endless_degrees_below_leave_chi_squared() {
        // Two above: P(F > x) = exp(−x).
        assert!((sf(3.0, 2.0, f64::INFINITY) / (-3.0_f64).exp() - 1.0).abs() < 1e-14);
    }

    #[test]
    fn outside_the_range_there_is_no_number() {
        assert!(sf(1.0, 0.0, 2.0).is_nan() && sf(f64::NAN, 1.0, 2.0).is_nan());
        assert_eq!((sf(-1.0, 1.0, 2.0), cdf(-1.0, 1.0, 2.0)), (1.0, 0.0));
    }
}
