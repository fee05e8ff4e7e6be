//! Means at a baseline, with intervals.

use super::baseline::BaselineMean;
use super::error::AbsoluteError;
use crate::effect::Effect;
use crate::network::fit::around;
use crate::pairwise::Bounds;
use euthymia_numerics::{Probability, normal};

/// On which scale the relative effect is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MeanFrom {
    /// A mean difference, in the unit of the baseline.
    Difference,
    /// A standardised mean difference, on a scale with this standard deviation in the unit of the
    /// baseline.
    Standardised {
        /// The standard deviation; positive and finite.
        sd: f64,
    },
}

impl MeanFrom {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Difference => "mean difference",
            Self::Standardised { .. } => {
                "standardised difference times a stated standard deviation"
            }
        }
    }

    /// What has to be true for the mean to be right.
    #[must_use]
    pub fn assumption(&self) -> &'static str {
        match self {
            Self::Difference => "the mean difference is the same at every baseline",
            Self::Standardised { .. } => {
                "the standard deviation is known without error and that of the patients meant"
            }
        }
    }

    /// How many units of the baseline one of the effect is.
    pub(crate) fn unit(&self) -> Result<f64, AbsoluteError> {
        match *self {
            Self::Difference => Ok(1.0),
            Self::Standardised { sd } if sd > 0.0 && sd.is_finite() => Ok(sd),
            Self::Standardised { sd } => Err(AbsoluteError::StandardDeviation(sd)),
        }
    }
}

/// The mean under a treatment, and by how much it exceeds the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AbsoluteMean {
    /// What it was made from.
    pub from: MeanFrom,
    /// The level of the limits.
    pub level: Probability,
    /// The baseline at its estimate.
    pub baseline: f64,
    /// The mean.
    pub mean: f64,
    /// Its limits, with the error of the baseline.
    pub mean_bounds: Bounds,
    /// The mean less the baseline.
    pub difference: f64,
    /// Its limits.
    pub difference_bounds: Bounds,
}

/// Returns the mean m₀ + sx that a relative effect x makes of a baseline m₀, where s is 1 or the
/// standard deviation; var = var m₀ + s² var x, exact for normal estimates.
///
/// # Errors
/// [`AbsoluteError`].
///
/// # References
/// Cochrane Handbook for Systematic Reviews of Interventions 15.5.3.2.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::effect::Effect;
/// use euthymia_synthesis::network::absolute::*;
/// let effect = Effect::new(-0.5, 0.01)?;
/// let baseline = BaselineMean::new(20.0, None)?;
/// let from = MeanFrom::Standardised { sd: 8.0 };
/// let found = absolute_mean(&effect, from, &baseline, Probability::NINETY_FIVE)?;
/// assert_eq!((found.mean, found.difference), (16.0, -4.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn absolute_mean(
    effect: &Effect,
    from: MeanFrom,
    baseline: &BaselineMean,
    level: Probability,
) -> Result<AbsoluteMean, AbsoluteError> {
    if !(level.get() > 0.0 && level.get() < 1.0) {
        return Err(AbsoluteError::Level(level.get()));
    }
    let scaled = effect.scaled(from.unit()?)?;
    let z = normal::upper_quantile(level.complement().half());
    let own = scaled.variance.standard_error().get();
    let both = own.hypot(baseline.standard_error().unwrap_or(0.0));
    let mean = baseline.mean() + scaled.estimate;
    Ok(AbsoluteMean {
        from,
        level,
        baseline: baseline.mean(),
        mean,
        mean_bounds: around(mean, z * both),
        difference: scaled.estimate,
        difference_bounds: around(scaled.estimate, z * own),
    })
}
