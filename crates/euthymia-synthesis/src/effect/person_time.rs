//! Events over person-time: incidence rates of one group, and of two compared.
//!
//! Symbols: x events over a person-time t, in any one unit (such as patient-years); x₁, t₁ and x₂,
//! t₂ in two groups. Events are taken as Poisson.

use super::zero_cells::ZeroCells;
use super::{Effect, EffectError};

/// Events of one group over its person-time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PersonTime {
    events: u64,
    time: f64,
}

/// Events after any correction, over person-time, which is never corrected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Events.
    pub events: f64,
    /// Person-time.
    pub time: f64,
    /// What was added to the events; 0 when nothing was.
    pub added: f64,
}

impl PersonTime {
    /// Checks that the person-time is positive and finite.
    ///
    /// # Errors
    /// [`EffectError::PersonTime`].
    pub fn new(events: u64, time: f64) -> Result<Self, EffectError> {
        if time > 0.0 && time.is_finite() {
            Ok(Self { events, time })
        } else {
            Err(EffectError::PersonTime(time))
        }
    }

    /// The number of events.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.events
    }

    /// The person-time, in the unit it was given in.
    #[must_use]
    pub fn time(&self) -> f64 {
        self.time
    }

    /// Events and time as counted.
    #[must_use]
    pub fn rate(&self) -> Rate {
        self.rate_plus(0.0)
    }

    /// Under a zero-cell rule, whose scope `AnyZero` and `Undefined` both mean "no event";
    /// `set_has_zero` says whether any group of the set has none.
    #[must_use]
    pub fn corrected(&self, rule: &ZeroCells, set_has_zero: bool) -> Rate {
        let zero = self.events == 0;
        self.rate_plus(rule.addition(zero, zero, set_has_zero))
    }

    fn rate_plus(&self, added: f64) -> Rate {
        Rate {
            events: self.events as f64 + added,
            time: self.time,
            added,
        }
    }
}

/// Which comparison of two rates a correction is for; it decides what is undefined without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateComparison {
    /// The ratio: undefined when either group has no event.
    Ratio,
    /// The difference: without a variance only when both have none.
    Difference,
}

/// Applies a zero-cell rule to two groups: ½ (or another amount) is added to the events of both, or
/// to none. `None` when the rule leaves out a pair without events.
#[must_use]
pub fn corrected(
    groups: &[PersonTime; 2],
    comparison: RateComparison,
    rule: &ZeroCells,
    set_has_zero: bool,
) -> Option<[Rate; 2]> {
    let empty = groups.map(|group| group.events == 0);
    let (any, both) = (empty.contains(&true), empty == [true, true]);
    if both && !rule.keep_uninformative {
        return None;
    }
    let undefined = match comparison {
        RateComparison::Ratio => any,
        RateComparison::Difference => both,
    };
    let added = rule.addition(any, undefined, set_has_zero);
    Some(groups.map(|group| group.rate_plus(added)))
}

/// Returns the log incidence rate ratio ln[(x₁/t₁)/(x₂/t₂)] with variance 1/x₁ + 1/x₂.
///
/// # Errors
/// [`EffectError::NotFinite`] on an uncorrected zero.
///
/// # References
/// Rothman KJ, Greenland S, Lash TL. Modern Epidemiology. 3rd ed. 2008, ch. 14. Bagos PG,
/// Nikolopoulos GK. Int J Biostat 2009;5(1):21.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::person_time::{PersonTime, log_rate_ratio};
/// let (first, second) = (PersonTime::new(8, 100.0)?, PersonTime::new(4, 200.0)?);
/// let effect = log_rate_ratio(&[first.rate(), second.rate()])?;
/// assert!((effect.estimate - 4.0_f64.ln()).abs() < 1e-15);
/// assert_eq!(effect.variance.get(), 0.375);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn log_rate_ratio(groups: &[Rate; 2]) -> Result<Effect, EffectError> {
    let [first, second] = groups;
    Effect::new(
        per_time(first).ln() - per_time(second).ln(),
        1.0 / first.events + 1.0 / second.events,
    )
}

/// Returns the incidence rate difference x₁/t₁ − x₂/t₂, per unit of person-time, with variance
/// x₁/t₁² + x₂/t₂².
///
/// # Errors
/// [`EffectError::Variance`] when neither group has an event.
///
/// # References
/// Rothman KJ, Greenland S, Lash TL. Modern Epidemiology. 3rd ed. 2008, ch. 14.
pub fn rate_difference(groups: &[Rate; 2]) -> Result<Effect, EffectError> {
    let [first, second] = groups;
    Effect::new(
        per_time(first) - per_time(second),
        per_time(first) / first.time + per_time(second) / second.time,
    )
}

/// Returns the difference of the square roots of two rates, √(x₁/t₁) − √(x₂/t₂), with variance
/// 1/(4t₁) + 1/(4t₂). It needs no correction.
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Bagos PG, Nikolopoulos GK. Int J Biostat 2009;5(1):21.
pub fn root_rate_difference(groups: &[Rate; 2]) -> Result<Effect, EffectError> {
    let [first, second] = groups;
    Effect::new(
        per_time(first).sqrt() - per_time(second).sqrt(),
        0.25 / first.time + 0.25 / second.time,
    )
}

/// Returns the incidence rate x/t of one group with variance x/t².
///
/// # Errors
/// [`EffectError::Variance`] without events.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::person_time::{PersonTime, log_rate, rate, root_rate};
/// let group = PersonTime::new(4, 16.0)?.rate();
/// assert_eq!((rate(&group)?.estimate, rate(&group)?.variance.get()), (0.25, 1.0 / 64.0));
/// assert_eq!(log_rate(&group)?.variance.get(), 0.25);
/// assert_eq!((root_rate(&group)?.estimate, root_rate(&group)?.variance.get()), (0.5, 1.0 / 64.0));
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn rate(group: &Rate) -> Result<Effect, EffectError> {
    Effect::new(per_time(group), per_time(group) / group.time)
}

/// Returns the log incidence rate ln(x/t) with variance 1/x.
///
/// # Errors
/// [`EffectError::NotFinite`] on an uncorrected zero.
pub fn log_rate(group: &Rate) -> Result<Effect, EffectError> {
    Effect::new(per_time(group).ln(), 1.0 / group.events)
}

/// Returns the square root of the incidence rate, √(x/t), with variance 1/(4t). It needs no
/// correction.
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
pub fn root_rate(group: &Rate) -> Result<Effect, EffectError> {
    Effect::new(per_time(group).sqrt(), 0.25 / group.time)
}

/// Returns the Freeman–Tukey transformed rate ½[√(x/t) + √((x + 1)/t)] with variance 1/(4t).
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Freeman MF, Tukey JW. Ann Math Stat 1950;21:607–611, on the half-sum scale and per unit of time,
/// as metafor's IRFT.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::person_time::{PersonTime, double_root_rate, from_double_root_rate};
/// // ½(√(9/4) + √(10/4)), and back.
/// let effect = double_root_rate(&PersonTime::new(9, 4.0)?.rate())?;
/// assert!((effect.estimate - (1.5 + 2.5_f64.sqrt()) / 2.0).abs() < 1e-15);
/// assert!((from_double_root_rate(effect.estimate, 4.0) - 2.25).abs() < 1e-14);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn double_root_rate(group: &Rate) -> Result<Effect, EffectError> {
    let above = (group.events + 1.0) / group.time;
    Effect::new(
        0.5 * (per_time(group).sqrt() + above.sqrt()),
        0.25 / group.time,
    )
}

/// Returns the rate whose Freeman–Tukey value over the person-time `time` is `y`.
///
/// With s = 2y√t, √x + √(x + 1) = s has the solution x = [(s² − 1)/(2s)]²; a `y` at or below that of
/// no event gives 0. For a pooled `y` there is no single person-time; the harmonic mean is usual.
#[must_use]
pub fn from_double_root_rate(y: f64, time: f64) -> f64 {
    let s = 2.0 * y * time.sqrt();
    if s <= 1.0 {
        return 0.0;
    }
    (0.5 * (s - 1.0 / s)).powi(2) / time
}

fn per_time(group: &Rate) -> f64 {
    group.events / group.time
}
