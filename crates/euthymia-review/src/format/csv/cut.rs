//! Cutting a table into rows.

use std::collections::VecDeque;
use std::io::BufRead;

use super::super::lines::{Line, Lines, is_blank};
use super::cells::Dialect;
use crate::{Broken, Piece, PieceKind};

/// How far the end of a quoted cell is looked for, in bytes.
const QUOTED_BYTES_MAX: usize = 1 << 24;
/// How much of a row that cannot be used is repeated, in bytes.
const SHOWN_BYTES_MAX: usize = 4096;

const NOTHING: &str = "This row holds nothing but characters that are none (NUL). \
    See whether the file was damaged when it was copied.";
const UNCLOSED: &str = "A quotation mark opens a cell in this row and is never closed. \
    Close it, or double it if it is part of the text.";

/// The rows of a table; the first is context.
pub(super) struct Cutter<R> {
    lines: Lines<R>,
    /// Lines that were read and belong to no row yet.
    back: VecDeque<Line>,
    dialect: Option<Dialect>,
    /// Why the file could not be read to its end.
    failure: Option<Broken>,
    is_done: bool,
}

impl<R: BufRead> Cutter<R> {
    pub(super) fn new(text: R) -> Self {
        Self {
            lines: Lines::new(text),
            back: VecDeque::new(),
            dialect: None,
            failure: None,
            is_done: false,
        }
    }

    /// The next line; none at the end, or where the file cannot be read further.
    fn line(&mut self) -> Option<Line> {
        if let Some(line) = self.back.pop_front() {
            return Some(line);
        }
        if self.is_done {
            return None;
        }
        let read = self.lines.next_line();
        self.is_done = !matches!(read, Ok(Some(_)));
        read.unwrap_or_else(|error| {
            self.failure = Some(self.lines.unreadable(&error));
            None
        })
    }

    fn row(&mut self) -> Result<Option<Piece>, Broken> {
        let first = loop {
            match self.line() {
                None => return Ok(None),
                Some(line) if is_blank(&line.text) => {}
                Some(line) => break line,
            }
        };
        if is_blank(&first.text.replace('\0', "")) {
            return Err(told(Some(first), NOTHING));
        }
        if self.dialect.is_none() && is_preamble(&first.text) {
            return Ok(joined(vec![first], PieceKind::Context));
        }
        let is_header = self.dialect.is_none();
        let dialect = *self.dialect.get_or_insert_with(|| Dialect::of(&first.text));
        let mut rows = vec![first];
        let is_directive = is_header && is_directive(&rows);
        if is_directive {
            rows.extend(self.line());
        }
        let mut is_open = rows
            .last()
            .is_some_and(|line| dialect.is_open(&line.text, false));
        let mut bytes = 0;
        while is_open {
            let next = if bytes > QUOTED_BYTES_MAX {
                None
            } else {
                self.line()
            };
            let Some(line) = next else {
                return Err(self.unclosed(rows));
            };
            bytes += line.text.len();
            is_open = dialect.is_open(&line.text, true);
            rows.push(line);
        }
        let kind = if is_header {
            PieceKind::Context
        } else {
            PieceKind::Record
        };
        Ok(joined(rows, kind))
    }

    /// A quotation mark that is never closed costs its own line; the lines after it are rows again.
    fn unclosed(&mut self, rows: Vec<Line>) -> Broken {
        let mut rows = rows.into_iter();
        let first = rows.next();
        for line in rows.rev() {
            self.back.push_front(line);
        }
        told(first, UNCLOSED)
    }
}

/// A line that is no row.
fn told(line: Option<Line>, message: &str) -> Broken {
    let (offset, number) = line
        .as_ref()
        .map_or((0, 0), |line| (line.offset, line.number));
    let mut text = line.map(|line| line.text).unwrap_or_default();
    while text.len() > SHOWN_BYTES_MAX {
        text.pop();
    }
    Broken {
        offset,
        line: number,
        message: message.to_owned(),
        text,
    }
}

impl<R: BufRead> Iterator for Cutter<R> {
    type Item = Result<Piece, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.row().transpose();
        row.or_else(|| self.failure.take().map(Err))
    }
}

/// Dimensions says above the header when and how the file was made.
fn is_preamble(text: &str) -> bool {
    let start = text.trim_start_matches(['\u{feff}', '"']);
    start.starts_with("About the data: Exported on")
}

fn is_directive(rows: &[Line]) -> bool {
    let first = rows.first().map(|line| line.text.trim_end());
    first.is_some_and(|text| {
        text.len() == 5
            && text
                .get(..4)
                .is_some_and(|start| start.eq_ignore_ascii_case("sep="))
    })
}

fn joined(rows: Vec<Line>, kind: PieceKind) -> Option<Piece> {
    let first = rows.first()?;
    let (offset, line) = (first.offset, first.number);
    Some(Piece {
        kind,
        offset,
        line,
        text: rows.into_iter().map(|line| line.text).collect(),
    })
}
