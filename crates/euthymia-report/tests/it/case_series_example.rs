//! Eight invented patients, small enough to be counted by hand, in whom everything happens once.
//!
//! | | baseline | later scores (day: MADRS) | |
//! |---|---|---|---|
//! | 1 | 32 | 21: 16, 42: 8, 84: 8 | response that lasts; scored once before as 40, on day −7 |
//! | 2 | 14 | 21: 12, 42: 10, 84: 9, 150: 9 | in remission, no responder; baseline on day −2 |
//! | 3 | 30 | 21: 10, 42: 22, 52: 24, 84: 20 | remission, then relapse |
//! | 4 | none | 5: 28, 42: 20 | first scored after the first session |
//! | 5 | 36 | 21: 16 | stopped |
//! | 6 | 24 | 19: 12, 23: 11, 44: 12, 88: 6 | two visits equally near day 21; day 88 is off the plan |
//! | 7 | 25 | 21: 27, 42: 31, 84: 29, 150: 28 | worse |
//! | 8 | 22 | 21: 22, 42: 11 | response at the end |
//!
//! Planned: days 0, 21, 42 (the endpoint) and 84, three days either way. Pairs at the endpoint:
//! 32→8, 14→10, 30→22, 24→12, 25→31, 22→11.

use euthymia_clinical::course::{BaselineRule, Course, Reliability, Visit};
use euthymia_clinical::definition::Definition;
use euthymia_clinical::source::Source;
use euthymia_numerics::Probability;
use euthymia_report::case_series::Identifier;
use euthymia_report::case_series::{
    AdverseEvent, CaseSeries, Characteristic, CharacteristicKind, Choices, DAY_ZERO, Datum, Dose,
    Measure, Patient, PlannedVisit, Session, Status, TimeScale,
};
use euthymia_table::{TableView, Value};
use jiff::ToSpan;
use jiff::civil::Date;

/// The date that stands for a day.
pub(crate) fn on(day: i64) -> Date {
    DAY_ZERO.checked_add(day.days()).expect("a day near zero")
}

/// Scores by day as a course on the MADRS, with the first session on day 0.
pub(crate) fn course(scores: &[(i64, f64)]) -> Course {
    Course {
        instrument: "madrs".to_owned(),
        visits: scores
            .iter()
            .map(|(day, total)| Visit {
                date: on(*day),
                total: Some(*total),
            })
            .collect(),
        sessions: vec![on(0)],
    }
}

fn session(day: i64, treatment: &str, dose: Option<(f64, &str)>) -> Session {
    Session {
        date: on(day),
        treatment: Some(treatment.to_owned()),
        dose: dose.map(|(amount, unit)| Dose {
            amount,
            unit: unit.to_owned(),
        }),
        deviation: None,
    }
}

/// A patient with these scores, one session, and nothing else.
pub(crate) fn patient(id: usize, scores: &[(i64, f64)]) -> Patient {
    Patient {
        id: Identifier::new(format!("P{id}")),
        group: None,
        values: vec![None, None],
        courses: vec![course(scores)],
        sessions: vec![session(0, "ketamine", Some((0.5, "mg/kg")))],
        session_count: Some(1),
        status: Status::Completed,
        events: Vec::new(),
        flagged_sheets: 0,
    }
}

fn event(term: &str, day: i64, severity: Option<&str>, related: Option<&str>) -> AdverseEvent {
    AdverseEvent {
        term: term.to_owned(),
        date: Some(on(day)),
        severity: severity.map(str::to_owned),
        relatedness: related.map(str::to_owned),
        serious: Some(false),
    }
}

/// A series of patients with the plan of the example.
pub(crate) fn series_of(patients: Vec<Patient>) -> CaseSeries {
    let planned = [
        ("baseline", 0),
        ("week 3", 21),
        ("week 6", 42),
        ("week 12", 84),
    ];
    CaseSeries {
        name: "eight".to_owned(),
        files: vec!["eight.csv".to_owned()],
        note: None,
        measures: vec![Measure {
            instrument: "madrs".to_owned(),
            name: "MADRS".to_owned(),
            range: (0.0, Some(60.0)),
        }],
        characteristics: vec![
            Characteristic {
                column: "age".to_owned(),
                label: "Age".to_owned(),
                kind: CharacteristicKind::Number {
                    unit: Some("years".to_owned()),
                },
            },
            Characteristic {
                column: "sex".to_owned(),
                label: "Sex".to_owned(),
                kind: CharacteristicKind::Category {
                    levels: vec!["female".to_owned(), "male".to_owned()],
                },
            },
        ],
        groups: Vec::new(),
        time: TimeScale::Days,
        baseline: BaselineRule::BeforeTreatment,
        planned: planned
            .map(|(label, day)| PlannedVisit {
                label: label.to_owned(),
                day,
            })
            .to_vec(),
        tolerance_days: 3,
        endpoint: 2,
        patients,
        has_events: true,
        has_sessions: true,
        left_out: Vec::new(),
    }
}

/// The eight patients.
pub(crate) fn eight() -> CaseSeries {
    let scores: [&[(i64, f64)]; 8] = [
        &[(-7, 40.0), (0, 32.0), (21, 16.0), (42, 8.0), (84, 8.0)],
        &[(-2, 14.0), (21, 12.0), (42, 10.0), (84, 9.0), (150, 9.0)],
        &[(0, 30.0), (21, 10.0), (42, 22.0), (52, 24.0), (84, 20.0)],
        &[(5, 28.0), (42, 20.0)],
        &[(0, 36.0), (21, 16.0)],
        &[(0, 24.0), (19, 12.0), (23, 11.0), (44, 12.0), (88, 6.0)],
        &[(0, 25.0), (21, 27.0), (42, 31.0), (84, 29.0), (150, 28.0)],
        &[(0, 22.0), (21, 22.0), (42, 11.0)],
    ];
    let mut patients: Vec<Patient> = (1..).zip(scores).map(|(id, of)| patient(id, of)).collect();
    let ages = [20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0];
    let sexes = [0, 0, 0, 1, 1, 1, 1];
    for ((patient, age), sex) in patients.iter_mut().zip(ages).zip(sexes) {
        patient.values = vec![Some(Datum::Number(age)), Some(Datum::Level(sex))];
    }
    patients[4].status = Status::Stopped {
        reason: Some("no benefit".to_owned()),
    };
    patients[6].status = Status::Ongoing;
    patients[7].status = Status::NotRecorded;
    let mut second = session(3, "ketamine", Some((0.6, "mg/kg")));
    second.deviation = Some("interrupted".to_owned());
    patients[0].sessions.push(second);
    patients[0].courses[0].sessions.push(on(3));
    patients[0].session_count = Some(2);
    patients[1].sessions = vec![session(0, "esketamine", Some((40.0, "mg")))];
    patients[2].sessions = vec![session(0, "ketamine", None)];
    patients[0].events = vec![
        event("Headache", 1, Some("mild"), Some("related")),
        event("headache", 3, Some("severe"), Some("possibly related")),
    ];
    patients[2].events = vec![event("headache", 2, Some("moderate"), None)];
    let mut admitted = event("nausea", 4, None, Some("not related"));
    admitted.serious = Some(true);
    patients[3].events = vec![admitted];
    series_of(patients)
}

/// The eight patients as two groups of four, in order.
pub(crate) fn two_groups() -> CaseSeries {
    let mut series = eight();
    series.groups = vec!["A".to_owned(), "B".to_owned()];
    for (at, patient) in series.patients.iter_mut().enumerate() {
        patient.group = Some(at / 4);
    }
    series
}

fn rule(text: &str) -> (Definition, Source) {
    let parsed = Definition::parse(text).expect("a definition");
    (parsed, Source::confirmed("example"))
}

/// Response: at least 50 %; remission: at most 12; reliable change with SD 6 and r = 0.91:
/// 1.96 · 6 · √0.09 · √2 = 4.989 points.
pub(crate) fn choices() -> Choices {
    Choices {
        level: Probability::NINETY_FIVE,
        response: rule("madrs_decrease>=50pct"),
        remission: Some(rule("madrs<=12")),
        remitters_are_responders: false,
        reliable: Some((Reliability { sd: 6.0, r: 0.91 }, "example".to_owned())),
        seed: 1,
        resamples: 200,
    }
}

/// The cell of a table in the row whose first cells start so, as people see it.
pub(crate) fn cell(view: &TableView, row: &str, key: &str) -> String {
    value(view, row, key).for_people()
}

/// The value of a table in the row in which some cell is `row`, in the column of a key.
pub(crate) fn value<'a>(view: &'a TableView, row: &str, key: &str) -> &'a Value {
    let column = view.columns.iter().position(|column| column.key == key);
    let column = column.unwrap_or_else(|| panic!("{}: no column {key}", view.schema));
    let has = |cells: &&Vec<Value>| cells.iter().any(|cell| cell.for_people() == row);
    let found = view.rows.iter().find(has);
    &found.unwrap_or_else(|| panic!("{}: no row {row}", view.schema))[column]
}
