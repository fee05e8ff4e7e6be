//! Where the types and fields of BibTeX and BibLaTeX go.

use super::super::slot::Slot;
use crate::{Kind, Role};

/// The place of a field by its name in lower case.
pub(super) fn slot(name: &str) -> Slot {
    let found = FIELDS.binary_search_by(|(known, _)| (*known).cmp(name));
    found
        .ok()
        .and_then(|at| FIELDS.get(at))
        .map_or(Slot::Other, |(_, slot)| *slot)
}

/// In the order of their bytes.
const FIELDS: &[(&str, Slot)] = &[
    ("abstract", Slot::Abstract),
    ("address", Slot::Place),
    ("author", Slot::Names(Role::Author)),
    ("booktitle", Slot::Container),
    ("date", Slot::Date),
    ("day", Slot::Day),
    ("doi", Slot::Doi),
    ("edition", Slot::Edition),
    ("editor", Slot::Names(Role::Editor)),
    ("eventtitle", Slot::Conference),
    ("institution", Slot::Publisher),
    ("isbn", Slot::Isbn),
    ("issn", Slot::Issn),
    ("issue", Slot::Issue),
    ("journal", Slot::Container),
    ("journal-iso", Slot::Abbreviation),
    ("journaltitle", Slot::Container),
    ("keyword", Slot::Keywords),
    ("keywords", Slot::Keywords),
    ("language", Slot::Languages),
    ("location", Slot::Place),
    ("month", Slot::Month),
    ("note", Slot::Notes),
    ("number", Slot::Issue),
    ("organization", Slot::Publisher),
    ("origtitle", Slot::OriginalTitle),
    ("pages", Slot::Pages),
    ("pmcid", Slot::Pmcid),
    ("pmid", Slot::Pmid),
    ("publisher", Slot::Publisher),
    ("school", Slot::Publisher),
    ("series", Slot::Series),
    ("shortjournal", Slot::Abbreviation),
    ("shorttitle", Slot::ShortTitle),
    ("subtitle", Slot::Subtitle),
    ("title", Slot::Title),
    ("translator", Slot::Names(Role::Translator)),
    ("url", Slot::Urls),
    ("urldate", Slot::OtherDate("accessed")),
    ("volume", Slot::Volume),
    ("year", Slot::Year),
];

/// Types of entries; the first of a kind is the one written.
const TYPES: [(&str, Kind); 27] = [
    ("article", Kind::JournalArticle),
    ("inproceedings", Kind::ConferencePaper),
    ("conference", Kind::ConferencePaper),
    ("proceedings", Kind::ConferencePaper),
    ("book", Kind::Book),
    ("booklet", Kind::Book),
    ("collection", Kind::Book),
    ("mvbook", Kind::Book),
    ("mvcollection", Kind::Book),
    ("incollection", Kind::BookSection),
    ("inbook", Kind::BookSection),
    ("inreference", Kind::BookSection),
    ("suppbook", Kind::BookSection),
    ("suppcollection", Kind::BookSection),
    ("phdthesis", Kind::Thesis),
    ("mastersthesis", Kind::Thesis),
    ("thesis", Kind::Thesis),
    ("techreport", Kind::Report),
    ("report", Kind::Report),
    ("preprint", Kind::Preprint),
    ("trialregistration", Kind::TrialRegistration),
    ("online", Kind::WebPage),
    ("electronic", Kind::WebPage),
    ("webpage", Kind::WebPage),
    ("www", Kind::WebPage),
    ("misc", Kind::Other),
    ("suppperiodical", Kind::JournalArticle),
];

/// What an entry of this type is of; any other type is [`Kind::Other`].
pub(super) fn kind(word: &str) -> Kind {
    let found = TYPES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word));
    found.map_or(Kind::Other, |(_, kind)| *kind)
}

/// The type to write: the record's own word when it is a type of this kind, else the usual one.
pub(super) fn word(kind: Kind, words: &[String]) -> String {
    let own = words.first().filter(|word| {
        let known = TYPES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(word));
        known.is_some_and(|(_, found)| *found == kind)
    });
    let usual = || {
        TYPES
            .iter()
            .find(|(_, known)| *known == kind)
            .map(|(word, _)| (*word).to_owned())
    };
    own.cloned()
        .or_else(usual)
        .unwrap_or_else(|| "misc".to_owned())
}
