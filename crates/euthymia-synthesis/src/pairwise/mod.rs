//! One pooled estimate from a set of studies: common effect and random effects.
//!
//! # Model `[eq:re-model]`
//! yᵢ = μ + uᵢ + eᵢ, with eᵢ of known sampling variance vᵢ and uᵢ of variance τ². The common-effect
//! model is τ² = 0. Weights are wᵢ = 1/(vᵢ + τ²).
//!
//! | symbol | meaning |
//! |---|---|
//! | yᵢ | estimate of study i on the analysis scale |
//! | vᵢ | its sampling variance, the square of its standard error |
//! | k | number of studies |
//! | τ² | between-study variance, ≥ 0, in squared units of the estimate |
//! | μ | the pooled estimate: the mean of the true effects |
//!
//! Each quantity has its own file: [`mean`] (μ), [`weighting`] (μ with other weights), [`tau2`] (τ²),
//! [`heterogeneity`] (Q, I², H²), [`tau2_interval`] (intervals for τ², I², H²), [`interval`] (Wald, t,
//! Hartung–Knapp), [`prediction`], [`true_effects`] (one study's own), [`fit_statistics`]
//! (log-likelihood, AIC), [`subgroups`] (groups of studies); [`fit()`] puts them together, [`explain`] shows how they came about, and
//! [`suspicion`] looks at the input.

pub mod explain;
pub mod fit;
pub mod fit_statistics;
pub mod heterogeneity;
pub mod interval;
pub mod mean;
pub mod prediction;
mod q_distribution;
pub mod subgroups;
pub mod suspicion;
pub mod tau2;
pub mod tau2_interval;
pub mod true_effects;
pub mod weighting;

pub use fit::{Fit, FitError, Options, fit, fit_weighted};
pub use interval::Interval;
pub use prediction::Prediction;
pub use tau2::{GivenTau2, QWeights, Tau2, Tau2Method};
pub use weighting::{Weighting, Weights};

/// Whether true effects may differ from study to study.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Model {
    /// One true effect for all studies. Also known as: fixed effect, equal effects.
    CommonEffect,
    /// True effects with a mean and a variance.
    RandomEffects(Tau2Method),
}

/// Two limits, lower first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}
