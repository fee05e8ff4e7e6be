//! `euthymia pool` with several estimates per study, and with heterogeneity that depends on a column.

use crate::run::{Folder, repository};
use euthymia_testkit::assert_close;
use euthymia_testkit::reference;
use serde_json::Value;

/// A data set of the repository, with a label for each row.
fn folder(name: &str) -> Folder {
    let path = repository(&format!("reference/datasets/{name}.csv"));
    Folder::with("t.csv", std::fs::read(path).expect("a data set"))
}

#[track_caller]
fn answer(folder: &Folder, more: &[&str]) -> Value {
    let mut arguments = vec!["pool", "t.csv", "--measure", "GEN", "--format", "json"];
    arguments.extend(more);
    let run = folder.run(&arguments);
    assert_eq!(run.status, Some(0), "{more:?}: {}", run.err);
    run.json()
}

#[track_caller]
fn close(found: &Value, pointer: &str, expected: f64, tolerance: f64) {
    let value = found.pointer(pointer).and_then(Value::as_f64);
    let value = value.unwrap_or_else(|| panic!("no number at {pointer}: {found:#}"));
    let far = (value - expected).abs() > tolerance * expected.abs().max(1.0);
    assert!(!far, "{pointer} is {value}, expected {expected}");
}

/// Districts and schools within them.
const NESTED: [&str; 2] = ["--nested", "district/school"];

#[test]
fn agrees_with_metafor_on_nested_schools() {
    let expected = reference::json("expected/metafor-multilevel/konstantopoulos2011_nested.json");
    let check = |found: &Value, pointer: &str, place: &str, tolerance: &str| {
        let value = found.pointer(pointer).and_then(Value::as_f64);
        let value = value.unwrap_or_else(|| panic!("no number at {pointer}"));
        let place = place.trim_start_matches('/').replace('/', ".");
        assert_close!(value, expected.number(&place), tolerance, "{place}");
    };
    let folder = folder("konstantopoulos2011");
    for (word, key, likelihood) in [("ml", "ML", "loglik_ml"), ("reml", "REML", "loglik_reml")] {
        let more = [&NESTED[..], &["--likelihood", word]].concat();
        let found = answer(&folder, &more);
        for (pointer, place) in [
            ("/means/0/analysis_estimate", "b/0"),
            ("/means/0/analysis_standard_error", "se/0"),
            ("/means/0/analysis_ci/lower", "lower/0"),
            ("/means/0/analysis_ci/upper", "upper/0"),
            ("/means/0/p", "p/0"),
            ("/components/0/value", "parameters/0"),
            ("/components/1/value", "parameters/1"),
            ("/heterogeneity/q", "QE"),
        ] {
            check(&found, pointer, &format!("/{key}/{place}"), "from_optimum");
        }
        check(
            &found,
            "/fit/log_likelihood",
            &format!("/{key}/{likelihood}"),
            "likelihood",
        );
    }
    let found = answer(&folder, &NESTED);
    for i in 0..2 {
        for (end, column) in [("lower", 1), ("upper", 2)] {
            let pointer = format!("/components/{i}/profile_ci/{end}");
            check(
                &found,
                &pointer,
                &format!("/confint/{i}/{column}"),
                "profile",
            );
        }
    }
    let prediction = "/means/0/analysis_prediction";
    check(
        &found,
        &format!("{prediction}/lower"),
        "/predict/pi_lb/0",
        "from_optimum",
    );
    check(
        &found,
        &format!("{prediction}/upper"),
        "/predict/pi_ub/0",
        "from_optimum",
    );
    assert_eq!(found["schema"], "euthymia.multilevel.v1");
    assert_eq!(found["rows"], 56);
    assert_eq!(found["groupings"][0]["levels"], 11);
    assert_eq!(found["converged"], true);
    // Each end of an interval lies on its side of the estimate.
    for component in found["components"].as_array().expect("components") {
        let at = |pointer: &str| {
            component
                .pointer(pointer)
                .and_then(Value::as_f64)
                .expect("a number")
        };
        assert!(at("/profile_ci/lower") < at("/value") && at("/value") < at("/profile_ci/upper"));
    }
    let effects = found["random_effects"][0]["effects"]
        .as_array()
        .expect("effects");
    assert_eq!(effects.len(), 11);
}

#[test]
fn every_format_has_the_same_mean() {
    let folder = folder("konstantopoulos2011");
    let pool = [
        "pool",
        "t.csv",
        "--measure",
        "GEN",
        "--nested",
        "district/school",
    ];
    let with = |more: &[&str]| folder.run(&[&pool[..], more].concat()).fine();
    for format in ["table", "md"] {
        let out = with(&["--format", format]).out;
        for part in [
            "0.1847",
            "sigma2(district)",
            "QE(55)",
            "11 levels of district",
            "I²",
        ] {
            assert!(out.contains(part), "no {part} in {out}");
        }
    }
    let rows = with(&["--format", "csv"]).csv();
    let mean = rows.iter().find(|row| row[0] == "mean").expect("a mean");
    let estimate: f64 = mean[2].parse().expect("a number");
    let found = answer(&folder, &NESTED);
    close(&found, "/means/0/analysis_estimate", estimate, 1e-12);
    let out = with(&["--explain"]).out;
    assert!(out.contains("step 0: sigma2(district) = "), "{out}");
    assert!(out.contains("evaluations"), "{out}");
}

#[test]
fn robust_tests_take_the_place_of_the_models() {
    let folder = folder("konstantopoulos2011");
    let plain = answer(&folder, &NESTED);
    let robust = answer(&folder, &[&NESTED[..], &["--cluster", "district"]].concat());
    let at = |found: &Value, key: &str| found["means"][0][key].as_f64();
    assert_eq!(
        at(&plain, "analysis_estimate"),
        at(&robust, "analysis_estimate")
    );
    assert_eq!(
        at(&plain, "analysis_standard_error"),
        at(&robust, "model_standard_error")
    );
    assert_ne!(
        at(&plain, "analysis_standard_error"),
        at(&robust, "analysis_standard_error")
    );
    assert_eq!(at(&plain, "df"), None);
    assert!(at(&robust, "df").is_some_and(|df| df < 10.0));
    assert_eq!(robust["robust"]["kind"], "CR2");
    let cut = [&NESTED[..], &["--cluster", "school"]].concat();
    let arguments = [&["pool", "t.csv", "--measure", "GEN"], &cut[..]].concat();
    let says = "depend on each other but are in different clusters";
    folder.run(&arguments).refused(2, &[says]);
}

#[test]
fn a_ratio_is_shown_on_its_own_scale() {
    let folder = Folder::with(
        "t.csv",
        "study,lab,events_treatment,n_treatment,events_control,n_control\n\
         A,1,14,47,6,45\nB,1,9,31,7,30\nC,2,6,28,4,29\nD,2,21,60,9,58\nE,3,5,40,6,41\nF,3,8,22,4,21\n",
    );
    let arguments = [
        "pool",
        "t.csv",
        "--measure",
        "OR",
        "--nested",
        "lab/study",
        "--format",
        "json",
    ];
    let found = folder.run(&arguments).fine().json();
    let at = |pointer: &str| {
        found
            .pointer(pointer)
            .and_then(Value::as_f64)
            .expect("a number")
    };
    close(
        &found,
        "/means/0/estimate",
        at("/means/0/analysis_estimate").exp(),
        1e-12,
    );
    close(
        &found,
        "/means/0/ci/upper",
        at("/means/0/analysis_ci/upper").exp(),
        1e-12,
    );
    let out = folder.run(&arguments[..6]).fine().out;
    assert!(out.contains("OR [95 % CI]"), "{out}");
}

#[test]
fn a_forest_is_drawn_of_what_can_be_read() {
    let folder = folder("konstantopoulos2011");
    let arguments = [
        "pool",
        "t.csv",
        "--measure",
        "GEN",
        "--nested",
        "district/school",
        "--forest",
        "f.svg",
    ];
    folder.run(&arguments).fine();
    assert!(folder.text("f.svg").contains("Multilevel model"));
    let mut long = String::from("study,lab,yi,vi\n");
    for i in 0..101 {
        long.push_str(&format!("s{i},{},{},0.1\n", i % 7, f64::from(i % 5) / 10.0));
    }
    folder.write("t.csv", long);
    let arguments = [
        "pool",
        "t.csv",
        "--measure",
        "GEN",
        "--nested",
        "lab",
        "--forest",
        "g.svg",
    ];
    folder
        .run(&arguments)
        .refused(2, &["a forest plot of 101 rows could not be read"]);
    assert!(!folder.files().contains(&"g.svg".to_owned()));
}

#[test]
fn choices_that_do_not_go_together_are_refused_with_what_to_do() {
    let folder = Folder::with(
        "t.csv",
        "study,lab,same,outcome,yi,vi,v1,v2\nA,1,x,p,0.1,0.1,0.1,0.05\nB,1,x,q,0.2,0.2,0.05,0.2\n\
         C,2,x,p,0.4,0.1,0.1,0.03\nD,2,x,q,0.3,0.2,0.03,0.2\n",
    );
    for (choices, says) in [
        ("--nested lob", "there is no column \"lob\""),
        (
            "--nested same/lab",
            "the column \"same\" has one level only",
        ),
        (
            "--nested study/lab",
            "every row has a level of \"study\" of its own",
        ),
        ("--nested lab//study", "is no nesting"),
        ("--nested lab/lab", "is no nesting"),
        ("--crossed same", "one level only"),
        (
            "--structure XX:outcome|lab",
            "is no structure: write --structure 'CS:inner|outer'",
        ),
        ("--structure CS:outcome", "is no structure"),
        ("--structure CAR:outcome|lab", "expected a number"),
        ("--nested lab --by study", "as many means as rows"),
        ("--nested lab --by same", "one level only"),
        (
            "--nested lab --correlation 1.2:lab",
            "a correlation lies between -1 and 1",
        ),
        (
            "--nested lab --correlation lab",
            "is no correlation of sampling errors",
        ),
        ("--nested lab --correlation 1:lab", "not positive definite"),
        (
            "--nested lab --covariances v1:lab",
            "name a column for the first, second",
        ),
        (
            "--nested lab --covariances v2,v1:lab",
            "should repeat the row's own variance",
        ),
        ("--nested lab --covariances v1", "names no covariances"),
        ("--nested lab --cluster same", "clusters"),
        (
            "--nested lab --tau2 dl",
            "--tau2 does not go with a multilevel",
        ),
        (
            "--nested lab --model mh",
            "--model does not go with a multilevel",
        ),
        (
            "--nested lab --prediction z",
            "--prediction does not go with a multilevel",
        ),
        (
            "--nested lab --test hk",
            "--test hk does not go with a multilevel model; use z, t",
        ),
        (
            "--nested lab --likelihood rml",
            "is not a likelihood; use reml",
        ),
        ("--likelihood ml", "choose --tau2 ml"),
        ("--by outcome", "say which effects are random with --nested"),
        (
            "--scale lab --nested lab",
            "--scale goes with one estimate per study",
        ),
        ("--scale same", "is the same for every study"),
        (
            "--scale lab --test contained",
            "does not go with a location–scale model",
        ),
        (
            "--scale lab --forest f.svg",
            "--forest does not go with --scale",
        ),
    ] {
        let mut arguments = vec!["pool", "t.csv", "--measure", "GEN"];
        arguments.extend(choices.split(' '));
        folder.run(&arguments).refused(2, &[says]);
    }
    let arguments = ["pool", "--outcome", "response", "--nested", "lab"];
    folder.run(&arguments).refused(2, &["need a CSV file"]);
    assert_eq!(folder.files(), ["t.csv"]);
}

#[test]
fn a_search_at_the_boundary_says_so() {
    let folder = Folder::with(
        "t.csv",
        "study,lab,yi,vi\nA,1,0.10,0.1\nB,1,0.11,0.2\nC,2,0.10,0.1\nD,2,0.12,0.2\nE,3,0.11,0.1\n",
    );
    let arguments = ["pool", "t.csv", "--measure", "GEN", "--nested", "lab/study"];
    let out = folder.run(&arguments).fine().out;
    assert!(
        out.contains("sigma2(lab) is estimated as zero: at the boundary"),
        "{out}"
    );
}

#[test]
fn intervals_of_very_many_rows_are_left_out_and_it_is_said() {
    let mut long = String::from("study,lab,yi,vi\n");
    for i in 0..5_010 {
        let y = f64::from(i % 11) / 10.0 + f64::from(i / 10 % 7) / 5.0;
        long.push_str(&format!("s{i},{},{y},0.1\n", i / 10));
    }
    let found = answer(&Folder::with("t.csv", long), &["--nested", "lab/study"]);
    assert_eq!(found["components"][0]["profile_ci"], Value::Null);
    let said = found["warnings"].to_string();
    assert!(
        said.contains("intervals of the variance components are left out"),
        "{said}"
    );
}

#[test]
fn a_scale_of_numbers_or_of_labels() {
    let folder = folder("bangertdrowns2004");
    let found = answer(&folder, &["--scale", "n"]);
    assert_eq!(found["schema"], "euthymia.location_scale.v1");
    assert_eq!(found["scale"].as_array().map(Vec::len), Some(2));
    let text = folder
        .text("t.csv")
        .replace(",4,", ",college,")
        .replace(",1,", ",first,");
    folder.write("t.csv", text);
    let run = folder.run(&[
        "pool",
        "t.csv",
        "--measure",
        "GEN",
        "--scale",
        "grade",
        "--format",
        "csv",
    ]);
    let rows = run.csv();
    assert!(
        rows.iter().any(|row| row[1].starts_with("grade: ")),
        "{rows:?}"
    );
}
