//! Visits on fixed days, on days without a break, and after visits of the phase before.

use super::layout::{Placed, ROUNDS_MAX};
use super::{Choices, PlanError};
use crate::date::{days_after, days_between};
use crate::protocol::file::Schedule;
use jiff::civil::Date;

/// Days within which a run of open days is looked for.
const RUN_WITHIN: i64 = 366;

/// Visits on fixed days from the first: what cannot be on its day moves, and with it all that follow.
pub(super) fn by_day(
    schedule: &Schedule,
    start: Date,
    choices: &Choices,
) -> Result<Vec<Placed>, PlanError> {
    if schedule.consecutive {
        return without_a_break(schedule, start, choices);
    }
    let mut placed: Vec<Placed> = Vec::with_capacity(schedule.days.len());
    let mut shift = 0;
    let round = 1 + schedule.days.last().copied().unwrap_or(0);
    let until = choices.until.filter(|_| schedule.open_ended);
    for index in 0.. {
        if until.is_none() && index > 0 {
            break;
        }
        if index >= ROUNDS_MAX {
            return Err(PlanError::TooLong { rounds: ROUNDS_MAX });
        }
        let offset = i64::from(round) * i64::from(index);
        for day in &schedule.days {
            let days = offset + i64::from(*day) + shift;
            let wanted = days_after(start, days).ok_or(PlanError::CalendarEnds)?;
            let open = choices.calendar.next_open(wanted);
            let date = open.ok_or(PlanError::NoDay { after: wanted })?;
            if until.is_some_and(|until| date > until) {
                return Ok(placed);
            }
            shift += days_between(wanted, date);
            placed.push((date, (date != wanted).then_some(wanted)));
        }
    }
    Ok(placed)
}

/// The days of a schedule where all of them are open: the first such run from `start` on.
fn without_a_break(
    schedule: &Schedule,
    start: Date,
    choices: &Choices,
) -> Result<Vec<Placed>, PlanError> {
    let run = |first: Date| -> Option<Vec<Date>> {
        let days = schedule.days.iter().map(|day| {
            let day = days_after(first, i64::from(*day))?;
            choices.calendar.is_open(day).then_some(day)
        });
        days.collect()
    };
    let mut starts = (0..RUN_WITHIN).filter_map(|days| days_after(start, days));
    let found = starts.find_map(run).ok_or_else(|| PlanError::NoRun {
        days: schedule.days.len(),
        after: start,
        open: choices.calendar.words(),
    })?;
    let placed = found.into_iter().zip(&schedule.days).map(|(date, day)| {
        let wanted = days_after(start, i64::from(*day)).filter(|wanted| *wanted != date);
        (date, wanted)
    });
    Ok(placed.collect())
}

/// Visits that each follow one of the phase before; those after visits that there are not are left out.
pub(super) fn after_visits(
    schedule: &Schedule,
    before: &[Date],
    choices: &Choices,
) -> Result<Vec<Placed>, PlanError> {
    let later = i64::from(schedule.after_days.unwrap_or(0));
    let mut placed = Vec::with_capacity(schedule.after_visits.len());
    for number in &schedule.after_visits {
        let at = usize::try_from(*number).unwrap_or(usize::MAX);
        let Some(day) = at.checked_sub(1).and_then(|at| before.get(at)) else {
            continue;
        };
        let wanted = days_after(*day, later).ok_or(PlanError::CalendarEnds)?;
        let open = choices.calendar.next_open(wanted);
        let date = open.ok_or(PlanError::NoDay { after: wanted })?;
        placed.push((date, (date != wanted).then_some(wanted)));
    }
    Ok(placed)
}
