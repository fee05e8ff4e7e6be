//! What a format has no field for, carried as text under a tag: in a place for any tag, in lines
//! `TAG = VALUE`, or in notes `[TAG] VALUE`.
//!
//! A field of a record is `euthymia:FIELD` with a packed text; a value without a field has its own
//! tag. A tag that would not read back is carried with its value under `euthymia:other`.
//!
//! Notes are what RIS and PubMed's format have, and what other programs pass on: every format
//! with notes reads them. Some of their tags stand for fields of a record.

use super::draft::Slot;
use super::names::whole_or_inverted;
use super::packed::{PREFIX, hold_the_same, join_texts, pack, split_texts, unpack};
use super::texts::{heading, history, related};
use super::{nbib, numbers};
use crate::{Contributor, Other, Record, Relation, Role};

/// The tag of a value whose own tag would not read back.
pub(crate) const OTHER: &str = "euthymia:other";

/// A field of the record as text.
pub(crate) fn field_value(record: &Record, name: &str) -> String {
    pack(record, name).unwrap_or_default()
}

/// Tag and value as the text that goes under [`OTHER`].
pub(crate) fn pair_value(other: &Other) -> String {
    join_texts([other.tag.as_str(), other.value.as_str()])
}

/// Whether a value can be carried under this tag itself: a short name of a format, a colon, a tag
/// without spaces.
pub(crate) fn is_carried_tag(tag: &str) -> bool {
    is_tag(tag) && !tag.starts_with(PREFIX)
}

/// Puts one text into the record; false when its tag is none of those that are carried.
pub(crate) fn take(record: &mut Record, tag: &str, text: &str) -> bool {
    let found = match tag.strip_prefix(PREFIX) {
        None if is_tag(tag) => Some(Other {
            tag: tag.to_owned(),
            value: text.to_owned(),
        }),
        None => None,
        Some(_) if tag == OTHER => pair(text),
        Some(name) => return unpack(record, name, text),
    };
    let is_carried = found.is_some();
    record.others.extend(found);
    is_carried
}

/// The line that carries a field.
pub(crate) fn field_line(record: &Record, name: &str) -> String {
    format!("{PREFIX}{name} = {}", field_value(record, name))
}

/// The line that carries a value without a field.
pub(crate) fn other_line(other: &Other) -> String {
    if is_carried_tag(&other.tag) {
        format!("{} = {}", other.tag, join_texts([other.value.as_str()]))
    } else {
        format!("{OTHER} = {}", pair_value(other))
    }
}

/// Puts the lines that carry something into the record, and gives back the rest.
pub(crate) fn take_lines(record: &mut Record, text: &str) -> Option<String> {
    let mut rest = Vec::new();
    for line in text.split('\n') {
        let carried = line.split_once(" =").filter(|(tag, _)| is_tag(tag));
        let is_taken = carried.is_some_and(|(tag, value)| {
            let value = value.strip_prefix(' ').unwrap_or(value);
            if tag.starts_with(PREFIX) {
                take(record, tag, value)
            } else {
                let text = split_texts(value).next().unwrap_or_default();
                take(record, tag, &text)
            }
        });
        if !is_taken {
            rest.push(line);
        }
    }
    Some(rest.join("\n")).filter(|rest| !rest.trim().is_empty())
}

/// Whether two records hold the same values without fields, whatever the order of their tags.
pub(crate) fn same_others(one: &Record, other: &Record) -> bool {
    hold_the_same(one.others.iter(), other.others.iter())
}

fn pair(text: &str) -> Option<Other> {
    let mut texts = split_texts(text);
    let (tag, value) = (texts.next()?, texts.next()?);
    Some(Other { tag, value })
}

fn is_tag(text: &str) -> bool {
    has_format(text) && !text.contains(char::is_whitespace) && !text.contains('=')
}

/// Whether a tag begins with the short name of a format and a colon.
fn has_format(tag: &str) -> bool {
    tag.split_once(':').is_some_and(|(format, tag)| {
        let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !format.is_empty() && format.bytes().all(is_name) && !tag.is_empty()
    })
}

/// The note that carries a value. Line breaks and backslashes are escaped, since a note may be
/// folded.
pub(crate) fn note(tag: &str, value: &str) -> String {
    if !is_noted_tag(tag) {
        let (tag, value) = (tag.to_owned(), value.to_owned());
        return whole_note(&Other { tag, value });
    }
    let value = value.replace('\\', "\\\\").replace('\n', "\\n");
    format!("[{tag}] {value}")
}

/// The note that carries any tag with any value.
pub(crate) fn whole_note(other: &Other) -> String {
    format!("[{OTHER}] {}", pair_value(other))
}

/// The note that carries a field; `None` when its text would not read back.
pub(crate) fn field_note(record: &Record, name: &str) -> Option<String> {
    let value = field_value(record, name);
    (!value.is_empty()).then(|| format!("[{PREFIX}{name}] {value}"))
}

/// Tag and text of a note that carries something; `None` for an ordinary one.
pub(crate) fn noted(note: &str) -> Option<(&str, &str)> {
    let (tag, text) = note.strip_prefix('[')?.split_once("] ")?;
    (tag == OTHER || tag.starts_with(PREFIX) || is_noted_tag(tag)).then_some((tag, text))
}

/// Puts a noted value into the record. An address or ORCID identifier belongs to the person named
/// before it where notes stand behind persons; a field of the record replaces what is there.
pub(crate) fn take_noted(record: &mut Record, tag: &str, text: &str, is_behind_person: bool) {
    if tag.starts_with(PREFIX) && take(record, tag, text) {
        return;
    }
    let value = unescaped(text);
    if is_behind_person && take_of_person(record, tag, &value) {
        return;
    }
    if !take_field(record, tag, &value) {
        let tag = tag.to_owned();
        record.others.push(Other { tag, value });
    }
}

/// Takes the notes that carry something out of those of a record.
pub(crate) fn take_notes(record: &mut Record) {
    if record.notes.iter().all(|note| noted(note).is_none()) {
        return;
    }
    let notes = std::mem::take(&mut record.notes);
    let (carried, rest) = notes.into_iter().partition(|note| noted(note).is_some());
    record.notes = rest;
    let carried: Vec<String> = carried;
    let (fields, values): (Vec<_>, Vec<_>) = carried
        .iter()
        .filter_map(|note| noted(note))
        .partition(|(tag, _)| tag.starts_with(PREFIX));
    for (tag, text) in values.into_iter().chain(fields) {
        take_noted(record, tag, text, false);
    }
}

fn take_of_person(record: &mut Record, tag: &str, value: &str) -> bool {
    let Some(person) = record.contributors.last_mut() else {
        return false;
    };
    match tag {
        "nbib:AD" => person.affiliations.push(value.to_owned()),
        "nbib:AUID" if person.orcid.is_none() => person.orcid = numbers::orcid(value),
        _ => return false,
    }
    tag != "nbib:AUID" || person.orcid.is_some()
}

/// Whether the tag stands for a field of a record that takes this value.
fn take_field(record: &mut Record, tag: &str, value: &str) -> bool {
    match tag {
        "isi:CT" if record.conference.is_none() => record.conference = Some(value.to_owned()),
        "ris:ST" if record.short_title.is_none() => record.short_title = Some(value.to_owned()),
        "ris:UR" => record.urls.push(value.to_owned()),
        "record:note" => record.notes.push(value.to_owned()),
        "record:related" => record.related.push(related(Relation::Other, value)),
        "nbib:PHST" => match history(value) {
            Some(date) => record.other_dates.push(date),
            None => return false,
        },
        _ => {
            if let Some((_, role)) = ROLES.iter().find(|(known, _)| *known == tag) {
                let person = whole_or_inverted(*role, value);
                record.contributors.push(Contributor::new(*role, person));
                return true;
            }
            match tag.strip_prefix("nbib:").and_then(nbib::tags::slot) {
                Some(Slot::Heading) => record.headings.push(heading(value)),
                Some(Slot::Related(relation)) => record.related.push(related(relation, value)),
                _ => return false,
            }
        }
    }
    true
}

/// Tags of notes that name persons.
const ROLES: &[(&str, Role)] = &[
    ("ris:A3", Role::SeriesEditor),
    ("ris:A4", Role::Translator),
    ("record:person", Role::Other),
    ("nbib:CN", Role::Group),
    ("nbib:FIR", Role::Investigator),
];

/// Whether a note can have this tag: a short name of a format, a colon, a tag without brackets.
fn is_noted_tag(tag: &str) -> bool {
    has_format(tag) && !tag.starts_with(PREFIX) && !tag.contains(['[', ']', '\n', '\r'])
}

fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match (letter, letters.clone().next()) {
            ('\\', Some('n')) => text.push('\n'),
            ('\\', Some('\\')) => text.push('\\'),
            _ => {
                text.push(letter);
                continue;
            }
        }
        letters.next();
    }
    text
}
