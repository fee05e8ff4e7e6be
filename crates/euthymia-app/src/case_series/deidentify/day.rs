//! Days from each patient's day 0 in place of dates.
//!
//! The policy: no date leaves. What has a date is written as a whole number of days from the patient's
//! own day 0, which is the first session, or the baseline where no session is recorded, or the first
//! visit where there is neither; so neither the calendar nor the distance between two patients is left.

use crate::error::AppError;
use euthymia_clinical::date::days_between;
use euthymia_report::case_series::{CaseSeries, DAY_ZERO, Patient, TimeScale};
use jiff::civil::Date;

/// Beyond ten years, dates and days from a day 0 have been mixed: the difference would be a date again.
const DAYS_MAX: i64 = 3660;

/// The header and unit of the column of times.
pub(super) fn column(series: &CaseSeries) -> (&'static str, &'static str) {
    match series.time {
        TimeScale::Order => ("visit", "order"),
        TimeScale::Dates | TimeScale::Days => ("day", "days"),
    }
}

/// A patient's day 0.
pub(super) fn zero(series: &CaseSeries, patient: &Patient) -> Date {
    let visits = || patient.courses.iter().flat_map(|course| &course.visits);
    let events = || patient.events.iter().filter_map(|event| event.date);
    series.day_zero(patient).unwrap_or_else(|_| {
        let first = visits().map(|visit| visit.date).min();
        first.or_else(|| events().min()).unwrap_or(DAY_ZERO)
    })
}

/// A day from a patient's day 0.
///
/// # Errors
/// [`AppError::Usage`] beyond ten years.
pub(super) fn relative(zero: Date, date: Date) -> Result<i64, AppError> {
    let day = days_between(zero, date);
    if day.abs() > DAYS_MAX {
        return Err(AppError::Usage(
            "a visit, session or event is more than ten years from the patient's day 0, so that the files \
             mix dates and days, and the difference would tell a date; correct it before the files are made \
             anonymous"
                .to_owned(),
        ));
    }
    Ok(day)
}
