//! Whether a medicine is taken, or was stopped long enough ago.

use super::cautions::Background;
use super::file::Interaction;
use super::points::medicine_key;
use super::told::COMPLETE;
use crate::answer::Answer;
use crate::date::days_between;
use crate::finding::Finding;
use crate::patient::{CheckState, Patient};
use crate::trial::{Time, Trial};

const STOP: &str = "[[trial]] stop";

/// Whether the record has a medicine, now or too near.
///
/// A washout that has passed is a no only where the list of the record is complete: otherwise the
/// medicine may have been given again.
pub(super) fn medicine(
    name: &str,
    interaction: &Interaction,
    patient: &Patient,
    background: &Background,
) -> Finding {
    let key = medicine_key(&interaction.medicine);
    let state = background.medicines.get(&interaction.medicine).copied();
    let is_excluded = state == Some(CheckState::Excluded);
    let is_complete = patient.history_complete == Some(true);
    let taken = taken_all(interaction, patient);
    let of = |wanted: Answer| taken.iter().find(|one| one.answer == wanted);
    let with = |one: &Taken| format!("{name} ({})", one.why);
    if let Some(yes) = of(Answer::Yes) {
        return Finding::new(Answer::Yes, with(yes));
    }
    if state == Some(CheckState::Present) {
        return Finding::new(Answer::Yes, name);
    }
    // That it is not taken now says nothing of when it was stopped.
    let settles_now = is_excluded && interaction.washout_days.is_none();
    if let Some(open) = of(Answer::CannotSay).filter(|_| !settles_now) {
        let mut finding = Finding::unknown(with(open), STOP);
        if !is_excluded {
            finding.missing.push(key);
        }
        return finding;
    }
    let last = taken.iter().min_by_key(|one| one.days);
    let said = last.map_or_else(|| name.to_owned(), with);
    if is_excluded || (last.is_some() && is_complete) {
        return Finding::new(Answer::No, said);
    }
    let is_listed = !(interaction.drugs.is_empty() && interaction.classes.is_empty());
    if is_listed && is_complete {
        let why = "the list of medicines is complete and does not have it";
        return Finding::new(Answer::No, format!("{name} ({why})"));
    }
    let mut finding = Finding::unknown(said, key);
    if is_listed {
        finding.missing.push(COMPLETE.to_owned());
    }
    finding
}

/// What one entry of the history says.
struct Taken {
    answer: Answer,
    why: String,
    /// Days since it was last taken, where known.
    days: Option<i64>,
}

fn taken_all(interaction: &Interaction, patient: &Patient) -> Vec<Taken> {
    let is_meant = |trial: &&Trial| {
        interaction.drugs.contains(&trial.drug.id)
            || interaction.classes.contains(&trial.drug.class)
    };
    let found = patient.trials.iter().filter(is_meant);
    found
        .map(|trial| taken(trial, interaction.washout_days, patient))
        .collect()
}

/// Whether a medicine of the history is still taken, or was stopped too near.
fn taken(trial: &Trial, washout: Option<u32>, patient: &Patient) -> Taken {
    let label = &trial.label;
    match trial.time {
        Time::Since { .. } => Taken {
            answer: Answer::Yes,
            why: format!("{label}: still taken"),
            days: None,
        },
        Time::Between { stop, .. } => {
            let days = days_between(stop, patient.assessed);
            // On the day of the last dose it was taken.
            let wanted = washout.unwrap_or(1).max(1);
            let asked = washout.map_or_else(String::new, |days| format!(", {days} wanted"));
            Taken {
                answer: Answer::of(days < i64::from(wanted)),
                why: format!("{label}: last taken {days} days before{asked}"),
                days: Some(days),
            }
        }
        Time::Weeks { .. } | Time::Unknown { .. } => Taken {
            answer: Answer::CannotSay,
            why: format!("{label}: whether it is still taken is not recorded"),
            days: None,
        },
    }
}
