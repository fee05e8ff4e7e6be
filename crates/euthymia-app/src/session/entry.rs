//! What must hold of one measurement, whatever file it stands in.

use euthymia_clinical::safety::quantity::{Implausible, Quantity};
use euthymia_clinical::safety::session::{Moment, Reading, Session};

/// What is wrong: at which key or column, what, and what to do.
pub(super) struct Wrong {
    pub(super) key: &'static str,
    pub(super) message: String,
    pub(super) help: String,
}

impl Wrong {
    pub(super) fn new(
        key: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            key,
            message: message.into(),
            help: help.into(),
        }
    }

    pub(super) fn implausible(error: &Implausible) -> Self {
        Self::new(error.quantity.id(), error.to_string(), error.help.clone())
    }
}

/// Longest session that is taken, minutes: a day.
const LONGEST: f64 = 1440.0;

const NEGATIVE: &str = "Minutes run from the start of the dose and are never negative. A measurement \
                        before the dose says so, with the minutes before it as a positive number.";

/// A time in minutes under a key.
pub(super) fn minutes(key: &'static str, minutes: f64) -> Result<f64, Wrong> {
    if (0.0..=LONGEST).contains(&minutes) {
        return Ok(minutes);
    }
    let help = if minutes < 0.0 {
        NEGATIVE
    } else {
        "A session ends within a day."
    };
    Err(Wrong::new(
        key,
        format!("expected minutes from 0 to {LONGEST}"),
        help,
    ))
}

/// Minutes since midnight of a clock time such as `09:30`.
///
/// # Errors
/// What is no time of a day.
pub(super) fn clock(key: &'static str, text: &str) -> Result<f64, Wrong> {
    hours_minutes(text.trim()).ok_or_else(|| {
        Wrong::new(
            key,
            "expected a time of the day such as 09:30",
            "Hours from 0 to 23 and minutes, joined by a colon.",
        )
    })
}

fn hours_minutes(text: &str) -> Option<f64> {
    let (hours, rest) = text.split_once(':')?;
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "0"));
    let part = |text: &str, below: u32| text.parse::<u32>().ok().filter(|part| *part < below);
    let hours = f64::from(part(hours, 24)?);
    let minutes = f64::from(part(minutes, 60)?);
    Some(hours * 60.0 + minutes + f64::from(part(seconds, 60)?) / 60.0)
}

/// The moment of a clock time when the dose began at another. What lies more than half a day
/// earlier is taken as after midnight.
///
/// # Errors
/// No start to count from.
pub(super) fn since(key: &'static str, start: Option<f64>, clock: f64) -> Result<Moment, Wrong> {
    let start = start.ok_or_else(|| {
        Wrong::new(
            key,
            "a clock time, but when the dose began is not recorded",
            "Give start = \"09:30\" (--start for a file of measurements), or minutes.",
        )
    })?;
    let passed = match clock - start {
        passed if passed < -720.0 => passed + LONGEST,
        passed => passed,
    };
    Ok(if passed < 0.0 {
        Moment::Before(Some(-passed))
    } else {
        Moment::At(passed)
    })
}

/// Whether a moment comes after the one before it in the file.
pub(super) fn in_order(
    previous: Option<Moment>,
    next: Moment,
    key: &'static str,
) -> Result<(), Wrong> {
    let Some(previous) = previous else {
        return Ok(());
    };
    let help = "List measurements in order of time, those before the dose first; one row a moment.";
    let unknown = matches!(next, Moment::Before(None));
    let at_once = previous == next && !unknown;
    let earlier = match (previous, next) {
        (Moment::Before(_), Moment::Before(None)) => false,
        _ => next.order() < previous.order(),
    };
    let problem = match (at_once, earlier) {
        (true, _) => "measured twice",
        (_, true) => "out of order",
        _ => return Ok(()),
    };
    let words = format!("{problem}: {} follows {}", next.words(), previous.words());
    Err(Wrong::new(key, words, help))
}

/// What cannot be true of a session as a whole, whichever files and options it comes from.
pub(super) fn contradictions(session: &Session) -> Vec<Wrong> {
    let mut found = Vec::new();
    for (key, at) in [
        ("dose_end", session.dose_end),
        ("discharge", session.discharge),
    ] {
        found.extend(at.and_then(|at| minutes(key, at).err()));
    }
    let help = "Minutes run from the start of the dose. Correct one of the two.";
    let last_device = session.devices.iter().copied().reduce(f64::max);
    if let (Some(device), Some(end)) = (last_device, session.dose_end)
        && device > end
    {
        let words = format!("a device at minute {device}, after the dose ended at minute {end}");
        found.push(Wrong::new("dose_end", words, help));
    }
    let Some(left) = session.discharge else {
        return found;
    };
    if let Some(end) = session.end_of_dose()
        && left < end
    {
        let words = format!("the patient left at minute {left}, before the dose ended at {end}");
        found.push(Wrong::new("discharge", words, help));
    }
    let last = session
        .readings
        .iter()
        .rev()
        .find_map(|reading| match reading.moment {
            Moment::At(minute) => Some(minute),
            Moment::Before(_) => None,
        });
    if let Some(minute) = last.filter(|minute| *minute > left) {
        let words = format!("measured at minute {minute}, after the patient left at minute {left}");
        found.push(Wrong::new("discharge", words, help));
    }
    found
}

/// Whether the systolic pressure lies above the diastolic one.
pub(super) fn pressures(reading: &Reading) -> Result<(), Wrong> {
    match (
        reading.of(Quantity::Systolic),
        reading.of(Quantity::Diastolic),
    ) {
        (Some(systolic), Some(diastolic)) if systolic <= diastolic => Err(Wrong::new(
            Quantity::Systolic.id(),
            format!("systolic pressure {systolic} is not above diastolic {diastolic}"),
            "Have the two been exchanged?",
        )),
        _ => Ok(()),
    }
}
