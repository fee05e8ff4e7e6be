//! Effects that depend on covariates of the trials: network meta-regression.
//!
//! # Model
//! In a trial with covariate x, treatment i lies at θ_i + β_i(x − c): the difference of i and j is
//! (θ_i − θ_j) + (β_i − β_j)(x − c). Controls have β = 0, so that β_i is what one unit of the covariate
//! adds to treatment i against any control. Trials, weights and τ² are those of the network.
//!
//! | symbol | meaning |
//! |---|---|
//! | x, c | the covariate of a trial, in units of its own, and the value at which it is centred |
//! | θ_i | where treatment i lies at x = c; only differences mean anything |
//! | β_i | the interaction of treatment i, in units of the estimates per unit of x; 0 for controls |
//! | B, σ²_β | mean and variance of exchangeable interactions, β_i ~ N(B, σ²_β) |
//! | τ² | what is left of the between-study variance of any contrast |
//!
//! [`Interaction`] says which β are the same. A covariate describes a whole trial; its coefficients
//! compare trials, not patients, and nobody was randomised to them.
//!
//! Reading order: [`Moderator`] (a covariate and how it acts), [`fit_regression`], then
//! [`RegressionFit::compare_at`], [`RegressionFit::slopes`] and [`RegressionFit::design_rows`].
//!
//! # References
//! Cooper NJ, Sutton AJ, Morris D, Ades AE, Welton NJ. Stat Med 2009;28:1861–1881 (shared, exchangeable
//! and independent interactions). Dias S, Sutton AJ, Welton NJ, Ades AE. Med Decis Making
//! 2013;33:618–640. Salanti G, Marinho V, Higgins JPT. J Clin Epidemiol 2009;62:857–864.

mod covariate;
mod equations;
mod error;
mod estimate;
mod fit;
mod identified;
mod inference;
mod layout;
mod rows;

mod variances;

pub use covariate::{Covariate, Interaction, LeftOut, Moderator};
pub use error::RegressionError;
pub use estimate::{Coefficient, Slope};
pub use fit::{AtValues, RegressionFit, RegressionOptions, fit_regression, log_likelihood};
pub use identified::Unidentified;
pub use inference::{Explained, InteractionTest};
pub use layout::Term;
pub use rows::DesignRow;
pub use variances::{SlopeVariance, SlopeVarianceTest};
