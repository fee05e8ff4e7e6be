//! What people judged of studies: who judged what, what counts, and what a person should look at.

use std::collections::BTreeMap;

use euthymia_appraisal::bundled;
use euthymia_review::appraise::{Appraisals, Finding, Standing};
use euthymia_review::log::{Answer, Appraised};
use euthymia_review::{Event, Folder, Target};

use crate::workplace::{Workplace, review, stamp};

/// Answers with which every domain of RoB 2 is at low risk: blinded, complete, planned.
const GOOD: [(&str, &str); 12] = [
    ("1.1", "yes"),
    ("1.2", "yes"),
    ("1.3", "no"),
    ("2.1", "no"),
    ("2.2", "no"),
    ("2.6", "yes"),
    ("3.1", "yes"),
    ("4.1", "no"),
    ("4.2", "no"),
    ("4.3", "no"),
    ("5.1", "yes"),
    ("5.2", "no"),
];

fn answer(word: &str) -> Answer {
    Answer {
        answer: word.to_owned(),
        support: None,
    }
}

fn appraised(changes: &[(&str, &str)]) -> Appraised {
    let mut answers: BTreeMap<String, Answer> = GOOD
        .iter()
        .chain(&[("5.3", "no")])
        .map(|(id, word)| ((*id).to_owned(), answer(word)))
        .collect();
    for (id, word) in changes {
        answers.insert((*id).to_owned(), answer(word));
    }
    Appraised {
        study: "adams2031".to_owned(),
        outcome: Some("response".to_owned()),
        tool: "rob2".to_owned(),
        version: bundled("rob2").unwrap().version.clone(),
        answers,
        judgements: BTreeMap::new(),
    }
}

fn named(folder: &mut Folder) {
    let event = Event::StudyNamed {
        study: "adams2031".to_owned(),
        records: Vec::new(),
    };
    folder.append(&stamp("kd", 1), vec![event]).unwrap();
}

fn judge(folder: &mut Folder, by: &str, minute: u32, own: Appraised) {
    let event = Event::Appraised(Box::new(own));
    folder.append(&stamp(by, minute), vec![event]).unwrap();
}

fn fold(folder: &Folder) -> Appraisals {
    Appraisals::of(folder.log().entries(), bundled)
}

#[test]
fn one_person_counts_alone_and_a_later_word_replaces_an_earlier_one() {
    let place = Workplace::new();
    let mut folder = review(&place);
    named(&mut folder);
    judge(&mut folder, "kd", 2, appraised(&[("1.2", "no")]));
    judge(&mut folder, "kd", 3, appraised(&[]));
    let seen = fold(&folder);
    assert_eq!(seen.findings, []);
    let case = seen.case("adams2031", Some("response"), "rob2").unwrap();
    assert_eq!(case.opinions.len(), 1);
    let Standing::Single(own) = case.standing() else {
        panic!("{:?}", case.standing())
    };
    assert_eq!(own.judgement("1"), Some("low"));
    assert_eq!(own.judgement("overall"), Some("low"));
}

#[test]
fn two_who_differ_wait_until_they_agree() {
    let place = Workplace::new();
    let mut folder = review(&place);
    named(&mut folder);
    judge(&mut folder, "kd", 2, appraised(&[]));
    judge(
        &mut folder,
        "mo",
        3,
        appraised(&[("1.2", "no_information")]),
    );
    let seen = fold(&folder);
    let case = &seen.cases[0];
    assert!(matches!(case.standing(), Standing::Differ));
    let differences = case.differences();
    let of: Vec<(&str, bool)> = differences
        .iter()
        .map(|own| (own.of.as_str(), own.is_judgement))
        .collect();
    assert_eq!(of, [("1", true), ("overall", true), ("1.2", false)]);
    let said: Vec<Option<&str>> = differences[0]
        .said
        .iter()
        .map(|own| own.1.as_deref())
        .collect();
    assert_eq!(said, [Some("low"), Some("some_concerns")]);
    let pairs = case.pairs().unwrap();
    assert_eq!(pairs.len(), 6);
    assert_eq!(pairs.iter().filter(|(_, a, b)| a == b).count(), 4);

    let agreed = Event::AppraisalAgreed(Box::new(appraised(&[("1.2", "probably_yes")])));
    folder.append(&stamp("kd", 4), vec![agreed]).unwrap();
    let seen = fold(&folder);
    let Standing::Agreed(own) = seen.cases[0].standing() else {
        panic!("an agreement stands")
    };
    assert_eq!(own.judgement("1"), Some("low"));
    assert_eq!(seen.findings, []);

    judge(&mut folder, "mo", 5, appraised(&[("1.2", "no")]));
    let seen = fold(&folder);
    assert!(
        matches!(seen.findings.as_slice(), [Finding::AfterAgreement { author, .. }] if author == "mo")
    );
    assert!(matches!(seen.cases[0].standing(), Standing::Agreed(_)));
    let agreed = Event::AppraisalAgreed(Box::new(appraised(&[("1.2", "no")])));
    folder.append(&stamp("kd", 6), vec![agreed]).unwrap();
    assert_eq!(fold(&folder).findings, [], "a new agreement settles it");
}

/// Answers may differ where the judgements they lead to do not.
#[test]
fn two_who_judge_alike_need_no_agreement() {
    let place = Workplace::new();
    let mut folder = review(&place);
    named(&mut folder);
    judge(&mut folder, "kd", 2, appraised(&[]));
    judge(&mut folder, "mo", 3, appraised(&[("1.1", "probably_yes")]));
    let seen = fold(&folder);
    assert!(matches!(seen.cases[0].standing(), Standing::Alike(_)));
    assert_eq!(seen.cases[0].differences().len(), 1);
}

#[test]
fn an_undone_agreement_is_none() {
    let place = Workplace::new();
    let mut folder = review(&place);
    named(&mut folder);
    judge(&mut folder, "kd", 2, appraised(&[]));
    judge(&mut folder, "mo", 3, appraised(&[("1.2", "no")]));
    let agreed = Event::AppraisalAgreed(Box::new(appraised(&[])));
    let entry = folder.append(&stamp("kd", 4), vec![agreed]).unwrap();
    let undone = Event::Undone {
        target: Target { entry, place: None },
    };
    folder.append(&stamp("kd", 5), vec![undone]).unwrap();
    assert!(matches!(
        fold(&folder).cases[0].standing(),
        Standing::Differ
    ));
}

#[test]
fn what_does_not_fit_is_kept_and_told() {
    let place = Workplace::new();
    let mut folder = review(&place);
    let mut old = appraised(&[("9.9", "yes"), ("2.5", "yes"), ("1.1", "perhaps")]);
    old.version = "2016".to_owned();
    judge(&mut folder, "kd", 2, old);
    let mut whole = appraised(&[]);
    whole.outcome = None;
    judge(&mut folder, "kd", 3, whole);
    let mut other = appraised(&[]);
    other.tool = "a_tool_of_tomorrow".to_owned();
    judge(&mut folder, "mo", 4, other);
    let seen = fold(&folder);
    assert_eq!(seen.cases.len(), 3);
    let told: Vec<String> = seen.findings.iter().map(ToString::to_string).collect();
    for part in [
        "version 2016",
        "question 9.9 is none",
        "\"perhaps\" is no answer",
        "question 2.5 is not asked",
        "no outcome was named",
        "\"a_tool_of_tomorrow\", which is no tool here",
        "no study has that name",
    ] {
        let count = told.iter().filter(|own| own.contains(part)).count();
        assert_eq!(count, 1, "{part}: {told:#?}");
    }
    assert_eq!(told.len(), 7);
}
