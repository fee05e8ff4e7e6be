//! The workbook formats behind one face, read cell by cell.

use std::fmt::Display;
use std::io::Cursor;

use calamine::{
    Data, DataRef, Dimensions, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls,
    XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};
use euthymia_table::Diagnostic;

use super::old_excel;
use super::value::{self, SheetCell, Value};
use crate::format::FileFormat;
use crate::number::NumberText;

type Source<'b> = Cursor<&'b [u8]>;

/// An open workbook.
pub(super) enum Book<'b> {
    Xlsx(Box<Xlsx<Source<'b>>>),
    Xlsb(Box<Xlsb<Source<'b>>>),
    Xls(Box<Xls<Source<'b>>>),
    Ods(Box<Ods<Source<'b>>>),
}

/// A sheet of a workbook.
pub(super) struct Sheet {
    pub(super) name: String,
    /// Whether people see it, and see cells in it.
    pub(super) is_visible: bool,
}

/// The filled cells of one sheet, from top to bottom and left to right.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) cells: Vec<SheetCell>,
    /// Areas of cells that were merged.
    pub(super) merged: Vec<Dimensions>,
    pub(super) formulas: Formulas,
}

/// Formulas of a sheet whose cells are known one by one (`.xlsx`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Formulas {
    /// How many have a result in the file.
    pub(super) with_result: usize,
    /// How many have none, or an empty text.
    pub(super) without: usize,
    /// Row and column, from 0, of the first that has none.
    pub(super) first_without: (u32, u32),
}

impl Formulas {
    fn count(&mut self, position: (u32, u32), has_result: bool) {
        if has_result {
            self.with_result += 1;
            return;
        }
        if self.without == 0 {
            self.first_without = position;
        }
        self.without += 1;
    }
}

/// Why a workbook cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    Password,
    Damaged(String),
}

impl Fault {
    fn new(error: impl Display) -> Self {
        Self::Damaged(error.to_string())
    }

    pub(super) fn finding(self, file: &str) -> Diagnostic {
        match self {
            Self::Password => Diagnostic::error(file, "the workbook is locked with a password")
                .with_help(
                    "Open it in the spreadsheet program, take the password off and save a copy.",
                ),
            Self::Damaged(why) => {
                let message = format!("the workbook is cut short or damaged ({why})");
                Diagnostic::error(file, message).with_help(
                    "Copy it again, or open it in the spreadsheet program and save it anew.",
                )
            }
        }
    }
}

impl From<XlsxError> for Fault {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::Password => Self::Password,
            other => Self::new(other),
        }
    }
}

impl From<XlsbError> for Fault {
    fn from(error: XlsbError) -> Self {
        match error {
            XlsbError::Password => Self::Password,
            other => Self::new(other),
        }
    }
}

impl From<XlsError> for Fault {
    fn from(error: XlsError) -> Self {
        match error {
            XlsError::Password => Self::Password,
            other => Self::new(other),
        }
    }
}

impl From<OdsError> for Fault {
    fn from(error: OdsError) -> Self {
        match error {
            OdsError::Password => Self::Password,
            other => Self::new(other),
        }
    }
}

impl<'b> Book<'b> {
    pub(super) fn open(bytes: &'b [u8], format: FileFormat) -> Result<Self, Fault> {
        let source = Cursor::new(bytes);
        Ok(match format {
            FileFormat::Xls if !old_excel::is_within_format(bytes) => {
                return Err(Fault::new("cells beyond the last row or column"));
            }
            FileFormat::Xls => Self::Xls(Box::new(Xls::new(source)?)),
            FileFormat::Xlsb => Self::Xlsb(Box::new(Xlsb::new(source)?)),
            FileFormat::Ods => Self::Ods(Box::new(Ods::new(source)?)),
            _ => Self::Xlsx(Box::new(Xlsx::new(source)?)),
        })
    }

    /// All sheets of cells, in the order of the workbook.
    pub(super) fn sheets(&self) -> Vec<Sheet> {
        let sheets = match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
        };
        sheets
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| Sheet {
                name: sheet.name.clone(),
                is_visible: sheet.visible == SheetVisible::Visible,
            })
            .collect()
    }

    /// Whether some cell of a sheet is filled; stops at the first.
    pub(super) fn has_content(&mut self, sheet: &str) -> Result<bool, Fault> {
        let mut found = false;
        self.walk(sheet, NumberText::new(&Default::default()), |_| {
            found = true;
            false
        })?;
        Ok(found)
    }

    /// The filled cells of a sheet.
    pub(super) fn content(&mut self, sheet: &str, number: NumberText) -> Result<Content, Fault> {
        let mut cells = Vec::new();
        let formulas = self.walk(sheet, number, |cell| {
            cells.push(cell);
            true
        })?;
        // A sheet may list its cells in any order, and one twice: the last one counts.
        cells.sort_by_key(|cell| (cell.row, cell.column));
        cells.reverse();
        cells.dedup_by_key(|cell| (cell.row, cell.column));
        cells.reverse();
        let merged = match self {
            Self::Xlsx(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
            Self::Xls(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
            Self::Xlsb(_) | Self::Ods(_) => Vec::new(),
        };
        Ok(Content {
            cells,
            merged,
            formulas,
        })
    }

    /// Hands over filled cells until `take` answers no; counts formulas on the way.
    ///
    /// Cells are read one by one where the format allows it: a sheet of two far corners must not
    /// become a rectangle in memory.
    fn walk(
        &mut self,
        sheet: &str,
        number: NumberText,
        mut take: impl FnMut(SheetCell) -> bool,
    ) -> Result<Formulas, Fault> {
        let mut formulas = Formulas::default();
        match self {
            Self::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(sheet)?;
                while let Some(cell) = cells.next_cell_with_formula_metadata()? {
                    if cell.formula.is_some() {
                        formulas.count(cell.pos, cell.value != DataRef::Empty);
                    }
                    let value = value::of(cell.value.into(), number);
                    if !offer(cell.pos, value, &mut take) {
                        break;
                    }
                }
            }
            Self::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(sheet)?;
                while let Some(cell) = cells.next_cell()? {
                    let value = value::of(cell.get_value().clone().into(), number);
                    if !offer(cell.get_position(), value, &mut take) {
                        break;
                    }
                }
            }
            Self::Xls(book) => offer_range(&book.worksheet_range(sheet)?, number, take),
            Self::Ods(book) => offer_range(&book.worksheet_range(sheet)?, number, take),
        }
        Ok(formulas)
    }
}

fn offer(
    (row, column): (u32, u32),
    value: Option<Value>,
    take: &mut impl FnMut(SheetCell) -> bool,
) -> bool {
    value.is_none_or(|value| take(SheetCell { row, column, value }))
}

fn offer_range(range: &Range<Data>, number: NumberText, mut take: impl FnMut(SheetCell) -> bool) {
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        // A sheet has fewer rows and columns than a u32 counts.
        let row = top.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        let column = left.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
        let value = value::of(data.clone(), number);
        if !offer((row, column), value, &mut take) {
            return;
        }
    }
}
