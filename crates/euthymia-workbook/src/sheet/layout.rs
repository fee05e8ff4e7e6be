//! From filled cells to a table: where the names are, which columns and rows there are.

use std::collections::BTreeMap;
use std::sync::Arc;

use euthymia_table::{Diagnostic, ReadOptions, Table, TableBuilder};

use super::book::{Content, Formulas};
use super::merged::{Merged, address, letters};
use super::value::{SheetCell, Value};

/// A sheet whose first row of cells is known to be names.
pub(super) struct Layout {
    /// File and sheet, for messages.
    place: Arc<str>,
    /// Row of the names, from 0.
    header: u32,
    /// Each column that has a filled cell, with its name.
    names: BTreeMap<u32, String>,
    rows: Vec<Row>,
    merged: Merged,
    /// Findings about rows that are left out.
    notes: Vec<Diagnostic>,
}

/// One row of a sheet, from 0, with its filled cells from left to right.
struct Row {
    number: u32,
    /// None when the row has been told and left out.
    cells: Vec<SheetCell>,
}

impl Row {
    fn left_out(number: u32) -> Self {
        let cells = Vec::new();
        Self { number, cells }
    }
}

impl Layout {
    pub(super) fn of(content: Content, place: &str) -> Result<Self, Vec<Diagnostic>> {
        let place: Arc<str> = place.into();
        let merged = Merged::new(&content.merged);
        let mut rows = Vec::new();
        let mut notes = Vec::new();
        for row in grouped(content.cells) {
            match row.cells.as_slice() {
                [only] if merged.is_title(row.number, only.column) => {
                    notes.push(title(only, &place));
                    if !rows.is_empty() {
                        rows.push(Row::left_out(row.number));
                    }
                }
                _ => rows.push(row),
            }
        }
        if rows.is_empty() {
            return Err(vec![
                Diagnostic::error(place, "the sheet is empty").with_help(
                    "The first filled row must name the columns; each further row is a row.",
                ),
            ]);
        }
        let formulas = content.formulas;
        if formulas.without > 0 && formulas.with_result == 0 {
            return Err(vec![not_calculated(formulas, &place)]);
        }
        let header = rows.remove(0);
        let mut names: BTreeMap<u32, String> = BTreeMap::new();
        for row in &rows {
            for cell in &row.cells {
                names.entry(cell.column).or_default();
            }
        }
        for cell in header.cells {
            names.insert(cell.column, name(cell.value));
        }
        Ok(Self {
            place,
            header: header.number,
            names,
            rows,
            merged,
            notes,
        })
    }

    pub(super) fn into_table(self, options: &ReadOptions) -> Result<Table, Vec<Diagnostic>> {
        self.check_filling()?;
        let nameless = self.nameless();
        if !nameless.is_empty() {
            return Err(nameless);
        }
        let header_row = shown(self.header);
        let names = self.names.values();
        let mut builder = TableBuilder::new(self.place.clone(), names, Some(header_row), options);
        for area in self.merged.starting_in(self.header) {
            builder.add(self.hidden_by(area.start, area.end));
        }
        let columns: Vec<u32> = self.names.keys().copied().collect();
        let mut texts = vec![String::new(); columns.len()];
        let mut not_available = NotAvailable::default();
        let mut row_next = self.header.saturating_add(1);
        for row in &self.rows {
            if row.number > row_next {
                builder.skip_hollow(shown(row_next), (row.number - row_next) as usize);
            }
            row_next = row.number.saturating_add(1);
            if row.cells.is_empty() {
                continue;
            }
            texts.iter_mut().for_each(String::clear);
            for cell in &row.cells {
                let position = columns.binary_search(&cell.column);
                match (&cell.value, position.ok().and_then(|at| texts.get_mut(at))) {
                    (Value::Text(text), Some(slot)) => slot.push_str(text),
                    (Value::Text(_), None) => {}
                    (Value::NotAvailable, _) => not_available.count(row.number),
                    (Value::Error(error), _) => {
                        builder.add(self.unusable(cell, error));
                    }
                }
            }
            for area in self.merged.starting_in(row.number) {
                builder.add(self.hidden_by(area.start, area.end));
            }
            builder.push_row(shown(row.number), &texts);
        }
        for note in self.notes {
            builder.add(note);
        }
        if let Some(note) = not_available.note(&self.place) {
            builder.add(note);
        }
        builder.finish()
    }

    /// Refuses a sheet of which a table would be nearly all empty cells.
    fn check_filling(&self) -> Result<(), Vec<Diagnostic>> {
        const CELLS_MAX: usize = 20_000_000;
        const EMPTY_PER_FILLED_MAX: usize = 100;
        let cells = self.rows.len().saturating_mul(self.names.len());
        let filled: usize = self.rows.iter().map(|row| row.cells.len()).sum();
        if cells <= CELLS_MAX || cells / EMPTY_PER_FILLED_MAX <= filled {
            return Ok(());
        }
        let message = format!(
            "{} columns and {} rows hold only {filled} filled cells",
            self.names.len(),
            self.rows.len()
        );
        Err(vec![
            Diagnostic::error(self.place.clone(), message)
                .with_help("Remove what stands far away from the table."),
        ])
    }

    /// Columns with cells but no name, by their letters; the first may hold the row names of R.
    fn nameless(&self) -> Vec<Diagnostic> {
        let row = shown(self.header);
        let nameless = self
            .names
            .iter()
            .skip(1)
            .filter(|(_, name)| name.is_empty());
        nameless
            .map(|(column, _)| {
                let message = format!("column {} has cells but no name", letters(*column));
                Diagnostic::error(self.place.clone(), message)
                    .at_row(row)
                    .with_help(
                        "The first filled row must hold one name per column: remove titles above \
                         it, write names in one row, and leave no notes beside the table.",
                    )
            })
            .collect()
    }

    fn unusable(&self, cell: &SheetCell, error: &str) -> Diagnostic {
        let message = "the formula gives an error and is read as missing";
        let name = self.names.get(&cell.column).cloned().unwrap_or_default();
        Diagnostic::warning(self.place.clone(), message)
            .at_row(shown(cell.row))
            .in_column(name)
            .with_found(error)
            .with_help("Correct the formula, or empty the cell.")
    }

    fn hidden_by(&self, start: (u32, u32), end: (u32, u32)) -> Diagnostic {
        let message = format!(
            "the cells {}:{} are merged: only the first has a value, the others are empty",
            address(start),
            address(end)
        );
        Diagnostic::warning(self.place.clone(), message)
            .at_row(shown(start.0))
            .with_help("Unmerge them and write the value into each cell it belongs to.")
    }
}

/// Cells that hold `#N/A`.
#[derive(Default)]
struct NotAvailable {
    count: usize,
    first: u32,
}

impl NotAvailable {
    fn count(&mut self, row: u32) {
        if self.count == 0 {
            self.first = row;
        }
        self.count += 1;
    }

    fn note(&self, place: &Arc<str>) -> Option<Diagnostic> {
        let message = match self.count {
            0 => return None,
            1 => "one cell is #N/A and is read as missing".to_owned(),
            n => format!("{n} cells are #N/A and are read as missing, the first in this row"),
        };
        Some(Diagnostic::note(place.clone(), message).at_row(shown(self.first)))
    }
}

/// The row as the spreadsheet numbers it.
fn shown(row: u32) -> usize {
    row as usize + 1
}

fn name(value: Value) -> String {
    match value {
        Value::Text(text) => text.trim().to_owned(),
        Value::Error(shown) => shown,
        Value::NotAvailable => String::new(),
    }
}

/// Programs other than spreadsheets write formulas and leave their results to be calculated.
fn not_calculated(formulas: Formulas, place: &Arc<str>) -> Diagnostic {
    let message = format!(
        "no formula of the sheet has its result in the file ({} without, {} first)",
        formulas.without,
        address(formulas.first_without)
    );
    Diagnostic::error(place.clone(), message)
        .at_row(shown(formulas.first_without.0))
        .with_help(
            "Open the workbook in the spreadsheet program and save it, so that results are \
             stored; formulas that give nothing can be removed.",
        )
}

fn title(cell: &SheetCell, place: &Arc<str>) -> Diagnostic {
    let note = Diagnostic::note(place.clone(), "the row is one merged cell and was skipped")
        .at_row(shown(cell.row));
    match &cell.value {
        Value::Text(text) => note.with_found(text.as_str()),
        _ => note,
    }
}

fn grouped(cells: Vec<SheetCell>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for cell in cells {
        match rows.last_mut() {
            Some(row) if row.number == cell.row => row.cells.push(cell),
            _ => rows.push(Row {
                number: cell.row,
                cells: vec![cell],
            }),
        }
    }
    rows
}
