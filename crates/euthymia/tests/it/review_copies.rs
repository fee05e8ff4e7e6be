//! Two people work on copies of a review; a log is cut short, or changed.

use crate::run::{Folder, Run};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

fn euthymia(folder: &Folder, arguments: &[&str]) -> Run {
    let mut all = vec!["review"];
    all.extend(arguments);
    folder.run(&all)
}

fn ok(folder: &Folder, arguments: &[&str]) -> String {
    let run = euthymia(folder, arguments);
    assert_eq!(run.status, Some(0), "{arguments:?}: {}{}", run.out, run.err);
    run.out
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry").path();
        let target = to.join(entry.file_name().expect("a name"));
        match entry.is_dir() {
            true => copy(&entry, &target),
            false => drop(fs::copy(&entry, &target).expect("copied")),
        }
    }
}

/// A review of the example exports, and the name of its first import.
fn review() -> (Folder, String) {
    let folder = Folder::new();
    for name in ["pubmed.nbib", "embase.ris"] {
        folder.copy(&format!("examples/review/{name}"));
    }
    ok(&folder, &["init", "one", "--by", "ab"]);
    let protocol = folder.text("one/review.toml");
    let second = "[[reviewers]]\nid = \"cd\"\n";
    folder.write("one/review.toml", format!("{protocol}\n{second}"));
    let taken = ok(
        &folder,
        &[
            "import",
            "examples/review/pubmed.nbib",
            "--review",
            "one",
            "--by",
            "ab",
            "--format",
            "csv",
        ],
    );
    let import = taken.lines().nth(1).and_then(|row| row.split(',').next());
    let import = import.expect("a row").to_owned();
    copy(&folder.path("one"), &folder.path("two"));
    (folder, import)
}

fn records(folder: &Folder, review: &str) -> Vec<String> {
    let status = ok(folder, &["status", "--review", review, "--format", "csv"]);
    let wanted = ["records identified", "duplicates removed", "conflicts"];
    let row = |line: &&str| wanted.iter().any(|word| line.starts_with(word));
    status.lines().filter(row).map(str::to_owned).collect()
}

#[test]
fn copies_are_put_together_and_what_contradicts_itself_waits() {
    let (folder, import) = review();
    let (a, b) = (format!("{import}-1"), format!("{import}-2"));
    ok(&folder, &["same", &a, &b, "--review", "one", "--by", "ab"]);
    ok(
        &folder,
        &["different", &a, &b, "--review", "two", "--by", "cd"],
    );
    ok(
        &folder,
        &[
            "import",
            "examples/review/embase.ris",
            "--review",
            "two",
            "--by",
            "cd",
        ],
    );
    let merged = euthymia(&folder, &["merge", "two", "--review", "one", "--by", "ab"]);
    assert_eq!(
        merged.status,
        Some(1),
        "a conflict is a finding: {}",
        merged.out
    );
    assert!(
        merged
            .out
            .contains("2 entries of the log and 1 file were added."),
        "{}",
        merged.out
    );
    assert!(
        merged
            .out
            .contains(&format!("{a} and {b} were merged and kept apart")),
        "{}",
        merged.out
    );
    let back = euthymia(&folder, &["merge", "one", "--review", "two", "--by", "cd"]);
    assert_eq!(back.status, Some(1));
    let one = records(&folder, "one");
    assert_eq!(one, records(&folder, "two"), "both copies say the same");
    assert_eq!(
        one,
        [
            "records identified,14",
            "duplicates removed,0",
            "conflicts,1"
        ]
    );
    ok(&folder, &["same", &a, &b, "--review", "one", "--by", "ab"]);
    assert_eq!(
        records(&folder, "one")[1..],
        ["duplicates removed,1", "conflicts,0"]
    );
}

#[test]
fn a_log_that_ends_in_the_middle_of_a_line_goes_on() {
    let (folder, import) = review();
    let record = format!("{import}-1");
    ok(
        &folder,
        &[
            "note", "first", "--record", &record, "--review", "one", "--by", "ab",
        ],
    );
    ok(
        &folder,
        &["note", "second", "--review", "one", "--by", "ab"],
    );
    let mut log = folder.bytes("one/log.jsonl");
    log.truncate(log.len() - 25);
    folder.write("one/log.jsonl", &log);
    let run = euthymia(&folder, &["log", "--review", "one"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert!(run.err.contains("log.torn-1"), "{}", run.err);
    assert!(
        run.out.contains("first") && !run.out.contains("second"),
        "{}",
        run.out
    );
    ok(&folder, &["note", "third", "--review", "one", "--by", "ab"]);
    let log = ok(&folder, &["log", "--review", "one"]);
    assert!(log.contains("first") && log.contains("third"), "{log}");
}

#[test]
fn a_changed_line_is_an_error_with_its_place() {
    let (folder, _) = review();
    ok(&folder, &["note", "after", "--review", "one", "--by", "ab"]);
    let log = folder
        .text("one/log.jsonl")
        .replacen("pubmed.nbib", "pubmed.nbiX", 1);
    folder.write("one/log.jsonl", log);
    let run = euthymia(&folder, &["status", "--review", "one"]);
    assert_eq!(run.status, Some(2));
    assert!(
        run.err.contains("log.jsonl, row 3") && run.err.contains("checksum"),
        "{}",
        run.err
    );
}

#[test]
fn a_watched_status_follows_the_log() {
    let (folder, import) = review();
    let watch = [
        "review", "status", "--watch", "--review", "one", "--format", "csv",
    ];
    let mut watching = folder.command(&watch);
    let mut watching = watching.stdout(Stdio::piped()).spawn().expect("it runs");
    let lines = BufReader::new(watching.stdout.take().expect("its output")).lines();
    let mut removed = lines
        .map_while(Result::ok)
        .filter(|line| line.starts_with("duplicates removed"));
    assert_eq!(removed.next().as_deref(), Some("duplicates removed,0"));
    let (a, b) = (format!("{import}-1"), format!("{import}-2"));
    ok(&folder, &["same", &a, &b, "--review", "one", "--by", "ab"]);
    assert_eq!(removed.next().as_deref(), Some("duplicates removed,1"));
    watching.kill().expect("killed");
    watching.wait().expect("ended");
}

#[test]
fn another_review_is_not_merged() {
    let (folder, _) = review();
    ok(&folder, &["init", "other", "--by", "ab"]);
    let before = folder.text("one/log.jsonl");
    let run = euthymia(
        &folder,
        &["merge", "other", "--review", "one", "--by", "ab"],
    );
    assert_eq!(run.status, Some(2), "{}", run.out);
    assert_eq!(folder.text("one/log.jsonl"), before);
}
