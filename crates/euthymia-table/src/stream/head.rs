//! What the start of a file settles about the whole of it.

use std::ops::Range;
use std::sync::Arc;

use crate::delimiter;
use crate::diagnostic::Diagnostic;
use crate::encoding;
use crate::header;
use crate::options::ReadOptions;
use crate::problems::Problems;
use crate::read;
use crate::stream::record::RawRecord;
use crate::tokens::{Record, first_record};

/// The names of a file's columns, its delimiter, and where its rows begin.
///
/// # Example
/// ```
/// use euthymia_table::{Head, ReadOptions};
/// let start = b"\nid;q1\r\n7;\"1\"\r\n";
/// let head = Head::of(start, true, "a.csv", &ReadOptions::default()).unwrap();
/// assert_eq!(head.names().collect::<Vec<_>>(), ["id", "q1"]);
/// let row = head.cut(&start[head.rows_start()..]);
/// assert_eq!((head.rows_line(), row.text(1)), (3, "1".as_bytes()));
/// ```
#[derive(Clone, Debug)]
pub struct Head {
    file: Arc<str>,
    names: Vec<Arc<str>>,
    delimiter: u8,
    header: Range<usize>,
    rows_line: usize,
}

impl Head {
    /// Finds delimiter and column names as [`crate::read`] does, from the start of a file as UTF-8
    /// (see [`crate::TextStream`]).
    ///
    /// Where more than one delimiter stands in the header, the rows in `start` decide, not all rows
    /// of the file; its last row counts only when `is_whole`.
    ///
    /// # Errors
    /// Everything that is wrong with the start: nothing in it, undecided delimiter, text that is not
    /// UTF-8, broken quoting, empty or repeated names, a header that does not end within `start`.
    pub fn of(
        start: &[u8],
        is_whole: bool,
        file: &str,
        options: &ReadOptions,
    ) -> Result<Self, Vec<Diagnostic>> {
        let file: Arc<str> = file.into();
        let delimiter = delimiter::detect_in(start, is_whole, &file, options)
            .map_err(|finding| vec![finding])?;
        let mut at = 0;
        let mut line = 1;
        if delimiter::directive(start).is_some() {
            at = first_record(start, delimiter).length;
            line += 1;
        }
        loop {
            if at == start.len() {
                return Err(vec![read::empty(&file)]);
            }
            let record = RawRecord::cut(&start[at..], delimiter);
            let end = at + record.length();
            if !record.is_blank() {
                if end == start.len() && !is_whole {
                    return Err(vec![endless(&file, start.len()).at_row(line)]);
                }
                return Self::named(&record, at..end, line, delimiter, file, options);
            }
            at = end;
            line += record.line_count();
        }
    }

    fn named(
        record: &RawRecord,
        header: Range<usize>,
        line: usize,
        delimiter: u8,
        file: Arc<str>,
        options: &ReadOptions,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Problems::new(options.problems_max);
        let placed = Record {
            line,
            cells: 0..record.cell_count(),
        };
        let names = header::names(record.tokens(), &placed, &file, &mut problems);
        let head = Self {
            file,
            names,
            delimiter,
            header,
            rows_line: line + record.line_count(),
        };
        problems.extend(head.text_finding(record, line));
        problems.extend(head.shape_findings(record, line));
        problems.into_result(head)
    }

    /// The name of the file in messages.
    #[must_use]
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// The trimmed column names, from left to right.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(|name| &**name)
    }

    /// The name of a column, from 0, as diagnostics hold it; `None` beyond the last.
    #[must_use]
    pub fn name(&self, position: usize) -> Option<Arc<str>> {
        self.names.get(position).cloned()
    }

    /// The byte that separates the cells, an ASCII character.
    #[must_use]
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Where the header stands in the start, its line end included.
    #[must_use]
    pub fn header(&self) -> Range<usize> {
        self.header.clone()
    }

    /// Where the first row begins in the start.
    #[must_use]
    pub fn rows_start(&self) -> usize {
        self.header.end
    }

    /// The line of the file on which the first row begins, from 1.
    #[must_use]
    pub fn rows_line(&self) -> usize {
        self.rows_line
    }

    /// Cuts the first row off a text that begins with one.
    #[must_use]
    pub fn cut(&self, text: &[u8]) -> RawRecord {
        RawRecord::cut(text, self.delimiter)
    }

    /// What makes a row no text: NUL characters, or bytes that are not UTF-8.
    #[must_use]
    pub fn text_finding(&self, record: &RawRecord, line: usize) -> Option<Diagnostic> {
        let cells = || (0..record.cell_count()).map(|position| (position, record.text(position)));
        if cells().any(|(_, cell)| cell.contains(&0)) {
            let message = "the text contains NUL characters, in this row first";
            return Some(
                Diagnostic::error(self.file.clone(), message)
                    .at_row(line)
                    .with_help(
                        "The file may be damaged, not be a text file, or be UTF-16: then use \
                         --encoding utf-16le, or save it as UTF-8.",
                    ),
            );
        }
        let (position, cell) = cells().find(|(_, cell)| std::str::from_utf8(cell).is_err())?;
        let finding = encoding::bad_cell(cell, &self.file).at_row(line);
        Some(match self.name(position) {
            Some(name) => finding.in_column(name),
            None => finding,
        })
    }

    /// What makes a record no row: broken quoting, or more or fewer cells than the header.
    #[must_use]
    pub fn shape_findings(&self, record: &RawRecord, line: usize) -> Vec<Diagnostic> {
        let faults = &record.tokens().faults;
        if !faults.is_empty() {
            let place = |fault| read::misquoted(fault, &self.names, &self.file).at_row(line);
            return faults.iter().map(place).collect();
        }
        let (found, expected) = (record.cell_count(), self.names.len());
        if found == expected {
            return Vec::new();
        }
        vec![read::ragged(found, expected, self.delimiter, &self.file).at_row(line)]
    }

    /// A finding about a file whose header is followed by nothing.
    #[must_use]
    pub fn no_rows(&self) -> Diagnostic {
        read::no_rows(&self.file)
    }
}

fn endless(file: &Arc<str>, bytes: usize) -> Diagnostic {
    let message = format!("the column names do not end within {} KiB", bytes / 1024);
    Diagnostic::error(file.clone(), message)
        .with_help("Check for a quotation mark in the first line that is never closed.")
}
