//! Agreement, rounds and rules of stopping through the binary; with decisions in them they are
//! tested on the functions that the commands call.

use crate::run::{Folder, Run};

fn euthymia(folder: &Folder, arguments: &[&str]) -> Run {
    let mut all = vec!["review"];
    all.extend(arguments);
    all.extend(["--review", "lakes"]);
    folder.run(&all)
}

fn ok(folder: &Folder, arguments: &[&str]) -> String {
    let run = euthymia(folder, arguments);
    assert_eq!(run.status, Some(0), "{arguments:?}: {}{}", run.out, run.err);
    run.out
}

/// A review of forty invented reports.
fn lakes() -> Folder {
    let folder = Folder::new();
    folder
        .run(&["review", "init", "lakes", "--by", "ab"])
        .fine();
    let report = |number: u32| {
        format!("TY  - JOUR\nTI  - Invented report {number} on calm lakes\nPY  - 2020\nER  - \n\n")
    };
    folder.write("lakes.ris", (1..=40).map(report).collect::<String>());
    ok(&folder, &["import", "lakes.ris"]);
    folder
}

#[test]
fn a_pilot_and_a_sample_are_drawn_once() {
    let folder = lakes();
    let drawn = ok(&folder, &["pilot", "5", "--seed", "3"]);
    assert!(
        drawn.starts_with("pilot-1: 5 of 40 reports drawn"),
        "{drawn}"
    );
    let taken = euthymia(&folder, &["pilot", "5", "--name", "pilot-1"]);
    assert_eq!(taken.status, Some(2));
    assert!(
        taken.err.contains("there is a round \"pilot-1\" already"),
        "{}",
        taken.err
    );
    // Nothing was found: one relevant report among 40 escapes n draws with chance 1 − n/40, so that
    // 39 are needed for 95 %.
    let drawn = ok(&folder, &["sample"]);
    assert!(
        drawn.starts_with("sample-1: 39 of 40 reports drawn"),
        "{drawn}"
    );
    let waits = euthymia(&folder, &["sample", "3"]);
    assert!(
        waits.err.contains("39 of round \"sample-1\" wait"),
        "{}",
        waits.err
    );
    let log = ok(&folder, &["log"]);
    assert!(log.contains("pilot-1") && log.contains("sample-1"), "{log}");
}

#[test]
fn rules_and_what_they_assume() {
    let folder = lakes();
    let table = ok(&folder, &["stopping"]);
    for word in [
        "run",
        "share",
        "safe",
        "recall",
        "sample",
        "reviewers",
        "sources",
    ] {
        assert!(
            table.lines().any(|line| line.contains(word)),
            "{word}: {table}"
        );
    }
    assert!(table.contains("No rule decides"), "{table}");
    let json = ok(&folder, &["stopping", "--format", "json"]);
    assert!(json.contains("euthymia.review.stopping.v1") && json.contains("no_worse_than_random"));
    let agreement = ok(&folder, &["agreement", "--stage", "full"]);
    assert!(agreement.contains("full text"), "{agreement}");
}

#[test]
fn what_cannot_be_asked_is_told() {
    let folder = lakes();
    for (arguments, told) in [
        (
            vec!["stopping", "--stage", "abstract"],
            "there are: title, full",
        ),
        (
            vec!["stopping", "--target", "95"],
            "a target recall lies between 0 and 1; found 95",
        ),
        (
            vec!["agreement", "--confidence", "1"],
            "does not lie between 0 and 1",
        ),
        (vec!["agreement", "--round", "pilot-1"], "none was drawn"),
        (vec!["stop", "--rule", "luck"], "is no rule; there are: run"),
        (
            vec!["stop", "--rule", "run"],
            "To stop all the same, say why with --although",
        ),
        (
            vec!["pilot", "41"],
            "41 cannot be drawn: nobody has decided on 40 reports",
        ),
    ] {
        let run = euthymia(&folder, &arguments);
        assert_eq!(run.status, Some(2), "{arguments:?}");
        assert!(run.err.contains(told), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn an_end_is_entered_and_taken_back() {
    let folder = lakes();
    let ended = ok(
        &folder,
        &["stop", "--rule", "run", "--although", "no time is left"],
    );
    assert!(ended.starts_with("40 reports are set aside."), "{ended}");
    assert!(
        ended.contains("Stopped all the same: no time is left."),
        "{ended}"
    );
    let entry = ended
        .split("review undo ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next());
    let again = euthymia(&folder, &["stop", "--rule", "run", "--although", "x"]);
    assert!(again.err.contains("nothing to stop"), "{}", again.err);
    ok(&folder, &["undo", entry.expect("its name")]);
    ok(&folder, &["pilot", "3"]);
}
