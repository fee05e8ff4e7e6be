//! From counts and means to an estimate with its sampling variance.

pub mod means;
pub mod proportion;
pub mod two_by_two;
pub mod zero_cells;

use crate::variance::{Variance, VarianceError};

/// An estimate on its analysis scale (a log risk ratio, a logit, a difference in points) with its
/// sampling variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The estimate; finite.
    pub estimate: f64,
    /// Its sampling variance.
    pub variance: Variance,
}

impl Effect {
    /// Pairs an estimate with its variance.
    ///
    /// # Errors
    /// [`EffectError::NotFinite`] when the estimate is not a finite number;
    /// [`EffectError::Variance`] when the variance is not positive and finite.
    pub fn new(estimate: f64, variance: f64) -> Result<Self, EffectError> {
        if !estimate.is_finite() {
            return Err(EffectError::NotFinite(estimate));
        }
        Ok(Self {
            estimate,
            variance: Variance::new(variance)?,
        })
    }
}

/// Why no effect size can be formed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EffectError {
    /// More events than patients.
    #[error("{events} events among {n} patients: events cannot exceed the number of patients")]
    EventsExceedN {
        /// The events given.
        events: u64,
        /// The patients given.
        n: u64,
    },
    /// A group without patients.
    #[error("a group has no patients")]
    EmptyGroup,
    /// A group too small for its standard deviation.
    #[error("a group of {0} has no standard deviation: at least 2 patients are needed")]
    GroupTooSmall(u64),
    /// A standard deviation that is negative, zero or not finite.
    #[error("a standard deviation of {0}: a positive finite number is needed")]
    StandardDeviation(f64),
    /// The estimate is not finite.
    #[error(
        "the estimate is not a finite number: a zero cell without a correction, or values too large to \
         compute with"
    )]
    NotFinite(f64),
    /// The variance is not positive.
    #[error("the sampling variance cannot be formed ({0})")]
    Variance(#[from] VarianceError),
}
