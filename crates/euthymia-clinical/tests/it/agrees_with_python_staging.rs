//! Maudsley, MGH and European staging against a second implementation, and three cases by hand.

use euthymia_clinical::patient::Severity;
use euthymia_clinical::staging::maudsley::{Facts, MaudsleyBand, MaudsleyError, points};
use euthymia_clinical::staging::{european, mgh};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::json;
use serde_json::Value;

const FILE: &str = "expected/python/staging.json";

fn small(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

#[test]
fn every_maudsley_score_is_as_the_second_implementation_has_it() {
    let file = json(FILE);
    let rows = file.get("maudsley").and_then(Value::as_array).unwrap();
    assert_eq!(rows.len(), 1560);
    let mut undefined = 0;
    for row in rows {
        let severity = Severity::ALL
            .iter()
            .find(|severity| severity.id() == row[1]);
        let found = points(Facts {
            episode_days: row[0].as_i64().unwrap(),
            severity: *severity.unwrap(),
            failures: small(&row[2]),
            augmentation: row[3] == 1,
            ect: row[4] == 1,
        });
        if row[7] == "undefined" {
            assert_eq!(found, Err(MaudsleyError::NoFailure), "{row}");
            undefined += 1;
            continue;
        }
        let found = found.unwrap();
        assert_eq!(u64::from(found.total()), row[5], "{row}");
        assert_eq!(found.band().id(), row[6], "{row}");
    }
    assert_eq!(undefined, 120);
}

#[test]
fn every_mgh_score_is_as_the_second_implementation_has_it() {
    let file = json(FILE);
    let rows = file.get("mgh_s").and_then(Value::as_array).unwrap();
    let mut all = Comparison::new("MGH staging");
    for (at, row) in rows.iter().enumerate() {
        let found = mgh::points(small(&row[0]), small(&row[1]), small(&row[2]), row[3] == 1);
        let expected = file.number(&format!("mgh_s.{at}.4"));
        all.compare("score", found, expected, "exact", &row.to_string());
    }
    all.finish(224);
}

#[test]
fn every_european_stage_is_as_the_second_implementation_has_it() {
    let file = json(FILE);
    let rows = file.get("european").and_then(Value::as_array).unwrap();
    assert_eq!(rows.len(), 7);
    for row in rows {
        let found = european::stage(small(&row["failed_trials"]));
        let words = found.map(|stage| format!("TRD{stage}"));
        assert_eq!(words.as_deref(), row["stage"].as_str(), "{row}");
    }
}

/// The cases worked by hand in the notes on Maudsley staging: months as whole months of days.
#[test]
fn three_worked_maudsley_cases_give_10_moderate_4_mild_and_15_severe() {
    let scored = |episode_days, severity, failures, augmentation, ect| {
        let found = points(Facts {
            episode_days,
            severity,
            failures,
            augmentation,
            ect,
        });
        let found = found.unwrap();
        (found.total(), found.band())
    };
    // 26 months 3, severe without psychosis 4, four failures 2, augmentation 1.
    let first = scored(791, Severity::SevereWithoutPsychosis, 4, true, false);
    assert_eq!(first, (3 + 4 + 2 + 1, MaudsleyBand::Moderate));
    // 10 months 1, mild 2, two failures 1.
    let second = scored(304, Severity::Mild, 2, false, false);
    assert_eq!(second, (1 + 2 + 1, MaudsleyBand::Mild));
    // 30 months 3, psychotic 5, eleven failures 5, augmentation 1, ECT 1.
    let third = scored(913, Severity::SevereWithPsychosis, 11, true, true);
    assert_eq!(third, (3 + 5 + 5 + 1 + 1, MaudsleyBand::Severe));
}

#[test]
fn an_episode_of_no_day_has_no_maudsley_score() {
    let facts = Facts {
        episode_days: 0,
        severity: Severity::Mild,
        failures: 2,
        augmentation: false,
        ect: false,
    };
    assert_eq!(points(facts), Err(MaudsleyError::Duration));
}

/// 2 to 5 trials of 6 to 8 weeks make the weeks that are printed for TRD1 to TRD4.
#[test]
fn printed_weeks_of_the_european_stages_are_trials_times_6_to_8_weeks() {
    for trials in 2_u16..=5 {
        let stage = european::stage(u32::from(trials)).unwrap();
        assert_eq!(european::weeks(stage), Some((6 * trials, 8 * trials)));
    }
    assert_eq!(european::weeks(5), Some((36, 52)));
    assert_eq!((european::weeks(0), european::weeks(6)), (None, None));
}

#[test]
fn resistance_is_chronic_from_the_day_after_a_year() {
    assert!(!european::is_chronic(365));
    assert!(european::is_chronic(366));
}
