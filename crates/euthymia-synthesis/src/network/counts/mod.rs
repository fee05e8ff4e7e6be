//! Models of the counts themselves, for networks in which events are rare.
//!
//! # Models
//! Arm i of trial t has x_ti events of n_ti patients, with logit p_ti = α_t + θ_i; only differences of θ,
//! log odds ratios, mean anything. Nothing is added to a zero.
//!
//! | model | what is maximised or pooled | function |
//! |---|---|---|
//! | Mantel–Haenszel | odds ratios by design, then least squares | [`mantel_haenszel()`] |
//!
//! Trials without an event, or with nothing but events, say nothing about an odds ratio and are named in
//! the result.

mod data;
mod design_odds;
mod error;
mod mantel_haenszel;

pub use data::{CountTrial, Counts};
pub use error::CountError;
pub use mantel_haenszel::{LeftOut, MantelHaenszel, mantel_haenszel};

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
