//! The parameters of the random part: variances, correlations and ranges.

use super::MultilevelError;

/// A parameter of the random part of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// What it is called, such as `sigma2(study)` or `rho(outcome | trial)`.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The term it belongs to, counted from 0.
    pub term: usize,
}

/// What a parameter is, and so which values it may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A variance, ≥ 0, in squared units of the estimates.
    Variance,
    /// A correlation.
    Correlation {
        /// The lowest for which the covariance matrix is one: −1/(m − 1) for m equally correlated
        /// levels.
        lowest: f64,
        /// The highest.
        highest: f64,
    },
    /// The range of a correlation that falls with distance, > 0, in units of the distance.
    Range,
}

impl Kind {
    /// The lowest and the highest value.
    #[must_use]
    pub fn limits(self) -> (f64, f64) {
        match self {
            Self::Variance | Self::Range => (0.0, f64::INFINITY),
            Self::Correlation { lowest, highest } => (lowest, highest),
        }
    }
}

impl Parameter {
    /// Checks a value.
    pub(super) fn check(&self, value: f64) -> Result<(), MultilevelError> {
        let (lowest, highest) = self.kind.limits();
        let inside = value >= lowest && value <= highest && value.is_finite();
        if inside && !(self.kind == Kind::Range && value == 0.0) {
            return Ok(());
        }
        Err(MultilevelError::Parameter {
            name: self.name.clone(),
            value,
            lowest,
            highest,
        })
    }
}
