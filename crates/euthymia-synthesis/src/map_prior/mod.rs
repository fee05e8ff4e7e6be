//! The meta-analytic-predictive prior of a rate: what published groups say about the next one.
//!
//! # Model
//! xᵢ | pᵢ ~ Binomial(nᵢ, pᵢ), logit pᵢ = θᵢ ~ N(μ, τ²), and the next group's θ* ~ N(μ, τ²) likewise.
//! Priors: μ ~ N(m, s²) and τ ~ half-normal with a scale, see [`MapOptions`]. The distribution of θ*
//! given the published counts is the prior for the next group; also known as: MAP prior.
//!
//! | symbol | meaning |
//! |---|---|
//! | xᵢ, nᵢ | events and patients of published group i |
//! | μ, τ | mean and standard deviation of the groups' logits |
//! | θ*, p* | logit and rate of the next group |
//! | w | weight of a vague component, Beta(1, 1) for p*, which makes the prior robust |
//!
//! The integrals over τ and μ are taken by Gauss–Kronrod panels on the exact binomial likelihood, so that
//! nothing is drawn at random and no zero is corrected. What is then known of θ* is one density on a
//! line ([`RateDistribution`]), which a new count updates exactly ([`Update`]).
//!
//! What it does not know: whether the next group is of the same kind as the published ones. That is
//! the assumption of exchangeability, and the vague component is the insurance against it.
//!
//! Reading order: [`MapPrior`], [`RateDistribution`], [`Update`], [`RobustPosterior`].
//!
//! # References
//! Neuenschwander B, Capkun-Niggli G, Branson M, Spiegelhalter DJ. Summarizing historical information
//! on controls in clinical trials. Clin Trials 2010;7:5–18. Schmidli H, Gsteiger S, Roychoudhury S,
//! O'Hagan A, Spiegelhalter D, Neuenschwander B. Robust meta-analytic-predictive priors in clinical
//! trials with historical control information. Biometrics 2014;70:1023–1032. Weber S, Li Y, Seaman JW,
//! Kakizume T, Schmidli H. Applying meta-analytic-predictive priors with the R Bayesian Evidence
//! Synthesis Tools. J Stat Softw 2021;100(19):1–32.

mod joint;
mod predictive;
mod prior;
mod rate;
mod robust;
mod update;

pub use predictive::{CountTails, Predictive};
pub use prior::{MapError, MapOptions, MapPrior};
pub use rate::RateDistribution;
pub use robust::RobustPosterior;
pub use update::Update;
