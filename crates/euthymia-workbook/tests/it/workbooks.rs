//! What is particular to workbooks: sheets, merged cells, errors, formulas.

use euthymia_table::{DecimalMark, ReadOptions};
use euthymia_workbook::{FileOptions, read};

use crate::files::{bytes, column, file, refusal, said};

fn sheet(name: &str) -> FileOptions {
    FileOptions {
        sheet: Some(name.to_owned()),
        ..FileOptions::default()
    }
}

#[test]
fn byhand_the_only_sheet_with_content_is_taken() {
    assert_eq!(file("openpyxl.xlsx").sheet.as_deref(), Some("Visits"));
}

#[test]
fn byhand_several_sheets_ask_for_a_choice() {
    let bytes = bytes("hard.xlsx");
    assert_eq!(
        refusal(&bytes, "hard.xlsx"),
        [
            "hard.xlsx: 2 sheets have content. Say which one with --sheet. \
             The sheets are: \"Data\", \"Other\"."
        ]
    );
    assert_eq!(
        said(&bytes, "hard.xlsx", &sheet("Othre")),
        [
            "hard.xlsx: there is no sheet \"Othre\". Did you mean \"Other\"? \
             The sheets are: \"Data\", \"Other\", \"Lists\"."
        ]
    );
    let other = read(&bytes, "hard.xlsx", &sheet("other")).unwrap();
    // A formula may give an empty text, as long as others have results.
    assert_eq!(column(&other.table, "x"), ["1", "3"]);
    assert_eq!(other.table.line(1), Some(4));
}

#[test]
fn byhand_titles_errors_and_merged_cells_are_told() {
    let found = read(&bytes("hard.xlsx"), "hard.xlsx", &sheet("Data")).unwrap();
    let table = &found.table;
    assert_eq!(column(table, "id"), ["a", "b", "c", "d", ""]);
    assert_eq!(column(table, "before"), ["30", "28", "", "20", "21"]);
    assert_eq!(column(table, "after"), ["12", "", "15.5", "10", "11"]);
    let lines: Vec<_> = (0..5).map(|row| table.line(row).unwrap()).collect();
    assert_eq!(lines, [3, 4, 8, 9, 10]);
    let notes: Vec<String> = table.notes().iter().map(ToString::to_string).collect();
    let place = "hard.xlsx, sheet \"Data\"";
    assert_eq!(
        notes,
        [
            format!(
                "{place}, row 4, column \"after\": warning: found \"#DIV/0!\", the formula gives an \
                 error and is read as missing. Correct the formula, or empty the cell."
            ),
            format!(
                "{place}, row 9: warning: the cells A9:A10 are merged: only the first has a value, \
                 the others are empty. Unmerge them and write the value into each cell it belongs to."
            ),
            format!(
                "{place}, row 1: note: found \"Clinic, first half of the year\", the row is one \
                 merged cell and was skipped."
            ),
            format!(
                "{place}, row 5: note: found \"Second group\", the row is one merged cell and was \
                 skipped."
            ),
            format!("{place}, row 8: note: one cell is #N/A and is read as missing."),
            format!(
                "{place}, row 6: note: 2 rows have no content and were skipped, this one first."
            ),
        ]
    );
}

#[test]
fn byhand_a_formula_without_its_result_is_no_missing_value() {
    assert_eq!(
        refusal(&bytes("not_calculated.xlsx"), "a.xlsx"),
        [
            "a.xlsx, sheet \"Sheet\", row 2: no formula of the sheet has its result in the file (1 \
             without, B2 first). Open the workbook in the spreadsheet program and save it, so that \
             results are stored; formulas that give nothing can be removed."
        ]
    );
}

#[test]
fn byhand_numbers_stay_readable_when_the_decimal_mark_is_given() {
    let options = FileOptions {
        read: ReadOptions {
            decimal: Some(DecimalMark::Comma),
            ..ReadOptions::default()
        },
        sheet: None,
    };
    let found = read(&bytes("openpyxl.xlsx"), "a.xlsx", &options).unwrap();
    let score = found.table.column(&["score"]).unwrap();
    let numbers = [
        Some(27.5),
        Some(0.1),
        None,
        Some(-3.25),
        Some(1_234_567.875),
    ];
    assert_eq!(score.numbers().unwrap(), numbers);
}
