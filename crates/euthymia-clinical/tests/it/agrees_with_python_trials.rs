//! Adequacy of trials, and improvement from scores, against a second implementation.

use crate::records::{days_from, trial};
use euthymia_clinical::definition::Definition;
use euthymia_clinical::dose::MgPerDay;
use euthymia_clinical::drug::{DoseTable, find};
use euthymia_clinical::source::Source;
use euthymia_clinical::trial::adequacy::{MinimumWeeks, adequacy};
use euthymia_clinical::trial::failure::{FailureRule, failed};
use euthymia_clinical::trial::{Adherence, DoseStep, Effect, Scores, StopReason, Time, Trial};
use euthymia_testkit::reference::json;
use jiff::civil::{Date, date};
use serde_json::Value;

const FILE: &str = "expected/python/trials.json";
const START: Date = date(2025, 1, 1);

/// A table with the two minimum doses of the grid, and which medicine has which.
fn table() -> DoseTable {
    let text = "schema = 'euthymia.doses.v1'\nid = 'grid'\nname = 'grid'\nversion = '1.0.0'\n\
                source = 'the grid'\nstatus = 'site'\n\
                [[dose]]\ndrug = 'citalopram'\nminimum_mg_per_day = 20\n\
                [[dose]]\ndrug = 'tianeptine'\nminimum_mg_per_day = 37.5\n";
    DoseTable::parse(text, "grid").unwrap()
}

fn medicine(minimum_mg: &Value) -> &'static str {
    match minimum_mg.as_f64().unwrap() {
        20.0 => "citalopram",
        37.5 => "tianeptine",
        other => panic!("no medicine with a minimum of {other} mg"),
    }
}

/// A recorded dose. None is no dose, which the type refuses: as little as nothing stands for it.
fn dose(mg: &Value) -> Option<MgPerDay> {
    let mg = mg.as_f64()?;
    Some(MgPerDay::new(mg).unwrap_or_else(|_| MgPerDay::new(f64::MIN_POSITIVE).unwrap()))
}

/// The ways in which a record can say how long a trial was.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Told {
    InDates,
    InWeeks,
}

fn time(days: Option<i64>, ongoing: bool, told: Told) -> Time {
    let Some(days) = days else {
        return Time::Unknown { start: None };
    };
    #[allow(clippy::cast_precision_loss)]
    let weeks = days as f64 / 7.0;
    match (told, days) {
        (Told::InDates, 1..) if ongoing => Time::Since {
            start: START,
            until: days_from(START, days - 1),
        },
        (Told::InDates, 1..) => Time::Between {
            start: START,
            stop: days_from(START, days - 1),
        },
        _ => Time::Weeks { weeks, start: None },
    }
}

fn of_row(row: &Value, told: Told) -> Trial {
    let word = |at: usize| row[at].as_str();
    let adherence = word(4).map(|id| Adherence::ALL.iter().find(|one| one.id() == id).unwrap());
    let stop = word(5).filter(|id| *id != "ongoing");
    let stop = stop.map(|id| StopReason::ALL.iter().find(|one| one.id() == id).unwrap());
    Trial {
        label: "T".to_owned(),
        drug: find(medicine(&row[1])).unwrap(),
        doses: dose(&row[0])
            .map(|dose| DoseStep { from: None, dose })
            .into_iter()
            .collect(),
        time: time(row[2].as_i64(), word(5) == Some("ongoing"), told),
        adherence: adherence.copied(),
        stop_reason: stop.copied(),
        ..trial("citalopram")
    }
}

fn words(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|word| word.as_str().unwrap())
        .collect()
}

fn minimum(weeks: f64) -> MinimumWeeks {
    MinimumWeeks {
        weeks,
        source: Source::confirmed("the grid"),
        unless_clear_non_response: false,
    }
}

#[test]
fn every_trial_of_the_grid_is_as_adequate_as_in_the_second_implementation() {
    let file = json(FILE);
    let rows = file.get("adequacy").and_then(Value::as_array).unwrap();
    assert_eq!(rows.len(), 3600);
    let table = table();
    for told in [Told::InDates, Told::InWeeks] {
        for row in rows {
            let found = adequacy(
                &of_row(row, told),
                &table,
                &minimum(row[3].as_f64().unwrap()),
            );
            let verdict = match found.verdict.id() {
                "yes" => "adequate",
                "no" => "inadequate",
                _ => "unknown",
            };
            assert_eq!(verdict, row[6], "{row} {told:?}");
            assert_eq!(found.finding.answer, found.verdict);
            let mut reasons: Vec<&str> = found.reasons.iter().map(|one| one.id()).collect();
            reasons.sort_unstable();
            assert_eq!(reasons, words(&row[7]), "{row} {told:?}");
            let missing: Vec<&str> = found
                .missing
                .iter()
                .map(|field| field.strip_prefix("T: ").unwrap())
                .collect();
            assert_eq!(missing, words(&row[8]), "{row} {told:?}");
        }
    }
}

/// Sevenths of a week are not exact in binary: 61 of them times 7 are a little less than 61 days.
#[test]
fn days_told_in_weeks_are_whole_days() {
    let told = |days| Trial {
        time: time(Some(days), false, Told::InWeeks),
        ..trial("citalopram")
    };
    for days in 0..1000 {
        let found = adequacy(&told(days), &table(), &minimum(4.0));
        assert_eq!(found.days_at_dose, Some(days));
    }
}

#[test]
fn a_dose_of_nothing_is_no_dose() {
    assert!(MgPerDay::new(0.0).is_err());
}

/// What a grid says for each pair of scores, held against a judgement of ours.
fn agrees(name: &str, judge: impl Fn(f64, f64) -> char) {
    let file = json(FILE);
    let rows = file
        .get(&format!("outcomes.{name}"))
        .and_then(Value::as_array)
        .unwrap();
    assert_eq!(rows.len(), 61);
    for (before, row) in (0_u8..).zip(rows) {
        let row = row.as_str().unwrap();
        assert_eq!(row.len(), 61);
        for (end, expected) in (0_u8..).zip(row.chars()) {
            let found = judge(f64::from(before), f64::from(end));
            assert_eq!(found, expected, "{name}: from {before} to {end}");
        }
    }
}

fn letter(known: Option<bool>) -> char {
    match known {
        Some(true) => 'y',
        Some(false) => 'n',
        None => 'u',
    }
}

fn failed_by(rule: FailureRule) -> impl Fn(f64, f64) -> char {
    move |before, end| {
        let trial = Trial {
            effect: Effect {
                scores: Some(Scores {
                    instrument: "madrs".to_owned(),
                    before: Some(before),
                    end: Some(end),
                }),
                ..Effect::default()
            },
            ..trial("citalopram")
        };
        match failed(&trial, rule).answer.id() {
            "yes" => 'y',
            "no" => 'n',
            _ => 'u',
        }
    }
}

#[test]
fn response_is_met_for_the_pairs_of_the_second_implementation() {
    let response = Definition::parse("madrs_decrease>=50pct").unwrap();
    agrees("response", |before, end| letter(response.met(before, end)));
}

#[test]
fn a_trial_failed_the_quarter_for_the_pairs_of_the_second_implementation() {
    let rule = FailureRule::ImprovementBelow { percent: 25.0 };
    agrees("improvement_below_25", failed_by(rule));
}

#[test]
fn a_trial_failed_the_half_for_the_pairs_of_the_second_implementation() {
    let rule = FailureRule::ImprovementBelow { percent: 50.0 };
    agrees("improvement_below_50", failed_by(rule));
}

#[test]
fn response_was_partial_for_the_pairs_of_the_second_implementation() {
    let rule = FailureRule::ImprovementBetween {
        from: 25.0,
        below: 50.0,
    };
    agrees("partial", failed_by(rule));
}
