//! Tagged lines being written.

use super::carried;
use super::held::OTHERS;
use crate::Record;

/// Text made of tagged lines, each tag with the mark that its format puts behind it.
#[derive(Debug)]
pub(crate) struct Emit {
    pub(crate) text: String,
    /// Places that a tag fills up with spaces.
    width: usize,
    /// What stands between tag and value.
    mark: &'static str,
    /// Tag of a note.
    note: &'static str,
}

impl Emit {
    pub(crate) fn new(width: usize, mark: &'static str, note: &'static str) -> Self {
        Self {
            text: String::new(),
            width,
            mark,
            note,
        }
    }

    /// One line; line breaks in the value become spaces. An empty value is not written.
    pub(crate) fn put(&mut self, tag: &str, value: &str) {
        if !value.trim().is_empty() {
            self.put_even_empty(tag, value);
        }
    }

    /// One line, even for an empty value.
    pub(crate) fn put_even_empty(&mut self, tag: &str, value: &str) {
        let width = self.width;
        self.text.push_str(&format!("{tag:width$}{}", self.mark));
        for (number, line) in value.trim().lines().enumerate() {
            if number > 0 {
                self.text.push(' ');
            }
            self.text.push_str(&line.replace('\r', " "));
        }
        self.text.push('\n');
    }

    /// One line, if there is a value.
    pub(crate) fn put_some(&mut self, tag: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.put(tag, value);
        }
    }

    /// One line for each value.
    pub(crate) fn put_all<'a>(&mut self, tag: &str, values: impl IntoIterator<Item = &'a String>) {
        for value in values {
            self.put(tag, value);
        }
    }

    /// A note that carries a value for which the format has no tag.
    pub(crate) fn carry(&mut self, tag: &str, value: &str) {
        let note = self.note;
        self.put(note, &carried::note(tag, value));
    }

    /// Notes that carry whole fields, and values without a field where those are among them.
    pub(crate) fn carry_fields(&mut self, record: &Record, fields: &[&str]) {
        let note = self.note;
        for name in fields {
            if let Some(text) = carried::field_note(record, name) {
                self.put(note, &text);
            }
        }
        if carries_others(fields) {
            for other in &record.others {
                self.put(note, &carried::whole_note(other));
            }
        }
    }
}

/// Whether the values without a field are carried whole.
pub(crate) fn carries_others(fields: &[&str]) -> bool {
    fields.contains(&OTHERS)
}
