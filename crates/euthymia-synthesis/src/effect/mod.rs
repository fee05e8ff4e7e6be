//! From counts, rates, means, correlations and printed results to an estimate with its sampling
//! variance.
//!
//! One file per family of measures, each with functions that take checked inputs. [`compute()`] is
//! the one door for callers that have a [`Measure`](crate::measure::Measure) and the [`Inputs`] it
//! needs; [`explain()`] shows the formula with the numbers in it.

pub mod association;
mod average;
mod compute;
pub mod correlation;
mod error;
mod explain;
mod inputs;
pub mod latent;
pub mod matched_pairs;
pub mod means;
pub mod one_mean;
pub mod pair_correlation;
pub mod paired;
pub mod person_time;
pub mod pre_post_control;
pub mod proportion;
pub mod ratio_of_means;
pub mod reliability;
pub mod reported;
mod rules;
pub mod standardised;
pub mod two_by_two;
pub mod zero_cells;

pub use compute::{Computed, Note, compute, compute_all};
pub use error::EffectError;
pub use explain::explain;
pub use inputs::Inputs;
pub use rules::{RatioBias, Rules, SmallSample, VarianceRule};

use crate::variance::Variance;

/// An estimate on its analysis scale (a log risk ratio, a logit, a difference in points) with its
/// sampling variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The estimate; finite.
    pub estimate: f64,
    /// Its sampling variance.
    pub variance: Variance,
}

impl Effect {
    /// Pairs an estimate with its variance.
    ///
    /// # Errors
    /// [`EffectError::NotFinite`] when the estimate is not a finite number;
    /// [`EffectError::Variance`] when the variance is not positive and finite.
    pub fn new(estimate: f64, variance: f64) -> Result<Self, EffectError> {
        if !estimate.is_finite() {
            return Err(EffectError::NotFinite(estimate));
        }
        Ok(Self {
            estimate,
            variance: Variance::new(variance)?,
        })
    }

    /// Multiplies the estimate by `factor` and the variance by its square.
    ///
    /// # Errors
    /// [`EffectError::Variance`] when the factor is 0; as [`Effect::new`] when a product overflows.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::effect::Effect;
    /// assert_eq!(Effect::new(3.0, 1.0)?.scaled(-2.0)?, Effect::new(-6.0, 4.0)?);
    /// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
    /// ```
    pub fn scaled(&self, factor: f64) -> Result<Self, EffectError> {
        Self::new(
            self.estimate * factor,
            self.variance.get() * factor * factor,
        )
    }
}
