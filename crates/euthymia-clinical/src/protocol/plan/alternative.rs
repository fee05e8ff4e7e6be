//! Which of several published schedules is laid out.

use super::occasion::{length, parts};
use super::{Choices, PlanError};
use crate::protocol::file::{Phase, Protocol, Schedule};

/// True where a word asks for the schedule that is the `at`-th of its phase, from 0.
fn is_asked(schedule: &Schedule, at: usize, word: &str) -> bool {
    schedule.name.as_deref() == Some(word) || word.parse() == Ok(at + 1)
}

/// The schedule of a phase that is laid out, and its number from 0: the one that is asked for, else the
/// first. `None` where the phase has none, which no file that was read has.
pub(super) fn chosen<'p>(phase: &'p Phase, choices: &Choices) -> Option<(usize, &'p Schedule)> {
    let several = phase
        .schedule
        .iter()
        .enumerate()
        .filter(|_| phase.schedule.len() > 1);
    let asked = |(at, schedule): &(usize, &Schedule)| {
        choices
            .schedules
            .iter()
            .any(|word| is_asked(schedule, *at, word))
    };
    several
        .clone()
        .find(asked)
        .or_else(|| phase.schedule.first().map(|first| (0, first)))
}

/// What a schedule is asked for by: its number from 1, and its name.
pub(super) fn title(schedule: &Schedule, at: usize) -> String {
    match &schedule.name {
        Some(name) => format!("{} {name}", at + 1),
        None => (at + 1).to_string(),
    }
}

fn with_several<'p>(protocols: &[&'p Protocol]) -> Vec<(&'p Protocol, &'p Phase)> {
    let phases = |protocol: &&'p Protocol| {
        let protocol: &'p Protocol = protocol;
        protocol.phases.iter().map(move |phase| (protocol, phase))
    };
    let all = protocols.iter().flat_map(phases);
    all.filter(|(_, phase)| phase.schedule.len() > 1).collect()
}

/// Refuses a schedule that no phase has, and two of the same phase.
pub(super) fn check(protocols: &[&Protocol], choices: &Choices) -> Result<(), PlanError> {
    let several = with_several(protocols);
    let known = || {
        let phases = several.iter().map(|(protocol, phase)| {
            let titles = phase.schedule.iter().enumerate();
            let titles: Vec<String> = titles.map(|(at, one)| title(one, at)).collect();
            format!("{}, {}: {}", protocol.id, phase.name, titles.join(" or "))
        });
        match phases.collect::<Vec<_>>() {
            none if none.is_empty() => "nothing here has more than one".to_owned(),
            phases => phases.join("; "),
        }
    };
    let matches = |phase: &Phase, word: &str| {
        let mut all = phase.schedule.iter().enumerate();
        all.position(|(at, one)| is_asked(one, at, word))
    };
    for word in &choices.schedules {
        if !several
            .iter()
            .any(|(_, phase)| matches(phase, word).is_some())
        {
            return Err(PlanError::NoSchedule {
                asked: word.clone(),
                known: known(),
            });
        }
    }
    for (_, phase) in &several {
        let mut found: Vec<usize> = choices
            .schedules
            .iter()
            .filter_map(|word| matches(phase, word))
            .collect();
        found.dedup();
        if found.len() > 1 {
            return Err(PlanError::TwoSchedules {
                phase: phase.name.clone(),
                asked: choices.schedules.join(", "),
            });
        }
    }
    Ok(())
}

/// The other schedules of a phase in words, with the time that they take, where there are some.
pub(super) fn others(phase: &Phase, laid_out: usize) -> Option<String> {
    let all = || phase.schedule.iter().enumerate();
    let one = all().nth(laid_out).map(|(at, one)| title(one, at))?;
    let others: Vec<String> = all()
        .filter(|(at, _)| *at != laid_out)
        .map(|(at, schedule)| format!("{}{}", title(schedule, at), takes(phase, schedule)))
        .collect();
    if others.is_empty() {
        return None;
    }
    let first = phase.schedule.first()?;
    let agree = all()
        .all(|(_, schedule)| schedule.source == first.source && schedule.reading == first.reading);
    let why = if agree {
        "the source has several schedules"
    } else {
        "sources differ"
    };
    Some(format!(
        "{why}; {one} is laid out, the other is {}",
        others.join(" or ")
    ))
}

/// Sessions and hours of a schedule, as far as they can be counted.
fn takes(phase: &Phase, schedule: &Schedule) -> String {
    let seconds = length(&parts(phase, schedule, true));
    let minutes = seconds / 60.0;
    match schedule.sessions() {
        Some(sessions) if seconds > 0.0 => {
            format!(" ({sessions} sessions of {minutes:.0} min)")
        }
        Some(sessions) => format!(" ({sessions} sessions)"),
        None => String::new(),
    }
}
