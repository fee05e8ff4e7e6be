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
//! Each quantity has its own file: [`mean`] (μ), [`tau2`] (τ²), [`heterogeneity`] (Q, I², H² and the
//! interval for τ²), [`interval`] (Wald, Hartung–Knapp), [`prediction`]; [`fit()`] puts them together.

pub mod explain;
pub mod fit;
pub mod heterogeneity;
pub mod interval;
pub mod mean;
pub mod prediction;
pub mod tau2;

pub use fit::{Fit, FitError, Options, fit};
pub use interval::Interval;
pub use prediction::Prediction;
pub use tau2::{Tau2, Tau2Method};

/// Whether true effects may differ from study to study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
