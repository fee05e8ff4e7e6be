//! The same patients before and after: means, their difference, the paired t test.
//!
//! | symbol | meaning |
//! |---|---|
//! | bᵢ, aᵢ | value of patient i before and after, in points of the measurement |
//! | dᵢ = bᵢ − aᵢ | difference; **positive when the value fell** |
//! | n | number of patients with both values |
//! | s | standard deviation with divisor n − 1 |
//!
//! A change within one group says nothing about its cause: expectation, natural course and
//! regression to the mean are all in it.

use euthymia_numerics::sum::compensated;
use euthymia_numerics::{Probability, student_t};

use crate::descriptive::mean_and_sd;
use crate::error::{CohortError, check_pairs};
use crate::interval::{Interval, tail};
use crate::standardised::{self, Standardised};

/// Means and spreads of two measurements of the same patients, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedSummary {
    /// Number of patients, at least 2.
    pub n: usize,
    /// Mean before.
    pub mean_before: f64,
    /// Mean after.
    pub mean_after: f64,
    /// Standard deviation before.
    pub sd_before: f64,
    /// Standard deviation after.
    pub sd_after: f64,
    /// Mean of the differences before − after.
    pub mean_difference: f64,
    /// Standard deviation of the differences.
    pub sd_difference: f64,
    /// Pearson correlation between before and after; `None` when either has no spread.
    pub correlation: Option<f64>,
}

/// A paired t test with its estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedT {
    /// Means and spreads.
    pub summary: PairedSummary,
    /// Student's t: mean difference over its standard error.
    pub t: f64,
    /// Degrees of freedom, n − 1.
    pub df: f64,
    /// P(|T| ≥ |t|) when the expected difference is 0.
    pub p_two_sided: f64,
    /// Standard error of the mean difference, in points.
    pub standard_error: f64,
    /// Confidence interval of the mean difference, in points.
    pub interval: Interval,
    /// The difference in standard deviations, under four names.
    pub standardised: Standardised,
}

/// Describes two measurements of the same patients.
///
/// `before[i]` and `after[i]` belong to patient i. Patients with a missing value are left out, and
/// counted, by the caller ([`complete_pairs`]).
///
/// # Errors
/// [`CohortError::LengthMismatch`], [`CohortError::NotFinite`], [`CohortError::TooFew`] below 2.
///
/// # Example
/// ```
/// use euthymia_cohort::paired::summarise;
/// // Differences 2, 3, 1, 4: mean 5/2, SD √(5/3).
/// let summary = summarise(&[10.0, 12.0, 9.0, 11.0], &[8.0, 9.0, 8.0, 7.0])?;
/// assert_eq!((summary.mean_before, summary.mean_after), (10.5, 8.0));
/// assert_eq!(summary.mean_difference, 2.5);
/// assert!((summary.sd_difference - (5.0_f64 / 3.0).sqrt()).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn summarise(before: &[f64], after: &[f64]) -> Result<PairedSummary, CohortError> {
    check_pairs(before, after)?;
    let differences: Vec<f64> = before.iter().zip(after).map(|(b, a)| b - a).collect();
    let (mean_before, sd_before) = mean_and_sd(before)?;
    let (mean_after, sd_after) = mean_and_sd(after)?;
    let (mean_difference, sd_difference) = mean_and_sd(&differences)?;
    let products = before
        .iter()
        .zip(after)
        .map(|(b, a)| (b - mean_before) * (a - mean_after));
    let covariance = compensated(products) / (before.len() as f64 - 1.0);
    let has_spread = sd_before > 0.0 && sd_after > 0.0;
    // Rounding can carry a perfect correlation a hair beyond one.
    let correlation = has_spread.then(|| (covariance / sd_before / sd_after).clamp(-1.0, 1.0));
    Ok(PairedSummary {
        n: before.len(),
        mean_before,
        mean_after,
        sd_before,
        sd_after,
        mean_difference,
        sd_difference,
        correlation: correlation.filter(|r| r.is_finite()),
    })
}

/// Tests and estimates the mean change within patients.
///
/// t = d̄ / (`s_d` / √n) with n − 1 degrees of freedom; the interval is d̄ ± t* `s_d` / √n. It assumes
/// that the differences, not the values, are roughly normal or that n is not small. The p-value is
/// computed as an upper tail, so it stays accurate when it is tiny.
///
/// # Errors
/// As [`summarise`]; [`CohortError::IdenticalDifferences`] when the differences have no spread
/// beyond rounding; [`CohortError::Level`] for a level of 0 or 1.
///
/// # References
/// "Student" (Gosset) 1908, Biometrika 6, 1–25. Also known as: dependent-samples t test.
///
/// # Example
/// ```
/// use euthymia_cohort::paired::paired_t;
/// use euthymia_numerics::Probability;
/// // Differences 2, 3, 1, 4: t = (5/2) / √(5/3 / 4) = √15 with 3 degrees of freedom.
/// let before = [10.0, 12.0, 9.0, 11.0];
/// let after = [8.0, 9.0, 8.0, 7.0];
/// let test = paired_t(&before, &after, Probability::NINETY_FIVE)?;
/// assert!((test.t - 15.0_f64.sqrt()).abs() < 1e-14);
/// assert_eq!(test.df, 3.0);
/// // 2.5 ± 3.182 · 0.6455
/// assert!((test.interval.lower - 0.446).abs() < 5e-4);
/// assert!((test.interval.upper - 4.554).abs() < 5e-4);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn paired_t(before: &[f64], after: &[f64], level: Probability) -> Result<PairedT, CohortError> {
    tail(level)?;
    let summary = summarise(before, after)?;
    let largest = before
        .iter()
        .chain(after)
        .fold(0.0_f64, |most, value| most.max(value.abs()));
    // Decimals such as 0.3 − 0.1 and 0.4 − 0.2 differ in the last bit; that is no spread.
    if summary.sd_difference <= 4.0 * f64::EPSILON * largest {
        let difference = summary.mean_difference;
        return Err(CohortError::IdenticalDifferences {
            n: summary.n,
            difference,
        });
    }
    t_of_summary(summary, level)
}

/// The test from means and spreads, whose differences have some.
pub(crate) fn t_of_summary(
    summary: PairedSummary,
    level: Probability,
) -> Result<PairedT, CohortError> {
    let tail = tail(level)?;
    let n = summary.n as f64;
    let df = n - 1.0;
    let standard_error = summary.sd_difference / n.sqrt();
    let t = summary.mean_difference / standard_error;
    let half_width = student_t::upper_quantile(tail, df) * standard_error;
    Ok(PairedT {
        summary,
        t,
        df,
        p_two_sided: student_t::two_sided_p(t, df),
        standard_error,
        interval: Interval {
            lower: summary.mean_difference - half_width,
            upper: summary.mean_difference + half_width,
            level: level.get(),
        },
        standardised: standardised::standardise(&summary),
    })
}

/// Two measurements of the same patients, those with a missing value left out and counted.
#[derive(Debug, Clone, PartialEq)]
pub struct CompletePairs {
    /// Values before.
    pub before: Vec<f64>,
    /// Values after, of the same patients.
    pub after: Vec<f64>,
    /// Patients without a value before, after or both.
    pub missing: usize,
}

/// Keeps the patients with both values.
///
/// Leaving patients out assumes that what is missing does not depend on how they fared; report
/// how many were left out.
///
/// # Errors
/// [`CohortError::LengthMismatch`].
///
/// # Example
/// ```
/// use euthymia_cohort::paired::complete_pairs;
/// let pairs = complete_pairs(&[Some(30.0), Some(28.0)], &[Some(12.0), None])?;
/// assert_eq!((pairs.before, pairs.after, pairs.missing), (vec![30.0], vec![12.0], 1));
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn complete_pairs(
    before: &[Option<f64>],
    after: &[Option<f64>],
) -> Result<CompletePairs, CohortError> {
    if before.len() != after.len() {
        return Err(CohortError::LengthMismatch {
            before: before.len(),
            after: after.len(),
        });
    }
    let both = before.iter().zip(after).filter_map(|(b, a)| b.zip(*a));
    let (kept_before, kept_after): (Vec<f64>, Vec<f64>) = both.unzip();
    let missing = before.len() - kept_before.len();
    Ok(CompletePairs {
        before: kept_before,
        after: kept_after,
        missing,
    })
}
