//! Why certainty cannot be judged.

use crate::network::error::FitError;
use crate::network::flow::FlowError;

/// Why there is no judgement.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CertaintyError {
    /// Levels and trials differ in number.
    #[error("{found} levels of {what} for {needed} trials: give one for each trial, or an unknown")]
    Trials {
        /// Of what.
        what: &'static str,
        /// Levels given.
        found: usize,
        /// Trials of the network.
        needed: usize,
    },
    /// A range of equivalence that does not hold no effect.
    #[error(
        "a range of equivalence from {lower} to {upper}: it must reach from below no effect to above it, \
         0 for differences and 1 for ratios"
    )]
    Range {
        /// Its lower end.
        lower: f64,
        /// Its upper end.
        upper: f64,
    },
    /// Borders of p-values that are none.
    #[error(
        "p-value borders {some} and {major}: they must lie in [0, 1], the second not above the first"
    )]
    Borders {
        /// From here on downwards some concerns.
        some: f64,
        /// From here on downwards major concerns.
        major: f64,
    },
    /// A distribution that is none.
    #[error("the {parameter} of a distribution of heterogeneity is {found}: {wanted}")]
    Reference {
        /// Its name.
        parameter: &'static str,
        /// What was given.
        found: f64,
        /// What is needed.
        wanted: &'static str,
    },
    /// A pair that does not exist.
    #[error("treatments {0} and {1} are no pair of this network")]
    NoPair(usize, usize),
    /// A person's choice without a reason.
    #[error("the choice for treatments {0} and {1} has no reason: write one")]
    NoReason(usize, usize),
    /// An estimate or a limit that is no number, or limits in the wrong order.
    #[error(
        "an estimate of {estimate} with limits {lower} and {upper}: finite numbers are needed, the estimate between its limits"
    )]
    Interval {
        /// The estimate.
        estimate: f64,
        /// Its lower limit.
        lower: f64,
        /// Its upper limit.
        upper: f64,
    },
    /// There are no contributions.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// There is no test for inconsistency.
    #[error(transparent)]
    Fit(#[from] FitError),
}
