//! Which visit is the baseline.

use super::{Course, Visit};
use jiff::civil::Date;

/// How the baseline is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineRule {
    /// The last scored visit on or before the first day of treatment; the first scored visit where
    /// no day of treatment is recorded.
    BeforeTreatment,
    /// The last scored visit on or before the first day of treatment; where no day of treatment is
    /// recorded, on or before this day, from which the file counts its days.
    BeforeTreatmentOr(Date),
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
    let start = course.sessions.iter().min().copied();
    let before = |start: Date| {
        all.clone()
            .filter(|(date, _)| *date <= start)
            .max_by_key(|(date, _)| *date)
            .ok_or(BaselineError::NoneBefore(start))
    };
    match rule {
        BaselineRule::First => Ok(first),
        BaselineRule::BeforeTreatment => start.map_or(Ok(first), before),
        BaselineRule::BeforeTreatmentOr(day) => before(start.unwrap_or(day)),
        BaselineRule::On(day) => all
            .clone()
            .find(|(date, _)| *date == day)
            .ok_or(BaselineError::NoneOn(day)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn course(scores: &[(i8, Option<f64>)], sessions: &[i8]) -> Course {
        let on = |day: i8| date(2025, 3, day);
        Course {
            instrument: "madrs".to_owned(),
            visits: scores
                .iter()
                .map(|(day, total)| Visit {
                    date: on(*day),
                    total: *total,
                })
                .collect(),
            sessions: sessions.iter().map(|day| on(*day)).collect(),
        }
    }

    #[test]
    fn a_later_visit_never_stands_in_for_a_missing_baseline() {
        let (day, rule) = (
            date(2025, 3, 10),
            BaselineRule::BeforeTreatmentOr(date(2025, 3, 10)),
        );
        let missed = course(&[(10, None), (17, Some(20.0))], &[]);
        assert_eq!(baseline(&missed, rule), Err(BaselineError::NoneBefore(day)));
        let screened = course(&[(3, Some(33.0)), (10, Some(31.0)), (17, Some(20.0))], &[]);
        assert_eq!(baseline(&screened, rule), Ok((day, 31.0)));
        let treated = course(&[(10, Some(31.0)), (12, Some(30.0))], &[14]);
        let last = Ok((date(2025, 3, 12), 30.0));
        assert_eq!(baseline(&treated, rule), last);
        assert_eq!(baseline(&treated, BaselineRule::BeforeTreatment), last);
        let first = Ok((date(2025, 3, 17), 20.0));
        assert_eq!(baseline(&missed, BaselineRule::BeforeTreatment), first);
        assert_eq!(baseline(&missed, BaselineRule::First), first);
    }
}
