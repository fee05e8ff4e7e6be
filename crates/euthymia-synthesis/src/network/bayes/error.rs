//! Why there is no posterior of a network.

use super::super::error::{FitError, NetworkError};
use crate::bayes::{BayesError, PriorError};

/// Why a Bayesian analysis of a network was not made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NetworkBayesError {
    /// The trials make no network.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The network cannot be analysed.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// A prior has a parameter that it cannot have, or the integral over τ failed.
    #[error(transparent)]
    Bayes(#[from] BayesError),
    /// The reference treatment does not exist.
    #[error(
        "treatment number {reference} was chosen as the reference, but there are only {treatments}"
    )]
    Reference {
        /// The place asked for, from 0.
        reference: usize,
        /// How many treatments there are.
        treatments: usize,
    },
    /// The prior of τ is improper, and the posterior is too.
    #[error(
        "the uniform prior of the heterogeneity does not integrate to one, and a network with {df} \
         degrees of freedom cannot make up for it: at least {needed} are needed; use a proper prior, \
         such as a half-normal one"
    )]
    Improper {
        /// Independent contrasts less those that the effects need.
        df: usize,
        /// How many there must be.
        needed: usize,
    },
    /// Sampling needs a prior that integrates to one.
    #[error(
        "sampling needs a prior of the {0} that integrates to one: a normal one for effects, a \
         half-normal or uniform one on a bounded range for the heterogeneity"
    )]
    NotProper(&'static str),
    /// Too many treatments for dense matrices at every τ.
    #[error(
        "the network has {found} treatments; integration keeps a covariance matrix for every value of \
         the heterogeneity and is made for up to {most}"
    )]
    TooManyTreatments {
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// A number of chains or draws that gives no answer.
    #[error("{what}: {found} were asked for, from {least} to {most} are possible")]
    Settings {
        /// Of what.
        what: &'static str,
        /// What was asked.
        found: usize,
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// An arm's mean or standard error is no number that a mean can have.
    #[error(
        "trial \"{trial}\", arm \"{treatment}\": a mean of {mean} with a standard error of \
         {standard_error}; a finite mean and a positive finite standard error are needed"
    )]
    Mean {
        /// The trial.
        trial: String,
        /// The treatment.
        treatment: String,
        /// The mean given.
        mean: f64,
        /// The standard error given.
        standard_error: f64,
    },
    /// No draw could be made: the posterior is no number at its starting point.
    #[error(
        "the posterior cannot be evaluated near any starting point: check the data and the scales of \
         the priors"
    )]
    NoStart,
}

impl From<PriorError> for NetworkBayesError {
    fn from(error: PriorError) -> Self {
        Self::Bayes(BayesError::Prior(error))
    }
}
