//! Models of the counts themselves, for networks in which events are rare.
//!
//! # Models
//! Arm i of trial t has x_ti events of n_ti patients, with logit p_ti = α_t + θ_i; only differences of θ,
//! log odds ratios, mean anything. Nothing is added to a zero.
//!
//! | model | what is maximised or pooled | function |
//! |---|---|---|
//! | Mantel–Haenszel | odds ratios by design, then least squares | [`mantel_haenszel()`] |
//! | non-central hypergeometric | events given each trial's total, exactly | [`fit()`], [`Likelihood::Conditional`] |
//! | | the same, as a multinomial (Breslow) | [`Likelihood::ConditionalApproximate`] |
//! | binomial | a level for each trial: logistic regression | [`Likelihood::Binomial`] |
//! | | the same with Firth's penalty | [`fit_penalised`] |
//! | binomial–normal | θ differs from trial to trial, by integration | [`fit_random`] |
//!
//! Trials without an event, or with nothing but events, say nothing about an odds ratio and are named in
//! the result.

mod ascent;
mod common;
mod conditional;
mod data;
mod design_odds;
mod error;
mod level;
mod mantel_haenszel;
mod marginal;
mod penalised;
mod random;
mod separation;
mod term;

pub use common::{CountFit, fit, log_likelihood};
pub use data::{CountTrial, Counts};
pub use error::CountError;
pub use mantel_haenszel::{LeftOut, MantelHaenszel, mantel_haenszel};
pub use penalised::{SaysNothing, fit_penalised};
pub use random::{RandomFit, RandomOptions, fit_random, random_log_likelihood};

use euthymia_numerics::Probability;

/// Which likelihood of the counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likelihood {
    /// Conditional on the events of each trial: Fisher's multivariate non-central hypergeometric
    /// distribution, summed exactly.
    Conditional,
    /// The same with Breslow's approximation: events fall to arms as a multinomial. Good when events are
    /// rare in every arm.
    ConditionalApproximate,
    /// Binomial, with a level of its own for each trial: logistic regression.
    Binomial,
}

impl std::fmt::Display for Likelihood {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Conditional => "non-central hypergeometric likelihood",
            Self::ConditionalApproximate => "non-central hypergeometric likelihood, approximated",
            Self::Binomial => "binomial likelihood with fixed trial levels",
        })
    }
}

/// How the random effects of a trial are shared between its arms. Log odds ratios have the same
/// covariances in both; with a level for each trial as a parameter the likelihoods still differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Between all arms alike, so that they sum to zero; the order of arms does not matter.
    Centred,
    /// None in the first arm of the trial as given, all of it in the others.
    FromFirst,
}

/// Which model a fit is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountModel {
    /// A common effect by maximum likelihood.
    CommonEffect(Likelihood),
    /// A common effect by the binomial likelihood with Firth's penalty.
    Penalised(SaysNothing),
}

impl std::fmt::Display for CountModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CommonEffect(likelihood) => write!(f, "common effect, {likelihood}"),
            Self::Penalised(SaysNothing::Kept) => f.write_str(
                "common effect, binomial likelihood with Firth's penalty, with trials without events",
            ),
            Self::Penalised(SaysNothing::LeftOut) => f.write_str(
                "common effect, binomial likelihood with Firth's penalty, without trials without events",
            ),
        }
    }
}

/// Checks a confidence level.
fn checked(level: Probability) -> Result<(), CountError> {
    let value = level.get();
    if value > 0.0 && value < 1.0 {
        return Ok(());
    }
    Err(CountError::Level(value))
}

/// Checks that there is a finite value for each treatment.
fn one_for_each(counts: &Counts, values: &[f64]) -> Result<(), CountError> {
    let (found, needed) = (
        values.iter().filter(|value| value.is_finite()).count(),
        counts.treatments().len(),
    );
    if found == needed && values.len() == needed {
        return Ok(());
    }
    Err(CountError::Values { found, needed })
}
