//! Why doses give no curve.

use crate::design::DesignError;
use crate::network::error::{FitError, NetworkError};

/// What is wrong with doses, curves or what they are fitted to.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DoseError {
    /// The network itself is wrong.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The network could not be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// An agent or the reference has an empty name.
    #[error("an agent has no name")]
    NoName,
    /// A dose that is none.
    #[error("\"{treatment}\" has a dose of {dose}: a finite number of at least zero is needed")]
    Dose {
        /// The agent or treatment.
        treatment: String,
        /// What was given.
        dose: f64,
    },
    /// An agent at some dose has the label of the reference.
    #[error("\"{0}\" is both a dose of an agent and the reference: rename the reference")]
    IsReference(String),
    /// A treatment of the network has no dose.
    #[error("treatment \"{0}\" has no dose: give its agent and dose, 0 for the reference")]
    NoDose(String),
    /// A treatment has two doses.
    #[error("treatment \"{0}\" has two agents or doses: keep one")]
    TwoDoses(String),
    /// Two treatments are one.
    #[error("\"{one}\" and \"{other}\" are the same agent at the same dose: merge them")]
    SameDose {
        /// One treatment.
        one: String,
        /// The other.
        other: String,
    },
    /// No arm has a dose above zero.
    #[error("no arm has a dose above zero: there is no curve to estimate")]
    NoAgent,
    /// A curve is given for an agent that nobody tried.
    #[error("there is no agent \"{0}\" with a dose above zero")]
    UnknownAgent(String),
    /// More coefficients than doses.
    #[error(
        "agent \"{agent}\" was tried at {doses} dose(s) above zero, but this curve needs {needed}: \
         choose a simpler one, such as linear"
    )]
    TooFewDoses {
        /// The agent.
        agent: String,
        /// How many different doses above zero.
        doses: usize,
        /// How many the curve needs.
        needed: usize,
    },
    /// Knots that give no spline.
    #[error(
        "the knots of agent \"{agent}\" are {knots:?}: three or more different doses of at least zero, \
         ascending, are needed"
    )]
    Knots {
        /// The agent.
        agent: String,
        /// The knots, given or found.
        knots: Vec<f64>,
    },
    /// A shift or half-saturating dose that is none.
    #[error("agent \"{agent}\": a {what} of {value}: a positive finite number is needed")]
    Constant {
        /// The agent.
        agent: String,
        /// Which constant.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// The trials do not determine the coefficients.
    #[error("the trials do not determine these curves: {0}")]
    NotDetermined(#[from] DesignError),
}
