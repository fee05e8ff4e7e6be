//! Confidence intervals of standardised mean changes, each with the method that made it.
//!
//! | estimate | interval | assumes |
//! |---|---|---|
//! | `d_z` | noncentral t, exact | normal differences |
//! | `d_av`, `d_rms` | large sample, SDs may differ | normal pairs |
//! | `d_pre` | large sample, SDs equal (Becker) or not (Bonett) | normal pairs |
//!
//! Hedges' correction is a constant: each limit of g is the limit of d times the same J(n − 1) as
//! the estimate.

use euthymia_numerics::{Probability, noncentral_t, normal};

use crate::error::CohortError;
use crate::interval::{Interval, tail};
use crate::paired::PairedSummary;
use crate::standardised::hedges_correction;

/// How an interval was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalMethod {
    /// Noncentralities for which the observed t is the upper or lower quantile, over √n.
    NoncentralT,
    /// Becker's variance 2(1 − r)/n + d²/(2n), which assumes equal variances before and after.
    Becker1988,
    /// The delta method without equal variances, as Bonett uses it.
    Bonett2008,
}

impl IntervalMethod {
    /// Its name for a table or a methods paragraph.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoncentralT => "noncentral t, exact for normal differences",
            Self::Becker1988 => "large sample, equal variances (Becker 1988)",
            Self::Bonett2008 => "large sample, unequal variances (Bonett 2008)",
        }
    }
}

/// Which variance `d_pre` has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreVariance {
    /// See [`IntervalMethod::Becker1988`].
    Becker1988,
    /// See [`IntervalMethod::Bonett2008`].
    Bonett2008,
}

/// A standardised change with its interval, without and with Hedges' correction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardisedInterval {
    /// The estimate without correction.
    pub d: f64,
    /// Standard error of d; `None` where the method has none.
    pub standard_error: Option<f64>,
    /// Interval of d.
    pub d_interval: Interval,
    /// The estimate with Hedges' correction for n − 1 degrees of freedom; `None` for two patients.
    pub g: Option<f64>,
    /// The limits of d times the same correction.
    pub g_interval: Option<Interval>,
    /// How the interval was made.
    pub method: IntervalMethod,
}

/// The interval of `d_z` by inverting the noncentral t distribution.
///
/// t = √n `d_z` has noncentrality √n δ and n − 1 degrees of freedom; the limits are the δ for which
/// the observed t is the upper and the lower quantile.
///
/// # Errors
/// [`CohortError::NoSpread`] when the differences have none; [`CohortError::Level`].
///
/// # References
/// Steiger & Fouladi 1997, in: What If There Were No Significance Tests?, 221–257; Cumming & Finch
/// 2001, Educational and Psychological Measurement 61, 532–574.
///
/// # Example
/// ```
/// use euthymia_cohort::{paired::summarise, standardised_interval::d_z_interval};
/// use euthymia_numerics::{Probability, noncentral_t};
/// let summary = summarise(&[10.0, 12.0, 9.0, 11.0], &[8.0, 9.0, 8.0, 7.0])?;
/// let z = d_z_interval(&summary, Probability::NINETY_FIVE)?;
/// // At the lower limit the observed t = √15 is the upper 2.5 % point.
/// let upper = noncentral_t::sf(15.0_f64.sqrt(), 3.0, 2.0 * z.d_interval.lower);
/// assert!((upper - 0.025).abs() < 1e-12);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn d_z_interval(
    summary: &PairedSummary,
    level: Probability,
) -> Result<StandardisedInterval, CohortError> {
    let tail = tail(level)?;
    let d = ratio(summary, summary.sd_difference)?;
    let n = summary.n as f64;
    let (t, df) = (d * n.sqrt(), n - 1.0);
    let limit = |upper| noncentral_t::ncp_with_upper(upper, t, df) / n.sqrt();
    // Mirrored, so that both ends are found from the small probability.
    let other = -noncentral_t::ncp_with_upper(tail, -t, df) / n.sqrt();
    let interval = Interval {
        lower: limit(tail),
        upper: other,
        level: level.get(),
    };
    Ok(with_correction(
        d,
        None,
        interval,
        df,
        IntervalMethod::NoncentralT,
    ))
}

/// The interval of `d_av`, mean difference over the mean of the two standard deviations.
///
/// With m = (s₁ + s₂)/2: var d = `s_d²`/((n − 1) m²) + d² (s₁² + s₂² + 2 r² s₁ s₂)/(8 (n − 1) m²).
/// This is Bonett's derivation (difference and standard deviations independent, var sⱼ =
/// sⱼ²/(2(n − 1)), cov(s₁, s₂) = r² s₁ s₂/(2(n − 1))) for the mean of the standard deviations in
/// place of the root of the mean variance; the two agree when s₁ = s₂.
///
/// # Errors
/// [`CohortError::NoSpread`] when either measurement has none; [`CohortError::Level`].
///
/// # References
/// Bonett 2008, Psychological Methods 13, 99–109.
///
/// # Example
/// ```
/// use euthymia_cohort::{paired::summarise, standardised_interval::d_av_interval};
/// use euthymia_numerics::Probability;
/// let summary = summarise(&[10.0, 12.0, 9.0, 11.0], &[8.0, 9.0, 8.0, 7.0])?;
/// let av = d_av_interval(&summary, Probability::NINETY_FIVE)?;
/// assert!(av.d_interval.contains(av.d));
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn d_av_interval(
    summary: &PairedSummary,
    level: Probability,
) -> Result<StandardisedInterval, CohortError> {
    let (first, second) = (summary.sd_before, summary.sd_after);
    let mean = 0.5 * (first + second);
    let d = ratio(summary, mean)?;
    let r = correlation(summary)?;
    let df = summary.n as f64 - 1.0;
    let (s1, s2) = (first / mean, second / mean);
    let of_mean = (s1 * s1 + s2 * s2 + 2.0 * r * r * s1 * s2) / (8.0 * df);
    let variance = (summary.sd_difference / mean).powi(2) / df + d * d * of_mean;
    normal_interval(d, variance, df, level, IntervalMethod::Bonett2008)
}

/// The interval of `d_rms`, mean difference over the root of the mean of the two variances.
///
/// Some programs and papers call this `d_av`; it is the smaller of the two unless the standard
/// deviations are equal. With s² = (s₁² + s₂²)/2: var d = `s_d²`/((n − 1) s²) + d² (s₁⁴ + s₂⁴ + 2 r² s₁²
/// s₂²)/(8 (n − 1) s⁴).
///
/// # Errors
/// As [`d_av_interval`].
///
/// # References
/// Bonett 2008, Psychological Methods 13, 99–109.
///
/// # Example
/// ```
/// use euthymia_cohort::{paired::summarise, standardised_interval::d_rms_interval};
/// use euthymia_numerics::Probability;
/// let summary = summarise(&[10.0, 12.0, 9.0, 11.0], &[8.0, 9.0, 8.0, 7.0])?;
/// // Variances 5/3 and 2/3: d = (5/2)/√(7/6).
/// let rms = d_rms_interval(&summary, Probability::NINETY_FIVE)?;
/// assert!((rms.d - 2.5 / (7.0_f64 / 6.0).sqrt()).abs() < 1e-14);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn d_rms_interval(
    summary: &PairedSummary,
    level: Probability,
) -> Result<StandardisedInterval, CohortError> {
    let (first, second) = (summary.sd_before, summary.sd_after);
    let root = first.hypot(second) * std::f64::consts::FRAC_1_SQRT_2;
    let d = ratio(summary, root)?;
    let r = correlation(summary)?;
    let df = summary.n as f64 - 1.0;
    let (v1, v2) = ((first / root).powi(2), (second / root).powi(2));
    let of_root = (v1 * v1 + v2 * v2 + 2.0 * r * r * v1 * v2) / (8.0 * df);
    let variance = (summary.sd_difference / root).powi(2) / df + d * d * of_root;
    normal_interval(d, variance, df, level, IntervalMethod::Bonett2008)
}

/// The interval of `d_pre`, mean difference over the standard deviation before.
///
/// Becker: var d = 2(1 − r)/n + d²/(2n). Bonett: var d = `s_d²`/((n − 1) s₁²) + d²/(2(n − 1)).
/// Where patients spread more after treatment than before, Becker's is too short.
///
/// # Errors
/// [`CohortError::NoSpread`] when either measurement has none; [`CohortError::Level`].
///
/// # References
/// Becker 1988, British Journal of Mathematical and Statistical Psychology 41, 257–278; Bonett 2008,
/// Psychological Methods 13, 99–109. metafor: `SMCR` and `SMCRH`.
///
/// # Example
/// ```
/// use euthymia_cohort::paired::summarise;
/// use euthymia_cohort::standardised_interval::{PreVariance, d_pre_interval};
/// use euthymia_numerics::Probability;
/// let summary = summarise(&[10.0, 12.0, 9.0, 11.0], &[8.0, 9.0, 8.0, 7.0])?;
/// // d² = 15/4, s_d² = s₁² = 5/3: variance 1/3 + 15/4/6 = 23/24.
/// let pre = d_pre_interval(&summary, Probability::NINETY_FIVE, PreVariance::Bonett2008)?;
/// assert!((pre.standard_error.unwrap().powi(2) - 23.0 / 24.0).abs() < 1e-14);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn d_pre_interval(
    summary: &PairedSummary,
    level: Probability,
    variance: PreVariance,
) -> Result<StandardisedInterval, CohortError> {
    let d = ratio(summary, summary.sd_before)?;
    let r = correlation(summary)?;
    let n = summary.n as f64;
    let df = n - 1.0;
    let (variance, method) = match variance {
        PreVariance::Becker1988 => (
            2.0 * (1.0 - r) / n + d * d / (2.0 * n),
            IntervalMethod::Becker1988,
        ),
        PreVariance::Bonett2008 => (
            (summary.sd_difference / summary.sd_before).powi(2) / df + d * d / (2.0 * df),
            IntervalMethod::Bonett2008,
        ),
    };
    normal_interval(d, variance, df, level, method)
}

fn ratio(summary: &PairedSummary, sd: f64) -> Result<f64, CohortError> {
    let d = summary.mean_difference / sd;
    if sd > 0.0 && d.is_finite() {
        return Ok(d);
    }
    Err(CohortError::NoSpread {
        n: summary.n,
        value: summary.mean_difference,
    })
}

fn correlation(summary: &PairedSummary) -> Result<f64, CohortError> {
    summary.correlation.ok_or(CohortError::NoSpread {
        n: summary.n,
        value: summary.mean_difference,
    })
}

fn normal_interval(
    d: f64,
    variance: f64,
    df: f64,
    level: Probability,
    method: IntervalMethod,
) -> Result<StandardisedInterval, CohortError> {
    // The squares of values near the largest double have no variance.
    if !variance.is_finite() {
        return Err(CohortError::OutOfRange {
            what: "variance of the standardised change",
            value: variance,
            permitted: "finite; the measurements are too large to be squared",
        });
    }
    let standard_error = variance.sqrt();
    let half_width = normal::upper_quantile(tail(level)?) * standard_error;
    let interval = Interval {
        lower: d - half_width,
        upper: d + half_width,
        level: level.get(),
    };
    Ok(with_correction(
        d,
        Some(standard_error),
        interval,
        df,
        method,
    ))
}

fn with_correction(
    d: f64,
    standard_error: Option<f64>,
    d_interval: Interval,
    df: f64,
    method: IntervalMethod,
) -> StandardisedInterval {
    let correction = hedges_correction(df);
    StandardisedInterval {
        d,
        standard_error,
        d_interval,
        g: correction.map(|j| j * d),
        g_interval: correction.map(|j| Interval {
            lower: j * d_interval.lower,
            upper: j * d_interval.upper,
            level: d_interval.level,
        }),
        method,
    }
}
