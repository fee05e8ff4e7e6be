//! `euthymia compare --moderator`: interactions by hand, values at which effects are stated, saved
//! analyses, and what is refused.

use crate::run::{Folder, Run};
use serde_json::Value;

/// New against old at x = 0, 1, 2 is 1, 3, 5 exactly: 1 + 2x; "other" is 2 above.
const LINES: &str = "study,treatment1,treatment2,estimate,se,x,flag,class\n\
                     1,new,old,1,1,0,yes,p\n2,new,old,3,1,1,no,p\n3,new,old,5,1,2,no,p\n\
                     4,other,old,3,1,0,yes,p\n5,other,old,7,1,2,,p\n";

fn compared(more: &[&str]) -> Run {
    let folder = Folder::with("lines.csv", LINES);
    let mut all = vec![
        "compare",
        "lines.csv",
        "--measure",
        "GEN",
        "--tau2",
        "0",
        "--reference",
        "old",
    ];
    all.extend(more);
    folder.run(&all)
}

/// The tables of the moderators alone, by schema.
fn tables(run: &Run) -> Vec<Value> {
    let json = run.json();
    json.as_array().expect("several tables").clone()
}

#[track_caller]
fn table<'t>(tables: &'t [Value], name: &str) -> &'t [Value] {
    let schema = format!("euthymia.compared.{name}.v1");
    let found = tables
        .iter()
        .find(|table| table["schema"] == schema.as_str());
    let found = found.unwrap_or_else(|| panic!("no {schema}"));
    found["rows"].as_array().expect("rows")
}

#[track_caller]
fn close(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap_or_else(|| panic!("{value}"));
    assert!((value - expected).abs() < 1e-10, "{value} {expected}");
}

#[test]
fn a_shared_slope_of_two_is_found_and_stated_at_values() {
    let run = compared(&[
        "--moderator",
        "x",
        "--at",
        "x=0",
        "--at",
        "x=3",
        "--show",
        "moderators",
        "--format",
        "json",
    ])
    .fine();
    let tables = tables(&run);
    let slopes = table(&tables, "moderators");
    assert_eq!(slopes.len(), 1);
    close(&slopes[0]["estimate"], 2.0);
    // Sums of squares about the own means of x: 2 for new, 2 for other.
    close(&slopes[0]["standard_error"], 0.5);
    let effects = table(&tables, "moderated_effects");
    for (treatment, x, expected) in [
        ("new", 0.0, 1.0),
        ("new", 3.0, 7.0),
        ("other", 0.0, 3.0),
        ("other", 3.0, 9.0),
    ] {
        let row = effects
            .iter()
            .find(|row| row["treatment"] == treatment && row["at_x"] == x);
        let row = row.unwrap_or_else(|| panic!("{treatment} {x} in {effects:?}"));
        close(&row["estimate"], expected);
    }
    let tests = table(&tables, "moderator_tests");
    let wald = tests
        .iter()
        .find(|row| row["quantity"] == "wald")
        .expect("Wald");
    close(&wald["value"], 16.0);
    // With τ² = 0 the likelihood ratio is the difference of Q, the Wald statistic.
    let ratio = tests
        .iter()
        .find(|row| row["quantity"] == "likelihood_ratio");
    close(&ratio.expect("likelihood ratio")["value"], 16.0);
}

#[test]
fn each_treatment_may_have_its_own_slope() {
    let run = compared(&[
        "--moderator",
        "x:independent",
        "--show",
        "moderators",
        "--format",
        "json",
    ])
    .fine();
    let tables = tables(&run);
    let slopes = table(&tables, "moderators");
    assert_eq!(slopes.len(), 2);
    for row in slopes {
        close(&row["estimate"], 2.0);
        close(&row["standard_error"], 0.5_f64.sqrt());
    }
}

#[test]
fn yes_and_no_are_one_and_nought_and_trials_without_are_named() {
    let run = compared(&["--moderator", "flag", "--show", "moderators"]).fine();
    let text = run.out.replace('\n', " ");
    assert!(text.contains("does not state flag"), "{text}");
    assert!(text.contains("4 trials are used"), "{text}");
    assert!(text.contains("0 to 1"), "{text}");
}

#[test]
fn a_value_beyond_the_trials_is_extrapolation() {
    let run = compared(&["--moderator", "x", "--at", "x=9", "--show", "moderators"]).fine();
    assert!(run.out.contains("extrapolation"), "{}", run.out);
}

#[test]
fn a_saved_analysis_keeps_the_moderators_and_their_numbers() {
    let folder = Folder::with("lines.csv", LINES);
    folder
        .run(&[
            "compare",
            "lines.csv",
            "--measure",
            "GEN",
            "--reference",
            "old",
            "--tau2",
            "dl",
            "--moderator",
            "x:independent",
            "--at",
            "x=1.5",
            "--save",
            "again.toml",
        ])
        .fine();
    let saved = folder.text("again.toml");
    assert!(saved.contains("x:independent"), "{saved}");
    assert!(saved.contains("at x = 1.5"), "{saved}");
    let again = folder.run(&["compare", "again.toml"]);
    assert_eq!(again.status, Some(0), "{}", again.err);
    assert!(again.err.contains("those that were saved"), "{}", again.err);
    folder.write(
        "lines.csv",
        LINES.replace("3,new,old,5,1,2", "3,new,old,5,1,2.5"),
    );
    let again = folder.run(&["compare", "again.toml"]);
    assert_eq!(again.status, Some(1));
    assert!(again.err.contains("at x = 1.5"), "{}", again.err);
}

#[test]
fn wrong_words_are_refused_with_those_there_are() {
    for (more, said) in [
        (
            vec!["--moderator", "x:same"],
            "shared, independent, exchangeable, by-class",
        ),
        (
            vec!["--moderator", "x", "--at", "year=1"],
            "--moderator year",
        ),
        (vec!["--moderator", "x", "--at", "x"], "NAME=VALUE"),
        (vec!["--moderator", "x", "--moderator", "x:shared"], "twice"),
        (vec!["--moderator", ":shared"], "names no covariate"),
    ] {
        let run = compared(&more);
        assert_eq!(run.status, Some(2), "{more:?}: {}", run.err);
        assert!(run.err.contains(said), "{more:?}: {}", run.err);
    }
    let run = compared(&["--moderator", "y"]);
    assert_ne!(run.status, Some(0));
    assert!(run.err.contains('y'), "{}", run.err);
    let run = compared(&["--moderator", "x:by-class"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(run.err.contains("has no class"), "{}", run.err);
    let evidence = Folder::new().run(&["compare", "--outcome", "response", "--moderator", "moon"]);
    assert_eq!(evidence.status, Some(2), "{}", evidence.err);
    assert!(evidence.err.contains("mean_age"), "{}", evidence.err);
}

#[test]
fn one_trial_has_one_value() {
    let text = "study,treatment,events,n,x\n1,a,3,10,1\n1,b,4,10,2\n2,a,3,10,0\n2,b,5,10,0\n";
    let folder = Folder::with("arms.csv", text);
    let run = folder.run(&["compare", "arms.csv", "--measure", "OR", "--moderator", "x"]);
    assert_ne!(run.status, Some(0));
    assert!(run.err.contains("describes the whole trial"), "{}", run.err);
}

#[test]
fn the_evidence_base_answers_by_year() {
    let folder = Folder::new();
    let run = folder.run(&[
        "compare",
        "--outcome",
        "response",
        "--time",
        "1..42",
        "--moderator",
        "year",
        "--show",
        "moderators",
        "--figures",
        "drawn",
    ]);
    let run = run.fine();
    assert!(run.out.contains("all treatments alike"), "{}", run.out);
    assert!(
        folder
            .files()
            .iter()
            .any(|f| f.starts_with("drawn/moderator-year"))
    );
}
