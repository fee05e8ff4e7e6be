//! The probability of superiority with its interval.

use euthymia_numerics::{Probability, normal};

use crate::group_error::GroupError;
use crate::interval::{Interval, tail};
use crate::rank_sum::test::RankSum;

/// The interval of a probability of superiority by Newcombe's method 5: all A whose distance from
/// the estimate is at most z standard errors at that A.
///
/// V(A) = A(1 − A) (1 + m ((1 − A)/(2 − A) + A/(1 + A))) / (n₁n₂) with m = (n₁ + n₂)/2 − 1. The
/// limits stay inside 0 to 1 and exist for separated groups too.
///
/// # Errors
/// A level of 0 or 1.
///
/// # References
/// Newcombe 2006, Statistics in Medicine 25, 559–573, method 5; the variance is Hanley & McNeil's
/// 1982, Radiology 143, 29–36, with both groups of average size.
///
/// # Example
/// ```
/// use euthymia_cohort::rank_sum::{superiority, test::{Method, rank_sum}};
/// use euthymia_numerics::Probability;
/// // One value each: m = 0, V = A(1 − A), and 1 − A = z² A at the lower limit.
/// let test = rank_sum(&[2.0], &[1.0], Method::ExactDoubled)?;
/// let found = superiority::interval(&test, Probability::NINETY_FIVE)?;
/// let z2 = 1.959_963_984_540_054_f64.powi(2);
/// assert!((found.lower - 1.0 / (1.0 + z2)).abs() < 1e-14);
/// assert_eq!(found.upper, 1.0);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn interval(test: &RankSum, level: Probability) -> Result<Interval, GroupError> {
    let z = normal::upper_quantile(tail(level)?);
    let (n1, n2) = (test.n_first as f64, test.n_second as f64);
    let more = f64::midpoint(n1, n2) - 1.0;
    let estimate = test.superiority;
    let accepted = |a: f64| {
        let b = 1.0 - a;
        let spread = 1.0 + more * (b / (1.0 + b) + a / (1.0 + a));
        (estimate - a).abs() <= z * (a * b * spread / n1 / n2).sqrt()
    };
    Ok(Interval {
        lower: crate::search::edge(0.0, estimate, accepted),
        upper: crate::search::edge(1.0, estimate, accepted),
        level: level.get(),
    })
}
