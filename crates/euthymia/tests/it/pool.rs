//! `euthymia pool` on files: from a CSV to the numbers that metafor gives, and to a figure.

use crate::run::{Folder, Run, repository};
use euthymia_testkit::reference::{self, Json};
use euthymia_testkit::{Expected, assert_close};
use serde_json::Value;

/// Pools a data set of `reference/datasets` and prints JSON.
fn pooled(dataset: &str, more: &[&str]) -> Value {
    let folder = Folder::new();
    let file = format!("{dataset}.csv");
    let bytes = std::fs::read(repository(&format!("reference/datasets/{file}"))).expect("read");
    folder.write(&file, bytes);
    let mut arguments = vec!["pool", &file, "--format", "json"];
    arguments.extend(more);
    let run = folder.run(&arguments);
    assert_eq!(run.status, Some(0), "{}", run.err);
    run.json()
}

#[track_caller]
fn number(json: &Value, pointer: &str) -> f64 {
    json.pointer(pointer)
        .and_then(Value::as_f64)
        .unwrap_or_else(|| panic!("no number at {pointer} in {json:#}"))
}

/// Holds an answer against one model and test of a metafor file.
#[track_caller]
fn agrees(found: &Value, expected: &Json, model: &str, test: &str) {
    let at = |place: &str| expected.number(&format!("models.{model}.{place}"));
    let of = |place: &str| at(&format!("{test}.{place}"));
    // Measures that are read as they are analysed have nothing to be transformed back.
    let read = |back: &str, plain: &str| {
        let place = format!("models.{model}.{back}");
        expected.number_if_any(&place).unwrap_or_else(|| at(plain))
    };
    let limit = |of: &str, end: &str| {
        let (back, plain) = match of {
            "ci" => (
                format!("{test}.back_transformed.{end}"),
                format!("{test}.ci.{end}"),
            ),
            _ => (
                format!("{test}.prediction.back_transformed.{end}"),
                format!("{test}.prediction.{end}"),
            ),
        };
        read(&back, &plain)
    };
    let near = |pointer: &str, value: Expected, tolerance: &str| {
        assert_close!(
            number(found, pointer),
            value,
            tolerance,
            "{model} {test} {pointer}"
        );
    };
    near("/k", expected.number("k"), "exact");
    near("/pooled/analysis_estimate", at("estimate"), "estimate");
    near("/pooled/analysis_standard_error", of("se"), "estimate");
    near("/pooled/analysis_ci/lower", of("ci.lower"), "estimate");
    near("/pooled/analysis_ci/upper", of("ci.upper"), "estimate");
    near(
        "/pooled/estimate",
        read(&format!("{test}.back_transformed.estimate"), "estimate"),
        "estimate",
    );
    near("/pooled/ci/lower", limit("ci", "lower"), "estimate");
    near("/pooled/ci/upper", limit("ci", "upper"), "estimate");
    near(
        "/heterogeneity/q",
        expected.number("heterogeneity.Q"),
        "algebra",
    );
    if model != "EE" {
        near("/tau2/value", at("tau2"), "optimum");
        near(
            "/heterogeneity/i2",
            at("I2_percent").map(|x| x / 100.0),
            "optimum",
        );
        near(
            "/pooled/prediction/lower",
            limit("prediction", "lower"),
            "optimum",
        );
        near(
            "/pooled/prediction/upper",
            limit("prediction", "upper"),
            "optimum",
        );
    }
}

#[test]
fn bcg_agrees_with_metafor_under_every_model_and_test() {
    for (measure, file) in [("RR", "bcg_RR"), ("OR", "bcg_OR"), ("RD", "bcg_RD")] {
        let expected = reference::json(&format!("expected/metafor/{file}.json"));
        for (model, theirs) in [("reml", "REML"), ("dl", "DL"), ("pm", "PM")] {
            for (interval, test) in [("z", "z"), ("hk", "knha"), ("hk-floor", "adhoc")] {
                let found = pooled(
                    "bcg",
                    &["--measure", measure, "--tau2", model, "--test", interval],
                );
                agrees(&found, &expected, theirs, test);
            }
        }
        let found = pooled("bcg", &["--measure", measure, "--model", "common"]);
        agrees(&found, &expected, "EE", "z");
    }
}

#[test]
fn proportions_and_means_agree_with_metafor() {
    for (dataset, measure) in [
        ("pritz1997", "PR"),
        ("pritz1997", "PLO"),
        ("feng2019", "PLO"),
        ("normand1999", "MD"),
        ("hine1989", "RD"),
        ("hine1989", "RR"),
    ] {
        let expected = reference::json(&format!("expected/metafor/{dataset}_{measure}.json"));
        let found = pooled(dataset, &["--measure", measure, "--test", "hk"]);
        agrees(&found, &expected, "REML", "knha");
    }
}

#[test]
fn zero_cells_agree_with_metafor_under_each_rule() {
    let rules: [(&str, &[&str]); 4] = [
        ("nielweise2007_OR", &["--keep-double-zeros"]),
        ("nielweise2007_OR_drop00", &[]),
        (
            "nielweise2007_OR_all",
            &["--zero-cells", "all", "--keep-double-zeros"],
        ),
        (
            "nielweise2007_OR_none",
            &["--zero-cells", "none", "--keep-double-zeros"],
        ),
    ];
    for (file, rule) in rules {
        let expected = reference::json(&format!("expected/metafor/{file}.json"));
        let mut more = vec!["--measure", "OR", "--test", "z"];
        more.extend(rule);
        agrees(&pooled("nielweise2007", &more), &expected, "REML", "z");
    }
}

#[test]
fn every_study_stands_in_the_answer_or_in_the_list_of_those_left_out() {
    let found = pooled("edge_two_by_two", &["--measure", "RR"]);
    let studies = found["studies"].as_array().expect("studies");
    let left_out = found["left_out"].as_array().expect("left out");
    let rows = reference::csv("datasets/edge_two_by_two.csv")
        .rows()
        .count();
    assert_eq!(studies.len() + left_out.len(), rows, "{found:#}");
    let labels: Vec<&str> = left_out
        .iter()
        .filter_map(|left| left["label"].as_str())
        .collect();
    assert_eq!(labels, ["no event in either", "all events in both"]);
    let total: f64 = studies
        .iter()
        .map(|s| s["weight"].as_f64().expect("a weight"))
        .sum();
    assert!((total - 1.0).abs() < 1e-12, "{total}");
}

fn bcg(more: &[&str]) -> (Folder, Run) {
    let folder = Folder::new();
    folder.write(
        "bcg.csv",
        std::fs::read(repository("reference/datasets/bcg.csv")).expect("read"),
    );
    let mut arguments = vec!["pool", "bcg.csv", "--measure", "RR"];
    arguments.extend(more);
    let run = folder.run(&arguments).fine();
    (folder, run)
}

#[test]
fn the_table_is_what_a_journal_would_print() {
    let (_, run) = bcg(&[]);
    for printed in [
        "Hart & Sutherland 1977         62/13598     248/12867   0.24 [0.18, 0.31]     9.7 %",
        "Random effects (REML)       1065/191064   1510/166283   0.49 [0.33, 0.73]   100.0 %",
        "95 % prediction interval: 0.14 to 1.76",
        "τ² = 0.313 [0.120, 1.111]; I² = 92 %; H² = 12.86; Q(12) = 152.23, p < 0.001.",
    ] {
        assert!(run.out.contains(printed), "no {printed} in\n{}", run.out);
    }
}

#[test]
fn csv_and_markdown_hold_the_numbers_of_json() {
    let json = bcg(&["--format", "json"]).1.json();
    let rows = bcg(&["--format", "csv"]).1.csv();
    assert_eq!(rows[0][0], "row");
    let column = |name: &str| {
        rows[0]
            .iter()
            .position(|cell| cell == name)
            .expect("a column")
    };
    for (at, study) in json["studies"]
        .as_array()
        .expect("studies")
        .iter()
        .enumerate()
    {
        let row = &rows[at + 1];
        assert_eq!(
            row[column("study")],
            study["study"].as_str().expect("a label")
        );
        for (name, pointer) in [
            ("estimate", "/estimate"),
            ("ci_low", "/ci/lower"),
            ("ci_high", "/ci/upper"),
            ("analysis_variance", "/analysis_variance"),
            ("weight", "/weight"),
        ] {
            let found: f64 = row[column(name)].parse().expect("a number");
            assert_eq!(found, number(study, pointer), "{name} of row {at}");
        }
    }
    let pooled = rows
        .iter()
        .find(|row| row[0] == "pooled")
        .expect("a pooled row");
    let found: f64 = pooled[column("estimate")].parse().expect("a number");
    assert_eq!(found, number(&json, "/pooled/estimate"));
    let prediction = rows
        .iter()
        .find(|row| row[0] == "prediction")
        .expect("a prediction row");
    let found: f64 = prediction[column("ci_high")].parse().expect("a number");
    assert_eq!(found, number(&json, "/pooled/prediction/upper"));

    let markdown = bcg(&["--format", "md"]).1.out;
    assert!(
        markdown.contains("| 1065/191064 | 1510/166283 | 0.49 \\[0.33, 0.73\\] |"),
        "{markdown}"
    );
    let bars: Vec<usize> = markdown
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| line.replace("\\|", "").matches('|').count())
        .collect();
    assert!(
        bars.len() == 16 && bars.iter().all(|n| *n == 6),
        "{bars:?}\n{markdown}"
    );
}

#[test]
fn the_explanation_ends_in_the_estimate() {
    let (_, run) = bcg(&["--explain"]);
    let (_, steps) = run
        .out
        .split_once("How the estimate came about")
        .expect("an explanation");
    assert!(steps.contains("= -0.7145323"), "{steps}");
    assert!(
        steps.contains("τ²") && steps.contains("0.3132432"),
        "{steps}"
    );
    assert!(steps.contains("Aronson 1948"), "{steps}");
}

#[test]
fn the_explanation_of_a_robust_interval_ends_in_what_is_shown() {
    let rows =
        "study,yi,vi,site\nA,0.1,0.02,x\nB,0.3,0.03,x\nC,0.5,0.05,y\nD,0.2,0.02,z\nE,0.4,0.02,z\n";
    let folder = Folder::with("t.csv", rows);
    let pool = ["pool", "t.csv", "--measure", "GEN", "--cluster", "site"];
    let run = folder.run(&[&pool[..], &["--format", "json"]].concat());
    let shown = run.json()["pooled"]["analysis_standard_error"].as_f64();
    let shown = shown.expect("a number");
    let explained = folder.run(&[&pool[..], &["--explain"]].concat()).out;
    let last = format!("standard error = {shown:.10}");
    let (_, robust) = explained
        .split_once("cluster-robust (CR2), t with Satterthwaite's degrees of freedom: ")
        .expect("the robust steps");
    assert!(robust.contains(&last), "{last}: {explained}");
}

#[test]
fn the_explanation_does_not_spoil_json_and_csv() {
    for format in ["json", "csv"] {
        let folder = Folder::with("t.csv", "study,events,n\nA,4,21\nB,5,22\n");
        let plain = folder.run(&["pool", "t.csv", "--measure", "PLO", "--format", format]);
        let arguments = [
            "pool",
            "t.csv",
            "--measure",
            "PLO",
            "--format",
            format,
            "--explain",
        ];
        let run = folder.run(&arguments);
        assert_eq!(run.out, plain.out);
        assert!(
            run.err.contains("How the estimate came about"),
            "{}",
            run.err
        );
    }
}

#[test]
fn every_kind_of_figure_is_written_whole() {
    for (name, start, end) in [
        ("new/folder/forest.svg", &b"<svg"[..], &b"</svg>"[..]),
        (
            "forest.png",
            &b"\x89PNG\r\n\x1a\n"[..],
            &b"IEND\xaeB`\x82"[..],
        ),
        ("forest.pdf", &b"%PDF-1."[..], &b"%%EOF"[..]),
    ] {
        let (folder, _) = bcg(&["--forest", name]);
        let bytes = folder.bytes(name);
        assert!(bytes.starts_with(start), "{name}");
        assert!(bytes.trim_ascii_end().ends_with(end), "{name}");
        let mut files = vec!["bcg.csv".to_owned(), name.to_owned()];
        files.sort();
        assert_eq!(folder.files(), files);
    }
}

#[test]
fn the_forest_plot_says_what_the_table_says() {
    let (folder, _) = bcg(&["--forest", "forest.svg"]);
    let drawing = folder.text("forest.svg");
    for printed in [
        "TPT Madras 1980",
        "505/88391",
        "0.49 [0.33, 0.73]",
        "0.14 to 1.76",
        "I² = 92 %",
    ] {
        assert!(drawing.contains(printed), "no {printed} in the figure");
    }
    let again = bcg(&["--forest", "forest.svg"]).0.text("forest.svg");
    assert_eq!(again, drawing, "the figure is not the same twice");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::io::Read;
    use std::process::Stdio;
    let rows: String = (0..3000)
        .map(|i| format!("A study of many {i},4,21\n"))
        .collect();
    let folder = Folder::with("t.csv", format!("study,events,n\n{rows}"));
    for arguments in [
        &["pool", "t.csv", "--measure", "PLO"][..],
        &["evidence", "list"],
        &["evidence", "check", "--format", "json"],
    ] {
        let mut child = folder
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut out = child.stdout.take().expect("a pipe");
        let mut first = [0_u8; 1];
        out.read_exact(&mut first).expect("a first byte");
        drop(out);
        let left = child.wait_with_output().expect("an end");
        assert_eq!(left.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&left.stderr), "", "{arguments:?}");
    }
}
