//! Improvement in percent of baseline: the mean of ratios and the ratio of means.
//!
//! Both are printed as "mean percent improvement" in papers. The mean of the patients' percentages
//! gives each patient the same weight and has a standard deviation; the percentage between the
//! means gives more weight to patients with a high baseline. They differ (34.5% and 32.6% in one
//! published series), so each has its own name here.

use crate::descriptive::{mean, sd};
use crate::error::{CohortError, check_pairs};

/// Improvement in percent of baseline; positive when the value fell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PercentImprovement {
    /// Number of patients with a percentage: baseline above 0.
    pub n: usize,
    /// Number of patients without one: baseline 0 or below.
    pub undefined: usize,
    /// Mean of the patients' percentages; `None` when no patient has one.
    pub mean_of_percentages: Option<f64>,
    /// Standard deviation (divisor n − 1) of the patients' percentages; `None` below 2.
    pub sd_of_percentages: Option<f64>,
    /// Percentage between the means of **all** patients; `None` unless the mean before is above 0.
    pub percentage_of_means: Option<f64>,
}

/// One patient's improvement in percent of baseline: 100 (before − after) / before.
///
/// `None` when the baseline is 0 (division by zero) or below (a percentage of a negative score has
/// the wrong sign).
///
/// # Example
/// ```
/// use euthymia_cohort::percent_change::percent_improvement;
/// assert_eq!(percent_improvement(30.0, 15.0), Some(50.0));
/// assert_eq!(percent_improvement(20.0, 25.0), Some(-25.0));
/// assert_eq!(percent_improvement(0.0, 3.0), None);
/// ```
#[must_use]
pub fn percent_improvement(before: f64, after: f64) -> Option<f64> {
    let percent = (before > 0.0).then(|| 100.0 * ((before - after) / before));
    percent.filter(|percent| percent.is_finite())
}

/// Summarises improvement in percent of baseline in both meanings.
///
/// # Errors
/// [`CohortError::LengthMismatch`], [`CohortError::NotFinite`], [`CohortError::TooFew`] without
/// patients.
///
/// # References
/// Vickers 2001, BMC Medical Research Methodology 1:6, on why the mean of percentages is an
/// inefficient outcome: prefer an analysis of covariance for inference.
///
/// # Example
/// ```
/// use euthymia_cohort::percent_change::summarise;
/// // 10 → 0 is 100%, 40 → 30 is 25%: mean 62.5%. Means 25 → 15: 40%.
/// let summary = summarise(&[10.0, 40.0, 0.0], &[0.0, 30.0, 0.0])?;
/// assert_eq!(summary.mean_of_percentages, Some(62.5));
/// assert!((summary.percentage_of_means.unwrap() - 40.0).abs() < 1e-12);
/// assert_eq!((summary.n, summary.undefined), (2, 1));
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn summarise(before: &[f64], after: &[f64]) -> Result<PercentImprovement, CohortError> {
    check_pairs(before, after)?;
    let (Some(mean_before), Some(mean_after)) = (mean(before), mean(after)) else {
        return Err(CohortError::TooFew {
            needed: 1,
            found: 0,
        });
    };
    let pairs = before.iter().zip(after);
    let percentages: Vec<f64> = pairs
        .filter_map(|(b, a)| percent_improvement(*b, *a))
        .collect();
    Ok(PercentImprovement {
        n: percentages.len(),
        undefined: before.len() - percentages.len(),
        mean_of_percentages: mean(&percentages),
        sd_of_percentages: sd(&percentages),
        percentage_of_means: percent_improvement(mean_before, mean_after),
    })
}
