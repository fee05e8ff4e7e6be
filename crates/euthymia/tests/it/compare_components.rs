//! `euthymia compare` on components: combinations, interactions, what is not determined.

use crate::run::{Folder, Run};

/// A 1, B 1 and A + B 5, each against nil.
const SUMS: &str = "study,treatment1,treatment2,estimate,se\n\
                    1,A,nil,1,1\n2,B,nil,1,1\n3,A+B,nil,5,1\n";

fn run(more: &[&str]) -> Run {
    let folder = Folder::with("sums.csv", SUMS);
    let mut all = vec!["compare", "sums.csv", "--measure", "GEN", "--tau2", "0"];
    all.extend([
        "--reference",
        "nil",
        "--show",
        "components",
        "--format",
        "json",
    ]);
    all.extend(more);
    folder.run(&all)
}

#[track_caller]
fn estimate(run: &Run, component: &str) -> f64 {
    let json = run.json();
    let rows = json["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["component"] == component);
    let value = &row.unwrap_or_else(|| panic!("no {component} in {json}"))["estimate"];
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{component}: {value}"))
}

#[test]
fn interactions_are_given_or_selected() {
    // Plain sums are 2 and 2; the interaction takes the 3 that they leave.
    let plain = run(&[]).fine();
    assert!((estimate(&plain, "A") - 2.0).abs() < 1e-12);
    for more in [
        ["--interaction", "A*B"],
        ["--select", "akaike"],
        ["--select", "p:0.157"],
    ] {
        let rich = run(&more).fine();
        assert!((estimate(&rich, "A*B") - 3.0).abs() < 1e-12, "{more:?}");
        assert!((estimate(&rich, "A") - 1.0).abs() < 1e-12, "{more:?}");
    }
    let refused = run(&["--select", "p:0.05"]).fine();
    assert!((estimate(&refused, "A") - 2.0).abs() < 1e-12);
}

#[test]
fn what_was_asked_is_saved_and_run_again() {
    let folder = Folder::with("sums.csv", SUMS);
    let asked = [
        "compare",
        "sums.csv",
        "--measure",
        "GEN",
        "--tau2",
        "0",
        "--inactive",
        "nil",
        "--combination",
        "A+B+nil",
        "--save",
        "again.toml",
    ];
    folder.run(&asked).fine();
    let again = folder
        .run(&[
            "compare",
            "again.toml",
            "--show",
            "components",
            "--format",
            "json",
        ])
        .fine();
    assert!(again.err.contains("those that were saved"), "{}", again.err);
    assert!((estimate(&again, "A+B+nil") - 4.0).abs() < 1e-12);
}

#[test]
fn words_that_are_no_components_are_refused() {
    for (option, word, said) in [
        (
            "--combination",
            "A+C",
            "no \"C\" among the components: A, nil, B",
        ),
        ("--combination", "A+", "empty component"),
        ("--interaction", "A+B", "write A*B"),
        ("--interaction", "A*nil", "nil"),
        ("--inactive", "nill", "Did you mean \"nil\""),
        ("--select", "bic", "akaike"),
        ("--select", "p:2", "between 0 and 1"),
    ] {
        let run = run(&[option, word]);
        assert_eq!(run.status, Some(2), "{option} {word}: {}", run.err);
        assert!(run.err.contains(said), "{option} {word}: {}", run.err);
    }
}

#[test]
fn the_evidence_base_answers_what_its_trials_determine() {
    let run = Folder::new()
        .run(&[
            "compare",
            "--outcome",
            "response",
            "--nodes",
            "components",
            "--combination",
            "ketamine_iv+rtms_hf",
            "--combination",
            "ketamine_iv+psychotherapy",
            "--show",
            "components",
            "--format",
            "json",
        ])
        .fine();
    let json = run.json();
    let sum = ["ketamine_iv", "rtms_hf"].map(|one| estimate(&run, one).ln());
    let both = estimate(&run, "ketamine_iv+rtms_hf").ln();
    assert!((sum[0] + sum[1] - both).abs() < 1e-9);
    let rows = json["rows"].as_array().expect("rows");
    let row = rows
        .iter()
        .find(|row| row["component"] == "ketamine_iv+psychotherapy")
        .expect("a row");
    assert!(row["estimate"].is_null(), "{row}");
    // Psychotherapy is in every arm of its trials.
    assert_eq!(row["undetermined"], "psychotherapy");
}
