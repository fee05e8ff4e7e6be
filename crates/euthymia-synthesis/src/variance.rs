//! A sampling variance and a standard error, kept apart by type.

/// The sampling variance of an estimate: positive and finite, in the squared unit of the estimate.
///
/// It is not a [`StandardError`]: passing one for the other does not compile.
///
/// # Example
/// ```
/// use euthymia_synthesis::variance::{StandardError, Variance};
/// let variance = StandardError::new(0.5)?.variance();
/// assert_eq!(variance, Variance::new(0.25)?);
/// # Ok::<(), euthymia_synthesis::variance::VarianceError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Variance(f64);

/// The standard error of an estimate: positive and finite, in the unit of the estimate.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct StandardError(f64);

/// The number cannot be a variance or a standard error.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{0} is neither a variance nor a standard error: a positive finite number is needed")]
pub struct VarianceError(pub f64);

fn positive(value: f64) -> Result<f64, VarianceError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(VarianceError(value))
    }
}

impl Variance {
    /// Checks that `value` is positive and finite.
    ///
    /// # Errors
    /// [`VarianceError`] otherwise.
    pub fn new(value: f64) -> Result<Self, VarianceError> {
        positive(value).map(Self)
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }

    /// Its square root.
    #[must_use]
    pub fn standard_error(self) -> StandardError {
        StandardError(self.0.sqrt())
    }
}

impl StandardError {
    /// Checks that `value` is positive and finite.
    ///
    /// # Errors
    /// [`VarianceError`] otherwise.
    pub fn new(value: f64) -> Result<Self, VarianceError> {
        positive(value).map(Self)
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }

    /// Its square.
    #[must_use]
    pub fn variance(self) -> Variance {
        Variance(self.0 * self.0)
    }
}
