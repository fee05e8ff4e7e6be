//! EndNote XML: `<xml><records><record>`, written by EndNote, Bookends, Rayyan, Covidence, RefLib.
//!
//! Text comes in `<style>` runs; a line break within a value is the reference `&#xD;`. The type of
//! a work is a number with a name. What no field of a record holds is kept under `endnote:` and the
//! path of its element.
//!
//! Written, a value from another format, and a field that EndNote does not have, is a line
//! `TAG = VALUE` of the research notes (`ris:M3 = …`, `euthymia:headings = …`), and reads back from
//! there.

mod kind;
mod parse;
mod write;

use std::io::BufRead;

use super::Pieces;
use super::loss::Written;
use super::xml::{Frame, cut, has_element};
use crate::{Piece, Reading, Record};

/// Short name before tags.
const NAME: &str = "endnote";

const FRAME: Frame = Frame {
    records: &["record"],
    lone_records: &[],
    wrappers: &["xml", "records"],
    remarks: &[],
};

/// Whether a text looks like EndNote XML.
pub(crate) fn is(head: &str) -> bool {
    has_element(head, &["records"])
        && (has_element(head, &["xml"]) || has_element(head, &["ref-type"]))
}

/// Cuts at `record`.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    cut(&FRAME, text)
}

/// Reads one record.
pub(crate) fn parse(piece: &Piece) -> Reading {
    parse::parse(piece)
}

/// Writes records as a file that EndNote imports.
///
/// # Example
/// ```
/// use euthymia_review::format::endnote_xml;
/// use euthymia_review::{Kind, Record};
///
/// let record = Record {
///     kind: Kind::Book,
///     kind_words: vec!["Book".to_owned()],
///     title: Some("Dose & response".to_owned()),
///     ..Record::default()
/// };
/// let written = endnote_xml::write(&[record]);
/// assert!(written.text.contains("Dose &amp; response"));
/// assert!(written.losses.is_empty());
/// ```
pub fn write(records: &[Record]) -> Written {
    write::write(records)
}

pub(super) use write::{BEGIN, END, part};
