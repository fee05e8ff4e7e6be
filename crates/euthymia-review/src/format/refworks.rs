//! The tagged format of RefWorks: `RT Journal Article`, two letters and a space, a blank line
//! between records.

use std::io::BufRead;

use super::Pieces;
use super::cut::{Before, Place, cut};
use super::draft::{At, Draft, Slot};
use super::fields::{Field, fields};
use crate::{Kind, Piece, Reading, Role};

/// Whether a text looks like it: a type of work and another tag within a few lines.
pub(crate) fn is(head: &str) -> bool {
    let has = |tags: &[&str]| {
        let mut found = head.lines().take(400).filter_map(tagged);
        found.any(|(tag, _)| tags.contains(&tag))
    };
    has(&["RT"]) && has(&["SR", "ID"]) && has(&["A1", "T1", "JF", "YR"])
}

/// Cuts before `RT`. A blank line inside a record does not end it.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    cut(text, place)
}

fn place(line: &str, before: Before) -> Place {
    match tagged(line) {
        Some(("RT", _)) => Place::Begins,
        Some(_) if before.is_open => Place::Inside,
        Some((tag, _)) if slot(tag).is_some() => Place::Begins,
        None if before.is_open => Place::Inside,
        _ => Place::Stray,
    }
}

/// Tag and value of a line; a known tag only, because text goes on without indentation.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    if let Some((tag @ ("PMID" | "PMCID"), value)) = line.split_once(' ') {
        return Some((tag, value.trim()));
    }
    let (tag, rest) = line.split_at_checked(2)?;
    let is_apart = rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']);
    (is_apart && slot(tag).is_some()).then(|| (tag, rest.trim()))
}

/// Reads one record.
pub(crate) fn parse(piece: &Piece) -> Reading {
    let fields = fields(piece, tagged);
    let mut draft = Draft::new("refworks");
    let mut day = None;
    for field in &fields {
        match field.tag {
            "FD" => day = Some(field),
            _ => take(&mut draft, field),
        }
    }
    if let Some(field) = day {
        let at = At {
            tag: field.tag,
            line: field.line,
        };
        draft.put_day(at, &field.joined());
    }
    draft.finish(piece.line, "AN")
}

fn take(draft: &mut Draft, field: &Field<'_>) {
    let at = At {
        tag: field.tag,
        line: field.line,
    };
    match slot(field.tag) {
        None => draft.put_unknown(at, &field.lines()),
        Some(Slot::KindWord) if field.tag == "RT" => {
            draft.set_kind(kind(field.first));
            draft.put(Slot::KindWord, at, &field.joined());
        }
        Some(Slot::Abstract) => draft.put(Slot::Abstract, at, &field.paragraphs()),
        Some(Slot::Note) => draft.put(Slot::Note, at, &field.lines()),
        Some(slot @ (Slot::Person(_) | Slot::Keyword | Slot::Url | Slot::Serial)) => {
            for (line, value) in field.values() {
                for part in value.split(';').map(str::trim) {
                    draft.put(slot, At { line, ..at }, part);
                }
            }
        }
        Some(slot) => draft.put(slot, at, &field.joined()),
    }
}

fn kind(word: &str) -> Kind {
    match word {
        "Journal"
        | "Journal Article"
        | "Journal, Electronic"
        | "Magazine Article"
        | "Newspaper Article" => Kind::JournalArticle,
        "Conference Proceeding" | "Conference Proceedings" => Kind::ConferencePaper,
        "Book, Whole" | "Book, Edited" => Kind::Book,
        "Book, Section" => Kind::BookSection,
        "Dissertation/Thesis" | "Dissertation" | "Thesis" => Kind::Thesis,
        "Report" => Kind::Report,
        "Web Page" => Kind::WebPage,
        _ => Kind::Other,
    }
}

fn slot(tag: &str) -> Option<Slot> {
    Some(match tag {
        "RT" => Slot::KindWord,
        "T1" => Slot::Title,
        "OT" => Slot::OriginalTitle,
        "ST" => Slot::ShortTitle,
        "A1" => Slot::Person(Role::Author),
        "A2" => Slot::Person(Role::Editor),
        "A4" => Slot::Person(Role::Translator),
        "A3" | "A5" | "A6" | "A7" => Slot::Person(Role::Other),
        "YR" => Slot::Date,
        "RD" => Slot::OtherDate("accessed"),
        "JF" | "T2" => Slot::Container,
        "JO" => Slot::Abbreviation,
        "T3" => Slot::Series,
        "VO" => Slot::Volume,
        "IS" => Slot::Issue,
        "SP" => Slot::Pages,
        "OP" => Slot::LastPage,
        "PB" => Slot::Publisher,
        "PP" => Slot::Place,
        "ED" => Slot::Edition,
        "AB" => Slot::Abstract,
        "K1" => Slot::Keyword,
        "LA" => Slot::Language,
        "DO" => Slot::Doi,
        "PMID" => Slot::Pmid,
        "PMCID" => Slot::Pmcid,
        "SN" => Slot::Serial,
        "AN" => Slot::Accession,
        "DB" => Slot::Database,
        "UL" | "LK" => Slot::Url,
        "NO" => Slot::Note,
        "AD" | "AV" | "CL" | "CN" | "CR" | "DS" | "FD" | "FL" | "ID" | "IP" | "LL" | "OL"
        | "RP" | "SF" | "SL" | "SR" | "U1" | "U2" | "U3" | "U4" | "U5" | "WP" | "WT" | "WV" => {
            Slot::Other
        }
        _ => return None,
    })
}
