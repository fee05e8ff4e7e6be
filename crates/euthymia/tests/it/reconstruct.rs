//! `euthymia reconstruct` as a person meets it.

use crate::run::{Folder, Run};

/// What Payette and colleagues printed in 2023.
const PAYETTE: [&str; 20] = [
    "reconstruct",
    "n=21",
    "mean_before=27.6",
    "sd_before=6.4",
    "mean_after=18.6",
    "sd_after=8.9",
    "t=7.212",
    "df=20",
    "mean_percent=34.5",
    "sd_percent=21.1",
    "--instrument",
    "madrs",
    "--count",
    "decrease>=50pct: 4",
    "--count",
    "decrease>=50pct & <10: 2",
    "--count",
    "<10: 2",
    "--starts",
    "6",
];

fn run(folder: &Folder, more: &[&str]) -> Run {
    let mut arguments = vec!["reconstruct"];
    arguments.extend(more);
    folder.run(&arguments)
}

#[test]
fn payette_is_reproduced_and_read_back_with_the_same_summary() {
    let folder = Folder::new();
    let mut arguments = PAYETTE.to_vec();
    arguments.extend(["--out", "rows.csv"]);
    let found = folder.run(&arguments).fine();
    assert!(
        found.out.contains("starts of the search found one"),
        "{}",
        found.out
    );
    let cohort = folder.run(&["cohort", "rows.csv"]).fine();
    for printed in [
        "t(20) = 7.212",
        "27.6 ± 6.4 → 18.6 ± 8.9",
        "4/21 (19.0 %)",
        "2/21 (9.5 %)",
    ] {
        assert!(
            cohort.out.contains(printed),
            "no {printed} in\n{}",
            cohort.out
        );
    }
}

#[test]
fn the_same_seed_writes_the_same_file_and_another_seed_another() {
    let folder = Folder::new();
    let written = |name: &str, seed: &str| {
        let mut arguments = PAYETTE.to_vec();
        arguments.extend(["--seed", seed, "--solutions", "3", "--out", name]);
        folder.run(&arguments).fine();
        folder.text(name)
    };
    let first = written("a.csv", "5");
    assert_eq!(first, written("b.csv", "5"));
    assert_ne!(first, written("c.csv", "6"));
    assert_eq!(first.lines().count(), 1 + 3 * 21);
    assert_eq!(folder.files(), ["a.csv", "b.csv", "c.csv"]);
}

#[test]
fn none_exists_and_none_found_are_told_apart_by_words_and_not_by_status() {
    let folder = Folder::new();
    let none = run(
        &folder,
        &[
            "n=18",
            "lowest=0",
            "highest=20",
            "mean=3.44",
            "sd=2.47",
            "--out",
            "x.csv",
        ],
    );
    assert_eq!(none.status, Some(1));
    assert!(none.out.contains("which is a proof"), "{}", none.out);
    let pairs = [
        "n=4",
        "lowest=0",
        "highest=20",
        "mean_before=9.25",
        "sd_before=0.50",
        "mean_after=8.25",
        "sd_after=0.50",
        "--count",
        "decrease>=50pct: 3",
        "--starts",
        "3",
    ];
    let missed = run(&folder, &pairs);
    assert_eq!(missed.status, Some(1));
    assert!(missed.out.contains("That is no proof"), "{}", missed.out);
    assert!(folder.files().is_empty(), "a file without a solution");
}

#[test]
fn machines_get_the_verdict_and_the_count() {
    let folder = Folder::new();
    let arguments = [
        "n=3",
        "lowest=0",
        "highest=4",
        "mean=2.00",
        "--format",
        "json",
    ];
    let json = run(&folder, &arguments).fine().json();
    assert_eq!(json[0]["schema"], "euthymia.reconstruct.answer.v1");
    let row = &json[0]["rows"][0];
    assert_eq!(row["verdict"], "found");
    assert_eq!(row["solutions_exist"], "5");
    assert_eq!(row["solutions_seen"], 5);
}

#[test]
fn an_unprinted_count_is_watched() {
    // 0 2 4, 0 3 3, 1 1 4, 1 2 3, 2 2 2: none to two of them below 2.
    let folder = Folder::new();
    let watched = ["n=3", "lowest=0", "highest=4", "mean=2.00", "--watch", "<2"];
    let text = run(&folder, &watched).fine().out;
    let line = text
        .lines()
        .find(|line| line.contains("patients: < 2"))
        .unwrap_or_default();
    let numbers: Vec<&str> = line.split_whitespace().rev().take(2).collect();
    assert_eq!(numbers, ["2", "0"], "{text}");
}

#[test]
fn bad_usage_says_what_to_write() {
    let folder = Folder::new();
    run(&folder, &["n=3", "mean=2,5", "lowest=0", "highest=4"]).refused(2, &["decimal point"]);
    run(&folder, &["n=3", "mean=2"]).refused(2, &["lowest=0 highest=60"]);
    run(
        &folder,
        &["n=3", "mean=2", "lowest=0", "highest=4", "--count", "<2"],
    )
    .refused(2, &["has no count"]);
    run(&folder, &[]).refused(2, &["<NAME=VALUE>"]);
}
