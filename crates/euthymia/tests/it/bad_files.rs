//! Inputs that are no readable files, and outputs that cannot be written.

use crate::run::{Folder, repository};
use std::fs;

const TRIALS: &str = "study,events,n\nA,4,21\nB,5,22\n";
const PATIENTS: &str = "patient_id,madrs_baseline,madrs_post\nR1,30,20\nR2,28,9\n";

/// The commands that read a file, with the option that writes one.
fn commands<'a>(input: &'a str, output: &'a str) -> [Vec<&'a str>; 2] {
    [
        vec!["pool", input, "--measure", "PR", "--forest", output],
        vec!["cohort", input, "--figure", output],
    ]
}

#[test]
fn a_file_that_does_not_exist() {
    let folder = Folder::new();
    for arguments in commands("nowhere.csv", "figure.svg") {
        folder
            .run(&arguments)
            .refused(2, &["error: nowhere.csv: there is no such file"]);
        assert!(folder.files().is_empty());
    }
    let says = ["error: nowhere.csv: there is no such file"];
    folder
        .run(&["report", "--cohort", "nowhere.csv"])
        .refused(2, &says);
    assert!(folder.files().is_empty());
}

#[test]
fn a_folder_instead_of_a_file() {
    let folder = Folder::with("data.csv/inside.txt", "");
    for arguments in commands("data.csv", "figure.svg") {
        folder
            .run(&arguments)
            .refused(2, &["error: data.csv: this is a folder"]);
        assert_eq!(folder.files(), ["data.csv/inside.txt"]);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with("secret.csv", TRIALS);
    let path = folder.path("secret.csv");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::read(&path).is_ok() {
        // The administrator may read everything, so that nothing is refused here.
        crate::tools::say("skipped: permissions do not bind this user (1 check)");
        return;
    }
    for arguments in commands("secret.csv", "figure.svg") {
        folder
            .run(&arguments)
            .refused(2, &["error: secret.csv: the file cannot be read"]);
        assert_eq!(folder.files(), ["secret.csv"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_whose_reading_fails_halfway() {
    let folder = Folder::new();
    for arguments in commands("/proc/self/mem", "figure.svg") {
        folder
            .run(&arguments)
            .refused(2, &["error: /proc/self/mem: the file cannot be read"]);
        assert!(folder.files().is_empty());
    }
}

#[test]
fn an_output_below_a_file() {
    for (content, command) in [(TRIALS, 0), (PATIENTS, 1)] {
        let folder = Folder::with("in.csv", content);
        folder.write("blocker", "kept");
        let arguments = &commands("in.csv", "blocker/deeper/figure.pdf")[command];
        folder
            .run(arguments)
            .refused(2, &["blocker/deeper/figure.pdf: cannot be written"]);
        assert_eq!(folder.files(), ["blocker", "in.csv"]);
        assert_eq!(folder.text("blocker"), "kept");
    }
}

#[test]
fn an_output_that_is_a_folder() {
    for (content, command) in [(TRIALS, 0), (PATIENTS, 1)] {
        let folder = Folder::with("in.csv", content);
        folder.write("figure.svg/inside.txt", "kept");
        let arguments = &commands("in.csv", "figure.svg")[command];
        let says = [
            "figure.svg: cannot be written",
            "it is a folder; name a file",
        ];
        folder.run(arguments).refused(2, &says);
        assert_eq!(folder.files(), ["figure.svg/inside.txt", "in.csv"]);
    }
}

#[test]
fn an_output_of_an_unknown_kind_is_refused_before_anything_is_read() {
    let folder = Folder::new();
    for ending in ["figure.gif", "figure", "svg", "figure.svg.bak"] {
        for arguments in commands("nowhere.csv", ending) {
            let says = [ending, "ends in .svg, .png or .pdf"];
            folder.run(&arguments).refused(2, &says);
        }
    }
    assert!(folder.files().is_empty());
}

#[test]
fn a_report_that_cannot_be_written_leaves_what_was_there() {
    let folder = Folder::with("report", "kept");
    folder
        .run(&["report"])
        .refused(2, &["report/index.html: cannot be written"]);
    assert_eq!(folder.files(), ["report"]);
    assert_eq!(folder.text("report"), "kept");
}

#[test]
fn an_old_figure_survives_bad_input() {
    let folder = Folder::with("in.csv", "study,events,n\nA,9,2\n");
    folder.write("figure.svg", "old");
    folder
        .run(&commands("in.csv", "figure.svg")[0])
        .refused(2, &["more events"]);
    assert_eq!(folder.text("figure.svg"), "old");
    folder.write("in.csv", TRIALS);
    assert_eq!(
        folder.run(&commands("in.csv", "figure.svg")[0]).status,
        Some(0)
    );
    assert!(folder.text("figure.svg").starts_with("<svg"));
    assert_eq!(folder.files(), ["figure.svg", "in.csv"]);
}

#[test]
fn names_with_spaces_quotes_and_umlauts() {
    let folder = Folder::with("Müller's \"best\" trials.csv", TRIALS);
    let arguments = commands("Müller's \"best\" trials.csv", "Abb 1 – Überblick.svg");
    assert_eq!(folder.run(&arguments[0]).status, Some(0));
    let drawing = folder.text("Abb 1 – Überblick.svg");
    assert!(drawing.contains("Müller"), "{drawing}");
}

#[test]
fn a_report_on_a_bad_cohort_writes_nothing() {
    let folder = Folder::with(
        "mine.csv",
        "patient_id,madrs_baseline,madrs_post\nR1,61,2\n",
    );
    let says = ["mine.csv, row 2, column \"madrs_baseline\": found \"61\""];
    folder
        .run(&["report", "--cohort", "mine.csv", "--svg"])
        .refused(2, &says);
    assert_eq!(folder.files(), ["mine.csv"]);
}

#[test]
fn a_report_on_broken_evidence_writes_nothing() {
    let folder = Folder::new();
    for entry in fs::read_dir(repository("evidence")).expect("evidence") {
        let name = entry.expect("an entry").file_name();
        folder.copy(&format!("evidence/{}", name.to_string_lossy()));
    }
    let arms = folder.text("evidence/arms.csv");
    folder.write("evidence/arms.csv", arms.replacen("study_id", "study", 1));
    let says = ["arms.csv", "there is no column \"study_id\""];
    folder
        .run(&["report", "--evidence", "evidence"])
        .refused(2, &says);
    assert!(!folder.path("report").exists());
}
