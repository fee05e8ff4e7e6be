//! The triage of the Columbia screener and the suicide items against a second implementation.

use euthymia_clinical::answer::Answer::{self, CannotSay, No, Yes};
use euthymia_clinical::instrument::{Answers, Pack, bundled, score};
use euthymia_clinical::suicidality::{Level, Triage, rules, screener, sign, triage};
use euthymia_testkit::reference::{Json, json};
use serde_json::Value;
use std::collections::BTreeMap;

const FILE: &str = "expected/python/suicidality.json";

/// The items in the order of a pattern, as the file gives it.
fn order(file: &Json) -> Vec<String> {
    let order = file.get("order").and_then(Value::as_array).unwrap();
    order
        .iter()
        .map(|item| item.as_str().unwrap().to_owned())
        .collect()
}

fn answer(letter: char) -> Answer {
    match letter {
        'y' => Yes,
        'n' => No,
        'u' => CannotSay,
        other => panic!("{other} is no answer"),
    }
}

fn by_item(order: &[String], pattern: &str) -> BTreeMap<String, Answer> {
    assert_eq!(pattern.len(), order.len());
    order
        .iter()
        .cloned()
        .zip(pattern.chars().map(answer))
        .collect()
}

/// The triage of a screener filled in like this: "nnuuunu", items 1 to 6 and 6_recent.
fn triaged(order: &[String], pattern: &str) -> Triage {
    let given = by_item(order, pattern);
    let screener = screener().unwrap();
    let values = screener.items.iter().map(|item| match given[&item.id] {
        Yes => Some(1.0),
        No => Some(0.0),
        CannotSay => None,
    });
    triage(&Answers::new(screener, values.collect()).unwrap()).unwrap()
}

fn level(id: &Value) -> Level {
    *Level::ALL.iter().find(|level| level.id() == id).unwrap()
}

/// What the form says to skip filled in as no: 3 to 5 after a no to 2, the past 3 months after a no
/// to 6.
fn with_skipped_as_no(pattern: &str) -> String {
    let letters: Vec<char> = pattern.chars().collect();
    let skipped = |at: usize| match at {
        2..=4 => letters[1] == 'n',
        6 => letters[5] == 'n',
        _ => false,
    };
    let filled = letters.iter().enumerate().map(|(at, letter)| {
        if *letter == 'u' && skipped(at) {
            'n'
        } else {
            *letter
        }
    });
    filled.collect()
}

#[test]
fn every_complete_screener_is_triaged_as_in_the_second_implementation() {
    let file = json(FILE);
    let order = order(&file);
    let rows = file.get("definite").and_then(Value::as_array).unwrap();
    assert_eq!(rows.len(), 128);
    for row in rows {
        let pattern = row["answers"].as_str().unwrap();
        let found = triaged(&order, pattern);
        let expected = level(&row["triage"]);
        assert_eq!(
            (found.at_least, found.at_most),
            (expected, expected),
            "{pattern}"
        );
        assert_eq!(
            u64::from(found.highest_ideation),
            row["highest_yes"],
            "{pattern}"
        );
        assert!(found.missing.is_empty(), "{pattern}");
        let given = by_item(&order, pattern);
        assert_eq!(found.behaviour_recent, given["6_recent"], "{pattern}");
        assert_eq!(
            found.behaviour_ever,
            Answer::any([given["6"], given["6_recent"]])
        );
        let contradicts = |item: &str| {
            found
                .contradictions
                .iter()
                .any(|words| words.starts_with(&format!("item {item} ")))
        };
        assert_eq!(
            contradicts("6_recent"),
            row["recent_without_lifetime"] == true,
            "{pattern}"
        );
        for item in ["3", "4", "5"] {
            assert_eq!(
                contradicts(item),
                given["2"] == No && given[item] == Yes,
                "{pattern}"
            );
        }
    }
}

#[test]
fn the_range_of_every_partial_screener_is_that_of_all_its_completions() {
    let file = json(FILE);
    let order = order(&file);
    let rows = file.get("partial").and_then(Value::as_array).unwrap();
    assert_eq!(rows.len(), 2187);
    for row in rows {
        let pattern = row[0].as_str().unwrap();
        let given = by_item(&order, pattern);
        let found = rules().range(|item| given[item]);
        assert_eq!(found, (level(&row[1]), level(&row[2])), "{pattern}");
    }
}

#[test]
fn a_partial_screener_has_the_range_of_the_one_with_its_skipped_questions_as_no() {
    let file = json(FILE);
    let order = order(&file);
    let rows = file.get("partial").and_then(Value::as_array).unwrap();
    let known: BTreeMap<&str, &Value> = rows
        .iter()
        .map(|row| (row[0].as_str().unwrap(), row))
        .collect();
    let mut changed = 0;
    for pattern in known.keys() {
        let filled = with_skipped_as_no(pattern);
        changed += usize::from(filled != **pattern);
        let row = known[filled.as_str()];
        let found = triaged(&order, pattern);
        let expected = (level(&row[1]), level(&row[2]));
        assert_eq!((found.at_least, found.at_most), expected, "{pattern}");
        let unanswered: Vec<&String> = order
            .iter()
            .zip(filled.chars())
            .filter(|(_, c)| *c == 'u')
            .map(|(i, _)| i)
            .collect();
        assert_eq!(
            found.missing.iter().collect::<Vec<_>>(),
            unanswered,
            "{pattern}"
        );
    }
    assert!(changed > 500, "{changed}");
}

#[test]
fn a_correctly_skipped_screener_is_none_for_certain() {
    let found = triaged(&order(&json(FILE)), "nnuuunu");
    assert_eq!((found.at_least, found.at_most), (Level::None, Level::None));
    assert!(found.missing.is_empty() && found.contradictions.is_empty());
    assert_eq!((found.behaviour_recent, found.behaviour_ever), (No, No));
}

#[test]
fn without_an_answer_to_item_2_nothing_after_it_is_skipped() {
    let found = triaged(&order(&json(FILE)), "nuuuunu");
    assert_eq!((found.at_least, found.at_most), (Level::None, Level::High));
    assert_eq!(found.missing, ["2", "3", "4", "5"]);
}

#[test]
fn an_unknown_past_3_months_after_behaviour_leaves_moderate_to_high() {
    let found = triaged(&order(&json(FILE)), "nnuuuyu");
    assert_eq!(
        (found.at_least, found.at_most),
        (Level::Moderate, Level::High)
    );
    assert_eq!(found.missing, ["6_recent"]);
    assert_eq!(
        (found.behaviour_recent, found.behaviour_ever),
        (CannotSay, Yes)
    );
}

#[test]
fn a_contradiction_counts_at_face_value_and_is_reported() {
    let order = order(&json(FILE));
    for (pattern, item) in [("nnnynnn", "4"), ("nnnnnny", "6_recent")] {
        let found = triaged(&order, pattern);
        assert_eq!(
            (found.at_least, found.at_most),
            (Level::High, Level::High),
            "{pattern}"
        );
        assert_eq!(found.contradictions.len(), 1, "{pattern}");
        assert!(found.contradictions[0].starts_with(&format!("item {item} is answered 1")));
    }
    assert_eq!(triaged(&order, "nnnnnny").behaviour_ever, Yes);
}

#[test]
fn only_the_screener_is_triaged() {
    let phq9 = bundled("phq9").unwrap();
    let answers = Answers::new(phq9, vec![Some(3.0); 9]).unwrap();
    assert_eq!(triage(&answers), None);
}

/// A sheet with this answer to one item and the lowest to the others.
fn sheet(pack: &'static Pack, item: &str, value: Option<f64>) -> Answers<'static> {
    let values = pack.items.iter().map(|one| {
        if one.id == item {
            value
        } else {
            Some(f64::from(one.minimum))
        }
    });
    Answers::new(pack, values.collect()).unwrap()
}

#[test]
fn suicide_items_are_flagged_as_in_the_second_implementation() {
    let file = json(FILE);
    let rows = file.get("items").and_then(Value::as_array).unwrap();
    assert_eq!(rows.len(), 20);
    for row in rows {
        let pack = bundled(row["instrument"].as_str().unwrap()).unwrap();
        let value = row["value"].as_f64().unwrap();
        let answers = sheet(pack, row["item"].as_str().unwrap(), Some(value));
        let flag = score(&answers, None).suicide.unwrap();
        assert_eq!(flag.item, row["item"]);
        assert_eq!(flag.value, Some(value));
        // No sourced threshold: any answer above the lowest is shown, and it is said why.
        let expected = row["flagged"].as_bool().unwrap_or(value > 0.0);
        assert_eq!(flag.any_answer, row["flagged"].is_null(), "{row}");
        assert_eq!(flag.flagged, Answer::of(expected), "{row}");
        let sign = sign(&answers).unwrap();
        assert_eq!(sign.flagged, Answer::of(expected), "{row}");
        assert_eq!(
            sign.words.contains("want of a sourced threshold"),
            flag.any_answer
        );
    }
}

#[test]
fn an_unanswered_suicide_item_is_neither_flagged_nor_cleared() {
    for (id, item) in [
        ("phq9", "9"),
        ("qids_sr16", "12"),
        ("madrs", "10"),
        ("hamd17", "3"),
    ] {
        let answers = sheet(bundled(id).unwrap(), item, None);
        assert_eq!(
            score(&answers, None).suicide.unwrap().flagged,
            CannotSay,
            "{id}"
        );
        assert_eq!(sign(&answers).unwrap().flagged, CannotSay, "{id}");
    }
}

#[test]
fn the_sign_of_a_screener_is_unsaid_only_while_nothing_is_certain() {
    let screener = screener().unwrap();
    let flagged = |answers: [Option<f64>; 7]| {
        sign(&Answers::new(screener, answers.to_vec()).unwrap())
            .unwrap()
            .flagged
    };
    let (y, n, u) = (Some(1.0), Some(0.0), None);
    assert_eq!(flagged([n, n, u, u, u, n, u]), No);
    assert_eq!(flagged([n, n, u, u, u, u, u]), CannotSay);
    assert_eq!(flagged([y, u, u, u, u, u, u]), Yes);
}

#[test]
fn a_scale_without_a_suicide_item_gives_no_sign() {
    let gad7 = bundled("gad7").unwrap();
    assert_eq!(sign(&Answers::new(gad7, vec![Some(3.0); 7]).unwrap()), None);
}
