//! Pairs of values added up one at a time, in any number of parts, with the same result in any order.
//!
//! Values are taken in whole billionths and their sums and products added as whole numbers, without
//! rounding. So parts of a file can be added up by several threads, cut anywhere, and differences that
//! are the same as written have a standard deviation of exactly 0.
//!
//! | symbol | meaning |
//! |---|---|
//! | bᵢ, aᵢ | value of patient i before and after, in billionths |
//! | Σb, Σa, Σb², Σa², Σab | what is kept |
//! | q, r | whole quotient and remainder of a sum and n: Σ(x − q)² − r²/n is Σ(x − x̄)² |

use euthymia_numerics::Probability;

use crate::error::CohortError;
use crate::paired::{PairedSummary, PairedT, t_of_summary};

/// Billionths in one.
const UNIT: i128 = 1_000_000_000;

/// Values beyond this cannot be added up.
const LARGEST: f64 = 100_000.0;

/// A value in whole billionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Billionths(i64);

impl Billionths {
    /// The nearest whole number of billionths; `None` beyond ±100,000 and for what is not finite.
    ///
    /// Exact for numbers written with up to nine decimals.
    #[must_use]
    pub fn of(value: f64) -> Option<Self> {
        if value.abs() > LARGEST || value.is_nan() {
            return None;
        }
        // What was not whole does not come back the same from the cast; most values are.
        #[allow(clippy::cast_possible_truncation, clippy::float_cmp)]
        let whole = value as i32;
        // At most 1e14, which is whole and exact in double precision.
        #[allow(clippy::cast_possible_truncation, clippy::float_cmp)]
        Some(Self(if f64::from(whole) == value {
            i64::from(whole) * 1_000_000_000
        } else {
            (value * 1e9).round() as i64
        }))
    }
}

/// Sums of pairs, at most four billion of them.
///
/// # Example
/// ```
/// use euthymia_cohort::paired_sums::{Billionths, PairedSums};
/// use euthymia_numerics::Probability;
/// // Differences 2, 3, 1, 4: mean 5/2, t = √15.
/// let mut sums = PairedSums::default();
/// for (before, after) in [(10.0, 8.0), (12.0, 9.0), (9.0, 8.0), (11.0, 7.0)] {
///     sums.add(Billionths::of(before).unwrap(), Billionths::of(after).unwrap());
/// }
/// let test = sums.paired_t(Probability::NINETY_FIVE)?;
/// assert_eq!((sums.n(), test.summary.mean_difference), (4, 2.5));
/// assert!((test.t - 15.0_f64.sqrt()).abs() < 1e-14);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairedSums {
    n: u32,
    before: i128,
    after: i128,
    before_squares: i128,
    after_squares: i128,
    products: i128,
}

impl PairedSums {
    /// Adds a pair.
    pub fn add(&mut self, before: Billionths, after: Billionths) {
        let (b, a) = (i128::from(before.0), i128::from(after.0));
        self.n = self.n.saturating_add(1);
        self.before += b;
        self.after += a;
        self.before_squares += b * b;
        self.after_squares += a * a;
        self.products += a * b;
    }

    /// Adds the pairs of another part.
    pub fn append(&mut self, part: &Self) {
        self.n = self.n.saturating_add(part.n);
        self.before += part.before;
        self.after += part.after;
        self.before_squares += part.before_squares;
        self.after_squares += part.after_squares;
        self.products += part.products;
    }

    /// Number of pairs.
    #[must_use]
    pub fn n(&self) -> usize {
        self.n as usize
    }

    /// Mean of the values after; `None` without pairs.
    #[must_use]
    pub fn mean_after(&self) -> Option<f64> {
        self.mean(self.after)
    }

    /// Standard deviation of the values after, divisor n − 1; `None` below two pairs.
    #[must_use]
    pub fn sd_after(&self) -> Option<f64> {
        self.sd(self.after, self.after_squares)
    }

    /// Means, spreads and correlation; see [`crate::paired::summarise`].
    ///
    /// # Errors
    /// [`CohortError::TooFew`] below two pairs.
    pub fn summary(&self) -> Result<PairedSummary, CohortError> {
        let difference = self.before - self.after;
        let squares = self.before_squares + self.after_squares - 2 * self.products;
        self.described(difference, squares)
            .ok_or(CohortError::TooFew {
                needed: 2,
                found: self.n(),
            })
    }

    /// Tests and estimates the mean change; see [`crate::paired::paired_t`].
    ///
    /// # Errors
    /// As [`PairedSums::summary`]; [`CohortError::IdenticalDifferences`], [`CohortError::Level`].
    pub fn paired_t(&self, level: Probability) -> Result<PairedT, CohortError> {
        let summary = self.summary()?;
        if summary.sd_difference == 0.0 {
            return Err(CohortError::IdenticalDifferences {
                n: summary.n,
                difference: summary.mean_difference,
            });
        }
        t_of_summary(summary, level)
    }

    fn described(&self, difference: i128, squares: i128) -> Option<PairedSummary> {
        let (sd_before, sd_after) = (self.sd(self.before, self.before_squares)?, self.sd_after()?);
        let covariance = self.covariance(self.before, self.after, self.products)?;
        let has_spread = sd_before > 0.0 && sd_after > 0.0;
        // Rounding can carry a perfect correlation a hair beyond one.
        let correlation = has_spread.then(|| (covariance / sd_before / sd_after).clamp(-1.0, 1.0));
        Some(PairedSummary {
            n: self.n(),
            mean_before: self.mean(self.before)?,
            mean_after: self.mean_after()?,
            sd_before,
            sd_after,
            mean_difference: self.mean(difference)?,
            sd_difference: self.sd(difference, squares)?,
            correlation,
        })
    }

    /// A quotient that is rounded once: of whole numbers, or of billionths.
    fn mean(&self, sum: i128) -> Option<f64> {
        let n = f64::from(self.n);
        let mean = match sum % UNIT {
            0 => (sum / UNIT) as f64 / n,
            _ => sum as f64 / (n * 1e9),
        };
        (self.n > 0).then_some(mean)
    }

    fn sd(&self, sum: i128, squares: i128) -> Option<f64> {
        Some(self.covariance(sum, sum, squares)?.max(0.0).sqrt())
    }

    /// Σ(x − x̄)(y − ȳ)/(n − 1), about the whole quotients of the sums and n.
    fn covariance(&self, x: i128, y: i128, products: i128) -> Option<f64> {
        if self.n < 2 {
            return None;
        }
        let n = i128::from(self.n);
        let (qx, qy) = (x.div_euclid(n), y.div_euclid(n));
        let (rx, ry) = (x.rem_euclid(n), y.rem_euclid(n));
        let about = products - qx * y - qy * x + n * qx * qy;
        let sum = about as f64 - (rx * ry) as f64 / n as f64;
        Some(sum / 1e18 / (f64::from(self.n) - 1.0))
    }
}
