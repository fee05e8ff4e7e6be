//! A standardised mean difference from a two-by-two table, and a log odds ratio from a standardised
//! mean difference: both suppose a continuous outcome that was cut into two.

use super::proportion::Split;
use super::two_by_two::Cells;
use super::{Effect, EffectError};
use euthymia_numerics::{Probability, normal};
use std::f64::consts::PI;

/// What the outcome is supposed to follow within each group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Latent {
    /// A normal distribution.
    Normal,
    /// A logistic distribution.
    Logistic,
}

impl Latent {
    /// The log odds ratio per unit of the standardised mean difference: π/√3 for the logistic
    /// distribution, Cox's 1.65 for the normal.
    ///
    /// # References
    /// Hasselblad V, Hedges LV. Psychol Bull 1995;117:167–178. Cox DR, Snell EJ. Analysis of Binary
    /// Data. 2nd ed. 1989. Sánchez-Meca J et al. Psychol Methods 2003;8:448–467.
    #[must_use]
    pub fn log_odds_per_sd(self) -> f64 {
        match self {
            Self::Normal => 1.65,
            Self::Logistic => PI / 3.0_f64.sqrt(),
        }
    }
}

/// Returns the standardised mean difference that a log odds ratio stands for: the estimate divided
/// by [`Latent::log_odds_per_sd`], the variance by its square.
///
/// # Errors
/// As [`Effect::scaled`].
///
/// # References
/// As [`Latent::log_odds_per_sd`]; Chinn S. Stat Med 2000;19:3127–3131 for the logistic case.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::Effect;
/// use euthymia_synthesis::effect::latent::{Latent, d_from_log_odds_ratio, log_odds_ratio_from_d};
/// let d = d_from_log_odds_ratio(&Effect::new(3.3, 0.33)?, Latent::Normal)?;
/// assert!((d.estimate - 2.0).abs() < 1e-15);
/// let back = log_odds_ratio_from_d(&d, Latent::Normal)?;
/// assert!((back.variance.get() - 0.33).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn d_from_log_odds_ratio(log_odds: &Effect, latent: Latent) -> Result<Effect, EffectError> {
    log_odds.scaled(1.0 / latent.log_odds_per_sd())
}

/// Returns the log odds ratio that a standardised mean difference stands for: the estimate times
/// [`Latent::log_odds_per_sd`], the variance times its square.
///
/// # Errors
/// As [`Effect::scaled`].
///
/// # References
/// As [`Latent::log_odds_per_sd`].
pub fn log_odds_ratio_from_d(d: &Effect, latent: Latent) -> Result<Effect, EffectError> {
    d.scaled(latent.log_odds_per_sd())
}

/// Returns the probit Φ⁻¹(x/n) of one group with variance 2π e^{z²} p(1 − p)/n, z the probit.
///
/// # Errors
/// [`EffectError::NotFinite`] at 0 and 1 without a correction.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::latent::probit;
/// use euthymia_synthesis::effect::proportion::Split;
/// // One half: z = 0, variance 2π/(4n).
/// let effect = probit(&Split { events: 5.0, others: 5.0, added: 0.0 })?;
/// assert_eq!(effect.estimate, 0.0);
/// assert!((effect.variance.get() - std::f64::consts::PI / 20.0).abs() < 1e-16);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn probit(split: &Split) -> Result<Effect, EffectError> {
    let (x, y) = (split.events, split.others);
    let n = x + y;
    // The smaller share keeps its digits.
    let (share, sign) = if x <= y { (x / n, -1.0) } else { (y / n, 1.0) };
    let Ok(tail) = Probability::new(share) else {
        return Err(EffectError::NotFinite(share));
    };
    let z = sign * normal::upper_quantile(tail);
    Effect::new(z, 2.0 * PI * (z * z).exp() * (x / n) * (y / n) / n)
}

/// Returns the probit difference Φ⁻¹(a/n₁) − Φ⁻¹(c/n₂), an estimate of the standardised mean
/// difference under normal distributions; its variance is the sum of those of [`probit`].
///
/// # Errors
/// [`EffectError::NotFinite`] on an uncorrected zero.
///
/// # References
/// Sánchez-Meca J, Marín-Martínez F, Chacón-Moscoso S. Psychol Methods 2003;8:448–467.
pub fn probit_difference(cells: &Cells) -> Result<Effect, EffectError> {
    let side = |events, others| {
        probit(&Split {
            events,
            others,
            added: cells.added,
        })
    };
    let (first, second) = (side(cells.a, cells.b)?, side(cells.c, cells.d)?);
    Effect::new(
        first.estimate - second.estimate,
        first.variance.get() + second.variance.get(),
    )
}
