//! Why there is no absolute risk or mean.

use crate::effect::EffectError;

/// Why there is no absolute risk or mean.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AbsoluteError {
    /// A baseline risk of 0 or 1, on which no ratio acts.
    #[error("a baseline risk of {0}: a number above 0 and below 1 is needed")]
    Baseline(f64),
    /// A rate or a time that is not positive and finite.
    #[error("a baseline rate of {rate} over a time of {time}: positive finite numbers are needed")]
    Rate {
        /// The rate given.
        rate: f64,
        /// The time given.
        time: f64,
    },
    /// A mean that is no number.
    #[error("a baseline mean of {0}: a finite number is needed")]
    Mean(f64),
    /// A standard error that is negative or no number.
    #[error("a standard error of {0} for the baseline: a positive finite number is needed")]
    StandardError(f64),
    /// A standard deviation that is not positive and finite.
    #[error("a standard deviation of {0}: a positive finite number is needed")]
    StandardDeviation(f64),
    /// A level of 0 or 1 has no interval.
    #[error("a confidence level of {0} has no interval: choose one between 0 and 1, such as 0.95")]
    Level(f64),
    /// The ends of an interval are exact only for a known baseline.
    #[error(
        "the baseline has a standard error, which an interval from the ends of the relative effect \
         leaves out: choose the delta method or draws"
    )]
    BaselineUncertain,
    /// The delta method has no slope where the risk is none.
    #[error(
        "the relative effect makes {0} of the baseline risk, which is no risk, so that the delta \
         method has nothing to start from: choose a baseline that fits the effect, or draws"
    )]
    Impossible(f64),
    /// Too few or too many draws.
    #[error("{0} draws: choose a number from 1 to {max}", max = crate::network::draws::DRAWS_MAX)]
    Draws(usize),
    /// The place of a treatment that does not exist.
    #[error("there is no treatment at place {0}")]
    NoTreatment(usize),
    /// Numbers too large to compute with.
    #[error(transparent)]
    Effect(#[from] EffectError),
}
