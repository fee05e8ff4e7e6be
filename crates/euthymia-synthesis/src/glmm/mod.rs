//! Generalised linear mixed models: pooled proportions, odds ratios, rates and rate ratios from the
//! counts themselves.
//!
//! # Models
//! Every study's effect is normal about a mean, θᵢ = μ + τzᵢ, and its counts follow the distribution
//! that counts follow, so that nothing is added to a zero and no variance is taken as known.
//!
//! | counts | model | metafor |
//! |---|---|---|
//! | x of n | logit pᵢ = θᵢ | `PLO` |
//! | x over time t | ln λᵢ = θᵢ | `IRLN` |
//! | two groups, x of n | logit pᵢⱼ = γᵢ + cⱼθᵢ, a γ for each study | `OR`, `UM.FS` |
//! | | the same with γᵢ normal, variance σ² | `OR`, `UM.RS` |
//! | | x₁ given x₁ + x₂: non-central hypergeometric | `OR`, `CM.EL` |
//! | | x₁ given x₁ + x₂: binomial with logit θᵢ + ln(n₁/n₂) | `OR`, `CM.AL` |
//! | two groups, x over t | ln λᵢⱼ = γᵢ + cⱼθᵢ | `IRR`, `UM.FS`, `UM.RS` |
//! | | x₁ given x₁ + x₂: binomial with logit θᵢ + ln(t₁/t₂) | `IRR`, `CM.EL` |
//!
//! Estimates are maximum likelihood. The integrals over z are computed on a grid around each study's
//! mode whose step is made finer until the likelihood settles, or by adaptive Gauss–Hermite quadrature of
//! as many points as asked for; standard errors are from the
//! observed information of all parameters, whose derivatives are moments under the same quadrature.
//! Fixed study levels γᵢ are maximised out study by study, so that time is linear in the number of
//! studies.
//!
//! # References
//! Stijnen T, Hamza TH, Özdemir P. Random effects meta-analysis of event outcome in the framework of
//! the generalized linear mixed model. Stat Med 2010;29:3046–3067.
//! Jackson D et al. A comparison of seven random-effects models for meta-analyses that estimate the
//! summary odds ratio. Stat Med 2018;37:1059–1085.
//!
//! # Example: response in three studies, one of them without a responder
//! ```
//! use euthymia_synthesis::effect::proportion::{Count, from_logit};
//! use euthymia_synthesis::glmm::{self, Options};
//! let counts = [Count::new(0, 12)?, Count::new(7, 20)?, Count::new(4, 31)?];
//! let fit = glmm::fit_proportions(&counts, &Options::default())?;
//! assert!(fit.converged());
//! let pooled = from_logit(fit.estimate);
//! assert!(pooled > 0.0 && pooled < 7.0 / 20.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod arm;
pub(crate) mod climb;
mod data;
mod fit;
mod grid;
mod heterogeneity;
mod hypergeometric;
mod layout;
pub(crate) mod marginal;
mod objective;
mod options;
mod profile;
mod search;
mod total;

pub use fit::{GlmmFit, Levels, StudyEffect, Tau2};
pub use grid::GridSize;
pub use heterogeneity::{Heterogeneity, QTest};
pub use objective::{Likelihood, Parameters};
pub use options::{Coding, Effects, End, GlmmError, Model, Options, Quadrature, Test};
pub use profile::Profile;

use crate::effect::person_time::PersonTime;
use crate::effect::proportion::Count;
use crate::effect::two_by_two::TwoByTwo;
use data::Data;

/// Pools proportions: xᵢ of nᵢ with logit pᵢ = μ + τzᵢ. The estimate is a log odds.
///
/// A single study is fitted with τ² = 0.
///
/// # Errors
/// [`GlmmError`]: no study; no event, or nothing but events, in all of them together; with random
/// effects, no study with both.
///
/// # Checked against
/// mpmath (likelihood) and metafor 3.8-1 with lme4 (maximum): `tests/it/agrees_with_*_glmm.rs`.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::glmm::{self, Effects, Options};
/// // With a common effect the pooled proportion is that of all patients together: 10 of 50.
/// let counts = [Count::new(0, 10)?, Count::new(10, 40)?];
/// let options = Options { effects: Effects::Common, ..Options::default() };
/// let fit = glmm::fit_proportions(&counts, &options)?;
/// assert!((fit.estimate - 0.25_f64.ln()).abs() < 1e-14);
/// assert!((fit.standard_error - 0.125_f64.sqrt()).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit_proportions(counts: &[Count], options: &Options) -> Result<GlmmFit, GlmmError> {
    fit::fit(&Data::proportions(counts)?, None, options)
}

/// Pools odds ratios of two groups under `model`. The estimate is a log odds ratio.
///
/// Studies without events, or with nothing but events, in both groups are left out.
///
/// # Errors
/// [`GlmmError`]: no study; estimates that are infinite because every study has an empty cell on the
/// same side.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// use euthymia_synthesis::glmm::{self, Coding, Effects, Model, Options};
/// let options = Options { effects: Effects::Common, ..Options::default() };
/// let tables = [TwoByTwo::new(8, 10, 2, 10)?];
/// let fit = glmm::fit_odds_ratios(&tables, Model::FixedStudies(Coding::Half), &options)?;
/// // One study: the odds ratio of 8/2 to 2/8.
/// assert!((fit.estimate - 16.0_f64.ln()).abs() < 1e-10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit_odds_ratios(
    tables: &[TwoByTwo],
    model: Model,
    options: &Options,
) -> Result<GlmmFit, GlmmError> {
    fit::fit(&Data::odds_ratios(tables, model)?, Some(model), options)
}

/// Pools rates: xᵢ events over a time tᵢ with ln λᵢ = μ + τzᵢ. The estimate is a log rate.
///
/// # Errors
/// [`GlmmError`]: no study; no event in all of them together.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::person_time::PersonTime;
/// use euthymia_synthesis::glmm::{self, Effects, Options};
/// let rates = [PersonTime::new(3, 10.0)?, PersonTime::new(1, 30.0)?];
/// let options = Options { effects: Effects::Common, ..Options::default() };
/// let fit = glmm::fit_rates(&rates, &options)?;
/// assert!((fit.estimate - 0.1_f64.ln()).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit_rates(rates: &[PersonTime], options: &Options) -> Result<GlmmFit, GlmmError> {
    fit::fit(&Data::rates(rates)?, None, options)
}

/// Pools rate ratios of two groups, treatment first, under `model`. The estimate is a log rate ratio.
///
/// # Errors
/// [`GlmmError`], as for [`fit_odds_ratios`].
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::person_time::PersonTime;
/// use euthymia_synthesis::glmm::{self, Effects, Model, Options};
/// let pairs = [[PersonTime::new(6, 10.0)?, PersonTime::new(2, 10.0)?]];
/// let options = Options { effects: Effects::Common, ..Options::default() };
/// let fit = glmm::fit_rate_ratios(&pairs, Model::Conditional, &options)?;
/// assert!((fit.estimate - 3.0_f64.ln()).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit_rate_ratios(
    pairs: &[[PersonTime; 2]],
    model: Model,
    options: &Options,
) -> Result<GlmmFit, GlmmError> {
    fit::fit(&Data::rate_ratios(pairs, model)?, Some(model), options)
}
