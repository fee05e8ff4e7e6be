//! Dates as a person writes them.

use jiff::civil::Date;

/// Years that a course may lie in.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2200;

/// The text is no day of a course.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum DayError {
    /// Not a date.
    #[error("\"{0}\" is not a date such as 2026-11-30 (year-month-day)")]
    Unread(String),
    /// A date of another age.
    #[error("{0} is out of range: a day from 1970 to 2200 is plausible")]
    Year(Date),
}

/// Reads a date.
pub(super) fn read(text: &str) -> Result<Date, DayError> {
    let day: Date = text
        .trim()
        .parse()
        .map_err(|_| DayError::Unread(text.trim().to_owned()))?;
    if YEARS.contains(&day.year()) {
        Ok(day)
    } else {
        Err(DayError::Year(day))
    }
}
