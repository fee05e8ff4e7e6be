//! `euthymia pool` with appraisals: without studies at risk, figures by weight, certainty.

use crate::library::review;
use crate::review_appraise::answers;
use crate::review_extract::{both_take, filled, named};
use crate::run::{Folder, csv_rows};
use serde_json::Value;

/// Estimates 1, 3, 8 of variance 1, and 2 of variance ½.
const STUDIES: &str = "study,estimate,variance\nA,1,1\nB,3,1\nC,8,1\nD,2,0.5\n";
const JUDGED: &str = "study,tool,domain,judgement\nA,RoB 2,1,low\nB,RoB 2,1,high\nC,RoB 2,1,low\n\
                      A,RoB 2,overall,low\nB,RoB 2,overall,some_concerns\nC,RoB 2,overall,high\n";
const POOL: [&str; 9] = [
    "pool",
    "studies.csv",
    "--measure",
    "GEN",
    "--model",
    "common",
    "--test",
    "z",
    "--format",
];

fn folder() -> Folder {
    let folder = Folder::with("studies.csv", STUDIES);
    folder.write("judged.csv", JUDGED);
    folder
}

fn args<'a>(format: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let before = POOL.iter().copied().chain([format]);
    before.chain(more.iter().copied()).collect()
}

/// The rows of a further table of the JSON.
fn table(json: &Value, schema: &str) -> Vec<Value> {
    let tables = json["tables"].as_array().expect("tables");
    let found = tables.iter().find(|own| own["schema"] == schema);
    let found = found.unwrap_or_else(|| panic!("no {schema} in {json:#}"));
    found["rows"].as_array().expect("rows").clone()
}

#[test]
fn appraisals_of_a_file_make_the_analysis_again_without_studies_at_risk() {
    let run = folder()
        .run(&args("json", &["--appraisals", "judged.csv"]))
        .fine();
    let json = run.json();
    let rows = table(&json, "euthymia.pool.sensitivity.v1");
    let seen: Vec<(String, f64, Option<f64>)> = rows
        .iter()
        .map(|row| {
            let k = row["k"].as_f64().expect("k");
            let name = row["studies"].as_str().expect("a name").to_owned();
            (name, k, row["estimate"].as_f64())
        })
        .collect();
    // (1 + 3 + 8 + 2·2)/5; D was not appraised.
    let expected = [
        ("Main analysis", 4.0, 3.2),
        ("Appraised studies", 3.0, 4.0),
        ("Without high risk", 2.0, 2.0),
        ("Low risk only", 1.0, 1.0),
        ("Without high risk", 2.0, 4.5),
        ("Low risk only", 2.0, 4.5),
    ];
    assert_eq!(seen.len(), expected.len(), "{seen:?}");
    for ((name, k, found), (own, number, estimate)) in seen.iter().zip(expected) {
        assert_eq!((name.as_str(), *k), (own, number));
        assert!(
            (found.expect("an estimate") - estimate).abs() < 1e-12,
            "{name} {found:?}"
        );
    }
    assert_eq!(rows[4]["domain"], "Randomisation");
    assert_eq!(table(&json, "euthymia.pool.subgroups.v1").len(), 3);
}

#[test]
fn leaving_out_high_risk_is_the_row_of_the_sensitivity_table() {
    let more = ["--appraisals", "judged.csv", "--exclude-risk", "high"];
    let json = folder().run(&args("json", &more)).fine().json();
    assert_eq!(json["k"], 2);
    assert_eq!(json["pooled"]["estimate"], 2.0);
    let left: Vec<&str> = json["left_out"]
        .as_array()
        .expect("studies")
        .iter()
        .map(|own| own["reason"].as_str().expect("a reason"))
        .collect();
    assert!(
        left[0].contains("high") && left[1].contains("nobody appraised"),
        "{left:?}"
    );
    let more = [
        "--appraisals",
        "judged.csv",
        "--exclude-risk",
        "some_concerns",
    ];
    let json = folder().run(&args("json", &more)).fine().json();
    assert_eq!(json["k"], 1);
}

#[test]
fn judgements_are_drawn_with_the_weights_of_the_analysis() {
    let folder = folder();
    let more = [
        "--appraisals",
        "judged.csv",
        "--risk-figure",
        "lights.svg",
        "--risk-summary",
        "bars.svg",
    ];
    folder.run(&args("table", &more)).fine();
    assert!(folder.text("lights.svg").contains("</svg>"));
    assert!(
        folder
            .text("bars.svg")
            .contains("Share of the weight in the analysis")
    );
    // D, which nobody appraised, has two fifths of the weight and a row of its own.
    assert!(folder.text("bars.svg").contains("N 40 %"));
    assert!(folder.text("lights.svg").contains(">D<"));
    let more = ["--appraisals", "judged.csv", "--risk-figure", "judged.csv"];
    folder.run(&args("table", &more)).refused(2, &[".svg"]);
    folder
        .run(&args("table", &["--sensitivity"]))
        .refused(2, &["--appraisals"]);
}

#[test]
fn what_is_wrong_with_appraisals_is_said() {
    for (judged, status, says) in [
        ("study,domain,judgement\nA,overall,lo\n", 2, "no judgement"),
        (
            "study,domain,judgement\nA,overall,low\nA,overall,high\n",
            2,
            "judged low",
        ),
        (
            "study,domain,judgement\nE,overall,low\n",
            0,
            "not among the studies",
        ),
        (
            "study,domain,judgement\nA,overall,star\n",
            0,
            "not appraised",
        ),
        (
            "study,outcome,domain,judgement\nA,x,overall,low\nA,y,overall,low\n",
            2,
            "--appraisal-outcome",
        ),
    ] {
        let folder = Folder::with("studies.csv", STUDIES);
        folder.write("judged.csv", judged);
        let run = folder.run(&args("table", &["--appraisals", "judged.csv"]));
        assert_eq!(run.status, Some(status), "{judged}{}", run.err);
        assert!(run.err.contains(says), "{judged}{}", run.err);
    }
}

const COUNTS: &str = "study,events_treatment,n_treatment,events_control,n_control\n\
                      A,60,100,20,100\nB,60,100,20,100\n";

fn counts(format: &'static str, more: &[&'static str]) -> Vec<&'static str> {
    let before = [
        "pool",
        "counts.csv",
        "--measure",
        "RR",
        "--model",
        "common",
        "--test",
        "z",
        "--format",
        format,
        "--grade",
    ];
    before.into_iter().chain(more.iter().copied()).collect()
}

#[test]
fn certainty_is_proposed_by_rules_and_judged_by_people() {
    let folder = Folder::with("counts.csv", COUNTS);
    folder.run(&counts("json", &[])).refused(2, &["--design"]);
    let more = [
        "--design",
        "randomised",
        "--thresholds",
        "1",
        "--judge",
        "publication_bias=undetected:all registered trials reported",
        "--judge",
        "risk_of_bias=serious:nobody was blinded",
        "--judge",
        "indirectness=not_serious:our question",
        "--judge",
        "inconsistency=not_serious:two alike",
        "--outcome-name",
        "Response",
        "--certainty-report",
        "certainty.html",
    ];
    let json = folder.run(&counts("json", &more)).fine().json();
    let found = &table(&json, "euthymia.pool.findings.v1")[0];
    // 600 of 1,000 for 200. A quarter fewer than 0.2 needs 1,806 patients: 400 are fewer than half.
    assert_eq!(found["outcome"], "Response");
    let number = |key: &str| found[key].as_f64().expect("a number");
    assert_eq!((number("baseline"), number("patients")), (0.2, 400.0));
    assert!((number("risk") - 0.6).abs() < 1e-12);
    let rows = table(&json, "euthymia.pool.grade.v1");
    let of = |name: &str| {
        let row = rows.iter().find(|row| row["aspect"] == name);
        let row = row.unwrap_or_else(|| panic!("no {name}"));
        (
            row["judgement"].as_str().expect("words").to_owned(),
            row["by"].clone(),
        )
    };
    assert_eq!(
        of("Imprecision"),
        ("very serious".to_owned(), Value::from("rule"))
    );
    assert_eq!(
        of("Risk of bias"),
        ("serious".to_owned(), Value::from("a person"))
    );
    assert_eq!(of("Certainty").0, "very low");
    let page = folder.text("certainty.html");
    assert!(page.contains("nobody was blinded") && page.contains("400 more"));
    let enough = [more.as_slice(), &["--optimal-size", "400"]].concat();
    let run = folder.run(&counts("md", &enough)).fine();
    assert!(run.out.contains("| moderate"), "{}", run.out);
}

#[test]
fn words_of_certainty_that_are_none_are_refused() {
    let folder = Folder::with("counts.csv", COUNTS);
    for (more, says) in [
        (["--design", "cohort"], "randomised"),
        (["--design", "prognosis"], "one group"),
        (["--important", "1"], "--design"),
    ] {
        folder.run(&counts("table", &more)).refused(2, &[says]);
    }
    let with = |more: [&'static str; 2]| [["--design", "randomised"], more].concat();
    for (more, says) in [
        (["--important", "1"], "not no effect"),
        (["--thresholds", "0"], "above 0"),
        (["--important-per-1000", "300"], "0.2"),
        (["--baseline-risk", "1"], "between 0 and 1"),
        (["--judge", "imprecision=serious"], "DOMAIN=LEVEL:REASON"),
        (["--judge", "bias=serious:x"], "no domain"),
        (["--judge", "imprecision=bad:x"], "not_serious"),
        (["--certainty-report", "x.pdf"], ".docx"),
    ] {
        folder
            .run(&counts("table", &with(more)))
            .refused(2, &[says]);
    }
    folder.write("people.csv", "domain,judgement,reason\nimprecision,bad,x\n");
    folder
        .run(&counts("table", &with(["--judgements", "people.csv"])))
        .refused(2, &["people.csv", "row 2"]);
    folder
        .run(&["pool", "counts.csv", "--measure", "RR", "--important", "2"])
        .refused(2, &["--grade"]);
}

#[test]
fn judgements_of_a_review_reach_pool_compare_and_the_report() {
    let folder = named();
    for (study, label, year, events) in [
        ("roe2019", "Roe 2019", 2019, [12, 4]),
        ("poe2020", "Poe 2020", 2020, [10, 5]),
        ("loe2021", "Loe 2021", 2021, [13, 3]),
    ] {
        both_take(&folder, study, &filled(label, year, events));
    }
    for (study, concealed) in [("roe2019", "Y"), ("poe2020", "N")] {
        folder.write("answers.csv", answers(concealed));
        let case = ["appraise", study, "--tool", "rob2", "--outcome", "response"];
        let run = review(
            &folder,
            &[&case[..], &["--answers", "answers.csv", "--by", "kd"]].concat(),
        );
        assert_eq!(run.status, Some(0), "{}", run.err);
    }
    review(&folder, &["appraisals", "--to", "judged.csv"]).fine();
    let run = review(&folder, &["evidence", "base", "--appraisals", "judged.csv"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let base = [
        "--evidence",
        "base",
        "--treatment",
        "ketamine_iv",
        "--outcome",
        "response",
    ];
    let start = [&["pool", "--measure", "RR", "--format", "json"], &base[..]].concat();
    let run = folder.run(&[&start[..], &["--sensitivity"]].concat());
    assert_eq!(run.status, Some(0), "{}", run.err);
    let rows = table(&run.json(), "euthymia.pool.sensitivity.v1");
    let k: Vec<f64> = rows
        .iter()
        .take(4)
        .filter_map(|row| row["k"].as_f64())
        .collect();
    // All; appraised; without Poe, at high risk; Roe alone.
    assert_eq!(k, [3.0, 2.0, 1.0, 1.0], "{rows:?}");
    let run = folder.run(&[&start[..], &["--grade", "--important", "1.25"]].concat());
    assert_eq!(run.status, Some(0), "{}", run.err);
    let rows = table(&run.json(), "euthymia.pool.grade.v1");
    let bias = rows
        .iter()
        .find(|row| row["aspect"] == "Risk of bias")
        .expect("a row");
    assert!(
        bias["why"]
            .as_str()
            .is_some_and(|why| why.contains("not appraised")),
        "{bias}"
    );
    let shown = ["--show", "trials", "--format", "csv"];
    let run = folder.run(&[&["compare"], &base[..], &shown[..]].concat());
    assert_eq!(run.status, Some(0), "{}", run.err);
    let poe = csv_rows(&run.out)
        .into_iter()
        .find(|row| row.iter().any(|cell| cell == "Poe 2020"));
    assert!(
        poe.expect("Poe").iter().any(|cell| cell == "high"),
        "{}",
        run.out
    );
    let report = folder.run(&["report", "--evidence", "base", "--out", "page"]);
    assert_eq!(report.status, Some(0), "{}", report.err);
    let page = folder.text("page/index.html");
    assert!(
        page.contains("How certain the comparisons are"),
        "no section"
    );
}
