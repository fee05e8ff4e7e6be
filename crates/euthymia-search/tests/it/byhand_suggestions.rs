//! Suggestions from records small enough to count.

use euthymia_review::{Heading, Record};
use euthymia_search::suggest::{Suggesting, Suggestion, SuggestionKind, suggest};
use euthymia_testkit::assert_close;

use crate::shared::titled;

fn list(relevant: &[&str], others: &[&str], suggesting: &Suggesting) -> Vec<Suggestion> {
    let relevant: Vec<Record> = relevant.iter().map(|text| titled(text)).collect();
    suggest(
        &relevant,
        &[true],
        others.iter().map(|text| titled(text)),
        suggesting,
    )
}

#[test]
fn counts_are_of_records_and_not_of_words() {
    let relevant = ["Ketamine, ketamine and ketamine", "Ketamine"];
    let found = list(
        &relevant,
        &["ketamine ketamine", "pain"],
        &Suggesting::default(),
    );
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].relevant, found[0].background, found[0].adds),
        (2, 1, 1)
    );
}

#[test]
fn the_log_odds_are_those_of_the_formula() {
    let found = list(
        &["ketamine", "ketamine"],
        &["a1", "b1", "c1"],
        &Suggesting::default(),
    );
    // Share (2 + 1/2) / (5 + 1) = 5/12, of a prior of 10: 25/6 with and 35/6 without.
    // Relevant (2 + 25/6) / (35/6) = 37/35; others (25/6) / (3 + 35/6) = 25/53.
    let log_odds = (37.0_f64 / 35.0 * 53.0 / 25.0).ln();
    assert_close!(found[0].log_odds, log_odds, "algebra", "log odds");
    let error = (6.0_f64 / 37.0 + 6.0 / 25.0).sqrt();
    assert_close!(found[0].z, log_odds / error, "algebra", "z");
}

#[test]
fn phrases_stop_at_punctuation_and_stop_words() {
    let title = "Treatment-resistant depression: trial of low dose ketamine in 2019";
    let found = list(&[title, title], &[], &Suggesting::default());
    let mut terms: Vec<&str> = found.iter().map(|one| one.term.as_str()).collect();
    terms.sort_unstable();
    let expected = [
        "depression",
        "dose",
        "dose ketamine",
        "ketamine",
        "low",
        "low dose",
        "low dose ketamine",
        "resistant",
        "resistant depression",
        "treatment",
        "treatment resistant",
        "treatment resistant depression",
        "trial",
        "trial of low",
    ];
    assert_eq!(terms, expected);
}

#[test]
fn headings_stand_apart_from_words() {
    let record = Record {
        headings: vec![Heading {
            descriptor: "Depressive Disorder, Treatment-Resistant".to_owned(),
            qualifiers: Vec::new(),
            is_major: true,
        }],
        ..Record::default()
    };
    let found = suggest(&[record.clone(), record], &[], [], &Suggesting::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, SuggestionKind::Heading);
    assert_eq!((found[0].relevant, found[0].adds), (2, 2));
}

#[test]
fn the_limits_are_kept() {
    let suggesting = Suggesting {
        least: 1,
        longest: 1,
        most: 2,
        prior: 0.0,
    };
    let found = list(&["one1 two2 three3"], &["two2"], &suggesting);
    let terms: Vec<&str> = found.iter().map(|one| one.term.as_str()).collect();
    assert_eq!(terms, ["one1", "three3"]);
    assert!(found.iter().all(|one| one.z.is_finite()));
}
