//! How likely responses are under a threshold and a spread.

use crate::error::CohortError;
use euthymia_numerics::normal;

/// A pulse and whether it was followed by a response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pulse {
    intensity: f64,
    responded: bool,
}

/// The spread of the model with one parameter, as a share of the threshold.
pub const RELATIVE_SPREAD: f64 = 0.07;

impl Pulse {
    /// A pulse of an intensity above 0 and at most 1.3 of the greatest output.
    ///
    /// # Errors
    /// [`CohortError::OutOfRange`] for another intensity.
    pub fn new(intensity: f64, responded: bool) -> Result<Self, CohortError> {
        if intensity > 0.0 && intensity <= super::pest::HIGHEST {
            return Ok(Self {
                intensity,
                responded,
            });
        }
        Err(CohortError::OutOfRange {
            what: "intensity of a pulse",
            value: intensity,
            permitted: "a share of the greatest output above 0 and at most 1.3",
        })
    }

    /// Its intensity, a share of the greatest output.
    #[must_use]
    pub fn intensity(self) -> f64 {
        self.intensity
    }

    /// Whether there was a response.
    #[must_use]
    pub fn responded(self) -> bool {
        self.responded
    }
}

/// Returns the logarithm of the probability of one answer at an intensity: ln Φ(±(x − t)/s).
///
/// Finite however unlikely the answer, so that no answer is impossible.
pub(crate) fn ln_answer(intensity: f64, responded: bool, threshold: f64, spread: f64) -> f64 {
    let z = (intensity - threshold) / spread;
    normal::ln_sf(if responded { -z } else { z })
}

/// Returns the logarithm of the likelihood of pulses under a threshold and a spread, both above 0, in
/// the unit of the intensities.
///
/// # Example
/// ```
/// use euthymia_cohort::threshold::likelihood::{Pulse, log_likelihood};
/// let pulses = [Pulse::new(0.5, true)?, Pulse::new(0.5, false)?];
/// // At its threshold a pulse is answered as often as not: 2 ln ½.
/// let at = log_likelihood(&pulses, 0.5, 0.035);
/// assert!((at + 2.0 * std::f64::consts::LN_2).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
#[must_use]
pub fn log_likelihood(pulses: &[Pulse], threshold: f64, spread: f64) -> f64 {
    let each = pulses
        .iter()
        .map(|pulse| ln_answer(pulse.intensity, pulse.responded, threshold, spread));
    each.sum()
}
