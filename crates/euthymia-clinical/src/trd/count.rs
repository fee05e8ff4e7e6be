//! Which trials count as failed adequate trials, each different one once.

use super::definition::{FailedTrials, Scope};
use super::judge::Choices;
use crate::answer::Answer;
use crate::date::days_after;
use crate::drug::{Formulation, Role};
use crate::finding::Finding;
use crate::patient::Patient;
use crate::source::Source;
use crate::trial::adequacy::{MinimumWeeks, adequacy};
use crate::trial::failure::failed;
use crate::trial::{Episode, Time, Trial};
use std::collections::BTreeMap;

crate::words! {
    /// Whether an addition to an antidepressant is a trial of its own. Instruments differ.
    Augmentation {
        /// It is.
        Separate = "separate", "an augmentation is a separate trial";
        /// It is part of the trial it was added to.
        SameTrial = "same", "an augmentation is part of the trial it was added to";
    }
}

crate::words! {
    /// Whether another course of the same medicine, such as one at a raised dose, is a new trial.
    Optimisation {
        /// It is the same trial.
        SameTrial = "same", "the same medicine again, at whatever dose, is the same trial";
        /// It is a trial of its own.
        Separate = "separate", "the same medicine at another dose is a separate trial";
    }
}

/// The failed adequate trials that a criterion finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// Certain ones.
    pub least: usize,
    /// Certain and possible ones.
    pub most: usize,
    /// One finding per trial of the record.
    pub trials: Vec<Finding>,
    /// The medicines of the trials that count for certain.
    pub certain: Vec<String>,
    /// The medicines of those that may.
    pub possible: Vec<String>,
}

/// Counts failed adequate trials.
///
/// Trials of the same medicine count once under [`Optimisation::SameTrial`]: the most certain of
/// them stands for all.
#[must_use]
pub fn count(
    patient: &Patient,
    wanted: &FailedTrials,
    rule: &Source,
    choices: &Choices,
) -> Counted {
    let minimum = match wanted.weeks_min {
        Some(weeks) => MinimumWeeks {
            weeks,
            source: rule.clone(),
            unless_clear_non_response: wanted.unless_clear_non_response,
        },
        None => choices.minimum.clone(),
    };
    let mut by_key: BTreeMap<String, Vec<Answer>> = BTreeMap::new();
    let (mut trials, mut certain, mut possible) = (Vec::new(), Vec::new(), Vec::new());
    for (at, trial) in patient.trials.iter().enumerate() {
        let finding = match disqualified(trial, wanted, choices) {
            Some(why) => Finding::new(Answer::No, format!("{}: {why}", trial.label)),
            None => Finding::all(
                trial.label.clone(),
                vec![
                    adequacy(trial, &choices.table, &minimum).finding,
                    failed(trial, wanted.failure),
                    in_scope(patient, trial, wanted.scope),
                ],
            ),
        };
        by_key
            .entry(key(
                patient,
                at,
                trial,
                if wanted.different {
                    Optimisation::SameTrial
                } else {
                    choices.optimisation
                },
            ))
            .or_default()
            .push(finding.answer);
        let name = &trial.drug.name;
        match finding.answer {
            Answer::Yes if !certain.contains(name) => certain.push(name.clone()),
            Answer::CannotSay if !possible.contains(name) => possible.push(name.clone()),
            _ => {}
        }
        trials.push(counted_words(finding));
    }
    possible.retain(|name| !certain.contains(name));
    let (least, most) = Answer::range(by_key.into_values().map(Answer::any));
    Counted {
        least,
        most,
        trials,
        certain,
        possible,
    }
}

fn counted_words(finding: Finding) -> Finding {
    if finding.because.is_empty() {
        return finding;
    }
    let words = match finding.answer {
        Answer::Yes => "counts",
        Answer::No => "does not count",
        Answer::CannotSay => "cannot be said to count",
    };
    Finding {
        statement: format!("{} {words}", finding.statement),
        ..finding
    }
}

/// Why a trial is not looked at, whatever its dose and effect.
fn disqualified(trial: &Trial, wanted: &FailedTrials, choices: &Choices) -> Option<&'static str> {
    if trial.drug.role == Role::OtherTreatment {
        return Some("not an antidepressant trial");
    }
    if trial.augments.is_some() {
        if wanted.only_antidepressants && trial.drug.role != Role::Antidepressant {
            return Some("an addition; the definition counts antidepressants only");
        }
        if wanted.without_additions || choices.augmentation == Augmentation::SameTrial {
            return Some("an addition, counted with the trial it was added to");
        }
    } else if trial.drug.role == Role::Augmentation {
        return Some("not an antidepressant, and not recorded as added to one");
    }
    if wanted.oral && trial.formulation == Some(Formulation::Patch) {
        return Some("not taken by mouth");
    }
    None
}

/// What makes two trials the same one.
fn key(patient: &Patient, at: usize, trial: &Trial, optimisation: Optimisation) -> String {
    if optimisation == Optimisation::Separate {
        return at.to_string();
    }
    let base = trial
        .augments
        .and_then(|base| patient.trials.get(base))
        .map_or(String::new(), |base| format!("{}+", base.drug.id));
    format!("{base}{}", trial.drug.id)
}

fn in_scope(patient: &Patient, trial: &Trial, scope: Scope) -> Finding {
    if scope == Scope::Any {
        return Finding::new(Answer::Yes, "any episode");
    }
    in_episode(patient, trial)
}

/// Whether a trial belongs to the current episode, as recorded or by its dates.
pub(crate) fn in_episode(patient: &Patient, trial: &Trial) -> Finding {
    let field = format!("{}: episode", trial.label);
    if let Some(episode) = trial.episode {
        return Finding::new(
            Answer::of(episode == Episode::Current),
            format!("{episode}, as recorded"),
        );
    }
    let (Some(episode), Some(start)) = (patient.episode_start, trial.start()) else {
        return Finding::unknown("which episode it belongs to is not recorded", field);
    };
    if start >= episode {
        return Finding::new(
            Answer::Yes,
            format!("began {start}, in the episode since {episode}"),
        );
    }
    let end = match trial.time {
        Time::Between { stop, .. } => Some(stop),
        #[allow(clippy::cast_possible_truncation)]
        Time::Weeks { weeks, .. } => days_after(start, (weeks * 7.0).ceil() as i64),
        Time::Since { .. } | Time::Unknown { .. } => None,
    };
    match end {
        Some(stop) if stop < episode => Finding::new(
            Answer::No,
            format!("ended {stop}, before the episode began on {episode}"),
        ),
        _ => Finding::unknown(
            format!("began {start}, before the episode of {episode}, and may reach into it"),
            field,
        ),
    }
}
