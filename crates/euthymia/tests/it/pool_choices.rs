//! Every choice that `euthymia pool` offers, and those that it refuses.

use crate::run::Folder;
use serde_json::Value;

const TWO: &str = "study,events_treatment,n_treatment,events_control,n_control\n\
    A,4,24,2,22\nB,9,31,4,30\nC,0,18,3,19\nD,12,40,5,41\n";

fn answer(more: &[&str]) -> Value {
    let folder = Folder::with("t.csv", TWO);
    let mut arguments = vec!["pool", "t.csv", "--format", "json"];
    arguments.extend(more);
    let run = folder.run(&arguments);
    assert_eq!(run.status, Some(0), "{more:?}: {}", run.err);
    run.json()
}

#[test]
fn every_choice_gives_an_answer() {
    let numbers = |json: &Value| {
        ["estimate", "analysis_standard_error"].map(|key| json["pooled"][key].as_f64())
    };
    for measure in ["RR", "OR", "RD", "rr"] {
        for model in [
            ["--tau2", "reml"],
            ["--tau2", "dl"],
            ["--tau2", "PM"],
            ["--model", "common"],
        ] {
            for interval in ["z", "hk", "hk-floor"] {
                let json = answer(&["--measure", measure, model[0], model[1], "--test", interval]);
                assert_eq!(json["k"], 4);
                assert!(numbers(&json).iter().all(Option::is_some), "{json:#}");
            }
        }
    }
}

#[test]
fn each_prediction_interval_is_the_one_asked_for() {
    let width = |kind: &str| {
        let json = answer(&["--measure", "RD", "--test", "hk", "--prediction", kind]);
        let p = &json["pooled"]["prediction"];
        p["upper"].as_f64().expect("upper") - p["lower"].as_f64().expect("lower")
    };
    // The fewer degrees of freedom, the wider.
    let (z, t1, t2) = (width("z"), width("t1"), width("t2"));
    assert!(z < t1 && t1 < t2, "{z} {t1} {t2}");
}

#[test]
fn the_default_interval_depends_on_the_model() {
    let json = answer(&["--measure", "RR"]);
    assert_eq!(json["pooled"]["df"], 3.0);
    assert_eq!(
        json["pooled"]["prediction_variant"],
        "t with k − 1 degrees of freedom"
    );
    let json = answer(&["--measure", "RR", "--model", "common"]);
    assert_eq!(json["pooled"]["df"], Value::Null);
    assert_eq!(json["interval"], "Wald (normal)");
    assert_eq!(json["tau2"], Value::Null);
    assert_eq!(json["pooled"]["prediction"], Value::Null);
}

#[test]
fn each_rule_for_zero_cells_adds_where_it_says() {
    let added = |rule: &[&str]| -> Vec<f64> {
        let mut more = vec!["--measure", "OR"];
        more.extend(rule);
        let json = answer(&more);
        let studies = json["studies"].as_array().expect("studies");
        studies
            .iter()
            .map(|s| s["added_to_cells"].as_f64().expect("a number"))
            .collect()
    };
    assert_eq!(added(&[]), [0.0, 0.0, 0.5, 0.0]);
    for (rule, expected) in [
        ("default", [0.0, 0.0, 0.5, 0.0]),
        ("only0", [0.0, 0.0, 0.5, 0.0]),
        ("needed", [0.0, 0.0, 0.5, 0.0]),
        ("if0all", [0.5; 4]),
        ("all", [0.5; 4]),
        ("all:0.1", [0.1; 4]),
        ("only0:0.25", [0.0, 0.0, 0.25, 0.0]),
        ("default:0.25", [0.0, 0.0, 0.25, 0.0]),
    ] {
        assert_eq!(added(&["--zero-cells", rule]), expected, "{rule}");
    }
    let json = answer(&["--measure", "OR", "--zero-cells", "none"]);
    assert_eq!(json["k"], 3);
    assert_eq!(json["left_out"][0]["label"], "C");
    // A risk difference exists without a correction.
    let json = answer(&["--measure", "RD", "--zero-cells", "needed"]);
    assert_eq!(json["studies"][2]["added_to_cells"], 0.0);
}

#[test]
fn what_was_added_is_said_as_it_was() {
    let folder = Folder::with("t.csv", TWO);
    for (rule, printed) in [("only0", "½ added"), ("only0:0.25", "0.25 added")] {
        let arguments = ["pool", "t.csv", "--measure", "OR", "--zero-cells", rule];
        let run = folder.run(&arguments).fine();
        let row = run
            .out
            .lines()
            .find(|line| line.starts_with(" C "))
            .expect("study C");
        assert!(row.contains(printed), "{rule}: {row}");
    }
}

#[test]
fn the_level_moves_the_interval_and_nothing_else() {
    let (low, high) = (
        answer(&["--measure", "RR", "--level", "80"]),
        answer(&["--measure", "RR"]),
    );
    let at = |json: &Value, pointer: &str| json.pointer(pointer).and_then(Value::as_f64);
    assert_eq!(at(&low, "/pooled/estimate"), at(&high, "/pooled/estimate"));
    assert!(at(&low, "/pooled/ci/lower") > at(&high, "/pooled/ci/lower"));
    assert_eq!(at(&low, "/level"), Some(0.8));
}

#[test]
fn choices_that_are_none_are_refused_with_those_that_are() {
    let folder = Folder::with("t.csv", TWO);
    for (option, value, says) in [
        (
            "--measure",
            "XYZ",
            "\"XYZ\" is not a measure; use one of: PR, PLO",
        ),
        ("--model", "mixed", "\"mixed\" is not a model; use random"),
        ("--model", "dl", "write --model random --tau2 dl"),
        (
            "--tau2",
            "x",
            "\"x\" is not an estimator of τ²; use one of: reml",
        ),
        ("--test", "exact", "\"exact\" is not a test; use z"),
        (
            "--prediction",
            "t9",
            "\"t9\" is not a prediction interval; use z",
        ),
        (
            "--zero-cells",
            "some",
            "\"some\" is not a rule for zero cells; use default",
        ),
        (
            "--zero-cells",
            "all:-1",
            "\"all:-1\" is not a rule for zero cells",
        ),
        (
            "--zero-cells",
            "all:x",
            "\"all:x\" is not a rule for zero cells",
        ),
        (
            "--level",
            "0.95",
            "0.95 is not a confidence level; use percent between 50",
        ),
        ("--level", "100", "100 is not a confidence level"),
        ("--level", "NaN", "NaN is not a confidence level"),
        ("--format", "yaml", "possible values: table, json, csv, md"),
        ("--forest", "f.bmp", "ends in .svg, .png or .pdf"),
    ] {
        let mut arguments = vec!["pool", "t.csv", option, value];
        if option != "--measure" {
            arguments.extend(["--measure", "RR"]);
        }
        folder.run(&arguments).refused(2, &[says]);
    }
    let says = ["--measure is needed with a file: PR, PLO or PFT for one group; RR, OR or RD"];
    folder.run(&["pool", "t.csv"]).refused(2, &says);
    let arguments = [
        "pool",
        "t.csv",
        "--measure",
        "RR",
        "--treatment",
        "ketamine_iv",
    ];
    folder.run(&arguments).refused(2, &["cannot be used with"]);
}

#[test]
fn no_study_left_is_an_analysis_without_an_answer() {
    let header = TWO.lines().next().expect("a header");
    let folder = Folder::with("t.csv", format!("{header}\nA,0,10,0,12\nB,9,9,8,8\n"));
    let arguments = ["pool", "t.csv", "--measure", "RR", "--forest", "f.svg"];
    let says = [
        "no study is left to pool",
        "A: no events in either group",
        "B: no events",
    ];
    folder.run(&arguments).refused(1, &says);
    assert_eq!(folder.files(), ["t.csv"]);
    let arguments = ["pool", "t.csv", "--measure", "RR", "--keep-double-zeros"];
    assert_eq!(folder.run(&arguments).status, Some(0));
}

#[test]
fn the_arcsine_is_doubted_where_its_way_back_is_not_unique() {
    let folder = Folder::with("t.csv", "study,events,n\nA,0,3\nB,400,4000\n");
    let run = folder.run(&["pool", "t.csv", "--measure", "PFT"]).fine();
    assert!(run.out.contains("no single way back"), "{}", run.out);
}
