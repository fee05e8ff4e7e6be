//! A course laid out in a calendar: visits, sessions with their times, assessments.
//!
//! A week is counted from the first day of a phase. What falls on a holiday is moved to another day of
//! the same week where there is one, and is otherwise made up at the end of the phase; visits that are
//! counted in days move together, so that no interval becomes shorter than published.

mod assess;
mod calendar;
mod layout;
mod total;

pub use assess::Rating;
pub use calendar::Calendar;
pub use total::Totals;

use super::file::{Phase, Protocol, Schedule, SessionKind};
use super::reading::Reading;
use super::stimulation;
use super::value::What;
use crate::date::days_after;
use crate::tms::day::{DayError, IntervalMeaning, SessionDay};
use crate::tms::quantity::Seconds;
use crate::words;
use jiff::civil::Date;

words! {
    /// How the courses of several protocols lie.
    Order {
        /// One after the other.
        Sequential = "sequential", "one after the other";
        /// Together from the first day.
        Concurrent = "concurrent", "together";
    }
}

/// What is chosen for a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// The first day that may have a visit.
    pub start: Date,
    /// The days that may have one.
    pub calendar: Calendar,
    /// The last day of what has no end of its own; one round of it where `None`.
    pub until: Option<Date>,
    /// What the interval between sessions of a day is counted between, where the source does not say.
    pub meaning: IntervalMeaning,
    /// When the first session of a day starts, minutes after midnight.
    pub starts_at: u32,
    /// How several courses lie.
    pub order: Order,
    /// Days from the last visit of a course to the first of the next; at least 1.
    pub gap_days: u32,
}

/// The course cannot be laid out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// A course that ends before it starts.
    #[error("the plan ends on {until}, before it starts on {start}")]
    EndsBeforeStart {
        /// First day.
        start: Date,
        /// Last day.
        until: Date,
    },
    /// More visits in a week than days for them.
    #[error("{visits} visits a week do not fit on {days}")]
    TooFewDays {
        /// Visits of the week.
        visits: u32,
        /// The days of the week that are left.
        days: String,
    },
    /// Nothing but holidays.
    #[error("no day for a visit within a year after {after}")]
    NoDay {
        /// The day from which one was looked for.
        after: Date,
    },
    /// Sessions of a day that overlap, or more of them than fit.
    #[error(transparent)]
    Day(#[from] DayError),
    /// Sessions that would run past midnight.
    #[error("the sessions of {date} would end after midnight")]
    PastMidnight {
        /// The day.
        date: Date,
    },
    /// Days before 2 January of the year -9999 or after 30 December 9999.
    #[error("the calendar ends before the course does")]
    CalendarEnds,
}

/// One session at its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// What it is called.
    pub name: String,
    /// What happens.
    pub kind: SessionKind,
    /// Start in seconds after midnight.
    pub start: f64,
    /// How long it takes, in seconds; `None` where nothing was published.
    pub seconds: Option<f64>,
    /// How long the patient is watched afterwards, in seconds, where published.
    pub observation: Option<f64>,
}

/// A day on which the patient comes.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The day.
    pub date: Date,
    /// Identifier of the protocol.
    pub protocol: String,
    /// Name of the phase.
    pub phase: String,
    /// Which visit of the phase it is, from 1.
    pub number: u32,
    /// What happens.
    pub sessions: Vec<Planned>,
    /// The day it would have been on, where that is a holiday or none of the chosen days.
    pub moved_from: Option<Date>,
    /// True for a visit of the treatment itself, not of preparation or integration.
    pub is_treatment: bool,
}

/// Courses in a calendar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The visits in order of time.
    pub visits: Vec<Visit>,
    /// The assessments in order of time.
    pub ratings: Vec<Rating>,
    /// What a reader should know.
    pub notes: Vec<String>,
}

/// Lays courses out.
///
/// # Errors
/// [`PlanError`]: a plan that ends before it starts, more visits than days, nothing but holidays.
///
/// # Example
/// ```
/// use euthymia_clinical::protocol::bundled;
/// use euthymia_clinical::protocol::plan::{Choices, plan};
/// use jiff::civil::date;
/// let six = bundled("ketamine_iv_60min_six").unwrap();
/// let course = plan(&[six], &Choices::from(date(2026, 11, 30)))?;
/// let days: Vec<i8> = course.visits.iter().map(|visit| visit.date.day()).collect();
/// assert_eq!(days, [30, 2, 4, 7, 9, 11]);
/// # Ok::<(), euthymia_clinical::protocol::plan::PlanError>(())
/// ```
pub fn plan(protocols: &[&Protocol], choices: &Choices) -> Result<Plan, PlanError> {
    if let Some(until) = choices.until
        && until < choices.start
    {
        let start = choices.start;
        return Err(PlanError::EndsBeforeStart { start, until });
    }
    let mut whole = Plan::default();
    let mut start = choices.start;
    for protocol in protocols {
        let from = match choices.order {
            Order::Sequential => start,
            Order::Concurrent => choices.start,
        };
        let (visits, notes) = layout::course(protocol, from, choices)?;
        whole.ratings.extend(assess::ratings(protocol, &visits));
        if let Some(last) = visits.iter().map(|visit| visit.date).max() {
            let gap = i64::from(choices.gap_days.max(1));
            start = days_after(last, gap).ok_or(PlanError::CalendarEnds)?;
        }
        whole.visits.extend(visits);
        whole.notes.extend(notes);
    }
    whole.visits.sort_by_key(|visit| visit.date);
    whole.ratings.sort_by_key(|rating| rating.date);
    Ok(whole)
}

impl From<Date> for Choices {
    /// From Monday to Friday without holidays, from nine in the morning, intervals counted from the end
    /// of a session to the start of the next.
    fn from(start: Date) -> Self {
        Self {
            start,
            calendar: Calendar::default(),
            until: None,
            meaning: IntervalMeaning::Gap,
            starts_at: 9 * 60,
            order: Order::Sequential,
            gap_days: 1,
        }
    }
}

/// How long the sessions of one occasion take, in seconds, as far as published.
fn occasion(phase: &Phase) -> f64 {
    let seconds = phase.sessions.iter().filter_map(|session| {
        let readings = Reading::all(session);
        readings.iter().find_map(stimulation::seconds)
    });
    seconds.sum()
}

/// The sessions of a day; `None` where there is one only.
pub(super) fn day(
    phase: &Phase,
    schedule: &Schedule,
    interval: Seconds,
) -> Result<Option<SessionDay>, DayError> {
    if schedule.per_day < 2 {
        return Ok(None);
    }
    let session = Seconds::worked_out(occasion(phase));
    let meaning = schedule.meaning.unwrap_or(IntervalMeaning::Gap);
    SessionDay::new(schedule.per_day, session, interval, meaning).map(Some)
}

/// What is published of the observation after a session, in seconds.
fn observation(reading: &Reading<'_>) -> Option<f64> {
    reading
        .amount(What::Observation)
        .map(|amount| amount.high())
}
