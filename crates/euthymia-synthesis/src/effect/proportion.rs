//! One-group proportions: raw, logit, Freeman–Tukey double arcsine, and the way back.

use super::zero_cells::ZeroCells;
use super::{Effect, EffectError};

/// Events among the patients of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    events: u64,
    n: u64,
}

/// Events and others, after any correction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// With the event.
    pub events: f64,
    /// Without it.
    pub others: f64,
    /// What was added to each; 0 when nothing was.
    pub added: f64,
}

impl Count {
    /// Checks that events do not exceed patients and that there are patients.
    ///
    /// # Errors
    /// [`EffectError::EmptyGroup`], [`EffectError::EventsExceedN`].
    pub fn new(events: u64, n: u64) -> Result<Self, EffectError> {
        if n == 0 {
            return Err(EffectError::EmptyGroup);
        }
        if events > n {
            return Err(EffectError::EventsExceedN { events, n });
        }
        Ok(Self { events, n })
    }

    /// Number with the event.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Number of patients.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    fn split_plus(&self, added: f64) -> Split {
        Split {
            events: self.events as f64 + added,
            others: (self.n - self.events) as f64 + added,
            added,
        }
    }

    /// Under a zero-cell rule; `set_has_zero` says whether any group of the set is all events or
    /// has none.
    pub(super) fn under(&self, rule: &ZeroCells, set_has_zero: bool) -> Split {
        let extreme = self.is_extreme();
        self.split_plus(rule.addition(extreme, extreme, set_has_zero))
    }

    pub(super) fn is_extreme(&self) -> bool {
        self.events == 0 || self.events == self.n
    }
}

/// Applies a zero-cell rule to a set of groups.
#[must_use]
pub fn corrected(counts: &[Count], rule: &ZeroCells) -> Vec<Split> {
    let set_has_zero = counts.iter().any(Count::is_extreme);
    counts
        .iter()
        .map(|count| count.under(rule, set_has_zero))
        .collect()
}

/// Returns the raw proportion p = x/n with variance p(1 − p)/n.
///
/// Its symmetric interval can leave [0, 1] and its variance vanishes at both ends; the logit is
/// preferred for pooling.
///
/// # Errors
/// [`EffectError::Variance`] at 0 and 1 without a correction.
pub fn raw(split: &Split) -> Result<Effect, EffectError> {
    let n = split.events + split.others;
    Effect::new(split.events / n, split.events * split.others / n.powi(3))
}

/// Returns the log odds ln(x/(n − x)) with variance 1/x + 1/(n − x).
///
/// # Errors
/// [`EffectError::NotFinite`] at 0 and 1 without a correction.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::proportion::{corrected, from_logit, logit, Count};
/// use euthymia_synthesis::effect::zero_cells::ZeroCells;
/// let split = corrected(&[Count::new(4, 20)?], &ZeroCells::PROPORTION)[0];
/// let effect = logit(&split)?;
/// assert!((effect.estimate - 0.25_f64.ln()).abs() < 1e-15);
/// assert!((effect.variance.get() - (1.0 / 4.0 + 1.0 / 16.0)).abs() < 1e-15);
/// assert!((from_logit(effect.estimate) - 0.2).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn logit(split: &Split) -> Result<Effect, EffectError> {
    Effect::new(
        (split.events / split.others).ln(),
        1.0 / split.events + 1.0 / split.others,
    )
}

/// Returns the log proportion ln(x/n) with variance 1/x − 1/n.
///
/// # Errors
/// [`EffectError::NotFinite`] at 0 and [`EffectError::Variance`] at 1 without a correction.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::proportion::{Split, log_proportion};
/// let effect = log_proportion(&Split { events: 4.0, others: 12.0, added: 0.0 })?;
/// assert!((effect.estimate - 0.25_f64.ln()).abs() < 1e-15);
/// assert!((effect.variance.get() - 3.0 / 16.0).abs() < 1e-16);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn log_proportion(split: &Split) -> Result<Effect, EffectError> {
    let n = split.events + split.others;
    // 1/x − 1/n = (n − x)/(x n).
    Effect::new((split.events / n).ln(), split.others / split.events / n)
}

/// Returns the arcsine arcsin √(x/n), in radians, with variance 1/(4n). It exists at 0 and n.
///
/// # Errors
/// None for the numbers of a group.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::proportion::{Split, arcsine};
/// // arcsin √¼ = π/6.
/// let effect = arcsine(&Split { events: 5.0, others: 15.0, added: 0.0 })?;
/// assert!((effect.estimate - std::f64::consts::FRAC_PI_6).abs() < 1e-15);
/// assert_eq!(effect.variance.get(), 0.0125);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn arcsine(split: &Split) -> Result<Effect, EffectError> {
    let n = split.events + split.others;
    Effect::new((split.events / n).sqrt().asin(), 0.25 / n)
}

/// Returns the proportion with the given log odds.
#[must_use]
pub fn from_logit(logit: f64) -> f64 {
    if logit >= 0.0 {
        1.0 / (1.0 + (-logit).exp())
    } else {
        logit.exp() / (1.0 + logit.exp())
    }
}

/// Returns the Freeman–Tukey double arcsine
/// ½ [arcsin √(x/(n+1)) + arcsin √((x+1)/(n+1))] with variance 1/(4n + 2).
///
/// No correction is needed at 0 or n.
///
/// # References
/// Freeman MF, Tukey JW. Ann Math Stat 1950;21:607–611. On the half-sum scale, as metafor.
pub fn double_arcsine(count: &Count) -> Result<Effect, EffectError> {
    let n = count.n as f64;
    Effect::new(
        double_arcsine_of(count.events as f64, n),
        1.0 / (4.0 * n + 2.0),
    )
}

fn double_arcsine_of(x: f64, n: f64) -> f64 {
    0.5 * ((x / (n + 1.0)).sqrt().asin() + ((x + 1.0) / (n + 1.0)).sqrt().asin())
}

/// Returns the proportion whose double arcsine in a group of `n` is `t`: Miller's inversion.
///
/// p = ½ {1 − sgn(cos 2t) √(1 − [sin 2t + (sin 2t − 1/sin 2t)/n]²)}. A `t` at or beyond the value
/// of an empty or a full group of this size gives 0 or 1: the formula would turn back there.
///
/// For a pooled `t` there is no single `n`. [`harmonic_mean`] is the usual choice and can mislead
/// badly when group sizes differ widely (Schwarzer et al. 2019); [`size_for_variance`] takes the
/// size that would give the pooled variance (Barendregt & Doi 2013).
///
/// # Input
/// `t` on the half-sum scale, [0, π/2]; `n` > 0, not necessarily whole.
///
/// # References
/// Miller JJ. The inverse of the Freeman–Tukey double arcsine transformation. Am Stat 1978;32:138.
/// Barendregt JJ et al. J Epidemiol Community Health 2013;67:974–978.
/// Schwarzer G et al. Res Synth Methods 2019;10:476–483.
///
/// # Example: there and back
/// ```
/// use euthymia_synthesis::effect::proportion::{double_arcsine, from_double_arcsine, Count};
/// let t = double_arcsine(&Count::new(3, 17)?)?.estimate;
/// assert!((from_double_arcsine(t, 17.0) - 3.0 / 17.0).abs() < 1e-13);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
#[must_use]
pub fn from_double_arcsine(t: f64, n: f64) -> f64 {
    if t <= double_arcsine_of(0.0, n) {
        return 0.0;
    }
    if t >= double_arcsine_of(n, n) {
        return 1.0;
    }
    let sine = (2.0 * t).sin();
    let inner = sine + (sine - 1.0 / sine) / n;
    let root = (1.0 - inner * inner).max(0.0).sqrt();
    let side = (2.0 * t).cos();
    // cos 2t is zero only at one half, where the root is zero too.
    let signed = if side > 0.0 { root } else { -root };
    (0.5 * (1.0 - signed)).clamp(0.0, 1.0)
}

/// Returns the harmonic mean of group sizes, k / Σ(1/n); `None` without groups.
#[must_use]
pub fn harmonic_mean(sizes: &[u64]) -> Option<f64> {
    if sizes.is_empty() || sizes.contains(&0) {
        return None;
    }
    let inverse: f64 = sizes.iter().map(|n| 1.0 / *n as f64).sum();
    Some(sizes.len() as f64 / inverse)
}

/// Returns the group size whose double arcsine has the given variance: n = (1/v − 2)/4, at least
/// a small positive number.
#[must_use]
pub fn size_for_variance(variance: f64) -> f64 {
    ((1.0 / variance - 2.0) / 4.0).max(0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::FRAC_PI_2;

    #[test]
    fn one_patient_without_the_event() {
        // ½ (arcsin 0 + arcsin √½) = π/8, variance 1/6.
        let effect = double_arcsine(&Count::new(0, 1).unwrap()).unwrap();
        assert!((effect.estimate - std::f64::consts::PI / 8.0).abs() < 1e-16);
        assert!((effect.variance.get() - 1.0 / 6.0).abs() < 1e-16);
    }

    #[test]
    fn every_count_of_every_small_group_comes_back() {
        for n in 1..=60_u64 {
            for x in 0..=n {
                let t = double_arcsine(&Count::new(x, n).unwrap()).unwrap().estimate;
                let p = from_double_arcsine(t, n as f64);
                assert!((p - x as f64 / n as f64).abs() < 1e-7, "{x}/{n}: {p}");
            }
        }
    }

    #[test]
    fn beyond_the_ends_is_zero_and_one_not_a_turn_back() {
        assert_eq!(from_double_arcsine(0.0, 20.0), 0.0);
        assert_eq!(from_double_arcsine(-0.1, 20.0), 0.0);
        assert_eq!(from_double_arcsine(FRAC_PI_2, 20.0), 1.0);
        assert_eq!(from_double_arcsine(1.7, 20.0), 1.0);
    }

    #[test]
    fn the_size_for_the_variance_of_one_group_is_its_size() {
        assert!((size_for_variance(1.0 / (4.0 * 35.0 + 2.0)) - 35.0).abs() < 1e-12);
    }

    #[test]
    fn two_in_eight_raw() {
        let split = corrected(&[Count::new(2, 8).unwrap()], &ZeroCells::PROPORTION)[0];
        let effect = raw(&split).unwrap();
        assert!((effect.estimate - 0.25).abs() < 1e-16);
        assert!((effect.variance.get() - 3.0 / 128.0).abs() < 1e-16);
    }

    #[test]
    fn the_logit_of_a_large_negative_number_keeps_its_digits() {
        assert!((from_logit(-700.0) / (-700.0_f64).exp() - 1.0).abs() < 1e-15);
    }
}
