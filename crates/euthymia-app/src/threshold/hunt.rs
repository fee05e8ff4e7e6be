//! A search for the threshold, pulse by pulse. Intensities are in percent of the greatest output.

use crate::error::AppError;
use euthymia_cohort::CohortError;
use euthymia_cohort::threshold::interval::{ThresholdInterval, interval};
use euthymia_cohort::threshold::likelihood::Pulse;
use euthymia_cohort::threshold::pest::{next_intensity, one_parameter, two_parameters};

/// How a search is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Intensity of the first pulse in percent.
    pub start: f64,
    /// The smallest change of the stimulator in percent.
    pub setting: f64,
    /// Level of the interval in percent.
    pub level: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            start: 45.0,
            setting: 1.0,
            level: 95.0,
        }
    }
}

/// What the pulses say so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    /// Pulses that count.
    pub pulses: usize,
    /// Responses among them.
    pub responses: usize,
    /// The threshold in percent.
    pub threshold: f64,
    /// Its limits as shares.
    pub limits: ThresholdInterval,
}

/// A search.
#[derive(Clone, Debug, PartialEq)]
pub struct Hunt {
    settings: Settings,
    pulses: Vec<Pulse>,
}

impl Hunt {
    /// A search that goes on from these pulses.
    ///
    /// # Errors
    /// [`AppError::Usage`] for settings that are not possible, with what is.
    pub fn new(settings: Settings, pulses: Vec<Pulse>) -> Result<Self, AppError> {
        let demands = [
            ("--start", settings.start, 1.0, 100.0),
            ("--setting", settings.setting, 0.1, 10.0),
            ("--level", settings.level, 50.0, 99.99),
        ];
        for (option, value, low, high) in demands {
            if !(value >= low && value <= high) {
                return Err(AppError::Usage(format!(
                    "{option}: {value} % is not possible; use {low} to {high} %"
                )));
            }
        }
        Ok(Self { settings, pulses })
    }

    /// The pulses that count, in the order in which they were given.
    #[must_use]
    pub fn pulses(&self) -> &[Pulse] {
        &self.pulses
    }

    /// The intensity of the next pulse in percent: the start, then the estimate.
    #[must_use]
    pub fn next(&self) -> f64 {
        let from = match one_parameter(&self.pulses) {
            Ok(found) => found.threshold,
            Err(_) => self.settings.start / 100.0,
        };
        100.0 * next_intensity(from, self.settings.setting / 100.0)
    }

    /// Takes the answer to a pulse of an intensity in percent.
    ///
    /// # Errors
    /// [`AppError::Usage`] for an intensity that no pulse has.
    pub fn answer(&mut self, percent: f64, responded: bool) -> Result<(), AppError> {
        self.pulses.push(pulse(percent, responded)?);
        Ok(())
    }

    /// Takes the last pulse back; `None` where there is none.
    pub fn undo(&mut self) -> Option<Pulse> {
        self.pulses.pop()
    }

    /// What the pulses say; `None` before the first.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a level that is not possible.
    pub fn state(&self) -> Result<Option<State>, AppError> {
        if self.pulses.is_empty() {
            return Ok(None);
        }
        let refused = |error: CohortError| AppError::Usage(error.to_string());
        let found = one_parameter(&self.pulses).map_err(refused)?;
        let limits = interval(&self.pulses, self.settings.level / 100.0).map_err(refused)?;
        let responses = self.pulses.iter().filter(|pulse| pulse.responded());
        Ok(Some(State {
            pulses: self.pulses.len(),
            responses: responses.count(),
            threshold: 100.0 * found.threshold,
            limits,
        }))
    }

    /// Threshold and spread estimated together, in percent; `None` before the first pulse.
    #[must_use]
    pub fn both(&self) -> Option<(f64, f64)> {
        let found = two_parameters(&self.pulses).ok()?;
        Some((100.0 * found.threshold, 100.0 * found.spread))
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.settings
    }
}

/// A pulse of an intensity in percent.
pub(super) fn pulse(percent: f64, responded: bool) -> Result<Pulse, AppError> {
    let out_of_range = || {
        AppError::Usage(format!(
            "{percent} % is not an intensity; use above 0 and at most 100 % of the greatest output"
        ))
    };
    if percent > 100.0 {
        return Err(out_of_range());
    }
    Pulse::new(percent / 100.0, responded).map_err(|_| out_of_range())
}
