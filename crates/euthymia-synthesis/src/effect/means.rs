//! Mean difference and Hedges' g from two groups' means and standard deviations.

use super::{Effect, EffectError};
use euthymia_numerics::gamma::ln_gamma_half_step;

/// Mean, standard deviation and size of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    mean: f64,
    sd: f64,
    n: u64,
}

impl Group {
    /// Checks that the mean is finite, the standard deviation positive and the group at least 2.
    ///
    /// # Errors
    /// [`EffectError::NotFinite`], [`EffectError::StandardDeviation`], [`EffectError::GroupTooSmall`].
    pub fn new(mean: f64, sd: f64, n: u64) -> Result<Self, EffectError> {
        if !mean.is_finite() {
            return Err(EffectError::NotFinite(mean));
        }
        if !(sd > 0.0 && sd.is_finite()) {
            return Err(EffectError::StandardDeviation(sd));
        }
        if n < 2 {
            return Err(EffectError::GroupTooSmall(n));
        }
        Ok(Self { mean, sd, n })
    }
}

impl Group {
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

    /// The number of patients.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The pooled standard deviation √{[(n₁ − 1)s₁² + (n₂ − 1)s₂²]/(n₁ + n₂ − 2)}.
    #[must_use]
    pub fn pooled_sd(&self, other: &Self) -> f64 {
        let (n1, n2) = (self.n as f64, other.n as f64);
        let squares = (n1 - 1.0) * self.sd.powi(2) + (n2 - 1.0) * other.sd.powi(2);
        (squares / (n1 + n2 - 2.0)).sqrt()
    }

    /// Makes one group of two, as if their patients had been measured together.
    ///
    /// n = n₁ + n₂, the weighted mean, and
    /// s² = [(n₁−1)s₁² + (n₂−1)s₂² + n₁n₂(m₁−m₂)²/n] / (n − 1).
    ///
    /// # References
    /// Cochrane Handbook for Systematic Reviews of Interventions 6.5.2.10, Table 6.5.a.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::effect::means::Group;
    /// // 1, 3 (mean 2, variance 2) and 5, 7 (mean 6, variance 2) make 1, 3, 5, 7.
    /// let sd = 2.0_f64.sqrt();
    /// let all = Group::new(2.0, sd, 2)?.combined(&Group::new(6.0, sd, 2)?)?;
    /// assert_eq!((all.mean(), all.n()), (4.0, 4));
    /// assert!((all.sd() - (20.0_f64 / 3.0).sqrt()).abs() < 1e-15);
    /// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
    /// ```
    ///
    /// # Errors
    /// [`EffectError::NotFinite`] or [`EffectError::StandardDeviation`] when a sum overflows.
    pub fn combined(&self, other: &Self) -> Result<Self, EffectError> {
        let (n1, n2) = (self.n as f64, other.n as f64);
        let n = n1 + n2;
        let within = (n1 - 1.0) * self.sd.powi(2) + (n2 - 1.0) * other.sd.powi(2);
        let between = n1 * n2 / n * (self.mean - other.mean).powi(2);
        let mean = (n1 * self.mean + n2 * other.mean) / n;
        let patients = self.n.checked_add(other.n);
        Self::new(
            mean,
            ((within + between) / (n - 1.0)).sqrt(),
            patients.ok_or(EffectError::NotFinite(n))?,
        )
    }
}

/// Returns m₁ − m₂ with variance s₁²/n₁ + s₂²/n₂, in the unit of the means.
///
/// # Errors
/// [`EffectError::Variance`] when the variance overflows.
pub fn mean_difference(treatment: &Group, control: &Group) -> Result<Effect, EffectError> {
    let part = |group: &Group| group.sd * group.sd / group.n as f64;
    Effect::new(
        treatment.mean - control.mean,
        part(treatment) + part(control),
    )
}

/// Returns m₁ − m₂ with variance s²(1/n₁ + 1/n₂), s the pooled standard deviation: the two groups
/// are taken to vary alike (`vtype = "HO"`).
///
/// # Errors
/// [`EffectError::Variance`] when the variance overflows.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::means::{Group, mean_difference_one_variance};
/// // Pooled variance (4 + 16)/2 = 10; 10(1/5 + 1/5) = 4.
/// let effect = mean_difference_one_variance(&Group::new(5.0, 2.0, 5)?, &Group::new(3.0, 4.0, 5)?)?;
/// assert_eq!(effect.estimate, 2.0);
/// assert!((effect.variance.get() - 4.0).abs() < 1e-14);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn mean_difference_one_variance(
    treatment: &Group,
    control: &Group,
) -> Result<Effect, EffectError> {
    let variance = treatment.pooled_sd(control).powi(2);
    Effect::new(
        treatment.mean - control.mean,
        variance / treatment.n as f64 + variance / control.n as f64,
    )
}

/// Returns Hedges' g = J d, with d the mean difference over the pooled standard deviation, and
/// variance 1/n₁ + 1/n₂ + g²/(2(n₁ + n₂)).
///
/// J is the exact small-sample factor, see [`small_sample_factor`].
///
/// # Errors
/// [`EffectError::Variance`] when the variance overflows.
///
/// # References
/// Hedges LV. J Educ Stat 1981;6:107–128; variance as metafor's `vtype = "LS"`. Also known as: SMD,
/// standardised mean difference (bias-corrected).
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::means::{hedges_g, small_sample_factor, Group};
/// let g = hedges_g(&Group::new(12.0, 4.0, 10)?, &Group::new(10.0, 4.0, 10)?)?;
/// // d = 2/4 with 18 degrees of freedom.
/// assert!((g.estimate - 0.5 * small_sample_factor(18.0)).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn hedges_g(treatment: &Group, control: &Group) -> Result<Effect, EffectError> {
    let (n1, n2) = (treatment.n as f64, control.n as f64);
    let d = (treatment.mean - control.mean) / treatment.pooled_sd(control);
    let g = small_sample_factor(n1 + n2 - 2.0) * d;
    Effect::new(g, 1.0 / n1 + 1.0 / n2 + g * g / (2.0 * (n1 + n2)))
}

/// Returns J(m) = Γ(m/2) / (√(m/2) Γ((m − 1)/2)) for m > 1 degrees of freedom: what d is multiplied
/// by to remove its bias.
///
/// # Example
/// ```
/// // J(2) = Γ(1) / Γ(½) = 1/√π.
/// let j = euthymia_synthesis::effect::means::small_sample_factor(2.0);
/// assert!((j - 1.0 / std::f64::consts::PI.sqrt()).abs() < 1e-15);
/// ```
#[must_use]
pub fn small_sample_factor(m: f64) -> f64 {
    (ln_gamma_half_step((m - 1.0) / 2.0) - 0.5 * (m / 2.0).ln()).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_of_four_degrees_of_freedom() {
        // Γ(2) / (√2 Γ(3/2)) = 1 / (√2 · √π/2) = √(2/π).
        let expected = (2.0 / std::f64::consts::PI).sqrt();
        assert!((small_sample_factor(4.0) - expected).abs() < 1e-15);
    }

    #[test]
    fn the_common_approximation_is_close_and_not_the_same() {
        let exact = small_sample_factor(10.0);
        let approximate = 1.0 - 3.0 / 39.0;
        assert!((exact - approximate).abs() < 5e-4 && exact != approximate);
    }

    #[test]
    fn a_difference_of_two_points() {
        let effect = mean_difference(
            &Group::new(5.0, 2.0, 4).unwrap(),
            &Group::new(3.0, 3.0, 9).unwrap(),
        )
        .unwrap();
        assert_eq!(effect.estimate, 2.0);
        assert_eq!(effect.variance.get(), 2.0);
    }

    #[test]
    fn a_negative_standard_deviation_is_refused() {
        assert_eq!(
            Group::new(1.0, -2.0, 10),
            Err(EffectError::StandardDeviation(-2.0))
        );
        assert_eq!(Group::new(1.0, 2.0, 1), Err(EffectError::GroupTooSmall(1)));
    }
}
