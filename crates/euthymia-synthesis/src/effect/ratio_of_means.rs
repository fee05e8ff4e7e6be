//! Log ratios of two groups' means, standard deviations and coefficients of variation.

use super::means::Group;
use super::{Effect, EffectError, RatioBias};

/// How the variance of a log ratio of means is formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Each group's own standard deviation (`vtype = "LS"`).
    Own,
    /// The pooled standard deviation for both (`vtype = "HO"`).
    Pooled,
}

/// Returns the log ratio of means ln(m₁/m₂) with variance s₁²/(n₁m₁²) + s₂²/(n₂m₂²).
///
/// With [`RatioBias::Corrected`], ½[s₁²/(n₁m₁²) − s₂²/(n₂m₂²)] is added to the estimate and the
/// variance stays. With [`Spread::Pooled`], s₁ and s₂ are the pooled standard deviation in the
/// variance only. Both means may be negative: their ratio is what counts.
///
/// # Errors
/// [`EffectError::OppositeSigns`].
///
/// # References
/// Hedges LV, Gurevitch J, Curtis PS. Ecology 1999;80:1150–1156. Lajeunesse MJ. Ecology
/// 2015;96:2056–2063 for the correction, which metafor makes by default since 5.0-1. Also known as:
/// log response ratio.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::RatioBias;
/// use euthymia_synthesis::effect::means::Group;
/// use euthymia_synthesis::effect::ratio_of_means::{Spread, log_ratio_of_means};
/// let (first, second) = (Group::new(20.0, 4.0, 4)?, Group::new(10.0, 2.0, 16)?);
/// let plain = log_ratio_of_means(&first, &second, RatioBias::Plain, Spread::Own)?;
/// assert!((plain.estimate - 2.0_f64.ln()).abs() < 1e-15);
/// // 0.04/4 + 0.04/16.
/// assert!((plain.variance.get() - 0.0125).abs() < 1e-16);
/// let corrected = log_ratio_of_means(&first, &second, RatioBias::Corrected, Spread::Own)?;
/// assert!((corrected.estimate - plain.estimate - 0.00375).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn log_ratio_of_means(
    first: &Group,
    second: &Group,
    bias: RatioBias,
    spread: Spread,
) -> Result<Effect, EffectError> {
    let estimate = log_ratio(first.mean(), second.mean())?;
    let (own1, own2) = (of_mean(first, first.sd()), of_mean(second, second.sd()));
    let variance = match spread {
        Spread::Own => own1 + own2,
        Spread::Pooled => {
            let sd = first.pooled_sd(second);
            of_mean(first, sd) + of_mean(second, sd)
        }
    };
    Effect::new(estimate + bias.share() * (own1 - own2), variance)
}

/// Returns the log variability ratio ln(s₁/s₂) + 1/(2(n₁ − 1)) − 1/(2(n₂ − 1)) with variance
/// 1/(2(n₁ − 1)) + 1/(2(n₂ − 1)).
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Nakagawa S et al. Methods Ecol Evol 2015;6:143–152.
pub fn log_variability_ratio(first: &Group, second: &Group) -> Result<Effect, EffectError> {
    let (half1, half2) = (half_df(first), half_df(second));
    Effect::new(
        first.sd().ln() - second.sd().ln() + half1 - half2,
        half1 + half2,
    )
}

/// Returns the log ratio of the coefficients of variation, [`log_variability_ratio`] minus
/// [`log_ratio_of_means`], with the sum of their variances.
///
/// The mean and the standard deviation are taken as independent, as in normal data. With
/// [`RatioBias::Corrected`] the ratio of means is the corrected one.
///
/// # Errors
/// [`EffectError::OppositeSigns`].
///
/// # References
/// Nakagawa S et al. Methods Ecol Evol 2015;6:143–152, equation 12, without the term of the
/// correlation between log mean and log standard deviation.
pub fn log_cv_ratio(first: &Group, second: &Group, bias: RatioBias) -> Result<Effect, EffectError> {
    let spread = log_variability_ratio(first, second)?;
    let means = log_ratio_of_means(first, second, bias, Spread::Own)?;
    Effect::new(
        spread.estimate - means.estimate,
        spread.variance.get() + means.variance.get(),
    )
}

/// ln(m₁/m₂) of two means of one sign.
pub(super) fn log_ratio(first: f64, second: f64) -> Result<f64, EffectError> {
    let one_sign = first > 0.0 && second > 0.0 || first < 0.0 && second < 0.0;
    if one_sign {
        Ok(first.abs().ln() - second.abs().ln())
    } else {
        Err(EffectError::OppositeSigns(first, second))
    }
}

/// s²/(n m²).
fn of_mean(group: &Group, sd: f64) -> f64 {
    (sd / group.mean()).powi(2) / group.n() as f64
}

/// 1/(2(n − 1)).
fn half_df(group: &Group) -> f64 {
    0.5 / (group.n() as f64 - 1.0)
}
