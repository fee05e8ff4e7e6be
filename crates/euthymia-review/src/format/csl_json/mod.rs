//! CSL-JSON: a list of items, or one item, as Zotero, Mendeley, Crossref and pandoc write them.
//!
//! A date is read from `date-parts`, `raw` or `literal`; particles belong to the family name; a
//! `literal` name is a group. What no field of a record holds is kept under `csl:` and its key.
//!
//! Written, a value from another format, and a field that CSL does not have, stands in `custom`
//! under its tag (`"ris:M3": ["…"]`, `"euthymia:headings": ["…"]`), and reads back from there.

mod date;
mod kind;
mod name;
mod parse;
mod write;

use std::io::BufRead;

use super::Pieces;
use super::json::{begins, cut};
use super::loss::Written;
use crate::{Piece, Reading, Record};

/// Beginning of the identifiers made up for records that came without one.
const MADE_ID: &str = "euthymia-";

/// Whether a text looks like CSL-JSON: it names a type of CSL, and is no file of a program's own.
pub(crate) fn is(head: &str) -> bool {
    begins(head)
        && head.match_indices("\"type\"").any(|(at, key)| {
            let rest = head.get(at + key.len()..).unwrap_or_default();
            let word = rest.trim_start_matches([':', ' ', '\n', '\r', '\t', '"']);
            let end = word.find('"').unwrap_or(word.len());
            kind::is_type(word.get(..end).unwrap_or_default())
        })
        && !head.contains("\"recNumber\"")
        && !head.contains("\"itemType\"")
}

/// Cuts at the items of the list.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    cut(&["items"], text)
}

/// Reads one item.
pub(crate) fn parse(piece: &Piece) -> Reading {
    parse::parse(piece)
}

/// Writes records as one list.
///
/// # Example
/// ```
/// use euthymia_review::format::csl_json;
/// use euthymia_review::{Kind, Record};
///
/// let record = Record {
///     kind: Kind::Book,
///     kind_words: vec!["book".to_owned()],
///     title: Some("Dose & response".to_owned()),
///     ..Record::default()
/// };
/// let written = csl_json::write(&[record]);
/// assert!(written.text.contains("\"title\": \"Dose & response\""));
/// assert!(written.losses.is_empty());
/// ```
pub fn write(records: &[Record]) -> Written {
    write::write(records)
}

pub(super) use write::{BEGIN, END, part};
