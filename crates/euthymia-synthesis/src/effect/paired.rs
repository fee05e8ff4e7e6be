//! Change between two measurements of the same people.
//!
//! Symbols: m₁, s₁ after and m₀, s₀ before, in n people whose measurements correlate with r. A change
//! is after minus before; a raw-score standardised change is in units of the standard deviation
//! before. s_D = √(s₁² + s₀² − 2r s₁s₀) is the standard deviation of the change, s̄ = √((s₁² + s₀²)/2).
//!
//! In metafor's terms `m1i` is after and `m2i` before; its SMCR and SMCRH divide by `sd1i`, which is
//! to be filled with the standard deviation *before*. Here each standard deviation stays with its
//! mean.

use super::pair_correlation::PairCorrelation;
use super::ratio_of_means::log_ratio;
use super::{Effect, EffectError, RatioBias, SmallSample};

/// Mean and standard deviation on one occasion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Occasion {
    mean: f64,
    sd: f64,
}

impl Occasion {
    /// Checks that the mean is finite and the standard deviation positive.
    ///
    /// # Errors
    /// [`EffectError::NotFinite`], [`EffectError::StandardDeviation`].
    pub fn new(mean: f64, sd: f64) -> Result<Self, EffectError> {
        if !mean.is_finite() {
            return Err(EffectError::NotFinite(mean));
        }
        if !(sd > 0.0 && sd.is_finite()) {
            return Err(EffectError::StandardDeviation(sd));
        }
        Ok(Self { mean, sd })
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.sd
    }
}

/// Two measurements of the same people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    after: Occasion,
    before: Occasion,
    n: u64,
    correlation: PairCorrelation,
}

impl Paired {
    /// Checks that there are at least 3 people.
    ///
    /// # Errors
    /// [`EffectError::SampleTooSmall`].
    pub fn new(
        after: Occasion,
        before: Occasion,
        n: u64,
        correlation: PairCorrelation,
    ) -> Result<Self, EffectError> {
        if n < 3 {
            return Err(EffectError::SampleTooSmall { n, least: 3 });
        }
        Ok(Self {
            after,
            before,
            n,
            correlation,
        })
    }

    /// The later measurement.
    #[must_use]
    pub fn after(&self) -> Occasion {
        self.after
    }

    /// The earlier measurement.
    #[must_use]
    pub fn before(&self) -> Occasion {
        self.before
    }

    /// The number of people.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The correlation between the two measurements, and how it is known.
    #[must_use]
    pub fn correlation(&self) -> PairCorrelation {
        self.correlation
    }

    /// The mean change, after minus before.
    #[must_use]
    pub fn change(&self) -> f64 {
        self.after.mean - self.before.mean
    }

    /// s_D² = s₁² + s₀² − 2r s₁s₀.
    #[must_use]
    pub fn change_variance(&self) -> f64 {
        let (s1, s0) = (self.after.sd, self.before.sd);
        // (s₁ − s₀)² + 2(1 − r)s₁s₀ keeps its digits when r is near 1.
        (s1 - s0).powi(2) + 2.0 * (1.0 - self.correlation.value()) * s1 * s0
    }

    /// s̄² = (s₁² + s₀²)/2.
    #[must_use]
    pub fn average_variance(&self) -> f64 {
        0.5 * (self.after.sd.powi(2) + self.before.sd.powi(2))
    }
}

/// Returns the mean change m₁ − m₀ with variance s_D²/n.
///
/// Where a source prints the mean and standard deviation of the change itself, use
/// [`one_mean::mean`](super::one_mean::mean).
///
/// # Errors
/// [`EffectError::Variance`] when the variance overflows.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::SmallSample;
/// use euthymia_synthesis::effect::pair_correlation::PairCorrelation;
/// use euthymia_synthesis::effect::paired::{Occasion, Paired, mean_change, standardised_by_before};
/// let (after, before) = (Occasion::new(14.0, 4.0)?, Occasion::new(20.0, 3.0)?);
/// let paired = Paired::new(after, before, 13, PairCorrelation::given(0.5)?)?;
/// // s_D² = 16 + 9 − 12 = 13.
/// assert_eq!(mean_change(&paired)?.estimate, -6.0);
/// assert!((mean_change(&paired)?.variance.get() - 1.0).abs() < 1e-15);
/// let change = standardised_by_before(&paired, SmallSample::Uncorrected)?;
/// assert_eq!(change.estimate, -2.0);
/// assert!((change.variance.get() - 3.0 / 13.0).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn mean_change(paired: &Paired) -> Result<Effect, EffectError> {
    Effect::new(paired.change(), paired.change_variance() / paired.n as f64)
}

/// Returns the change-score standardised mean change J(n − 1)(m₁ − m₀)/s_D with variance
/// 1/n + g²/(2n), g the estimate.
///
/// Where a source prints the mean and standard deviation of the change itself, use
/// [`one_mean::standardised_mean`](super::one_mean::standardised_mean).
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Gibbons RD, Hedeker DR, Davis JM. J Educ Stat 1993;18:271–279. Also known as: SMCC, d_z.
pub fn standardised_by_change(
    paired: &Paired,
    small_sample: SmallSample,
) -> Result<Effect, EffectError> {
    let n = paired.n as f64;
    let g = small_sample.factor(n - 1.0)? * paired.change() / paired.change_variance().sqrt();
    Effect::new(g, 1.0 / n + g * g / (2.0 * n))
}

/// Returns the raw-score standardised mean change J(n − 1)(m₁ − m₀)/s₀ with variance
/// 2(1 − r)/n + g²/(2n), g the estimate.
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Becker BJ. Br J Math Stat Psychol 1988;41:257–278. Also known as: SMCR.
pub fn standardised_by_before(
    paired: &Paired,
    small_sample: SmallSample,
) -> Result<Effect, EffectError> {
    let n = paired.n as f64;
    let g = small_sample.factor(n - 1.0)? * paired.change() / paired.before.sd;
    let apart = 2.0 * (1.0 - paired.correlation.value());
    Effect::new(g, apart / n + g * g / (2.0 * n))
}

/// Returns the same estimate as [`standardised_by_before`] with a variance that lets the two
/// standard deviations differ: s_D²/[s₀²(n − 1)] + g²/[2(n − 1)].
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Bonett DG. Psychol Methods 2008;13:99–109. Also known as: SMCRH.
pub fn standardised_by_before_unequal(
    paired: &Paired,
    small_sample: SmallSample,
) -> Result<Effect, EffectError> {
    let df = paired.n as f64 - 1.0;
    let g = small_sample.factor(df)? * paired.change() / paired.before.sd;
    let change = paired.change_variance() / paired.before.sd.powi(2);
    Effect::new(g, change / df + g * g / (2.0 * df))
}

/// Returns the mean change in units of the average standard deviation, J(ν)(m₁ − m₀)/s̄ with
/// ν = 2(n − 1)/(1 + r²), and variance 2(1 − r)/n + g²(1 + r²)/(4n), g the estimate.
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Cousineau D. Quant Methods Psychol 2020;16:418–421. Bonett DG. Psychol Methods 2008;13:99–109.
/// Also known as: SMCRP, d_av.
pub fn standardised_by_average(
    paired: &Paired,
    small_sample: SmallSample,
) -> Result<Effect, EffectError> {
    let n = paired.n as f64;
    let r = paired.correlation.value();
    let g = average_estimate(paired, small_sample)?;
    Effect::new(g, 2.0 * (1.0 - r) / n + g * g * (1.0 + r * r) / (4.0 * n))
}

/// Returns the same estimate as [`standardised_by_average`] with a variance that lets the two
/// standard deviations differ:
/// s_D²/[s̄²(n − 1)] + g²(s₁⁴ + s₀⁴ + 2r²s₁²s₀²)/[8s̄⁴(n − 1)].
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Bonett DG. Psychol Methods 2008;13:99–109. Also known as: SMCRPH.
pub fn standardised_by_average_unequal(
    paired: &Paired,
    small_sample: SmallSample,
) -> Result<Effect, EffectError> {
    let df = paired.n as f64 - 1.0;
    let g = average_estimate(paired, small_sample)?;
    let average = paired.average_variance();
    let (one, zero) = (
        paired.after.sd.powi(2) / average,
        paired.before.sd.powi(2) / average,
    );
    let r = paired.correlation.value();
    let spread = one * one + zero * zero + 2.0 * r * r * one * zero;
    Effect::new(
        g,
        paired.change_variance() / average / df + g * g * spread / (8.0 * df),
    )
}

fn average_estimate(paired: &Paired, small_sample: SmallSample) -> Result<f64, EffectError> {
    let r = paired.correlation.value();
    let df = 2.0 * (paired.n as f64 - 1.0) / (1.0 + r * r);
    Ok(small_sample.factor(df)? * paired.change() / paired.average_variance().sqrt())
}

/// Returns the log ratio of the two means, ln(m₁/m₀), with variance
/// s₁²/(n m₁²) + s₀²/(n m₀²) − 2r s₁s₀/(n m₁m₀).
///
/// With [`RatioBias::Corrected`], ½[s₁²/(n m₁²) − s₀²/(n m₀²)] is added to the estimate.
///
/// # Errors
/// [`EffectError::OppositeSigns`]; [`EffectError::Variance`] when the terms cancel.
///
/// # References
/// Lajeunesse MJ. Ecology 2011;92:2049–2055; 2015;96:2056–2063 for the correction, which metafor
/// makes by default since 5.0-1.
pub fn log_ratio_of_means_change(paired: &Paired, bias: RatioBias) -> Result<Effect, EffectError> {
    let (after, before) = (paired.after, paired.before);
    let estimate = log_ratio(after.mean, before.mean)?;
    let n = paired.n as f64;
    let (one, zero) = (after.sd / after.mean, before.sd / before.mean);
    let r = paired.correlation.value();
    let spread = (one - zero).powi(2) + 2.0 * (1.0 - r) * one * zero;
    let correction = bias.share() * (one * one - zero * zero) / n;
    Effect::new(estimate + correction, spread / n)
}

/// Returns the log ratio of the two standard deviations, ln(s₁/s₀), with variance
/// (1 − r²)/(n − 1).
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Nakagawa S et al. Methods Ecol Evol 2015;6:143–152, with the correlation of the two logs taken as
/// r², as in bivariate normal data.
pub fn log_variability_ratio_change(paired: &Paired) -> Result<Effect, EffectError> {
    let r = paired.correlation.value();
    Effect::new(
        paired.after.sd.ln() - paired.before.sd.ln(),
        (1.0 - r) * (1.0 + r) / (paired.n as f64 - 1.0),
    )
}

/// Returns the log ratio of the two coefficients of variation,
/// [`log_variability_ratio_change`] minus [`log_ratio_of_means_change`], with the sum of their
/// variances.
///
/// # Errors
/// As [`log_ratio_of_means_change`].
///
/// # References
/// Nakagawa S et al. Methods Ecol Evol 2015;6:143–152.
pub fn log_cv_ratio_change(paired: &Paired, bias: RatioBias) -> Result<Effect, EffectError> {
    let spread = log_variability_ratio_change(paired)?;
    let means = log_ratio_of_means_change(paired, bias)?;
    Effect::new(
        spread.estimate - means.estimate,
        spread.variance.get() + means.variance.get(),
    )
}
