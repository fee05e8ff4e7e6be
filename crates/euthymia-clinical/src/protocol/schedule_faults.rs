//! What must hold of the schedules of a phase beside each other and the phase before.

use super::file::{Phase, Schedule};
use std::collections::BTreeSet;

/// Something that is wrong with a schedule.
pub(super) struct Problem {
    /// Which of the phase, from 0.
    pub(super) at: usize,
    /// The key.
    pub(super) key: &'static str,
    /// What was found there.
    pub(super) found: Option<String>,
    /// What is wrong.
    pub(super) problem: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

/// What is wrong with the schedules of a phase; `before` is the phase before it.
pub(super) fn problems(phase: &Phase, before: Option<&Phase>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (at, schedule) in phase.schedule.iter().enumerate() {
        let mut add = |key, found: Option<String>, problem, help| {
            problems.push(Problem {
                at,
                key,
                found,
                problem,
                help,
            });
        };
        if let Some(name) = schedule.name.as_deref() {
            if !is_name(name) {
                let help = "Use lower-case letters, digits and underscores, a letter first.";
                add(
                    "name",
                    Some(name.to_owned()),
                    "this is no name of a schedule",
                    help,
                );
            }
            if !names.insert(name) {
                let help = "Give each schedule of a phase its own.";
                add("name", Some(name.to_owned()), "this is there twice", help);
            }
        }
        if schedule.consecutive && schedule.days.is_empty() {
            let help = "Give days, such as days = [0, 1, 2, 3, 4].";
            add(
                "consecutive",
                None,
                "only days can stand without a break",
                help,
            );
        }
        if let Some((problem, help)) = after_visits(schedule, before) {
            let found = schedule.after_visits.iter().map(u32::to_string);
            let found: Vec<String> = found.collect();
            add("after_visits", Some(found.join(", ")), problem, help);
        }
    }
    problems
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(plain)
}

/// What is wrong with visits after those of the phase before, and what to do.
fn after_visits(
    schedule: &Schedule,
    before: Option<&Phase>,
) -> Option<(&'static str, &'static str)> {
    let (Some(first), Some(last)) = (schedule.after_visits.first(), schedule.after_visits.last())
    else {
        return None;
    };
    if !schedule.per_week.is_empty() || !schedule.days.is_empty() {
        return Some((
            "visits after others and weeks or days are both given",
            "Give one of them.",
        ));
    }
    let Some(before) = before else {
        return Some((
            "there is no phase before it",
            "Put it behind the phase whose visits are meant.",
        ));
    };
    if *first == 0 || !schedule.after_visits.is_sorted_by(|a, b| a < b) {
        return Some((
            "the visits are not in order, or one is there twice",
            "Give each once, the first visit of the phase before being 1.",
        ));
    }
    let most = before.schedule.iter().map(Schedule::visits).max();
    let goes_on = before.schedule.iter().any(|one| one.open_ended);
    (!goes_on && most.is_some_and(|most| u64::from(*last) > most)).then_some((
        "the phase before has fewer visits",
        "Correct the number, or the phase before.",
    ))
}
