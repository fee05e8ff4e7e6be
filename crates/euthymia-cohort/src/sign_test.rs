//! The sign test: how many patients changed in each direction, whatever the size of the change.

use euthymia_numerics::{Probability, binomial};

use crate::descriptive::quantile;
use crate::differences::Differences;
use crate::error::CohortError;
use crate::interval::tail;
use crate::order_interval::{OrderInterval, OrderMethod};

/// A sign test with the median difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignTest {
    /// Patients with a positive difference (the value fell).
    pub positive: usize,
    /// Patients with a negative difference.
    pub negative: usize,
    /// Patients without a difference: left out of the test, not of the median.
    pub zeros: usize,
    /// Twice the smaller one-sided p, at most 1; 1 when every difference is zero.
    pub p_two_sided: f64,
    /// P(as many or more positive differences).
    pub p_greater: f64,
    /// P(as many or fewer positive differences).
    pub p_less: f64,
    /// Median of all differences, zeros included.
    pub median: f64,
    /// Interval of the median between two order statistics; `None` where even the smallest and the
    /// largest difference do not reach the level.
    pub interval: Option<OrderInterval>,
}

/// Tests whether a positive difference is as likely as a negative one, and estimates the median.
///
/// The number of positive differences among the nonzero ones is binomial with chance ½. The interval
/// runs from the k-th smallest to the k-th largest of all n differences, k the largest with
/// 2 P(B ≤ k − 1) ≤ 1 − level for B binomial with n and ½; it holds for any distribution, and with
/// ties covers more than it says.
///
/// # Errors
/// [`CohortError::TooFew`] without patients; [`CohortError::Level`] for a level of 0 or 1.
///
/// # References
/// Dixon & Mood 1946, Journal of the American Statistical Association 41, 557–566; Conover 1999,
/// Practical Nonparametric Statistics, 3rd ed., sections 3.2 and 3.4. R: `binom.test`.
///
/// # Example
/// ```
/// use euthymia_cohort::{differences::Differences, sign_test::sign_test};
/// use euthymia_numerics::Probability;
/// // Six of six fell: p = 2/64, and 1 − 2/64 is the level of the whole range.
/// let falls = Differences::of_values(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?;
/// let test = sign_test(&falls, Probability::NINETY_FIVE)?;
/// assert!((test.p_two_sided - 2.0 / 64.0).abs() < 1e-15);
/// let interval = test.interval.unwrap();
/// assert_eq!((interval.lower, interval.upper), (1.0, 6.0));
/// assert!((interval.achieved - 62.0 / 64.0).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn sign_test(differences: &Differences, level: Probability) -> Result<SignTest, CohortError> {
    let tail = tail(level)?.get();
    let sorted = differences.sorted();
    let median = quantile(&sorted, 0.5).ok_or(CohortError::TooFew {
        needed: 1,
        found: 0,
    })?;
    let nonzero = || sorted.iter().filter(|d| !differences.is_zero(**d));
    let positive = nonzero().filter(|d| **d > 0.0).count();
    let negative = nonzero().count() - positive;
    let (events, signed) = (positive as u64, (positive + negative) as u64);
    let p_less = binomial::at_most(events, signed, 0.5);
    let p_greater = binomial::at_least(events, signed, 0.5);
    Ok(SignTest {
        positive,
        negative,
        zeros: sorted.len() - positive - negative,
        p_two_sided: (2.0 * p_less.min(p_greater)).min(1.0),
        p_greater,
        p_less,
        median,
        interval: median_interval(&sorted, level, tail),
    })
}

fn median_interval(sorted: &[f64], level: Probability, tail: f64) -> Option<OrderInterval> {
    let n = sorted.len() as u64;
    // The number of orders whose tail is small enough, by halving: the tail rises with the order.
    let (mut enough, mut beyond) = (0, n / 2 + 1);
    while beyond - enough > 1 {
        let middle = enough + (beyond - enough) / 2;
        if binomial::at_most(middle - 1, n, 0.5) <= tail {
            enough = middle;
        } else {
            beyond = middle;
        }
    }
    let order = usize::try_from(enough).ok()?;
    let outside = binomial::at_most(enough.checked_sub(1)?, n, 0.5);
    Some(OrderInterval {
        lower: *sorted.get(order - 1)?,
        upper: *sorted.get(sorted.len() - order)?,
        level: level.get(),
        achieved: 1.0 - 2.0 * outside,
        order: enough,
        method: OrderMethod::Exact,
    })
}
