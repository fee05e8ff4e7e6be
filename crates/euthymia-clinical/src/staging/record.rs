//! Staging of a patient's record; what is not known stays a range.

use super::{Model, european, maudsley, mgh, models, thase_rush};
use crate::answer::Answer;
use crate::drug::Role;
use crate::finding::Finding;
use crate::patient::{Patient, ProcedureKind, Severity};
use crate::trd::count::{Counted, count};
use crate::trd::definition::{FailedTrials, Scope};
use crate::trd::judge::Choices;
use crate::trial::failure::FailureRule;

/// A record staged by one model.
#[derive(Clone, Debug, PartialEq)]
pub struct Staged {
    /// The model.
    pub model: &'static Model,
    /// The result; `None` where the model has none for this record.
    pub result: Option<StageRange>,
    /// In words: "10, moderate", "7 to 9, moderate", or why there is no result.
    pub words: String,
    /// The parts with their points.
    pub parts: Vec<Part>,
    /// What would narrow a range.
    pub missing: Vec<String>,
    /// Whether a source calls this treatment-resistant.
    pub resistant: Option<Finding>,
}

/// From the least to the largest score that the record allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageRange {
    /// Least.
    pub low: f64,
    /// Largest.
    pub high: f64,
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What is scored, with the fact.
    pub fact: String,
    /// Its points, or range of points.
    pub points: StageRange,
}

/// Stages a record by every model.
#[must_use]
pub fn stage_all(patient: &Patient, choices: &Choices) -> Vec<Staged> {
    models()
        .iter()
        .map(|model| match model.id.as_str() {
            "maudsley" => by_maudsley(patient, choices, model),
            "mgh" => by_mgh(patient, choices, model),
            "european" => by_european(patient, choices, model),
            _ => by_thase_rush(patient, choices, model),
        })
        .collect()
}

/// Failed adequate trials as staging counts them: antidepressants of the current episode, failed as
/// recorded or with less than half improvement.
fn failures(
    patient: &Patient,
    choices: &Choices,
    model: &Model,
    weeks_min: Option<f64>,
) -> Counted {
    let wanted = FailedTrials {
        count_min: 1,
        count_max: None,
        scope: Scope::CurrentEpisode,
        failure: FailureRule::ImprovementBelow { percent: 50.0 },
        weeks_min,
        unless_clear_non_response: false,
        only_antidepressants: true,
        // Staging has points of its own for additions.
        without_additions: true,
        oral: false,
    };
    count(patient, &wanted, &model.source(), choices)
}

fn augmentations(patient: &Patient) -> u32 {
    let added = patient
        .trials
        .iter()
        .filter(|trial| trial.augments.is_some());
    u32::try_from(added.count()).unwrap_or(u32::MAX)
}

fn count_words(counted: &Counted) -> String {
    if counted.least == counted.most {
        counted.least.to_string()
    } else {
        format!("{} to {}", counted.least, counted.most)
    }
}

fn unsettled(counted: &Counted) -> Vec<String> {
    let mut fields = Vec::new();
    for field in counted.trials.iter().flat_map(Finding::missing_fields) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}

/// What the Maudsley method scores, as far as the record knows it: the least and the most.
struct MaudsleyFacts {
    low: maudsley::Facts,
    high: maudsley::Facts,
    missing: Vec<String>,
}

fn maudsley_facts(patient: &Patient, counted: &Counted) -> MaudsleyFacts {
    let mut missing = unsettled(counted);
    let mut note = |known: bool, field: &str| {
        if !known {
            missing.push(field.to_owned());
        }
    };
    let days = patient.episode_days();
    let ect = patient.had(ProcedureKind::Ect);
    note(days.is_some(), "when the episode began (episode_start)");
    note(patient.severity.is_some(), "the severity (severity)");
    note(ect.is_some(), "whether ECT was given");
    let low = maudsley::Facts {
        episode_days: days.unwrap_or(1),
        severity: patient.severity.unwrap_or(Severity::Subsyndromal),
        failures: small(counted.least.max(1)),
        augmentation: augmentations(patient) > 0,
        ect: ect == Some(true),
    };
    let high = maudsley::Facts {
        episode_days: days.unwrap_or(i64::MAX),
        severity: patient.severity.unwrap_or(Severity::SevereWithPsychosis),
        failures: small(counted.most),
        ect: ect != Some(false),
        ..low
    };
    MaudsleyFacts { low, high, missing }
}

fn by_maudsley(patient: &Patient, choices: &Choices, model: &'static Model) -> Staged {
    let counted = failures(patient, choices, model, None);
    let facts = maudsley_facts(patient, &counted);
    let (low, high) = match (maudsley::points(facts.low), maudsley::points(facts.high)) {
        (Ok(low), Ok(high)) => (low, high),
        (Err(error), _) | (_, Err(error)) => return none(model, error.to_string(), facts.missing),
    };
    let (first, last) = (low.band(), high.band());
    let band = if first == last {
        first.to_string()
    } else {
        format!("{first} to {last}")
    };
    let (least, most) = (f64::from(low.total()), f64::from(high.total()));
    let mut words = format!("{}, {band}", range_words(least, most));
    if counted.least == 0 {
        words.push_str("; undefined if no trial failed");
    }
    let parts = maudsley_parts(patient, &counted, low, high);
    finish(model, least, most, words, parts, facts.missing)
}

fn maudsley_parts(
    patient: &Patient,
    counted: &Counted,
    low: maudsley::Points,
    high: maudsley::Points,
) -> Vec<Part> {
    let part = |fact: String, low: u8, high: u8| Part {
        fact,
        points: StageRange {
            low: f64::from(low),
            high: f64::from(high),
        },
    };
    let known = |known: Option<String>| known.unwrap_or_else(|| "not recorded".to_owned());
    let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let days = known(patient.episode_days().map(|days| format!("{days} days")));
    let severity = known(patient.severity.map(|severity| severity.to_string()));
    let augmented = yes_no(augmentations(patient) > 0);
    let ect = known(patient.had(ProcedureKind::Ect).map(yes_no));
    let failed = count_words(counted);
    vec![
        part(format!("episode: {days}"), low.duration, high.duration),
        part(format!("severity: {severity}"), low.severity, high.severity),
        part(
            format!("failed antidepressants: {failed}"),
            low.failures,
            high.failures,
        ),
        part(
            format!("augmentation: {augmented}"),
            low.augmentation,
            high.augmentation,
        ),
        part(format!("ECT: {ect}"), low.ect, high.ect),
    ]
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn by_mgh(patient: &Patient, choices: &Choices, model: &'static Model) -> Staged {
    let counted = failures(patient, choices, model, Some(mgh::WEEKS_MIN));
    let mut missing = unsettled(&counted);
    let optimised = patient.trials.iter().filter(|trial| trial.was_optimised());
    let optimisations = small(optimised.count());
    let added = augmentations(patient);
    let ect = patient.had(ProcedureKind::Ect);
    if ect.is_none() {
        missing.push("whether ECT was given".to_owned());
    }
    let low = mgh::points(
        small(counted.least),
        optimisations,
        added,
        ect == Some(true),
    );
    let high = mgh::points(
        small(counted.most),
        optimisations,
        added,
        ect != Some(false),
    );
    #[allow(clippy::cast_precision_loss)]
    let part = |fact: String, low: f64, high: f64| Part {
        fact,
        points: StageRange { low, high },
    };
    #[allow(clippy::cast_precision_loss)]
    let parts = vec![
        part(
            format!(
                "non-response to an adequate trial of 6 weeks: {}",
                count_words(&counted)
            ),
            counted.least as f64,
            counted.most as f64,
        ),
        part(
            format!("optimisations: {optimisations}"),
            f64::from(optimisations) / 2.0,
            f64::from(optimisations) / 2.0,
        ),
        part(
            format!("augmentations: {added}"),
            f64::from(added) / 2.0,
            f64::from(added) / 2.0,
        ),
        part(
            format!(
                "ECT: {}",
                match ect {
                    Some(true) => "yes",
                    Some(false) => "no",
                    None => "not recorded",
                }
            ),
            if ect == Some(true) { 3.0 } else { 0.0 },
            if ect == Some(false) { 0.0 } else { 3.0 },
        ),
    ];
    finish(model, low, high, range_words(low, high), parts, missing)
}

fn by_european(patient: &Patient, choices: &Choices, model: &'static Model) -> Staged {
    let counted = failures(patient, choices, model, Some(6.0));
    let missing = unsettled(&counted);
    let (low, high) = (
        european::stage(small(counted.least)),
        european::stage(small(counted.most)),
    );
    let name = |stage: Option<u8>| stage.map_or("none".to_owned(), |stage| format!("TRD{stage}"));
    let mut words = if low == high {
        name(low)
    } else {
        format!("{} to {}", name(low), name(high))
    };
    if let (Some(days), Some(stage)) = (patient.episode_days(), low) {
        if european::is_chronic(days) {
            words.push_str(", chronic (longer than 12 months)");
        }
        if let Some((from, to)) = european::weeks(stage) {
            words.push_str(&format!(
                "; check: {from} to {to} weeks of treatment in all"
            ));
        }
    }
    #[allow(clippy::cast_precision_loss)]
    let parts = vec![Part {
        fact: format!(
            "failed trials of at least 6 weeks: {}",
            count_words(&counted)
        ),
        points: StageRange {
            low: counted.least as f64,
            high: counted.most as f64,
        },
    }];
    let value = |stage: Option<u8>| f64::from(stage.unwrap_or(0));
    Staged {
        result: (low.is_some() || high.is_some()).then_some(StageRange {
            low: value(low),
            high: value(high),
        }),
        words,
        parts,
        missing,
        model,
        resistant: None,
    }
}

fn by_thase_rush(patient: &Patient, choices: &Choices, model: &'static Model) -> Staged {
    let counted = failures(patient, choices, model, None);
    let classes = |wanted: &[Answer]| -> Vec<_> {
        patient
            .trials
            .iter()
            .zip(&counted.trials)
            .filter(|(trial, finding)| {
                trial.drug.role == Role::Antidepressant && wanted.contains(&finding.answer)
            })
            .map(|(trial, _)| trial.drug.class)
            .collect()
    };
    // Whether ECT was bilateral and failed is not part of the record, so stage V is left open.
    let low = thase_rush::stage(&classes(&[Answer::Yes]), false);
    let high_classes = classes(&[Answer::Yes, Answer::CannotSay]);
    let ect = patient.had(ProcedureKind::Ect) != Some(false);
    let high = thase_rush::stage(&high_classes, ect);
    let mut missing = unsettled(&counted);
    if ect && high == 5 {
        missing.push("whether ECT was bilateral and failed".to_owned());
    }
    let roman = |stage: u8| ["none", "I", "II", "III", "IV", "V"][usize::from(stage.min(5))];
    let words = if low == high {
        roman(low).to_owned()
    } else {
        format!("{} to {}", roman(low), roman(high))
    };
    finish(
        model,
        f64::from(low),
        f64::from(high),
        words,
        Vec::new(),
        missing,
    )
}

fn none(model: &'static Model, words: String, missing: Vec<String>) -> Staged {
    Staged {
        model,
        result: None,
        words,
        parts: Vec::new(),
        missing,
        resistant: None,
    }
}

fn range_words(low: f64, high: f64) -> String {
    if low.total_cmp(&high).is_eq() {
        format!("{low}")
    } else {
        format!("{low} to {high}")
    }
}

fn finish(
    model: &'static Model,
    low: f64,
    high: f64,
    words: String,
    parts: Vec<Part>,
    missing: Vec<String>,
) -> Staged {
    let resistant = model.trd_at_least.map(|least| {
        let answer = if low >= least {
            Answer::Yes
        } else if high < least {
            Answer::No
        } else {
            Answer::CannotSay
        };
        Finding::new(
            answer,
            format!(
                "{} called treatment-resistant from {least} on",
                range_words(low, high)
            ),
        )
        .by(crate::source::Source {
            text: model.trd_source.clone().unwrap_or_default(),
            status: model.trd_status,
        })
    });
    Staged {
        model,
        result: Some(StageRange { low, high }),
        words,
        parts,
        missing,
        resistant,
    }
}

/// Failures that a patient's record shows for certain and at most, as step-by-step expectation
/// counts them: antidepressants of the current episode with less than half improvement.
#[must_use]
pub fn failures_in_episode(patient: &Patient, choices: &Choices) -> (usize, usize) {
    models().first().map_or((0, 0), |model| {
        let counted = failures(patient, choices, model, None);
        (counted.least, counted.most)
    })
}
