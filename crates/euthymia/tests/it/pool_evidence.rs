//! `euthymia pool` on selections of the evidence base.

use crate::run::{Folder, Run};
use serde_json::Value;

fn pool(more: &[&str]) -> Run {
    let mut arguments = vec!["pool"];
    arguments.extend(more);
    Folder::new().run(&arguments)
}

fn answer(more: &[&str]) -> Value {
    let mut arguments = more.to_vec();
    arguments.extend(["--format", "json"]);
    let run = pool(&arguments).fine();
    run.json()
}

#[test]
fn the_example_of_the_issue() {
    let run = pool(&[
        "--treatment",
        "ketamine_iv",
        "--outcome",
        "response",
        "--time",
        "1..28",
    ]);
    let run = run.fine();
    let row = run
        .out
        .lines()
        .find(|line| line.starts_with(" Payette 2023 "))
        .expect("a row");
    for printed in [" 4/21 ", " 19.0 % [5.4, 41.9] ", " day 14; MADRS"] {
        assert!(row.contains(printed), "no {printed} in {row}");
    }
    let model = "GLMM, random effects (binomial–normal)";
    assert!(run.out.contains(model), "{}", run.out);
    assert!(run.out.contains("Caution: Single-arm rates"), "{}", run.out);
}

#[test]
fn a_rate_is_pooled_over_arms_and_a_ratio_against_control() {
    let rate = answer(&["--treatment", "esketamine_in", "--outcome", "remission"]);
    assert_eq!(rate["measure"], "PLO");
    assert!(
        rate["caution"]
            .as_str()
            .expect("a caution")
            .starts_with("Single-arm rates")
    );
    let ratio = answer(&[
        "--treatment",
        "esketamine_in",
        "--outcome",
        "remission",
        "--measure",
        "RR",
    ]);
    assert_eq!(ratio["caution"], Value::Null);
    let popova = ratio["studies"]
        .as_array()
        .expect("studies")
        .iter()
        .find(|study| {
            study["study"]
                .as_str()
                .is_some_and(|label| label.contains("TRANSFORM-2"))
        });
    // 54/112 against 33/109 at day 28.
    let found = popova.expect("TRANSFORM-2")["estimate"]
        .as_f64()
        .expect("a number");
    assert!(
        (found - (54.0 / 112.0) / (33.0 / 109.0)).abs() < 1e-12,
        "{found}"
    );
}

#[test]
fn every_number_has_its_provenance() {
    let json = answer(&[
        "--treatment",
        "ketamine_iv",
        "--outcome",
        "response",
        "--time",
        "1..28",
    ]);
    for study in json["studies"].as_array().expect("studies") {
        let lines = study["provenance"].as_array().expect("provenance");
        assert!(!lines.is_empty(), "{study:#}");
        for line in lines {
            assert!(
                line.as_str().is_some_and(|text| text.contains('[')),
                "no source in {line}"
            );
        }
    }
    assert!(!json["left_out"].as_array().expect("left out").is_empty());
}

#[test]
fn the_window_moves_what_is_pooled() {
    let k = |time: &str| {
        answer(&[
            "--treatment",
            "ketamine_iv",
            "--outcome",
            "response",
            "--time",
            time,
        ])["k"]
            .as_u64()
            .expect("k")
    };
    assert!(k("1") < k("1..28"), "{} {}", k("1"), k("1..28"));
    assert!(k("1..28") <= k("1..28,unstated"));
    assert!(k("..84") >= k("1..28"));
}

#[test]
fn wider_admission_never_loses_a_study() {
    let k = |more: &[&str]| {
        let mut arguments = vec!["--treatment", "tms", "--outcome", "response"];
        arguments.extend(more);
        answer(&arguments)["k"].as_u64().expect("k")
    };
    let strict = k(&[]);
    let unread = k(&["--include-n-not-seen"]);
    let recalled = k(&["--include-n-not-seen", "--include-unverified"]);
    assert!(
        strict < unread && unread < recalled,
        "{strict} {unread} {recalled}"
    );
    assert!(k(&["--trd-only"]) <= strict);
    assert!(k(&["--include-crossover"]) >= strict);
}

#[test]
fn the_entry_criterion_is_asked_and_its_refusals_are_listed() {
    let of = |more: &[&str]| {
        let mut arguments = vec!["--treatment", "psilocybin", "--outcome", "response"];
        arguments.extend(more);
        answer(&arguments)
    };
    let k = |more: &[&str]| of(more)["k"].as_u64().expect("k");
    let (three, six) = (k(&["--failures", "3"]), k(&["--failures", "6"]));
    assert!(six < three && three < k(&[]), "{six} {three}");
    let reasons = of(&["--failures", "6"])["left_out"].to_string();
    for words in [
        "the entry criterion asks for 2 to 4 failed trials",
        "the entry criterion states no plain number of failed trials",
    ] {
        assert!(reasons.contains(words), "{words}: {reasons}");
    }
    let none = ["--treatment", "tms", "--outcome", "response", "--failures"];
    pool(&[&none[..], &["1"]].concat()).refused(1, &["no study is left to pool", "at least 2"]);
    pool(&[&none[..], &["some"]].concat()).refused(2, &["--failures"]);
}

#[test]
fn means_of_scores_and_changes() {
    let json = answer(&[
        "--treatment",
        "ketamine_iv",
        "--outcome",
        "change",
        "--time",
        "1..7",
    ]);
    assert_eq!(json["measure"], "SMD");
    let narrow = [
        "--treatment",
        "esketamine_in",
        "--outcome",
        "change",
        "--measure",
        "MD",
    ];
    let json = answer(&[&narrow[..], &["--instrument", "madrs"]].concat());
    assert!(json["k"].as_u64() >= Some(1), "{json:#}");
}

#[test]
fn a_definition_narrows_the_selection() {
    let all = answer(&["--treatment", "esketamine_in", "--outcome", "remission"]);
    let twelve = answer(&[
        "--treatment",
        "esketamine_in",
        "--outcome",
        "remission",
        "--definition",
        "madrs<=12",
    ]);
    assert!(twelve["k"].as_u64() < all["k"].as_u64());
    for study in twelve["studies"].as_array().expect("studies") {
        assert!(
            study["remark"].as_str().expect("a remark").contains("≤12"),
            "{study}"
        );
    }
}

#[test]
fn an_unknown_treatment_names_the_choices() {
    pool(&["--treatment", "ketamin", "--outcome", "response"]).refused(
        2,
        &[
            "\"ketamin\" is not a treatment",
            "ketamine_iv",
            "tms_deep",
            "psychedelic",
        ],
    );
    let says = ["\"cure\" is not an outcome; use response"];
    pool(&["--treatment", "tms", "--outcome", "cure"]).refused(2, &says);
}

#[test]
fn a_selection_without_an_outcome_says_what_to_write() {
    let says = [
        "name a CSV file, or an outcome",
        "--treatment ketamine_iv --outcome response",
    ];
    pool(&[]).refused(2, &says);
    pool(&["--treatment", "ketamine_iv"]).refused(2, &says);
}

#[test]
fn a_measure_that_does_not_fit_the_outcome() {
    for (outcome, measure, says) in [
        (
            "response",
            "SMD",
            "response is counted in patients; the measure SMD cannot",
        ),
        ("score", "RR", "is a mean on a scale; the measure RR cannot"),
    ] {
        pool(&[
            "--treatment",
            "tms",
            "--outcome",
            outcome,
            "--measure",
            measure,
        ])
        .refused(2, &[says]);
    }
}

#[test]
fn windows_that_are_none() {
    for window in ["28..1", "a..b", "", "-3", "1...5", "1..inf"] {
        let time = format!("--time={window}");
        let says = ["is not a time window; write days as 1..28"];
        pool(&["--treatment", "tms", "--outcome", "response", &time]).refused(2, &says);
    }
}

#[test]
fn nothing_left_to_pool_gives_every_reason() {
    let arguments = [
        "--treatment",
        "ketamine_iv",
        "--outcome",
        "response",
        "--time",
        "2",
        "--measure",
        "RR",
    ];
    pool(&arguments).refused(
        1,
        &[
            "no study is left to pool",
            "outside the time window",
            "Su 2023",
        ],
    );
    let folder = Folder::new();
    let mut arguments = [&["pool"][..], &arguments, &["--forest", "f.svg"]].concat();
    assert_eq!(folder.run(&arguments).status, Some(1));
    assert!(folder.files().is_empty());
    arguments = vec!["pool", "--treatment", "snri", "--outcome", "ae_headache"];
    folder
        .run(&arguments)
        .refused(1, &["no study is left to pool"]);
}

#[test]
fn a_form_of_treatment_of_the_report_gives_the_numbers_of_the_report() {
    let folder = Folder::new();
    let report = folder.run(&["report", "--format", "json"]).fine().json();
    let rows = report["rows"].as_array().expect("rows");
    let row = rows
        .iter()
        .find(|row| row["treatment"] == "Psilocybin, full dose" && row["outcome"] == "remission")
        .expect("a row");
    let pooled = folder
        .run(&[
            "pool",
            "--treatment",
            "psilocybin-full",
            "--outcome",
            "remission",
            "--time",
            "1..84,unstated",
            "--format",
            "json",
        ])
        .fine()
        .json();
    assert_eq!(pooled["k"], row["k"]);
    assert_eq!(pooled["pooled"]["estimate"], row["estimate"]);
    assert_eq!(pooled["pooled"]["ci"]["lower"], row["ci_low"]);
}
