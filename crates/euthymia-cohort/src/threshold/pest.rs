//! Parameter estimation by sequential testing with the greatest likelihood (ML-PEST).
//!
//! Two answers are taken as given before the first pulse: none at no output, and one just above the
//! highest threshold considered. Thresholds are tried on a grid; where several are equally likely, the
//! mean of them counts. The next pulse is as strong as the estimate.

use super::likelihood::{Pulse, RELATIVE_SPREAD, ln_answer};
use crate::error::CohortError;

/// Distance of the grid of thresholds.
pub const STEP: f64 = 0.002;
/// The highest threshold considered; it may lie above the greatest output.
pub const HIGHEST: f64 = 1.3;
const THRESHOLDS: usize = 650;
const SPREAD_LOWEST: f64 = 0.005;
const SPREAD_HIGHEST: f64 = 0.5;
const SPREADS: usize = 100;
/// Log-likelihoods this close are equal, or this share of themselves where they are large: in doubles a
/// probability nearer to one is one, and the published program counts on it.
const TIE: f64 = f64::EPSILON / 2.0;

/// The thresholds of the grid: 0.002, 0.004 … 1.3.
pub fn thresholds() -> impl ExactSizeIterator<Item = f64> + Clone {
    (0..THRESHOLDS).map(threshold_at)
}

/// The threshold at a place of the grid.
pub(crate) fn threshold_at(index: usize) -> f64 {
    (index + 1) as f64 / 500.0
}

/// The spreads of the grid: the middles of 100 equal parts of 0.005 to 0.5 on the scale of logarithms.
pub fn spreads() -> impl ExactSizeIterator<Item = f64> + Clone {
    let (low, high) = (SPREAD_LOWEST.ln(), SPREAD_HIGHEST.ln());
    (0..SPREADS).map(move |index| {
        let share = (index as f64 + 0.5) / SPREADS as f64;
        (low + share * (high - low)).exp()
    })
}

/// What pulses say about the threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The threshold, as a share of the greatest output.
    pub threshold: f64,
    /// The spread, in the same unit.
    pub spread: f64,
    /// The logarithm of the likelihood there, the two answers taken as given included.
    pub log_likelihood: f64,
}

/// Returns the log-likelihood of the model with one parameter on the grid of thresholds.
///
/// The answer taken as given at no output has the same likelihood for every threshold and is left out.
#[must_use]
pub fn profile(pulses: &[Pulse]) -> Vec<f64> {
    let at = |threshold: f64| log_likelihood_given(pulses, threshold);
    thresholds().map(at).collect()
}

/// The same at any threshold above 0.
#[must_use]
pub fn log_likelihood_given(pulses: &[Pulse], threshold: f64) -> f64 {
    let spread = RELATIVE_SPREAD * threshold;
    let given = ln_answer(HIGHEST + STEP, true, threshold, spread);
    given + super::likelihood::log_likelihood(pulses, threshold, spread)
}

/// Estimates the threshold with the spread at 7 % of it, the method of Awiszus.
///
/// # Errors
/// [`CohortError::TooFew`] without a pulse: then nothing is known, and the first pulse is wherever the
/// search is to start.
///
/// # Example
/// ```
/// use euthymia_cohort::threshold::likelihood::Pulse;
/// use euthymia_cohort::threshold::pest::one_parameter;
/// let pulses = [Pulse::new(0.45, false)?, Pulse::new(0.55, true)?];
/// let found = one_parameter(&pulses)?;
/// assert!(found.threshold > 0.45 && found.threshold < 0.55);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn one_parameter(pulses: &[Pulse]) -> Result<Estimate, CohortError> {
    some(pulses)?;
    let values = profile(pulses);
    let (threshold, log_likelihood) = most_likely(&values);
    Ok(Estimate {
        threshold,
        spread: RELATIVE_SPREAD * threshold,
        log_likelihood,
    })
}

/// Estimates threshold and spread together.
///
/// With few pulses the spread is not known: it is then the smallest one considered, or close to it.
///
/// # Errors
/// [`CohortError::TooFew`] without a pulse.
pub fn two_parameters(pulses: &[Pulse]) -> Result<Estimate, CohortError> {
    some(pulses)?;
    let grid: Vec<(f64, f64)> = spreads()
        .flat_map(|spread| thresholds().map(move |threshold| (threshold, spread)))
        .collect();
    let value = |(threshold, spread): &(f64, f64)| {
        let given = ln_answer(0.0, false, *threshold, *spread)
            + ln_answer(HIGHEST + STEP, true, *threshold, *spread);
        given + super::likelihood::log_likelihood(pulses, *threshold, *spread)
    };
    let values: Vec<f64> = grid.iter().map(value).collect();
    let (places, log_likelihood) = best(&values);
    let kept: Vec<(f64, f64)> = places
        .filter_map(|index| grid.get(index).copied())
        .collect();
    Ok(Estimate {
        threshold: mean(kept.iter().map(|(threshold, _)| *threshold)),
        spread: mean(kept.iter().map(|(_, spread)| *spread)),
        log_likelihood,
    })
}

fn some(pulses: &[Pulse]) -> Result<(), CohortError> {
    if pulses.is_empty() {
        return Err(CohortError::TooFew {
            needed: 1,
            found: 0,
        });
    }
    Ok(())
}

/// The indices of the highest values, those that differ from the highest by rounding included, and the
/// highest value.
fn best(values: &[f64]) -> (impl Iterator<Item = usize>, f64) {
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let least = most - TIE * most.abs().max(1.0);
    let places = values.iter().enumerate();
    let ties = places.filter(move |(_, value)| **value >= least);
    (ties.map(|(index, _)| index), most)
}

/// The mean threshold of the highest values on the grid, and the highest value.
pub(crate) fn most_likely(values: &[f64]) -> (f64, f64) {
    let (places, most) = best(values);
    (mean(places.map(threshold_at)), most)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / f64::max(count, 1.0)
}

/// The intensity of the next pulse: the estimate, rounded to what the stimulator can be set to.
///
/// `setting` is the smallest change of the stimulator, 0.01 for whole percent; the result is at least
/// one setting and at most the greatest output.
///
/// # Example
/// ```
/// use euthymia_cohort::threshold::pest::next_intensity;
/// assert_eq!(next_intensity(0.4731, 0.01), 0.47);
/// assert_eq!(next_intensity(1.2, 0.01), 1.0);
/// ```
#[must_use]
pub fn next_intensity(estimate: f64, setting: f64) -> f64 {
    let settings = (1.0 / setting).round();
    // A setting so small that there would be more of them than a number can hold is none.
    if !(setting > 0.0 && setting <= 1.0 && settings.is_finite()) {
        return estimate.clamp(STEP, 1.0);
    }
    (estimate * settings).round().clamp(1.0, settings) / settings
}
