//! AMSTAR 2: the rating of confidence, by hand, from a paper and for all answers.

use euthymia_appraisal::{Given, Led, Tool, bundled};
use proptest::prelude::*;

const CRITICAL: [&str; 7] = ["2", "4", "7", "9", "11", "13", "15"];
const ITEMS: [&str; 16] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16",
];

fn tool() -> &'static Tool {
    bundled("amstar2").unwrap()
}

/// Answers to the sixteen items; items 9 and 11 for randomised studies, with no others.
fn given(words: [&str; 16]) -> Given {
    let mut given = Given::default();
    for (item, word) in ITEMS.into_iter().zip(words) {
        match item {
            "9" | "11" => {
                let other = |part: &str| format!("{item}.{part}");
                given.answers.insert(other("rct"), word.to_owned());
                given.answers.insert(other("nrsi"), "NA".to_owned());
            }
            _ => {
                given.answers.insert(item.to_owned(), word.to_owned());
            }
        }
    }
    given
}

fn rating(given: &Given) -> String {
    let seen = tool().assess(given);
    assert_eq!(seen.notices, []);
    let overall = seen.overall.as_ref().unwrap();
    let counts = overall.counts().unwrap();
    counts.strip_suffix("_confidence").unwrap().to_owned()
}

/// Hume S, Brown SR, Mahtani KR. BMJ Evid Based Med 2023;28:164-174, table 1: twelve reviews with
/// their answers and the rating printed. 10.1136/bmjebm-2022-112085.
#[test]
fn example_hume2023() {
    const PRINTED: [(&str, &str); 12] = [
        ("Y N Y PY Y Y N Y Y N Y Y Y Y Y Y", "critically_low"),
        ("Y N Y PY N N Y Y Y N NA NA N N NA Y", "critically_low"),
        ("Y Y Y PY Y Y N Y Y N NA NA Y Y NA Y", "low"),
        ("Y N Y PY Y Y N Y Y N NA NA N Y NA Y", "critically_low"),
        ("Y PY Y PY Y Y N Y Y N NA NA Y Y NA Y", "low"),
        ("Y PY Y PY Y Y N Y Y N Y Y Y Y Y Y", "low"),
        ("Y N Y PY Y N N Y Y N NA NA N Y NA Y", "critically_low"),
        ("Y N Y PY N N N N N N NA NA N Y NA N", "critically_low"),
        ("Y N Y PY Y N Y Y Y N NA NA Y Y NA Y", "low"),
        ("Y PY Y PY Y Y N Y Y N Y Y N Y Y Y", "critically_low"),
        ("Y PY Y PY Y Y Y Y Y Y NA NA Y Y NA Y", "high"),
        ("Y N Y PY Y Y N Y N N NA NA N N NA Y", "critically_low"),
    ];
    for (row, (answers, printed)) in PRINTED.into_iter().enumerate() {
        let words: Vec<&str> = answers.split(' ').collect();
        assert_eq!(
            rating(&given(words.try_into().unwrap())),
            printed,
            "row {row}"
        );
    }
}

/// The four ratings as they are defined: none or one weakness that is not critical; more than one;
/// one that is critical; more than one.
#[test]
fn byhand_four_ratings() {
    let with = |failed: &[&str]| {
        let word = |item: &str| if failed.contains(&item) { "N" } else { "Y" };
        rating(&given(ITEMS.map(word)))
    };
    assert_eq!(with(&[]), "high");
    assert_eq!(with(&["10"]), "high");
    assert_eq!(with(&["10", "16"]), "moderate");
    assert_eq!(
        with(&["1", "3", "5", "6", "8", "10", "12", "14", "16"]),
        "moderate"
    );
    assert_eq!(with(&["13"]), "low");
    assert_eq!(with(&["13", "1", "3"]), "low");
    assert_eq!(with(&["13", "15"]), "critically_low");
}

/// A partial yes is no weakness, and what does not apply is none either.
#[test]
fn byhand_partly_and_not_applicable() {
    let words = ITEMS.map(|item| match item {
        "2" | "4" | "7" | "8" | "9" => "PY",
        "11" | "12" | "15" => "NA",
        _ => "Y",
    });
    assert_eq!(rating(&given(words)), "high");
}

/// A no in either part of item 9 is the weakness of the item, once.
#[test]
fn byhand_two_kinds_of_studies() {
    let mut answers = given(ITEMS.map(|_| "Y"));
    answers.answers.insert("9.nrsi".into(), "N".into());
    assert_eq!(rating(&answers), "low");
    answers.answers.insert("9.rct".into(), "N".into());
    assert_eq!(rating(&answers), "low");
    answers.answers.insert("9.rct".into(), "NA".into());
    answers.answers.insert("9.nrsi".into(), "PY".into());
    assert_eq!(
        tool().assess(&answers).domain("9").unwrap().counts(),
        Some("partly")
    );
}

/// Two critical weaknesses settle the rating, whatever is still open; one does not.
#[test]
fn byhand_open_items() {
    let mut given = Given::default();
    given.answers.insert("2".into(), "N".into());
    let possible = |given: &Given| match tool().assess(given).overall.unwrap().led {
        Led::Open { possible } => possible,
        _ => Vec::new(),
    };
    let names = ["low_confidence", "critically_low_confidence"];
    assert_eq!(possible(&given), names);
    given.answers.insert("15".into(), "N".into());
    assert_eq!(rating(&given), "critically_low");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The rating depends on the numbers of weaknesses only, as the paper defines it.
    #[test]
    fn laws_rating_counts_weaknesses(failed in prop::collection::vec(0..3usize, 16)) {
        let words: Vec<&str> = ITEMS.iter().zip(&failed).map(|(item, kind)| {
            let question = match *item {
                "9" => "9.rct",
                "11" => "11.rct",
                other => other,
            };
            let partial = tool().question(question).unwrap().allows("partial_yes");
            match kind {
                0 => "N",
                1 if partial => "PY",
                _ => "Y",
            }
        }).collect();
        let failing = ITEMS.iter().zip(&words).filter(|(_, word)| **word == "N");
        let critical = failing.clone().filter(|(item, _)| CRITICAL.contains(item)).count();
        let other = failing.count() - critical;
        let expected = match (critical, other) {
            (0, 0 | 1) => "high",
            (0, _) => "moderate",
            (1, _) => "low",
            _ => "critically_low",
        };
        prop_assert_eq!(rating(&given(words.try_into().unwrap())), expected);
    }
}
