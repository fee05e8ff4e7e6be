//! Several estimates per study: multilevel and multivariate models.
//!
//! # Model `[eq:ml-model]`
//! y = Xβ + Σ Zⱼuⱼ + e, with e of known covariance matrix V and uⱼ of covariance matrix Gⱼ(θ). So y
//! has the marginal covariance matrix M = V + Σ ZⱼGⱼZⱼ′.
//!
//! | symbol | meaning |
//! |---|---|
//! | y | estimates, one per row; n of them |
//! | V | known sampling variances and covariances |
//! | X, β | design and its p coefficients |
//! | uⱼ | random effects of term j: a random intercept, or `inner \| outer` |
//! | θ | variances σ² (random intercepts), τ² (inner levels), correlations ρ |
//!
//! Also known as: `rma.mv` (metafor), three-level meta-analysis, general linear mixed model with known
//! sampling variances.
//!
//! # Reading order
//! [`Grouping`] (a factor), [`KnownCovariance`] (V), [`Term`] (the random part), [`Data`] (all
//! together), [`fit()`], [`MultilevelFit`]; then [`profile()`] (intervals of variances and
//! correlations), [`random_effects`], [`i2`], [`predict()`], [`likelihood_ratio`], [`clusters()`]
//! (marginal covariances by cluster, for robust variances).
//!
//! # How it is computed
//! Rows that depend on each other form a block; the likelihood is a sum over blocks. Where sampling
//! errors are independent and random intercepts are nested, a block costs as many steps as it has
//! rows (`nested.rs`); where they cross, a large block needs a matrix of the levels of all terms but the
//! largest (`crossed.rs`); elsewhere its covariance matrix is factored (`dense.rs`).
//!
//! # References
//! Konstantopoulos S. Res Synth Methods 2011;2:61–76. · Berkey CS et al. Stat Med 1998;17:2537–2550. ·
//! Ishak KJ et al. Clin Trials 2007;4:525–539. · Viechtbauer W. J Stat Softw 2010;36(3).

pub mod clusters;
pub mod compare;
mod crossed;
pub mod data;
mod dense;
pub mod effects;
pub mod error;
pub mod fit;
pub mod grouping;
pub mod heterogeneity;
pub mod known;
pub mod likelihood;
mod nested;
pub mod parameter;
pub mod predict;
pub mod profile;
pub mod search;
mod sets;
mod sums;
pub mod term;
pub mod test;

pub use crate::estimation::Method;
pub use clusters::{Cluster, clusters};
pub use compare::{LikelihoodRatio, likelihood_ratio};
pub use data::{Data, Warning};
pub use effects::{PredictedEffect, TermEffects, random_effects};
pub use error::MultilevelError;
pub use fit::{MultilevelFit, Options, fit};
pub use grouping::Grouping;
pub use heterogeneity::{MultilevelI2, i2};
pub use known::{CorrelationPattern, KnownBlock, KnownCovariance};
pub use likelihood::log_likelihood;
pub use parameter::{Kind, Parameter};
pub use predict::{Prediction, predict};
pub use profile::{ProfileInterval, profile, profile_at};
pub use search::Search;
pub use term::{Decay, LevelPattern, Metric, Term};
pub use test::Test;
