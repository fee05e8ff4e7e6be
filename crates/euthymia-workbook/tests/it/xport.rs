//! What is particular to SAS transport files: several data sets, special missing values, filling.

use euthymia_workbook::{FileOptions, read};

use crate::files::{bytes, column, file, notes, refusal};

#[test]
fn agrees_with_haven_in_both_versions() {
    for name in ["haven_v5.xpt", "haven_v8.xpt"] {
        let found = file(name);
        assert_eq!(found.sheet.as_deref(), Some("VISITS"), "{name}");
        assert_eq!(column(&found.table, "id"), ["P-01", "P-02", "P-03"]);
        assert_eq!(
            column(&found.table, "visited"),
            ["2024-01-01", "", "1959-12-31"]
        );
        assert_eq!(
            column(&found.table, "seen_at"),
            ["2024-01-01T09:30:00", "2024-02-29", ""]
        );
        assert_eq!(column(&found.table, "score"), ["27.5", "0.1", ""]);
        let label = found.columns[3].label.as_deref();
        assert_eq!(label, Some("Total at the first visit"));
    }
}

#[test]
fn agrees_with_haven_on_special_missing_values() {
    let found = file("haven_special.xpt");
    assert_eq!(column(&found.table, "x"), ["1"]);
    assert_eq!(
        notes(&found.table)[0],
        "haven_special.xpt, column \"x\": note: special missing values (.A to .Z, ._), read as \
         missing: 2."
    );
}

#[test]
fn byhand_two_data_sets_ask_for_a_choice() {
    // The members of two files, behind the library header of the first.
    let mut joined = bytes("haven_v5.xpt");
    joined.extend(&bytes("haven_special.xpt")[240..]);
    let said = refusal(&joined, "a.xpt");
    assert_eq!(
        said,
        [
            "a.xpt: 2 data sets have content. Say which one with --sheet. \
             The data sets are: \"VISITS\", \"SPECIAL\"."
        ]
    );
    let options = FileOptions {
        sheet: Some("special".to_owned()),
        ..FileOptions::default()
    };
    let found = read(&joined, "a.xpt", &options).unwrap();
    assert_eq!(found.sheet.as_deref(), Some("SPECIAL"));
    assert_eq!(column(&found.table, "x"), ["1"]);
}
