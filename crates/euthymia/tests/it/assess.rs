//! `euthymia assess`: a record in, tables, JSON and a letter out.

use crate::page::Page;
use crate::run::{Folder, Run};
use serde_json::Value;

const EXAMPLES: [&str; 4] = ["two_failures", "gaps", "bipolar", "ketamine_course"];

fn examples() -> Folder {
    let folder = Folder::new();
    for name in EXAMPLES {
        folder.copy(&format!("examples/patients/{name}.toml"));
    }
    folder
}

fn path(name: &str) -> String {
    format!("examples/patients/{name}.toml")
}

fn tables(name: &str, more: &[&str]) -> Vec<Value> {
    let file = path(name);
    let arguments: Vec<&str> = [&["assess", file.as_str(), "--format", "json"], more].concat();
    let run: Run = examples().run(&arguments).fine();
    run.json().as_array().expect("several tables").clone()
}

#[track_caller]
fn rows(tables: &[Value], schema: &str) -> Vec<Value> {
    let found = tables
        .iter()
        .find(|table| table["schema"] == schema)
        .unwrap_or_else(|| panic!("no {schema}"));
    found["rows"].as_array().expect("rows").clone()
}

#[track_caller]
fn answer(tables: &[Value], definition: &str) -> String {
    let rows = rows(tables, "euthymia.assess.definitions.v1");
    let row = rows.iter().find(|row| row["id"] == definition);
    let row = row.unwrap_or_else(|| panic!("no {definition}"));
    row["answer"].as_str().expect("an answer").to_owned()
}

#[test]
fn definitions_disagree_about_the_same_patient() {
    let tables = tables("two_failures", &[]);
    assert_eq!(answer(&tables, "panel2021_4wk"), "yes");
    assert_eq!(answer(&tables, "fda_esketamine"), "no");
    assert_eq!(answer(&tables, "delphi2022"), "cannot say");
    assert_eq!(answer(&tables, "nierenberg_b"), "yes");
}

#[test]
fn a_choice_that_settles_a_gap_changes_the_answer() {
    // The lithium added to venlafaxine has no dose in the table; as part of that trial it is none.
    let tables = tables("two_failures", &["--augmentation", "same"]);
    assert_eq!(answer(&tables, "delphi2022"), "no");
    let rules = rows(&tables, "euthymia.assess.rules.v1");
    let choice = rules
        .iter()
        .find(|row| row["rule"] == "augmentation")
        .expect("the rule");
    assert_eq!(
        choice["choice"],
        "an augmentation is part of the trial it was added to"
    );
}

#[test]
fn bipolarity_excludes_where_a_definition_says_so_and_only_there() {
    let tables = tables("bipolar", &[]);
    assert_eq!(answer(&tables, "delphi2022"), "no");
    assert_eq!(answer(&tables, "classic2"), "yes");
    assert_eq!(answer(&tables, "source_sentence"), "no");
    let signs = rows(&tables, "euthymia.assess.suicidality.v1");
    assert_eq!(signs[0]["flagged"], "yes");
    assert!(
        signs[0]["sign"].as_str().expect("words").contains("low"),
        "{signs:?}"
    );
}

#[test]
fn a_gap_is_cannot_say_with_the_field_that_would_settle_it() {
    let tables = tables("gaps", &[]);
    let rows = rows(&tables, "euthymia.assess.definitions.v1");
    let classic = rows
        .iter()
        .find(|row| row["id"] == "classic2")
        .expect("classic2");
    assert_eq!(classic["answer"], "cannot say");
    let missing = classic["missing"].as_str().expect("missing fields");
    assert!(
        missing.contains("trial 1 (escitalopram): dose"),
        "{missing}"
    );
    let text = examples().run(&["assess", &path("gaps")]).fine().out;
    assert!(text.contains("What would settle the rest: "), "{text}");
}

#[test]
fn every_definition_names_its_source_and_every_reason_stands_below_its_definition() {
    let tables = tables("two_failures", &[]);
    let definitions = rows(&tables, "euthymia.assess.definitions.v1");
    assert_eq!(definitions.len(), 17);
    for row in &definitions {
        assert!(
            row["source"]
                .as_str()
                .is_some_and(|source| source.len() > 10),
            "{row}"
        );
        assert!(["confirmed", "unverified"].contains(&row["status"].as_str().expect("a status")));
    }
    for row in rows(&tables, "euthymia.assess.reasoning.v1") {
        let path = row["path"].as_str().expect("a path");
        assert!(
            path.split('.').all(|part| part.parse::<u32>().is_ok()),
            "{row}"
        );
        assert!(
            row["statement"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{row}"
        );
    }
}

#[test]
fn the_course_is_followed_by_the_rules_that_are_printed() {
    let choices = ["--every", "14", "--early", "14:20", "--reliable", "6.4:0.9"];
    let tables = tables("ketamine_course", &choices);
    let visits = rows(&tables, "euthymia.course.visits.v1");
    let days: Vec<f64> = visits
        .iter()
        .map(|row| row["day"].as_f64().expect("a day"))
        .collect();
    assert_eq!(days, [-1.0, 12.0, 21.0, 84.0, 119.0]);
    let events = rows(&tables, "euthymia.course.events.v1");
    let event = |name: &str| {
        let found = events
            .iter()
            .find(|row| row["event"].as_str().is_some_and(|e| e.starts_with(name)));
        found.unwrap_or_else(|| panic!("no {name}"))["answer"]
            .as_str()
            .expect("an answer")
            .to_owned()
    };
    assert_eq!(event("sustained response"), "yes");
    assert_eq!(event("relapse"), "cannot say");
    assert_eq!(event("early non-response"), "no");
    assert_eq!(event("next assessment due"), "2026-10-12");
    // 34 to 28: six points, and 5.61 are reliable.
    assert_eq!(event("reliable change"), "improved");
}

#[test]
fn a_letter_is_one_page_that_asks_for_nothing() {
    for name in EXAMPLES {
        let folder = examples();
        let run = folder.run(&["assess", &path(name), "--letter", "out/letter.html"]);
        assert_eq!(run.status, Some(0), "{}", run.err);
        assert_eq!(run.err, "wrote out/letter.html\n");
        let text = folder.text("out/letter.html");
        let page = Page::read(&text);
        assert_eq!(page.errors, [""; 0], "{name}");
        for word in ["http-equiv", "<script", "src=", "url(", "@import"] {
            assert!(!text.contains(word), "{name}: {word}");
        }
        for (_, link) in page.named("a") {
            let to = link.get("href").expect("a target");
            let id = to
                .strip_prefix('#')
                .unwrap_or_else(|| panic!("{name}: leads away: {to}"));
            assert!(page.id(id).is_some(), "{name}: {to} leads nowhere");
        }
        assert!(text.contains("informs and does not prescribe"));
        assert!(text.contains("Is it treatment-resistant?"));
    }
}

#[test]
fn the_letter_says_what_the_table_says() {
    let folder = examples();
    folder.run(&["assess", &path("two_failures"), "--letter", "l.html"]);
    let page = Page::read(&folder.text("l.html"));
    let tables = tables("two_failures", &[]);
    let answers: Vec<String> = page
        .named("td")
        .filter(|(_, cell)| {
            cell.get("class")
                .is_some_and(|class| class.starts_with("answer "))
        })
        .map(|(_, cell)| cell.text.trim().to_owned())
        .collect();
    let rows = rows(&tables, "euthymia.assess.definitions.v1");
    assert!(answers.len() >= rows.len());
    for (cell, row) in answers.iter().zip(&rows) {
        assert_eq!(row["answer"].as_str(), Some(cell.as_str()), "{row}");
    }
}

#[test]
fn a_record_that_cannot_be_used_leaves_no_letter() {
    let folder = examples();
    let text = folder
        .text(&path("two_failures"))
        .replace("\"225 mg\"", "\"225\"");
    folder.write("bad.toml", text);
    folder
        .run(&["assess", "bad.toml", "--letter", "l.html"])
        .refused(
            2,
            &[
                "bad.toml, line",
                "\"dose\"",
                "has no unit; write the daily dose as \"225 mg\"",
            ],
        );
    assert!(!folder.files().contains(&"l.html".to_owned()));
    folder
        .run(&["assess", "none.toml"])
        .refused(2, &["none.toml: there is no such file"]);
}

#[test]
fn a_clinic_brings_its_own_choices_and_its_own_doses() {
    let folder = examples();
    folder.write(
        "doses.toml",
        "schema = \"euthymia.doses.v1\"\nid = \"own\"\nname = \"Doses of the clinic\"\nversion = \"1\"\n\
         source = \"the clinic's pharmacist\"\nstatus = \"site\"\n\
         [[dose]]\ndrug = \"sertraline\"\nminimum_mg_per_day = 200\n\
         [[dose]]\ndrug = \"venlafaxine\"\nminimum_mg_per_day = 150\n",
    );
    folder.write(
        "site.toml",
        "schema = \"euthymia.site.v1\"\nname = \"Example clinic\"\nminimum_weeks = 8\n\
         dose_table = \"doses.toml\"\nnext_assessment_days = 28\n",
    );
    let file = path("two_failures");
    let run = folder
        .run(&["assess", &file, "--site", "site.toml", "--format", "json"])
        .fine();
    let tables = run.json().as_array().expect("tables").clone();
    let trials = rows(&tables, "euthymia.assess.trials.v1");
    assert_eq!(trials[0]["verdict"], "inadequate (dose too low)");
    assert_eq!(trials[2]["missing"], "a dose table with mirtazapine");
    let weeks = rows(&tables, "euthymia.assess.rules.v1");
    assert_eq!(weeks[1]["choice"], "8 weeks");
    folder.write(
        "broken.toml",
        "schema = \"euthymia.site.v1\"\nminimum_week = 8\n",
    );
    folder
        .run(&["assess", &file, "--site", "broken.toml"])
        .refused(
            2,
            &[
                "broken.toml, line 2, \"minimum_week\"",
                "Did you mean \"minimum_weeks\"?",
            ],
        );
}

#[test]
fn options_that_say_nothing_sensible_are_refused() {
    let folder = examples();
    let file = path("gaps");
    for (arguments, says) in [
        (["--weeks", "0"], "0 is not a least duration"),
        (["--augmentation", "maybe"], "use one of: separate, same"),
        (["--early", "14"], "write 14:20"),
        (
            ["--baseline", "monday"],
            "before-treatment, first nor a date",
        ),
        (["--every", "0"], "from 1 to 3660"),
        (["--reliable", "6.4:1"], "write 6.4:0.9"),
    ] {
        let all: Vec<&str> = [&["assess", file.as_str()][..], &arguments].concat();
        folder.run(&all).refused(2, &[says]);
    }
}
