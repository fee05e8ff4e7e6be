//! What a format has no field for, carried as text under a tag, and lines that hold such tags.
//!
//! A field of a record is `euthymia:FIELD` with a packed text; a value without a field has its own
//! tag. A tag that would not read back is carried with its value under `euthymia:other`.

use super::packed::{PREFIX, hold_the_same, join_texts, pack, split_texts, unpack};
use crate::{Other, Record};

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
    let has_name = text.split_once(':').is_some_and(|(format, tag)| {
        let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !format.is_empty() && format.bytes().all(is_name) && !tag.is_empty()
    });
    has_name && !text.contains(char::is_whitespace) && !text.contains('=')
}
