//! The tagged format of EndNote and refer (`.enw`): `%0 Journal Article`, a percent sign, one
//! character and a space, a blank line between records.

use std::io::BufRead;

use super::Pieces;
use super::cut::{Before, Place, cut};
use super::draft::{At, Draft, Slot};
use super::fields::{Field, fields};
use crate::{Kind, Piece, Reading, Role};

/// Whether a text looks like it.
pub(crate) fn is(head: &str) -> bool {
    let lines = head.lines().map(|line| line.trim_matches('\u{feff}'));
    let mut lines = lines.filter(|line| !line.trim().is_empty());
    let tag_of = |line: &str| tagged(line).map(|(tag, _)| tag.to_owned());
    let first = lines.next().and_then(tag_of);
    let is_common = |tag: &String| ["%0", "%A", "%T", "%D", "%J", "%E"].contains(&tag.as_str());
    let others = lines.take(400).filter_map(tag_of).filter(is_common);
    match first.as_deref() {
        Some("%0") => true,
        Some(_) => others.take(2).count() >= 2,
        None => false,
    }
}

/// Cuts at `%0`, and at any tag behind a blank line.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    cut(text, place)
}

fn place(line: &str, before: Before) -> Place {
    match tagged(line) {
        Some(("%0", _)) => Place::Begins,
        Some(_) if before.is_open && !before.after_blank => Place::Inside,
        Some(_) => Place::Begins,
        None if before.is_open => Place::Inside,
        None => Place::Stray,
    }
}

/// Tag, with its percent sign, and value of a line.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag = tag.starts_with('%') && !tag.ends_with(['%', ' ']);
    let is_apart = rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']);
    (is_tag && is_apart).then(|| (tag, rest.trim()))
}

/// Reads one record.
pub(crate) fn parse(piece: &Piece) -> Reading {
    let fields = fields(piece, tagged);
    let word = fields.iter().find(|field| field.tag == "%0");
    let kind = kind(word.map(|field| field.first).unwrap_or_default());
    let mut draft = Draft::new("enw");
    draft.record.kind = kind;
    let mut day = None;
    for field in &fields {
        match field.tag {
            "%8" => day = Some(field),
            _ => take(&mut draft, kind, field),
        }
    }
    if let Some(field) = day {
        let at = At {
            tag: field.tag,
            line: field.line,
        };
        draft.put_day(at, &field.joined());
    }
    draft.finish(piece.line, "%M")
}

fn take(draft: &mut Draft, kind: Kind, field: &Field<'_>) {
    let at = At {
        tag: field.tag,
        line: field.line,
    };
    let slot = slot(field.tag, kind);
    match slot {
        None => draft.put_unknown(at, &field.lines()),
        Some(Slot::Abstract) => draft.add_abstract(&field.paragraphs()),
        Some(Slot::Note) => {
            let note = field.lines();
            if !draft.put_carried(&note) {
                draft.put(Slot::Note, at, &note);
            }
        }
        Some(slot @ (Slot::Keyword | Slot::Person(_) | Slot::Url | Slot::Serial)) => {
            for (line, value) in field.values() {
                for part in parts(slot, value) {
                    draft.put(slot, At { line, ..at }, part);
                }
            }
        }
        Some(slot) => draft.put(slot, at, &field.joined()),
    }
}

/// Several values in a line: keywords with semicolons, and persons with a comma in each name.
fn parts(slot: Slot, value: &str) -> Vec<&str> {
    let split = |mark: &str| value.split(mark).map(str::trim).collect::<Vec<_>>();
    match slot {
        Slot::Keyword if value.ends_with("--") => split("--"),
        Slot::Keyword => split(";"),
        Slot::Person(_) => {
            let are_names = |names: &[&str]| names.iter().all(|name| name.contains(','));
            let by_word = split(" and ");
            let by_mark = split(";");
            if by_word.len() > 1 && are_names(&by_word) {
                by_word
            } else if are_names(&by_mark) {
                by_mark
            } else {
                vec![value]
            }
        }
        _ => vec![value],
    }
}

fn kind(word: &str) -> Kind {
    match word.to_lowercase().as_str() {
        "journal article" | "journal" | "electronic article" | "magazine article"
        | "newspaper article" => Kind::JournalArticle,
        "conference paper" | "conference proceedings" | "conference" => Kind::ConferencePaper,
        "book" | "edited book" | "electronic book" => Kind::Book,
        "book section" | "electronic book section" | "encyclopedia" => Kind::BookSection,
        "thesis" => Kind::Thesis,
        "report" | "government document" => Kind::Report,
        "web page" | "blog" | "online database" | "online multimedia" => Kind::WebPage,
        _ => Kind::Other,
    }
}

fn slot(tag: &str, kind: Kind) -> Option<Slot> {
    Some(match tag {
        "%0" | "%9" => Slot::KindWord,
        "%T" => Slot::Title,
        "%!" => Slot::ShortTitle,
        "%A" => Slot::Person(Role::Author),
        "%E" => Slot::Person(Role::Editor),
        "%H" | "%?" if matches!(kind, Kind::Book | Kind::BookSection | Kind::ConferencePaper) => {
            Slot::Person(Role::Translator)
        }
        "%?" => Slot::Person(Role::Other),
        "%Y" => Slot::Person(Role::SeriesEditor),
        "%D" => Slot::Date,
        "%[" => Slot::OtherDate("accessed"),
        "%J" => Slot::Container,
        "%B" if kind == Kind::Book => Slot::Series,
        "%B" => Slot::Container,
        "%S" => Slot::Series,
        "%V" => Slot::Volume,
        "%N" => Slot::Issue,
        "%P" => Slot::Pages,
        "%I" => Slot::Publisher,
        "%C" => Slot::Place,
        "%7" => Slot::Edition,
        "%X" => Slot::Abstract,
        "%K" => Slot::Keyword,
        "%G" => Slot::Language,
        "%R" => Slot::Doi,
        "%@" => Slot::Serial,
        "%M" => Slot::Accession,
        "%~" | "%W" => Slot::Database,
        "%U" | "%>" => Slot::Url,
        "%Z" => Slot::Note,
        "%8" | "%F" | "%H" | "%L" | "%O" | "%Q" | "%1" | "%2" | "%3" | "%4" | "%5" | "%6"
        | "%#" | "%$" | "%&" | "%(" | "%)" | "%*" | "%+" | "%<" | "%=" | "%^" => Slot::Other,
        _ => return None,
    })
}
