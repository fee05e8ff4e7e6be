//! One view, four formats.

mod csv;
mod json;
mod markdown;
mod terminal;

use crate::view::{Audience, ColumnSpec, TableView, Value};

/// Who will read the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A person at a terminal.
    Terminal {
        /// Columns of characters that fit on a line.
        width: u16,
        /// Whether to use ANSI bold and dim; decide by `NO_COLOR` and by whether it is a terminal.
        color: bool,
    },
    /// A program or spreadsheet. Keys as header, full precision, comma, `\n`, missing is empty.
    /// No title or notes. Texts are kept as they are; one that starts with `=`, `+`, `-`, `@` is
    /// quoted. Quotation marks do not stop a spreadsheet from evaluating a cell: open files with
    /// texts from strangers by importing their columns as text. Numbers are never quoted.
    Csv,
    /// A program. An object with `schema`, `title`, `columns`, `rows` (objects by key), `notes`.
    Json,
    /// A person reading a document. A pipe table, notes below it.
    Markdown,
}

/// Why a view cannot be rendered: it contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ViewError {
    /// A row has more or fewer values than there are columns.
    #[error("row {row} of the table has {found} values, expected {expected}")]
    RowLength {
        /// The row, from 1.
        row: usize,
        /// Number of values in it.
        found: usize,
        /// Number of columns.
        expected: usize,
    },
    /// Two columns have the same key.
    #[error("two columns of the table have the key \"{0}\"")]
    RepeatedKey(String),
    /// A column's key is empty.
    #[error("column {0} of the table has an empty key")]
    EmptyKey(usize),
    /// The format's audience sees no column at all.
    #[error("the table has no columns to show")]
    NoColumns,
    /// The JSON text could not be written.
    #[error("the table could not be written as JSON: {0}")]
    Json(String),
}

/// Renders a view; the text ends with a line end.
///
/// # Errors
/// The view contradicts itself; see [`ViewError`].
///
/// # Example
/// ```
/// use euthymia_table::{ColumnSpec, Format, TableView, Value, render};
/// let view = TableView {
///     schema: "example.v1".into(),
///     title: "Change by arm".into(),
///     columns: vec![
///         ColumnSpec::text("arm", "Arm"),
///         ColumnSpec::number("change", "Mean change").in_unit("points"),
///     ],
///     rows: vec![
///         vec![Value::text("ketamine"), Value::number(-9.25, 1)],
///         vec![Value::text("placebo"), Value::Missing],
///     ],
///     notes: vec!["Observed cases.".into()],
/// };
/// assert_eq!(render(&view, Format::Csv).unwrap(), "arm,change\nketamine,-9.25\nplacebo,\n");
/// assert_eq!(
///     render(&view, Format::Markdown).unwrap(),
///     "**Change by arm**\n\n\
///      | Arm | Mean change (points) |\n\
///      | :--- | ---: |\n\
///      | ketamine | −9.3 |\n\
///      | placebo | — |\n\
///      \nObserved cases.\n"
/// );
/// ```
pub fn render(view: &TableView, format: Format) -> Result<String, ViewError> {
    check(view)?;
    let hidden = match format {
        Format::Csv | Format::Json => Audience::People,
        Format::Terminal { .. } | Format::Markdown => Audience::Machines,
    };
    let shown = Shown::new(view, hidden);
    if shown.columns.is_empty() {
        return Err(ViewError::NoColumns);
    }
    match format {
        Format::Terminal { width, color } => Ok(terminal::render(view, &shown, width, color)),
        Format::Csv => Ok(csv::render(&shown)),
        Format::Json => json::render(view, &shown),
        Format::Markdown => Ok(markdown::render(view, &shown)),
    }
}

/// The columns and cells that one audience sees.
struct Shown<'v> {
    columns: Vec<&'v ColumnSpec>,
    rows: Vec<Vec<&'v Value>>,
}

impl<'v> Shown<'v> {
    fn new(view: &'v TableView, hidden: Audience) -> Self {
        let columns = view
            .columns
            .iter()
            .filter(|column| column.audience != hidden)
            .collect();
        let cells = |row: &'v Vec<Value>| {
            let pairs = row.iter().zip(&view.columns);
            pairs
                .filter(|(_, column)| column.audience != hidden)
                .map(|(value, _)| value)
                .collect()
        };
        Self {
            columns,
            rows: view.rows.iter().map(cells).collect(),
        }
    }
}

fn check(view: &TableView) -> Result<(), ViewError> {
    let mut keys = std::collections::HashSet::new();
    for (position, column) in view.columns.iter().enumerate() {
        if column.key.is_empty() {
            return Err(ViewError::EmptyKey(position + 1));
        }
        if !keys.insert(column.key.as_str()) {
            return Err(ViewError::RepeatedKey(column.key.clone()));
        }
    }
    let expected = view.columns.len();
    match view.rows.iter().position(|row| row.len() != expected) {
        None => Ok(()),
        Some(row) => Err(ViewError::RowLength {
            row: row + 1,
            found: view.rows[row].len(),
            expected,
        }),
    }
}

/// Text on one line: line ends and other control characters become spaces.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        let space = crate::diagnostic::is_harmful(character);
        // CRLF and runs of control characters become one space.
        if !space {
            line.push(character);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}
