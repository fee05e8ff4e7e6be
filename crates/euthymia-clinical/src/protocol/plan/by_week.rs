//! Visits spread over weeks.

use super::layout::{Placed, ROUNDS_MAX};
use super::pattern::spread;
use super::{Choices, PlanError};
use crate::date::{days_after, days_between};
use crate::protocol::file::Schedule;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Weeks within which visits without a day are made up.
const WEEKS_OWED: u32 = 53;

/// The visits of a phase by week.
pub(super) struct Weeks {
    /// The visits in order.
    pub(super) placed: Vec<Placed>,
    /// The first day after its last week.
    pub(super) after: Date,
    /// How many had no day left in their week.
    pub(super) made_up: usize,
}

/// Visits spread over weeks that are counted from `start`. What has no day left in its week is made up
/// in further weeks, as many in each as the fullest of them has.
pub(super) fn by_week(
    schedule: &Schedule,
    start: Date,
    choices: &Choices,
) -> Result<Weeks, PlanError> {
    let mut placed: Vec<Placed> = Vec::new();
    let mut owed: Vec<Date> = Vec::new();
    let mut week = start;
    let until = choices.until.filter(|_| schedule.open_ended);
    'rounds: for round in 0.. {
        if until.is_none() && round > 0 {
            break;
        }
        if round >= ROUNDS_MAX {
            return Err(PlanError::TooLong { rounds: ROUNDS_MAX });
        }
        for visits in &schedule.per_week {
            if until.is_some_and(|until| week > until) {
                break 'rounds;
            }
            for (wanted, found) in of_week(week, *visits, choices)? {
                if until.is_some_and(|until| wanted.max(found.unwrap_or(wanted)) > until) {
                    continue;
                }
                match found {
                    Some(date) => placed.push((date, (date != wanted).then_some(wanted))),
                    None => owed.push(wanted),
                }
            }
            week = days_after(week, 7).ok_or(PlanError::CalendarEnds)?;
        }
    }
    let made_up = owed.len();
    let fullest = schedule.per_week.iter().copied().max().unwrap_or(0);
    let mut owed = owed.into_iter().peekable();
    for _ in 0..WEEKS_OWED {
        if owed.peek().is_none() {
            break;
        }
        for day in of_week(week, fullest, choices)?
            .into_iter()
            .filter_map(|(_, found)| found)
        {
            let Some(wanted) = owed.next() else { break };
            placed.push((day, Some(wanted)));
        }
        week = days_after(week, 7).ok_or(PlanError::CalendarEnds)?;
    }
    if owed.peek().is_some() {
        return Err(PlanError::NoDay { after: week });
    }
    placed.sort_by_key(|(date, _)| *date);
    Ok(Weeks {
        placed,
        after: week,
        made_up,
    })
}

/// The visits of a week: where each would be, and the day that it is on, if there is one.
fn of_week(
    first: Date,
    visits: u32,
    choices: &Choices,
) -> Result<Vec<(Date, Option<Date>)>, PlanError> {
    let days = choices.calendar.week(first);
    let many = usize::try_from(visits).unwrap_or(usize::MAX);
    let wanted = spread(&days, many).ok_or_else(|| PlanError::TooFewDays {
        visits,
        days: choices.calendar.words(),
    })?;
    let mut taken: BTreeSet<Date> = wanted.iter().copied().collect();
    let mut placed = Vec::with_capacity(wanted.len());
    for day in wanted {
        if choices.calendar.is_open(day) {
            placed.push((day, Some(day)));
            continue;
        }
        let mut free: Vec<Date> = days
            .iter()
            .copied()
            .filter(|other| choices.calendar.is_open(*other) && !taken.contains(other))
            .collect();
        // The nearest, the later one of two.
        free.sort_by_key(|other| (days_between(day, *other).abs(), *other < day));
        let found = free.first().copied();
        taken.extend(found);
        placed.push((day, found));
    }
    placed.sort_by_key(|(wanted, found)| found.unwrap_or(*wanted));
    Ok(placed)
}
