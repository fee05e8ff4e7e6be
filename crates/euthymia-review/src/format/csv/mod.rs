//! Tables: CSV and TSV as PubMed, Scopus, Embase, Web of Science, Dimensions, Rayyan, Covidence,
//! ASReview, Zotero, EBSCO, Cochrane, registries and reviewers write them.
//!
//! The header row is context. Columns are recognised by their names without case, blanks and signs;
//! a [`ColumnMap`] wins. A column that is none of these is kept under `csv:NAME`.
//!
//! **Tables of ours** begin with the column `euthymia:row`. Beside the columns that other programs
//! know they have a column per tag (`ris:M3`), whose values are joined with `; `, and a column
//! `euthymia:FIELD` for each field that the usual column does not hold exactly; it wins over that.

mod authors;
mod cells;
mod columns;
mod cut;
mod header;
mod map;
mod parse;
mod write;

use std::io::BufRead;

use super::Pieces;
use super::loss::Written;
use crate::{Context, Piece, Reading, Record};

pub use header::Prepared;
pub use map::{ColumnMap, ColumnMapError};

/// The column of running numbers, by which a table of ours is known.
const NUMBER: &str = "euthymia:row";

/// Whether a text looks like a table of citations: its header names a title, or two known columns.
pub(crate) fn is(head: &str) -> bool {
    let lines = head.trim_start_matches('\u{feff}').lines();
    let mut rows = lines.filter(|line| !line.trim().is_empty()).take(3);
    rows.any(|row| {
        let dialect = cells::Dialect::of(row);
        let names = dialect.cells(row);
        let known = names.iter().filter(|name| is_known(name)).count();
        names.len() > 1 && known > 1 && known * 4 >= names.len().min(24)
    })
}

fn is_known(name: &str) -> bool {
    name == NUMBER
        || columns::tag(name)
            .or_else(|| columns::number_tag(name))
            .is_some()
        || columns::slot(&columns::folded(name)).is_some()
}

/// Cuts at rows; a cell in quotation marks may hold line ends.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    Box::new(cut::Cutter::new(text))
}

/// Reads one row by the header in the context.
pub(crate) fn parse(piece: &Piece, context: &Context) -> Reading {
    parse::parse(piece, context)
}

/// Writes a table with a header, a row per record.
///
/// # Example
/// ```
/// use euthymia_review::format::csv;
/// use euthymia_review::{Date, Record};
///
/// let record = Record {
///     title: Some("Dose, response".to_owned()),
///     date: Some(Date::parse("2021 Mar")),
///     ..Record::default()
/// };
/// let written = csv::write(&[record]);
/// assert!(written.text.lines().nth(1).unwrap().starts_with("1,,\"Dose, response\",,,2021 Mar,"));
/// assert!(written.losses.is_empty());
/// ```
pub fn write(records: &[Record]) -> Written {
    write::write(records)
}

pub(super) use write::Columns;
