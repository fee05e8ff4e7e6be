//! One field of a record as one line of plain text that reads back exactly.
//!
//! A format that cannot hold a field in its own way holds this text under a name of ours,
//! `euthymia:FIELD`, and a value without a field under its own tag, such as `ris:M3`. The text has
//! no line breaks and no braces, so that it fits into a cell, a field of BibTeX or a note.
//!
//! Items are joined with `; ` and their parts with `|`. After a backslash, `n`, `r` and `t` are
//! line end, return and tab, `s` a space at an end, `(` and `)` braces; `\-` is a part that is not
//! there; a backslash before `;`, `|` or another backslash stands for the character itself.

use super::exact::EXACT;
use crate::{Other, Record};

/// What the names of packed fields begin with.
pub(crate) const PREFIX: &str = "euthymia:";

/// What stands for a field that holds nothing although the format says something.
const NOTHING: &str = "\\-";

/// A value of a field: each part of it may be missing.
pub(crate) type Item = Vec<Option<String>>;

/// The names of the fields in which two records differ, in the order of [`Record`].
pub(crate) fn differences(one: &Record, other: &Record) -> Vec<&'static str> {
    EXACT
        .iter()
        .filter(|field| (field.items)(one) != (field.items)(other))
        .map(|field| field.name)
        .collect()
}

/// A field as text; `None` when there is no such field.
pub(crate) fn pack(record: &Record, name: &str) -> Option<String> {
    let field = EXACT.iter().find(|field| field.name == name)?;
    let items = (field.items)(record);
    Some(if items.is_empty() {
        NOTHING.to_owned()
    } else {
        joined(&items)
    })
}

/// Puts a packed field into a record; false when there is no such field or the text is not one.
pub(crate) fn unpack(record: &mut Record, name: &str, text: &str) -> bool {
    match EXACT.iter().find(|field| field.name == name) {
        Some(field) => (field.set)(record, items(text)).is_some(),
        None => false,
    }
}

/// Whether two lists hold the same values under each tag, in the same order within a tag.
pub(crate) fn hold_the_same<'o>(
    one: impl Iterator<Item = &'o Other>,
    other: impl Iterator<Item = &'o Other>,
) -> bool {
    fn by_tag<'o>(list: impl Iterator<Item = &'o Other>) -> Vec<&'o Other> {
        let mut sorted: Vec<&Other> = list.collect();
        sorted.sort_by(|a, b| a.tag.cmp(&b.tag));
        sorted
    }
    by_tag(one) == by_tag(other)
}

/// A list of plain texts, joined.
pub(crate) fn join_texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let items: Vec<Item> = texts
        .into_iter()
        .map(|text| vec![Some(text.to_owned())])
        .collect();
    joined(&items)
}

/// The texts of a list that was joined by [`join_texts`].
pub(crate) fn split_texts(text: &str) -> impl Iterator<Item = String> {
    items(text)
        .into_iter()
        .filter_map(|item| item.into_iter().next().flatten())
}

fn joined(items: &[Item]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            out.push_str("; ");
        }
        for (position, part) in item.iter().enumerate() {
            if position > 0 {
                out.push('|');
            }
            match part {
                Some(part) => escape(part, &mut out),
                None => out.push_str("\\-"),
            }
        }
    }
    out
}

fn escape(text: &str, out: &mut String) {
    let inner = text.trim_matches(' ');
    let lead = text.len() - text.trim_start_matches(' ').len();
    let trail = if inner.is_empty() {
        0
    } else {
        text.len() - lead - inner.len()
    };
    out.extend(std::iter::repeat_n("\\s", lead));
    for c in inner.chars() {
        let code = match c {
            '\\' | ';' | '|' => c,
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '{' => '(',
            '}' => ')',
            other => {
                out.push(other);
                continue;
            }
        };
        out.push('\\');
        out.push(code);
    }
    out.extend(std::iter::repeat_n("\\s", trail));
}

/// Takes a packed text apart.
fn items(text: &str) -> Vec<Item> {
    let mut found = Vec::new();
    if text.trim_ascii().is_empty() || text.trim_ascii() == NOTHING {
        return found;
    }
    let mut item: Item = Vec::new();
    let mut part = Some(String::new());
    let mut chars = text.trim_ascii().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '|' => item.push(part.replace(String::new())),
            ';' => {
                item.push(part.replace(String::new()));
                found.push(std::mem::take(&mut item));
                while chars.next_if_eq(&' ').is_some() {}
            }
            '\\' => match chars.next() {
                Some('-') => part = None,
                code => part.get_or_insert_default().extend(code.map(escaped)),
            },
            other => part.get_or_insert_default().push(other),
        }
    }
    item.push(part);
    found.push(item);
    found
}

fn escaped(code: char) -> char {
    match code {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        's' => ' ',
        '(' => '{',
        ')' => '}',
        other => other,
    }
}
