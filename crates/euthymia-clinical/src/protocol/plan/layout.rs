//! The visits of one course.

use super::{Choices, PlanError, Planned, Visit, observation, occasion};
use crate::date::{days_after, days_between};
use crate::protocol::file::{Phase, PhaseKind, Protocol, Schedule};
use crate::protocol::reading::Reading;
use crate::protocol::stimulation;
use crate::tms::day::SessionDay;
use crate::tms::quantity::Seconds;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Rounds of a phase without an end that are laid out at most.
const ROUNDS_MAX: usize = 1_000;

/// A day with a visit, and where it would have been.
type Placed = (Date, Option<Date>);

/// The visits of a course from a day on, and what a reader should know.
pub(super) fn course(
    protocol: &Protocol,
    start: Date,
    choices: &Choices,
) -> Result<(Vec<Visit>, Vec<String>), PlanError> {
    let (mut visits, mut notes) = (Vec::new(), Vec::new());
    let mut next = start;
    let mut last: Option<Date> = None;
    for phase in &protocol.phases {
        // A file is read only where every phase has a schedule.
        let Some(schedule) = phase.schedule.first() else {
            continue;
        };
        if let (Some(days), Some(last)) = (schedule.after_days, last) {
            next = days_after(last, i64::from(days)).ok_or(PlanError::CalendarEnds)?;
        }
        let (placed, after) = if schedule.per_week.is_empty() {
            by_day(schedule, next, choices)?
        } else {
            by_week(phase, schedule, next, choices, &mut notes)?
        };
        for (at, (date, moved_from)) in placed.iter().enumerate() {
            visits.push(Visit {
                date: *date,
                protocol: protocol.id.clone(),
                phase: phase.name.clone(),
                number: u32::try_from(at + 1).unwrap_or(u32::MAX),
                sessions: sessions(phase, schedule, *date, choices)?,
                moved_from: *moved_from,
                is_treatment: !matches!(
                    phase.kind,
                    PhaseKind::Preparation | PhaseKind::Integration
                ),
            });
        }
        last = placed.iter().map(|(date, _)| *date).max().or(last);
        next = after;
        remarks(protocol, phase, schedule, choices, &mut notes);
    }
    Ok((visits, notes))
}

fn remarks(
    protocol: &Protocol,
    phase: &Phase,
    schedule: &Schedule,
    choices: &Choices,
    notes: &mut Vec<String>,
) {
    let source = protocol.source(&schedule.source, schedule.status);
    let remark = schedule.note.as_deref().unwrap_or_default();
    let blank = if remark.is_empty() { "" } else { " " };
    notes.push(format!(
        "{}: {}: times after {source}.{blank}{remark}",
        protocol.name, phase.name
    ));
    if phase.schedule.len() > 1 {
        notes.push(format!(
            "{}: {}: sources disagree on the times; the first is laid out.",
            protocol.name, phase.name
        ));
    }
    if schedule.open_ended && choices.until.is_none() {
        notes.push(format!(
            "{}: {} has no published end; one round of it is laid out.",
            protocol.name, phase.name
        ));
    }
    if schedule.per_day > 1 && schedule.interval.is_none() {
        notes.push(format!(
            "{}: the interval between the sessions of a day was not published here; they stand one after the other without one.",
            protocol.name
        ));
    }
    if schedule.per_day > 1 && schedule.interval.is_some() && schedule.meaning.is_none() {
        notes.push(format!(
            "{}: the source does not say what the interval is counted between; here it is counted {}.",
            protocol.name, choices.meaning
        ));
    }
}

/// Visits on fixed days from the first: what cannot be on its day moves, and with it all that follow.
fn by_day(
    schedule: &Schedule,
    start: Date,
    choices: &Choices,
) -> Result<(Vec<Placed>, Date), PlanError> {
    let mut placed: Vec<Placed> = Vec::with_capacity(schedule.days.len());
    let mut shift = 0;
    let round = 1 + schedule.days.last().copied().unwrap_or(0);
    let rounds = match (schedule.open_ended, choices.until) {
        (true, Some(_)) => ROUNDS_MAX,
        _ => 1,
    };
    'rounds: for index in 0..rounds {
        let offset = i64::from(round) * i64::try_from(index).unwrap_or(i64::MAX);
        for day in &schedule.days {
            let days = offset + i64::from(*day) + shift;
            let wanted = days_after(start, days).ok_or(PlanError::CalendarEnds)?;
            let open = choices.calendar.next_open(wanted);
            let date = open.ok_or(PlanError::NoDay { after: wanted })?;
            if schedule.open_ended && choices.until.is_some_and(|until| date > until) {
                break 'rounds;
            }
            shift += days_between(wanted, date);
            placed.push((date, (date != wanted).then_some(wanted)));
        }
    }
    let after = placed.last().map_or(start, |(date, _)| *date);
    Ok((placed, days_after(after, 1).ok_or(PlanError::CalendarEnds)?))
}

/// Visits spread over weeks.
fn by_week(
    phase: &Phase,
    schedule: &Schedule,
    start: Date,
    choices: &Choices,
    notes: &mut Vec<String>,
) -> Result<(Vec<Placed>, Date), PlanError> {
    let mut placed: Vec<Placed> = Vec::new();
    let mut taken: BTreeSet<Date> = BTreeSet::new();
    let mut owed: Vec<Date> = Vec::new();
    let mut week = start;
    let rounds = match (schedule.open_ended, choices.until) {
        (true, Some(_)) => ROUNDS_MAX,
        _ => 1,
    };
    'rounds: for _ in 0..rounds {
        for visits in &schedule.per_week {
            if schedule.open_ended && choices.until.is_some_and(|until| week > until) {
                break 'rounds;
            }
            let open_until = choices.until.filter(|_| schedule.open_ended);
            for (wanted, found) in of_week(week, *visits, choices)? {
                if open_until.is_some_and(|until| wanted > until) {
                    continue;
                }
                match found {
                    Some(date) => {
                        taken.insert(date);
                        placed.push((date, (date != wanted).then_some(wanted)));
                    }
                    None => owed.push(wanted),
                }
            }
            week = days_after(week, 7).ok_or(PlanError::CalendarEnds)?;
        }
    }
    let mut after = week;
    if !owed.is_empty() {
        notes.push(format!(
            "{}: {} of its visits had no day left in their week and are made up at its end.",
            phase.name,
            owed.len()
        ));
    }
    for wanted in owed {
        let open = choices.calendar.next_open(after);
        let date = open.ok_or(PlanError::NoDay { after })?;
        placed.push((date, Some(wanted)));
        after = days_after(date, 1).ok_or(PlanError::CalendarEnds)?;
    }
    placed.sort_by_key(|(date, _)| *date);
    Ok((placed, after))
}

/// The visits of a week: where each would be, and the day that it is on, if there is one.
fn of_week(
    first: Date,
    visits: u32,
    choices: &Choices,
) -> Result<Vec<(Date, Option<Date>)>, PlanError> {
    let days = choices.calendar.week(first);
    let many = usize::try_from(visits).unwrap_or(usize::MAX);
    if many > days.len() {
        return Err(PlanError::TooFewDays {
            visits,
            days: choices.calendar.words(),
        });
    }
    // As even as the days allow: three of five are the first, the third and the fifth.
    let spread =
        (0..many).filter_map(|index| days.get((index * days.len()).div_ceil(many)).copied());
    let wanted: Vec<Date> = spread.collect();
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
    Ok(placed)
}

/// The sessions of a day at their times.
fn sessions(
    phase: &Phase,
    schedule: &Schedule,
    date: Date,
    choices: &Choices,
) -> Result<Vec<Planned>, PlanError> {
    let step = match &schedule.interval {
        Some(text) if schedule.per_day > 1 => {
            // A file is read only when its intervals are.
            let interval = Seconds::parse(text).unwrap_or(Seconds::ZERO);
            let meaning = schedule.meaning.unwrap_or(choices.meaning);
            let session = Seconds::worked_out(occasion(phase));
            SessionDay::new(schedule.per_day, session, interval, meaning)?
                .onset_to_onset()
                .value()
        }
        _ => occasion(phase),
    };
    let mut planned = Vec::new();
    for index in 0..schedule.per_day {
        let mut start = f64::from(choices.starts_at) * 60.0 + step * f64::from(index);
        for session in &phase.sessions {
            let readings = Reading::all(session);
            let seconds = readings.iter().find_map(stimulation::seconds);
            planned.push(Planned {
                name: session.name.clone(),
                kind: session.kind,
                start,
                seconds,
                observation: readings.iter().find_map(observation),
            });
            start += seconds.unwrap_or(0.0);
        }
        if start > 86_400.0 {
            return Err(PlanError::PastMidnight { date });
        }
    }
    Ok(planned)
}
