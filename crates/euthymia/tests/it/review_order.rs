//! The order in which records are read, through the binary, and rules of stopping tried on it.

use crate::library::{begun, import, review, rows};
use crate::run::{Folder, Run};

/// Invented works of two kinds, in turns.
const WORKS: [&str; 6] = [
    "Lanterns of calm lakes",
    "Foxes in the hills",
    "Foxes of dry hills",
    "Lakes with lanterns at night",
    "Hills and old foxes",
    "Many lanterns on lakes",
];

fn works() -> (Folder, Vec<String>) {
    let folder = begun();
    let ris = |title: &&str| format!("TY  - JOUR\nTI  - {title}\nPY  - 2020\nER  - \n\n");
    folder.write("works.ris", WORKS.iter().map(ris).collect::<String>());
    let taken = import(&folder, &["works.ris"]);
    let import = &taken[0][0];
    let records = (1..=WORKS.len()).map(|number| format!("{import}-{number}"));
    let records = records.collect();
    (folder, records)
}

fn todo(folder: &Folder, more: &[&str]) -> Vec<String> {
    let run = review(folder, &[&["todo", "--format", "csv"], more].concat());
    rows(&run).into_iter().map(|row| row[0].clone()).collect()
}

fn decided(folder: &Folder, records: &[String]) {
    review(folder, &["decide", &records[0], "include"]).fine();
    review(folder, &["decide", &records[1], "exclude"]).fine();
}

#[test]
fn spec_todo_lists_in_the_order_that_is_asked_for() {
    let (folder, records) = works();
    assert_eq!(todo(&folder, &[]), records);
    assert_eq!(
        todo(&folder, &["--order", "learned"]),
        records,
        "nothing is known"
    );
    decided(&folder, &records);
    assert_eq!(todo(&folder, &[]), records[2..], "no order was chosen");
    let learned = todo(&folder, &["--order", "learned"]);
    let lanterns = [&records[3], &records[5]];
    assert!(
        learned[..2].iter().all(|own| lanterns.contains(&own)),
        "{learned:?}"
    );
    assert_eq!(todo(&folder, &["--order", "learned"]), learned);
    let random = |seed: &str| todo(&folder, &["--order", "random", "--seed", seed]);
    assert_eq!(random("1"), random("1"));
    assert!((2..9).any(|seed| random(&seed.to_string()) != random("1")));
    for (arguments, says) in [
        (["todo", "--model", "oracle"], "is none of svm"),
        (["todo", "--next", "mixed 2"], "is none of likeliest"),
        (["todo", "--prior", "nowhere.ris"], "nowhere.ris"),
    ] {
        let run = review(&folder, &arguments);
        assert_eq!(run.status, Some(2), "{arguments:?}");
        assert!(run.err.contains(says), "{}", run.err);
    }
    let both = review(&folder, &["todo", "--order", "queue", "--criteria"]);
    both.refused(2, &["--order learned"]);
}

#[test]
fn spec_known_records_order_without_a_decision() {
    let (folder, records) = works();
    folder.write(
        "known.ris",
        "TY  - JOUR\nTI  - Tales of hills and old fox dens\nER  - \n",
    );
    let order = todo(&folder, &["--prior", "known.ris"]);
    assert_eq!(order[0], records[4], "hills and old");
    folder.write("empty.ris", "TY  - JOUR\nPY  - 2020\nER  - \n");
    let run = review(&folder, &["todo", "--prior", "empty.ris"]);
    run.refused(2, &["empty.ris", "no record in it has a title"]);
}

#[test]
fn spec_words_and_what_they_add_are_told() {
    let (folder, records) = works();
    let explain = |more: &[&str]| -> Run { review(&folder, &[&["explain-order"], more].concat()) };
    explain(&[&records[3]]).refused(2, &["one excluded"]);
    decided(&folder, &records);
    let run = explain(&[&records[3], "--format", "csv", "--most", "0"]).fine();
    let by = |word: &str| {
        let rows = rows(&run);
        let row = rows.iter().find(|row| row[0] == word);
        let number: f64 = row.expect("the word")[1].parse().expect("a number");
        number
    };
    assert!(by("lanterns") > 0.0 && by("lakes") > 0.0);
    let told = explain(&[&records[3]]).fine().out;
    assert!(told.contains("of 4 in the order"), "{told}");
    explain(&["00000000-1"]).refused(2, &["there is no record 00000000-1"]);
}

#[test]
fn spec_the_log_and_the_rules_tell_of_the_order() {
    let (folder, records) = works();
    decided(&folder, &records);
    let told = review(&folder, &["stopping"]).fine().out;
    assert!(
        told.contains("The log tells of no order that was learnt"),
        "{told}"
    );
}

#[test]
fn spec_rules_are_tried_on_a_finished_review() {
    let folder = Folder::new();
    folder.copy("examples/review/screened.csv");
    let simulate = |more: &[&str]| {
        let all = [
            "review",
            "simulate",
            "examples/review/screened.csv",
            "--seeds",
            "3",
        ];
        folder.run(&[&all[..], more].concat())
    };
    let plain = simulate(&[]).fine().out;
    assert!(!plain.contains("would have stopped"), "{plain}");
    let told = simulate(&["--stopping", "--run", "5"]).fine().out;
    assert!(told.starts_with(&plain), "the same replays: {told}");
    for part in [
        "where each rule would have stopped",
        "5 irrelevant in",
        "Below 95",
        "Assumed (",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    simulate(&["--run", "5"]).refused(2, &["--stopping"]);
    simulate(&["--stopping", "--target", "2"]).refused(2, &["lies between 0 and 1"]);
}
