//! Effect sizes, conversions, and models of meta-analysis.
//!
//! Numbers in, numbers out: nothing here knows a treatment, a scale or a printed page.
//!
//! Reading order: [`variance`] (types that keep a variance apart from a standard error), [`effect`]
//! (counts and means into estimates) and [`measure`] (the table of all measures), [`studies`] (a
//! checked set of estimates), then [`pairwise`] (models over a set). The others can be read in any
//! order:
//!
//! - [`conversion`]: what a paper prints into what an effect size needs;
//! - [`bayes`], [`permutation`], [`location_scale`]: more that can be asked of a set;
//! - [`stratified`], [`glmm`], [`beta_binomial`]: models of the counts themselves;
//! - [`map_prior`]: what published counts say about the next group's rate;
//! - [`multilevel`], [`robust`]: several estimates of one study;
//! - [`network`]: several treatments, compared directly and through one another;
//! - [`design`], [`estimation`]: columns of covariates, likelihoods and information criteria.
//!
//! # Example: two trials, from counts to a pooled risk ratio
//! ```
//! use euthymia_synthesis::effect::two_by_two::{TwoByTwo, log_risk_ratio};
//! use euthymia_synthesis::pairwise::{self, Interval, Model, Options};
//! use euthymia_synthesis::studies::{Study, StudySet};
//!
//! let first = log_risk_ratio(&TwoByTwo::new(10, 20, 5, 20)?.cells())?;
//! let second = log_risk_ratio(&TwoByTwo::new(12, 30, 6, 30)?.cells())?;
//! let set = StudySet::new(vec![Study::new("A 2001", first), Study::new("B 2002", second)])?;
//! let fit = pairwise::fit(&set, &Options { model: Model::CommonEffect, interval: Interval::Wald,
//!     ..Options::default() })?;
//! // Both trials have a risk ratio of exactly 2.
//! assert!((fit.estimate.exp() - 2.0).abs() < 1e-12);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod bayes;
pub mod beta_binomial;
pub mod conversion;
pub mod design;
pub mod effect;
pub mod estimation;
pub mod glmm;
pub mod location_scale;
pub mod map_prior;
pub mod measure;
pub mod multilevel;
pub mod network;
mod orthonormal;
pub mod pairwise;
pub mod permutation;
pub mod robust;
pub mod stratified;
pub mod studies;
mod tails;
pub mod variance;
