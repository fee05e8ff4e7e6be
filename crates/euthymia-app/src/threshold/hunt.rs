//! A search for the threshold, pulse by pulse. Intensities are in percent of the greatest output.

use crate::error::AppError;
use euthymia_clinical::tms::amount::{self, AmountError};
use euthymia_cohort::CohortError;
use euthymia_cohort::threshold::by_frequency::{ByFrequency, by_frequency};
use euthymia_cohort::threshold::interval::{ThresholdInterval, interval};
use euthymia_cohort::threshold::likelihood::Pulse;
use euthymia_cohort::threshold::pest::{next_intensity, one_parameter, two_parameters};

/// The rule of five in ten is recalled, not read.
pub(super) const NEEDED: (usize, usize) = (5, 10);

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

    /// What the rule of so many responses in so many pulses of one intensity says.
    #[must_use]
    pub fn by_frequency(&self) -> ByFrequency {
        by_frequency(&self.pulses, NEEDED.0, NEEDED.1)
    }

    /// The pulses of the intensity that was given last, held against that rule, in words; `None` before
    /// the first.
    ///
    /// # Example
    /// ```
    /// use euthymia_app::threshold::hunt::{Hunt, Settings};
    /// use euthymia_app::threshold::responses::typed;
    /// let hunt = Hunt::new(Settings::default(), typed("50+ 50- 50+")?)?;
    /// assert_eq!(hunt.tally().unwrap(), "2 of 3 at 50 %");
    /// # Ok::<(), euthymia_app::AppError>(())
    /// ```
    #[must_use]
    pub fn tally(&self) -> Option<String> {
        let last = self.pulses.last()?.intensity();
        let levels = self.by_frequency().levels;
        let level = levels.into_iter().find(|own| own.intensity == last)?;
        let verdict = match level.is_met {
            Some(true) => format!(": enough, {} in {}", NEEDED.0, NEEDED.1),
            Some(false) => format!(": {} in {} cannot be met any more", NEEDED.0, NEEDED.1),
            None => String::new(),
        };
        Some(format!(
            "{} of {} at {} %{verdict}",
            level.responses,
            level.pulses,
            (1000.0 * level.intensity).round() / 10.0
        ))
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.settings
    }
}

/// A pulse of an intensity in percent.
pub(super) fn pulse(percent: f64, responded: bool) -> Result<Pulse, AppError> {
    let percent = in_range(percent)?;
    Pulse::new(percent / 100.0, responded).map_err(|_| no_intensity(percent))
}

fn no_intensity(percent: f64) -> AppError {
    AppError::Usage(format!(
        "{percent} % is not an intensity; use above 0 and at most 100 % of the greatest output"
    ))
}

fn in_range(percent: f64) -> Result<f64, AppError> {
    match percent > 0.0 && percent <= 100.0 {
        true => Ok(percent),
        false => Err(no_intensity(percent)),
    }
}

/// A number of percent as it is typed: `50`, `50.5 %` or `50,5`.
///
/// # Errors
/// [`AppError::Usage`] for what is no number, has another unit, or can be read in two ways.
///
/// # Example
/// ```
/// use euthymia_app::threshold::hunt::percent;
/// assert_eq!(percent("50,5 %")?, 50.5);
/// assert!(percent("1,234").unwrap_err().to_string().contains("two ways"));
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn percent(text: &str) -> Result<f64, AppError> {
    let wrong = |why: &str| AppError::Usage(format!("\"{}\": {why}", text.trim()));
    match amount::split(text) {
        Ok((number, unit)) if unit.is_empty() || unit == "%" => Ok(number),
        Ok((_, unit)) => Err(wrong(&format!("\"{unit}\" is not percent"))),
        Err(AmountError::NotANumber) => Err(wrong("it is not a number of percent, such as 50")),
        Err(error) => Err(wrong(&error.to_string())),
    }
}

/// An intensity as it is typed, in percent of the greatest output.
///
/// # Errors
/// As [`percent`], and for what no stimulator gives, with the range.
pub fn intensity(text: &str) -> Result<f64, AppError> {
    percent(text).and_then(in_range)
}
