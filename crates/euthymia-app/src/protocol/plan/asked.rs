//! What a person gives for a plan, as text, and the choices it stands for.

use super::{day, holidays, weekdays};
use crate::error::AppError;
use euthymia_clinical::protocol::plan::{Choices, Order};
use euthymia_clinical::tms::day::IntervalMeaning;

/// What a person gives for a plan, as text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// First day.
    pub start: String,
    /// Days of the week, separated by commas.
    pub weekdays: Option<String>,
    /// Dates separated by commas, or a file with one on each line.
    pub holidays: Option<String>,
    /// Last day of what has no end of its own.
    pub until: Option<String>,
    /// What an interval is counted between: gap or onset_to_onset.
    pub interval: Option<String>,
    /// When the first session of a day starts.
    pub at: Option<String>,
    /// True where all courses start together.
    pub together: bool,
    /// Days between courses.
    pub gap_days: Option<u32>,
    /// Schedules by name or number, where a phase has several.
    pub schedules: Vec<String>,
    /// What an hour of the clinic costs.
    pub rate: Option<f64>,
}

pub(super) fn usage(option: &str, message: impl std::fmt::Display) -> AppError {
    AppError::Usage(format!("{option}: {message}"))
}

/// The choices for a plan.
///
/// # Errors
/// [`AppError::Usage`] for what cannot be read, [`AppError::Input`] for a file of holidays that cannot
/// be used.
pub fn choices(asked: &Asked) -> Result<Choices, AppError> {
    let mut choices =
        Choices::from(day::read(&asked.start).map_err(|error| usage("--start", error))?);
    if let Some(text) = &asked.weekdays {
        choices.calendar.weekdays = weekdays::read(text)?;
    }
    if let Some(text) = &asked.holidays {
        choices.calendar.holidays = holidays::read(text)?;
    }
    choices.until = asked
        .until
        .as_deref()
        .map(|text| day::read(text).map_err(|error| usage("--until", error)))
        .transpose()?;
    if let Some(text) = &asked.interval {
        let all = IntervalMeaning::ALL;
        let found = all.iter().copied().find(|one| one.id() == text);
        choices.meaning = found.ok_or_else(|| {
            usage(
                "--interval",
                format!("\"{text}\" is neither gap nor onset_to_onset"),
            )
        })?;
    }
    if let Some(text) = &asked.at {
        choices.starts_at = minutes(text)?;
    }
    if asked.together {
        choices.order = Order::Concurrent;
    }
    if let Some(days) = asked.gap_days {
        if !(1..=3660).contains(&days) {
            return Err(usage(
                "--gap",
                format!("{days} is not a number of days from 1 to 3660"),
            ));
        }
        choices.gap_days = days;
    }
    if let Some(rate) = asked.rate
        && !(rate.is_finite() && rate >= 0.0)
    {
        return Err(usage(
            "--rate",
            format!("{rate} is not what an hour can cost"),
        ));
    }
    choices.schedules.clone_from(&asked.schedules);
    Ok(choices)
}

/// A time of day as minutes after midnight.
fn minutes(text: &str) -> Result<u32, AppError> {
    let bad = || {
        usage(
            "--at",
            format!("\"{text}\" is not a time of day such as 09:00"),
        )
    };
    let (hours, minutes) = text.split_once(':').ok_or_else(bad)?;
    let hours: u32 = hours.trim().parse().map_err(|_| bad())?;
    let minutes: u32 = minutes.trim().parse().map_err(|_| bad())?;
    (hours < 24 && minutes < 60)
        .then_some(60 * hours + minutes)
        .ok_or_else(bad)
}
