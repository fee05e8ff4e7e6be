//! Which visit is the baseline.

use super::{Course, Visit};
use jiff::civil::Date;

/// How the baseline is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineRule {
    /// The last scored visit on or before the first day of treatment; the first scored visit where
    /// no day of treatment is recorded.
    BeforeTreatment,
    /// The first scored visit.
    First,
    /// The scored visit of this day.
    On(Date),
}

/// There is no baseline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaselineError {
    /// No visit has a score.
    #[error("no visit has a score")]
    NoScore,
    /// Nothing was scored before treatment began.
    #[error("no score on or before the first day of treatment, {0}")]
    NoneBefore(Date),
    /// Nothing was scored on the day asked for.
    #[error("no score on {0}")]
    NoneOn(Date),
}

/// The baseline of a course.
///
/// # Errors
/// [`BaselineError`]: never a later visit in its place.
pub fn baseline(course: &Course, rule: BaselineRule) -> Result<(Date, f64), BaselineError> {
    let scored = |visit: &Visit| Some((visit.date, visit.total?));
    let all = course.visits.iter().filter_map(scored);
    let first = all.clone().min_by_key(|(date, _)| *date);
    let first = first.ok_or(BaselineError::NoScore)?;
    match (rule, course.sessions.iter().min()) {
        (BaselineRule::First, _) | (BaselineRule::BeforeTreatment, None) => Ok(first),
        (BaselineRule::BeforeTreatment, Some(start)) => all
            .filter(|(date, _)| date <= start)
            .max_by_key(|(date, _)| *date)
            .ok_or(BaselineError::NoneBefore(*start)),
        (BaselineRule::On(day), _) => all
            .clone()
            .find(|(date, _)| *date == day)
            .ok_or(BaselineError::NoneOn(day)),
    }
}
