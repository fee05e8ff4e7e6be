//! `euthymia case-series` on files that cannot be used, and what it must never leave unsaid.

use crate::run::Folder;

const HEADER: &str = "patient_id,day,madrs\n";

/// Refused with status 2, every part in the message, nothing printed, nothing written.
#[track_caller]
fn refused(files: &[(&str, &str)], more: &[&str], says: &[&str]) -> String {
    let folder = Folder::new();
    let mut arguments = vec!["case-series"];
    for (name, content) in files {
        folder.write(name, content);
        arguments.push(name);
    }
    let before = folder.files();
    arguments.extend(more);
    let run = folder.run(&arguments).refused(2, says);
    assert!(run.err.starts_with("error: "), "{}", run.err);
    assert_eq!(folder.files(), before);
    run.err
}

#[test]
fn each_kind_of_bad_input_names_its_place() {
    for (rows, says) in [
        (
            "R1,0,61\nR1,28,20\n",
            &[
                "clinic.csv, row 2, column \"madrs\": found \"61\"",
                "MADRS total from 0 to 60",
                "leave the cell empty",
            ][..],
        ),
        (
            "R1,0,30\nR1,28,20\nR1,28,12\n",
            &[
                "clinic.csv, row 4, column \"madrs\"",
                "another score at that time, in row 3",
                "same_day",
            ],
        ),
        (
            "R1,0,30\nR1,4.142857,20\n",
            &[
                "clinic.csv, row 3, column \"day\": found \"4.142857\"",
                "4.142857 × 7 = 29",
                "unit = \"weeks\"",
            ],
        ),
        (
            "R1,7,30\nR1,28,20\n",
            &["clinic.csv: no patient has a MADRS score on or before day 0"],
        ),
        (
            "R1,0,30\nR2,0,20\n",
            &["clinic.csv: no time after the baseline"],
        ),
        (
            ",0,30\nR1,28,20\nR1,0,20\n",
            &[
                "clinic.csv, row 2, column \"patient_id\"",
                "the patient is not named",
            ],
        ),
    ] {
        let content = format!("{HEADER}{rows}");
        refused(&[("clinic.csv", &content)], &[], says);
    }
}

#[test]
fn a_name_is_refused_and_never_printed() {
    let content = format!("{HEADER}Maria Muster,0,30\nMaria Muster,28,20\nR2,0,28\nR2,28,9\n");
    let says = [
        "clinic.csv, row 2, column \"patient_id\"",
        "--number-patients",
    ];
    let said = refused(&[("clinic.csv", &content)], &[], &says);
    assert!(!said.contains("Muster"), "{said}");
    let folder = Folder::with("clinic.csv", &content);
    for format in ["table", "json", "csv", "md"] {
        let arguments = [
            "case-series",
            "clinic.csv",
            "--number-patients",
            "--tables",
            "all",
            "--format",
            format,
        ];
        let run = folder.run(&arguments).fine();
        assert!(!run.out.contains("Muster"), "{}", run.out);
    }
}

#[test]
fn times_of_two_kinds() {
    let visits = format!("{HEADER}R1,0,30\nR1,28,20\n");
    let sessions = "patient_id,date,dose,dose_unit\nR1,2026-03-02,0.5,mg/kg\n";
    let says = [
        "sessions.csv, row 2, column \"date\"",
        "the visits have days",
    ];
    refused(
        &[("visits.csv", &visits), ("sessions.csv", sessions)],
        &[],
        &says,
    );
}

#[test]
fn settings_that_name_a_column_that_is_not_there() {
    let folder = Folder::with("clinic.csv", format!("{HEADER}R1,0,30\nR1,28,20\n"));
    let saved = [
        "case-series",
        "clinic.csv",
        "--save-settings",
        "a/s.toml",
        "--columns",
    ];
    folder.write("a/empty", "");
    folder.run(&saved);
    let text = folder.text("a/s.toml");
    folder.write("a/s.toml", text.replace("madrs = {", "madras = {"));
    let says = ["there is no column \"madras\"", "Did you mean \"madrs\"?"];
    folder
        .run(&["case-series", "--settings", "a/s.toml"])
        .refused(2, &says);
    // Settings in another folder still find their table.
    folder.write("a/s.toml", text);
    folder
        .run(&["case-series", "--settings", "a/s.toml"])
        .fine();
}

#[test]
fn what_is_not_used_is_counted_and_shown() {
    let rows = "R1,-14,33\nR1,0,30\nR1,28,20\nR1,,14\nR2,0,28\nR2,28,9\n";
    let folder = Folder::with("clinic.csv", format!("{HEADER}{rows}"));
    let run = folder.run(&["case-series", "clinic.csv"]).fine();
    for said in [
        "before the baseline",
        "clinic.csv, row 2, column madrs",
        "the visit has no time",
    ] {
        assert!(run.out.contains(said), "no {said} in\n{}", run.out);
    }
}

#[test]
fn a_flagged_answer_about_suicide_is_shown_whatever_is_asked_for() {
    let items: Vec<String> = (1..=9).map(|item| format!("phq9_{item}")).collect();
    let content = format!(
        "patient_id,week,{}\nR1,0,2,2,2,2,2,2,2,2,1\nR1,4,1,1,1,1,1,1,1,1,0\n\
         R2,0,2,2,2,2,2,2,2,2,0\nR2,4,1,1,1,1,1,1,1,1,0\n",
        items.join(",")
    );
    let folder = Folder::with("clinic.csv", content);
    for tables in ["flow", "definitions", "all"] {
        let run = folder
            .run(&["case-series", "clinic.csv", "--tables", tables])
            .fine();
        assert!(
            run.out.contains("Item about suicide flagged"),
            "{tables}: {}",
            run.out
        );
    }
    let run = folder.run(&["case-series", "clinic.csv"]).fine();
    assert!(
        run.out.contains("1 patient of 2 with an answer sheet"),
        "{}",
        run.out
    );
}

#[test]
fn odd_but_certain_series() {
    for (name, rows, said) in [
        ("one patient", "R1,0,30\nR1,28,12\n", "1/1 (100.0 %)"),
        (
            "identical",
            "R1,0,30\nR1,28,20\nR2,0,25\nR2,28,15\n",
            "changed by the same amount (10)",
        ),
        (
            "nobody",
            "R1,0,30\nR1,28,30\nR2,0,25\nR2,28,24\n",
            "0/2 (0.0 %)",
        ),
        (
            "all",
            "R1,0,30\nR1,28,10\nR2,0,25\nR2,28,5\n",
            "2/2 (100.0 %)",
        ),
    ] {
        let folder = Folder::with("clinic.csv", format!("{HEADER}{rows}"));
        let run = folder
            .run(&["case-series", "clinic.csv", "--tables", "all"])
            .fine();
        assert!(run.out.contains(said), "{name}: no {said} in\n{}", run.out);
        assert!(
            !run.out.contains("NaN") && !run.out.contains(" inf"),
            "{name}: {}",
            run.out
        );
    }
}
