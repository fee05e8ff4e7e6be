//! Conditions and medicines that matter for a treatment, held against a patient's record.

use super::file::{Caution, CautionKind, FromRecord, Interaction, Protocol, SessionKind};
use crate::answer::Answer;
use crate::date::{days_after, days_between};
use crate::finding::Finding;
use crate::patient::{CheckState, Diagnosis, Patient, ProcedureKind, Severity};
use crate::source::Status;
use crate::tms::screen::{Group, screening};
use crate::trial::{Time, Trial};
use std::collections::BTreeMap;

/// What a record says about conditions and medicines, by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Background {
    /// Conditions.
    pub conditions: BTreeMap<String, CheckState>,
    /// Medicines that are taken now.
    pub medicines: BTreeMap<String, CheckState>,
}

/// A condition or medicine with what it means and whether the patient has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    /// What it means.
    pub kind: CautionKind,
    /// Yes where the record has it, no where it says otherwise, and cannot say.
    pub finding: Finding,
}

impl Flag {
    /// True where the record has it and somebody read in the source that it matters, or the clinic
    /// said so. What is unverified is shown and decides nothing.
    #[must_use]
    pub fn decides(&self) -> bool {
        let status = self.finding.source.as_ref().map(|source| source.status);
        let is_known = matches!(status, Some(Status::Confirmed | Status::Site));
        self.finding.answer == Answer::Yes && is_known
    }
}

/// Every condition and medicine that a protocol names, held against a record.
///
/// What the record does not say is "cannot say", with the key that would settle it, and never a no.
#[must_use]
pub fn flags(protocol: &Protocol, patient: &Patient, background: &Background) -> Vec<Flag> {
    let cautions = protocol.cautions.iter().map(|caution| Flag {
        kind: caution.kind,
        finding: condition(caution, patient, background)
            .by(protocol.source(&caution.source, caution.status)),
    });
    let medicines = protocol.interactions.iter().map(|interaction| Flag {
        kind: interaction.kind,
        finding: medicine(interaction, patient, background)
            .by(protocol.source(&interaction.source, interaction.status)),
    });
    let mut flags: Vec<Flag> = cautions.chain(medicines).collect();
    let stimulates = protocol
        .phases
        .iter()
        .flat_map(|phase| &phase.sessions)
        .any(|session| session.kind == SessionKind::Stimulation);
    if stimulates {
        flags.extend(screened(background));
    }
    flags
}

/// The points to ask before the first pulse.
fn screened(background: &Background) -> impl Iterator<Item = Flag> + '_ {
    screening().items.iter().map(|item| Flag {
        kind: match item.group {
            Group::Absolute => CautionKind::Contraindication,
            Group::Consideration | Group::Question => CautionKind::Caution,
        },
        finding: stated(
            &item.name,
            "conditions",
            &item.condition,
            &background.conditions,
        )
        .by(item.source()),
    })
}

/// What a table of the record says about a key.
fn stated(name: &str, table: &str, key: &str, states: &BTreeMap<String, CheckState>) -> Finding {
    match states.get(key) {
        Some(CheckState::Present) => Finding::new(Answer::Yes, name),
        Some(CheckState::Excluded) => Finding::new(Answer::No, name),
        Some(CheckState::Unknown) | None => Finding::unknown(name, format!("[{table}] {key}")),
    }
}

fn condition(caution: &Caution, patient: &Patient, background: &Background) -> Finding {
    let conditions = &background.conditions;
    let stated = stated(&caution.name, "conditions", &caution.condition, conditions);
    let (Answer::CannotSay, Some(from)) = (stated.answer, caution.from_record) else {
        return stated;
    };
    let found = match from {
        FromRecord::Bipolar => match (patient.bipolar, patient.diagnosis) {
            (Some(known), _) => Some(known),
            (None, Some(Diagnosis::BipolarDepression)) => Some(true),
            _ => None,
        },
        // An episode without psychotic symptoms does not rule out a psychotic disorder.
        FromRecord::Psychosis => {
            (patient.severity == Some(Severity::SevereWithPsychosis)).then_some(true)
        }
        FromRecord::Rtms => procedure(ProcedureKind::Rtms, caution.within_days, patient),
        FromRecord::Ect => procedure(ProcedureKind::Ect, caution.within_days, patient),
    };
    match found {
        Some(found) => Finding::new(Answer::of(found), caution.name.clone()),
        None => stated,
    }
}

/// Whether a procedure was given, not longer ago than so many days where that is asked.
fn procedure(kind: ProcedureKind, within: Option<u32>, patient: &Patient) -> Option<bool> {
    let given = patient.had(kind)?;
    let Some(within) = within.filter(|_| given) else {
        return Some(given);
    };
    let ends = patient.procedures.iter().filter(|one| one.kind == kind);
    let recent = ends.map(|one| {
        let stop = one.stop?;
        Some(days_between(stop, patient.assessed) <= i64::from(within))
    });
    let recent: Vec<Option<bool>> = recent.collect();
    if recent.contains(&Some(true)) {
        return Some(true);
    }
    let is_known = recent.iter().all(Option::is_some) && patient.history_complete == Some(true);
    is_known.then_some(false)
}

fn medicine(interaction: &Interaction, patient: &Patient, background: &Background) -> Finding {
    let name = format!("{}: {}", interaction.name, interaction.effect);
    let key = interaction.medicine.as_str();
    let stated = stated(&name, "medicines", key, &background.medicines);
    if stated.answer == Answer::Yes {
        return stated;
    }
    let is_meant = |trial: &&Trial| {
        interaction.drugs.contains(&trial.drug.id)
            || interaction.classes.contains(&trial.drug.class)
    };
    let found = patient.trials.iter().filter(is_meant);
    let mut answers: Vec<(Answer, String)> = Vec::new();
    for trial in found {
        answers.push(taken(trial, interaction.washout_days, patient));
    }
    let yes = answers.iter().find(|(answer, _)| *answer == Answer::Yes);
    let open = answers
        .iter()
        .find(|(answer, _)| *answer == Answer::CannotSay);
    match (yes, open, stated.answer) {
        (Some((_, why)), ..) => Finding::new(Answer::Yes, format!("{name} ({why})")),
        (None, Some((_, why)), _) => {
            Finding::unknown(format!("{name} ({why})"), format!("[medicines] {key}"))
        }
        _ => stated,
    }
}

/// Whether a medicine of the history is still taken, or was stopped within the days asked for.
fn taken(trial: &Trial, washout: Option<u32>, patient: &Patient) -> (Answer, String) {
    match trial.time {
        Time::Since { .. } => (Answer::Yes, format!("{}, still taken", trial.label)),
        Time::Between { stop, .. } => {
            let days = i64::from(washout.unwrap_or(0));
            let free = days_after(stop, days).is_some_and(|day| day < patient.assessed);
            let why = match washout {
                Some(days) if !free => {
                    format!(
                        "{}, stopped {stop}, less than {days} days before",
                        trial.label
                    )
                }
                _ => format!("{}, stopped {stop}", trial.label),
            };
            (Answer::of(!free), why)
        }
        Time::Weeks { .. } | Time::Unknown { .. } => (
            Answer::CannotSay,
            format!("{}, whether it is still taken is not recorded", trial.label),
        ),
    }
}
