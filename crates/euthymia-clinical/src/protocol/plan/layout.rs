//! The visits of one course.

use super::alternative::{chosen, others};
use super::by_day::{after_visits, by_day};
use super::by_week::by_week;
use super::occasion::sessions;
use super::{Choices, PlanError, Visit};
use crate::date::days_after;
use crate::protocol::file::{Phase, PhaseKind, Protocol, Schedule};
use jiff::civil::Date;

/// Rounds of a phase without an end that are laid out at most.
pub(super) const ROUNDS_MAX: u32 = 1_000;

/// A day with a visit, and where it would have been.
pub(super) type Placed = (Date, Option<Date>);

/// A course in a calendar.
#[derive(Default)]
pub(super) struct Course {
    /// Its visits in order of phases.
    pub(super) visits: Vec<Visit>,
    /// What a reader should know.
    pub(super) notes: Vec<String>,
}

/// Where the next phase begins.
struct Cursor {
    next: Date,
    last: Option<Date>,
    before: Vec<Date>,
}

/// The visits of a course from a day on, and what a reader should know.
pub(super) fn course(
    protocol: &Protocol,
    start: Date,
    choices: &Choices,
) -> Result<Course, PlanError> {
    let mut course = Course::default();
    let mut at = Cursor {
        next: start,
        last: None,
        before: Vec::new(),
    };
    for phase in &protocol.phases {
        // A file is read only where every phase has a schedule.
        let Some((number, schedule)) = chosen(phase, choices) else {
            continue;
        };
        let mut says = |note: String| {
            let note = format!("{}: {}: {note}", protocol.name, phase.name);
            course.notes.push(note);
        };
        let placed = place(schedule, &mut at, choices, &mut says)?;
        remarks(protocol, phase, number, schedule, choices, &mut says);
        for (index, (date, moved_from)) in placed.iter().enumerate() {
            course.visits.push(Visit {
                date: *date,
                protocol: protocol.id.clone(),
                protocol_name: protocol.name.clone(),
                phase: phase.name.clone(),
                number: u32::try_from(index + 1).unwrap_or(u32::MAX),
                parts: sessions(phase, schedule, index == 0, *date, choices)?,
                moved_from: *moved_from,
                is_treatment: is_treatment(phase),
                is_whole_day: schedule.whole_day,
            });
        }
        at.before = placed.iter().map(|(date, _)| *date).collect();
    }
    goes_on(protocol, &mut course, choices);
    Ok(course)
}

fn is_treatment(phase: &Phase) -> bool {
    !matches!(phase.kind, PhaseKind::Preparation | PhaseKind::Integration)
}

/// The visits of a phase; the cursor moves behind them.
fn place(
    schedule: &Schedule,
    at: &mut Cursor,
    choices: &Choices,
    says: &mut impl FnMut(String),
) -> Result<Vec<Placed>, PlanError> {
    if !schedule.after_visits.is_empty() {
        let placed = after_visits(schedule, &at.before, choices)?;
        if let Some(last) = placed.iter().map(|(date, _)| *date).max() {
            at.last = at.last.max(Some(last));
            at.next = at
                .next
                .max(days_after(last, 1).ok_or(PlanError::CalendarEnds)?);
        }
        return Ok(placed);
    }
    if let (Some(days), Some(last)) = (schedule.after_days, at.last) {
        at.next = days_after(last, i64::from(days)).ok_or(PlanError::CalendarEnds)?;
    }
    let begins = at.next;
    let placed = if schedule.per_week.is_empty() {
        let placed = by_day(schedule, begins, choices)?;
        let last = placed.last().map_or(begins, |(date, _)| *date);
        at.next = days_after(last, 1).ok_or(PlanError::CalendarEnds)?;
        if schedule.consecutive
            && let Some((first, Some(_))) = placed.first()
        {
            says(format!(
                "its days stand without a break, so that all of them move from {begins} to {first}, the next run of open days."
            ));
        }
        placed
    } else {
        let weeks = by_week(schedule, begins, choices)?;
        at.next = weeks.after;
        if weeks.made_up > 0 {
            let (has, is) = match weeks.made_up {
                1 => ("its", "is"),
                _ => ("their", "are"),
            };
            says(format!(
                "{} had no day left in {has} week and {is} made up in the weeks after the last; what follows keeps to whole weeks, so that no week has more visits than published.",
                visits(weeks.made_up)
            ));
        }
        weeks.placed
    };
    if placed.is_empty() {
        says(format!(
            "left out: it would begin on {begins}, after the last day asked for."
        ));
    }
    at.last = placed.iter().map(|(date, _)| *date).max().or(at.last);
    Ok(placed)
}

/// A number of visits in words.
pub(super) fn visits(count: usize) -> String {
    match count {
        1 => "1 visit".to_owned(),
        count => format!("{count} visits"),
    }
}

/// What of a course lies after the last day asked for.
fn goes_on(protocol: &Protocol, course: &mut Course, choices: &Choices) {
    let Some(until) = choices.until else { return };
    let later = course.visits.iter().map(|visit| visit.date);
    let later: Vec<Date> = later.filter(|date| *date > until).collect();
    if let Some(last) = later.iter().max() {
        course.notes.push(format!(
            "{}: goes on after {until}: {}, the last on {last}. What has an end of its own is laid out to it.",
            protocol.name,
            visits(later.len())
        ));
    }
}

fn remarks(
    protocol: &Protocol,
    phase: &Phase,
    number: usize,
    schedule: &Schedule,
    choices: &Choices,
    says: &mut impl FnMut(String),
) {
    let source = protocol.source(&schedule.source, schedule.status);
    let remark = schedule.note.as_deref().unwrap_or_default();
    let blank = if remark.is_empty() { "" } else { " " };
    says(format!("times after {source}.{blank}{remark}"));
    if let Some(others) = others(phase, number) {
        says(format!("{others}."));
    }
    if schedule.open_ended && choices.until.is_none() {
        says("no end was published; one round of it is laid out.".to_owned());
    }
    if schedule.per_day > 1 && schedule.interval.is_none() {
        says("the interval between the sessions of a day was not published here; they stand one after the other without one.".to_owned());
    }
    if schedule.per_day > 1 && schedule.interval.is_some() && schedule.meaning.is_none() {
        says(format!(
            "the source does not say what the interval is counted between; here it is counted {}.",
            choices.meaning
        ));
    }
}
