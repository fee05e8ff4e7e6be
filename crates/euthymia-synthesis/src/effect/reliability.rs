//! Internal consistency of a scale: Cronbach's α, raw and transformed.
//!
//! Symbols: α of a scale of m items in n people.

use super::{Effect, EffectError};

/// Cronbach's α of a scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alpha {
    alpha: f64,
    items: u64,
    n: u64,
}

impl Alpha {
    /// Checks that α is below 1, that there are at least 2 items and at least 3 people.
    ///
    /// A negative α is possible and is not refused.
    ///
    /// # Errors
    /// [`EffectError::Reliability`], [`EffectError::Items`], [`EffectError::SampleTooSmall`].
    pub fn new(alpha: f64, items: u64, n: u64) -> Result<Self, EffectError> {
        if !(alpha < 1.0 && alpha.is_finite()) {
            return Err(EffectError::Reliability(alpha));
        }
        if items < 2 {
            return Err(EffectError::Items(items));
        }
        if n < 3 {
            return Err(EffectError::SampleTooSmall { n, least: 3 });
        }
        Ok(Self { alpha, items, n })
    }

    /// The coefficient.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The number of items.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.items
    }

    /// The number of people.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// 2m/[(m − 1)(n − 2)], the variance of ln(1 − α).
    fn log_variance(&self) -> f64 {
        let m = self.items as f64;
        2.0 * (m / (m - 1.0)) / (self.n as f64 - 2.0)
    }
}

/// Returns α with variance 2m(1 − α)²/[(m − 1)(n − 2)].
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// van Zyl JM, Neudecker H, Nel DG. Psychometrika 2000;65:271–280.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::reliability::{Alpha, bonett, from_bonett, raw};
/// // 2·5·0.04/(4·10) = 0.01.
/// let alpha = Alpha::new(0.8, 5, 12)?;
/// assert!((raw(&alpha)?.variance.get() - 0.01).abs() < 1e-16);
/// assert!((bonett(&alpha)?.estimate + 0.2_f64.ln()).abs() < 1e-15);
/// assert!((from_bonett(bonett(&alpha)?.estimate) - 0.8).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn raw(alpha: &Alpha) -> Result<Effect, EffectError> {
    let rest = 1.0 - alpha.alpha;
    Effect::new(alpha.alpha, alpha.log_variance() * rest * rest)
}

/// Returns the transformation 1 − (1 − α)^⅓ with variance
/// 18m(n − 1)(1 − α)^⅔/[(m − 1)(9n − 11)²].
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Hakstian AR, Whalen TE. Psychometrika 1976;41:219–231.
pub fn hakstian_whalen(alpha: &Alpha) -> Result<Effect, EffectError> {
    let root = (1.0 - alpha.alpha).cbrt();
    let (m, n) = (alpha.items as f64, alpha.n as f64);
    let size = (n - 1.0) / (9.0 * n - 11.0).powi(2);
    Effect::new(1.0 - root, 18.0 * (m / (m - 1.0)) * size * root * root)
}

/// Returns the transformation −ln(1 − α) with variance 2m/[(m − 1)(n − 2)].
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Bonett DG. J Educ Behav Stat 2002;27:335–340; Psychol Methods 2010;15:368–385.
pub fn bonett(alpha: &Alpha) -> Result<Effect, EffectError> {
    Effect::new(-(-alpha.alpha).ln_1p(), alpha.log_variance())
}

/// Returns the α whose Hakstian–Whalen value is `y`: 1 − (1 − y)³.
#[must_use]
pub fn from_hakstian_whalen(y: f64) -> f64 {
    1.0 - (1.0 - y).powi(3)
}

/// Returns the α whose Bonett value is `y`: 1 − e^(−y).
#[must_use]
pub fn from_bonett(y: f64) -> f64 {
    -(-y).exp_m1()
}
