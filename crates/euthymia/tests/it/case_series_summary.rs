//! `euthymia case-series --summary`.

use crate::run::Folder;

const EXAMPLE: &str = "examples/clinic_visits.csv";

#[test]
fn the_same_numbers_as_without_it() {
    let folder = Folder::new();
    folder.copy(EXAMPLE);
    let tables = |more: &[&str]| {
        let asked = ["case-series", EXAMPLE, "--tables", "visits,definitions"];
        folder.run(&[&asked, more].concat()).fine().out
    };
    let held = tables(&[]);
    assert!(held.contains("6/17 (35.3 %)"), "{held}");
    assert_eq!(tables(&["--summary"]), held);
    assert_eq!(tables(&["--summary", "--threads", "1"]), held);
}

#[test]
fn flow_visits_definitions_and_what_is_left_out_unless_others_are_asked_for() {
    let folder = Folder::new();
    folder.copy(EXAMPLE);
    let out = folder
        .run(&["case-series", EXAMPLE, "--summary", "--format", "json"])
        .fine()
        .out;
    for schema in ["flow", "by_visit", "definitions", "left_out"] {
        let schema = format!("euthymia.case_series.{schema}.v1");
        assert!(out.contains(&schema), "{schema}");
    }
    folder
        .run(&["case-series", EXAMPLE, "--summary", "--tables", "events"])
        .refused(2, &["with --summary there is no \"events\"", "left-out"]);
}

#[test]
fn what_it_cannot_read_is_said_with_what_to_do() {
    let apart = "patient_id,day,madrs\nP1,0,30\nP2,0,30\nP1,7,30\n";
    Folder::with("visits.csv", apart)
        .run(&["case-series", "visits.csv", "--summary"])
        .refused(2, &["visits.csv, row 4", "sort the file by patient"]);
    let wide = "patient_id,madrs_baseline,madrs_week4\nP1,30,20\n";
    Folder::with("patients.csv", wide)
        .run(&["case-series", "patients.csv", "--summary"])
        .refused(2, &["one file with one row per visit"]);
}
