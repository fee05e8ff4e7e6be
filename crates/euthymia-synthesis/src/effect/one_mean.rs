//! Mean, standardised mean, standard deviation and coefficient of variation of one group.

use super::means::Group;
use super::{Effect, EffectError, SmallSample};

/// Returns the mean m with variance s²/n, in the unit of the measurements.
///
/// # Errors
/// [`EffectError::Variance`] when the variance overflows.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::means::Group;
/// use euthymia_synthesis::effect::one_mean::{log_cv, log_mean, log_sd, mean};
/// let group = Group::new(10.0, 2.0, 5)?;
/// assert_eq!((mean(&group)?.estimate, mean(&group)?.variance.get()), (10.0, 0.8));
/// assert!((log_mean(&group)?.variance.get() - 0.008).abs() < 1e-17);
/// assert!((log_sd(&group)?.estimate - (2.0_f64.ln() + 0.125)).abs() < 1e-15);
/// assert!((log_cv(&group)?.variance.get() - 0.133).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn mean(group: &Group) -> Result<Effect, EffectError> {
    Effect::new(group.mean(), group.sd() * group.sd() / group.n() as f64)
}

/// Returns the standardised mean J(n − 1) m/s with variance 1/n + g²/(2n), g the estimate.
///
/// # Errors
/// [`EffectError::SampleTooSmall`] below 3 with a correction.
///
/// # References
/// Hedges LV. J Educ Stat 1981;6:107–128, for one group.
pub fn standardised_mean(group: &Group, small_sample: SmallSample) -> Result<Effect, EffectError> {
    let n = group.n() as f64;
    let g = small_sample.factor(n - 1.0)? * group.mean() / group.sd();
    Effect::new(g, 1.0 / n + g * g / (2.0 * n))
}

/// Returns the log mean ln m with variance s²/(n m²).
///
/// # Errors
/// [`EffectError::MeanNotPositive`].
pub fn log_mean(group: &Group) -> Result<Effect, EffectError> {
    Effect::new(log_of(group)?, of_mean(group))
}

/// Returns the log coefficient of variation ln(s/m) + 1/(2(n − 1)) with variance
/// 1/(2(n − 1)) + s²/(n m²).
///
/// # Errors
/// [`EffectError::MeanNotPositive`].
///
/// # References
/// Nakagawa S et al. Methods Ecol Evol 2015;6:143–152.
pub fn log_cv(group: &Group) -> Result<Effect, EffectError> {
    let half = half_df(group);
    Effect::new(
        group.sd().ln() - log_of(group)? + half,
        half + of_mean(group),
    )
}

/// Returns the log standard deviation ln s + 1/(2(n − 1)) with variance 1/(2(n − 1)).
///
/// The term added removes the bias of ln s to the first order in 1/n.
///
/// # Errors
/// None for a checked group.
///
/// # References
/// Raudenbush SW, Bryk AS. J Educ Stat 1987;12:241–269. Nakagawa S et al. Methods Ecol Evol
/// 2015;6:143–152.
pub fn log_sd(group: &Group) -> Result<Effect, EffectError> {
    let half = half_df(group);
    Effect::new(group.sd().ln() + half, half)
}

fn log_of(group: &Group) -> Result<f64, EffectError> {
    if group.mean() > 0.0 {
        Ok(group.mean().ln())
    } else {
        Err(EffectError::MeanNotPositive(group.mean()))
    }
}

fn half_df(group: &Group) -> f64 {
    0.5 / (group.n() as f64 - 1.0)
}

fn of_mean(group: &Group) -> f64 {
    (group.sd() / group.mean()).powi(2) / group.n() as f64
}
