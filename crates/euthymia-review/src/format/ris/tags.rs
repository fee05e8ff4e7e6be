//! What the tags and the types of RIS mean.

use crate::format::draft::Slot;
use crate::{Kind, Role};

/// Where the value of a tag goes; `None` for a tag that RIS does not have.
///
/// Tags whose meaning depends on more than themselves have [`Slot::Other`] here and are told apart
/// by the reader.
pub(super) fn slot(tag: &str) -> Option<Slot> {
    Some(match tag {
        "TY" => Slot::KindWord,
        "TI" | "T1" | "CT" => Slot::Title,
        "OP" => Slot::OriginalTitle,
        "ST" => Slot::ShortTitle,
        "AU" | "A1" => Slot::Person(Role::Author),
        "A2" | "ED" => Slot::Person(Role::Editor),
        "A3" => Slot::Person(Role::SeriesEditor),
        "A4" => Slot::Person(Role::Translator),
        "PY" | "Y1" => Slot::Date,
        "Y2" => Slot::OtherDate("accessed"),
        "JF" => Slot::Container,
        "JA" | "J1" | "J2" => Slot::Abbreviation,
        "T3" => Slot::Series,
        "VL" => Slot::Volume,
        "IS" | "CP" => Slot::Issue,
        "SP" => Slot::Pages,
        "EP" => Slot::LastPage,
        "PB" => Slot::Publisher,
        "CY" | "PP" => Slot::Place,
        "ET" => Slot::Edition,
        "AB" | "N2" => Slot::Abstract,
        "KW" => Slot::Keyword,
        "LA" => Slot::Language,
        "DO" | "DI" => Slot::Doi,
        "PMID" => Slot::Pmid,
        "SN" => Slot::Serial,
        "AN" => Slot::Accession,
        "DB" | "DP" => Slot::Database,
        "UR" | "LK" => Slot::Url,
        "N1" => Slot::Note,
        "ER" => Slot::Nothing,
        "T2" | "JO" | "BT" | "DA" | "M3" => Slot::Other,
        "A5" | "A6" | "AD" | "AV" | "C1" | "C2" | "C3" | "C4" | "C5" | "C6" | "C7" | "C8"
        | "CA" | "CN" | "DS" | "H1" | "H2" | "ID" | "IP" | "L1" | "L2" | "L3" | "L4" | "LB"
        | "LL" | "M1" | "M2" | "NV" | "OL" | "RD" | "RI" | "RN" | "RP" | "SE" | "SF" | "SL"
        | "SR" | "TA" | "TN" | "TT" | "U1" | "U2" | "U3" | "U4" | "U5" | "VO" | "WP" | "WT"
        | "WV" | "Y3" => Slot::Other,
        _ => return None,
    })
}

/// Whether a value under this tag stays under it, whatever the value.
pub(super) fn is_kept(tag: &str) -> bool {
    let is_read = matches!(
        tag,
        "T2" | "JO" | "BT" | "DA" | "M3" | "C3" | "C7" | "L1" | "L2" | "L3" | "L4"
    );
    !is_read && matches!(slot(tag), Some(Slot::Other | Slot::Database))
}

/// Types of work, the first of each kind being the one that is written.
const KINDS: &[(&str, Kind)] = &[
    ("JOUR", Kind::JournalArticle),
    ("EJOUR", Kind::JournalArticle),
    ("JFULL", Kind::JournalArticle),
    ("MGZN", Kind::JournalArticle),
    ("NEWS", Kind::JournalArticle),
    ("INPR", Kind::JournalArticle),
    ("ABST", Kind::JournalArticle),
    ("CPAPER", Kind::ConferencePaper),
    ("CONF", Kind::ConferencePaper),
    ("BOOK", Kind::Book),
    ("EBOOK", Kind::Book),
    ("EDBOOK", Kind::Book),
    ("CHAP", Kind::BookSection),
    ("CHAPTER", Kind::BookSection),
    ("ECHAP", Kind::BookSection),
    ("THES", Kind::Thesis),
    ("RPRT", Kind::Report),
    ("GOVDOC", Kind::Report),
    ("ELEC", Kind::WebPage),
    ("BLOG", Kind::WebPage),
    ("WEB", Kind::WebPage),
];

/// Words of `M3` that say what a work is more exactly than its type does.
const WORDS: &[(&str, Kind)] = &[
    ("preprint", Kind::Preprint),
    ("trial registration", Kind::TrialRegistration),
    ("trial registry record", Kind::TrialRegistration),
    ("conference abstract", Kind::ConferencePaper),
    ("conference paper", Kind::ConferencePaper),
    ("conference review", Kind::ConferencePaper),
    ("conference proceeding", Kind::ConferencePaper),
];

/// What a type of work is.
pub(super) fn kind(code: &str) -> Kind {
    let found = KINDS.iter().find(|(known, _)| *known == code);
    found.map_or(Kind::Other, |&(_, kind)| kind)
}

/// What the words of `M3` say a work is.
pub(super) fn kind_of_words(words: &str) -> Option<Kind> {
    let lower = words.to_lowercase();
    let found = WORDS.iter().find(|(known, _)| *known == lower);
    found.map(|&(_, kind)| kind)
}

/// The type under which a kind is written, and the word of `M3` where there is no such type.
pub(super) fn code(kind: Kind) -> (&'static str, Option<&'static str>) {
    let code = KINDS.iter().find(|(_, known)| *known == kind);
    let word = WORDS.iter().find(|(_, known)| *known == kind);
    match code {
        Some(&(code, _)) => (code, None),
        None => ("GEN", word.map(|&(word, _)| word)),
    }
}
