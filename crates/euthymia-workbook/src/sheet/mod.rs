//! Workbooks: Excel and OpenDocument.

mod book;
mod layout;
mod merged;
mod old_excel;
mod value;

use euthymia_table::Diagnostic;

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
    let sheets = book.sheets();
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let position = match &options.sheet {
        Some(wanted) => choice::named(wanted, &names, Kind::Sheet, file).map_err(|it| vec![it])?,
        None => {
            let mut filled = Vec::new();
            for (position, sheet) in sheets.iter().enumerate() {
                if sheet.is_visible && book.has_content(&sheet.name).map_err(fault)? {
                    filled.push(position);
                }
            }
            choice::only(&filled, &names, Kind::Sheet, file).map_err(|it| vec![it])?
        }
    };
    let name = names.get(position).copied().unwrap_or_default().to_owned();
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
