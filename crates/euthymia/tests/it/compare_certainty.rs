//! `euthymia compare --certainty`: appraisals, judgements and reporting bias from files.

use crate::run::Folder;
use serde_json::Value;

/// AB 1, BC 1, AC 3.
const TRIANGLE: &str = "study,treatment1,treatment2,estimate,se,risk_of_bias\n\
                        1,A,B,1,1,low\n2,B,C,1,1,\n3,A,C,3,1,low\n";
const BASE: [&str; 10] = [
    "compare",
    "triangle.csv",
    "--measure",
    "GEN",
    "--tau2",
    "0",
    "--reference",
    "A",
    "--important",
    "1",
];

fn args<'a>(more: &[&'a str]) -> Vec<&'a str> {
    BASE.into_iter().chain(more.iter().copied()).collect()
}

/// One domain of C against A.
fn domain(json: &Value, name: &str) -> Value {
    let rows = json["rows"].as_array().expect("rows");
    let found = rows
        .iter()
        .find(|row| row["treatment"] == "C" && row["against"] == "A" && row["domain"] == name);
    found
        .unwrap_or_else(|| panic!("no {name} in {json}"))
        .clone()
}

#[test]
fn appraisals_in_a_file_go_before_columns_of_the_trials() {
    let folder = Folder::with("triangle.csv", TRIANGLE);
    folder.write(
        "rob.csv",
        "study,outcome,tool,domain,judgement\n2,,RoB 2,overall,some_concerns\n\
         3,,RoB 2,overall,high\n3,response,RoB 2,indirectness,low\n1,,RoB 2,blinding,high\n",
    );
    let more = [
        "--appraisals",
        "rob.csv",
        "--show",
        "certainty-pairs",
        "--format",
        "json",
    ];
    let run = folder.run(&args(&more)).fine();
    let bias = domain(&run.json(), "within-study bias");
    // 2/3 from trial 3, 1/6 each from the others.
    for (key, share) in [("low", 1.0 / 6.0), ("some", 1.0 / 6.0), ("high", 2.0 / 3.0)] {
        let found = bias[key].as_f64().expect("a share");
        assert!((found - share).abs() < 1e-12, "{key}: {found}");
    }
    assert_eq!(bias["judgement"], "major concerns");
    let indirect = domain(&run.json(), "indirectness");
    let unknown = indirect["unknown"].as_f64().expect("a share");
    assert!((unknown - 1.0 / 3.0).abs() < 1e-12, "{unknown}");
    assert!(
        run.err.contains("row 5") && run.err.contains("single domains"),
        "{}",
        run.err
    );
}

#[test]
fn what_is_wrong_with_appraisals_is_said_with_its_row() {
    let header = "study,outcome,domain,judgement\n";
    for (rows, said) in [
        ("4,,overall,low\n", "no trial is called this"),
        ("1,,overall,lo\n", "not a judgement"),
        ("1,,overall,low\n1,,overall,high\n", "row 2 judges the same"),
        (
            "1,response,overall,low\n2,remission,overall,low\n",
            "\"response\"",
        ),
    ] {
        let folder = Folder::with("triangle.csv", TRIANGLE);
        folder.write("rob.csv", format!("{header}{rows}"));
        let run = folder.run(&args(&["--appraisals", "rob.csv"]));
        assert_eq!(run.status, Some(2), "{rows}: {}", run.err);
        assert!(
            run.err.contains(said) && run.err.contains("rob.csv"),
            "{}",
            run.err
        );
    }
}

#[test]
fn studies_of_the_evidence_base_are_appraised_by_identifier_or_label() {
    let folder = Folder::new();
    folder.write(
        "rob.csv",
        "study_id,outcome,tool,domain,judgement\ntransform-2,remission,RoB 2,overall,high\n\
         transform-2,,RoB 2,overall,low\ntransform-3,response,RoB 2,overall,some_concerns\n",
    );
    let all = [
        "compare",
        "--outcome",
        "response",
        "--treatment",
        "esketamine_in",
        "--appraisals",
        "rob.csv",
        "--show",
        "trials",
        "--format",
        "csv",
    ];
    let run = folder.run(&all).fine();
    let of = |name: &str| {
        let mut lines = run.out.lines();
        lines
            .find(|line| line.contains(name))
            .unwrap_or_default()
            .to_owned()
    };
    assert!(of("TRANSFORM-2").contains(",low,"), "{}", of("TRANSFORM-2"));
    assert!(
        of("TRANSFORM-3").contains(",some,"),
        "{}",
        of("TRANSFORM-3")
    );
    folder.write("rob.csv", "study_id,judgement\ntransform-22,low\n");
    let run = folder.run(&all);
    assert_eq!(run.status, Some(2));
    assert!(
        run.err.contains("Did you mean \"transform-2\""),
        "{}",
        run.err
    );
}

#[test]
fn rules_and_judgements_are_saved_and_run_again() {
    let folder = Folder::with("triangle.csv", TRIANGLE);
    folder.write("missing.csv", "treatment,reference,judgement\nC,A,major\n");
    let more = [
        "--within-study-bias",
        "worst",
        "--related",
        "worst",
        "--reporting-bias",
        "missing.csv",
        "--certainty",
        "--save",
        "saved/again.toml",
    ];
    folder.run(&args(&more)).fine();
    let saved = folder.text("saved/again.toml");
    assert!(saved.contains("within_study_bias = \"worst\""), "{saved}");
    let judged = format!(
        "{saved}\n[[certainty]]\ntreatment = \"C\"\nreference = \"A\"\ndomain = \"Imprecision\"\n\
         judgement = \"some\"\nreason = \"few patients\"\n"
    );
    // The trials stand beside the folder of the saved analysis.
    folder.write("again.toml", judged.replace("../", ""));
    let again = [
        "compare",
        "again.toml",
        "--show",
        "certainty-pairs",
        "--format",
        "json",
    ];
    let run = folder.run(&again).fine();
    assert!(run.err.contains("those that were saved"), "{}", run.err);
    let imprecision = domain(&run.json(), "imprecision");
    assert_eq!(imprecision["judgement"], "some concerns");
    assert_eq!(imprecision["by_rule"], "no concerns");
    assert_eq!(imprecision["reason"], "few patients");
    assert_eq!(
        domain(&run.json(), "reporting bias")["judgement"],
        "major concerns"
    );
    for (from, to, said) in [
        (
            "\"C\"\nreference = \"A\"\ndomain",
            "\"D\"\nreference = \"A\"\ndomain",
            "no \"D\"",
        ),
        ("\"Imprecision\"", "\"precision\"", "no domain"),
        (
            "judgement = \"some\"",
            "judgement = \"bad\"",
            "no, some or major",
        ),
        ("\"few patients\"", "\" \"", "no reason"),
    ] {
        folder.write("wrong.toml", judged.replace("../", "").replace(from, to));
        let run = folder.run(&["compare", "wrong.toml"]);
        assert_eq!(run.status, Some(2), "{to}: {}", run.err);
        assert!(run.err.contains(said), "{}", run.err);
    }
}

#[test]
fn words_that_are_no_rule_are_refused_with_those_that_are() {
    let folder = Folder::with("triangle.csv", TRIANGLE);
    for (option, word, said) in [
        ("--within-study-bias", "mean", "average, majority, worst"),
        ("--indirectness", "mean", "average, majority, worst"),
        ("--related", "once", "one-by-one, worst"),
        ("--reporting-bias", "maybe", "undetected, suspected"),
    ] {
        let run = folder.run(&args(&[option, word]));
        assert_eq!(run.status, Some(2), "{option}: {}", run.err);
        assert!(run.err.contains(said), "{}", run.err);
    }
}

#[test]
fn certainty_is_printed_and_drawn() {
    let folder = Folder::with("triangle.csv", TRIANGLE);
    let run = folder
        .run(&args(&["--certainty", "--figures", "figures"]))
        .fine();
    assert!(
        run.out.contains("How certain the estimates are"),
        "{}",
        run.out
    );
    assert!(run.out.contains("Each treatment against"), "{}", run.out);
    let drawn = folder.text("figures/risk-of-bias.svg");
    assert!(drawn.contains("Not appraised"), "{drawn}");
}
