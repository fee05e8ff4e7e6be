//! Why counts of a network have no estimate.

use crate::network::error::{FitError, NetworkError};

/// Why a model of the counts could not be fitted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CountError {
    /// A level of 0 or 1 has no interval.
    #[error("a confidence level of {0} has no interval: choose one between 0 and 1, such as 0.95")]
    Level(f64),
    /// No trial says anything.
    #[error(
        "there is nothing to fit: every one of the {0} trials has no event in any arm, or nothing but \
         events, and says nothing about an odds ratio"
    )]
    NothingLeft(usize),
    /// A treatment without any event.
    #[error(
        "no event in any arm of \"{0}\": its odds ratio runs to zero and cannot be estimated by this \
         model; leave it out, merge it with another treatment, or use a penalised likelihood or a prior"
    )]
    NoEvent(String),
    /// A treatment with nothing but events.
    #[error(
        "nothing but events in the arms of \"{0}\": its odds ratio runs to infinity and cannot be \
         estimated by this model; leave it out, merge it with another treatment, or use a penalised \
         likelihood or a prior"
    )]
    OnlyEvents(String),
    /// A treatment all of whose trials say nothing.
    #[error(
        "every trial of \"{0}\" has no event in any arm, or nothing but events: nothing is known about \
         its odds ratio"
    )]
    NotCompared(String),
    /// Events are divided between two groups of treatments so that the likelihood rises for ever.
    #[error(
        "wherever one of {} is tried against one of {}, the former has no event or the latter nothing but \
         events: the odds ratio between the two groups has no finite estimate; use a penalised \
         likelihood or a prior", list(.lower), list(.upper)
    )]
    Separated {
        /// Treatments whose odds run to zero relative to the others.
        lower: Vec<String>,
        /// The others.
        upper: Vec<String>,
    },
    /// The network falls into parts between which nothing can be said.
    #[error(
        "without the trials that say nothing the network falls into {parts} parts; one of them is {}: \
         analyse each by itself", list(.one)
    )]
    Disconnected {
        /// How many parts.
        parts: usize,
        /// The treatments of one that is not the first.
        one: Vec<String>,
    },
    /// A trial that is too large for a model of counts.
    #[error(
        "trial \"{trial}\" has {n} patients, of which this model takes at most {most}: use the inverse \
         variance method, which loses nothing at this size"
    )]
    TooLarge {
        /// The trial.
        trial: String,
        /// Its patients.
        n: u64,
        /// The bound.
        most: u64,
    },
    /// Values that are not one finite number for each treatment.
    #[error("{found} values for {needed} treatments: one finite number for each is needed")]
    Values {
        /// Finite numbers given.
        found: usize,
        /// Treatments.
        needed: usize,
    },
    /// A standard deviation between trials that is none.
    #[error(
        "a between-study standard deviation of {0}: a finite number of at least zero is needed"
    )]
    Spread(f64),
    /// More points than can be summed.
    #[error(
        "{points} points in each of {dimensions} directions are more than {most}: take fewer points"
    )]
    Points {
        /// Points asked for.
        points: usize,
        /// One less than the arms of the largest trial.
        dimensions: usize,
        /// The bound on their product.
        most: usize,
    },
    /// Estimates of designs do not make a network.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The network of designs could not be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// The likelihood could not be computed.
    #[error("the likelihood of these counts is not a finite number")]
    OutOfRange,
}

/// Labels in a sentence.
fn list(labels: &[String]) -> String {
    let quoted: Vec<String> = labels.iter().map(|label| format!("\"{label}\"")).collect();
    quoted.join(", ")
}
