//! `euthymia cohort` on files that cannot be used, or that are odd but certain.

use crate::run::Folder;

const HEADER: &str = "patient_id,madrs_baseline,madrs_post\n";

/// Refused with status 2, every part in the message, nothing printed, nothing written.
#[track_caller]
fn refused(content: impl AsRef<[u8]>, more: &[&str], says: &[&str]) {
    let folder = Folder::with("patients.csv", content);
    let mut arguments = vec!["cohort", "patients.csv", "--figure", "change.png"];
    arguments.extend(more);
    let run = folder.run(&arguments).refused(2, says);
    assert!(run.err.starts_with("error: "), "{}", run.err);
    assert_eq!(folder.files(), ["patients.csv"]);
}

#[test]
fn a_missing_column_is_named_with_what_is_there() {
    let says = ["patients.csv: there is no column of scores such as \"madrs_baseline\""];
    refused("patient_id,madrs_post\nR1,20\n", &[], &says);
    let says = [
        "--before and --after",
        "--instrument",
        "patient_id, first, second",
    ];
    refused("patient_id,first,second\nR1,30,20\n", &[], &says);
    let says = ["there is no column \"fist\"", "Did you mean \"first\"?"];
    refused("id,first,second\nR1,30,20\n", &["--before", "fist"], &says);
}

#[test]
fn a_column_whose_scale_is_unknown() {
    let says = [
        "column \"first\"",
        "does not tell the scale",
        "--instrument madrs",
    ];
    let content = "id,first,second\nR1,30,20\n";
    refused(content, &["--before", "first", "--after", "second"], &says);
}

#[test]
fn two_scales_in_one_file_must_be_chosen_between() {
    let content = "id,madrs_baseline,madrs_post,phq9_baseline,phq9_post\nR1,30,20,15,9\n";
    let says = [
        "madrs_baseline",
        "phq9_baseline",
        "Choose the scale with --instrument",
    ];
    refused(content, &[], &says);
    let run = Folder::with("patients.csv", content)
        .run(&["cohort", "patients.csv", "--instrument", "phq9"])
        .fine();
    assert!(run.out.contains("PHQ-9"), "{}", run.out);
}

#[test]
fn a_score_beyond_the_scale() {
    for (score, column, row) in [
        ("61", "madrs_baseline", "R1,61,20\n"),
        ("-1", "madrs_post", "R1,30,-1\n"),
    ] {
        let place = format!("patients.csv, row 2, column \"{column}\": found \"{score}\"");
        let says = [
            place.as_str(),
            "MADRS total from 0 to 60",
            "leave the cell empty",
        ];
        refused(format!("{HEADER}{row}"), &[], &says);
    }
}

#[test]
fn a_text_where_a_score_belongs() {
    let says = [
        "row 3, column \"madrs_post\": found \"low\"",
        "expected a number",
        "12.5",
    ];
    refused(format!("{HEADER}R1,30,20\nR2,30,low\n"), &[], &says);
    refused(
        format!("{HEADER}R1,NaN,20\n"),
        &[],
        &["found \"NaN\"", "--missing \"NaN\""],
    );
}

#[test]
fn a_patient_who_stands_twice_or_has_no_name() {
    let says = [
        "row 4, column \"patient_id\": found \"R1\"",
        "already in row 2",
        "One row per",
    ];
    refused(
        format!("{HEADER}R1,30,20\nR2,30,20\nR1,31,21\n"),
        &[],
        &says,
    );
    let says = [
        "row 2, column \"patient_id\"",
        "Give every row an identifier.",
    ];
    refused(format!("{HEADER},30,20\n"), &[], &says);
}

#[test]
fn nobody_with_both_scores() {
    refused(
        format!("{HEADER}R1,,20\nR2,30,\n"),
        &[],
        &["no patient has both scores"],
    );
}

#[test]
fn files_without_rows_and_broken_ones() {
    refused("", &[], &["the file is empty"]);
    refused(HEADER, &[], &["column names but no rows"]);
    refused(
        format!("{HEADER}R1,30\n"),
        &[],
        &["row 2: the row has 2 fields"],
    );
    refused(format!("{HEADER}R\0,30,20\n"), &[], &["row 2", "NUL"]);
    refused(
        b"patient_id,madrs_baseline,madrs_post\nM\xfc,30,20\n",
        &[],
        &["0xFC", "\"Mü\""],
    );
    refused(format!("{HEADER}R1,1e400,20\n"), &[], &["double precision"]);
}

#[test]
fn definitions_and_levels_that_are_none() {
    let content = format!("{HEADER}R1,30,20\n");
    for (option, value, says) in [
        ("--remission", "<=abc", "\"abc\" is not a number"),
        (
            "--remission",
            "hamd17<=7",
            "a rule for hamd17, but the scores are on the MADRS",
        ),
        (
            "--response",
            "trial_defined",
            "not a rule that scores can be held against",
        ),
        (
            "--instrument",
            "nosuch",
            "\"nosuch\" is not a scale; use one of: ",
        ),
        ("--level", "200", "200 is not a confidence level"),
        ("--decimal", "semicolon", "use point or comma"),
        ("--encoding", "ebcdic", "use one of: utf-8, utf-16le"),
        ("--delimiter", "ab", "not a single ASCII character"),
    ] {
        refused(&content, &[option, value], &[says]);
    }
}

#[test]
fn what_is_certain_is_read() {
    let plain = format!("{HEADER}R1,30.5,20\nR2,28,9.25\nR3,33,31\n");
    let print = |content: String| {
        let folder = Folder::with("patients.csv", content);
        let run = folder.run(&["cohort", "patients.csv", "--format", "json"]);
        assert_eq!(run.status, Some(0), "{}", run.err);
        run.out
    };
    let expected = print(plain.clone());
    for (name, content) in [
        ("byte order mark", format!("\u{feff}{plain}")),
        ("CRLF", plain.replace('\n', "\r\n")),
        (
            "German spreadsheet",
            plain.replace(',', ";").replace('.', ","),
        ),
        ("no identifier", plain.replace("patient_id", "initials")),
    ] {
        assert_eq!(print(content), expected, "{name}");
    }
}
