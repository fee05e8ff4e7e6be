//! Differences within patients, and what counts as the same difference.

use crate::error::{CohortError, check_finite, check_pairs};

/// Finite differences with the distance below which two of them are the same.
///
/// Decimals such as 0.3 − 0.1 and 0.4 − 0.2 differ in the last bit although a reader sees a tie.
/// Differences closer than four roundings of the largest value are therefore tied, and a difference
/// as close to 0 is 0. For whole numbers this changes nothing.
///
/// # Example
/// ```
/// use euthymia_cohort::differences::Differences;
/// let falls = Differences::of_pairs(&[10.0, 12.0], &[8.0, 9.0])?;
/// assert_eq!(falls.values(), [2.0, 3.0]);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Differences {
    values: Vec<f64>,
    resolution: f64,
}

impl Differences {
    /// Forms before − after of each patient: **positive when the value fell**.
    ///
    /// # Errors
    /// [`CohortError::LengthMismatch`], [`CohortError::NotFinite`] also for a difference beyond the
    /// largest double.
    pub fn of_pairs(before: &[f64], after: &[f64]) -> Result<Self, CohortError> {
        check_pairs(before, after)?;
        let values: Vec<f64> = before.iter().zip(after).map(|(b, a)| b - a).collect();
        check_finite(&values)?;
        let resolution = resolution(before.iter().chain(after));
        Ok(Self { values, resolution })
    }

    /// Takes differences that were formed elsewhere, or one sample whose centre is held against 0.
    ///
    /// # Errors
    /// [`CohortError::NotFinite`].
    pub fn of_values(values: &[f64]) -> Result<Self, CohortError> {
        check_finite(values)?;
        Ok(Self {
            values: values.to_vec(),
            resolution: resolution(values.iter()),
        })
    }

    /// The differences in the order of the patients.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The distance up to which two differences are the same.
    #[must_use]
    pub fn resolution(&self) -> f64 {
        self.resolution
    }

    /// Whether a difference is zero beyond rounding.
    pub(crate) fn is_zero(&self, difference: f64) -> bool {
        difference.abs() <= self.resolution
    }

    /// The differences in ascending order.
    pub(crate) fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.values.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }
}

fn resolution<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    4.0 * f64::EPSILON * values.fold(0.0_f64, |most, value| most.max(value.abs()))
}
