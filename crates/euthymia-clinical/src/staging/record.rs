//! Staging of a patient's record; what is not known stays a range.

use super::{Model, european, failure, maudsley, mgh, models, thase_rush};
use crate::answer::Answer;
use crate::dose::MgPerDay;
use crate::drug::Role;
use crate::finding::Finding;
use crate::patient::{Patient, Procedure, ProcedureKind, Severity};
use crate::trd::count::{count, in_episode};
use crate::trd::definition::{FailedTrials, Scope};
use crate::trd::judge::Choices;
use crate::trial::Trial;
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
    /// Largest; `None` where the record leaves it open upwards.
    pub high: Option<f64>,
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What is scored, with the fact.
    pub fact: String,
    /// Its points, or range of points.
    pub points: StageRange,
}

impl StageRange {
    fn of(low: f64, high: f64) -> Self {
        Self {
            low,
            high: Some(high),
        }
    }
}

impl std::fmt::Display for StageRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.high {
            None => write!(f, "{} or more", self.low),
            Some(high) if high.total_cmp(&self.low).is_eq() => write!(f, "{}", self.low),
            Some(high) => write!(f, "{} to {high}", self.low),
        }
    }
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

/// Failed adequate trials, as far as the record knows them.
struct Failures {
    least: u32,
    /// `None` where the list of trials is not said to be complete.
    most: Option<u32>,
    trials: Vec<Finding>,
    missing: Vec<String>,
}

impl Failures {
    fn words(&self) -> String {
        let range = StageRange {
            low: f64::from(self.least),
            high: self.most.map(f64::from),
        };
        range.to_string()
    }

    fn range(&self) -> StageRange {
        StageRange {
            low: f64::from(self.least),
            high: self.most.map(f64::from),
        }
    }
}

/// Failed adequate trials as staging counts them: antidepressants of the current episode that ended
/// for lack of response or with less improvement than the file says. Additions have points of their
/// own.
fn failures(patient: &Patient, choices: &Choices, model: &Model) -> Failures {
    let percent = failure().below_percent;
    let wanted = FailedTrials {
        count_min: 1,
        count_max: None,
        scope: Scope::CurrentEpisode,
        failure: FailureRule::NoResponse { percent },
        weeks_min: model.weeks_min,
        unless_clear_non_response: false,
        only_antidepressants: true,
        without_additions: true,
        different: false,
        oral: false,
    };
    let counted = count(patient, &wanted, &model.source(), choices);
    let mut missing: Vec<String> = Vec::new();
    for field in counted.trials.iter().flat_map(Finding::missing_fields) {
        if !missing.contains(&field) {
            missing.push(field);
        }
    }
    let complete = patient.history_complete == Some(true);
    if !complete {
        missing.push(COMPLETE.to_owned());
    }
    Failures {
        least: small(counted.least),
        most: complete.then(|| small(counted.most)),
        trials: counted.trials,
        missing,
    }
}

const COMPLETE: &str = "whether the list of trials is complete (history_complete)";

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The trials that the record does not put before the current episode.
fn this_episode(patient: &Patient) -> impl Iterator<Item = &Trial> {
    let earlier = |trial: &&Trial| in_episode(patient, trial).answer == Answer::No;
    patient.trials.iter().filter(move |trial| !earlier(trial))
}

/// Whether ECT was given in the current episode; ECT without a date counts.
fn ect_given(patient: &Patient) -> Option<bool> {
    let earlier = |procedure: &Procedure| {
        let last = procedure.stop.or(procedure.start);
        last.zip(patient.episode_start)
            .is_some_and(|(last, episode)| last < episode)
    };
    let ect = |procedure: &&Procedure| procedure.kind == ProcedureKind::Ect;
    let found = patient.procedures.iter().filter(ect);
    if found.clone().any(|procedure| !earlier(procedure)) {
        return Some(true);
    }
    (patient.history_complete == Some(true)).then_some(false)
}

/// How many additions; the most is `None` where the list is not said to be complete.
fn augmentations(patient: &Patient) -> (u32, Option<u32>) {
    let added = this_episode(patient).filter(|trial| trial.augments.is_some());
    let count = small(added.count());
    let complete = patient.history_complete == Some(true);
    (count, complete.then_some(count))
}

fn yes_no(known: Option<bool>) -> &'static str {
    match known {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not recorded",
    }
}

fn by_maudsley(patient: &Patient, choices: &Choices, model: &'static Model) -> Staged {
    let failed = failures(patient, choices, model);
    let mut missing = failed.missing.clone();
    let days = patient.episode_days();
    let ect = ect_given(patient);
    let (added, added_most) = augmentations(patient);
    for (known, field) in [
        (days.is_some(), "when the episode began (episode_start)"),
        (patient.severity.is_some(), "the severity (severity)"),
    ] {
        if !known {
            missing.push(field.to_owned());
        }
    }
    let low = maudsley::Facts {
        episode_days: days.unwrap_or(1),
        severity: patient.severity.unwrap_or(Severity::Subsyndromal),
        failures: failed.least.max(1),
        augmentation: added > 0,
        ect: ect == Some(true),
    };
    let high = maudsley::Facts {
        episode_days: days.unwrap_or(i64::MAX),
        severity: patient.severity.unwrap_or(Severity::SevereWithPsychosis),
        failures: failed.most.unwrap_or(u32::MAX),
        augmentation: added_most != Some(0),
        ect: ect != Some(false),
    };
    let (low, high) = match (maudsley::points(low), maudsley::points(high)) {
        (Ok(low), Ok(high)) => (low, high),
        (Err(error), _) | (_, Err(error)) => return none(model, error.to_string(), missing),
    };
    let (first, last) = (low.band(), high.band());
    let range = StageRange::of(f64::from(low.total()), f64::from(high.total()));
    let mut words = if first == last {
        format!("{range}, {first}")
    } else {
        format!("{range}, {first} to {last}")
    };
    let defined = failed.least > 0;
    if !defined {
        words.push_str("; undefined if no trial failed");
    }
    let parts = maudsley_parts(patient, &failed, (low, high));
    let called = resistant(model, range).filter(|_| defined);
    Staged {
        model,
        result: Some(range),
        words,
        parts,
        missing,
        resistant: called.or_else(|| {
            let words = "undefined if no trial failed, so nothing can be called";
            Some(Finding::unknown(words, "a failed trial").by(model.trd_source()))
        }),
    }
}

fn maudsley_parts(
    patient: &Patient,
    failed: &Failures,
    (low, high): (maudsley::Points, maudsley::Points),
) -> Vec<Part> {
    let part = |fact: String, low: u8, high: u8| Part {
        fact,
        points: StageRange::of(f64::from(low), f64::from(high)),
    };
    let known = |known: Option<String>| known.unwrap_or_else(|| "not recorded".to_owned());
    let days = known(patient.episode_days().map(|days| format!("{days} days")));
    let severity = known(patient.severity.map(|severity| severity.to_string()));
    let (added, most) = augmentations(patient);
    let augmented = yes_no(if added > 0 {
        Some(true)
    } else {
        most.map(|_| false)
    });
    let ect = yes_no(ect_given(patient));
    let count = failed.words();
    vec![
        part(format!("episode: {days}"), low.duration, high.duration),
        part(format!("severity: {severity}"), low.severity, high.severity),
        part(
            format!("failed antidepressants: {count}"),
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

fn by_mgh(patient: &Patient, choices: &Choices, model: &'static Model) -> Staged {
    let failed = failures(patient, choices, model);
    let optimisations = optimisations(patient, choices);
    let (added, _) = augmentations(patient);
    let ect = ect_given(patient);
    let low = mgh::points(failed.least, optimisations, added, ect == Some(true));
    // What is not in an incomplete list may add any number of points.
    let high = failed
        .most
        .map(|most| mgh::points(most, optimisations, added, ect != Some(false)));
    let complete = failed.most.is_some();
    let points = |low: f64| StageRange {
        low,
        high: complete.then_some(low),
    };
    let part = |fact: String, points: StageRange| Part { fact, points };
    let ect_range = StageRange::of(
        mgh::points(0, 0, 0, ect == Some(true)),
        mgh::points(0, 0, 0, ect != Some(false)),
    );
    let weeks = model.weeks_min.unwrap_or_default();
    let parts = vec![
        part(
            format!(
                "non-response to an adequate trial of {weeks} weeks: {}",
                failed.words()
            ),
            failed.range(),
        ),
        part(
            format!("optimisations: {optimisations}"),
            points(mgh::points(0, optimisations, 0, false)),
        ),
        part(
            format!("augmentations: {added}"),
            points(mgh::points(0, 0, added, false)),
        ),
        part(format!("ECT: {}", yes_no(ect)), ect_range),
    ];
    let range = StageRange { low, high };
    Staged {
        model,
        result: Some(range),
        words: range.to_string(),
        parts,
        missing: failed.missing,
        resistant: resistant(model, range),
    }
}

/// Raises from a dose that was already adequate, within one trial or from one trial of a medicine to
/// the next. A medicine without a line in the dose table has none.
fn optimisations(patient: &Patient, choices: &Choices) -> u32 {
    let least = |trial: &Trial| {
        let line = choices
            .table
            .line(&trial.drug.id, trial.formulation, false)?;
        MgPerDay::new(line.minimum_mg_per_day).ok()
    };
    let within = |trial: &Trial| least(trial).is_some_and(|dose| trial.was_optimised(dose));
    let again = |pair: &[&Trial]| {
        let (before, after) = (pair[0].highest_dose()?, pair[1].highest_dose()?);
        let adequate = least(pair[0])?;
        Some(pair[0].drug == pair[1].drug && before >= adequate && after > before)
    };
    let trials: Vec<&Trial> = this_episode(patient).collect();
    let inside = trials.iter().filter(|trial| within(trial)).count();
    let between = trials.windows(2).filter(|pair| again(pair) == Some(true));
    small(inside + between.count())
}

fn by_european(patient: &Patient, choices: &Choices, model: &'static Model) -> Staged {
    let failed = failures(patient, choices, model);
    let stage = european::stage;
    let low = stage(failed.least);
    let high = stage(failed.most.unwrap_or(u32::MAX));
    let name = |stage: Option<u8>| stage.map_or("none".to_owned(), |stage| format!("TRD{stage}"));
    let mut words = if low == high {
        name(low)
    } else {
        format!("{} to {}", name(low), name(high))
    };
    if let Some((from, to)) = low.and_then(european::weeks) {
        words.push_str(&format!(
            "; printed for {}: {from} to {to} weeks of treatment",
            name(low)
        ));
    }
    if let Some(days) = patient
        .episode_days()
        .filter(|days| low.is_some() && european::is_chronic(*days))
    {
        words.push_str(&format!(
            "; chronic (CRD) if resistant for more than 12 months of its {days} days"
        ));
    }
    let value = |stage: Option<u8>| f64::from(stage.unwrap_or(0));
    Staged {
        model,
        result: high.map(|_| StageRange::of(value(low), value(high))),
        words,
        parts: vec![Part {
            fact: format!(
                "failed trials of at least {} weeks: {}",
                model.weeks_min.unwrap_or_default(),
                failed.words()
            ),
            points: failed.range(),
        }],
        resistant: resistant(model, failed.range()),
        missing: failed.missing,
    }
}

fn by_thase_rush(patient: &Patient, choices: &Choices, model: &'static Model) -> Staged {
    let failed = failures(patient, choices, model);
    let classes = |wanted: &[Answer]| -> Vec<_> {
        patient
            .trials
            .iter()
            .zip(&failed.trials)
            .filter(|(trial, finding)| {
                trial.drug.role == Role::Antidepressant && wanted.contains(&finding.answer)
            })
            .map(|(trial, _)| trial.drug.class)
            .collect()
    };
    // Whether ECT was bilateral and failed is not part of the record, so stage V is left open.
    let low = thase_rush::stage(&classes(&[Answer::Yes]), false);
    let ect = ect_given(patient) != Some(false);
    let high = match failed.most {
        Some(_) => thase_rush::stage(&classes(&[Answer::Yes, Answer::CannotSay]), ect),
        None => 5,
    };
    let mut missing = failed.missing;
    if ect && high == 5 {
        missing.push("whether ECT was bilateral and failed".to_owned());
    }
    let roman = |stage: u8| ["none", "I", "II", "III", "IV", "V"][usize::from(stage.min(5))];
    let words = if low == high {
        roman(low).to_owned()
    } else {
        format!("{} to {}", roman(low), roman(high))
    };
    Staged {
        model,
        result: Some(StageRange::of(f64::from(low), f64::from(high))),
        words,
        parts: Vec::new(),
        missing,
        resistant: None,
    }
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

/// Whether a source calls a score treatment-resistant; `None` for a model without a threshold.
fn resistant(model: &Model, range: StageRange) -> Option<Finding> {
    let least = model.trd_at_least?;
    let answer = if range.low >= least {
        Answer::Yes
    } else if range.high.is_some_and(|high| high < least) {
        Answer::No
    } else {
        Answer::CannotSay
    };
    let what = model.trd_counts.as_deref().unwrap_or("points");
    let words = format!("{range} {what}, called treatment-resistant from {least} on");
    Some(Finding::new(answer, words).by(model.trd_source()))
}

/// Failures that a patient's record shows for certain, and at most where its list is complete, as
/// step-by-step expectation counts them.
#[must_use]
pub fn failures_in_episode(patient: &Patient, choices: &Choices) -> (usize, Option<usize>) {
    models().first().map_or((0, None), |model| {
        let failed = failures(patient, choices, model);
        (failed.least as usize, failed.most.map(|most| most as usize))
    })
}
