//! Several courses of one patient: on one day one after the other, and none beside a visit that takes
//! the day.

use super::alternative::chosen;
use super::layout::{Course, course, visits};
use super::{Choices, DAY, PlanError, Visit};
use crate::protocol::file::Protocol;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Courses that start together, in the order given.
///
/// Those with visits that take the day are laid out first; the visits of the others move away from these
/// days as from a holiday.
pub(super) fn together(
    protocols: &[&Protocol],
    choices: &Choices,
) -> Result<Vec<Course>, PlanError> {
    let takes_days = |protocol: &Protocol| {
        let mut schedules = protocol
            .phases
            .iter()
            .filter_map(|phase| chosen(phase, choices));
        schedules.any(|(_, schedule)| schedule.whole_day)
    };
    let numbered = || protocols.iter().copied().enumerate();
    let (first, then): (Vec<_>, Vec<_>) = numbered().partition(|(_, one)| takes_days(one));
    let mut laid: Vec<(usize, Course)> = Vec::with_capacity(protocols.len());
    for (is_first, (at, protocol)) in first
        .iter()
        .map(|one| (true, one))
        .chain(then.iter().map(|one| (false, one)))
    {
        // Two courses with such visits keep off all days of each other.
        let visits = laid.iter().flat_map(|(_, course)| &course.visits);
        let taken = visits.filter(|visit| is_first || visit.is_whole_day);
        let taken: BTreeMap<Date, String> = taken
            .map(|visit| (visit.date, visit.protocol_name.clone()))
            .collect();
        let mut own = choices.clone();
        own.calendar.holidays.extend(taken.keys().copied());
        let mut course = course(protocol, choices.start, &own)?;
        clashes(protocol, &mut course, &taken);
        laid.push((*at, course));
    }
    laid.sort_by_key(|(at, _)| *at);
    Ok(laid.into_iter().map(|(_, course)| course).collect())
}

/// Says which visits move because another course takes the day.
fn clashes(protocol: &Protocol, course: &mut Course, taken: &BTreeMap<Date, String>) {
    let mut of: BTreeMap<&str, BTreeSet<Date>> = BTreeMap::new();
    for day in course.visits.iter().filter_map(|visit| visit.moved_from) {
        if let Some(other) = taken.get(&day) {
            of.entry(other).or_default().insert(day);
        }
    }
    for (other, days) in of {
        course.notes.push(format!(
            "{}: {} cannot be on {}, which {other} takes as a whole, and move{}.",
            protocol.name,
            visits(days.len()),
            listed(&days),
            if days.len() == 1 { "s" } else { "" }
        ));
    }
}

/// Dates with commas; the first and the last where they are many.
fn listed(days: &BTreeSet<Date>) -> String {
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if days.len() > 6 => {
            format!("{} days from {first} to {last}", days.len())
        }
        _ => {
            let texts: Vec<String> = days.iter().map(Date::to_string).collect();
            texts.join(", ")
        }
    }
}

/// Visits of one day stand one after the other, in the order in which they come; says which do.
pub(super) fn one_after_the_other(visits: &mut [Visit]) -> Result<Vec<String>, PlanError> {
    let mut waits: BTreeMap<(String, String), BTreeSet<Date>> = BTreeMap::new();
    let mut free: Option<(Date, f64, String)> = None;
    for visit in visits {
        if let Some((date, until, before)) = &free
            && *date == visit.date
            && *until > visit.start()
        {
            let wait = until - visit.start();
            for part in &mut visit.parts {
                part.start += wait;
            }
            // Observation may go on past midnight, sessions may not.
            if visit
                .parts
                .iter()
                .any(|part| part.end().unwrap_or(part.start) > DAY)
            {
                return Err(PlanError::PastMidnight { date: visit.date });
            }
            let pair = (before.clone(), visit.protocol_name.clone());
            waits.entry(pair).or_default().insert(visit.date);
        }
        let until = visit.taken_until();
        free = Some((visit.date, until, visit.protocol_name.clone()));
    }
    let said = waits.into_iter().map(|((before, after), days)| {
        format!(
            "{after} would be at the same time as {before} on {}; it starts when that has ended, observation included, and an hour is set aside where no length was published.",
            listed(&days)
        )
    });
    Ok(said.collect())
}
