//! Why there is no network, and why one could not be fitted.

use crate::effect::EffectError;

/// What is wrong with the data of a network.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NetworkError {
    /// No trial was given, or none was left.
    #[error("there is no trial to analyse")]
    Empty,
    /// A study or a treatment has an empty name.
    #[error("a {0} has no name")]
    NoName(&'static str),
    /// A trial with one arm compares nothing.
    #[error("trial \"{trial}\" has a single arm, \"{treatment}\": a comparison needs two")]
    OneArm {
        /// The trial.
        trial: String,
        /// Its only treatment.
        treatment: String,
    },
    /// Two arms of one trial have the same treatment.
    #[error(
        "trial \"{trial}\" has two arms of \"{treatment}\": merge them, or give them names of their own"
    )]
    DuplicateArm {
        /// The trial.
        trial: String,
        /// The treatment that comes twice.
        treatment: String,
    },
    /// The arms of one trial stand apart.
    #[error("trial \"{0}\" stands in two places: its arms must be given together")]
    DuplicateTrial(String),
    /// A contrast compares a treatment with itself.
    #[error("trial \"{trial}\" compares \"{treatment}\" with itself")]
    SelfComparison {
        /// The trial.
        trial: String,
        /// The treatment.
        treatment: String,
    },
    /// One trial gives the same comparison twice.
    #[error(
        "trial \"{trial}\" gives \"{treatment1}\" against \"{treatment2}\" twice: keep one, or give the \
         two a study name each"
    )]
    DuplicateContrast {
        /// The trial.
        trial: String,
        /// One treatment.
        treatment1: String,
        /// The other.
        treatment2: String,
    },
    /// A trial of several arms lacks a comparison.
    #[error(
        "trial \"{trial}\" has {arms} arms but no contrast of \"{treatment1}\" with \"{treatment2}\": \
         give all {needed}, or the covariances"
    )]
    MissingContrast {
        /// The trial.
        trial: String,
        /// One treatment.
        treatment1: String,
        /// The other.
        treatment2: String,
        /// How many arms it has.
        arms: usize,
        /// How many contrasts that makes.
        needed: usize,
    },
    /// The contrasts of a trial of several arms contradict each other.
    #[error(
        "the contrasts of trial \"{trial}\" do not add up: \"{treatment1}\" against \"{treatment2}\" is \
         {found}, the others say {implied}; they may differ by {tolerance}"
    )]
    DoesNotAddUp {
        /// The trial.
        trial: String,
        /// One treatment.
        treatment1: String,
        /// The other.
        treatment2: String,
        /// The estimate given.
        found: f64,
        /// The estimate that all contrasts of the trial together imply.
        implied: f64,
        /// The difference allowed.
        tolerance: f64,
    },
    /// The standard errors or covariances of a trial belong to no set of arms.
    #[error(
        "the standard errors of trial \"{0}\" contradict each other: no arms have contrasts with these \
         variances"
    )]
    NotPositiveDefinite(String),
    /// An estimate that is no number.
    #[error("trial \"{trial}\" has an estimate of {estimate}: a finite number is needed")]
    Estimate {
        /// The trial.
        trial: String,
        /// What was given.
        estimate: f64,
    },
    /// A standard error that is none.
    #[error(
        "trial \"{trial}\" has a standard error of {standard_error}: a positive finite number is needed"
    )]
    StandardError {
        /// The trial.
        trial: String,
        /// What was given.
        standard_error: f64,
    },
    /// Estimates, treatments and covariances of a trial differ in number.
    #[error(
        "trial \"{trial}\" has {arms} arms, which need {needed} estimates and as many covariances"
    )]
    Shape {
        /// The trial.
        trial: String,
        /// How many arms it has.
        arms: usize,
        /// How many estimates that makes.
        needed: usize,
    },
    /// The counts or means of an arm give no effect.
    #[error("trial \"{trial}\", arm \"{treatment}\": {source}")]
    Arm {
        /// The trial.
        trial: String,
        /// The treatment.
        treatment: String,
        /// Why.
        source: EffectError,
    },
    /// A tolerance that is none.
    #[error("a tolerance of {0}: a finite number of at least zero is needed")]
    Tolerance(f64),
}

impl NetworkError {
    /// The trial that is at fault, where it is one.
    #[must_use]
    pub fn trial(&self) -> Option<&str> {
        match self {
            Self::OneArm { trial, .. }
            | Self::DuplicateArm { trial, .. }
            | Self::DuplicateTrial(trial)
            | Self::SelfComparison { trial, .. }
            | Self::DuplicateContrast { trial, .. }
            | Self::MissingContrast { trial, .. }
            | Self::DoesNotAddUp { trial, .. }
            | Self::NotPositiveDefinite(trial)
            | Self::Estimate { trial, .. }
            | Self::StandardError { trial, .. }
            | Self::Shape { trial, .. }
            | Self::Arm { trial, .. } => Some(trial),
            Self::Empty | Self::NoName(_) | Self::Tolerance(_) => None,
        }
    }
}

/// Why a network could not be fitted, or a question about it not be answered.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FitError {
    /// The network falls into parts between which nothing can be said.
    #[error(
        "the network falls into {parts} parts without a trial between them: analyse each by itself, \
         or join them by components"
    )]
    Disconnected {
        /// How many parts.
        parts: usize,
    },
    /// A level of 0 or 1 has no interval.
    #[error("a confidence level of {0} has no interval: choose one between 0 and 1, such as 0.95")]
    Level(f64),
    /// The variances are beyond what doubles can hold.
    #[error(
        "the estimates or variances are too large, too small or too far apart to be analysed as \
         numbers: check their units"
    )]
    OutOfRange,
}
