//! Workbooks: Excel and OpenDocument.

mod book;
mod csv;
mod layout;
mod merged;
mod old_excel;
mod value;

use euthymia_table::{Diagnostic, ReadOptions};

use crate::choice::{self, Kind};
use crate::door::{FileOptions, PatientFile};
use crate::format::FileFormat;
use crate::number::NumberText;
use book::Book;
use layout::Layout;

/// Reads the wanted sheet, or the only visible one with content.
pub(crate) fn read(
    bytes: &[u8],
    format: FileFormat,
    file: &str,
    options: &FileOptions,
) -> Result<PatientFile, Vec<Diagnostic>> {
    let fault = |error: book::Fault| vec![error.finding(file)];
    let mut book = Book::open(bytes, format).map_err(fault)?;
    let name = wanted_sheet(&mut book, options.sheet.as_deref(), file).map_err(|it| vec![it])?;
    let number = NumberText::new(&options.read);
    let content = book.content(&name, number).map_err(fault)?;
    let place = format!("{file}, sheet \"{name}\"");
    let table = Layout::of(content, &place)?.into_table(&options.read)?;
    Ok(PatientFile {
        table,
        format,
        sheet: Some(name),
        columns: Vec::new(),
    })
}

/// The name of the wanted sheet, or of the only visible one with content.
fn wanted_sheet(
    book: &mut Book<'_>,
    wanted: Option<&str>,
    file: &str,
) -> Result<String, Diagnostic> {
    let sheets = book.sheets();
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let position = match wanted {
        Some(wanted) => choice::named(wanted, &names, Kind::Sheet, file)?,
        None => {
            let mut filled = Vec::new();
            for (position, sheet) in sheets.iter().enumerate() {
                let content = book.has_content(&sheet.name);
                if sheet.is_visible && content.map_err(|error| error.finding(file))? {
                    filled.push(position);
                }
            }
            choice::only(&filled, &names, Kind::Sheet, file)?
        }
    };
    Ok(names.get(position).copied().unwrap_or_default().to_owned())
}

/// The cells of a sheet as CSV, every row of the same length, and the file with the sheet's name.
///
/// Errors of formulas are written as the sheet shows them.
pub(crate) fn as_csv(
    bytes: &[u8],
    format: FileFormat,
    file: &str,
    wanted: Option<&str>,
) -> Result<(String, String), Diagnostic> {
    let fault = |error: book::Fault| error.finding(file);
    let mut book = Book::open(bytes, format).map_err(fault)?;
    let name = wanted_sheet(&mut book, wanted, file)?;
    let number = NumberText::new(&ReadOptions::default());
    let content = book.content(&name, number).map_err(fault)?;
    Ok((
        csv::text(&content.cells),
        format!("{file}, sheet \"{name}\""),
    ))
}
