//! One outcome, and how outcomes hang together.

use super::error::BenefitRiskError;
use crate::network::absolute::{Baseline, BaselineMean, MeanFrom, RiskFrom};
use crate::network::estimates::Estimates;
use crate::network::score::Better;
use euthymia_numerics::linear::Matrix;

/// The way from a relative effect to what is seen in patients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measured {
    /// Effects are differences as they are; the reference is at 0.
    Difference,
    /// A mean at a baseline.
    Mean {
        /// On which scale the effects are.
        from: MeanFrom,
        /// The mean under the reference.
        baseline: BaselineMean,
    },
    /// A risk at a baseline.
    Risk {
        /// On which scale the effects are.
        from: RiskFrom,
        /// The risk under the reference.
        baseline: Baseline,
    },
}

impl Measured {
    /// What the reference has when `error` standard errors are added to the baseline, on the scale on
    /// which the baseline is estimated.
    pub(super) fn baseline(&self, error: f64) -> f64 {
        match self {
            Self::Difference => 0.0,
            Self::Mean { baseline, .. } => {
                baseline.mean() + error * baseline.standard_error().unwrap_or(0.0)
            }
            Self::Risk { baseline, .. } => {
                baseline.logit() + error * baseline.standard_error().unwrap_or(0.0)
            }
        }
    }

    /// What an effect makes of such a baseline.
    pub(super) fn level(&self, effect: f64, baseline: f64) -> f64 {
        match self {
            Self::Difference => effect,
            // The standard deviation was checked.
            Self::Mean { from, .. } => baseline + effect * from.unit().unwrap_or(1.0),
            Self::Risk { from, .. } => from.at(effect, baseline).risk,
        }
    }

    /// What the reference has at such a baseline.
    pub(super) fn reference(&self, baseline: f64) -> f64 {
        match self {
            Self::Difference => 0.0,
            Self::Mean { .. } => baseline,
            Self::Risk { .. } => crate::effect::proportion::from_logit(baseline),
        }
    }

    /// True for what cannot be: a risk below 0 or above 1.
    pub(super) fn is_impossible(&self, level: f64) -> bool {
        matches!(self, Self::Risk { .. }) && !(-1e-12..=1.0 + 1e-12).contains(&level)
    }
}

/// An outcome of several treatments.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its name, unique.
    pub name: String,
    /// Effects of treatments relative to each other.
    pub estimates: Estimates,
    /// Which way is better of what patients see: of the risk, the mean or the difference.
    pub better: Better,
    /// The way from an effect to that.
    pub measured: Measured,
}

/// How the errors of different outcomes go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Correlation {
    /// They are independent.
    Independent,
    /// Any two outcomes of a treatment have this correlation, before they are spread by the covariances
    /// between treatments.
    Exchangeable(f64),
}

impl Correlation {
    /// In words.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Independent => "outcomes independent",
            Self::Exchangeable(_) => "outcomes with one stated correlation",
        }
    }

    /// The correlation of two outcomes.
    #[must_use]
    pub fn between_two(&self) -> f64 {
        match self {
            Self::Independent => 0.0,
            Self::Exchangeable(rho) => *rho,
        }
    }

    /// The Cholesky factor of the correlations of so many outcomes.
    pub(super) fn factor(&self, outcomes: usize) -> Result<Matrix<f64>, BenefitRiskError> {
        let rho = self.between_two();
        let least = -1.0 / (outcomes.max(2) - 1) as f64;
        let refused = BenefitRiskError::Correlation {
            found: rho,
            outcomes,
            least,
        };
        if !(rho > least && rho < 1.0) {
            return Err(refused);
        }
        let one = |i, j| if i == j { 1.0 } else { rho };
        let matrix = Matrix::from_fn(outcomes, outcomes, one);
        euthymia_numerics::linear::Cholesky::new(matrix)
            .map(|factor| factor.lower())
            .map_err(|_| refused)
    }
}
