//! Estimates as papers print them: with a standard error, an interval, a statistic or a p-value.
//!
//! For ratios (hazard, odds, risk, rate) the functions named `log_ratio_*` take the printed ratio and
//! return its logarithm.

use super::{Effect, EffectError};
use crate::variance::{StandardError, Variance};
use euthymia_numerics::{Probability, normal, student_t};

/// Returns an estimate with the square of its standard error.
///
/// # Errors
/// [`EffectError::NotFinite`]; [`EffectError::Variance`] when the standard error is not positive.
pub fn from_standard_error(estimate: f64, standard_error: f64) -> Result<Effect, EffectError> {
    let checked = StandardError::new(standard_error)?;
    Effect::new(estimate, checked.variance().get())
}

/// Returns an estimate with the variance that its Wald interval implies: [(upper − lower)/(2z)]², z
/// the normal quantile of the level.
///
/// An interval from Student's t is wider for its standard error: see [`from_t_interval`].
///
/// # Errors
/// [`EffectError::Limits`] when the limits are not an interval.
///
/// # References
/// Cochrane Handbook for Systematic Reviews of Interventions 6.3.1.
///
/// # Example
/// ```
/// use euthymia_numerics::{Probability, normal};
/// use euthymia_synthesis::effect::reported::from_interval;
/// let z = normal::upper_quantile(Probability::new(0.025)?);
/// let effect = from_interval(1.0, 1.0 - 0.5 * z, 1.0 + 0.5 * z, Probability::NINETY_FIVE)?;
/// assert!((effect.variance.get() - 0.25).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_interval(
    estimate: f64,
    lower: f64,
    upper: f64,
    level: Probability,
) -> Result<Effect, EffectError> {
    let z = normal::upper_quantile(level.complement().half());
    from_standard_error(estimate, half_width(lower, upper)? / z)
}

/// Returns an estimate with the variance that its interval from Student's t implies:
/// [(upper − lower)/(2t)]², t the quantile of the level on `df` degrees of freedom.
///
/// # Errors
/// [`EffectError::Limits`] when the limits are not an interval; [`EffectError::DegreesOfFreedom`] when the
/// degrees of freedom are not positive and finite.
///
/// # References
/// Cochrane Handbook for Systematic Reviews of Interventions 6.5.2.3.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::effect::reported::from_t_interval;
/// // One degree of freedom and level ½: the quantile is tan(π/4) = 1.
/// let effect = from_t_interval(0.0, -2.0, 2.0, Probability::new(0.5)?, 1.0)?;
/// assert!((effect.variance.get() - 4.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_t_interval(
    estimate: f64,
    lower: f64,
    upper: f64,
    level: Probability,
    df: f64,
) -> Result<Effect, EffectError> {
    let t = t_quantile(level.complement(), df)?;
    from_standard_error(estimate, half_width(lower, upper)? / t)
}

/// Returns how far an estimate lies from the middle of its interval, in half-widths: 0 in the middle,
/// ±1 at a limit.
///
/// Rounding alone leaves a few hundredths. More says that a number is a misprint, or that the
/// interval was not formed on this scale; of a ratio, give the logarithms.
///
/// # Errors
/// [`EffectError::Limits`].
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::reported::asymmetry;
/// // 0.25 to 4 is symmetric about 1 as a ratio, not as a difference.
/// let ln = f64::ln;
/// assert_eq!(asymmetry(ln(1.0), ln(0.25), ln(4.0))?, 0.0);
/// assert!(asymmetry(1.0, 0.25, 4.0)? < -0.5);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn asymmetry(estimate: f64, lower: f64, upper: f64) -> Result<f64, EffectError> {
    let half = half_width(lower, upper)?;
    if !estimate.is_finite() {
        return Err(EffectError::NotFinite(estimate));
    }
    Ok((estimate / 2.0 - lower / 4.0 - upper / 4.0) / half * 2.0)
}

/// Returns the log of a printed ratio with the variance that its interval implies on the log scale.
///
/// # Errors
/// [`EffectError::Ratio`], [`EffectError::Limits`].
///
/// # References
/// Parmar MKB, Torri V, Stewart L. Stat Med 1998;17:2815–2834. Tierney JF et al. Trials 2007;8:16.
pub fn log_ratio_from_interval(
    ratio: f64,
    lower: f64,
    upper: f64,
    level: Probability,
) -> Result<Effect, EffectError> {
    from_interval(log_of(ratio)?, log_of(lower)?, log_of(upper)?, level)
}

/// Returns an estimate with the variance that its z statistic implies: (estimate/z)².
///
/// # Errors
/// [`EffectError::Statistic`] when z is 0 or not finite; [`EffectError::Variance`] when the estimate
/// is 0, which z cannot scale.
pub fn from_z(estimate: f64, z: f64) -> Result<Effect, EffectError> {
    if z == 0.0 || !z.is_finite() {
        return Err(EffectError::Statistic(z));
    }
    from_standard_error(estimate, (estimate / z).abs())
}

/// Returns an estimate with the variance that its two-sided p-value implies under a normal test.
///
/// A p printed with few digits gives a rough variance, and "p < 0.05" gives only a bound.
///
/// # Errors
/// [`EffectError::Variance`] when the estimate is 0.
///
/// # References
/// Cochrane Handbook for Systematic Reviews of Interventions 6.3.2. Tierney JF et al. Trials
/// 2007;8:16.
///
/// # Example
/// ```
/// use euthymia_numerics::{Probability, normal};
/// use euthymia_synthesis::effect::reported::from_p;
/// let p = Probability::new(normal::two_sided_p(2.5))?;
/// assert!((from_p(-5.0, p)?.variance.get() - 4.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_p(estimate: f64, p: Probability) -> Result<Effect, EffectError> {
    from_z(estimate, normal::upper_quantile(p.half()))
}

/// Returns an estimate with the variance that its two-sided p-value implies under a t test on `df`
/// degrees of freedom, such as a mean difference with n₁ + n₂ − 2.
///
/// # Errors
/// [`EffectError::Variance`] when the estimate is 0; [`EffectError::DegreesOfFreedom`] when the degrees of
/// freedom are not positive and finite.
///
/// # References
/// Cochrane Handbook for Systematic Reviews of Interventions 6.5.2.3.
pub fn from_t_test_p(estimate: f64, p: Probability, df: f64) -> Result<Effect, EffectError> {
    from_z(estimate, t_quantile(p, df)?)
}

/// Returns the log of a printed ratio with the variance that its two-sided p-value implies.
///
/// # Errors
/// [`EffectError::Ratio`]; [`EffectError::Variance`] when the ratio is 1.
///
/// # References
/// As [`from_p`].
pub fn log_ratio_from_p(ratio: f64, p: Probability) -> Result<Effect, EffectError> {
    from_p(log_of(ratio)?, p)
}

/// Returns the log hazard ratio of a log-rank test, (O − E)/V with variance 1/V.
///
/// # Input
/// O − E: observed minus expected events of the first group; V > 0: the variance of that
/// difference.
///
/// # Errors
/// [`EffectError::Variance`] when V is not positive and finite.
///
/// # References
/// Yusuf S et al. Prog Cardiovasc Dis 1985;27:335–371. Tierney JF et al. Trials 2007;8:16.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::reported::log_hazard_ratio_from_log_rank;
/// let effect = log_hazard_ratio_from_log_rank(-4.0, 16.0)?;
/// assert_eq!((effect.estimate, effect.variance.get()), (-0.25, 0.0625));
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn log_hazard_ratio_from_log_rank(
    observed_minus_expected: f64,
    variance: f64,
) -> Result<Effect, EffectError> {
    let information = Variance::new(variance)?.get();
    Effect::new(observed_minus_expected / information, 1.0 / information)
}

/// (upper − lower)/2 of limits that are an interval.
fn half_width(lower: f64, upper: f64) -> Result<f64, EffectError> {
    if lower < upper && lower.is_finite() && upper.is_finite() {
        Ok(upper / 2.0 - lower / 2.0)
    } else {
        Err(EffectError::Limits { lower, upper })
    }
}

/// The t beyond which both tails together have the given probability.
fn t_quantile(both_tails: Probability, df: f64) -> Result<f64, EffectError> {
    if df > 0.0 && df.is_finite() {
        Ok(student_t::upper_quantile(both_tails.half(), df))
    } else {
        Err(EffectError::DegreesOfFreedom(df))
    }
}

fn log_of(ratio: f64) -> Result<f64, EffectError> {
    if ratio > 0.0 && ratio.is_finite() {
        Ok(ratio.ln())
    } else {
        Err(EffectError::Ratio(ratio))
    }
}
