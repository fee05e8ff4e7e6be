//! Correlation coefficients: raw, corrected for bias, Fisher's z, and partial.

use super::{Effect, EffectError};
use euthymia_numerics::gamma::ln_gamma_half_step;
use euthymia_numerics::sum::compensated;
use euthymia_numerics::{Probability, student_t};
use std::f64::consts::{FRAC_PI_2, PI};

/// Which way an association or a difference goes, where a p-value does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Above zero.
    Positive,
    /// Below zero.
    Negative,
}

impl Direction {
    /// +1 or −1.
    #[must_use]
    pub fn sign(self) -> f64 {
        match self {
            Self::Positive => 1.0,
            Self::Negative => -1.0,
        }
    }
}

/// The t statistic with a two-sided p-value on `df` degrees of freedom.
pub(super) fn t_of(p: Probability, direction: Direction, df: f64) -> f64 {
    direction.sign() * student_t::upper_quantile(p.half(), df)
}

/// A correlation coefficient of two variables in n people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    r: f64,
    n: u64,
}

impl Correlation {
    /// Checks that r lies between −1 and 1, both excluded, and that n is at least 4.
    ///
    /// # Errors
    /// [`EffectError::Correlation`], [`EffectError::SampleTooSmall`].
    pub fn new(r: f64, n: u64) -> Result<Self, EffectError> {
        inside(r)?;
        if n < 4 {
            return Err(EffectError::SampleTooSmall { n, least: 4 });
        }
        Ok(Self { r, n })
    }

    /// From the t statistic of the test of r = 0: r = t/√(t² + n − 2).
    ///
    /// # Errors
    /// [`EffectError::SampleTooSmall`]; [`EffectError::Correlation`] when t is so large that r is 1,
    /// or not finite.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::effect::correlation::Correlation;
    /// // t = 3 on 16 degrees of freedom: 3/√25.
    /// assert!((Correlation::from_t(3.0, 18)?.r() - 0.6).abs() < 1e-15);
    /// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
    /// ```
    pub fn from_t(t: f64, n: u64) -> Result<Self, EffectError> {
        let df = degrees(n, 2)?;
        Self::new(t / t.hypot(df.sqrt()), n)
    }

    /// From the two-sided p-value of the test of r = 0.
    ///
    /// # Errors
    /// As [`Correlation::from_t`].
    pub fn from_p(p: Probability, direction: Direction, n: u64) -> Result<Self, EffectError> {
        Self::from_t(t_of(p, direction, degrees(n, 2)?), n)
    }

    /// The coefficient.
    #[must_use]
    pub fn r(&self) -> f64 {
        self.r
    }

    /// The number of people.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }
}

/// Returns r with variance (1 − r²)²/(n − 1).
///
/// # Errors
/// [`EffectError::Variance`] when r is so near ±1 that the variance vanishes.
///
/// # References
/// Borenstein M. In: Cooper H, Hedges LV, Valentine JC, eds. The Handbook of Research Synthesis and
/// Meta-Analysis. 2nd ed. 2009, equation 12.27.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::correlation::{Correlation, fisher_z, raw};
/// let correlation = Correlation::new(0.5, 10)?;
/// assert!((raw(&correlation)?.variance.get() - 0.0625).abs() < 1e-16);
/// // artanh ½ = ½ ln 3, variance 1/7.
/// assert!((fisher_z(&correlation)?.estimate - 0.5 * 3.0_f64.ln()).abs() < 1e-15);
/// assert!((fisher_z(&correlation)?.variance.get() - 1.0 / 7.0).abs() < 1e-16);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn raw(correlation: &Correlation) -> Result<Effect, EffectError> {
    Effect::new(
        correlation.r,
        unexplained(correlation.r).powi(2) / (correlation.n as f64 - 1.0),
    )
}

/// Returns the unbiased r, u = r ₂F₁(½, ½; (n − 2)/2; 1 − r²), with variance (1 − u²)²/(n − 1).
///
/// # Errors
/// As [`raw`].
///
/// # References
/// Olkin I, Pratt JW. Ann Math Stat 1958;29:201–211, equation 2.3, exact.
pub fn unbiased(correlation: &Correlation) -> Result<Effect, EffectError> {
    let u = correlation.r * olkin_pratt(correlation.r, correlation.n as f64);
    Effect::new(u, unexplained(u).powi(2) / (correlation.n as f64 - 1.0))
}

/// Returns the unbiased r with the unbiased estimate of its variance,
/// u² − 1 + (n − 3)/(n − 2) (1 − r²) ₂F₁(1, 1; n/2; 1 − r²).
///
/// # Errors
/// [`EffectError::Variance`] when the estimate of the variance is not positive, which can happen in
/// the smallest samples.
///
/// # References
/// Hedges LV. J Appl Psychol 1989;74:469–477; Olkin I, Pratt JW. Ann Math Stat 1958;29:201–211.
pub fn unbiased_both(correlation: &Correlation) -> Result<Effect, EffectError> {
    let (r, n) = (correlation.r, correlation.n as f64);
    let u = r * olkin_pratt(r, n);
    Effect::new(u, unbiased_unexplained(r, n) - unexplained(u))
}

/// Returns Fisher's z, artanh r, with variance 1/(n − 3).
///
/// # Errors
/// None for a checked correlation.
///
/// # References
/// Fisher RA. Metron 1921;1:3–32.
pub fn fisher_z(correlation: &Correlation) -> Result<Effect, EffectError> {
    Effect::new(correlation.r.atanh(), 1.0 / (correlation.n as f64 - 3.0))
}

/// Fisher's z of a coefficient with a variance of its own, by the delta method: v/(1 − r²)².
pub(super) fn fisher_z_of(effect: &Effect) -> Result<Effect, EffectError> {
    let r = effect.estimate;
    Effect::new(r.atanh(), effect.variance.get() / unexplained(r).powi(2))
}

/// The partial correlation of one predictor with the outcome, given the others of a regression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartialCorrelation {
    r: f64,
    n: u64,
    predictors: u64,
}

impl PartialCorrelation {
    /// From the t statistic of the predictor's coefficient in a regression of n people on
    /// `predictors` predictors: r = t/√(t² + n − predictors − 1).
    ///
    /// # Errors
    /// [`EffectError::SampleTooSmall`] when n is below predictors + 3; [`EffectError::Correlation`].
    pub fn from_t(t: f64, predictors: u64, n: u64) -> Result<Self, EffectError> {
        let df = degrees(n, predictors.saturating_add(1))?;
        Self::new(t / t.hypot(df.sqrt()), predictors, n)
    }

    /// Checks that r lies between −1 and 1, both excluded, that there is a predictor, and that n is
    /// at least predictors + 3.
    ///
    /// # Errors
    /// [`EffectError::SampleTooSmall`], [`EffectError::Correlation`].
    pub fn new(r: f64, predictors: u64, n: u64) -> Result<Self, EffectError> {
        let least = predictors.max(1).saturating_add(3);
        if n < least || predictors == 0 {
            return Err(EffectError::SampleTooSmall { n, least });
        }
        inside(r)?;
        Ok(Self { r, n, predictors })
    }

    /// The coefficient.
    #[must_use]
    pub fn r(&self) -> f64 {
        self.r
    }

    /// The number of people.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The number of predictors in the regression, the one in question included.
    #[must_use]
    pub fn predictors(&self) -> u64 {
        self.predictors
    }

    /// n less the other predictors: a partial correlation varies like a correlation of so many.
    fn effective_n(&self) -> f64 {
        (self.n - (self.predictors - 1)) as f64
    }
}

/// Returns the partial correlation with variance (1 − r²)²/(n − m), m predictors.
///
/// # Errors
/// As [`raw`].
///
/// # References
/// Anderson TW. An Introduction to Multivariate Statistical Analysis. 2nd ed. 1984, § 4.3: a partial
/// correlation given m − 1 variables has the distribution of a correlation of n − (m − 1). metafor
/// 3.8 divides by n − m − 1, and 5.1 by n − m.
pub fn partial(correlation: &PartialCorrelation) -> Result<Effect, EffectError> {
    Effect::new(
        correlation.r,
        unexplained(correlation.r).powi(2) / (correlation.effective_n() - 1.0),
    )
}

/// Returns Fisher's z of a partial correlation with variance 1/(n − m − 2), m predictors.
///
/// # Errors
/// As [`raw`].
///
/// # References
/// As [`partial`].
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::correlation::{PartialCorrelation, partial, partial_z};
/// // t = 3 with 20 − 3 − 1 = 16 degrees of freedom.
/// let correlation = PartialCorrelation::from_t(3.0, 3, 20)?;
/// assert!((partial(&correlation)?.estimate - 0.6).abs() < 1e-15);
/// assert!((partial_z(&correlation)?.variance.get() - 1.0 / 15.0).abs() < 1e-16);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn partial_z(correlation: &PartialCorrelation) -> Result<Effect, EffectError> {
    Effect::new(
        correlation.r.atanh(),
        1.0 / (correlation.effective_n() - 3.0),
    )
}

/// 1 − r², with the digits that a subtraction would lose near ±1.
pub(super) fn unexplained(r: f64) -> f64 {
    (1.0 - r) * (1.0 + r)
}

/// Refuses what is not between −1 and 1.
pub(super) fn inside(r: f64) -> Result<(), EffectError> {
    if r.abs() < 1.0 {
        Ok(())
    } else {
        Err(EffectError::Correlation(r))
    }
}

/// n − used, at least 1.
fn degrees(n: u64, used: u64) -> Result<f64, EffectError> {
    match n.checked_sub(used) {
        Some(df) if df > 0 => Ok(df as f64),
        _ => Err(EffectError::SampleTooSmall {
            n,
            least: used.saturating_add(1),
        }),
    }
}

/// From this size on the series below need fewer than 200 terms for any r.
const SERIES_FROM: f64 = 40.0;

/// ₂F₁(½, ½; (n − 2)/2; 1 − r²) for n ≥ 4.
///
/// Small samples: Euler's integral with t = cos²φ,
/// 2Γ(c)/(√π Γ(c − ½)) ∫₀^{π/2} sinⁿ⁻⁴φ/√(r² + (1 − r²)sin²φ) dφ, c = (n − 2)/2.
fn olkin_pratt(r: f64, n: f64) -> f64 {
    let x = unexplained(r);
    if n >= SERIES_FROM || x < 0.25 {
        return series(0.5, (n - 2.0) / 2.0, x);
    }
    let log_gammas = ln_gamma_half_step((n - 3.0) / 2.0);
    let integral = integral_from_zero(FRAC_PI_2, |angle| {
        let sine = angle.sin();
        sine.powf(n - 4.0) / r.hypot(x.sqrt() * sine)
    });
    2.0 / PI.sqrt() * log_gammas.exp() * integral
}

/// The unbiased estimate of 1 − ρ²: (n − 3)/(n − 2) (1 − r²) ₂F₁(1, 1; n/2; 1 − r²) for n ≥ 4.
///
/// Small samples: Euler's integral (c − 1) ∫₀¹ s^(c − 2)/(r² + (1 − r²)s) ds, c = n/2.
fn unbiased_unexplained(r: f64, n: f64) -> f64 {
    let x = unexplained(r);
    let c = n / 2.0;
    let f = if n >= SERIES_FROM || x < 0.25 {
        series(1.0, c, x)
    } else {
        (c - 1.0) * integral_from_zero(1.0, |s| s.powf(c - 2.0) / (r * r + x * s))
    };
    (n - 3.0) / (n - 2.0) * x * f
}

/// ₂F₁(a, a; c; x) = Σ [(a)ⱼ]²/[(c)ⱼ j!] xʲ; all terms are positive.
fn series(a: f64, c: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut j) = (1.0, 1.0, 0.0);
    while term > 1e-18 * sum && j < 500.0 {
        term *= (j + a) * (j + a) / ((c + j) * (j + 1.0)) * x;
        sum += term;
        j += 1.0;
    }
    sum
}

/// ∫₀^end f by the double-exponential rule: where r is small, f turns sharply near 0, and there the
/// points of this rule crowd.
fn integral_from_zero(end: f64, f: impl Fn(f64) -> f64) -> f64 {
    const STEP: f64 = 1.0 / 128.0;
    const STEPS: i32 = 576;
    let terms = (-STEPS..=STEPS).map(|i| {
        let t = f64::from(i) * STEP;
        let e = (-PI * t.sinh()).exp();
        let weight = end * PI * t.cosh() * e / ((1.0 + e) * (1.0 + e));
        weight * f(end / (1.0 + e))
    });
    compensated(terms) * STEP
}
