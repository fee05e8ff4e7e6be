//! The log-rank test: is the event equally frequent at all times in all groups?

use euthymia_numerics::chi_squared;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};

use super::{Observed, sorted};
use crate::group_error::GroupError;

/// A log-rank test.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// Events observed in each group.
    pub observed: Vec<f64>,
    /// Events expected in each group if none differed.
    pub expected: Vec<f64>,
    /// Variances and covariances of observed minus expected, by row.
    pub covariance: Vec<Vec<f64>>,
    /// The statistic.
    pub chi_squared: f64,
    /// Groups minus 1.
    pub df: f64,
    /// P(χ² ≥ statistic).
    pub p: f64,
}

/// Tests whether groups share one survival curve.
///
/// At each event time, the d events fall on n patients at random: expected nᵢd/n, covariance
/// d(n − d)/(n − 1) · (δᵢⱼ nᵢ/n − nᵢnⱼ/n²).
///
/// # Errors
/// [`GroupError::TooFewGroups`] below 2, [`GroupError::TooFewInGroup`] for a group without patients,
/// [`GroupError::Time`], [`GroupError::NoSpread`] when no group could have differed: no event while
/// each group had patients at risk together with others.
///
/// # References
/// Mantel 1966, Cancer Chemotherapy Reports 50, 163–170; Peto & Peto 1972, Journal of the Royal
/// Statistical Society A 135, 185–207. R: `survival::survdiff`.
///
/// # Example
/// ```
/// use euthymia_cohort::survival::{Observed, log_rank::log_rank};
/// let at = |time| Observed { time, event: true };
/// // Event at 1 in the first group: expected ½, variance ¼; then only the second is left.
/// let test = log_rank(&[&[at(1.0)], &[at(2.0)]])?;
/// assert_eq!(test.expected, [0.5, 1.5]);
/// assert_eq!(test.chi_squared, 1.0);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn log_rank(groups: &[&[Observed]]) -> Result<LogRank, GroupError> {
    let count = groups.len();
    if count < 2 {
        return Err(GroupError::TooFewGroups {
            needed: 2,
            found: count,
        });
    }
    let mut all: Vec<(Observed, usize)> = Vec::new();
    for (group, patients) in groups.iter().enumerate() {
        if patients.is_empty() {
            return Err(GroupError::TooFewInGroup {
                group: group + 1,
                needed: 1,
                found: 0,
            });
        }
        all.extend(sorted(patients)?.into_iter().map(|p| (p, group)));
    }
    all.sort_by(|a, b| a.0.time.total_cmp(&b.0.time));
    let mut at_risk = Vector::from_iterator(count, groups.iter().map(|g| g.len() as f64));
    let mut observed = Vector::zeros(count);
    let mut expected = Vector::zeros(count);
    let mut covariance = Matrix::zeros(count, count);
    for together in all.chunk_by(|a, b| a.0.time == b.0.time) {
        let mut leaving = Vector::zeros(count);
        let mut d = 0.0;
        for (patient, group) in together {
            leaving[*group] += 1.0;
            if patient.event {
                observed[*group] += 1.0;
                d += 1.0;
            }
        }
        let n = at_risk.sum();
        if d > 0.0 {
            let shares = &at_risk / n;
            expected += &shares * d;
            if n > 1.0 {
                let spread = Matrix::from_diagonal(&shares) - &shares * shares.transpose();
                covariance += spread * (d * (n - d) / (n - 1.0));
            }
        }
        at_risk -= leaving;
    }
    let df = count as f64 - 1.0;
    // The last group follows from the others.
    let kept = count - 1;
    let apart = (&observed - &expected).rows(0, kept).into_owned();
    let factor = Cholesky::new(covariance.view((0, 0), (kept, kept)).into_owned())
        .map_err(|_| GroupError::NoSpread)?;
    let statistic = factor.quadratic(&apart);
    if !statistic.is_finite() {
        return Err(GroupError::NoSpread);
    }
    let row = |i: usize| covariance.row(i).iter().copied().collect();
    Ok(LogRank {
        observed: observed.iter().copied().collect(),
        expected: expected.iter().copied().collect(),
        covariance: (0..count).map(row).collect(),
        chi_squared: statistic,
        df,
        p: chi_squared::sf(statistic, df),
    })
}
