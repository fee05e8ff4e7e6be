//! The Hodges–Lehmann estimate: the centre that the signed-rank test would least reject.
//!
//! | symbol | meaning |
//! |---|---|
//! | (dᵢ + dⱼ)/2, i ≤ j | Walsh averages, M = n(n + 1)/2 of them |
//! | k | order of the limits among the sorted averages |
//!
//! The averages are never stored: the k-th smallest is found by bisection over the doubles
//! themselves, 64 counts of pairs in O(n) each, so that memory is O(n) and time O(n log n) for the
//! sorting: 10,000 patients take a few milliseconds.

use euthymia_numerics::{Probability, normal};

use crate::differences::Differences;
use crate::error::CohortError;
use crate::interval::tail;
use crate::order_interval::{OrderInterval, OrderMethod};
use crate::sign_distribution;
use crate::signed_rank::EXACT_MAX;

/// The pseudomedian of differences.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HodgesLehmann {
    /// Number of patients, zeros included.
    pub n: usize,
    /// Median of the Walsh averages, in points.
    pub estimate: f64,
    /// Interval between two Walsh averages; `None` where even the smallest and the largest do not
    /// reach the level.
    pub interval: Option<OrderInterval>,
}

/// Estimates the centre of symmetric differences, with the interval that belongs to the signed-rank
/// test.
///
/// The limits are the k-th smallest and k-th largest Walsh average, k the largest with
/// 2 P(W ≤ k − 1) ≤ 1 − level for W the signed-rank statistic of n patients without ties: exact up to
/// [`EXACT_MAX`] patients, normal beyond. All differences count, zeros too. With ties the interval,
/// ends included, covers at least what it says.
///
/// # Errors
/// [`CohortError::TooFew`] without patients; [`CohortError::Level`] for a level of 0 or 1.
///
/// # References
/// Hodges & Lehmann 1963, Annals of Mathematical Statistics 34, 598–611; Hollander, Wolfe & Chicken
/// 2014, Nonparametric Statistical Methods, 3rd ed., sections 3.2 and 3.3. R: `wilcox.test(x,
/// conf.int = TRUE)`, which leaves zeros out and with ties searches for a root instead.
///
/// # Example
/// ```
/// use euthymia_cohort::{differences::Differences, hodges_lehmann::hodges_lehmann};
/// use euthymia_numerics::Probability;
/// // Averages of 1, 2, 6: 1, 3/2, 2, 7/2, 4, 6, whose median is 11/4.
/// let falls = Differences::of_values(&[1.0, 2.0, 6.0])?;
/// let centre = hodges_lehmann(&falls, Probability::new(0.75)?)?;
/// assert_eq!(centre.estimate, 2.75);
/// // P(W ≤ 0) = 1/8: the whole range has level 1 − 2/8.
/// let interval = centre.interval.unwrap();
/// assert_eq!((interval.lower, interval.upper, interval.achieved), (1.0, 6.0, 0.75));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn hodges_lehmann(
    differences: &Differences,
    level: Probability,
) -> Result<HodgesLehmann, CohortError> {
    let tail = tail(level)?;
    let sorted = differences.sorted();
    let n = sorted.len();
    if n == 0 {
        return Err(CohortError::TooFew {
            needed: 1,
            found: 0,
        });
    }
    let averages = n as u64 * (n as u64 + 1) / 2;
    let lower_middle = walsh_average(&sorted, averages.div_ceil(2));
    let upper_middle = walsh_average(&sorted, averages / 2 + 1);
    let (order, method) = if n <= EXACT_MAX {
        (exact_order(n, tail.get()), OrderMethod::Exact)
    } else {
        (normal_order(n, tail), OrderMethod::Normal)
    };
    Ok(HodgesLehmann {
        n,
        estimate: 0.5 * lower_middle + 0.5 * upper_middle,
        interval: order.map(|(order, outside)| OrderInterval {
            lower: walsh_average(&sorted, order),
            upper: walsh_average(&sorted, averages + 1 - order),
            level: level.get(),
            achieved: 1.0 - 2.0 * outside,
            order,
            method,
        }),
    })
}

/// The largest k with P(W ≤ k − 1) ≤ tail, and that probability.
fn exact_order(n: usize, tail: f64) -> Option<(u64, f64)> {
    let ranks: Vec<usize> = (1..=n).collect();
    // Half of the distribution lies at or below its mean.
    let table = sign_distribution::probabilities(&ranks, n * (n + 1) / 4);
    let mut below = 0.0;
    let mut order = None;
    for (k, probability) in (1..).zip(table) {
        below += probability;
        if below > tail {
            break;
        }
        order = Some((k, below));
    }
    order
}

/// The same from the normal distribution: (k − ½ − mean)/SD ≤ −z.
fn normal_order(n: usize, tail: Probability) -> Option<(u64, f64)> {
    let n = n as f64;
    let mean = n * (n + 1.0) / 4.0;
    let sd = (mean * (2.0 * n + 1.0) / 6.0).sqrt();
    let order = (mean + 0.5 - normal::upper_quantile(tail) * sd).floor();
    let outside = normal::cdf((order - 0.5 - mean) / sd);
    (order >= 1.0).then_some((order as u64, outside))
}

/// The `order`-th smallest Walsh average of ascending values, counted from 1.
///
/// Bisection over the whole numbers that order all doubles: the answer is one of the averages, to
/// the last bit.
fn walsh_average(sorted: &[f64], order: u64) -> f64 {
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else {
        return 0.0;
    };
    let (mut low, mut high) = (key(*first), key(*last));
    while low < high {
        let middle = low + ((high as i128 - low as i128) / 2) as i64;
        if pairs_up_to(sorted, from_key(middle)) >= order {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    from_key(low)
}

/// Number of pairs i ≤ j whose average is at most `limit`: one pointer goes up while the other comes
/// down.
fn pairs_up_to(sorted: &[f64], limit: f64) -> u64 {
    let mut partners = sorted;
    let mut count = 0;
    for (i, low) in sorted.iter().enumerate() {
        while let Some((high, rest)) = partners.split_last() {
            // Halved first, so that values near the largest double do not overflow.
            if 0.5 * low + 0.5 * high <= limit {
                break;
            }
            partners = rest;
        }
        if partners.len() <= i {
            break;
        }
        count += (partners.len() - i) as u64;
    }
    count
}

/// A whole number that orders doubles as `total_cmp` does.
fn key(value: f64) -> i64 {
    let bits = value.to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

fn from_key(key: i64) -> f64 {
    f64::from_bits((key ^ (((key >> 63) as u64) >> 1) as i64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_is_that_of_the_sorted_averages() {
        let sorted = [-4.0, -1.5, -0.0, 0.0, 0.1, 0.1, 2.0, 7.25];
        let mut averages = Vec::new();
        for (i, a) in sorted.iter().enumerate() {
            averages.extend(sorted.iter().skip(i).map(|b| 0.5 * a + 0.5 * b));
        }
        averages.sort_by(f64::total_cmp);
        for (order, average) in (1..).zip(averages) {
            assert_eq!(walsh_average(&sorted, order), average, "order {order}");
        }
    }

    #[test]
    fn the_normal_order_takes_over_from_the_exact_one() {
        for tail in [0.05, 0.025, 0.005] {
            let exact = exact_order(EXACT_MAX, tail).unwrap();
            let normal = normal_order(EXACT_MAX, Probability::new(tail).unwrap()).unwrap();
            // Of some fifty thousand averages.
            assert!(exact.0.abs_diff(normal.0) <= 20, "{exact:?} {normal:?}");
            assert!((exact.1 - normal.1).abs() < 1e-4, "{exact:?} {normal:?}");
        }
    }

    #[test]
    fn keys_order_doubles() {
        let values = [f64::MIN, -1.0, -0.0, 0.0, 1e-300, 1.0, f64::MAX];
        assert!(values.windows(2).all(|pair| key(pair[0]) < key(pair[1])));
        assert!(
            values
                .iter()
                .all(|v| from_key(key(*v)).to_bits() == v.to_bits())
        );
    }
}
