//! `euthymia score`, `instrument`, `rules`, `convert`, `course`.

use crate::run::{Folder, csv_rows};
use serde_json::Value;

fn value_of(run: &str) -> Value {
    serde_json::from_str(run).expect("JSON")
}

/// The tables of a scored line.
fn scored(arguments: &[&str]) -> Vec<Value> {
    let all: Vec<&str> = [&["score"], arguments, &["--format", "json"]].concat();
    let value = value_of(&Folder::new().run(&all).fine().out);
    match value {
        Value::Array(tables) => tables,
        one => vec![one],
    }
}

fn finding<'v>(tables: &'v [Value], name: &str) -> &'v Value {
    let rows = tables
        .iter()
        .filter_map(|table| table["rows"].as_array())
        .flatten();
    let mut found = rows.filter(|row| row["finding"] == name);
    found
        .next()
        .unwrap_or_else(|| panic!("no {name}: {tables:?}"))
}

#[test]
fn a_phq9_with_its_band_its_cutoff_and_its_suicide_item() {
    let tables = scored(&["phq9", "2,3,1,2,1,2,1,0,1"]);
    assert_eq!(tables[0]["rows"][0]["value"], 13.0);
    assert_eq!(finding(&tables, "severity")["answer"], "moderate");
    assert_eq!(finding(&tables, "suicide item")["answer"], "yes");
    assert_eq!(finding(&tables, "screen positive")["answer"], "yes");
    let rows = tables[1]["rows"].as_array().expect("findings");
    assert!(
        rows.iter()
            .all(|row| row["source"].as_str().is_some_and(|s| s.len() > 5))
    );
}

#[test]
fn the_qids_counts_the_largest_of_its_domains() {
    // 3 + 1 + 2 + 1 + 1 + 0 + 1 + 1 + 2.
    let tables = scored(&["qids_sr16", "3 1 0 2 1 0 0 2 0 1 1 0 1 1 0 2"]);
    assert_eq!(tables[0]["rows"][0]["value"], 12.0);
    assert_eq!(finding(&tables, "severity")["answer"], "moderate");
    assert_eq!(finding(&tables, "suicide item")["answer"], "no");
}

#[test]
fn the_screener_is_triaged_as_published() {
    let level = |answers: &str| {
        let tables = scored(&["cssrs_screener", answers]);
        finding(&tables, "triage level")["answer"]
            .as_str()
            .expect("a level")
            .to_owned()
    };
    assert_eq!(level("no,no,,,,no"), "none");
    assert_eq!(level("yes,no,,,,no"), "low");
    assert_eq!(level("yes,yes,yes,no,no,no"), "moderate");
    assert_eq!(
        level("yes,yes,no,yes,no,no"),
        "high",
        "item 4 is high, not moderate"
    );
    assert_eq!(level("no,no,,,,yes,no"), "moderate");
    assert_eq!(level("no,no,,,,yes,yes"), "high");
    assert_eq!(
        level("no,no,,,,yes"),
        "moderate to high",
        "recency was not answered"
    );
}

#[test]
fn ideation_that_was_not_asked_to_the_end_is_not_called_none() {
    let highest = |answers: &str| {
        let tables = scored(&["cssrs_screener", answers]);
        let row = finding(&tables, "highest ideation item");
        row["answer"].as_str().expect("an item").to_owned()
    };
    assert_eq!(highest("no,no,,,,no"), "none");
    assert_eq!(highest("no,,,,,no"), "cannot say");
    assert_eq!(highest("yes,,,,,no"), "at least item 1");
    assert_eq!(highest("yes,yes,no,no,no,no"), "item 2");
}

#[test]
fn answers_that_do_not_fit_are_refused() {
    for (arguments, says) in [
        (["phq9", "1,2,3"], "3 answers, but the PHQ-9 has 9 items"),
        (
            ["phq9", "1,1,1,1,1,1,1,1,1,1"],
            "10 answers, but the PHQ-9 scores 9",
        ),
        (
            ["phq9", "4,0,0,0,0,0,0,0,0"],
            "item 1: 4 is not from 0 to 3",
        ),
        (
            ["phq9", "0.5,0,0,0,0,0,0,0,0"],
            "item 1: 0.5 is not a whole number",
        ),
        (["madrs", "a b c d e f g h i j"], "answer 1 is \"a\""),
        (["phq", "1"], "Did you mean phq9?"),
    ] {
        Folder::new()
            .run(&[&["score"][..], &arguments].concat())
            .refused(2, &[says]);
    }
}

#[test]
fn a_missing_answer_gives_no_total_unless_asked_for() {
    let tables = scored(&["phq9", "1,2,3,,1,2,3,0,1"]);
    assert_eq!(tables[0]["rows"][0]["value"], Value::Null);
    assert_eq!(tables[0]["rows"][0]["missing"], "4");
    let tables = scored(&["phq9", "1,2,3,,1,2,3,0,1", "--answered-min", "7"]);
    assert_eq!(tables[0]["rows"][0]["value"], 14.625);
    assert_eq!(tables[0]["rows"][0]["prorated"], 1);
    Folder::new()
        .run(&["score", "hamd17", "1", "--answered-min", "9"])
        .refused(2, &["the items of the HAM-D17 differ in range"]);
    Folder::new()
        .run(&["score", "phq9", ",,,,,,,,1", "--answered-min", "1"])
        .refused(
            2,
            &["1 is not from half of the 9 items of the PHQ-9 to all"],
        );
}

#[test]
fn a_file_is_scored_row_by_row() {
    let items: Vec<String> = (1..=9).map(|item| format!("phq9_{item}")).collect();
    let text = format!(
        "id,{}\nA,1,2,0,1,3,2,1,0,0\nB,3,3,3,3,3,3,3,3,3\n",
        items.join(",")
    );
    let folder = Folder::with("in.csv", text);
    let run = folder.run(&[
        "score",
        "phq9",
        "in.csv",
        "--out",
        "out/scored.csv",
        "--format",
        "json",
    ]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert_eq!(run.err, "wrote out/scored.csv\n");
    assert_eq!(
        csv_rows(&folder.text("out/scored.csv")),
        [
            [
                "id",
                "phq9_total",
                "phq9_missing",
                "phq9_band",
                "phq9_suicide_flag"
            ],
            ["A", "10", "0", "moderate", "no"],
            ["B", "27", "0", "severe", "yes"],
        ]
    );
}

#[test]
fn a_file_with_one_wrong_answer_leaves_nothing() {
    let folder = Folder::with("in.csv", "id,phq2_1,phq2_2\nA,1,2\nB,1,5\n");
    folder
        .run(&["score", "phq2", "in.csv", "--out", "out.csv"])
        .refused(2, &["in.csv, row 3, column \"phq2_2\": found \"5\""]);
    assert_eq!(folder.files(), ["in.csv"]);
    folder
        .run(&["score", "phq2", "none.csv"])
        .refused(2, &["none.csv: there is no such file"]);
}

#[test]
fn every_scale_is_listed_shown_and_exported() {
    let list = Folder::new()
        .run(&["instrument", "list", "--format", "csv"])
        .fine()
        .csv();
    assert!(list.len() > 30);
    for row in list.iter().skip(1) {
        let shown = Folder::new()
            .run(&["instrument", "show", &row[0]])
            .fine()
            .out;
        assert!(
            shown.contains("thresholds, each with its source"),
            "{}",
            row[0]
        );
        let exported = Folder::new()
            .run(&["instrument", "export", &row[0]])
            .fine()
            .json();
        assert_eq!(exported["resourceType"], "Questionnaire");
    }
}

#[test]
fn a_site_shows_its_own_wording_and_nobody_else_does() {
    let folder = Folder::new();
    let wording = "schema = \"euthymia.wording.v1\"\ninstrument = \"moaas\"\nlanguage = \"en\"\n\
                   permission = \"licence 17\"\n[[item]]\nid = \"1\"\ntext = \"Words of the clinic\"\n";
    folder.write("w.toml", wording);
    let shown = folder
        .run(&["instrument", "show", "moaas", "--wording", "w.toml"])
        .fine()
        .out;
    assert!(shown.contains("Words of the clinic"));
    let without = folder.run(&["instrument", "show", "moaas"]).fine().out;
    assert!(!without.contains("Words of the clinic"));
    folder
        .run(&["instrument", "show", "madrs", "--wording", "w.toml"])
        .refused(2, &["the wording is for \"moaas\", not for \"madrs\""]);
}

#[test]
fn rules_are_shown_and_totals_converted_for_groups_only() {
    let topics = [
        "outcomes",
        "trd",
        "doses",
        "crosswalks",
        "staging",
        "triage",
        "checklist",
        "genes",
    ];
    for topic in topics {
        let rows = Folder::new()
            .run(&["rules", topic, "--format", "csv"])
            .fine()
            .csv();
        assert!(rows.len() > 3, "{topic}");
    }
    let rows = Folder::new()
        .run(&[
            "convert", "madrs", "27", "--to", "hamd17", "--format", "csv",
        ])
        .fine()
        .csv();
    let at = |name: &str| {
        rows[0]
            .iter()
            .position(|key| key == name)
            .expect("a column")
    };
    assert_eq!(
        (
            rows[1][at("low")].as_str(),
            rows[1][at("individual_use")].as_str()
        ),
        ("20", "no")
    );
    Folder::new()
        .run(&["convert", "madrs", "61"])
        .refused(2, &["it runs from 0 to 60"]);
    Folder::new()
        .run(&["convert", "gad7", "10"])
        .refused(1, &["no published table converts GAD-7 10"]);
}

#[test]
fn courses_of_many_patients_and_of_one() {
    let folder = Folder::new();
    folder.copy("examples/visits.csv");
    folder.copy("examples/sessions.csv");
    let all = [
        "course",
        "examples/visits.csv",
        "--sessions",
        "examples/sessions.csv",
    ];
    let rows = folder
        .run(&[&all[..], &["--format", "csv"]].concat())
        .fine()
        .csv();
    let at = |name: &str| {
        rows[0]
            .iter()
            .position(|key| key == name)
            .expect("a column")
    };
    assert_eq!(rows.len(), 4);
    let (response, after) = (at("response_day"), at("after_treatment"));
    assert_eq!(
        (rows[1][response].as_str(), rows[1][after].as_str()),
        ("14", "≥ 138 days")
    );
    assert_eq!(
        (rows[2][response].as_str(), rows[2][after].as_str()),
        ("", "cannot say")
    );
    assert_eq!(
        (rows[3][response].as_str(), rows[3][after].as_str()),
        ("12", "10 to 72 days")
    );
    assert_eq!(rows[3][at("relapse")], "yes");
    let one = folder
        .run(&[&all[..], &["--patient", "B02"]].concat())
        .fine()
        .out;
    assert!(
        one.contains("Visits without a score") && one.contains("2026-02-17"),
        "{one}"
    );
    folder
        .run(&[&all[..], &["--patient", "X"]].concat())
        .refused(2, &["\"X\" is not in"]);
}

#[test]
fn a_course_in_days_shows_no_dates() {
    let text = "patient,day,phq9\nA,0,20\nA,14,\nA,28,9\n";
    let folder = Folder::with("v.csv", text);
    let shown = folder
        .run(&["course", "v.csv", "--patient", "A"])
        .fine()
        .out;
    assert!(!shown.contains("2000-"), "{shown}");
    assert!(shown.contains("interrupt anything: day 14."), "{shown}");
    let with_schedule = ["course", "v.csv", "--patient", "A", "--every", "7"];
    let due = folder.run(&with_schedule).fine().out;
    assert!(!due.contains("2000-") && due.contains("day 35"), "{due}");
    folder.write("late.csv", "patient,day,phq9\nA,5,20\n");
    folder.write("s.csv", "patient,day\nA,0\n");
    let all = folder
        .run(&["course", "late.csv", "--sessions", "s.csv"])
        .fine()
        .out;
    assert!(
        !all.contains("2000-") && all.contains("first day of treatment, day 0"),
        "{all}"
    );
    for (text, says) in [
        (
            "patient,day,phq9\nA,0,20\nA,0,21\n",
            "a second visit of this patient on the same day",
        ),
        (
            "patient,day,phq9\nA,0,28\n",
            "expected a PHQ-9 total from 0 to 27",
        ),
        (
            "patient,date,phq9\nA,1/2/2026,20\n",
            "expected a date such as 2026-03-31",
        ),
        (
            "patient,phq9\nA,20\n",
            "there is no column of dates or days",
        ),
        (
            "patient,day,value\nA,1,20\n",
            "no single column tells by its name",
        ),
    ] {
        Folder::with("v.csv", text)
            .run(&["course", "v.csv"])
            .refused(2, &["v.csv", says]);
    }
}
