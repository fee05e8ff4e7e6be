//! The fixture files and how they are read.

use std::path::PathBuf;

use euthymia_table::Table;
use euthymia_workbook::{FileOptions, PatientFile, read, read_path};

/// Every fixture that is a table.
pub(crate) const GOOD: [&str; 20] = [
    "openpyxl.xlsx",
    "xlsxwriter_1904.xlsx",
    "xlwt.xls",
    "odfpy.ods",
    "pyarrow.parquet",
    "pyarrow_gzip.parquet",
    "pandas.parquet",
    "kinds.parquet",
    "pyreadstat.sav",
    "pyreadstat_coded.sav",
    "pyreadstat.zsav",
    "pyreadstat_v5.xpt",
    "pyreadstat_v8.xpt",
    "haven.sav",
    "haven.zsav",
    "haven_v5.xpt",
    "haven_v8.xpt",
    "pspp_raw.sav",
    "pspp_coded.sav",
    "pspp_zlib.zsav",
];

pub(crate) fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

pub(crate) fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).unwrap()
}

/// A fixture read with the usual options.
pub(crate) fn file(name: &str) -> PatientFile {
    read_path(&path(name), &FileOptions::default()).unwrap_or_else(|all| panic!("{name}: {all:?}"))
}

/// What is said about bytes that are no table, on one line each.
pub(crate) fn refusal(bytes: &[u8], name: &str) -> Vec<String> {
    said(bytes, name, &FileOptions::default())
}

pub(crate) fn said(bytes: &[u8], name: &str, options: &FileOptions) -> Vec<String> {
    let findings = read(bytes, name, options).unwrap_err();
    findings.iter().map(ToString::to_string).collect()
}

pub(crate) fn column<'t>(table: &'t Table, name: &str) -> Vec<&'t str> {
    let position = table.names().position(|found| found == name);
    let position = position.unwrap_or_else(|| panic!("no column {name}"));
    (0..table.row_count())
        .map(|row| table.raw(row, position).unwrap())
        .collect()
}

pub(crate) fn notes(table: &Table) -> Vec<String> {
    // Only the end of the path is the same everywhere.
    let shown = table.notes().iter().map(ToString::to_string);
    shown
        .map(|note| note.rsplit_once("fixtures/").unwrap().1.to_owned())
        .collect()
}
