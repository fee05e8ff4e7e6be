//! A table of raw strings that remembers where each row stood in its file.

use std::sync::Arc;

use crate::column::{self, Column};
use crate::diagnostic::Diagnostic;
use crate::options::{DecimalMark, ReadOptions};

/// A rectangular table of raw cells with unique column names and at least one row.
///
/// Built by [`crate::read`], or by a [`crate::TableBuilder`] from a file that is not text. Rows are numbered from 0; [`Table::line`] gives the line in the file,
/// from 1, which is what people see.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub(crate) file: Arc<str>,
    pub(crate) names: Vec<Arc<str>>,
    /// All cells, row after row, in one buffer.
    pub(crate) text: String,
    /// Where each cell ends in `text`.
    pub(crate) ends: Vec<usize>,
    /// Line of the file on which each row starts, from 1.
    pub(crate) lines: Vec<usize>,
    pub(crate) delimiter: u8,
    pub(crate) decimal: Option<DecimalMark>,
    /// True when some cell of the file can only be read with a decimal comma.
    pub(crate) has_decimal_comma: bool,
    pub(crate) missing: Vec<String>,
    pub(crate) notes: Vec<Diagnostic>,
}

impl Table {
    /// The name of the file as it was given to [`crate::read`].
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The trimmed column names, from left to right.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(|name| &**name)
    }

    /// Number of columns, at least 1.
    #[must_use]
    pub fn column_count(&self) -> usize {
        self.names.len()
    }

    /// Number of rows without the header, at least 1.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.lines.len()
    }

    /// The character that separates the cells; a comma where the file is not text.
    #[must_use]
    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// What a reader may like to know although the file could be read, for instance skipped rows.
    #[must_use]
    pub fn notes(&self) -> &[Diagnostic] {
        &self.notes
    }

    /// Line of the file on which a row (from 0) starts, from 1; `None` beyond the last row.
    #[must_use]
    pub fn line(&self, row: usize) -> Option<usize> {
        self.lines.get(row).copied()
    }

    /// The same table as a part of a longer file, in which it stands so many lines further down.
    ///
    /// # Example
    /// ```
    /// use euthymia_table::{ReadOptions, read};
    /// let table = read(b"x\n1\n", "a.csv", &ReadOptions::default()).unwrap();
    /// assert_eq!(table.moved_down(40).line(0), Some(42));
    /// ```
    #[must_use]
    pub fn moved_down(mut self, lines: usize) -> Self {
        for line in &mut self.lines {
            *line += lines;
        }
        self
    }

    /// The cell as it stands in the file, without quotation marks; `None` outside the table.
    #[must_use]
    pub fn raw(&self, row: usize, column: usize) -> Option<&str> {
        if column >= self.names.len() || row >= self.lines.len() {
            return None;
        }
        let index = row * self.names.len() + column;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        self.text.get(start..self.ends[index])
    }

    /// The column that has one of the accepted names.
    ///
    /// Names are compared exactly first, then without regard to case, spaces, hyphens and
    /// underscores. The first accepted name is the one that messages use.
    ///
    /// # Errors
    /// No column, or more than one, has an accepted name. The message lists the columns there are
    /// and suggests the nearest.
    ///
    /// # Example
    /// ```
    /// use euthymia_table::{ReadOptions, read};
    /// let table = read(b"Study,Evnets\nA,3\n", "a.csv", &ReadOptions::default()).unwrap();
    /// assert_eq!(table.column(&["study", "label"]).unwrap().name(), "Study");
    /// assert_eq!(
    ///     table.column(&["events", "ai"]).unwrap_err().to_string(),
    ///     "a.csv: there is no column \"events\" (also accepted: \"ai\"). \
    ///      Did you mean \"Evnets\"? The columns are: \"Study\", \"Evnets\"."
    /// );
    /// ```
    pub fn column(&self, accepted: &[&str]) -> Result<Column<'_>, Diagnostic> {
        match self.find_column(accepted)? {
            Some(column) => Ok(column),
            None => Err(column::not_found(self, accepted)),
        }
    }

    /// Like [`Table::column`], for a column that need not be there.
    ///
    /// # Errors
    /// More than one column has an accepted name.
    pub fn find_column(&self, accepted: &[&str]) -> Result<Option<Column<'_>>, Diagnostic> {
        column::find(self, accepted)
    }

    /// The column at a position from 0; `None` beyond the last column.
    #[must_use]
    pub fn column_at(&self, position: usize) -> Option<Column<'_>> {
        (position < self.names.len()).then(|| Column::new(self, position))
    }

    /// An error about this file as a whole.
    #[must_use]
    pub fn error(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.file.clone(), message)
    }

    pub(crate) fn is_missing(&self, trimmed: &str) -> bool {
        self.missing.iter().any(|marker| marker == trimmed)
    }
}

impl ReadOptions {
    /// The missing markers in the form in which cells are compared with them.
    pub(crate) fn missing_trimmed(&self) -> Vec<String> {
        self.missing
            .iter()
            .map(|marker| marker.trim().to_owned())
            .collect()
    }
}
