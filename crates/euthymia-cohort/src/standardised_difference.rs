//! How far two groups are apart at baseline, in standard deviations: the balance column of Table 1.
//!
//! It does not depend on the number of patients, as a p-value does. About 0.1 is commonly taken as
//! small; the number decides nothing.

use euthymia_numerics::linear::{Cholesky, Matrix, Vector};

use crate::contingency::Table;
use crate::group_error::GroupError;
use crate::proportion::Proportion;
use crate::two_sample::summary;

/// The standardised difference of a continuous variable, first minus second:
/// (m₁ − m₂)/√((s₁² + s₂²)/2).
///
/// 0 when the means are equal without any spread; `None` when they differ without any.
///
/// # Errors
/// [`GroupError::TooFewInGroup`] below 2, [`GroupError::NotFinite`].
///
/// # References
/// Austin 2009, Statistics in Medicine 28, 3083–3107; Yang & Dalton 2012, SAS Global Forum, paper
/// 335. R: `tableone`.
///
/// # Example
/// ```
/// use euthymia_cohort::standardised_difference::continuous;
/// // Means 2 and 5, variances 1 and 1.
/// assert_eq!(continuous(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0])?, Some(-3.0));
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn continuous(first: &[f64], second: &[f64]) -> Result<Option<f64>, GroupError> {
    let (one, two) = (summary(1, first)?, summary(2, second)?);
    let spread = one.sd.hypot(two.sd) / std::f64::consts::SQRT_2;
    Ok(over(one.mean - two.mean, spread))
}

/// The standardised difference of two proportions: (p₁ − p₂)/√((p₁q₁ + p₂q₂)/2).
///
/// 0 when both are 0 or both are 1; `None` when one is 0 and the other 1.
///
/// # References
/// As [`continuous`].
///
/// # Example
/// ```
/// use euthymia_cohort::{proportion::Proportion, standardised_difference::binary};
/// // ½ and 1/10: (4/10)/√((25/100 + 9/100)/2) = 0.4/√0.17.
/// let found = binary(Proportion::new(5, 10)?, Proportion::new(1, 10)?).unwrap();
/// assert!((found - 0.4 / 0.17_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
#[must_use]
pub fn binary(first: Proportion, second: Proportion) -> Option<f64> {
    let (p, q) = (first.estimate(), second.estimate());
    over(p - q, ((p * (1.0 - p) + q * (1.0 - q)) / 2.0).sqrt())
}

/// The standardised difference of a variable with several categories: the Mahalanobis distance
/// √((p − q)′ S⁻¹ (p − q)) of the proportions of all categories but one, never negative.
///
/// S is the mean of the two multinomial covariances: pₖ(1 − pₖ) on the diagonal, −pₖpₗ beside it. Two
/// categories give the absolute value of [`binary`]. It does not depend on which category is left
/// out. `None` when S has no inverse: the groups share no category, or fall apart into sets of
/// categories that separate them.
///
/// `groups`: two rows of counts by category; columns that are empty in both were left out.
///
/// # Errors
/// [`GroupError::NotATable`] unless there are exactly two rows.
///
/// # References
/// Yang & Dalton 2012, SAS Global Forum, paper 335.
///
/// # Example
/// ```
/// use euthymia_cohort::{contingency::Table, standardised_difference::categorical};
/// let table = Table::new(&[vec![5, 5], vec![1, 9]])?;
/// let found = categorical(&table)?.unwrap();
/// assert!((found - 0.4 / 0.17_f64.sqrt()).abs() < 1e-14);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn categorical(groups: &Table) -> Result<Option<f64>, GroupError> {
    let ([first, second], [n1, n2]) = (groups.rows(), groups.row_totals()) else {
        return Err(GroupError::NotATable);
    };
    let shares = |row: &[u64], n: u64| -> Vec<f64> {
        let kept = row.len() - 1;
        row.iter()
            .take(kept)
            .map(|c| *c as f64 / n as f64)
            .collect()
    };
    let (p, q) = (shares(first, *n1), shares(second, *n2));
    let apart: Vec<f64> = p.iter().zip(&q).map(|(p, q)| p - q).collect();
    if apart.iter().all(|d| *d == 0.0) {
        return Ok(Some(0.0));
    }
    let covariance = |shares: &[f64]| {
        let p = Vector::from_column_slice(shares);
        Matrix::from_diagonal(&p) - &p * p.transpose()
    };
    let mean = (covariance(&p) + covariance(&q)) / 2.0;
    // A determinant that is zero in exact arithmetic leaves a pivot of rounding size.
    let smallest = mean
        .diagonal()
        .iter()
        .copied()
        .fold(f64::INFINITY, f64::min);
    let Ok(factor) = Cholesky::new(mean) else {
        return Ok(None);
    };
    let pivot = factor
        .lower()
        .diagonal()
        .iter()
        .map(|d| d * d)
        .fold(f64::INFINITY, f64::min);
    if pivot < 1e-12 * smallest {
        return Ok(None);
    }
    let distance = factor.quadratic(&Vector::from_vec(apart)).sqrt();
    Ok(Some(distance))
}

/// Standardised differences of all pairs of more than two groups, in one number each way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OverPairs {
    /// The mean of the absolute values, what R's `tableone` shows for several groups.
    pub mean: f64,
    /// The largest absolute value.
    pub largest: f64,
    /// Number of pairs.
    pub pairs: usize,
}

/// Sums up the pairs; `None` without pairs or when a pair has no standardised difference.
///
/// # Example
/// ```
/// use euthymia_cohort::standardised_difference::over_pairs;
/// let found = over_pairs(&[Some(0.1), Some(-0.4), Some(0.1)]).unwrap();
/// assert_eq!((found.largest, found.pairs), (0.4, 3));
/// assert_eq!(over_pairs(&[Some(0.1), None]), None);
/// ```
#[must_use]
pub fn over_pairs(differences: &[Option<f64>]) -> Option<OverPairs> {
    let known: Vec<f64> = differences
        .iter()
        .map(|d| Some(d.as_ref()?.abs()))
        .collect::<Option<_>>()?;
    Some(OverPairs {
        mean: crate::descriptive::mean(&known)?,
        largest: known.iter().copied().fold(0.0, f64::max),
        pairs: known.len(),
    })
}

fn over(difference: f64, spread: f64) -> Option<f64> {
    if difference == 0.0 {
        return Some(0.0);
    }
    Some(difference / spread).filter(|d| d.is_finite())
}
