//! How the values of a protocol are written and read: a number with its unit, a range, or a choice.

use super::body::{Milligrams, MilligramsPerKilogram};
use super::file::SessionKind;
use super::plausible::{Plausible, plausible};
use crate::tms::quantity::{Hertz, PercentOfMotorThreshold, QuantityError, Seconds};
use crate::words;

words! {
    /// What a value of a session is the value of.
    What {
        /// The medicine.
        Drug = "drug", "medicine";
        /// How it is given.
        Route = "route", "route";
        /// Dose by body weight.
        DoseByWeight = "dose_by_weight", "dose by weight";
        /// Dose.
        Dose = "dose", "dose";
        /// Dose of the first visit of a phase, where it is another.
        FirstDose = "first_dose", "dose of the first visit";
        /// How the dose is changed.
        Titration = "titration", "change of dose";
        /// How long it is given, or the session lasts.
        Duration = "duration", "duration";
        /// How long the patient is watched afterwards.
        Observation = "observation", "observation afterwards";
        /// Rate of single pulses.
        Frequency = "frequency", "rate of pulses";
        /// Pulses of a burst.
        BurstPulses = "burst_pulses", "pulses of a burst";
        /// Rate of pulses within a burst.
        BurstFrequency = "burst_frequency", "rate within a burst";
        /// Rate of bursts.
        BurstRate = "burst_rate", "rate of bursts";
        /// Length of a train.
        Train = "train", "train";
        /// Pause between trains.
        Pause = "pause", "pause";
        /// Trains of a session.
        Trains = "trains", "trains";
        /// Pulses of a session as printed.
        Pulses = "pulses", "pulses";
        /// Length of a session as printed.
        Length = "length", "session length as printed";
        /// Sessions as printed.
        Sessions = "sessions", "sessions";
        /// Intensity of stimulation.
        Intensity = "intensity", "intensity";
        /// What the intensity refers to.
        Threshold = "threshold", "threshold";
        /// Where the coil is.
        Target = "target", "target";
        /// How that place is found.
        Targeting = "targeting", "targeting";
        /// Coil or device.
        Device = "device", "device";
        /// What is done.
        Content = "content", "content";
        /// How many therapists or monitors.
        Staff = "staff", "staff";
    }
}

/// The value is not written as it should be.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ValueError {
    /// Not such a quantity.
    #[error("{0}")]
    Quantity(#[from] QuantityError),
    /// A time alone, which may be in seconds, minutes or hours.
    #[error("\"{text}\" has no unit; {of} is written in ms, s, min or h, and {range} is plausible (to catch slips; no clinical limit)", of = plausible.of, range = plausible.words)]
    NoUnit {
        /// What was read.
        text: String,
        /// What it should be, with its range.
        plausible: Plausible,
    },
    /// A time that is no such time.
    #[error("{text} is not {of}: {range} is plausible (to catch slips; no clinical limit)", of = plausible.of, range = plausible.words)]
    Implausible {
        /// What was read.
        text: String,
        /// What it should be, with its range.
        plausible: Plausible,
    },
    /// Not a whole number above zero.
    #[error("\"{0}\" is not a whole number above zero")]
    Count(String),
    /// The second number of a range is not the larger one.
    #[error("\"{0}\" is not a range from the smaller to the larger number")]
    Range(String),
    /// Nothing is there.
    #[error("there is no value")]
    Empty,
}

const COUNT_MAX: f64 = 1e6;

/// What is known of a number: one, a range, or a choice.
///
/// # Example
/// ```
/// use euthymia_clinical::protocol::value::{Amount, What};
/// let range = Amount::parse(What::Intensity, "110-120 %")?.unwrap();
/// assert_eq!((range.low(), range.high(), range.exact()), (110.0, 120.0, None));
/// let choice = Amount::parse(What::Dose, "56 or 84 mg")?.unwrap();
/// assert_eq!(choice.numbers(), [56.0, 84.0]);
/// assert!(Amount::parse(What::Frequency, "0 Hz").is_err());
/// assert_eq!(Amount::parse(What::Route, "intravenous")?, None);
/// # Ok::<(), euthymia_clinical::protocol::value::ValueError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    numbers: Vec<f64>,
    is_range: bool,
}

impl Amount {
    /// Reads the text of a value; `None` where the value is a text and no number.
    ///
    /// Times are read into seconds, doses into mg or mg/kg, rates into Hz, intensities into percent of
    /// the motor threshold. All of them have their unit beside them.
    ///
    /// # Errors
    /// [`ValueError`]: no number, no unit or another one, a number that cannot be right, a range upside
    /// down.
    pub fn parse(what: What, text: &str) -> Result<Option<Self>, ValueError> {
        Self::parse_in(None, what, text)
    }

    /// The same for a value of a session of a known kind: an infusion takes less time than a session
    /// may.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::protocol::file::SessionKind::Infusion;
    /// use euthymia_clinical::protocol::value::{Amount, What};
    /// let bare = Amount::parse_in(Some(Infusion), What::Duration, "60").unwrap_err();
    /// assert!(bare.to_string().contains("from 1 to 480 min"));
    /// ```
    pub fn parse_in(
        kind: Option<SessionKind>,
        what: What,
        text: &str,
    ) -> Result<Option<Self>, ValueError> {
        if text.trim().is_empty() {
            return Err(ValueError::Empty);
        }
        let Some(read) = reader(what) else {
            return Ok(None);
        };
        let (parts, is_range) = parts(text);
        let unit = parts.last().map_or("", |part| unit(part));
        let mut numbers = Vec::with_capacity(parts.len());
        for part in &parts {
            let whole = match part.chars().last() {
                Some(last) if last.is_ascii_digit() => format!("{part} {unit}"),
                _ => (*part).to_owned(),
            };
            let bounds = plausible(what, kind);
            let read = read(whole.trim());
            let number = read.map_err(|error| with_range(error, bounds, whole.trim()))?;
            if let Some(plausible) = bounds.filter(|bounds| !bounds.holds(number)) {
                let text = whole.trim().to_owned();
                return Err(ValueError::Implausible { text, plausible });
            }
            numbers.push(number);
        }
        if is_range && !numbers.is_sorted_by(|a, b| a < b) {
            return Err(ValueError::Range(text.trim().to_owned()));
        }
        Ok(Some(Self { numbers, is_range }))
    }

    /// The only number, where there is one.
    #[must_use]
    pub fn exact(&self) -> Option<f64> {
        match self.numbers.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Every number named.
    #[must_use]
    pub fn numbers(&self) -> &[f64] {
        &self.numbers
    }

    /// True where everything between the two numbers is meant.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.is_range
    }

    /// The smallest.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.numbers.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The largest.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.numbers
            .iter()
            .copied()
            .fold(f64::NEG_INFINITY, f64::max)
    }
}

/// A time that cannot be is told the range of such a time, not that of all times.
fn with_range(error: ValueError, bounds: Option<Plausible>, text: &str) -> ValueError {
    let text = text.to_owned();
    match (error, bounds) {
        (ValueError::Quantity(QuantityError::NoUnit { .. }), Some(plausible)) => {
            ValueError::NoUnit { text, plausible }
        }
        (ValueError::Quantity(QuantityError::Implausible { .. }), Some(plausible)) => {
            ValueError::Implausible { text, plausible }
        }
        (other, _) => other,
    }
}

/// What one of the last printed digit stands for: 6 s in `37.5 min`.
///
/// `None` where the text is not one time with its unit.
#[must_use]
pub fn last_digit_seconds(text: &str) -> Option<f64> {
    let (parts, _) = parts(text);
    let part = parts.last()?;
    let number = part.strip_suffix(unit(part))?.trim();
    let decimals = number
        .split_once(['.', ','])
        .map_or(0, |(_, decimals)| decimals.len());
    let one = Seconds::parse_with_unit(&format!("1 {}", unit(part))).ok()?;
    Some(one.value() / 10_f64.powi(i32::try_from(decimals).ok()?))
}

fn count(text: &str) -> Result<f64, ValueError> {
    let bad = || ValueError::Count(text.to_owned());
    let count: f64 = text.replace(' ', "").parse().map_err(|_| bad())?;
    let is_whole = count.fract() == 0.0 && (1.0..=COUNT_MAX).contains(&count);
    is_whole.then_some(count).ok_or_else(bad)
}

type Reader = fn(&str) -> Result<f64, ValueError>;

/// The reader of a kind of value; `None` for texts.
fn reader(what: What) -> Option<Reader> {
    Some(match what {
        What::Frequency | What::BurstFrequency | What::BurstRate => {
            |text| Ok(Hertz::parse_with_unit(text)?.value())
        }
        What::Train | What::Pause | What::Length | What::Duration | What::Observation => {
            |text| Ok(Seconds::parse_with_unit(text)?.value())
        }
        What::Intensity => |text| Ok(PercentOfMotorThreshold::parse_with_unit(text)?.value()),
        What::Dose | What::FirstDose => |text| Ok(Milligrams::parse(text)?.value()),
        What::DoseByWeight => |text| Ok(MilligramsPerKilogram::parse(text)?.value()),
        What::BurstPulses | What::Trains | What::Pulses | What::Sessions => count,
        _ => return None,
    })
}

/// The parts of a choice or a range, and whether it is a range.
fn parts(text: &str) -> (Vec<&str>, bool) {
    let text = text.trim();
    if text.contains(" or ") {
        return (text.split(" or ").map(str::trim).collect(), false);
    }
    for mark in [" to ", "–", "-"] {
        // A sign before the number is no mark between two.
        if let Some((low, high)) = text.split_once(mark)
            && low
                .trim_end()
                .ends_with(|c: char| c.is_alphanumeric() || c == '%')
        {
            return (vec![low.trim(), high.trim()], true);
        }
    }
    (vec![text], false)
}

/// What follows the number.
fn unit(part: &str) -> &str {
    part.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '+' | '-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(what: What, text: &str) -> Vec<f64> {
        let amount = Amount::parse(what, text).unwrap().unwrap();
        amount.numbers().to_vec()
    }

    #[test]
    fn units_are_shared_by_the_parts() {
        assert_eq!(numbers(What::Duration, "6-8 h"), [21_600.0, 28_800.0]);
        assert_eq!(numbers(What::Duration, "40 min"), [2_400.0]);
        assert_eq!(numbers(What::Dose, "10 or 25 mg"), [10.0, 25.0]);
        assert_eq!(numbers(What::DoseByWeight, "0,5 mg/kg"), [0.5]);
        assert_eq!(numbers(What::Pulses, "360–1200"), [360.0, 1200.0]);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (what, text) in [
            (What::Frequency, "0 Hz"),
            (What::Frequency, "-10 Hz"),
            (What::Dose, "25"),
            (What::Dose, "0.5 mg/kg"),
            (What::DoseByWeight, "0.5 mg"),
            (What::Trains, "7.5"),
            (What::Trains, "0"),
            (What::Intensity, "120-110 %"),
            (What::Train, "4 kg"),
            (What::Route, "  "),
        ] {
            assert!(Amount::parse(what, text).is_err(), "{text}");
        }
    }
}
