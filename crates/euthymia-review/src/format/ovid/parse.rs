//! One record of Ovid.

use super::source::source;
use super::{is_number, tagged, tags};
use crate::format::draft::{At, Draft, Slot};
use crate::format::fields::{Field, fields};
use crate::format::names;
use crate::format::texts::heading;
use crate::{Contributor, Kind, Piece, Reading, Role};

/// Reads one record.
pub(crate) fn parse(piece: &Piece) -> Reading {
    let mut draft = Draft::new("ovid");
    for field in fields(piece, tagged) {
        take(&mut draft, &field);
    }
    let record = &mut draft.record;
    // A chapter waits in the place of the short title, which Ovid has not.
    if let Some(chapter) = record.short_title.take() {
        record.container = record.title.replace(chapter);
        record.kind = Kind::BookSection;
    }
    draft.finish(piece.line, "Accession Number")
}

fn take(draft: &mut Draft, field: &Field<'_>) {
    let at = At {
        tag: field.tag.trim_end_matches(':'),
        line: field.line,
    };
    if is_number(field.tag) && field.values().next().is_none() {
        return;
    }
    let Some(slot) = tags::slot(at.tag) else {
        let text = field.lines();
        if text.is_empty() {
            let at = At { tag: "", ..at };
            return draft.put_unknown(at, field.tag);
        }
        return draft.put_other(at.tag, &text);
    };
    match slot {
        Slot::Abstract => draft.put(slot, at, &field.paragraphs()),
        Slot::Title => take_title(draft, at, &field.joined()),
        Slot::Person(role) => take_people(draft, role, at, &field.joined()),
        Slot::KindWord => {
            for (_, words) in field.values() {
                draft.set_kind(tags::kind(words));
                draft.put(slot, at, words);
            }
        }
        Slot::Keyword => {
            for word in field.joined().trim_end_matches('.').split(';') {
                draft.put(slot, at, word.trim());
            }
        }
        Slot::Heading => {
            for (_, text) in field.values() {
                draft.record.headings.push(heading(text));
            }
        }
        Slot::Language | Slot::Accession => {
            draft.put(slot, at, field.joined().trim_end_matches('.'));
        }
        Slot::Other if matches!(at.tag, "Source" | "SO") => {
            take_source(draft, at, &field.joined());
        }
        Slot::Other => draft.put(slot, at, &field.lines()),
        _ => {
            for (line, value) in field.values() {
                draft.put(slot, At { line, ..at }, value);
            }
        }
    }
}

/// Behind the full stop stands the type: `A title.[Review]`.
fn take_title(draft: &mut Draft, at: At<'_>, text: &str) {
    let parts = text
        .strip_suffix(']')
        .and_then(|text| text.rsplit_once(".["));
    match parts {
        Some((title, word)) => {
            draft.put(Slot::Title, at, &format!("{title}."));
            draft.put(Slot::KindWord, at, word);
        }
        None => draft.put(Slot::Title, at, text),
    }
}

fn take_source(draft: &mut Draft, at: At<'_>, text: &str) {
    let Some(found) = source(text) else {
        return draft.put(Slot::Other, at, text);
    };
    draft.put(Slot::Container, at, found.container);
    draft.put(Slot::Volume, at, found.volume);
    draft.put(Slot::Issue, at, found.issue.unwrap_or_default());
    draft.put(Slot::Pages, at, found.pages.unwrap_or_default());
    draft.put(Slot::Date, at, found.date);
}

/// `Smith, Jane MD 1;  Doe, John PhD *`. Degrees and the marks of institutions are no names; what
/// was left out is kept with the whole line.
fn take_people(draft: &mut Draft, role: Role, at: At<'_>, text: &str) {
    let mut is_whole = true;
    for part in text.split(';').map(str::trim) {
        let (name, is_editor, is_cut) = bare(part);
        is_whole &= !is_cut;
        if name.is_empty() {
            continue;
        }
        let role = if is_editor { Role::Editor } else { role };
        let person = names::person(&name);
        let people = &mut draft.record.contributors;
        people.push(Contributor::new(role, person));
    }
    if !is_whole {
        draft.put(Slot::Other, at, text);
    }
}

/// A name without degrees and marks, whether it is an editor's, and whether anything was cut.
fn bare(text: &str) -> (String, bool, bool) {
    const DEGREES: &[&str] = &[
        "MD", "PhD", "RN", "MSc", "BSc", "MPH", "FAAN", "DO", "MA", "MS", "BA", "PharmD", "MBBS",
        "FRCP", "DSc", "ScD", "EdD", "MBA",
    ];
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let before = words.len();
    let mut is_editor = false;
    while let Some(last) = words.last() {
        let bare = last.trim_matches([',', '.']);
        let is_mark = last
            .chars()
            .all(|c| c.is_ascii_digit() || "*+#,()".contains(c));
        if bare == "[Ed]" || bare == "(Ed)" {
            is_editor = true;
        } else if !is_mark && !DEGREES.contains(&bare) {
            break;
        }
        words.pop();
    }
    let name = words.join(" ");
    let is_cut = words.len() < before;
    (name.trim_end_matches(',').to_owned(), is_editor, is_cut)
}
