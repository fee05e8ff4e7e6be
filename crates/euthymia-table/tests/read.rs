//! Reading files as people have them, and refusing those that can be misread.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used)]

use euthymia_table::{
    Column, DecimalMark, Encoding, Problems, ReadOptions, Severity, Table, read, read_path,
};

fn table(text: &str) -> Table {
    read(text.as_bytes(), "a.csv", &ReadOptions::default()).unwrap()
}

fn errors(text: &str) -> Vec<String> {
    let findings = read(text.as_bytes(), "a.csv", &ReadOptions::default()).unwrap_err();
    findings.iter().map(ToString::to_string).collect()
}

fn first_error<T>(result: Result<T, Vec<euthymia_table::Diagnostic>>) -> String {
    result.err().unwrap()[0].to_string()
}

fn cells(column: Column<'_>) -> Vec<&str> {
    column.cells().map(|cell| cell.raw()).collect()
}

#[test]
fn files_without_rows_are_refused() {
    let empty = "a.csv: the file is empty. \
                 The first line must name the columns; each further line is a row.";
    assert_eq!(errors(""), [empty]);
    assert_eq!(errors("\u{FEFF}"), [empty]);
    assert_eq!(errors("\r\n\r\n"), [empty]);
    let header_only = "a.csv: the file has column names but no rows. Add at least one row.";
    assert_eq!(errors("a,b\n"), [header_only]);
}

#[test]
fn ragged_rows_are_all_listed_with_their_lines() {
    assert_eq!(
        errors("a,b\n1,2\n\n3\n4,0,5\n\"x\ny\",6\n7\n"),
        [
            "a.csv, row 4: the row has 1 field, expected 2 as in the header. \
             Write a comma for each empty cell; check for a line break inside a cell.",
            "a.csv, row 5: the row has 3 fields, expected 2 as in the header. \
             Put quotation marks around a cell that contains a comma or decimal comma.",
            "a.csv, row 8: the row has 1 field, expected 2 as in the header. \
             Write a comma for each empty cell; check for a line break inside a cell.",
        ]
    );
}

#[test]
fn long_lists_of_problems_are_cut_and_counted() {
    let text = format!("a,b\n{}", "1\n".repeat(50));
    let found = errors(&text);
    assert_eq!(found.len(), 21);
    assert_eq!(found[20], "a.csv: note: 30 more problems are not listed.");
}

#[test]
fn column_names_must_exist_and_differ() {
    assert_eq!(
        errors("a, a ,b\n1,2,3\n"),
        [
            "a.csv, row 1, column \"a\": the name stands above column 1 and again above column 2. \
          Rename or remove one of them."
        ]
    );
    assert!(errors("a,b,\n1,2,\n")[0].contains("at the end of each line"));
}

#[test]
fn the_unnamed_first_column_that_r_writes_is_row_names() {
    let read = table("\"\",study,n\n\"1\",A,5\n");
    assert_eq!(
        read.names().collect::<Vec<_>>(),
        ["(row names)", "study", "n"]
    );
}

#[test]
fn a_workbook_is_called_a_workbook() {
    let found = read(b"PK\x03\x04rest", "a.xlsx", &ReadOptions::default()).unwrap_err();
    assert!(
        found[0].to_string().contains("save the sheet as CSV"),
        "{}",
        found[0]
    );
}

#[test]
fn beside_decimal_commas_a_point_before_three_digits_is_not_guessed() {
    let read = table("a;b\n1.234;7,1\n2;8,5\n");
    let cell = read.column(&["a"]).unwrap().cell(0).number();
    assert!(cell.is_err(), "{cell:?}");
    assert_eq!(
        read.column(&["b"]).unwrap().cell(0).number().unwrap(),
        Some(7.1)
    );
}

#[test]
fn quoting_errors_name_row_and_column() {
    assert_eq!(
        errors("a,b\n1,2\n3,\"4\n5,6\n"),
        [
            "a.csv, row 3, column \"b\": a quotation mark opens the cell and is never closed. \
          Close it, or double it (\"\") if it is part of the text."
        ]
    );
    assert!(errors("a,b\n\"1\" x,2\n")[0].contains("row 2, column \"a\": text follows"));
}

#[test]
fn nul_characters_are_refused_and_utf16_is_recognised() {
    assert!(errors("a,b\n1,\0\n")[0].starts_with("a.csv, row 2: the text contains NUL"));
    let utf16: Vec<u8> = "a;b\n1;2\n".bytes().flat_map(|byte| [byte, 0]).collect();
    let shown = first_error(read(&utf16, "a.csv", &ReadOptions::default()));
    assert!(shown.contains("--encoding utf-16le"), "{shown}");
    let options = ReadOptions {
        encoding: Some(Encoding::Utf16Le),
        ..ReadOptions::default()
    };
    assert_eq!(
        read(&utf16, "a.csv", &options).unwrap().raw(0, 1),
        Some("2")
    );
}

#[test]
fn rows_without_content_are_skipped_with_a_note() {
    let table = table("a,b\n1,2\n,\n , \n");
    assert_eq!(table.row_count(), 1);
    assert_eq!(table.notes().len(), 1);
    assert_eq!(table.notes()[0].severity, Severity::Note);
    assert_eq!(table.notes()[0].row, Some(3));
}

#[test]
fn sep_line_decides_and_keeps_line_numbers() {
    let table = table("sep=|\r\na|b\r\n1|x\r\n");
    assert_eq!(table.names().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(table.line(0), Some(3));
    assert_eq!(table.delimiter(), '|');
}

#[test]
fn given_delimiter_is_obeyed() {
    let options = ReadOptions {
        delimiter: Some(';'),
        ..ReadOptions::default()
    };
    let table = read(b"a,b;c\n1,2;3\n", "a.csv", &options).unwrap();
    assert_eq!(table.raw(0, 0), Some("1,2"));
    let options = ReadOptions {
        delimiter: Some('5'),
        ..ReadOptions::default()
    };
    assert!(read(b"a\n", "a.csv", &options).is_err());
}

#[test]
fn windows_1252_file_is_read_once_named() {
    let bytes = b"site;n\nZ\xFCrich;3\n";
    assert!(first_error(read(bytes, "a.csv", &ReadOptions::default())).contains("Zürich"));
    let options = ReadOptions {
        encoding: Some(Encoding::Windows1252),
        ..ReadOptions::default()
    };
    assert_eq!(
        read(bytes, "a.csv", &options).unwrap().raw(0, 0),
        Some("Zürich")
    );
}

#[test]
fn decimal_commas_are_read_when_the_column_is_certain() {
    let semicolons = table("x;y\n0,5;1\n1,234;2\n-2;3\n");
    let x = semicolons.column(&["x"]).unwrap();
    assert_eq!(x.numbers().unwrap(), [Some(0.5), Some(1.234), Some(-2.0)]);
    let quoted = table("x,y\n\"0,5\",1\n\"1,25\",2\n");
    assert_eq!(
        quoted.column(&["x"]).unwrap().numbers().unwrap(),
        [Some(0.5), Some(1.25)]
    );
    let thousands = table("x;y\n1.234,5;1\n12.000;2\n");
    let x = thousands.column(&["x"]).unwrap();
    assert_eq!(x.numbers().unwrap(), [Some(1234.5), Some(12000.0)]);
}

#[test]
fn what_can_be_read_in_two_ways_is_refused_until_settled() {
    let text = "x;y\n1,234;1\n2,345;2\n";
    let undecided = table(text);
    let found = undecided.column(&["x"]).unwrap().numbers().unwrap_err();
    assert_eq!(
        found[0].to_string(),
        "a.csv, row 2, column \"x\": found \"1,234\", it can be read as 1234 or as 1.234. \
         Write it without a thousands separator, or say which character is the decimal mark: \
         --decimal point or --decimal comma."
    );
    assert_eq!(found.len(), 2);
    for (mark, expected) in [(DecimalMark::Point, 1234.0), (DecimalMark::Comma, 1.234)] {
        let options = ReadOptions {
            decimal: Some(mark),
            ..ReadOptions::default()
        };
        let settled = read(text.as_bytes(), "a.csv", &options).unwrap();
        let x = settled.column(&["x"]).unwrap();
        assert_eq!(x.cell(0).number(), Ok(Some(expected)));
    }
}

#[test]
fn mixed_decimal_marks_are_refused_with_both_rows() {
    let mixed = table("x;y\n0.5;1\n7;1\n0,5;2\n");
    let x = mixed.column(&["x"]).unwrap();
    assert_eq!(x.cell(0).number(), Ok(Some(0.5)));
    let shown = x.cell(2).number().unwrap_err().to_string();
    assert!(
        shown.contains("decimal points (row 2) and decimal commas (row 4)"),
        "{shown}"
    );
}

#[test]
fn missing_markers_are_a_named_option() {
    let text = "x\n NA \n.\n\"\"\n-999\n3\n";
    let usual = table(text);
    let numbers = usual.column(&["x"]).unwrap().numbers().unwrap();
    assert_eq!(numbers, [None, None, None, Some(-999.0), Some(3.0)]);
    let options = ReadOptions {
        missing: vec!["-999".into()],
        ..ReadOptions::default()
    };
    let coded = read(text.as_bytes(), "a.csv", &options).unwrap();
    let x = coded.column(&["x"]).unwrap();
    assert_eq!(x.cell(3).number(), Ok(None));
    assert!(x.cell(0).number().is_err());
    assert_eq!(x.cell(0).text(), Some("NA"));
}

#[test]
fn likely_missing_words_get_their_own_help() {
    let t = table("x\nn/a\n–3\n");
    let x = t.column(&["x"]).unwrap();
    assert!(
        x.cell(0)
            .number()
            .unwrap_err()
            .help
            .contains("--missing \"n/a\"")
    );
    assert!(x.cell(1).number().unwrap_err().help.contains("minus sign"));
}

#[test]
fn percent_signs_are_read_only_where_their_meaning_is_said() {
    let t = table("x\n12.5%\n12.5\n0.125\n150 %\n");
    let x = t.column(&["x"]).unwrap();
    assert!(x.cell(0).number().is_err());
    assert_eq!(x.cell(0).percent(), Ok(Some(12.5)));
    assert_eq!(x.cell(1).percent(), Ok(Some(12.5)));
    assert_eq!(x.cell(0).proportion(), Ok(Some(0.125)));
    assert_eq!(x.cell(2).proportion(), Ok(Some(0.125)));
    assert!(x.cell(1).proportion().is_err());
    assert!(x.cell(3).proportion().is_err());
}

#[test]
fn counts_refuse_everything_that_is_not_one() {
    let t = table("n\n3\n3.0\n1 234\n3.5\n-1\n1e3\nNaN\ninf\n3%\n");
    let n = t.column(&["n"]).unwrap();
    let read: Vec<_> = n.cells().map(|cell| cell.count().ok().flatten()).collect();
    assert_eq!(read[..3], [Some(3), Some(3), Some(1234)]);
    assert!(read[3..].iter().all(Option::is_none));
    assert_eq!(n.counts().unwrap_err().len(), 6);
}

#[test]
fn required_cells_say_that_they_are_missing() {
    let t = table("id,n\nA,\n");
    let shown = t
        .column(&["n"])
        .unwrap()
        .cell(0)
        .required_count()
        .unwrap_err()
        .to_string();
    assert_eq!(
        shown,
        "a.csv, row 2, column \"n\": the cell is missing, expected a whole number ≥ 0. \
         Fill the cell in, or remove the row."
    );
}

#[test]
fn columns_are_found_by_synonym_and_spelling_but_never_guessed() {
    let t = table("Study ID,Mean_Age,mean-age,n\nA,1,2,3\n");
    assert_eq!(t.column(&["study_id"]).unwrap().name(), "Study ID");
    assert_eq!(t.column(&["total", "n"]).unwrap().position(), 3);
    assert!(
        t.column(&["mean age"])
            .unwrap_err()
            .message
            .contains("more than one column")
    );
    assert_eq!(t.column(&["mean-age"]).unwrap().position(), 2);
    assert!(t.find_column(&["sd"]).unwrap().is_none());
    assert!(t.column_at(4).is_none());
}

#[test]
fn stray_spaces_are_trimmed_and_raw_text_is_kept() {
    let t = table("a , b\n 1 , \" x \" \n");
    assert_eq!(cells(t.column(&["b"]).unwrap()), [" x "]);
    assert_eq!(t.column(&["a"]).unwrap().cell(0).number(), Ok(Some(1.0)));
    assert_eq!(t.column(&["b"]).unwrap().cell(0).text(), Some("x"));
}

#[test]
fn problems_of_several_columns_come_together() {
    let t = table("events,n\nthree,10\n4,ten\n");
    let mut problems = Problems::new(20);
    for name in ["events", "n"] {
        let Some(column) = problems.keep(t.column(&[name])) else {
            continue;
        };
        for cell in column.cells() {
            problems.keep(cell.count());
        }
    }
    assert_eq!(problems.into_result(()).unwrap_err().len(), 2);
}

#[test]
fn files_are_read_from_disk_and_missing_ones_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trial.csv");
    std::fs::write(&path, "a\n1\n").unwrap();
    assert_eq!(
        read_path(&path, &ReadOptions::default())
            .unwrap()
            .row_count(),
        1
    );
    let absent = folder.path().join("absent.csv");
    assert!(
        first_error(read_path(&absent, &ReadOptions::default())).contains("there is no such file")
    );
}
