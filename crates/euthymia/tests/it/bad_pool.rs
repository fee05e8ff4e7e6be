//! `euthymia pool` on files that cannot be used.

use crate::odd_but_certain::{KINDS, MEAN_ROW, MEANS, ONE, TWO};
use crate::run::Folder;

/// Refused with status 2, every part in the message, nothing printed, nothing written.
#[track_caller]
fn refused(measure: &str, content: impl AsRef<[u8]>, says: &[&str]) {
    let folder = Folder::with("trials.csv", content);
    for figure in ["forest.svg", "new/folder/forest.pdf"] {
        let run = folder
            .run(&[
                "pool",
                "trials.csv",
                "--measure",
                measure,
                "--forest",
                figure,
            ])
            .refused(2, says);
        for line in run.err.lines() {
            assert!(line.starts_with("error: trials.csv"), "{line}");
            assert!(line.trim_end().ends_with('.'), "no sentence: {line}");
        }
        assert_eq!(folder.files(), ["trials.csv"]);
        assert!(!folder.path("new").exists());
    }
}

/// One finding of one cell, in each of the formats that a message has.
#[track_caller]
fn refused_at(measure: &str, content: &str, row: usize, column: &str, says: &[&str]) {
    let place = format!("trials.csv, row {row}, column \"{column}\": ");
    let parts: Vec<&str> = std::iter::once(place.as_str())
        .chain(says.iter().copied())
        .collect();
    refused(measure, content, &parts);
}

#[test]
fn a_missing_column_is_named_with_what_is_there() {
    for (measure, header, row, _) in KINDS {
        let names: Vec<&str> = header.trim_end().split(',').collect();
        for (at, name) in names.iter().enumerate() {
            let drop = |line: &str| {
                let mut cells: Vec<&str> = line.trim_end().split(',').collect();
                cells.remove(at);
                cells.join(",")
            };
            let content = format!("{}\n{}\n", drop(header), drop(row));
            let missing = format!("there is no column \"{name}\"");
            let there = "The columns are: ";
            refused(measure, content, &["error: trials.csv: ", &missing, there]);
        }
    }
}

#[test]
fn a_misspelt_column_is_guessed_at() {
    refused(
        "PR",
        "study,evnets,n\nA,1,2\n",
        &["Did you mean \"evnets\"?"],
    );
}

#[test]
fn a_text_in_a_number_column() {
    let digits =
        "Write the count as digits, or remove the row: a study cannot be pooled without it.";
    refused_at(
        "PR",
        "study,events,n\nA,1,9\nB,two,9\n",
        3,
        "events",
        &["found \"two\"", digits],
    );
    let two = format!("{TWO}A,1,9,x,9\n");
    refused_at("OR", &two, 2, "events_control", &["found \"x\"", digits]);
    let means = format!("{MEANS}{MEAN_ROW}A,1,low,9,1,2,9\n");
    let number = "Write the number with digits, for example 12.5";
    refused_at("MD", &means, 3, "sd_treatment", &["found \"low\"", number]);
}

#[test]
fn a_row_of_sums_is_not_a_study() {
    let says = [
        "found \"Total\"",
        "looks like a sum of the studies",
        "Remove it",
    ];
    refused_at(
        "PR",
        "study,events,n\nA,1,9\nTotal,1,9\n",
        3,
        "study",
        &says,
    );
}

#[test]
fn more_events_than_patients() {
    let help = "Correct the number of events or of patients.";
    let says = [
        "found \"11\"",
        "more events than the 10 patients in column \"n\"",
        help,
    ];
    refused_at("PFT", "study,events,n\nA,11,10\n", 2, "events", &says);
    let two = format!("{TWO}A,1,9,1,9\nB,1,9,10,9\n");
    let says = [
        "found \"10\"",
        "the 9 patients in column \"n_control\"",
        help,
    ];
    refused_at("RD", &two, 3, "events_control", &says);
}

#[test]
fn a_standard_deviation_that_is_none() {
    for (found, column, row) in [
        ("-2", "sd_treatment", "A,1,-2,9,1,2,9\n"),
        ("0", "sd_control", "A,1,2,9,1,0,9\n"),
    ] {
        let help = "If this is a standard error, multiply it by √n.";
        let found = format!("found \"{found}\"");
        refused_at("SMD", &format!("{MEANS}{row}"), 2, column, &[&found, help]);
    }
}

#[test]
fn a_label_that_stands_twice() {
    for (measure, header, row, _) in KINDS {
        let says = [
            "found \"Good\"",
            "the label of row 2",
            "Give each study a label of its own",
        ];
        refused_at(measure, &format!("{header}{row}{row}"), 3, "study", &says);
        let spaced = format!("{header}{row}  {row}");
        refused_at(measure, &spaced, 3, "study", &says);
    }
}

#[test]
fn negative_fractional_and_missing_counts() {
    for found in ["-1", "1.5", "1e3", "5%", "NaN", "inf", "½"] {
        let content = format!("study,events,n\nA,{found},2000\n");
        refused_at(
            "PR",
            &content,
            2,
            "events",
            &[&format!("found \"{found}\""), "whole number"],
        );
    }
    let says = [
        "the cell is missing",
        "Fill the cell in, or remove the row.",
    ];
    refused_at("PR", "study,events,n\nA,,20\n", 2, "events", &says);
    refused_at(
        "PR",
        "study,events,n\n,1,20\n",
        2,
        "study",
        &["the cell is missing"],
    );
}

#[test]
fn groups_too_small_to_be_groups() {
    refused_at(
        "PR",
        "study,events,n\nA,0,0\n",
        2,
        "n",
        &["found \"0\"", "no patients"],
    );
    let two = format!("{TWO}A,1,9,0,0\n");
    refused_at("RR", &two, 2, "n_control", &["found \"0\"", "no patients"]);
    let means = format!("{MEANS}A,1,2,1,1,2,9\n");
    refused_at(
        "MD",
        &means,
        2,
        "n_treatment",
        &["found \"1\"", "at least 2 patients"],
    );
}

#[test]
fn numbers_too_large_to_be_held() {
    let content = format!("study,events,n\nA,1,{}\n", "9".repeat(40));
    refused_at("PR", &content, 2, "n", &["found \"999"]);
    let means = format!("{MEANS}A,1e400,2,9,1,2,9\n");
    refused_at(
        "MD",
        &means,
        2,
        "mean_treatment",
        &["double precision", "Use another unit."],
    );
}

#[test]
fn a_decimal_comma_that_can_be_read_in_two_ways() {
    let says = ["found \"1,234\"", "read as 1234 or as 1.234", "--decimal"];
    refused_at("PR", "study;events;n\nA;1,234;5678\n", 2, "events", &says);
    let mixed = MEANS.replace(',', ";") + "A;1,5;2;9;1;2;9\nB;1.5;2;9;1;2;9\n";
    let says = [
        "mixes decimal points (row 3) and decimal commas (row 2)",
        "in the same way",
    ];
    refused_at("MD", &mixed, 2, "mean_treatment", &says);
    refused_at(
        "PR",
        "study,events,n\nA,\"0,5\",9\n",
        2,
        "events",
        &["found \"0,5\"", "whole"],
    );
}

#[test]
fn files_without_rows() {
    for content in ["", "\n\n", "\u{feff}", "   \n"] {
        let says = [
            "error: trials.csv: the file is empty",
            "must name the columns",
        ];
        refused("PR", content, &says);
    }
    for (measure, header, _, _) in KINDS {
        refused(
            measure,
            header,
            &["column names but no rows. Add at least one row."],
        );
    }
}

#[test]
fn ragged_rows() {
    for (measure, header, row, _) in KINDS {
        let long = format!("{header}{},extra\n", row.trim_end());
        refused(
            measure,
            long,
            &["trials.csv, row 2: the row has", "quotation marks"],
        );
        let short = format!("{header}{row}Short,1\n");
        refused(
            measure,
            short,
            &[
                "trials.csv, row 3: the row has 2 fields",
                "for each empty cell",
            ],
        );
    }
}

#[test]
fn columns_that_stand_twice_or_have_no_name() {
    refused(
        "PR",
        "study,events,n,n\nA,1,2,2\n",
        &["row 1, column \"n\"", "Rename or remove"],
    );
    refused(
        "PR",
        "study,events,total,size\nA,1,2,2\n",
        &["more than one column", "Keep one"],
    );
    refused(
        "PR",
        "study,events,n,\nA,1,2,\n",
        &["row 1: column 4 of 4 has no name", "remove"],
    );
}

#[test]
fn broken_quotation() {
    let says = ["row 2, column \"study\"", "never closed", "Close it"];
    refused("PR", "study,events,n\n\"A,1,2\n", &says);
}

#[test]
fn bytes_that_are_not_text() {
    let says = ["row 2", "NUL", "Remove these characters."];
    refused("PR", b"study,events,n\nA\0,1,2\n", &says);
    let says = [
        "row 2, column \"study\"",
        "0xFC",
        "\"Müller\"",
        "--encoding windows-1252",
    ];
    refused("PR", b"study,events,n\nM\xfcller,1,2\n", &says);
    refused(
        "PR",
        b"\xff\xfes\0t\0u",
        &["not valid UTF-16", "--encoding"],
    );
}

#[test]
fn every_finding_is_listed_at_once() {
    let folder = Folder::with("trials.csv", "study,events,n\nA,x,2\nB,3,2\nA,-1,0\n");
    let run = folder
        .run(&["pool", "trials.csv", "--measure", "PR"])
        .refused(
            2,
            &[
                "row 2, column \"events\"",
                "row 3, column \"events\"",
                "row 4, column \"study\"",
            ],
        );
    assert_eq!(run.err.lines().count(), 4, "{}", run.err);
}

#[test]
fn very_many_findings_are_counted() {
    let rows: String = (0..500).map(|i| format!("S{i},x,y\n")).collect();
    let folder = Folder::with("trials.csv", format!("{ONE}{rows}"));
    let run = folder
        .run(&["pool", "trials.csv", "--measure", "PR"])
        .refused(2, &["more problems"]);
    assert!(run.err.lines().count() < 30, "{}", run.err.lines().count());
}
