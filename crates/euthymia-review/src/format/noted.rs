//! Values that a format has no tag for, carried in a note: `[nbib:MH] Humans`.

use super::draft::Slot;
use super::nbib;
use crate::{Relation, Role};

/// Such a note. Line breaks and backslashes are escaped, since a note may be folded.
pub(crate) fn note(tag: &str, value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('\n', "\\n");
    format!("[{tag}] {value}")
}

/// Tag and value of such a note; `None` for an ordinary one.
pub(crate) fn noted(note: &str) -> Option<(&str, String)> {
    let (tag, value) = note.strip_prefix('[')?.split_once("] ")?;
    let (format, name) = tag.split_once(':')?;
    let is_format = !format.is_empty() && format.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_carried = is_format && !name.is_empty() && !tag.contains(['[', ']']);
    is_carried.then(|| (tag, unescaped(value)))
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

/// The slot of a carried value that has a field of its own in a record.
pub(crate) fn slot(tag: &str) -> Option<Slot> {
    match tag {
        "isi:CT" => Some(Slot::Conference),
        "ris:ST" => Some(Slot::ShortTitle),
        "ris:UR" => Some(Slot::Url),
        "ris:A3" => Some(Slot::Person(Role::SeriesEditor)),
        "ris:A4" => Some(Slot::Person(Role::Translator)),
        "record:note" => Some(Slot::Note),
        "record:person" => Some(Slot::Person(Role::Other)),
        "record:related" => Some(Slot::Related(Relation::Other)),
        "nbib:CN" => Some(Slot::Person(Role::Group)),
        "nbib:FIR" => Some(Slot::Person(Role::Investigator)),
        _ => {
            let slot = nbib::tags::slot(tag.strip_prefix("nbib:")?)?;
            matches!(slot, Slot::Heading | Slot::Related(_)).then_some(slot)
        }
    }
}
