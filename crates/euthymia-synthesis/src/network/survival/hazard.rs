//! The log hazard of one arm, up to a constant of its trial.

use crate::effect::proportion::Split;
use crate::effect::{Effect, EffectError};
use std::f64::consts::LN_2;

/// The median time of one arm with the number of events behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MedianTime {
    median: f64,
    events: u64,
}

impl MedianTime {
    /// Checks that the median is positive and finite, and that there is an event.
    ///
    /// # Errors
    /// [`EffectError::PersonTime`], [`EffectError::SampleTooSmall`].
    pub fn new(median: f64, events: u64) -> Result<Self, EffectError> {
        if !(median > 0.0 && median.is_finite()) {
            return Err(EffectError::PersonTime(median));
        }
        if events == 0 {
            return Err(EffectError::SampleTooSmall { n: 0, least: 1 });
        }
        Ok(Self { median, events })
    }

    /// The median, in the unit of time that it was given in.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.median
    }

    /// The events.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.events
    }
}

/// Returns the log cumulative hazard ln(−ln(1 − p)) of one group, p = r/n, with variance
/// r/[n(n − r)ln²(1 − p)].
///
/// Also known as: complementary log-log. Over equal follow-up, differences of two groups are log
/// hazard ratios.
///
/// # Errors
/// [`EffectError::NotFinite`] at 0 and 1 without a correction.
///
/// # References
/// Woods BS, Hawkins N, Scott DA. BMC Med Res Methodol 2010;10:54.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::proportion::Split;
/// use euthymia_synthesis::network::survival::log_cumulative_hazard;
/// // One half: −ln ½ = ln 2, variance 1/(n ln² 2).
/// let effect = log_cumulative_hazard(&Split { events: 5.0, others: 5.0, added: 0.0 })?;
/// let ln_2 = std::f64::consts::LN_2;
/// assert!((effect.estimate - ln_2.ln()).abs() < 1e-15);
/// assert!((effect.variance.get() - 0.1 / (ln_2 * ln_2)).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn log_cumulative_hazard(split: &Split) -> Result<Effect, EffectError> {
    let Split { events, others, .. } = *split;
    // −ln(1 − r/n) = ln(n/(n − r)), which keeps its digits at both ends.
    let hazard = (events / others).ln_1p();
    Effect::new(
        hazard.ln(),
        events / others / (events + others) / (hazard * hazard),
    )
}

/// Returns the log hazard ln(ln 2/m) of a group with median m under constant hazard, with variance
/// 1/d from d events.
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Collett D. Modelling Survival Data in Medical Research. 3rd ed. 2015, ch. 5.
///
/// # Example
/// ```
/// use euthymia_synthesis::network::survival::{MedianTime, log_hazard_from_median};
/// let effect = log_hazard_from_median(&MedianTime::new(std::f64::consts::LN_2, 8)?)?;
/// assert_eq!((effect.estimate, effect.variance.get()), (0.0, 0.125));
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn log_hazard_from_median(time: &MedianTime) -> Result<Effect, EffectError> {
    Effect::new((LN_2 / time.median).ln(), 1.0 / time.events as f64)
}
