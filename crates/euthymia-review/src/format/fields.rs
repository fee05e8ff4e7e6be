//! The tagged lines of a record, each with the untagged lines that carry it on.

use crate::Piece;

/// A tagged line with what follows it up to the next tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    /// The tag as written; empty for text before the first tag.
    pub(crate) tag: &'a str,
    /// Line of the file.
    pub(crate) line: u64,
    /// Value on the line of the tag, trimmed.
    pub(crate) first: &'a str,
    /// Further lines.
    pub(crate) more: Vec<More<'a>>,
}

/// A line without a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct More<'a> {
    /// Line of the file.
    pub(crate) line: u64,
    /// Trimmed; empty for a blank line.
    pub(crate) text: &'a str,
    /// Whether it began with white space.
    pub(crate) is_indented: bool,
}

impl<'a> Field<'a> {
    /// Every line that says something, with its number.
    pub(crate) fn values(&self) -> impl Iterator<Item = (u64, &'a str)> {
        let more = self.more.iter().map(|more| (more.line, more.text));
        let first = std::iter::once((self.line, self.first));
        first.chain(more).filter(|(_, text)| !text.is_empty())
    }

    /// The lines as one.
    pub(crate) fn joined(&self) -> String {
        let mut whole = String::new();
        for (_, text) in self.values() {
            if !whole.is_empty() {
                whole.push(' ');
            }
            whole.push_str(text);
        }
        whole
    }

    /// The lines as a text with line breaks; an indented line carries on the one before it.
    pub(crate) fn paragraphs(&self) -> String {
        let mut whole = self.first.to_owned();
        for more in &self.more {
            let is_wrapped = more.is_indented && !whole.is_empty() && !whole.ends_with('\n');
            if is_wrapped {
                whole.push(' ');
            } else if !whole.is_empty() {
                whole.push('\n');
            }
            whole.push_str(more.text);
        }
        whole.truncate(whole.trim_end().len());
        whole
    }

    /// The lines as they stand under each other.
    pub(crate) fn lines(&self) -> String {
        let mut whole = self.first.to_owned();
        for more in &self.more {
            if !whole.is_empty() {
                whole.push('\n');
            }
            whole.push_str(more.text);
        }
        whole.truncate(whole.trim_end().len());
        whole
    }
}

/// Takes a record apart, by a function that gives tag and value of a line that has them.
pub(crate) fn fields<'a>(
    piece: &'a Piece,
    tagged: impl Fn(&'a str) -> Option<(&'a str, &'a str)>,
) -> Vec<Field<'a>> {
    let mut fields: Vec<Field<'a>> = Vec::with_capacity(32);
    for (line, text) in (piece.line..).zip(lines_of(&piece.text)) {
        if let Some((tag, value)) = tagged(text) {
            fields.push(Field {
                tag,
                line,
                first: value.trim(),
                more: Vec::new(),
            });
            continue;
        }
        let more = More {
            line,
            text: text.trim(),
            is_indented: text.starts_with([' ', '\t']),
        };
        match fields.last_mut() {
            Some(field) => field.more.push(more),
            None if more.text.is_empty() => {}
            None => fields.push(Field {
                tag: "",
                line,
                first: more.text,
                more: Vec::new(),
            }),
        }
    }
    fields
}

/// Lines without their ends, which are those of [`Lines`](super::lines::Lines).
pub(crate) fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text).filter(|text| !text.is_empty());
    std::iter::from_fn(move || {
        let here = rest?;
        let Some(at) = here.bytes().position(|byte| byte == b'\n' || byte == b'\r') else {
            rest = None;
            return Some(here);
        };
        let (line, end) = here.split_at_checked(at)?;
        let after = end.strip_prefix("\r\n").or_else(|| end.get(1..));
        rest = after.filter(|after| !after.is_empty());
        Some(line)
    })
}
