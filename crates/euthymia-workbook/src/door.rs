//! One door for every file format.

use std::path::Path;

use euthymia_table::{Diagnostic, ReadOptions, Table, cannot_read};

use crate::column_note::ColumnNote;
use crate::format::{FileFormat, recognise};
use crate::{choice, guard, sav, sheet, xport};

/// How to read a file of any format.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileOptions {
    /// How text, numbers in text and missing markers are read.
    pub read: ReadOptions,
    /// `--sheet`: the sheet of a workbook, or the data set of a SAS transport file. `None`: the
    /// only one with content.
    pub sheet: Option<String>,
}

/// A table with what its file says about it.
#[derive(Debug, Clone, PartialEq)]
pub struct PatientFile {
    /// The rows.
    pub table: Table,
    /// What the file was recognised as.
    pub format: FileFormat,
    /// The sheet or data set it was read from, where a file can hold several.
    pub sheet: Option<String>,
    /// Labels, labels of codes and codes declared missing, one entry per column in the order of
    /// the table; empty for formats that have no such thing.
    pub columns: Vec<ColumnNote>,
}

/// Reads a table from the bytes of a file, recognised by its content.
///
/// `file` is the name used in messages; its ending is not looked at. Rows are numbered as people
/// see them: lines of text, rows of a sheet (header included), records of every other format.
///
/// # Errors
/// The file is of another kind, locked, cut short or damaged; the sheet is not there or not
/// settled; or any finding of [`euthymia_table::read`].
///
/// # Example
/// ```
/// use euthymia_workbook::{FileOptions, read};
/// let finding = &read(b"PK\x05\x06", "visits.xlsx", &FileOptions::default()).unwrap_err()[0];
/// assert_eq!(
///     finding.to_string(),
///     "visits.xlsx: this is a zip archive without a workbook. \
///      Unpack it first and name the file in it."
/// );
/// ```
pub fn read(
    bytes: &[u8],
    file: &str,
    options: &FileOptions,
) -> Result<PatientFile, Vec<Diagnostic>> {
    let format = recognise(bytes).map_err(|foreign| {
        let message = format!("this is {}", foreign.what);
        vec![Diagnostic::error(file, message).with_help(foreign.help)]
    })?;
    match format {
        FileFormat::Text => {
            no_sheet(file, options)?;
            let table = euthymia_table::read(bytes, file, &options.read)?;
            Ok(plain(table, format))
        }
        FileFormat::Xlsx | FileFormat::Xlsb | FileFormat::Xls | FileFormat::Ods => {
            guard::guarded(file, || sheet::read(bytes, format, file, options))
        }
        FileFormat::SasTransport => xport::read(bytes, file, options),
        FileFormat::Spss => {
            no_sheet(file, options)?;
            sav::read(bytes, file, &options.read)
        }
        FileFormat::Parquet => {
            no_sheet(file, options)?;
            let table = read_parquet(bytes, file, options)?;
            Ok(plain(table, format))
        }
    }
}

/// Reads a file from disk; see [`read`].
///
/// # Errors
/// The file cannot be opened or read, or any finding of [`read`].
pub fn read_path(path: &Path, options: &FileOptions) -> Result<PatientFile, Vec<Diagnostic>> {
    let name = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => read(&bytes, &name, options),
        Err(error) => Err(vec![cannot_read(&name, &error)]),
    }
}

fn plain(table: Table, format: FileFormat) -> PatientFile {
    PatientFile {
        table,
        format,
        sheet: None,
        columns: Vec::new(),
    }
}

fn no_sheet(file: &str, options: &FileOptions) -> Result<(), Vec<Diagnostic>> {
    match &options.sheet {
        Some(wanted) => Err(vec![choice::none(wanted, file)]),
        None => Ok(()),
    }
}

#[cfg(feature = "parquet")]
fn read_parquet(bytes: &[u8], file: &str, options: &FileOptions) -> Result<Table, Vec<Diagnostic>> {
    guard::guarded(file, || crate::parquet::read(bytes, file, &options.read))
}

#[cfg(not(feature = "parquet"))]
fn read_parquet(_: &[u8], file: &str, _: &FileOptions) -> Result<Table, Vec<Diagnostic>> {
    let message = "this program was built without Parquet";
    Err(vec![
        Diagnostic::error(file, message).with_help("Save the file as CSV."),
    ])
}
