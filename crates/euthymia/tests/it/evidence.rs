//! `euthymia evidence check`, `list` and `show`.

use crate::run::{Folder, Run, repository};

fn evidence(more: &[&str]) -> Run {
    let mut arguments = vec!["evidence"];
    arguments.extend(more);
    Folder::new().run(&arguments)
}

/// A folder with a copy of the evidence base.
fn copied() -> Folder {
    let folder = Folder::new();
    for entry in std::fs::read_dir(repository("evidence")).expect("evidence") {
        let name = entry.expect("an entry").file_name();
        folder.copy(&format!("evidence/{}", name.to_string_lossy()));
    }
    folder
}

#[test]
fn the_bundled_evidence_has_no_errors() {
    let run = evidence(&["check"]).fine();
    assert!(run.out.contains("0 errors, "), "{}", run.out);
    let counts = run
        .out
        .lines()
        .find(|line| line.starts_with("Checked: "))
        .expect("counts");
    for what in ["studies", "arms", "outcome rows"] {
        assert!(counts.contains(what), "{counts}");
    }
}

#[test]
fn the_counts_are_those_of_the_files() {
    let rows = |file: &str| {
        let bytes = std::fs::read(repository(&format!("evidence/{file}"))).expect("read");
        csv::Reader::from_reader(bytes.as_slice()).records().count()
    };
    let expected = format!(
        "Checked: {} studies, {} arms, {} outcome rows.",
        rows("studies.csv"),
        rows("arms.csv"),
        rows("outcomes.csv")
    );
    let run = evidence(&["check"]).fine();
    assert!(run.out.contains(&expected), "no \"{expected}\"");
    let listed = evidence(&["list", "--format", "csv"]).fine().csv();
    assert_eq!(listed.len() - 1, rows("studies.csv"));
}

#[test]
fn a_copy_in_a_folder_gives_the_same_findings() {
    let folder = copied();
    let run = folder.run(&[
        "evidence",
        "check",
        "--evidence",
        "evidence",
        "--format",
        "json",
    ]);
    let (there, here) = (
        run.fine().json(),
        evidence(&["check", "--format", "json"]).json(),
    );
    assert_eq!(
        there["rows"].as_array().map(Vec::len),
        here["rows"].as_array().map(Vec::len)
    );
}

#[test]
fn a_count_beyond_its_group_is_found_where_it_stands() {
    let folder = copied();
    let outcomes = folder.text("evidence/outcomes.csv");
    let mut reader = csv::Reader::from_reader(outcomes.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| {
        header
            .iter()
            .position(|column| column == name)
            .expect("a column")
    };
    let mut rows: Vec<csv::StringRecord> =
        reader.records().map(|row| row.expect("a row")).collect();
    let position = rows
        .iter()
        .position(|row| &row[at("events")] == "4" && &row[at("n")] == "21");
    let position = position.expect("the row 4/21");
    let changed: csv::StringRecord = rows[position]
        .iter()
        .enumerate()
        .map(|(column, cell)| if column == at("events") { "44" } else { cell })
        .collect();
    rows[position] = changed;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("written");
    for row in &rows {
        writer.write_record(row).expect("written");
    }
    folder.write("evidence/outcomes.csv", writer.into_inner().expect("bytes"));
    let run = folder.run(&[
        "evidence",
        "check",
        "--evidence",
        "evidence",
        "--format",
        "csv",
    ]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    let findings = run.csv();
    let error = findings
        .iter()
        .find(|row| row[0] == "error" && row[4] == "44")
        .expect("an error");
    assert!(error[1].ends_with("outcomes.csv"), "{error:?}");
    assert_eq!(error[2], (position + 2).to_string(), "the header is row 1");
    assert_eq!(error[3], "events");
    assert!(!error[5].is_empty() && !error[6].is_empty(), "{error:?}");
}

#[test]
fn files_that_cannot_be_read_are_findings() {
    let folder = copied();
    std::fs::remove_file(folder.path("evidence/arms.csv")).expect("removed");
    let run = folder.run(&["evidence", "check", "--evidence", "evidence"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(run.out.contains("arms.csv"), "{}", run.out);
    let run = folder.run(&["evidence", "check", "--evidence", "nowhere"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    folder
        .run(&["evidence", "list", "--evidence", "nowhere"])
        .refused(2, &["nowhere"]);
}

/// Longest line in columns; every character here is one column wide.
fn longest(text: &str) -> usize {
    text.lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0)
}

#[test]
fn everything_fits_a_terminal_of_80_columns() {
    let folder = Folder::new();
    for arguments in [
        &["evidence", "check"][..],
        &["evidence", "list"],
        &["evidence", "list", "--treatment", "psilocybin"],
        &["evidence", "show", "payette-2023"],
        &["evidence", "show", "transform-2"],
        &["evidence", "show", "comp005"],
        &[
            "pool",
            "--treatment",
            "ketamine_iv",
            "--outcome",
            "response",
        ],
        &["report"],
    ] {
        let run = folder.run_at_width(80, arguments).fine();
        // The report's sentences are left to the terminal to break.
        let text = run
            .out
            .split("In plain language")
            .next()
            .unwrap_or_default();
        assert!(
            longest(text) <= 80,
            "{arguments:?}: {}\n{text}",
            longest(text)
        );
        assert!(!text.contains('\u{1b}'), "colours in a pipe: {arguments:?}");
    }
}

#[test]
fn one_study_is_shown_with_its_numbers_and_marks() {
    let run = evidence(&["show", "payette-2023"]).fine();
    for printed in [
        "Payette 2023",
        "10.1016/j.jad.2023.04.019",
        "4/21",
        "2/21",
        "seen",
        "day 14",
    ] {
        assert!(run.out.contains(printed), "no {printed} in\n{}", run.out);
    }
    // A part of the name finds it too, whatever the case.
    assert_eq!(evidence(&["show", "PAYETTE"]).fine().out, run.out);
}

#[test]
fn every_study_can_be_shown_in_every_format() {
    let folder = Folder::new();
    let listed = folder
        .run(&["evidence", "list", "--format", "json"])
        .fine()
        .json();
    let studies = listed["rows"].as_array().expect("rows");
    assert!(studies.len() > 80);
    for (at, study) in studies.iter().enumerate() {
        let id = study["study_id"].as_str().expect("an id");
        let format = ["table", "json", "csv", "md"][at % 4];
        let run = folder
            .run(&["evidence", "show", id, "--format", format])
            .fine();
        match format {
            "json" => {
                let json = run.json();
                let tables = json.as_array().expect("tables");
                assert!(tables.len() >= 3, "{id}");
                assert_eq!(tables[2]["schema"], "euthymia.evidence.outcomes.v1");
            }
            "csv" => assert!(run.out.starts_with("field,value"), "{id}: {}", run.out),
            "md" => assert!(run.out.starts_with("**"), "{id}: {}", run.out),
            _ => assert!(run.out.contains("Outcomes"), "{id}: {}", run.out),
        }
    }
}

#[test]
fn the_list_can_be_narrowed() {
    let all = evidence(&["list", "--format", "csv"]).fine().csv().len();
    let some = evidence(&["list", "--treatment", "psilocybin", "--format", "csv"])
        .fine()
        .csv();
    assert!(
        some.len() > 2 && some.len() < all,
        "{} of {all}",
        some.len()
    );
    assert!(
        some.iter()
            .skip(1)
            .all(|row| row.join(",").contains("psilocybin")),
        "{some:?}"
    );
    let says = ["\"psilo\" is not a treatment", "psilocybin"];
    evidence(&["list", "--treatment", "psilo"]).refused(2, &says);
}

#[test]
fn ambiguous_and_unknown_names() {
    evidence(&["show", "transform"]).refused(
        2,
        &[
            "\"transform\" could be: ",
            "transform-1",
            "transform-2",
            "transform-3",
        ],
    );
    evidence(&["show", "nosuchstudy"]).refused(
        2,
        &[
            "there is no study \"nosuchstudy\"",
            "euthymia evidence list",
        ],
    );
}
