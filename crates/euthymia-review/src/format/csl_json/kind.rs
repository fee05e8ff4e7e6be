//! Types of works in CSL.

use crate::Kind;

/// Word and what it is. Of several that are the same, the first is written.
const TYPES: &[(&str, Kind)] = &[
    ("article-journal", Kind::JournalArticle),
    ("paper-conference", Kind::ConferencePaper),
    ("book", Kind::Book),
    ("chapter", Kind::BookSection),
    ("thesis", Kind::Thesis),
    ("report", Kind::Report),
    ("webpage", Kind::WebPage),
    ("document", Kind::Other),
    ("article", Kind::Preprint),
    ("article-magazine", Kind::JournalArticle),
    ("article-newspaper", Kind::JournalArticle),
    ("review", Kind::JournalArticle),
    ("post", Kind::WebPage),
    ("post-weblog", Kind::WebPage),
    ("journal-article", Kind::JournalArticle),
    ("proceedings-article", Kind::ConferencePaper),
    ("book-chapter", Kind::BookSection),
    ("posted-content", Kind::Preprint),
    ("entry", Kind::BookSection),
    ("entry-encyclopedia", Kind::BookSection),
    ("entry-dictionary", Kind::BookSection),
    ("dataset", Kind::Other),
    ("manuscript", Kind::Other),
    ("patent", Kind::Other),
    ("personal_communication", Kind::Other),
    ("speech", Kind::Other),
    ("standard", Kind::Other),
    ("software", Kind::Other),
    ("legislation", Kind::Other),
    ("graphic", Kind::Other),
    ("interview", Kind::Other),
    ("pamphlet", Kind::Other),
    ("periodical", Kind::Other),
    ("event", Kind::Other),
    ("review-book", Kind::JournalArticle),
];

/// Whether a word is a type.
pub(super) fn is_type(word: &str) -> bool {
    TYPES.iter().any(|(known, _)| *known == word)
}

/// What a type is.
pub(super) fn kind(word: &str) -> Kind {
    let found = TYPES.iter().find(|(known, _)| *known == word);
    found.map_or(Kind::Other, |(_, kind)| *kind)
}

/// The word to write: that of the record if it is a type, or else that of the kind.
pub(super) fn word(kind: Kind, words: &[String]) -> &str {
    match words.first().filter(|word| is_type(word)) {
        Some(word) => word,
        None => {
            let found = TYPES.iter().find(|(_, known)| *known == kind);
            found.map_or("document", |(word, _)| word)
        }
    }
}
