//! What a person sees of conditions, medicines and the programme: nothing that was not read looks like
//! a no.

use euthymia_app::protocol::check::{Asked, check};
use euthymia_app::protocol::compare::compare_view;
use euthymia_app::protocol::find;
use euthymia_app::protocol::show::show_views;
use euthymia_app::record::{Record, read_text};
use euthymia_table::{TableView, Value};

const HEAD: &str =
    "schema = \"euthymia.patient.v1\"\n[patient]\nid = \"P\"\nassessed = 2026-10-05\n";

fn record(rest: &str) -> Record {
    read_text(&format!("{HEAD}{rest}"), "p.toml", None).expect("a record")
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Count(count) => count.to_string(),
        _ => String::new(),
    }
}

/// A cell by the key of its column.
fn cell(table: &TableView, row: &[Value], key: &str) -> String {
    let at = table.columns.iter().position(|column| column.key == key);
    text(&row[at.unwrap_or_else(|| panic!("no column {key}"))])
}

fn table(views: Vec<TableView>, name: &str) -> TableView {
    let schema = format!("euthymia.protocol.{name}.v1");
    let found = views.into_iter().find(|view| view.schema == schema);
    found.unwrap_or_else(|| panic!("no table {name}"))
}

fn shown(id: &str, name: &str) -> TableView {
    table(show_views(&find(id).expect("a protocol")), name)
}

fn checked(id: &str, record: &Record) -> (TableView, bool) {
    let protocol = find(id).expect("a protocol");
    let checked = check(&protocol, &Asked::default(), Some(record)).expect("a check");
    (table(checked.views, "flags"), checked.is_flagged)
}

/// The row of a condition or medicine.
fn row(flags: &TableView, key: &str) -> Vec<Value> {
    let found = flags.rows.iter();
    let mut found = found.filter(|row| cell(flags, row, "key").ends_with(&format!(" {key}")));
    found.next().unwrap_or_else(|| panic!("no {key}")).clone()
}

#[test]
fn show_lists_the_screening_before_the_first_pulse() {
    let list = shown("tms_10hz_left", "cautions");
    // 9 absolute, 3 to be considered, 13 questions.
    assert_eq!(list.rows.len(), 25);
    assert!(list.notes.iter().any(|note| note.contains("not absolute")));
    let keys: Vec<String> = list
        .rows
        .iter()
        .map(|row| cell(&list, row, "key"))
        .collect();
    assert!(keys.contains(&"[conditions] cochlear_implant".to_owned()));
    assert!(shown("ketamine_iv_40min", "cautions").notes.is_empty());
}

#[test]
fn a_protocol_without_cautions_says_that_it_means_nothing() {
    let list = shown("mdma_mapp2", "cautions");
    assert_eq!(list.rows.len(), 1);
    let words = cell(&list, &list.rows[0], "name");
    assert!(words.starts_with("nothing read"), "{words}");
    assert!(words.contains("does not mean"), "{words}");
    let (flags, _) = checked("mdma_mapp2", &record(""));
    assert_eq!(cell(&flags, &flags.rows[0], "present"), "cannot say");
    let sided = compare_view(&[
        find("mdma_mapp2").expect("MDMA"),
        find("tms_10hz_left").expect("TMS"),
        find("psilocybin_carhart_harris").expect("psilocybin"),
    ]);
    let sided = sided.expect("a comparison");
    let line = |label: &str| -> Vec<String> {
        let found = sided.rows.iter().find(|row| text(&row[0]) == label);
        found.unwrap_or_else(|| panic!("no {label}"))[2..]
            .iter()
            .map(text)
            .collect()
    };
    // 22 conditions and 6 medicines, of which 5 were recalled; 13 questions of the screening were.
    assert_eq!(
        line("conditions and medicines"),
        ["nothing read", "25, 13 unverified", "28, 5 unverified"]
    );
    assert_eq!(line("conditions and medicines: contraindication")[1], "9");
    assert_eq!(
        line("conditions and medicines: excluded from the trial")[..2],
        ["", ""]
    );
}

#[test]
fn a_gap_names_its_field_and_the_remark_of_the_file() {
    let (flags, is_flagged) = checked(
        "psilocybin_comp001",
        &record(
            "episode_start = 2025-06-01\n[[treatment]]\nkind = \"ect\"\nstart = 2020-03-02\nstop = 2020-04-10\n",
        ),
    );
    assert!(!is_flagged);
    let ect = row(&flags, "ect_this_episode");
    assert_eq!(cell(&flags, &ect, "present"), "cannot say");
    let missing = cell(&flags, &ect, "missing");
    assert!(missing.contains("[patient] history_complete"), "{missing}");
    let settles = cell(&flags, &ect, "settles");
    assert!(settles.contains("first day of the episode"), "{settles}");
    let what = cell(&flags, &ect, "what");
    assert!(
        what.contains("2020-04-10") && what.contains("2025-06-01"),
        "{what}"
    );
}

#[test]
fn ect_in_the_episode_flags() {
    let (flags, is_flagged) = checked(
        "psilocybin_comp001",
        &record(
            "episode_start = 2025-06-01\n[[treatment]]\nkind = \"ect\"\nstart = 2025-08-01\nstop = 2025-09-01\n",
        ),
    );
    assert!(is_flagged);
    assert_eq!(
        cell(&flags, &row(&flags, "ect_this_episode"), "present"),
        "yes"
    );
}

#[test]
fn washouts_of_a_complete_history_are_noes_with_days() {
    let (flags, _) = checked(
        "psilocybin_comp001",
        &record(
            "history_complete = true\n[[trial]]\ndrug = \"phenelzine\"\nstart = 2025-10-01\nstop = 2025-12-31\n",
        ),
    );
    // 31 December 2025 to 5 October 2026: 278 days.
    let maoi = row(&flags, "maoi");
    assert_eq!(cell(&flags, &maoi, "present"), "no");
    let what = cell(&flags, &maoi, "what");
    assert!(what.contains("278 days before, 14 wanted"), "{what}");
    assert_eq!(cell(&flags, &row(&flags, "fluoxetine"), "present"), "no");
    assert_eq!(
        cell(&flags, &row(&flags, "triptan"), "present"),
        "cannot say"
    );
}

#[test]
fn psychosis_and_suicidality_are_told_beside_every_protocol() {
    let record = record(
        "severity = \"severe_with_psychosis\"\n[[score]]\ndate = 2026-10-04\ninstrument = \"cssrs_screener\"\nanswers = \"1,1,0,1,0,0,\"\n",
    );
    for id in [
        "tms_saint",
        "mdma_mapp2",
        "ketamine_iv_40min",
        "psilocybin_raison",
    ] {
        let (flags, _) = checked(id, &record);
        let notes = flags.notes.join(" ");
        assert!(notes.contains("severe with psychosis"), "{id}: {notes}");
        assert!(notes.contains("2026-10-04: C-SSRS"), "{id}: {notes}");
    }
    let (flags, is_flagged) = checked("psilocybin_raison", &record);
    assert!(is_flagged);
    for key in [
        "psychosis_or_mania",
        "suicidal_intent",
        "suicide_risk",
        "psychotic_disorder",
    ] {
        assert_eq!(cell(&flags, &row(&flags, key), "present"), "yes", "{key}");
    }
}

#[test]
fn a_programme_has_every_topic_and_says_where_nothing_was_read() {
    let topics = [
        "preparation",
        "integration",
        "maintenance",
        "who may run it",
        "setting",
        "consent",
    ];
    let list = euthymia_clinical::protocol::bundled_ids();
    for id in list {
        let programme = shown(id, "programme");
        for topic in topics {
            let mut rows = programme.rows.iter();
            assert!(
                rows.any(|row| text(&row[1]).contains(topic)),
                "{id}: {topic}"
            );
        }
        for row in &programme.rows {
            let is_unread = cell(&programme, row, "text").starts_with("nothing read");
            assert_eq!(
                cell(&programme, row, "source").is_empty(),
                is_unread,
                "{id}: {row:?}"
            );
        }
    }
    let unread = |id: &str| {
        let programme = shown(id, "programme");
        let rows = programme.rows.iter();
        let found = rows.filter(|row| cell(&programme, row, "text") == "nothing read");
        found
            .map(|row| cell(&programme, row, "topic"))
            .collect::<Vec<_>>()
    };
    assert_eq!(unread("mdma_mapp2"), ["maintenance", "setting"]);
    assert_eq!(unread("psilocybin_comp001"), ["maintenance"]);
    assert_eq!(unread("esketamine_adult"), ["integration"]);
    assert_eq!(unread("esketamine_mdsi"), ["integration", "maintenance"]);
    let both = shown("tms_ketamine_ctk", "programme");
    let rows = both.rows.iter();
    let itself = rows.filter(|row| cell(&both, row, "text").contains("combination itself"));
    assert_eq!(itself.count(), 6);
}

#[test]
fn every_ten_minutes_runs_as_long_as_the_infusion() {
    for (id, expected) in [
        ("ketamine_iv_40min", "10, 20, 30, 40"),
        ("ketamine_iv_60min_six", "10, 20, 30, 40, 50, 60"),
        // 30 min by one report, 20 by the other.
        ("tms_ketamine_ctk", "every 10"),
        ("ketamine_oral", "every 10"),
    ] {
        let monitoring = shown(id, "monitoring");
        let mut rows = monitoring.rows.iter();
        let row = rows.find(|row| cell(&monitoring, row, "what") == "blood pressure every 10 min");
        let minutes = cell(&monitoring, row.expect("every 10 min"), "minutes");
        assert_eq!(minutes, expected, "{id}");
    }
    let none = shown("mdma_mapp2", "monitoring");
    assert_eq!(cell(&none, &none.rows[0], "what"), "nothing read");
}
