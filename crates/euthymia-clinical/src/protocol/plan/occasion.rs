//! What happens at a visit, and how long it takes.

use super::{Choices, PlanError};
use crate::protocol::file::{Phase, Schedule, Session, SessionKind};
use crate::protocol::reading::Reading;
use crate::protocol::stimulation;
use crate::protocol::value::What;
use crate::tms::day::{DayError, IntervalMeaning, SessionDay};
use crate::tms::quantity::Seconds;
use jiff::civil::Date;

/// A part of a session at its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// What it is called.
    pub name: String,
    /// What happens.
    pub kind: SessionKind,
    /// Which session of the day it is a part of, from 1.
    pub session: u32,
    /// True where it starts together with the part before it.
    pub with_before: bool,
    /// Start in seconds after midnight.
    pub start: f64,
    /// How long it takes, in seconds; `None` where nothing was published.
    pub seconds: Option<f64>,
    /// How long the patient is watched afterwards, in seconds, where published.
    pub observation: Option<f64>,
    /// The dose as published: that of the first visit where it is another.
    pub dose: Option<String>,
    /// How many people of the clinic stay with the patient at least, where published.
    pub people: Option<u32>,
}

impl Planned {
    /// When it ends, observation left out; `None` where its length is not known.
    #[must_use]
    pub fn end(&self) -> Option<f64> {
        Some(self.start + self.seconds?)
    }

    /// Until when the patient is watched, where that was published.
    #[must_use]
    pub fn watched_until(&self) -> Option<f64> {
        Some(self.start + self.seconds.unwrap_or(0.0) + self.observation?)
    }
}

/// The values of a session that a schedule goes with: of its source where sources disagree, else all.
fn readings<'p>(session: &'p Session, schedule: &Schedule) -> Vec<Reading<'p>> {
    let all = Reading::all(session);
    let is_asked =
        |one: &&Reading<'_>| one.source().is_some() && one.source() == schedule.reading.as_deref();
    let asked: Vec<Reading<'p>> = all.iter().filter(is_asked).copied().collect();
    if asked.is_empty() { all } else { asked }
}

/// The parts of one session, from 0 on, as the first visit has them or a later one.
pub(super) fn parts(phase: &Phase, schedule: &Schedule, is_first: bool) -> Vec<Planned> {
    let mut parts: Vec<Planned> = Vec::with_capacity(phase.sessions.len());
    let mut after = 0.0_f64;
    for session in &phase.sessions {
        let readings = readings(session, schedule);
        let seconds = readings.iter().find_map(stimulation::seconds);
        let together = parts.last().filter(|_| session.at_the_same_time);
        let start = together.map_or(after, |before| before.start);
        after = after.max(start + seconds.unwrap_or(0.0));
        let text = |what: What| {
            let entry = readings.iter().find_map(|one| one.entry(what));
            entry.map(|entry| entry.is.clone())
        };
        let dose = || text(What::Dose).or_else(|| text(What::DoseByWeight));
        parts.push(Planned {
            name: session.name.clone(),
            kind: session.kind,
            session: 1,
            with_before: together.is_some(),
            start,
            seconds,
            observation: readings.iter().find_map(observation),
            dose: match is_first {
                true => text(What::FirstDose).or_else(dose),
                false => dose(),
            },
            people: session.people.as_ref().map(|people| people.at_least),
        });
    }
    parts
}

/// What is published of the observation after a session, in seconds.
fn observation(reading: &Reading<'_>) -> Option<f64> {
    let amount = reading.amount(What::Observation)?;
    Some(amount.high())
}

/// How long one session takes, in seconds, as far as published.
pub(super) fn length(parts: &[Planned]) -> f64 {
    let ends = parts.iter().map(|part| part.end().unwrap_or(part.start));
    ends.fold(0.0, f64::max)
}

/// The sessions of a day; `None` where there is one only.
pub(in crate::protocol) fn day(
    phase: &Phase,
    schedule: &Schedule,
    interval: Seconds,
) -> Result<Option<SessionDay>, DayError> {
    if schedule.per_day < 2 {
        return Ok(None);
    }
    let session = Seconds::worked_out(length(&parts(phase, schedule, true)));
    let meaning = schedule.meaning.unwrap_or(IntervalMeaning::Gap);
    SessionDay::new(schedule.per_day, session, interval, meaning).map(Some)
}

/// The sessions of a day at their times.
pub(super) fn sessions(
    phase: &Phase,
    schedule: &Schedule,
    is_first: bool,
    date: Date,
    choices: &Choices,
) -> Result<Vec<Planned>, PlanError> {
    let parts = parts(phase, schedule, is_first);
    let length = length(&parts);
    let step = match &schedule.interval {
        Some(text) if schedule.per_day > 1 => {
            // A file is read only when its intervals are.
            let interval = Seconds::parse(text).unwrap_or(Seconds::ZERO);
            let meaning = schedule.meaning.unwrap_or(choices.meaning);
            let session = Seconds::worked_out(length);
            SessionDay::new(schedule.per_day, session, interval, meaning)?
                .onset_to_onset()
                .value()
        }
        _ => length,
    };
    let mut planned = Vec::new();
    for index in 0..schedule.per_day {
        let start = f64::from(choices.starts_at) * 60.0 + step * f64::from(index);
        if start + length > super::DAY {
            return Err(PlanError::PastMidnight { date });
        }
        planned.extend(parts.iter().cloned().map(|part| Planned {
            session: index + 1,
            start: start + part.start,
            ..part
        }));
    }
    Ok(planned)
}
