//! Small records built in code. Everything in them is known and nothing is remarkable: a test
//! departs in the one point that it is about.

use euthymia_clinical::answer::Answer;
use euthymia_clinical::dose::MgPerDay;
use euthymia_clinical::drug::{DoseTable, find};
use euthymia_clinical::patient::{DatedScore, Diagnosis, Patient, Severity};
use euthymia_clinical::source::Source;
use euthymia_clinical::trd::count::{Augmentation, Optimisation};
use euthymia_clinical::trd::{Choices, Definition, Verdict, definitions, judge};
use euthymia_clinical::trial::adequacy::MinimumWeeks;
use euthymia_clinical::trial::{Adherence, DoseStep, Effect, Scores, StopReason, Time, Trial};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

/// First day of every trial of [`trial`], in the episode of [`patient`].
pub(crate) const START: Date = date(2025, 3, 1);

/// First day of the episode of [`patient`].
pub(crate) const EPISODE: Date = date(2025, 1, 1);

pub(crate) fn days_from(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap()
}

pub(crate) fn mg(milligrams: f64) -> MgPerDay {
    MgPerDay::new(milligrams).unwrap()
}

/// So many days from [`START`], the last one included.
pub(crate) fn lasting(days: i64) -> Time {
    Time::Between {
        start: START,
        stop: days_from(START, days - 1),
    }
}

/// An effect recorded as a percentage.
pub(crate) fn improved(percent: f64) -> Effect {
    Effect {
        improvement_percent: Some(percent),
        ..Effect::default()
    }
}

/// An effect recorded as scores on the HAM-D17.
pub(crate) fn hamd17(before: f64, end: f64) -> Effect {
    Effect {
        scores: Some(Scores {
            instrument: "hamd17".to_owned(),
            before: Some(before),
            end: Some(end),
        }),
        ..Effect::default()
    }
}

/// Eight weeks at the minimum dose, taken as prescribed, stopped because HAM-D17 20 became 18.
pub(crate) fn trial(drug: &str) -> Trial {
    let table = DoseTable::bundled();
    let dose = table
        .line(drug, None, false)
        .map(|line| mg(line.minimum_mg_per_day));
    Trial {
        label: drug.to_owned(),
        drug: find(drug).unwrap(),
        formulation: None,
        doses: dose
            .map(|dose| DoseStep { from: None, dose })
            .into_iter()
            .collect(),
        time: lasting(56),
        adherence: Some(Adherence::Adequate),
        stop_reason: Some(StopReason::NoResponse),
        effect: hamd17(20.0, 18.0),
        clear_non_response: Some(false),
        episode: None,
        augments: None,
    }
}

/// A trial of [`trial`] that ended for another reason, so that only its effect says if it failed.
pub(crate) fn trial_with(drug: &str, effect: Effect) -> Trial {
    Trial {
        stop_reason: Some(StopReason::Other),
        effect,
        ..trial(drug)
    }
}

/// Major depression, not bipolar, first episode since a year, MADRS 30, complete history.
pub(crate) fn patient(trials: Vec<Trial>) -> Patient {
    let assessed = date(2026, 1, 10);
    Patient {
        id: "P".to_owned(),
        assessed,
        diagnosis: Some(Diagnosis::MajorDepression),
        bipolar: Some(false),
        episode_start: Some(EPISODE),
        first_episode: Some(true),
        severity: Some(Severity::Moderate),
        burden_despite_treatment: Some(true),
        history_complete: Some(true),
        trials,
        procedures: Vec::new(),
        scores: vec![DatedScore {
            date: assessed,
            instrument: "madrs".to_owned(),
            total: Some(30.0),
            answers: None,
        }],
        genes: BTreeMap::new(),
        checks: BTreeMap::new(),
    }
}

/// A patient with two ordinary failed trials of different medicines.
pub(crate) fn two_failures() -> Patient {
    patient(vec![trial("sertraline"), trial("venlafaxine")])
}

/// The bundled doses, six weeks where a definition has no number, additions count on their own.
pub(crate) fn choices() -> Choices {
    Choices {
        table: DoseTable::bundled().clone(),
        minimum: MinimumWeeks {
            weeks: 6.0,
            source: Source::site("the test"),
            unless_clear_non_response: false,
        },
        augmentation: Augmentation::Separate,
        optimisation: Optimisation::SameTrial,
    }
}

pub(crate) fn definition(id: &str) -> &'static Definition {
    definitions().iter().find(|one| one.id == id).unwrap()
}

pub(crate) fn judged(patient: &Patient, id: &str) -> Verdict {
    judge(patient, definition(id), &choices())
}

/// What a definition answers for a patient under [`choices`].
pub(crate) fn meets(patient: &Patient, id: &str) -> Answer {
    judged(patient, id).finding.answer
}

/// The field of the record that a gap names: "the diagnosis (diagnosis)" names `diagnosis`.
pub(crate) fn field(gap: &str) -> String {
    let key = gap.strip_suffix(')').and_then(|gap| gap.rsplit_once('('));
    key.map_or(gap, |(_, key)| key).to_owned()
}

/// What would settle a "cannot say", as fields of the record where they have one.
pub(crate) fn missing(patient: &Patient, id: &str) -> Vec<String> {
    let gaps = judged(patient, id).finding.missing_fields();
    gaps.iter().map(|gap| field(gap)).collect()
}
