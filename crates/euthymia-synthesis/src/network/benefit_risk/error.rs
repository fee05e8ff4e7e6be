//! Why outcomes cannot be set side by side.

use crate::network::absolute::AbsoluteError;

/// Why outcomes cannot be set side by side.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BenefitRiskError {
    /// Fewer than two outcomes.
    #[error("{0} outcomes: a comparison of benefit and risk needs at least two")]
    TooFewOutcomes(usize),
    /// Two outcomes have one name.
    #[error("the outcome \"{0}\" is given twice")]
    DuplicateOutcome(String),
    /// Two treatments of an outcome have one name.
    #[error("the outcome \"{outcome}\" has the treatment \"{treatment}\" twice")]
    DuplicateTreatment {
        /// The outcome.
        outcome: String,
        /// The treatment.
        treatment: String,
    },
    /// An outcome without the reference.
    #[error("the outcome \"{outcome}\" has no treatment \"{reference}\" to compare with")]
    NoReference {
        /// The outcome.
        outcome: String,
        /// The reference asked for.
        reference: String,
    },
    /// Only the reference has all outcomes.
    #[error("no treatment but \"{0}\" has all outcomes")]
    NothingShared(String),
    /// A correlation that this many outcomes cannot have.
    #[error(
        "a correlation of {found} between {outcomes} outcomes: it must lie above {least} and below 1"
    )]
    Correlation {
        /// What was given.
        found: f64,
        /// How many outcomes.
        outcomes: usize,
        /// The limit below.
        least: f64,
    },
    /// The covariances of an outcome belong to no effects.
    #[error("the covariances of the outcome \"{0}\" contradict each other")]
    Covariance(String),
    /// Draws of an outcome would be beyond what can be computed with.
    #[error(
        "the outcome \"{0}\" has effects or standard errors too large to draw from: check their units"
    )]
    OutOfRange(String),
    /// Numbers as many as there are outcomes are needed.
    #[error("{found} {what} for {needed} outcomes: one for each is needed")]
    Number {
        /// Numbers of what.
        what: &'static str,
        /// How many were given.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// A number that is not finite, or not in its range.
    #[error("{what} of {found}: {needed}")]
    Value {
        /// Which number.
        what: &'static str,
        /// What was given.
        found: f64,
        /// What is allowed, in words.
        needed: &'static str,
    },
    /// An order that is not each outcome once.
    #[error("an order of importance must name each of the {0} outcomes once")]
    Order(usize),
    /// The place of an outcome that does not exist, or the same one twice.
    #[error(
        "outcomes {benefit} and {harm} of {outcomes}: two different existing places are needed"
    )]
    Places {
        /// Of the benefit.
        benefit: usize,
        /// Of the harm.
        harm: usize,
        /// How many outcomes there are.
        outcomes: usize,
    },
    /// Too few or too many draws for so many outcomes and treatments.
    #[error("{0} draws of these outcomes and treatments: choose at least 1, and fewer than this")]
    Draws(usize),
    /// A baseline or a standard deviation that cannot be used.
    #[error("the outcome \"{outcome}\": {source}")]
    Absolute {
        /// The outcome.
        outcome: String,
        /// Why.
        source: AbsoluteError,
    },
}

/// Numbers beyond this are refused, so that sums and products stay finite.
pub(super) const LARGEST: f64 = 1e100;

/// Checks that a number can be computed with.
pub(super) fn usable(what: &'static str, found: f64) -> Result<f64, BenefitRiskError> {
    match found.abs() <= LARGEST {
        true => Ok(found),
        false => Err(BenefitRiskError::Value {
            what,
            found,
            needed: "a finite number of at most 1e100 is needed",
        }),
    }
}
