//! The example review, from its searches to what an update moved, with numbers counted by hand.
//!
//! The first search: PubMed 14, Embase 15, PsycInfo 10, CENTRAL 6 and the register 2 make 47 records of
//! 24 reports, so that 23 are copies; the reference lists have 4 records, one of them a copy. One record
//! is front matter and is removed: 23 and 3 reports are screened, 9 excluded by title (D in the list of
//! the README of the example), 14 and 3 sought, 1 and 1 not to be had, 13 and 2 assessed, 4 and 1
//! excluded, 9 and 1 included: 10 reports of 6 trials.
//!
//! The second search a year later: PubMed 17 (the 14 again) and Embase 4 (one of them again, two that
//! PubMed has too) make 21 records with 4 new reports, so that 17 are copies; 1 is excluded by title, 1 by
//! its full text, 2 are included, each a trial of its own.

use crate::run::{Folder, Run, csv_rows, repository};
use std::collections::BTreeMap;
use std::path::Path;

const REVIEW: &str = "examples/review/living/review";

/// The example as it is in the repository, in `review`.
fn example() -> Folder {
    let folder = Folder::new();
    copy(&repository(REVIEW), &folder, "review");
    folder
}

/// Copies a folder of the repository with all that is below it.
pub(crate) fn copy(from: &Path, folder: &Folder, to: &str) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        let below = format!("{to}/{name}");
        match path.is_dir() {
            true => copy(&path, folder, &below),
            false => folder.write(&below, std::fs::read(&path).expect("read")),
        }
    }
}

fn review(folder: &Folder, arguments: &[&str]) -> Run {
    let run = folder.run(&[&["review"], arguments, &["--review", "review"]].concat());
    assert_eq!(run.status, Some(0), "{arguments:?}\n{}{}", run.out, run.err);
    run
}

/// The tables of a command as CSV, each with its header.
fn tables(folder: &Folder, arguments: &[&str]) -> Vec<Vec<Vec<String>>> {
    let run = review(folder, &[arguments, &["--format", "csv"]].concat());
    run.out.split("\n\n").map(csv_rows).collect()
}

/// The boxes of the flow on one side, by their keys; lines within a box are left out.
fn boxes(folder: &Folder, arguments: &[&str], side: &str) -> BTreeMap<String, u64> {
    let flow = tables(folder, &[&["prisma"], arguments].concat()).remove(0);
    let rows = flow.into_iter().skip(1);
    let own = rows.filter(|row| row[0] == side && row[3].is_empty());
    own.map(|row| (row[1].clone(), row[4].parse().expect("a count")))
        .collect()
}

#[track_caller]
fn holds(boxes: &BTreeMap<String, u64>, wanted: &[(&str, u64)]) {
    for (key, count) in wanted {
        assert_eq!(boxes.get(*key), Some(count), "{key} in {boxes:?}");
    }
}

const DATABASES: &str = "databases and registers";
const OTHERS: &str = "other methods";

#[test]
fn example_the_flow_is_what_a_person_counts() {
    let folder = example();
    // 47 + 21 records, 23 + 17 copies; 23 + 4 screened, 9 + 1 excluded; 14 + 3 sought.
    let now = boxes(&folder, &[], DATABASES);
    holds(
        &now,
        &[
            ("identified", 68),
            ("duplicates", 40),
            ("removed_otherwise", 1),
            ("screened", 27),
            ("excluded", 10),
            ("sought", 17),
            ("not_retrieved", 1),
            ("assessed", 16),
            ("ineligible", 5),
            ("included", 11),
        ],
    );
    let others = boxes(&folder, &[], OTHERS);
    holds(
        &others,
        &[
            ("identified", 4),
            ("duplicates", 1),
            ("sought", 3),
            ("not_retrieved", 1),
            ("assessed", 2),
            ("ineligible", 1),
            ("included", 1),
        ],
    );
}

#[test]
fn example_the_flow_of_the_update_counts_what_is_new() {
    let folder = example();
    let since = boxes(&folder, &["--since", "2026-01-01"], DATABASES);
    holds(
        &since,
        &[
            ("identified", 21),
            ("duplicates", 17),
            ("screened", 4),
            ("excluded", 1),
            ("sought", 3),
            ("assessed", 3),
            ("ineligible", 1),
            ("included", 2),
        ],
    );
}

#[test]
fn example_studies_and_reports_before_new_and_in_all() {
    let folder = example();
    let all = boxes(&folder, &["--since", "2026-01-01"], "all");
    holds(
        &all,
        &[
            ("previous_studies", 6),
            ("previous_reports", 10),
            ("new_studies", 2),
            ("new_reports", 2),
            ("total_studies", 8),
            ("total_reports", 12),
        ],
    );
    // The whole flow ends where the one of the update does.
    let whole = boxes(&folder, &[], "all");
    holds(&whole, &[("total_studies", 8), ("total_reports", 12)]);
}

/// A number of the only row of `review agreement`, by its column.
fn agreement(folder: &Folder, stage: &str, column: &str) -> f64 {
    let table = tables(folder, &["agreement", "--stage", stage]).remove(0);
    let at = table[0].iter().position(|own| own == column);
    let at = at.unwrap_or_else(|| panic!("{column} in {:?}", table[0]));
    table[1][at].parse().expect("a number")
}

#[test]
fn example_agreement_is_that_of_the_table_of_four_cells() {
    let folder = example();
    // By title 30 reports: both include 16 + 3, only lb includes 2 (a maybe among them), both exclude
    // 8 + 1. Agreement 28/30; by chance (21 · 19 + 9 · 11)/900 = 498/900; κ = 342/402.
    let close = |one: f64, other: f64| assert!((one - other).abs() < 1e-9, "{one} {other}");
    close(agreement(&folder, "title", "percent"), 28.0 / 30.0);
    close(agreement(&folder, "title", "kappa"), 342.0 / 402.0);
    // By full text 18 reports: both include 10 + 2, only lb includes 1, both exclude 4 + 1. By chance
    // (13 · 12 + 5 · 6)/324 = 186/324; κ = (306 − 186)/(324 − 186).
    close(agreement(&folder, "full", "percent"), 17.0 / 18.0);
    close(agreement(&folder, "full", "kappa"), 120.0 / 138.0);
}

#[test]
fn example_evidence_is_pooled_and_reported() {
    let folder = example();
    review(&folder, &["appraisals", "--to", "judgements.csv"]);
    let run = review(
        &folder,
        &["evidence", "base", "--appraisals", "judgements.csv"],
    );
    // Two arms each; rows by trial: 4, 6, 6, 6, 4, 4, 6, 4.
    assert!(
        run.out.contains(
            "8 studies, 16 arms, 40 outcomes; 0 values that nobody has checked, 0 left out"
        ),
        "{}",
        run.out
    );
    let check = folder.run(&["evidence", "check", "--evidence", "base"]);
    assert_eq!(check.status, Some(0), "{}", check.out);
    let pool = [
        "pool",
        "--evidence",
        "base",
        "--treatment",
        "esketamine_in",
        "--outcome",
        "response",
    ];
    let pooled = folder.run(&[&pool[..], &["--measure", "RR"]].concat());
    // By hand: ln RR 0.371564, 0.382992, 0.117783 with variances 0.0418495, 0.0676768, 0.0340278; Q is
    // 1.114 on two degrees of freedom and τ² 0; the mean is 0.264463 ± 4.302653 · 0.121216.
    assert!(pooled.out.contains("1.30 [0.77, 2.19]"), "{}", pooled.out);
    let report = folder.run(&["report", "--evidence", "base", "--out", "page"]);
    assert_eq!(report.status, Some(0), "{}", report.err);
    let page = folder.text("page/index.html");
    for label in ["Lindqvar 2016", "Sorrelwood 2025", "Tavish 2025"] {
        assert!(page.contains(label), "{label}");
    }
}

/// The row of a conclusion by its analysis, as names and cells, in the table that has a column.
fn conclusion(folder: &Folder, since: &str, id: &str, column: &str) -> BTreeMap<String, String> {
    let all = tables(folder, &["moved", "--since", since]);
    let has = |table: &&Vec<Vec<String>>| table[0].iter().any(|own| own == column);
    let table = all.iter().find(has).expect("the table");
    let row = table.iter().find(|row| row[0] == id);
    let row = row.unwrap_or_else(|| panic!("{id} in {table:?}"));
    table[0].iter().cloned().zip(row.iter().cloned()).collect()
}

/// What moved since the beginning of 2026.
fn in_2026(folder: &Folder, id: &str) -> BTreeMap<String, String> {
    conclusion(folder, "2026-01-01", id, "shift")
}

#[track_caller]
fn says(row: &BTreeMap<String, String>, texts: &[(&str, &str)], numbers: &[(&str, f64)]) {
    for (key, text) in texts {
        assert_eq!(row[*key], *text, "{key} of {row:?}");
    }
    for (key, number) in numbers {
        let own: f64 = row[*key].parse().expect("a number");
        assert!(
            (own - number).abs() < 2e-4,
            "{key}: {own}, by hand {number}"
        );
    }
}

#[test]
fn example_what_the_update_moved_is_what_a_person_works_out() {
    let folder = example();
    // Two trials: weights 23.8951 and 14.7761, mean 0.375931, standard error 0.160808, Wald. Three: as
    // pooled above. The shift is (0.264463 − 0.375931)/0.160808.
    let esketamine = in_2026(&folder, "esketamine-nasal-response-rr");
    says(
        &esketamine,
        &[
            ("change", "moved"),
            ("studies_before", "2"),
            ("studies_after", "3"),
            ("patients_before", "208"),
            ("patients_after", "368"),
            ("no_effect", "now included"),
        ],
        &[
            ("estimate_before", 0.375_931_f64.exp()),
            ("lower_before", 0.060_753_f64.exp()),
            ("upper_before", 0.691_109_f64.exp()),
            ("estimate_after", 0.264_463_f64.exp()),
            ("lower_after", (-0.257_087_f64).exp()),
            ("upper_after", 0.786_013_f64.exp()),
            ("shift", -0.693_175),
        ],
    );
    // Petrash 2020 is judged high: 14.7761 of 38.6712, then of 68.0590.
    let of = "high_risk_before";
    let risk = conclusion(&folder, "2026-01-01", "esketamine-nasal-response-rr", of);
    let shares = [
        (of, 14.776_1 / 38.671_2),
        ("high_risk_after", 14.776_1 / 68.059_0),
    ];
    says(&risk, &[], &shares);
    // All of the weight of 10 Hz stimulation has some concerns: one level off high, and no thresholds.
    let rtms = conclusion(&folder, "2026-01-01", "rtms-hf-response-rr", of);
    let certainty = "at most moderate";
    let both = [
        ("certainty_before", certainty),
        ("certainty_after", certainty),
    ];
    says(&rtms, &both, &[]);
    // One trial: ln 2 with variance 0.1928571. With the second, ln(20/9) with 0.1211111: mean 0.757866,
    // standard error 0.272753.
    let rtms = in_2026(&folder, "rtms-hf-response-rr");
    says(
        &rtms,
        &[
            ("change", "moved"),
            ("studies_before", "1"),
            ("studies_after", "2"),
            ("no_effect", "now excluded"),
        ],
        &[
            ("estimate_before", 2.0),
            ("lower_before", (-0.167_58_f64).exp()),
            ("upper_before", 1.553_875_f64.exp()),
            ("estimate_after", 0.757_866_f64.exp()),
            ("lower_after", 0.223_280_f64.exp()),
            ("upper_after", 1.292_452_f64.exp()),
            ("shift", 0.147_371),
        ],
    );
    // Nothing new came for ketamine: 15/30 and 8/30, as before.
    let of = "estimate";
    let ketamine = conclusion(&folder, "2026-01-01", "ketamine-iv-course-response-rr", of);
    says(
        &ketamine,
        &[("studies", "1"), ("patients", "60")],
        &[(of, 15.0 / 8.0)],
    );
}

#[test]
fn example_before_anything_was_extracted_all_conclusions_are_new() {
    let folder = example();
    let rtms = conclusion(&folder, "2025-03-03", "rtms-hf-response-rr", "shift");
    says(
        &rtms,
        &[("change", "new"), ("studies_before", ""), ("shift", "")],
        &[],
    );
    review(
        &folder,
        &["moved", "--since", "2026-01-01", "--figure", "moved.svg"],
    );
    let figure = folder.text("moved.svg");
    assert!(
        figure.contains("1.30 [0.77, 2.19]") && figure.contains("Before"),
        "{figure}"
    );
    let wrong = folder.run(&[
        "review",
        "moved",
        "--since",
        "2026-13-77",
        "--review",
        "review",
    ]);
    assert_eq!(wrong.status, Some(2), "{}", wrong.err);
    assert!(wrong.err.contains("--since"), "{}", wrong.err);
}

/// Keeps of the log what was entered before a day.
fn until(folder: &Folder, day: &str) {
    let log = folder.text("review/log.jsonl");
    let lines = log.lines().filter(|line| {
        let time = line.split("\"time\":\"").nth(1).expect("a time");
        &time[..day.len()] < day
    });
    let kept: Vec<&str> = lines.collect();
    folder.write("review/log.jsonl", kept.join("\n") + "\n");
}

#[test]
fn example_an_updated_search_leaves_only_what_is_new_to_be_decided() {
    let folder = example();
    until(&folder, "2026-03-02");
    for (file, source) in [
        ("pubmed.nbib", "pubmed-2026"),
        ("embase.ris", "embase-2026"),
    ] {
        folder.copy(&format!("examples/review/living/search-2026/{file}"));
        let database = ["--database", source, "--by", "lb"];
        review(&folder, &[&["source", source], &database[..]].concat());
        let path = format!("examples/review/living/search-2026/{file}");
        review(
            &folder,
            &["import", &path, "--source", source, "--by", "lb"],
        );
    }
    let before = boxes(&folder, &["--since", "2026-01-01"], "all");
    // Not looked for duplicates yet, the copies of what was decided are not known as copies.
    holds(&before, &[("previous_studies", 6), ("total_studies", 6)]);
    review(&folder, &["dedupe", "--by", "lb"]);
    for by in ["lb", "rs"] {
        let todo = tables(&folder, &["todo", "--by", by]).remove(0);
        let mut titles: Vec<String> = todo[1..].iter().map(|row| row.join(" ")).collect();
        titles.sort();
        assert_eq!(titles.len(), 4, "{titles:?}");
        for words in ["160 patients", "Ten hertz", "an essay", "another year"] {
            assert!(
                titles.iter().any(|title| title.contains(words)),
                "{words} in {titles:?}"
            );
        }
    }
    // What was decided stands, and no decision was made for anybody.
    let now = boxes(&folder, &["--since", "2026-01-01"], DATABASES);
    holds(
        &now,
        &[
            ("identified", 21),
            ("duplicates", 17),
            ("screening_open", 4),
            ("included", 0),
        ],
    );
    let all = boxes(&folder, &[], DATABASES);
    holds(
        &all,
        &[("included", 9), ("excluded", 9), ("screening_open", 4)],
    );
    let status = review(&folder, &["status"]);
    assert!(status.out.contains("4"), "{}", status.out);
}

#[test]
fn example_the_archive_replays_to_the_same_flow() {
    let folder = example();
    review(&folder, &["archive", "review.zip"]);
    let replay = folder.run(&["review", "replay", "review.zip", "again"]);
    assert_eq!(replay.status, Some(0), "{}", replay.err);
    let flow = |place: &str| {
        let run = folder.run(&["review", "prisma", "--format", "json", "--review", place]);
        run.out
    };
    assert_eq!(flow("review"), flow("again"));
    assert_eq!(
        folder.text("review/log.jsonl"),
        folder.text("again/log.jsonl")
    );
}

/// Copies what the example is made from.
fn material(folder: &Folder) {
    copy(
        &repository("examples/review/living"),
        folder,
        "examples/review/living",
    );
    copy(
        &repository("examples/strategies"),
        folder,
        "examples/strategies",
    );
    folder.copy("examples/review/known.ris");
}

#[cfg(unix)]
#[test]
fn example_the_script_makes_the_review_that_lies_beside_it() {
    let folder = Folder::new();
    material(&folder);
    let made = std::process::Command::new("sh")
        .args(["examples/review/living/build.sh", "review"])
        .current_dir(folder.path(""))
        .env("EUTHYMIA", env!("CARGO_BIN_EXE_euthymia"))
        .output()
        .expect("sh runs");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let committed = example();
    let asked: [&[&str]; 4] = [
        &["prisma"],
        &["prisma", "--since", "2026-01-01"],
        &["moved", "--since", "2026-01-01"],
        &["agreement"],
    ];
    for arguments in asked {
        let arguments = [arguments, &["--format", "json"]].concat();
        assert_eq!(
            review(&folder, &arguments).out,
            review(&committed, &arguments).out,
            "{arguments:?}: sh examples/review/living/build.sh makes it anew"
        );
    }
}

/// The commands of the README's section, without the one that needs a terminal.
fn walk() -> String {
    let readme = std::fs::read_to_string(repository("README.md")).expect("the README");
    let section = readme
        .split("### A systematic review")
        .nth(1)
        .expect("the section");
    let section = section.split("\n### ").next().expect("its end");
    let blocks = section.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines());
    let lines = lines.filter(|line| *line != "euthymia review screen");
    lines.map(|line| format!("{line}\n")).collect()
}

#[cfg(unix)]
#[test]
fn example_the_walk_of_the_readme_runs_as_printed() {
    let folder = Folder::new();
    material(&folder);
    let commands = walk();
    assert!(commands.matches("euthymia ").count() > 20, "{commands}");
    let program = format!(
        "euthymia() {{ \"{}\" \"$@\"; }}\n",
        env!("CARGO_BIN_EXE_euthymia")
    );
    let ran = std::process::Command::new("sh")
        .args(["-e", "-c", &(program + &commands)])
        .current_dir(folder.path(""))
        .output()
        .expect("sh runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{commands}\n{said}");
    for made in [
        "flow.svg",
        "prisma.docx",
        "base/studies.csv",
        "moved.svg",
        "report/index.html",
    ] {
        let file = format!("examples/review/living/finished/{made}");
        assert!(folder.path(&file).exists(), "{made}");
    }
}
