//! `euthymia cohort` on the example and on small cohorts.

use crate::run::{Folder, Run};
use serde_json::Value;

const EXAMPLE: &str = "examples/payette2023_reconstructed.csv";
const HEADER: &str = "patient_id,madrs_baseline,madrs_post\n";

fn example(more: &[&str]) -> Run {
    let folder = Folder::new();
    folder.copy(EXAMPLE);
    let mut arguments = vec!["cohort", EXAMPLE];
    arguments.extend(more);
    folder.run(&arguments).fine()
}

fn of(rows: &str, more: &[&str]) -> Run {
    let folder = Folder::with("patients.csv", format!("{HEADER}{rows}"));
    let mut arguments = vec!["cohort", "patients.csv"];
    arguments.extend(more);
    folder.run(&arguments).fine()
}

/// The line of a printed table that starts with these words.
#[track_caller]
fn line<'a>(run: &'a Run, start: &str) -> &'a str {
    run.out
        .lines()
        .find(|line| line.trim_start().starts_with(start))
        .unwrap_or_else(|| panic!("no line \"{start}\" in\n{}", run.out))
}

#[test]
fn the_published_summary_is_printed() {
    let run = example(&[]);
    for printed in [
        "t(20) = 7.212",
        "27.6 ± 6.4 → 18.6 ± 8.9",
        "34.5 % ± 21.1",
        "4/21 (19.0 %)",
        "2/21 (9.5 %)",
    ] {
        assert!(run.out.contains(printed), "no {printed} in\n{}", run.out);
    }
}

#[test]
fn both_intervals_are_printed() {
    // Clopper–Pearson and Wilson for 4/21 and 2/21: R's binom.test and prop.test without correction.
    let run = example(&[]);
    let response = line(&run, "response *");
    assert!(response.contains("5.4 % to 41.9 %"), "{response}");
    assert!(response.contains("7.7 % to 40.0 %"), "{response}");
    let remission = line(&run, "remission *");
    assert!(remission.contains("1.2 % to 30.4 %"), "{remission}");
    assert!(remission.contains("2.7 % to 28.9 %"), "{remission}");
}

#[test]
fn the_remission_rule_that_is_asked_for_is_marked() {
    for (rule, printed, count) in [
        ("<10", "MADRS < 10", "2/21 (9.5 %)"),
        ("<=10", "MADRS ≤ 10", "2/21 (9.5 %)"),
        ("≤ 12", "MADRS ≤ 12", "5/21 (23.8 %)"),
        ("<=12", "MADRS ≤ 12", "5/21 (23.8 %)"),
        ("<11", "MADRS < 11", "2/21 (9.5 %)"),
        ("madrs<=11", "MADRS ≤ 11", "3/21 (14.3 %)"),
        ("<=16", "MADRS ≤ 16", "12/21 (57.1 %)"),
    ] {
        let run = example(&["--remission", rule]);
        let marked = line(&run, "remission *");
        assert!(
            marked.contains(printed) && marked.contains(count),
            "{rule}: {marked}"
        );
        let stars = run
            .out
            .lines()
            .filter(|l| l.contains("remission *"))
            .count();
        assert_eq!(stars, 1, "{rule}");
    }
}

#[test]
fn another_response_rule_counts_otherwise() {
    let run = example(&["--response", ">=25pct"]);
    let marked = line(&run, "response *");
    assert!(marked.contains("≥ 25 %"), "{marked}");
    // Worked out from the file: 25 % or more of the baseline gained.
    assert!(marked.contains("13/21"), "{marked}");
}

#[test]
fn the_level_moves_the_intervals() {
    let run = example(&["--level", "90"]);
    assert!(run.out.contains("90 % CI, exact"), "{}", run.out);
    assert!(
        line(&run, "response *").contains("6.8 % to 38.4 %"),
        "{}",
        run.out
    );
}

/// The value of a key in the change table as JSON.
#[track_caller]
fn change(json: &Value, key: &str) -> Option<f64> {
    let row = json[0]["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["key"] == key);
    row.unwrap_or_else(|| panic!("no {key}"))["value"].as_f64()
}

#[test]
fn json_csv_and_markdown_hold_the_same_numbers() {
    let json = example(&["--format", "json"]).json();
    assert_eq!(json[0]["schema"], "euthymia.cohort.change.v1");
    assert_eq!(json[1]["schema"], "euthymia.cohort.rates.v1");
    let t = change(&json, "t").expect("t");
    assert!((t - 7.212_374_686_873_472).abs() < 1e-12, "{t}");
    assert_eq!(json[1]["rows"][0]["events"], 4);
    assert_eq!(json[1]["rows"][0]["n"], 21);

    let csv = example(&["--format", "csv"]).out;
    let (first, second) = csv.split_once("\n\n").expect("two tables");
    let rows = crate::run::csv_rows(first);
    for row in rows.iter().skip(1) {
        assert_eq!(row[2].parse().ok(), change(&json, &row[0]), "{}", row[0]);
    }
    let rows = crate::run::csv_rows(second);
    let fields = [
        "events",
        "n",
        "proportion",
        "exact_low",
        "exact_high",
        "wilson_low",
        "wilson_high",
    ];
    for (at, row) in rows.iter().skip(1).enumerate() {
        for field in fields {
            let column = rows[0]
                .iter()
                .position(|name| name == field)
                .expect("a column");
            let number: f64 = row[column].parse().expect("a number");
            assert_eq!(
                json[1]["rows"][at][field].as_f64(),
                Some(number),
                "{field} of row {at}"
            );
        }
    }

    let markdown = example(&["--format", "md"]).out;
    for printed in [
        "27.6 ± 6.4 → 18.6 ± 8.9",
        "t(20) = 7.212",
        "4/21 (19.0 %)",
        "| ---: |",
    ] {
        assert!(markdown.contains(printed), "no {printed} in\n{markdown}");
    }
    let widths: Vec<usize> = markdown
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| line.replace("\\|", "").matches('|').count())
        .collect();
    assert!(
        widths.iter().all(|bars| [3, 7].contains(bars)),
        "{widths:?}"
    );
}

#[test]
fn one_patient_has_rates_but_no_test() {
    let run = of("R1,30,12\n", &[]);
    assert!(run.out.contains("No paired t test"), "{}", run.out);
    assert!(
        line(&run, "response *").contains("1/1 (100.0 %)"),
        "{}",
        run.out
    );
    // Exact limits of 1/1: the fortieth part of a half, 2.5 %, to one.
    assert!(
        line(&run, "response *").contains("2.5 % to 100.0 %"),
        "{}",
        run.out
    );
    assert!(
        !run.out.contains("NaN") && !run.out.contains("inf"),
        "{}",
        run.out
    );
}

#[test]
fn identical_changes_have_no_t() {
    let run = of("R1,30,20\nR2,25,15\nR3,40,30\n", &[]);
    assert!(run.out.contains("No paired t test"), "{}", run.out);
    assert!(
        run.out.contains("changed by the same amount (10)"),
        "{}",
        run.out
    );
    let json = of("R1,30,20\nR2,30,20\n", &["--format", "json"]).json();
    let mean = change(&json, "mean_percent_improvement").expect("a mean");
    assert!((mean - 100.0 / 3.0).abs() < 1e-12, "{mean}");
}

#[test]
fn nobody_changed() {
    let run = of("R1,30,30\nR2,25,25\n", &[]);
    assert!(
        line(&run, "response *").contains("0/2 (0.0 %)"),
        "{}",
        run.out
    );
    assert!(run.out.contains("0.0 % ± 0.0"), "{}", run.out);
}

#[test]
fn missing_scores_are_counted() {
    let run = of("R1,30,20\nR2,,12\nR3,28,NA\nR4,27,.\nR5,31,12\n", &[]);
    assert!(
        line(&run, "Patients with both scores").ends_with(" 2"),
        "{}",
        run.out
    );
    assert!(
        line(&run, "Patients left out").ends_with(" 3"),
        "{}",
        run.out
    );
    let run = of("R1,30,20\nR2,lost,12\nR5,31,12\n", &["--missing", "lost"]);
    assert!(
        line(&run, "Patients left out").ends_with(" 1"),
        "{}",
        run.out
    );
}

#[test]
fn a_baseline_of_zero_has_no_percent_decrease() {
    let run = of("R1,0,0\nR2,30,12\nR3,28,14\n", &[]);
    assert!(
        line(&run, "response *").contains("2/2 (100.0 %)"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("1 patient with a baseline of zero"),
        "{}",
        run.out
    );
}

#[test]
fn the_columns_and_the_scale_can_be_named() {
    let folder = Folder::with("p.csv", "code,first,last\n1,20,10\n2,18,4\n3,22,21\n");
    let run = folder
        .run(&[
            "cohort",
            "p.csv",
            "--id",
            "code",
            "--before",
            "first",
            "--after",
            "last",
            "--instrument",
            "phq9",
            "--name",
            "Clinic <A>",
            "--figure",
            "f.svg",
        ])
        .fine();
    assert!(
        run.out.contains("Clinic <A>") && run.out.contains("PHQ-9"),
        "{}",
        run.out
    );
    assert!(line(&run, "response *").contains("2/3"), "{}", run.out);
    let drawing = folder.text("f.svg");
    assert!(
        drawing.contains("Clinic &lt;A&gt;") && !drawing.contains("<A>"),
        "{drawing}"
    );
}

#[test]
fn every_kind_of_figure_is_written_whole() {
    let folder = Folder::new();
    folder.copy(EXAMPLE);
    for (name, start, end) in [
        ("f.svg", &b"<svg"[..], &b"</svg>\n"[..]),
        ("f.png", &b"\x89PNG\r\n\x1a\n"[..], &b"IEND\xaeB`\x82"[..]),
        ("f.PDF", &b"%PDF-1."[..], &b"%%EOF"[..]),
    ] {
        folder.run(&["cohort", EXAMPLE, "--figure", name]).fine();
        let bytes = folder.bytes(name);
        assert!(bytes.starts_with(start), "{name}");
        assert!(
            bytes.trim_ascii_end().ends_with(end.trim_ascii_end()),
            "{name}"
        );
    }
    assert_eq!(folder.files(), [EXAMPLE, "f.PDF", "f.png", "f.svg"]);
}
