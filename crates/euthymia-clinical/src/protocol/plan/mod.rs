//! A course laid out in a calendar: visits, sessions with their times, assessments.
//!
//! Weeks are counted from the first day of a course, and its phases keep to whole weeks. What falls on a
//! closed day is moved to another day of the same week where there is one, and is otherwise made up in the
//! weeks after the last of its phase; visits that are counted in days move together, so that no interval
//! becomes shorter than published, and days without a break move as a whole. Visits of several courses on
//! one day stand one after the other.
//!
//! Reading order: [`plan`], `layout` (the phases of a course), `by_week`, `by_day`, `occasion` (what
//! happens at a visit), `together` (several courses), `total`.

mod alternative;
mod assess;
mod by_day;
mod by_week;
mod calendar;
mod layout;
mod occasion;
mod pattern;
mod together;
mod total;
mod visit;

pub use assess::Rating;
pub use calendar::Calendar;
pub use occasion::Planned;
pub(in crate::protocol) use occasion::day;
pub use total::{Hours, Totals};
pub use visit::{SET_ASIDE, Visit};

use super::file::Protocol;
use crate::date::days_after;
use crate::tms::day::{DayError, IntervalMeaning};
use crate::words;
use jiff::civil::Date;
use layout::Course;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

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
    /// Schedules asked for by name or number, where a phase has several.
    pub schedules: Vec<String>,
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
    /// Days that must stand without a break, and no such run.
    #[error(
        "no {days} open days in a row within a year after {after}, and the course is not published with a break (open: {open})"
    )]
    NoRun {
        /// How many days.
        days: usize,
        /// The day from which they were looked for.
        after: Date,
        /// The open days of the week.
        open: String,
    },
    /// More rounds than anybody means.
    #[error("more than {rounds} rounds of what has no end of its own")]
    TooLong {
        /// The most rounds.
        rounds: u32,
    },
    /// A schedule that no phase has.
    #[error("there is no schedule \"{asked}\"; {known}")]
    NoSchedule {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: String,
    },
    /// Two schedules of one phase.
    #[error("{asked}: two of them are schedules of one phase, {phase}")]
    TwoSchedules {
        /// The phase.
        phase: String,
        /// What was asked for.
        asked: String,
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
    alternative::check(protocols, choices)?;
    let courses = match choices.order {
        Order::Concurrent => together::together(protocols, choices)?,
        Order::Sequential => in_sequence(protocols, choices)?,
    };
    let mut whole = Plan::default();
    for (protocol, course) in protocols.iter().zip(courses) {
        let ratings = assess::ratings(protocol, &course.visits, &choices.calendar);
        whole.ratings.extend(ratings);
        whole.visits.extend(course.visits);
        whole.notes.extend(course.notes);
    }
    whole.visits.sort_by_key(|visit| visit.date);
    whole.ratings.sort_by_key(|rating| rating.date);
    let waits = together::one_after_the_other(&mut whole.visits)?;
    whole.notes.extend(waits);
    Ok(whole)
}

/// Courses one after the other, with the days between them that were asked for.
fn in_sequence(protocols: &[&Protocol], choices: &Choices) -> Result<Vec<Course>, PlanError> {
    let mut courses = Vec::with_capacity(protocols.len());
    let mut start = choices.start;
    for protocol in protocols {
        let course = layout::course(protocol, start, choices)?;
        if let Some(last) = course.visits.iter().map(|visit| visit.date).max() {
            let gap = i64::from(choices.gap_days.max(1));
            start = days_after(last, gap).ok_or(PlanError::CalendarEnds)?;
        }
        courses.push(course);
    }
    Ok(courses)
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
            schedules: Vec::new(),
        }
    }
}
