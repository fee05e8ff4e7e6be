//! Which format a file has, and what it is when it has none.

use super::{
    Format, bibtex, csl_json, csv, endnote_xml, enw, foreign, isi, nbib, ovid, pubmed_xml,
    refworks, registry, ris,
};

/// A format and whether the beginning of a text looks like it.
type Test = (Format, fn(&str) -> bool);

/// Each format with its test, in the order of asking: first what only one format can look like,
/// tables last, because any text may have commas.
const TESTS: &[Test] = &[
    (Format::PubmedXml, pubmed_xml::is),
    (Format::CtgovJson, registry::is_ctgov_json),
    (Format::CtgovXml, registry::is_ctgov_xml),
    (Format::IctrpXml, registry::is_ictrp_xml),
    (Format::CslJson, csl_json::is),
    (Format::EndnoteXml, endnote_xml::is),
    (Format::Isi, isi::is),
    (Format::Enw, enw::is),
    (Format::Ovid, ovid::is),
    (Format::Ris, ris::is),
    (Format::Nbib, nbib::is),
    (Format::RefWorks, refworks::is),
    (Format::Bibtex, bibtex::is),
    (Format::Csv, csv::is),
];

/// A file that is no format of citations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unrecognised(pub String);

const EXPORT: &str =
    "Export the references from the database or the reference manager as RIS, NBIB, BibTeX or CSV.";
const NAME_IT: &str = "If it holds citations all the same, say its format with --as.";

/// Beginnings of text that is something else, in lower case.
const FOREIGN: [(&str, &str, &str); 9] = [
    ("%pdf", "a PDF document", EXPORT),
    ("{\\rtf", "a rich text document", EXPORT),
    ("<!doctype html", "a web page", EXPORT),
    ("<html", "a web page", EXPORT),
    ("<?xml", "XML of a kind that is not read here", NAME_IT),
    (
        "<",
        "XML or a web page of a kind that is not read here",
        NAME_IT,
    ),
    ("{", "JSON of something other than citations", NAME_IT),
    ("[", "JSON of something other than citations", NAME_IT),
    (
        "pk\u{3}\u{4}",
        "a zip archive or an Office document",
        "Unpack it first, or save the sheet as CSV.",
    ),
];

/// The format of a file by the beginning of its text.
pub(super) fn recognise(head: &str) -> Option<Format> {
    let found = TESTS.iter().find(|(_, is)| is(head));
    found.map(|(format, _)| *format)
}

/// What a text is that no format recognises.
pub(super) fn foreign(head: &str) -> Unrecognised {
    if let Some(known) = foreign::refusal(head) {
        return Unrecognised(known.to_owned());
    }
    let (what, help) = looks_like(head);
    Unrecognised(format!("This is {what}. {help}"))
}

fn looks_like(head: &str) -> (&'static str, &'static str) {
    let start = head.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() {
        return (
            "an empty file",
            "Export the references again, and look whether the search found any.",
        );
    }
    let lower: String = start
        .chars()
        .take(32)
        .flat_map(char::to_lowercase)
        .collect();
    if let Some((_, what, help)) = FOREIGN.iter().find(|(begin, ..)| lower.starts_with(begin)) {
        return (what, help);
    }
    if start.chars().take(512).any(|c| c == '\0') {
        return (
            "not text, or text in an encoding that was not found out",
            "Say the encoding with --encoding, or export the references again.",
        );
    }
    ("text in which no format of citations can be seen", NAME_IT)
}
