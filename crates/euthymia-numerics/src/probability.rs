//! A probability: a number in [0, 1].

/// A number in the closed interval [0, 1].
///
/// The quantile functions take a `Probability`, so that a percentage passed by mistake (95 instead
/// of 0.95) is refused at the door.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// assert_eq!(Probability::new(0.025)?.get(), 0.025);
/// assert!(Probability::new(95.0).is_err());
/// # Ok::<(), euthymia_numerics::ProbabilityError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Probability(f64);

/// The number is not a probability.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{0} is not a probability: a number between 0 and 1 is needed")]
pub struct ProbabilityError(pub f64);

impl Probability {
    /// Zero.
    pub const ZERO: Self = Self(0.0);

    /// The conventional confidence level, 0.95.
    pub const NINETY_FIVE: Self = Self(0.95);

    /// Checks that `value` lies in [0, 1].
    ///
    /// # Errors
    /// [`ProbabilityError`] when it does not, or when it is not a number.
    pub fn new(value: f64) -> Result<Self, ProbabilityError> {
        if (0.0..=1.0).contains(&value) {
            Ok(Self(value))
        } else {
            Err(ProbabilityError(value))
        }
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }

    /// Half of it: the probability in one of two equal tails.
    #[must_use]
    pub fn half(self) -> Self {
        Self(self.0 / 2.0)
    }

    /// One minus it.
    #[must_use]
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }
}
