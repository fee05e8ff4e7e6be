//! Types of works in EndNote: numbers with names.

use crate::Kind;

/// Number, name, and what it is. Of several that are the same, the first is written.
const TYPES: &[(&str, &str, Kind)] = &[
    ("17", "Journal Article", Kind::JournalArticle),
    ("47", "Conference Paper", Kind::ConferencePaper),
    ("10", "Conference Proceedings", Kind::ConferencePaper),
    ("6", "Book", Kind::Book),
    ("28", "Edited Book", Kind::Book),
    ("44", "Electronic Book", Kind::Book),
    ("5", "Book Section", Kind::BookSection),
    ("60", "Electronic Book Section", Kind::BookSection),
    ("32", "Thesis", Kind::Thesis),
    ("27", "Report", Kind::Report),
    ("46", "Government Document", Kind::Report),
    ("12", "Web Page", Kind::WebPage),
    ("43", "Electronic Article", Kind::JournalArticle),
    ("19", "Magazine Article", Kind::JournalArticle),
    ("23", "Newspaper Article", Kind::JournalArticle),
    ("13", "Generic", Kind::Other),
];

/// What a type is, by its name, or else by its number.
pub(super) fn kind(name: Option<&str>, number: Option<&str>) -> Kind {
    let by_name = TYPES.iter().find(|(_, known, _)| name == Some(known));
    let found = by_name.or_else(|| TYPES.iter().find(|(known, _, _)| number == Some(known)));
    match (found, name) {
        (Some((_, _, kind)), _) => *kind,
        (None, Some("Preprint")) => Kind::Preprint,
        (None, _) => Kind::Other,
    }
}

/// Number and name to write: those of the word if it is a type, or else of the kind.
pub(super) fn number_and_name(kind: Kind, word: Option<&str>) -> (&'static str, &'static str) {
    let by_word = TYPES.iter().find(|(_, name, _)| word == Some(name));
    let found = by_word.or_else(|| TYPES.iter().find(|(_, _, known)| *known == kind));
    found.map_or(("13", "Generic"), |(number, name, _)| (number, name))
}
