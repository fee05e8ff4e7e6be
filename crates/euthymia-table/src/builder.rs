//! A table from names and rows of text that some other reader has already split.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::header::{self, Place};
use crate::options::{DecimalMark, ReadOptions};
use crate::problems::Problems;
use crate::read;
use crate::table::Table;

/// Collects names and rows of text into a [`Table`], under the checks of [`crate::read`].
///
/// For readers of workbooks and statistical files: every cell is text, a missing one is empty.
/// Each row has the number that people see, such as the row of the sheet. Rows of nothing but
/// empty cells are skipped with a note.
///
/// # Example
/// ```
/// use euthymia_table::{ReadOptions, TableBuilder};
/// let mut builder = TableBuilder::new("a.xlsx", ["id", "score"], Some(1), &ReadOptions::default());
/// builder.push_row(2, ["1", "0.5"]);
/// builder.push_row(3, ["", ""]);
/// builder.push_row(4, ["2", ""]);
/// let table = builder.finish().unwrap();
/// assert_eq!(table.line(1), Some(4));
/// assert_eq!(table.column(&["score"]).unwrap().numbers().unwrap(), [Some(0.5), None]);
/// assert_eq!(
///     table.notes()[0].to_string(),
///     "a.xlsx, row 3: note: the row has no content and was skipped."
/// );
/// ```
#[derive(Debug, Clone)]
pub struct TableBuilder {
    file: Arc<str>,
    names: Vec<Arc<str>>,
    text: String,
    ends: Vec<usize>,
    lines: Vec<usize>,
    decimal: Option<DecimalMark>,
    missing: Vec<String>,
    problems: Problems,
    first_hollow: usize,
    hollow_count: usize,
}

impl TableBuilder {
    /// Starts a table with these column names.
    ///
    /// `file` is the name used in messages; `header_row` the row the names stand in, `None` where
    /// the file keeps them apart from its rows. Of the options only the missing markers, the
    /// decimal mark and the number of findings matter here.
    pub fn new<N: AsRef<str>>(
        file: impl Into<Arc<str>>,
        names: impl IntoIterator<Item = N>,
        header_row: Option<usize>,
        options: &ReadOptions,
    ) -> Self {
        let file = file.into();
        let mut problems = Problems::new(options.problems_max);
        let names: Vec<Arc<str>> = names
            .into_iter()
            .map(|name| name.as_ref().trim().into())
            .collect();
        if names.is_empty() {
            problems.add(Diagnostic::error(file.clone(), "there are no columns"));
        }
        let place = Place {
            file: &file,
            line: header_row,
            last_unnamed: "Name it, or remove the column.",
        };
        let names = header::checked(names, &place, &mut problems);
        Self {
            file,
            names,
            text: String::new(),
            ends: Vec::new(),
            lines: Vec::new(),
            decimal: options.decimal,
            missing: options.missing_trimmed(),
            problems,
            first_hollow: 0,
            hollow_count: 0,
        }
    }

    /// Adds a row; `number` is the row that messages name.
    ///
    /// A row with more or fewer cells than there are names becomes a finding.
    pub fn push_row<C: AsRef<str>>(&mut self, number: usize, cells: impl IntoIterator<Item = C>) {
        let (text_before, ends_before) = (self.text.len(), self.ends.len());
        let mut is_hollow = true;
        for cell in cells {
            let cell = cell.as_ref();
            is_hollow = is_hollow && cell.trim().is_empty();
            self.text.push_str(cell);
            self.ends.push(self.text.len());
        }
        let found = self.ends.len() - ends_before;
        if found == self.names.len() && !is_hollow {
            self.lines.push(number);
            return;
        }
        self.text.truncate(text_before);
        self.ends.truncate(ends_before);
        if is_hollow {
            self.skip_hollow(number, 1);
        } else {
            let message = format!("the row has {found} cells for {} names", self.names.len());
            self.add(Diagnostic::error(self.file.clone(), message).at_row(number));
        }
    }

    /// Counts rows without content that the reader has left out, from the first of them.
    pub fn skip_hollow(&mut self, first: usize, count: usize) {
        if self.hollow_count == 0 {
            self.first_hollow = first;
        }
        self.hollow_count += count;
    }

    /// Adds a finding of the reader; an error among them means that there will be no table.
    pub fn add(&mut self, finding: Diagnostic) {
        self.problems.add(finding);
    }

    /// The table, with every finding that is not an error among its notes.
    ///
    /// # Errors
    /// All findings, when one is an error: no columns, empty or repeated names, rows of the wrong
    /// length, no rows, or an error that was added.
    pub fn finish(mut self) -> Result<Table, Vec<Diagnostic>> {
        if self.hollow_count > 0 {
            let note = read::hollow_rows(self.first_hollow, self.hollow_count, &self.file);
            self.problems.add(note);
        }
        if self.lines.is_empty() && !self.problems.has_errors() {
            self.problems.add(read::no_rows(&self.file));
        }
        if self.problems.has_errors() {
            return Err(self.problems.into_list());
        }
        Ok(Table {
            file: self.file,
            names: self.names,
            text: self.text,
            ends: self.ends,
            lines: self.lines,
            delimiter: b',',
            decimal: self.decimal,
            // Numbers were numbers in the file: a comma in one column says nothing about another.
            has_decimal_comma: false,
            missing: self.missing,
            notes: self.problems.into_list(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(names: &[&str], rows: &[&[&str]]) -> Result<Table, Vec<String>> {
        let mut builder = TableBuilder::new("a.sav", names, None, &ReadOptions::default());
        for (index, row) in rows.iter().enumerate() {
            builder.push_row(index + 1, *row);
        }
        builder.finish().map_err(|findings| {
            let shown = findings.iter().map(ToString::to_string);
            shown.collect()
        })
    }

    #[test]
    fn names_and_lengths_are_checked_as_in_text() {
        assert_eq!(
            table(&["a", "", "a"], &[&["1", "2", "3"], &["1"]]).unwrap_err(),
            [
                "a.sav: column 2 of 3 has no name. Name it, or remove the column.",
                "a.sav, column \"a\": the name stands above column 1 and again above column 3. \
                 Rename or remove one of them.",
                "a.sav, row 2: the row has 1 cells for 3 names.",
            ]
        );
        assert_eq!(
            table(&[], &[]).unwrap_err(),
            ["a.sav: there are no columns."]
        );
        assert!(table(&["a"], &[&[""]]).unwrap_err()[1].contains("no rows"));
    }

    #[test]
    fn a_comma_in_one_column_says_nothing_about_another() {
        let table = table(&["note", "x"], &[&["7,1", "1.234"]]).unwrap();
        let x = table.column(&["x"]).unwrap();
        assert_eq!(x.numbers().unwrap(), [Some(1.234)]);
    }
}
