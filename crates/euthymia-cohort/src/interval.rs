//! A confidence interval.

use euthymia_numerics::Probability;

use crate::error::CohortError;

/// A two-sided confidence interval on the scale of its estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
    /// Confidence level, for instance 0.95.
    pub level: f64,
}

impl Interval {
    /// Whether a value lies between the limits or on one of them.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }
}

/// The probability in each tail outside an interval of the given level.
pub(crate) fn tail(level: Probability) -> Result<Probability, CohortError> {
    let inside = level.get();
    if inside > 0.0 && inside < 1.0 {
        Ok(level.complement().half())
    } else {
        Err(CohortError::Level { level: inside })
    }
}
