//! How long one assessment takes: every definition with its reasoning, every staging model, the
//! checklist and the course, for a short, a long and a very long history; and one answer sheet.
//!
//! `cargo bench -p euthymia-clinical`

use divan::{Bencher, black_box};
use euthymia_clinical::assessment::{Following, assess};
use euthymia_clinical::course::{BaselineRule, Course, Visit};
use euthymia_clinical::dose::MgPerDay;
use euthymia_clinical::drug::{DoseTable, Role, drugs};
use euthymia_clinical::instrument::{Answers, bundled, score};
use euthymia_clinical::patient::{DatedScore, Diagnosis, Patient, Severity};
use euthymia_clinical::source::Source;
use euthymia_clinical::trd::Choices;
use euthymia_clinical::trd::count::{Augmentation, Optimisation};
use euthymia_clinical::trial::adequacy::MinimumWeeks;
use euthymia_clinical::trial::{DoseStep, Effect, StopReason, Time, Trial};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

fn main() {
    divan::main();
}

const START: Date = date(2015, 1, 1);

fn day(after: i64) -> Date {
    START.checked_add(after.days()).unwrap_or(START)
}

fn trial(at: usize) -> Option<Trial> {
    let antidepressants: Vec<_> = drugs()
        .iter()
        .filter(|drug| drug.role == Role::Antidepressant)
        .collect();
    let drug = antidepressants.get(at % antidepressants.len())?;
    let start = i64::try_from(at).ok()? * 70;
    Some(Trial {
        label: format!("trial {at} ({})", drug.name),
        drug,
        formulation: None,
        doses: vec![DoseStep {
            from: None,
            dose: MgPerDay::new(200.0).ok()?,
        }],
        time: Time::Between {
            start: day(start),
            stop: day(start + 60),
        },
        adherence: None,
        stop_reason: Some(StopReason::NoResponse),
        effect: Effect::default(),
        clear_non_response: Some(false),
        episode: None,
        augments: None,
    })
}

fn patient(trials: usize) -> (Patient, Vec<Course>) {
    let days = i64::try_from(trials).unwrap_or(0) * 70;
    let visits: Vec<Visit> = (0..trials)
        .map(|at| Visit {
            date: day(i64::try_from(at).unwrap_or(0) * 7),
            total: Some(f64::from(u8::try_from(at % 40).unwrap_or(0))),
        })
        .collect();
    let patient = Patient {
        id: "bench".to_owned(),
        assessed: day(days + 1),
        diagnosis: Some(Diagnosis::MajorDepression),
        bipolar: Some(false),
        episode_start: Some(START),
        first_episode: Some(false),
        severity: Some(Severity::Moderate),
        burden_despite_treatment: None,
        history_complete: Some(true),
        trials: (0..trials).filter_map(trial).collect(),
        procedures: Vec::new(),
        scores: visits
            .iter()
            .map(|visit| DatedScore {
                date: visit.date,
                instrument: "madrs".to_owned(),
                total: visit.total,
                answers: None,
            })
            .collect(),
        genes: BTreeMap::new(),
        checks: BTreeMap::new(),
    };
    let course = Course {
        instrument: "madrs".to_owned(),
        visits,
        sessions: vec![START],
    };
    (patient, vec![course])
}

#[divan::bench(args = [3, 12, 48])]
fn an_assessment(bencher: Bencher, trials: usize) {
    let (patient, courses) = patient(trials);
    let table = DoseTable::bundled();
    let choices = Choices {
        table: table.clone(),
        minimum: MinimumWeeks {
            weeks: 6.0,
            source: Source::site("bench"),
            unless_clear_non_response: false,
        },
        augmentation: Augmentation::Separate,
        optimisation: Optimisation::SameTrial,
    };
    let following = Following {
        baseline: BaselineRule::BeforeTreatment,
        early: None,
        reliable: None,
        tolerance_days: 3,
        every_days: None,
    };
    bencher.bench(|| assess(black_box(&patient), &courses, &choices, &following));
}

#[divan::bench(args = ["phq2", "phq9", "ids_sr30"])]
fn an_answer_sheet(bencher: Bencher, id: &str) {
    let Some(pack) = bundled(id) else { return };
    let Ok(answers) = Answers::new(pack, vec![Some(1.0); pack.items.len()]) else {
        return;
    };
    bencher.bench(|| score(black_box(&answers), None));
}
