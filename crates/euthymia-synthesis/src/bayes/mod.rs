//! Bayesian random effects by integration over τ, without simulation.
//!
//! # Model `[eq:nnhm]`
//! yᵢ | θᵢ ~ N(θᵢ, vᵢ), θᵢ | μ, τ ~ N(μ, τ²), with independent priors of μ ([`MeanPrior`]) and of τ
//! ([`TauPrior`]). Also known as: normal–normal hierarchical model.
//!
//! | symbol | meaning |
//! |---|---|
//! | yᵢ, vᵢ | estimate and sampling variance of study i |
//! | θᵢ | its true effect; given the data it is drawn towards μ (shrinkage) |
//! | μ | mean of the true effects |
//! | τ | standard deviation of the true effects, ≥ 0, in the unit of the estimates |
//! | θₙₑᵥᵥ | the true effect of a new study of the same kind |
//!
//! Given τ everything is normal: μ | τ, y ~ N(μ̂(τ), 1/Σw) with w = 1/(v + τ²). Hence the posterior of
//! τ is one function of one variable, and those of μ, θₙₑᵥᵥ and θᵢ are mixtures of normal distributions
//! over τ. The integral over ln τ is taken by Gauss–Kronrod panels, halved until their estimated error
//! is below 1e-12 of the whole; nothing is drawn at random.
//!
//! Reading order: [`prior`], [`likelihood`], [`tau`], [`mixture`], [`fit()`]; [`published`] has priors
//! of τ that were estimated from many earlier meta-analyses.
//!
//! # References
//! Röver C. Bayesian random-effects meta-analysis using the bayesmeta R package. J Stat Softw
//! 2020;93(6):1–51. Gelman A, Carlin JB, Stern HS, et al. Bayesian Data Analysis, 3rd ed., section 5.4.

pub mod fit;
pub(crate) mod grid;
pub mod likelihood;
pub mod mixture;
pub mod prior;
pub mod published;
mod shortest;
pub mod tau;

pub use crate::pairwise::Bounds;
pub use fit::{BayesError, BayesFactors, Integration, Options, Posterior, Shrunken, fit};
pub use likelihood::log_likelihood;
pub use mixture::Mixture;
pub use prior::{MeanPrior, PriorError, TauPrior};
pub use tau::TauPosterior;

/// How the ends of an interval are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntervalKind {
    /// The same probability outside on either side. Also known as: central.
    EqualTailed,
    /// The shortest one. Also known as: highest posterior density, HPD.
    Shortest,
}

/// What is said about one unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Mean; `None` where it does not exist or its tail is too long to be added up.
    pub mean: Option<f64>,
    /// Standard deviation; `None` likewise.
    pub sd: Option<f64>,
    /// Median.
    pub median: f64,
    /// Where the density is largest.
    pub mode: f64,
    /// Credible interval at the level and of the kind asked for.
    pub interval: Bounds,
}
