//! `euthymia compare --dose-response`: curves by hand, what counts as a dose of what, saved analyses,
//! and what is refused.

use crate::run::{Folder, Run};
use serde_json::Value;

/// A at 1 and 2 against placebo: E_max 6 and ED50 1 give 3 and 4.
const CURVE: &str = "study,treatment,dose,dose_unit,mean,sd,n\n\
                     1,A,1,mg,3,5,50\n1,placebo,,,0,5,50\n2,A,2,mg,4,5,50\n2,placebo,,,0,5,50\n";

fn compared(text: &str, more: &[&str]) -> Run {
    let folder = Folder::with("doses.csv", text);
    let mut all = vec!["compare", "doses.csv", "--measure", "MD"];
    all.extend(more);
    folder.run(&all)
}

#[track_caller]
fn table(run: &Run, name: &str) -> Vec<Value> {
    let schema = format!("euthymia.compared.{name}.v1");
    let json = run.json();
    let tables = json.as_array().expect("tables");
    let found = tables
        .iter()
        .find(|table| table["schema"] == schema.as_str());
    let found = found.unwrap_or_else(|| panic!("no {schema}"));
    found["rows"].as_array().expect("rows").clone()
}

#[track_caller]
fn close(value: &Value, expected: f64, within: f64) {
    let value = value.as_f64().unwrap_or_else(|| panic!("{value}"));
    assert!((value - expected).abs() < within, "{value} {expected}");
}

const SHOWN: [&str; 4] = ["--show", "dose-response", "--format", "json"];

fn asked(text: &str, more: &[&str]) -> Run {
    compared(text, &[more, &SHOWN[..]].concat())
}

#[test]
fn emax_goes_through_two_doses() {
    let run = asked(
        CURVE,
        &["--tau2", "0", "--dose-response", "emax", "--at-dose", "A=5"],
    )
    .fine();
    let curves = table(&run, "dose_curves");
    let of = |name: &str| {
        let row = curves.iter().find(|row| row["coefficient"] == name);
        row.unwrap_or_else(|| panic!("{name} in {curves:?}"))["estimate"].clone()
    };
    // 6·1/(1 + 1) = 3 and 6·2/(1 + 2) = 4.
    close(&of("Emax"), 6.0, 1e-5);
    close(&of("ED50"), 1.0, 1e-5);
    let effects = table(&run, "dose_effects");
    for (dose, effect, trials) in [(1.0, 3.0, 1), (2.0, 4.0, 1), (5.0, 5.0, 0)] {
        let row = effects
            .iter()
            .find(|row| row["dose"] == dose)
            .expect("a dose");
        close(&row["estimate"], effect, 1e-5);
        assert_eq!(row["trials"], trials);
    }
    // 95 % of the largest effect: 19 times ED50.
    let targets = table(&run, "dose_targets");
    close(&targets[2]["dose"], 19.0, 1e-4);
    assert_eq!(targets[2]["beyond_tried"], true);
}

#[test]
fn a_line_weighs_the_doses() {
    let run = asked(CURVE, &["--tau2", "0", "--dose-response", "linear"]).fine();
    let curves = table(&run, "dose_curves");
    // Equal variances of 2·25/50 = 1: (1·3 + 2·4)/(1 + 4), with a variance of 1/5.
    close(&curves[0]["estimate"], 2.2, 1e-12);
    close(&curves[0]["standard_error"], 0.2_f64.sqrt(), 1e-12);
    // Against each dose apart: (3 − 2.2)² + (4 − 4.4)² = 0.8.
    let shapes = table(&run, "dose_shapes");
    let line = shapes
        .iter()
        .find(|row| row["shape"] == "linear")
        .expect("linear");
    close(&line["q"], 0.8, 1e-12);
    assert_eq!(line["df"], 1);
}

#[test]
fn compare_shows_the_smallest_aic() {
    let run = asked(CURVE, &["--tau2", "0", "--dose-response", "compare"]).fine();
    let shapes = table(&run, "dose_shapes");
    assert_eq!(shapes.len(), 6);
    let aic = |row: &Value| row["aic"].as_f64().expect("AIC");
    let best = shapes
        .iter()
        .min_by(|a, b| aic(a).total_cmp(&aic(b)))
        .expect("shapes");
    assert!(run.out.contains("smallest AIC"), "{}", run.out);
    let json = run.json();
    let title = json[0]["title"].as_str().unwrap_or_default();
    // 3 against 2.2·1 and so on: one coefficient on ln(1 + d) misses least.
    assert_eq!(best["shape"], "log-linear", "{shapes:?}");
    assert!(title.contains("log-linear"), "{title}");
}

#[test]
fn what_has_no_single_dose_is_left_out_with_the_reason() {
    let more = format!("{CURVE}3,A,,,1,5,50\n3,placebo,,,0,5,50\n");
    let run = compared(
        &more,
        &["--dose-response", "linear", "--show", "dose-response"],
    )
    .fine();
    assert!(run.out.contains("its dose is not stated"), "{}", run.out);
    let text = run.out.replace('\n', " ");
    assert!(text.contains("2 trials"), "{text}");
}

#[test]
fn doses_per_weight_need_a_weight() {
    let more = format!("{CURVE}3,A,0.1,mg/kg,5,5,50\n3,placebo,,,0,5,50\n");
    let shown = ["--dose-response", "linear", "--show", "dose-response"];
    let without = compared(&more, &shown).fine();
    assert!(without.out.contains("--body-weight"), "{}", without.out);
    let with = compared(&more, &[&shown[..], &["--body-weight", "70"]].concat()).fine();
    let text = with.out.replace('\n', " ");
    assert!(text.contains("0.1 mg/kg = 7 mg"), "{text}");
    assert!(text.contains("A body weight of 70 kg is assumed"), "{text}");
}

#[test]
fn a_control_may_be_a_dose() {
    let text = "study,treatment,dose,control,mean,sd,n\n\
                1,A,2,,4,5,50\n1,little A,1,placebo,3,5,50\n\
                2,A,2,,4,5,50\n2,placebo,,placebo,0,5,50\n";
    let apart = asked(text, &["--dose-response", "categories"]).fine();
    assert_eq!(table(&apart, "dose_effects").len(), 1);
    let run = asked(
        text,
        &["--dose-response", "categories", "--dose-of", "little A=A"],
    )
    .fine();
    let effects = table(&run, "dose_effects");
    assert_eq!(effects.len(), 2, "{effects:?}");
    // 4 against 0 in one trial, and 1 less than that in the other.
    close(&effects[0]["estimate"], 3.0, 1e-12);
    assert!(run.out.contains("counts as a dose of A"), "{}", run.out);
}

#[test]
fn a_saved_analysis_keeps_the_curves() {
    let folder = Folder::with("doses.csv", CURVE);
    let save = [
        "compare",
        "doses.csv",
        "--measure",
        "MD",
        "--dose-response",
        "emax",
        "--dose-shape",
        "A=log-linear",
        "--save",
        "again.toml",
        "--figures",
        "drawn",
    ];
    folder.run(&save).fine();
    assert!(
        folder
            .files()
            .contains(&"drawn/dose-response.svg".to_owned())
    );
    let saved = folder.text("again.toml");
    assert!(
        saved.contains("A=log-linear") && saved.contains("dose 0"),
        "{saved}"
    );
    let again = folder.run(&["compare", "again.toml"]);
    assert_eq!(again.status, Some(0), "{}", again.err);
    assert!(again.err.contains("those that were saved"), "{}", again.err);
}

#[test]
fn wrong_words_are_refused_with_those_there_are() {
    for (more, said) in [
        (
            vec!["--dose-response", "sigmoid"],
            "spline, categories, compare",
        ),
        (
            vec!["--dose-response", "emax", "--dose-shape", "A=curve"],
            "linear",
        ),
        (
            vec!["--dose-response", "linear", "--dose-shape", "B=linear"],
            "agents are: A",
        ),
        (
            vec!["--dose-response", "linear", "--at-dose", "A=-1"],
            "above 0",
        ),
        (
            vec!["--dose-response", "linear", "--dose-of", "A"],
            "TREATMENT=AGENT",
        ),
        (
            vec!["--dose-response", "linear", "--body-weight", "0"],
            "above 0",
        ),
        (vec!["--body-weight", "70"], "--dose-response"),
    ] {
        let run = compared(CURVE, &more);
        assert_eq!(run.status, Some(2), "{more:?}: {}", run.err);
        assert!(run.err.contains(said), "{more:?}: {}", run.err);
    }
    let one = CURVE.replace("2,A,2", "2,A,1");
    let run = compared(&one, &["--dose-response", "emax"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(
        run.err.contains("at 2 different doses") && run.err.contains("A at 1"),
        "{}",
        run.err
    );
    let none = CURVE.replace(",1,mg", ",,").replace(",2,mg", ",,");
    let run = compared(&none, &["--dose-response", "linear"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(run.err.contains("column dose"), "{}", run.err);
}
