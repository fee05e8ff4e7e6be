//! Location–scale models: meta-regression in which covariates explain not only the mean of the true
//! effects but also how much they differ.
//!
//! # Model
//! yᵢ = xᵢ′β + uᵢ + eᵢ, with eᵢ of known sampling variance vᵢ and uᵢ of variance τᵢ², where
//! ln τᵢ² = zᵢ′α ([`Link::Log`]) or τᵢ² = zᵢ′α ([`Link::Identity`]). A z that is constant is the usual
//! random-effects model.
//!
//! | symbol | meaning |
//! |---|---|
//! | yᵢ, vᵢ | estimate of study i and its sampling variance |
//! | xᵢ, β | row of the location design, and its p coefficients, in the unit of the estimate |
//! | zᵢ, α | row of the scale design, and its q coefficients |
//! | τᵢ² | between-study variance for studies like i, in squared units of the estimate |
//! | wᵢ | 1/(vᵢ + τᵢ²) |
//!
//! # References
//! Viechtbauer W, López-López JA. Location-scale models for meta-analysis. Res Synth Methods
//! 2022;13:697–715. Harville DA. J Am Stat Assoc 1977;72:320–340 (restricted likelihood, score,
//! information).
//!
//! Reading order: [`model`] (the likelihood), [`search`] (how it is maximised), [`fit`](mod@fit)
//! (coefficients, tests, predictions).

mod edge;
pub mod fit;
pub mod inference;
pub mod model;
pub mod search;
mod starts;

pub use crate::estimation::{Criteria, Method};
pub use fit::{Fit, fit};
pub use inference::{Omnibus, Prediction, Ratio, Reference};
pub use model::Model;
pub use search::{Outcome, Step};

/// A τ² this small a share of the sampling variance below zero is zero.
const ROUNDING: f64 = 1e-12;

/// How τ² follows from the scale predictor zᵢ′α.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// τᵢ² = exp(zᵢ′α): positive for every α.
    Log,
    /// τᵢ² = zᵢ′α, which must not be negative for any study.
    Identity,
}

impl Link {
    /// Returns τ² from the predictor of a study with sampling variance `variance`; `None` where it would
    /// be negative by more than rounding.
    fn tau2(self, predictor: f64, variance: f64) -> Option<f64> {
        match self {
            Self::Log => Some(predictor.exp()),
            Self::Identity => (predictor >= -ROUNDING * variance).then_some(predictor.max(0.0)),
        }
    }

    /// Returns the first and the second derivative of τ² by the predictor.
    fn slopes(self, tau2: f64) -> (f64, f64) {
        match self {
            Self::Log => (tau2, tau2),
            Self::Identity => (1.0, 0.0),
        }
    }
}

/// Why there is no location–scale model.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LocationScaleError {
    /// A design that does not have one row per study.
    #[error("the {design} design has {rows} rows for {studies} studies")]
    Rows {
        /// Location or scale.
        design: &'static str,
        /// Its rows.
        rows: usize,
        /// Studies.
        studies: usize,
    },
    /// A design without columns, or with columns that cannot be told apart.
    #[error("the columns of the {design} design are dependent or missing: leave out one of them")]
    Dependent {
        /// Location or scale.
        design: &'static str,
    },
    /// Nothing is left to estimate a variance from.
    #[error(
        "{studies} studies leave nothing to estimate τ² from beside {coefficients} location \
         coefficients: add studies, or leave out coefficients"
    )]
    TooFewStudies {
        /// Studies.
        studies: usize,
        /// Location coefficients.
        coefficients: usize,
    },
    /// A list of another length than the coefficients.
    #[error("{found} values for {coefficients} {design} coefficients")]
    Coefficients {
        /// Location or scale.
        design: &'static str,
        /// How many were given.
        found: usize,
        /// How many there are.
        coefficients: usize,
    },
    /// A level of 0 or 1 has no interval.
    #[error("a confidence level of {0} has no interval: choose one between 0 and 1, such as 0.95")]
    Level(f64),
    /// Two fits whose likelihoods do not compare.
    #[error(
        "these two fits do not compare: both must be of the same studies by the same method, the \
         smaller with fewer coefficients, and under REML with the same location design"
    )]
    NotNested,
    /// A sum or a ratio is beyond every double.
    #[error(
        "the estimates, variances or covariates are too large, too small or too far apart to be \
         modelled as numbers: check their units"
    )]
    OutOfRange,
}
