//! Rates of the evidence base and of sources in one table, and the vocabulary by treatment.
#![allow(clippy::unwrap_used)]

use euthymia_app::adverse_events::{Asked, views};
use euthymia_table::{Format, TableView, render};
use serde_json::Value;

fn tables(treatment: &str) -> Vec<Value> {
    let asked = Asked {
        treatment: Some(treatment.to_owned()),
        ..Asked::default()
    };
    let read =
        |view: &TableView| serde_json::from_str(&render(view, Format::Json).unwrap()).unwrap();
    views(&asked).unwrap().iter().map(read).collect()
}

fn column(table: &Value, key: &str) -> Vec<String> {
    let rows = table["rows"].as_array().unwrap();
    let cells = rows
        .iter()
        .map(|row| row[key].as_str().unwrap_or("").to_owned());
    cells.collect()
}

#[test]
fn one_table_holds_what_was_pooled_beside_what_is_printed() {
    let rates = &tables("esketamine_in")[0];
    let rows = rates["rows"].as_array().unwrap();
    let of = |event: &str| -> Vec<&Value> {
        rows.iter().filter(|row| row["event_id"] == event).collect()
    };
    let dissociation = of("dissociation");
    assert_eq!(dissociation[0]["kind"], "evidence");
    assert!(dissociation.len() > 1);
    assert!(dissociation[1..].iter().all(|row| row["kind"] == "printed"));
    // The rows of an event stand together.
    let ids = column(rates, "event_id");
    let mut runs = ids.clone();
    runs.dedup();
    let mut once = runs.clone();
    once.sort();
    once.dedup();
    assert_eq!(runs.len(), once.len());
    // TRANSFORM-1: 62 of 231 against 4 of 113.
    let transform = dissociation
        .iter()
        .find(|row| row["source"].as_str().unwrap().starts_with("TRANSFORM-1"))
        .unwrap();
    let rate = transform["rate"].as_f64().unwrap();
    assert!((rate - 62.0 / 231.0).abs() < 1e-9, "{rate}");
    let needed = transform["nnh"].as_f64().unwrap();
    assert!((needed - 1.0 / (62.0 / 231.0 - 4.0 / 113.0)).abs() < 1e-9);
}

#[test]
fn drop_out_is_no_adverse_event_and_every_event_shown_is_in_the_vocabulary() {
    for treatment in ["ketamine", "esketamine", "tms", "psychedelic"] {
        let found = tables(treatment);
        let vocabulary = column(&found[1], "event");
        for event in column(&found[0], "event_id") {
            assert_ne!(event, "dropout");
            assert!(vocabulary.contains(&event), "{treatment}: {event}");
        }
    }
}

#[test]
fn the_vocabulary_is_that_of_the_treatment() {
    let of = |treatment: &str| column(&tables(treatment)[1], "event");
    let (tms, psilocybin) = (of("tms"), of("psilocybin"));
    let has = |list: &[String], event: &str| list.iter().any(|one| one == event);
    assert!(has(&tms, "scalp_discomfort") && has(&tms, "seizure") && !has(&tms, "dysgeusia"));
    assert!(has(&psilocybin, "hppd") && !has(&psilocybin, "scalp_discomfort"));
    assert!(has(&of("esketamine_in"), "dysgeusia"));
}

#[test]
fn seizures_are_shown_with_what_they_are_counted_in() {
    let rates = &tables("tms")[0];
    let words = column(rates, "rate_words").join("\n");
    // Lerner 2019: 24 in 318,560 sessions.
    assert!(
        words.contains("24/318560") && words.contains("sessions"),
        "{words}"
    );
}

#[test]
fn a_treatment_without_a_rate_in_the_evidence_says_so() {
    let notes = tables("combination")[0]["notes"].to_string();
    assert!(notes.contains("no usable rate for"), "{notes}");
}
