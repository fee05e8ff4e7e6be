//! A definition held against a patient's record.

use super::count::{Augmentation, Counted, Optimisation, count};
use super::definition::{Criterion, Definition, FailedTrials, SourcedCriterion};
use crate::answer::Answer;
use crate::drug::DoseTable;
use crate::finding::Finding;
use crate::patient::{Diagnosis, Patient, ProcedureKind};
use crate::source::Source;
use crate::trial::adequacy::MinimumWeeks;
use crate::trial::{Time, days_inclusive};
use jiff::ToSpan;
use std::collections::BTreeMap;

/// The choices that definitions leave open; each is printed with the result.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// Minimum doses.
    pub table: DoseTable,
    /// Least duration where a definition gives none.
    pub minimum: MinimumWeeks,
    /// How additions count.
    pub augmentation: Augmentation,
    /// How another course of the same medicine counts.
    pub optimisation: Optimisation,
}

/// A definition's answer for a patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Which definition.
    pub definition: &'static Definition,
    /// Yes, no or cannot say, with the reasoning.
    pub finding: Finding,
}

/// Holds one definition against a record.
///
/// # Example
/// See `euthymia assess` and the worked cases in `examples/patients`.
#[must_use]
pub fn judge(patient: &Patient, definition: &'static Definition, choices: &Choices) -> Verdict {
    let because = definition
        .criteria
        .iter()
        .map(|criterion| hold(patient, criterion, choices))
        .collect();
    Verdict {
        definition,
        finding: Finding::all(definition.name.clone(), because).by(definition.source()),
    }
}

fn hold(patient: &Patient, sourced: &SourcedCriterion, choices: &Choices) -> Finding {
    let source = sourced.source();
    let finding = match &sourced.criterion {
        Criterion::FailedTrials(wanted) => failed_trials(patient, wanted, &source, choices),
        Criterion::MajorDepression {} => diagnosis(patient),
        Criterion::NotBipolar {} => not_bipolar(patient),
        Criterion::ScoreAtLeast { instrument, points } => score(patient, instrument, *points),
        Criterion::FirstEpisodeLasts {
            months_min,
            months_max,
        } => first_episode(patient, *months_min, *months_max),
        Criterion::TreatmentsOfDays {
            count_min,
            days_min,
        } => treatments(patient, *count_min, *days_min),
        Criterion::Burden {} => match patient.burden_despite_treatment {
            Some(burden) => Finding::new(
                Answer::of(burden),
                if burden {
                    "a clinician judged that significant burden continues despite usual treatment"
                } else {
                    "a clinician judged that no significant burden continues under usual treatment"
                },
            ),
            None => Finding::unknown(
                "no clinician's judgement of continuing burden is recorded",
                "a clinician's judgement of the burden (burden_despite_treatment)",
            ),
        },
    };
    finding.by(source)
}

fn failed_trials(
    patient: &Patient,
    wanted: &FailedTrials,
    source: &Source,
    choices: &Choices,
) -> Finding {
    let Counted {
        least,
        most,
        trials,
        certain,
        possible,
    } = count(patient, wanted, source, choices);
    let incomplete = patient.history_complete != Some(true);
    let enough = if least >= wanted.count_min {
        Answer::Yes
    } else if most < wanted.count_min && !incomplete {
        Answer::No
    } else {
        Answer::CannotSay
    };
    let not_too_many = match wanted.count_max {
        None => Answer::Yes,
        Some(max) if least > max => Answer::No,
        Some(max) if most > max || incomplete => Answer::CannotSay,
        Some(_) => Answer::Yes,
    };
    let found = if least == most {
        format!("{least}")
    } else {
        format!("{least} to {most}")
    };
    let wanted_words = match wanted.count_max {
        Some(max) => format!("{} to {max}", wanted.count_min),
        None => format!("at least {}", wanted.count_min),
    };
    let mut finding = Finding::new(
        Answer::all([enough, not_too_many]),
        format!(
            "{found} failed adequate trial{} {}, {wanted_words} wanted{}",
            if least == 1 && most == 1 { "" } else { "s" },
            wanted.scope,
            which(&certain, &possible)
        ),
    );
    if finding.answer == Answer::CannotSay && incomplete {
        finding
            .missing
            .push("whether the list of trials is complete (history_complete)".to_owned());
    }
    finding.because = trials;
    finding
}

/// Which medicines count, and which may: ": sertraline; perhaps lithium".
fn which(certain: &[String], possible: &[String]) -> String {
    let perhaps = format!("perhaps {}", possible.join(", "));
    match (certain, possible) {
        ([], []) => String::new(),
        (_, []) => format!(": {}", certain.join(", ")),
        ([], _) => format!(": {perhaps}"),
        _ => format!(": {}; {perhaps}", certain.join(", ")),
    }
}

fn diagnosis(patient: &Patient) -> Finding {
    match patient.diagnosis {
        Some(found) => Finding::new(
            Answer::of(found == Diagnosis::MajorDepression),
            format!("diagnosis: {found}"),
        ),
        None => Finding::unknown("diagnosis not recorded", "the diagnosis (diagnosis)"),
    }
}

/// Bipolarity excludes; that nobody recorded it does not make the patient unipolar.
fn not_bipolar(patient: &Patient) -> Finding {
    let bipolar = match (patient.bipolar, patient.diagnosis) {
        (Some(true), _) | (_, Some(Diagnosis::BipolarDepression)) => Some(true),
        (Some(false), _) => Some(false),
        (None, _) => None,
    };
    match bipolar {
        Some(true) => Finding::new(Answer::No, "bipolar: the definition excludes it"),
        Some(false) => Finding::new(Answer::Yes, "not bipolar, as recorded"),
        None => Finding::unknown(
            "whether the depression is bipolar is not recorded",
            "whether it is bipolar (bipolar)",
        ),
    }
}

fn score(patient: &Patient, instrument: &str, points: f64) -> Finding {
    let name = crate::instrument::bundled(instrument).map_or(instrument, |pack| pack.name.as_str());
    match patient.latest(instrument) {
        Some((date, _)) if patient.episode_start.is_some_and(|start| date < start) => {
            Finding::unknown(
                format!(
                    "last {name} total on {date}, before the episode; at least {points} wanted"
                ),
                format!("a {name} total of this episode"),
            )
        }
        Some((date, total)) => {
            let age = crate::date::days_between(date, patient.assessed);
            Finding::new(
                Answer::of(total >= points),
                format!("{name} {total} on {date}, {age} days old; at least {points} wanted"),
            )
        }
        None => Finding::unknown(
            format!("no {name} total recorded; at least {points} wanted"),
            format!("a {name} total"),
        ),
    }
}

/// Calendar months: from 1 January, six months have passed on 1 July.
fn first_episode(patient: &Patient, months_min: i32, months_max: i32) -> Finding {
    match (patient.first_episode, patient.episode_start) {
        (Some(false), _) => Finding::new(Answer::Yes, "not the first episode; its length is free"),
        (Some(true), Some(start)) => {
            let on = |months: i32| start.checked_add(months.months()).ok();
            let long_enough = on(months_min).is_none_or(|day| patient.assessed >= day);
            let short_enough = on(months_max).is_none_or(|day| patient.assessed <= day);
            Finding::new(
                Answer::of(long_enough && short_enough),
                format!("first episode, since {start}; {months_min} to {months_max} months wanted"),
            )
        }
        (Some(true), None) => Finding::unknown(
            "first episode, its beginning is not recorded",
            "when the episode began (episode_start)",
        ),
        (None, _) => Finding::unknown(
            "whether this is the first episode is not recorded",
            "whether this is the first episode (first_episode)",
        ),
    }
}

fn treatments(patient: &Patient, count_min: usize, days_min: i64) -> Finding {
    let mut because = Vec::new();
    for trial in &patient.trials {
        #[allow(clippy::cast_possible_truncation)]
        let days = match trial.time {
            Time::Between { start, stop } => Some(days_inclusive(start, stop)),
            Time::Since { start, until } => Some(days_inclusive(start, until)),
            Time::Weeks { weeks, .. } => Some((weeks * 7.0 + 1e-9).floor() as i64),
            Time::Unknown { .. } => None,
        };
        because.push(match days {
            Some(days) => Finding::new(
                Answer::of(days >= days_min),
                format!("{}: {days} days", trial.label),
            ),
            None => Finding::unknown(
                format!("{}: duration not recorded", trial.label),
                format!("{}: duration", trial.label),
            ),
        });
    }
    let counts = |kind| matches!(kind, ProcedureKind::Ect | ProcedureKind::Rtms);
    for procedure in patient.procedures.iter().filter(|one| counts(one.kind)) {
        because.push(match (procedure.start, procedure.stop) {
            (Some(start), Some(stop)) => {
                let days = days_inclusive(start, stop);
                let words = format!("{}: {days} days", procedure.kind);
                Finding::new(Answer::of(days >= days_min), words)
            }
            _ => Finding::new(
                Answer::Yes,
                format!(
                    "{} counts as a treatment; its days are not recorded",
                    procedure.kind
                ),
            ),
        });
    }
    // Another course of the same medicine is the same treatment.
    let mut by_treatment: BTreeMap<String, Vec<Answer>> = BTreeMap::new();
    for (at, finding) in because.iter().enumerate() {
        let medicine = patient.trials.get(at).map(|trial| trial.drug.id.clone());
        let key = medicine.unwrap_or_else(|| finding.statement.clone());
        by_treatment.entry(key).or_default().push(finding.answer);
    }
    let answers: Vec<Answer> = by_treatment.into_values().map(Answer::any).collect();
    let (least, most) = Answer::range(answers.iter().copied());
    let mut answer = Answer::at_least(count_min, answers);
    let incomplete = patient.history_complete != Some(true);
    if answer == Answer::No && incomplete {
        answer = Answer::CannotSay;
    }
    let found = if least == most {
        format!("{least}")
    } else {
        format!("{least} to {most}")
    };
    Finding {
        because,
        missing: if incomplete {
            vec!["whether the list of treatments is complete (history_complete)".to_owned()]
        } else {
            Vec::new()
        },
        ..Finding::new(
            answer,
            format!("{found} treatments of at least {days_min} days; at least {count_min} wanted"),
        )
    }
}
