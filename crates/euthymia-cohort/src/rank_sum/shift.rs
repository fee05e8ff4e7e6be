//! The Hodges–Lehmann estimate: by how much is one group shifted against the other?

use euthymia_numerics::{Probability, normal};

use super::distribution::Distribution;
use crate::group_error::{GroupError, check_group};
use crate::interval::{Interval, tail};

/// How the interval of a shift is found. Both take order statistics of the n₁n₂ differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// From the exact distribution of U without ties: coverage is never below the level for
    /// continuous values, and not lower with ties.
    Exact,
    /// From the normal approximation to U.
    Normal,
}

/// A shift between two groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// The median of all differences, first minus second.
    pub estimate: f64,
    /// Its interval; `None` when the groups are so small that no two differences bound it at this
    /// level.
    pub interval: Option<Interval>,
    /// How the interval was found.
    pub method: Method,
}

/// Estimates by how much the first group is shifted against the second: the median of all n₁n₂
/// differences.
///
/// The interval runs from the k-th smallest to the k-th largest difference. Exact: k is the
/// (1 − level)/2 quantile of U, as in R's `wilcox.test(exact = TRUE)`. Normal: k = n₁n₂/2 −
/// z √(n₁n₂(N + 1)/12), rounded down, plus 1; R inverts the tie-corrected test instead, so its
/// limits differ a little. Differences are counted, not listed: O(N log N) time, O(N) memory.
///
/// # Errors
/// [`GroupError::TooFewInGroup`] without values, [`GroupError::NotFinite`], also where a difference
/// overflows; [`GroupError::TooLarge`] for the exact interval; a level of 0 or 1.
///
/// # References
/// Hodges & Lehmann 1963, Annals of Mathematical Statistics 34, 598–611; Hollander & Wolfe 1999,
/// Nonparametric Statistical Methods, § 4.3.
///
/// # Example
/// ```
/// use euthymia_cohort::rank_sum::shift::{Method, shift};
/// use euthymia_numerics::Probability;
/// // Differences 2, 1, 3, 2: median 2.
/// let found = shift(&[3.0, 4.0], &[1.0, 2.0], Method::Exact, Probability::new(0.6).unwrap())?;
/// assert_eq!(found.estimate, 2.0);
/// // P(U ≤ 0) = 1/6 is below 0.2, P(U ≤ 1) = 2/6 is not: k = 1, the smallest and the largest.
/// let interval = found.interval.unwrap();
/// assert_eq!((interval.lower, interval.upper), (1.0, 3.0));
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn shift(
    first: &[f64],
    second: &[f64],
    method: Method,
    level: Probability,
) -> Result<Shift, GroupError> {
    let outside = tail(level)?;
    check_group(1, first, 1)?;
    check_group(2, second, 1)?;
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values
    };
    let differences = Differences {
        first: sorted(first),
        second: sorted(second),
    };
    differences.check()?;
    let pairs = first.len() as u64 * second.len() as u64;
    let middle = (
        differences.smallest(pairs.div_ceil(2)),
        differences.smallest(pairs / 2 + 1),
    );
    let k = match method {
        Method::Exact => exact_place(first.len(), second.len(), outside.get())?,
        Method::Normal => normal_place(first.len() as f64, second.len() as f64, outside),
    };
    let interval = k.filter(|k| 2 * k <= pairs + 1).map(|k| Interval {
        lower: differences.smallest(k),
        upper: differences.smallest(pairs + 1 - k),
        level: level.get(),
    });
    Ok(Shift {
        estimate: f64::midpoint(middle.0, middle.1),
        interval,
        method,
    })
}

/// The smallest u with P(U ≤ u) at or above the tail, R's quantile; `None` for 0, where R takes the
/// smallest difference although it then covers less than the level.
fn exact_place(n1: usize, n2: usize, outside: f64) -> Result<Option<u64>, GroupError> {
    let (small, large) = (n1.min(n2), n1.max(n2));
    let doubled: Vec<u64> = (1..=(small + large) as u64).map(|rank| 2 * rank).collect();
    let distribution = Distribution::new(&doubled, small)?;
    let lowest = (small * (small + 1)) as u64;
    let pairs = (small * large) as u64;
    let u = (0..=pairs).find(|u| distribution.at_most(lowest + 2 * u) >= outside);
    Ok(u.filter(|u| *u > 0))
}

fn normal_place(n1: f64, n2: f64, outside: Probability) -> Option<u64> {
    let spread = (n1 * n2 * (n1 + n2 + 1.0) / 12.0).sqrt();
    let below = (n1 * n2 / 2.0 - normal::upper_quantile(outside) * spread).floor();
    (below >= 0.0).then_some(below as u64 + 1)
}

/// All differences of two sorted lists, which are counted and never written down.
struct Differences {
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Differences {
    fn check(&self) -> Result<(), GroupError> {
        let ends = [
            (self.first.first(), self.second.last()),
            (self.first.last(), self.second.first()),
        ];
        for (one, two) in ends {
            if let (Some(one), Some(two)) = (one, two)
                && !(one - two).is_finite()
            {
                return Err(GroupError::NotFinite {
                    group: 1,
                    patient: 1,
                    value: one - two,
                });
            }
        }
        Ok(())
    }

    /// How many differences are at or below a bound.
    fn at_most(&self, bound: f64) -> u64 {
        let mut beyond = self.second.len();
        let mut count = 0;
        // A larger first value needs a larger second one, so the start only moves up.
        for x in &self.first {
            let start = self.second.len() - beyond;
            let skipped = self
                .second
                .iter()
                .skip(start)
                .take_while(|y| x - **y > bound);
            beyond -= skipped.count();
            count += beyond as u64;
        }
        count
    }

    /// The k-th smallest difference, from 1: the smallest double with k differences at or below it.
    fn smallest(&self, k: u64) -> f64 {
        let (mut low, mut high) = (key(f64::MIN), key(f64::MAX));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.at_most(value(middle)) >= k {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        value(low) + 0.0
    }
}

/// Whole numbers in the order of the doubles.
fn key(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

fn value(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 {
        key & !(1 << 63)
    } else {
        !key
    })
}
