//! One column of a table: finding it by name and reading its cells.

use std::sync::Arc;

use crate::cell::Cell;
use crate::convention::Convention;
use crate::diagnostic::Diagnostic;
use crate::nearest;
use crate::number::{Form, Written};
use crate::problems::Problems;
use crate::table::Table;

/// A column of a [`Table`], with the meaning of points and commas judged from all its cells.
#[derive(Debug, Clone, Copy)]
pub struct Column<'t> {
    pub(crate) table: &'t Table,
    pub(crate) position: usize,
    pub(crate) convention: Convention,
}

impl<'t> Column<'t> {
    pub(crate) fn new(table: &'t Table, position: usize) -> Self {
        let forms = (0..table.row_count()).filter_map(|row| {
            let text = table.raw(row, position)?;
            // Only cells with a mark can settle what marks mean.
            let form = text
                .contains(['.', ','])
                .then(|| Written::parse(text.trim()))??
                .form;
            (form != Form::Whole).then(|| (table.line(row).unwrap_or(0), form))
        });
        let convention = match Convention::of(table.decimal, forms) {
            // A column that leaves it open is read as the rest of the file is written: beside 7,1
            // the text 1.234 may well be thousands, and is refused.
            Convention::Open if table.has_decimal_comma => Convention::Comma { thousands: false },
            settled => settled,
        };
        Self {
            table,
            position,
            convention,
        }
    }

    /// The trimmed name in the header.
    #[must_use]
    pub fn name(&self) -> &'t str {
        &self.table.names[self.position]
    }

    /// Position from 0.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// The cell in a row from 0; beyond the last row it is an empty cell.
    #[must_use]
    pub fn cell(&self, row: usize) -> Cell<'t> {
        Cell { column: *self, row }
    }

    /// All cells from top to bottom.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = Cell<'t>> + use<'t> {
        let column = *self;
        (0..column.table.row_count()).map(move |row| column.cell(row))
    }

    /// All cells as numbers, missing ones as `None`; see [`Cell::number`].
    ///
    /// # Errors
    /// One finding per cell that is not a number, up to 20, then their count.
    pub fn numbers(&self) -> Result<Vec<Option<f64>>, Vec<Diagnostic>> {
        self.collect(|cell| cell.number())
    }

    /// All cells as counts, missing ones as `None`; see [`Cell::count`].
    ///
    /// # Errors
    /// One finding per cell that is not a whole number ≥ 0, up to 20, then their count.
    pub fn counts(&self) -> Result<Vec<Option<u64>>, Vec<Diagnostic>> {
        self.collect(|cell| cell.count())
    }

    /// All cells as trimmed texts, missing ones as `None`.
    #[must_use]
    pub fn texts(&self) -> Vec<Option<&'t str>> {
        self.cells().map(|cell| cell.text()).collect()
    }

    /// An error about this column as a whole.
    #[must_use]
    pub fn error(&self, message: impl Into<String>) -> Diagnostic {
        self.table.error(message).in_column(self.shared_name())
    }

    pub(crate) fn shared_name(&self) -> Arc<str> {
        self.table.names[self.position].clone()
    }

    fn collect<T>(
        &self,
        read: impl Fn(Cell<'t>) -> Result<T, Diagnostic>,
    ) -> Result<Vec<T>, Vec<Diagnostic>> {
        let mut problems = Problems::new(20);
        let values = self
            .cells()
            .filter_map(|cell| problems.keep(read(cell)))
            .collect();
        problems.into_result(values)
    }
}

/// True when a cell can only be read with a decimal comma, such as `7,1`.
pub(crate) fn is_decimal_comma(text: &str) -> bool {
    text.contains(',')
        && Written::parse(text.trim()).is_some_and(|written| written.form == Form::CommaDecimal)
}

/// The one column with an accepted name, exactly or after normalising; see [`Table::column`].
pub(crate) fn find<'t>(
    table: &'t Table,
    accepted: &[&str],
) -> Result<Option<Column<'t>>, Diagnostic> {
    let exact = positions(table, |name| accepted.contains(&name));
    let matches = if exact.is_empty() {
        let wanted: Vec<String> = accepted.iter().map(|name| normal(name)).collect();
        positions(table, |name| wanted.contains(&normal(name)))
    } else {
        exact
    };
    match matches.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(Column::new(table, *only))),
        several => Err(several_found(table, accepted, several)),
    }
}

fn positions(table: &Table, fits: impl Fn(&str) -> bool) -> Vec<usize> {
    let fitting = |(position, name): (usize, &Arc<str>)| fits(name).then_some(position);
    table.names.iter().enumerate().filter_map(fitting).collect()
}

/// Lower case without spaces, hyphens, underscores and points.
fn normal(name: &str) -> String {
    let skipped = |c: &char| !(c.is_whitespace() || matches!(c, '-' | '_' | '.'));
    name.chars()
        .filter(skipped)
        .flat_map(char::to_lowercase)
        .collect()
}

fn quoted_list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    // A file with hundreds of columns would otherwise bury the message.
    const LISTED_MAX: usize = 40;
    let mut names: Vec<String> = names
        .map(|name| format!("\"{}\"", crate::diagnostic::excerpt(name, 40)))
        .collect();
    let more = names.len().saturating_sub(LISTED_MAX);
    names.truncate(LISTED_MAX);
    let list = names.join(", ");
    if more == 0 {
        list
    } else {
        format!("{list} and {more} more")
    }
}

pub(crate) fn not_found(table: &Table, accepted: &[&str]) -> Diagnostic {
    let mut message = "there is no column ".to_owned();
    message.push_str(&quoted_list(accepted.iter().take(1).copied()));
    if accepted.len() > 1 {
        let others = quoted_list(accepted.iter().skip(1).copied());
        message.push_str(&format!(" (also accepted: {others})"));
    }
    let names: Vec<&str> = table.names().collect();
    let mut help = match nearest::nearest(accepted, &names) {
        Some(name) => format!("Did you mean \"{name}\"? "),
        None => String::new(),
    };
    help.push_str(&format!("The columns are: {}.", quoted_list(table.names())));
    if names.len() == 1 {
        help.push_str(" If this one name holds several, say how they are separated: --delimiter.");
    }
    table.error(message).with_help(help)
}

fn several_found(table: &Table, accepted: &[&str], several: &[usize]) -> Diagnostic {
    let names = quoted_list(several.iter().map(|position| &*table.names[*position]));
    let wanted = accepted.first().copied().unwrap_or_default();
    table
        .error(format!("more than one column can be \"{wanted}\": {names}"))
        .with_help("Keep one of them, or rename the others.")
}
