//! Bayesian network meta-analysis: by integration where the likelihood is normal, by sampling where
//! arms report counts.
//!
//! # Model
//! | symbol | meaning |
//! |---|---|
//! | d_k | treatment k less the reference; d of the reference is 0 |
//! | δ_ik | arm k of trial i less its first arm: mean d_k − d_1, variance τ², correlation ½ between arms |
//! | μ_i | the first arm of trial i on the scale of the link (sampling only) |
//! | τ | standard deviation of the true differences between trials, ≥ 0, one for all comparisons |
//!
//! With a common effect τ is 0.
//!
//! [`integrate()`] takes a [`Network`](super::Network) of estimates: given τ everything is normal, so that
//! the posterior is a mixture of normal distributions over τ, exact but for the stated error of one
//! integral. [`sample()`] takes arms ([`ArmData`]) and draws from the posterior by Hamiltonian Monte
//! Carlo; what the draws are worth is part of the result ([`Sampled::settled`]).
//!
//! # References
//! Lu G, Ades AE. Stat Med 2004;23:3105–3124. Dias S, Sutton AJ, Ades AE, Welton NJ. Med Decis Making
//! 2013;33:607–617.

mod data;
mod deviance;
mod draws;
mod error;
mod likelihood;
mod model;
mod options;
mod posterior;
mod quality;
mod sample;
mod tally;

pub use data::{ArmData, Report};
pub use deviance::{ArmDeviance, Deviance};
pub use draws::{Drawn, Sampled};
pub use error::NetworkBayesError;
pub use likelihood::log_likelihood;
pub use options::{EffectPrior, Options, SampleOptions};
pub use posterior::{Compared, Posterior, integrate};
pub use quality::{Quality, Unsettled};
pub use sample::sample;
