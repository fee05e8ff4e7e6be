//! `euthymia compare`: benefit against risk, absolute effects, files of several outcomes.

use crate::run::{Folder, Run};

const ARMS: &str = "study,outcome,treatment,events,n\n\
    1,response,a,120,200\n1,response,b,60,200\n1,response,placebo,50,200\n\
    1,dropout,a,30,100\n1,dropout,placebo,10,100\n\
    2,dropout,b,12,100\n2,dropout,placebo,10,100\n";

fn compared(folder: &Folder, more: &[&str]) -> Run {
    let mut all = vec!["compare", "arms.csv", "--measure", "OR", "--tau2", "0"];
    all.extend(["--draws", "2000"]);
    all.extend(more);
    folder.run(&all)
}

/// The table of a schema.
#[track_caller]
fn table(run: &Run, schema: &str) -> serde_json::Value {
    let json = run.json();
    let all = json.as_array().expect("tables");
    let found = all.iter().find(|table| table["schema"] == schema);
    found.unwrap_or_else(|| panic!("no {schema}")).clone()
}

#[test]
fn a_file_of_several_outcomes_is_set_against_itself() {
    let folder = Folder::with("arms.csv", ARMS);
    let run = compared(
        &folder,
        &[
            "--outcome",
            "response",
            "--against",
            "dropout",
            "--trade",
            "0,1",
            "--baseline",
            "arms",
            "--show",
            "benefit-risk",
            "--format",
            "json",
        ],
    )
    .fine();
    // Odds of a third times 4.5: 600 of 1,000 from 250; dropout 300 from 100, and 350 − 200 is left.
    let net = table(&run, "euthymia.compared.net_benefit.v1");
    let row = net["rows"].as_array().expect("rows").iter();
    let row = row.clone().find(|row| row["treatment"] == "a").expect("a");
    let found = row["net_1"].as_f64().expect("a number");
    // The reference arms of dropout are of two trials with one risk.
    assert!((found - 150.0).abs() < 1e-6, "{found}");
}

#[test]
fn a_benefit_against_risk_is_saved_and_runs_again_to_the_same_numbers() {
    let folder = Folder::with("arms.csv", ARMS);
    let more = [
        "--outcome",
        "response",
        "--against",
        "dropout:smaller:RR:0.1",
        "--weights",
        "response>dropout",
        "--enough",
        "dropout=-0.05",
        "--correlation",
        "0.3",
        "--baseline",
        "pooled",
        "--show",
        "benefit-risk,absolute",
        "--format",
        "json",
    ];
    let mut saved = more.to_vec();
    saved.extend(["--save", "again.toml"]);
    let first = compared(&folder, &saved).fine();
    let again = folder.run(&[
        "compare",
        "again.toml",
        "--show",
        "benefit-risk,absolute",
        "--format",
        "json",
    ]);
    assert_eq!(again.status, Some(0), "{}", again.err);
    assert!(again.err.contains("those that were saved"), "{}", again.err);
    assert_eq!(first.json(), again.json());
    let text = folder
        .text("again.toml")
        .replace("dropout:smaller:RR:0.1", "dropout:smaller:OR:0.1");
    folder.write("changed.toml", text);
    let changed = folder.run(&["compare", "changed.toml"]);
    assert_eq!(changed.status, Some(1));
    assert!(changed.err.contains("dropout, main"), "{}", changed.err);
}

#[test]
fn what_cannot_be_set_against_another_is_said() {
    let folder = Folder::with("arms.csv", ARMS);
    let cases: [(&[&str], &str); 9] = [
        (&[], "dropout, response"),
        (&["--outcome", "respose"], "Did you mean \"response\"?"),
        (
            &["--outcome", "response", "--against", "drop"],
            "there is no outcome \"drop\"",
        ),
        (
            &["--outcome", "response", "--against", "dropout:lower"],
            "smaller or larger",
        ),
        (&["--outcome", "response", "--trade", "1"], "--against"),
        (
            &[
                "--outcome",
                "response",
                "--against",
                "dropout",
                "--trade=-1",
            ],
            "at least 0",
        ),
        (
            &[
                "--outcome",
                "response",
                "--against",
                "dropout",
                "--weights",
                "much",
            ],
            "response, dropout",
        ),
        (
            &[
                "--outcome",
                "response",
                "--against",
                "dropout",
                "--enough",
                "dropout",
            ],
            "OUTCOME=GAIN",
        ),
        (&["--outcome", "response", "--baseline", "poled"], "pooled"),
    ];
    for (more, said) in cases {
        let run = compared(&folder, more);
        assert_eq!(run.status, Some(2), "{more:?}: {}", run.err);
        assert!(run.err.contains(said), "{more:?}: {}", run.err);
    }
}

#[test]
fn outcomes_of_the_evidence_base_are_set_against_each_other() {
    let folder = Folder::new();
    let run = folder
        .run(&[
            "compare",
            "--outcome",
            "response",
            "--against",
            "dropout",
            "--draws",
            "2000",
            "--show",
            "benefit-risk",
            "--figures",
            "drawn",
        ])
        .fine();
    assert!(run.out.contains("Net benefit per 1,000"), "{}", run.out);
    assert!(run.out.contains("Left out"), "{}", run.out);
    for figure in ["benefit-risk-dropout.svg", "net-benefit-dropout.svg"] {
        assert!(folder.text(&format!("drawn/{figure}")).contains("<svg"));
    }
}
