//! BibTeX and BibLaTeX: `@article{key, title = {…}, year = 2021}`.
//!
//! Untidy entries are read as far as they go: a key that is missing or holds spaces, a missing
//! comma, a field twice, a name that no `@string` defines, a brace that is not closed. Each is a
//! [`Problem`](crate::Problem). `@string`, `@preamble` and `@comment` are context. Accents are
//! decoded and braces removed.
//!
//! **What is written beside BibTeX's own fields.** A field that those do not hold exactly is added
//! as `euthymia:FIELD`, and the values of [`Record::others`](crate::Record::others) under their own
//! tags, `ris:M3 = {…}`; when read, a packed field wins over the usual ones.

mod cut;
mod entry;
mod fields;
mod keys;
mod latex;
mod macros;
mod names;
mod parse;
mod symbols;
mod tags;
mod write;

use std::io::BufRead;

use super::Pieces;
use super::loss::Written;
use crate::{Context, Piece, Reading, Record};

pub(super) use keys::Keys;
pub(crate) use names::split as split_names;
pub(super) use write::part;

/// The tag under which the key of an entry is kept.
pub(crate) const KEY_TAG: &str = "bibtex:key";

/// Whether a text looks like BibTeX.
pub(crate) fn is(head: &str) -> bool {
    head.lines().any(|line| {
        let start = line.trim_start_matches('\u{feff}').trim_start();
        start.starts_with('@') && cut::entry_start(start) == Some(0)
    })
}

/// Cuts at entries; braces balance inside one.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    Box::new(cut::Cutter::new(text))
}

/// Reads one entry; macros come from the context.
pub(crate) fn parse(piece: &Piece, context: &Context) -> Reading {
    parse::parse(piece, context)
}

/// Writes entries with unique keys: the one a record came with, or family, year and a letter.
///
/// # Example
/// ```
/// use euthymia_review::format::bibtex;
/// use euthymia_review::{Date, Kind, Record};
///
/// let record = Record {
///     kind: Kind::JournalArticle,
///     kind_words: vec!["article".to_owned()],
///     title: Some("Dose & response".to_owned()),
///     date: Some(Date::parse("2021")),
///     ..Record::default()
/// };
/// let written = bibtex::write(&[record]);
/// assert_eq!(written.text, "@article{anon2021,\n  title = {Dose \\& response},\n  year = {2021}\n}\n");
/// assert!(written.losses.is_empty());
/// ```
pub fn write(records: &[Record]) -> Written {
    write::write(records)
}
