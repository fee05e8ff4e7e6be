//! `euthymia effect`: numbers in, effect size and variance out.

use crate::run::{Folder, repository};
use serde_json::Value;

fn row(arguments: &[&str]) -> Value {
    let mut all = vec!["effect"];
    all.extend(arguments);
    all.extend(["--format", "json"]);
    Folder::new().run(&all).fine().json()["rows"][0].clone()
}

#[track_caller]
fn near(found: &Value, expected: f64) {
    let found = found.as_f64().expect("a number");
    let allowed = 1e-10 * expected.abs().max(1.0);
    assert!(
        (found - expected).abs() <= allowed,
        "{found}, not {expected}"
    );
}

/// The numbers that metafor 5.1-12 gives for the inputs of
/// `reference/expected/metafor-5.1-12/escalc_measures.csv`, typed as a user would: metafor's own names
/// are the names of the values.
#[test]
fn a_line_gives_what_escalc_gives() {
    let path = repository("reference/expected/metafor-5.1-12/escalc_measures.csv");
    let text = std::fs::read_to_string(path).expect("the reference");
    let mut compared = 0;
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').map(|cell| cell.trim_matches('"')).collect();
        let [measure, inputs, y, v, ..] = cells.as_slice() else {
            panic!("{line}");
        };
        let (Ok(y), Ok(v)) = (y.parse::<f64>(), v.parse::<f64>()) else {
            continue;
        };
        // Those with columns of their own meaning in Euthymia, and the options, are other tests'.
        let has_option = inputs.contains("vtype") || inputs.contains("correct");
        let kinds = [
            "RR", "OR", "RD", "AS", "YUQ", "YUY", "IRR", "IRD", "IRSD", "MD", "SMD", "SMDH", "VR",
            "PR", "PLN", "PLO", "PAS", "PFT", "IR", "IRLN", "IRS", "MN", "MNLN", "CVLN", "COR",
            "ZCOR", "UCOR", "MC", "SMCC", "ARAW", "AHW", "ABT",
        ];
        let by_statistic = inputs.starts_with("ti=") || inputs.starts_with("pi=");
        if has_option || !kinds.contains(measure) || by_statistic || inputs.contains("di=-") {
            continue;
        }
        let mut arguments = vec![*measure];
        arguments.extend(inputs.split_whitespace());
        // Euthymia corrects a difference only where it has no variance.
        if ["RD", "IRD"].contains(measure) {
            arguments.extend(["--zero-cells", "only0"]);
        }
        let found = row(&arguments);
        near(&found["yi"], y);
        near(&found["vi"], v);
        compared += 1;
    }
    assert!(compared >= 45, "only {compared} rows compared");
}

#[test]
fn the_odds_ratio_of_eight_in_ten_against_two_in_ten() {
    let found = row(&[
        "OR",
        "events_treatment=8",
        "n_treatment=10",
        "ci=2",
        "n2i=10",
    ]);
    near(&found["estimate"], 16.0);
    // 1/8 + 1/2 + 1/2 + 1/8.
    near(&found["vi"], 1.25);
}

#[test]
fn a_correlation_that_is_assumed_is_said_to_be() {
    let numbers = [
        "mean_before=30",
        "sd_before=5",
        "mean_after=20",
        "sd_after=8",
        "n=25",
    ];
    let mut arguments = vec!["SMCR"];
    arguments.extend(numbers);
    let mut refused = vec!["effect"];
    refused.extend(&arguments);
    Folder::new().run(&refused).refused(
        2,
        &[
            "the correlation between the two measurements is missing",
            "--assume-correlation 0.5",
        ],
    );
    arguments.extend(["--assume-correlation", "0.5"]);
    assert_eq!(row(&arguments)["note"], "r = 0.50 assumed");
    // 25 + 64 − 2·0.5·40 = 49: the standard deviation of the change that says the same.
    let mut from_change = vec!["SMCR"];
    from_change.extend(numbers);
    from_change.push("sd_change=7");
    let found = row(&from_change);
    assert_eq!(found["note"], "r = 0.50 from the SD of the change");
    near(
        &found["yi"],
        row(&arguments)["yi"].as_f64().expect("a number"),
    );
}

#[test]
fn printed_results_are_taken_as_they_are_printed() {
    let by_interval = row(&["HR", "hr=0.5", "ci_low=0.25", "ci_high=1"]);
    near(&by_interval["yi"], -(2.0_f64.ln()));
    // ln 4 = 2 · 1.959964 · se.
    let se = 4.0_f64.ln() / (2.0 * 1.959_963_984_540_054);
    near(&by_interval["se"], se);
    let by_error = row(&["GEN", "yi=1.5", "sei=0.5"]);
    near(&by_error["vi"], 0.25);
    near(
        &row(&["HR", "o_minus_e=-4", "log_rank_variance=16"])["yi"],
        -0.25,
    );
}

#[test]
fn the_explanation_shows_formula_and_numbers() {
    let run = Folder::new().run(&["effect", "RR", "ai=8", "bi=8", "ci=2", "di=14", "--explain"]);
    let out = run.fine().out;
    for shown in [
        "ln[(a/n₁)/(c/n₂)]",
        "a, first group with the event = 8",
        "1.386294",
    ] {
        assert!(out.contains(shown), "no {shown} in {out}");
    }
}

#[test]
fn every_measure_is_listed_with_its_formulas() {
    let json = Folder::new()
        .run(&["effect", "--list", "--format", "json"])
        .fine()
        .json();
    let rows = json["rows"].as_array().expect("rows");
    assert!(rows.len() >= 60, "{}", rows.len());
    for code in [
        "OR", "PETO", "YUY", "IRSD", "PFT", "SMDH", "ROM", "SMCRH", "ZCOR", "HR", "ABT",
    ] {
        let row = rows.iter().find(|row| row["measure"] == code);
        let formula = row
            .and_then(|row| row["estimate"].as_str())
            .unwrap_or_default();
        assert!(!formula.is_empty(), "{code}");
    }
}

#[test]
fn a_file_gives_a_row_per_study_and_says_why_one_has_none() {
    let folder = Folder::with(
        "t.csv",
        "study,ai,n1i,ci,n2i\nA,4,20,2,20\nB,0,15,0,15\nC,0,10,3,10\n",
    );
    let json = folder
        .run(&["effect", "OR", "t.csv", "--format", "json"])
        .fine()
        .json();
    let rows = json["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[1]["yi"], Value::Null);
    assert!(
        rows[1]["note"]
            .as_str()
            .is_some_and(|note| !note.is_empty())
    );
    assert_eq!(rows[2]["added"], 0.5);
}

#[test]
fn what_cannot_be_used_is_refused_by_name() {
    for (arguments, says) in [
        (&["OR", "ai=4"][..], "there is no column \"n_treatment\""),
        (
            &["OR", "ai=four", "n1i=9", "ci=1", "n2i=9"],
            "found \"four\"",
        ),
        (
            &["OR", "ai=12", "n1i=9", "ci=1", "n2i=9"],
            "more events than the 9 patients",
        ),
        (&["COR", "r=1.2", "n=20"], "found \"1.2\""),
        (&["COR", "r=0.2", "n=2"], "column \"r\""),
        (&["HR", "hr=0.5"], "nothing says how precise this ratio is"),
        (&["HR", "hr=-0.5", "p=0.04"], "found \"0.04\""),
        (&["GEN", "yi=1", "vi=0"], "found \"0\""),
        (&["GEN", "yi=1", "vi=-2"], "found \"-2\""),
        (&["GEN", "yi=inf", "vi=1"], "found \"inf\""),
        (
            &[
                "SMD", "m1i=1", "sd1i=0", "n1i=9", "m2i=1", "sd2i=1", "n2i=9",
            ],
            "a standard deviation of 0",
        ),
        (&["IRR", "x1i=1", "t1i=0", "x2i=1", "t2i=4"], "found \"0\""),
        (&["OR", "no-such-file.csv"], "there is no such file"),
        (&["OR", "ai", "bi=2"], "write what is known as name=value"),
        (&["XYZ", "ai=4"], "is not a measure"),
        (
            &["OR", "ai=4", "n1i=9", "ci=1", "n2i=9", "--variance", "UB"],
            "UB",
        ),
    ] {
        let mut all = vec!["effect"];
        all.extend(arguments);
        let run = Folder::new().run(&all);
        assert!(
            matches!(run.status, Some(1 | 2)),
            "{arguments:?}: {:?}",
            run.status
        );
        let told = format!("{}{}", run.err, run.out);
        assert!(told.contains(says), "{arguments:?}: no {says} in {told}");
    }
}
