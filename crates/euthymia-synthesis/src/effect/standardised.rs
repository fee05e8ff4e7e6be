//! Standardised differences of two groups' means: pooled, average and control standard deviations;
//! from means, from d, from t and from p; and the correlations that say the same.

use super::correlation::{Direction, fisher_z_of, t_of};
use super::means::Group;
use super::{Effect, EffectError, SmallSample};
use euthymia_numerics::{Probability, normal};

/// Cohen's d of two groups with their sizes, before any small-sample factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CohensD {
    d: f64,
    n1: u64,
    n2: u64,
}

impl CohensD {
    /// Checks that d is finite and both groups are at least 2.
    ///
    /// # Errors
    /// [`EffectError::NotFinite`], [`EffectError::GroupTooSmall`].
    pub fn new(d: f64, n1: u64, n2: u64) -> Result<Self, EffectError> {
        if !d.is_finite() {
            return Err(EffectError::NotFinite(d));
        }
        for n in [n1, n2] {
            if n < 2 {
                return Err(EffectError::GroupTooSmall(n));
            }
        }
        Ok(Self { d, n1, n2 })
    }

    /// From two groups: d = (m₁ − m₂)/s, s the pooled standard deviation.
    ///
    /// # Errors
    /// [`EffectError::NotFinite`] when a number overflows.
    pub fn of(first: &Group, second: &Group) -> Result<Self, EffectError> {
        let d = (first.mean() - second.mean()) / first.pooled_sd(second);
        Self::new(d, first.n(), second.n())
    }

    /// From the t statistic of the test of two independent groups: d = t√(1/n₁ + 1/n₂).
    ///
    /// # Errors
    /// As [`CohensD::new`].
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::effect::standardised::CohensD;
    /// assert!((CohensD::from_t(3.0, 18, 18)?.d() - 1.0).abs() < 1e-15);
    /// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
    /// ```
    pub fn from_t(t: f64, n1: u64, n2: u64) -> Result<Self, EffectError> {
        let checked = Self::new(t, n1, n2)?;
        Self::new(t * checked.inverse_sizes().sqrt(), n1, n2)
    }

    /// From the two-sided p-value of that test, n₁ + n₂ − 2 degrees of freedom.
    ///
    /// # Errors
    /// As [`CohensD::new`].
    pub fn from_p(
        p: Probability,
        direction: Direction,
        n1: u64,
        n2: u64,
    ) -> Result<Self, EffectError> {
        let df = Self::new(0.0, n1, n2)?.df();
        Self::from_t(t_of(p, direction, df), n1, n2)
    }

    /// The standardised difference.
    #[must_use]
    pub fn d(&self) -> f64 {
        self.d
    }

    /// The sizes of the two groups.
    #[must_use]
    pub fn sizes(&self) -> [u64; 2] {
        [self.n1, self.n2]
    }

    /// n₁ + n₂ − 2.
    #[must_use]
    pub fn df(&self) -> f64 {
        self.n1 as f64 + self.n2 as f64 - 2.0
    }

    /// 1/n₁ + 1/n₂.
    fn inverse_sizes(&self) -> f64 {
        1.0 / self.n1 as f64 + 1.0 / self.n2 as f64
    }
}

/// How the variance of a standardised mean difference is formed; h = 1/n₁ + 1/n₂, N = n₁ + n₂,
/// m = N − 2, g = J d.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmdVariance {
    /// h + g²/(2N): Hedges 1982, equation 8 (`LS`).
    LargeSample,
    /// J²[h + d²/(2N)]: Borenstein 2009, equation 12.17 (`LS2`).
    SquaredFactor,
    /// h + [1 − (m − 2)/(m J²)]g²: Hedges 1983, equation 9 (`UB`).
    Unbiased,
}

/// Returns the standardised mean difference J(m)d, m = n₁ + n₂ − 2, with a variance of the kind
/// asked for.
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Hedges LV. J Educ Stat 1981;6:107–128; Psychol Bull 1982;92:490–499; 1983;93:388–395. Borenstein M.
/// In: The Handbook of Research Synthesis and Meta-Analysis. 2nd ed. 2009, ch. 12.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::SmallSample;
/// use euthymia_synthesis::effect::standardised::{CohensD, SmdVariance, smd};
/// let d = CohensD::new(0.5, 10, 10)?;
/// let plain = smd(&d, SmallSample::Uncorrected, SmdVariance::LargeSample)?;
/// // 1/10 + 1/10 + 0.25/40.
/// assert_eq!(plain.estimate, 0.5);
/// assert!((plain.variance.get() - 0.20625).abs() < 1e-16);
/// let g = smd(&d, SmallSample::Approximate, SmdVariance::SquaredFactor)?;
/// let j: f64 = 1.0 - 3.0 / 71.0;
/// assert!((g.variance.get() - 0.20625 * j * j).abs() < 1e-16);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn smd(
    difference: &CohensD,
    small_sample: SmallSample,
    variance: SmdVariance,
) -> Result<Effect, EffectError> {
    let m = difference.df();
    let j = small_sample.factor(m)?;
    let (d, h) = (difference.d, difference.inverse_sizes());
    let g = j * d;
    let variance = match variance {
        SmdVariance::LargeSample => h + g * g / (2.0 * (m + 2.0)),
        SmdVariance::SquaredFactor => j * j * (h + d * d / (2.0 * (m + 2.0))),
        SmdVariance::Unbiased => h + g * g - (m - 2.0) / m * d * d,
    };
    Effect::new(g, variance)
}

/// Returns the standardised mean difference in units of s̄ = √((s₁² + s₂²)/2), J(n₁ + n₂ − 2)
/// (m₁ − m₂)/s̄, with a variance that lets the groups' standard deviations differ:
/// g²[s₁⁴/(n₁ − 1) + s₂⁴/(n₂ − 1)]/(8s̄⁴) + [s₁²/(n₁ − 1) + s₂²/(n₂ − 1)]/s̄².
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Bonett DG. Psychol Methods 2008;13:99–109; 2009;14:225–238. Also known as: SMDH.
/// metafor 3.8 multiplies the variance by J² once more; 5.1 does not.
pub fn smd_unequal(
    first: &Group,
    second: &Group,
    small_sample: SmallSample,
) -> Result<Effect, EffectError> {
    let (df1, df2) = (first.n() as f64 - 1.0, second.n() as f64 - 1.0);
    let average = 0.5 * (first.sd().powi(2) + second.sd().powi(2));
    let (v1, v2) = (first.sd().powi(2) / average, second.sd().powi(2) / average);
    let factor = small_sample.factor(df1 + df2)?;
    let g = factor * (first.mean() - second.mean()) / average.sqrt();
    let scale = v1 * v1 / df1 + v2 * v2 / df2;
    Effect::new(g, g * g * scale / 8.0 + v1 / df1 + v2 / df2)
}

/// Returns Glass's Δ, the difference in units of the second group's standard deviation,
/// J(n₂ − 1)(m₁ − m₂)/s₂, with variance 1/n₁ + 1/n₂ + g²/(2n₂).
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Glass GV. Educ Res 1976;5(10):3–8. Hedges LV. J Educ Stat 1981;6:107–128. Also known as: SMD1.
pub fn glass_delta(
    first: &Group,
    second: &Group,
    small_sample: SmallSample,
) -> Result<Effect, EffectError> {
    let (n1, n2) = (first.n() as f64, second.n() as f64);
    let g = glass_estimate(first, second, small_sample)?;
    Effect::new(g, 1.0 / n1 + 1.0 / n2 + g * g / (2.0 * n2))
}

/// Returns Glass's Δ with a variance that lets the groups' standard deviations differ:
/// s₁²/[s₂²(n₁ − 1)] + 1/(n₂ − 1) + g²/[2(n₂ − 1)].
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Bonett DG. Psychol Methods 2008;13:99–109. Also known as: SMD1H. metafor 3.8 has n₁ and n₂ in place of
/// n₁ − 1 and n₂ − 1; 5.1 agrees with Bonett.
pub fn glass_delta_unequal(
    first: &Group,
    second: &Group,
    small_sample: SmallSample,
) -> Result<Effect, EffectError> {
    let (df1, df2) = (first.n() as f64 - 1.0, second.n() as f64 - 1.0);
    let g = glass_estimate(first, second, small_sample)?;
    let ratio = (first.sd() / second.sd()).powi(2);
    Effect::new(g, ratio / df1 + 1.0 / df2 + g * g / (2.0 * df2))
}

fn glass_estimate(
    first: &Group,
    second: &Group,
    small_sample: SmallSample,
) -> Result<f64, EffectError> {
    let factor = small_sample.factor(second.n() as f64 - 1.0)?;
    Ok(factor * (first.mean() - second.mean()) / second.sd())
}

/// Returns the point-biserial correlation d/√(d² + h), h = m/n₁ + m/n₂, m = n₁ + n₂ − 2.
///
/// With the group sizes fixed (`stratified`), the variance is h²/(h + d²)³ [1/n₁ + 1/n₂ + d²/(2N)];
/// with only the total fixed, (1 − r²)²[1 − 3r²/2 + r²/(4pq)]/N, p = n₁/N, q = n₂/N.
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Tate RF. Ann Math Stat 1954;25:603–607. Jacobs P, Viechtbauer W. Res Synth Methods 2017;8:161–180.
pub fn point_biserial(difference: &CohensD, stratified: bool) -> Result<Effect, EffectError> {
    let (d, m, inverse) = (difference.d, difference.df(), difference.inverse_sizes());
    let (h, n) = (m * inverse, m + 2.0);
    let r = d / d.hypot(h.sqrt());
    let variance = if stratified {
        let share = h / (h + d * d);
        share * share / (h + d * d) * (inverse + d * d / (2.0 * n))
    } else {
        let (p, q) = (difference.n1 as f64 / n, difference.n2 as f64 / n);
        let rest = h / (h + d * d);
        rest * rest * (1.0 - 1.5 * r * r + r * r / (4.0 * p * q)) / n
    };
    Effect::new(r, variance)
}

/// Returns Fisher's z of the point-biserial correlation, with variance v/(1 − r²)².
///
/// # Errors
/// As [`point_biserial`].
pub fn point_biserial_z(difference: &CohensD, stratified: bool) -> Result<Effect, EffectError> {
    fisher_z_of(&point_biserial(difference, stratified)?)
}

/// Returns the biserial correlation √(pq)/f times the point-biserial one, where f = φ(z) is the
/// normal density at the cut z = Φ⁻¹(q), with Soper's variance
/// {pq/f² − [3/2 + (1 − pz/f)(1 + qz/f)]r² + r⁴}/(N − 1).
///
/// # Errors
/// [`EffectError::Variance`] when the data are so far from normal that the variance is negative.
///
/// # References
/// Soper HE. Biometrika 1914;10:384–390. Jacobs P, Viechtbauer W. Res Synth Methods 2017;8:161–180.
pub fn biserial(difference: &CohensD) -> Result<Effect, EffectError> {
    let n = difference.df() + 2.0;
    let (p, q) = (difference.n1 as f64 / n, difference.n2 as f64 / n);
    let Ok(upper) = Probability::new(p) else {
        return Err(EffectError::NotFinite(p));
    };
    let z = normal::upper_quantile(upper);
    let f = normal::density(z);
    let h = difference.df() * difference.inverse_sizes();
    let r = (p * q).sqrt() / f * (difference.d / difference.d.hypot(h.sqrt()));
    let square = r * r;
    let slope = 1.5 + (1.0 - p * z / f) * (1.0 + q * z / f);
    Effect::new(
        r,
        (p * q / (f * f) - slope * square + square * square) / (n - 1.0),
    )
}

/// Returns Fisher's z of the biserial correlation, with variance v/(1 − r²)².
///
/// # Errors
/// As [`biserial`]; [`EffectError::NotFinite`] when the coefficient is 1 or beyond, which it can be.
pub fn biserial_z(difference: &CohensD) -> Result<Effect, EffectError> {
    fisher_z_of(&biserial(difference)?)
}
