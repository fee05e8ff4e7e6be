//! One entry taken apart into its type, key and fields, however untidy it is.

use super::macros;
use crate::{Context, Problem};

/// An entry before its fields are understood.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// As the file spells it, without `@`.
    pub(super) kind: String,
    pub(super) key: Option<String>,
    pub(super) fields: Vec<Field>,
    pub(super) problems: Vec<Problem>,
}

/// A field with its value: macros put in, outer braces or quotation marks taken off.
#[derive(Debug)]
pub(super) struct Field {
    /// As the file spells it; `None` for text that belongs to no field.
    pub(super) name: Option<String>,
    pub(super) value: String,
    pub(super) line: u64,
}

/// Reads an entry.
pub(super) fn read(text: &str, first_line: u64, context: &Context) -> Entry {
    let mut entry = Entry::default();
    let head = text.find(['{', '(']).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(head).unwrap_or((text, ""));
    entry.kind = word.trim().trim_start_matches('@').trim().to_owned();
    let closing = if rest.starts_with('(') { ')' } else { '}' };
    let body = rest.get(1..).unwrap_or_default();
    let body = match (is_closed(rest), body.strip_suffix(closing)) {
        (true, Some(body)) => body,
        _ => {
            entry.tell(
                first_line,
                None,
                None,
                "the entry is not closed; it ends where the next begins",
            );
            body.trim_end().strip_suffix(closing).unwrap_or(body)
        }
    };
    let mut reader = Reader {
        text: body,
        at: 0,
        line: first_line + line_ends(text.get(..=head).unwrap_or_default()),
        counted: 0,
        context,
        entry,
    };
    reader.key();
    while reader.field() {}
    reader.entry
}

/// Whether braces balance, so that the last bracket is the entry's own.
fn is_closed(text: &str) -> bool {
    let is_round = text.starts_with('(');
    let mut depth = 0_i64;
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0 && (!is_round || text.ends_with(')'))
}

fn line_ends(text: &str) -> u64 {
    let newlines = text.bytes().filter(|byte| *byte == b'\n').count();
    let returns = text.bytes().filter(|byte| *byte == b'\r').count();
    let pairs = if returns > 0 {
        text.matches("\r\n").count()
    } else {
        0
    };
    (newlines + returns - pairs) as u64
}

impl Entry {
    fn tell(&mut self, line: u64, field: Option<&str>, found: Option<&str>, message: &str) {
        self.problems.push(Problem {
            line,
            field: field.map(str::to_owned),
            found: found.map(str::to_owned),
            message: message.to_owned(),
        });
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Line of the byte `counted`.
    line: u64,
    counted: usize,
    context: &'t Context,
    entry: Entry,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blank(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Line of the place reached.
    fn line(&mut self) -> u64 {
        self.line += line_ends(self.text.get(self.counted..self.at).unwrap_or_default());
        self.counted = self.at;
        self.line
    }

    fn key(&mut self) {
        let rest = self.rest();
        let end = rest.find([',', '=']).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        if !rest.get(end..).unwrap_or_default().starts_with('=') {
            let key = word.trim();
            self.entry.key = (!key.is_empty()).then(|| key.to_owned());
            self.at += (end + 1).min(rest.len());
            return;
        }
        // A comma is missing: what stands before the name of the first field is the key.
        let line = self.line();
        let name = word.trim_end();
        let cut = name.rfind(char::is_whitespace).unwrap_or(0);
        let key = name.get(..cut).unwrap_or_default().trim();
        if key.is_empty() {
            self.entry.tell(line, None, None, "the entry has no key");
        } else {
            self.entry
                .tell(line, None, Some(key), "a comma is missing after the key");
            self.entry.key = Some(key.to_owned());
            self.at += cut;
        }
    }

    /// Reads one field; false at the end.
    fn field(&mut self) -> bool {
        let rest = self.rest();
        let gap = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        self.at += rest.len() - gap.len();
        if gap.is_empty() {
            return false;
        }
        let line = self.line();
        let end = gap.find([',', '=', '{', '"', '}']).unwrap_or(gap.len());
        let word = gap.get(..end).unwrap_or_default().trim();
        if word.is_empty() || !gap.get(end..).unwrap_or_default().starts_with('=') {
            self.stray(line, gap);
            return true;
        }
        self.at += end + 1;
        let value = self.value(word);
        self.skip_blank();
        if !self.rest().is_empty() && !self.rest().starts_with(',') {
            self.entry.tell(
                line,
                Some(word),
                None,
                "a comma is missing after this field",
            );
        }
        self.entry.fields.push(Field {
            name: Some(word.to_owned()),
            value,
            line,
        });
        true
    }

    /// Text that is no field, up to the next comma or line end outside braces.
    fn stray(&mut self, line: u64, gap: &str) {
        let mut depth = 0_usize;
        let end = gap.bytes().position(|byte| {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && matches!(byte, b',' | b'\n')
        });
        let found = gap
            .get(..end.unwrap_or(gap.len()))
            .unwrap_or_default()
            .trim();
        self.at += end.map_or(gap.len(), |end| end + 1);
        self.entry
            .tell(line, None, Some(found), "this text belongs to no field");
        if !found.is_empty() {
            self.entry.fields.push(Field {
                name: None,
                value: found.to_owned(),
                line,
            });
        }
    }

    /// Reads `{…}`, `"…"`, numbers and macros joined by `#`.
    fn value(&mut self, name: &str) -> String {
        let mut value = String::new();
        loop {
            self.skip_blank();
            let rest = self.rest();
            match rest.bytes().next() {
                Some(b'{') => self.delimited(name, rest, &mut value, braced(rest)),
                Some(b'"') => self.delimited(name, rest, &mut value, quoted(rest)),
                Some(b',') | None => {}
                Some(_) => self.bare(name, rest, &mut value),
            }
            self.skip_blank();
            if !self.rest().starts_with('#') {
                return value;
            }
            self.at += 1;
        }
    }

    fn delimited(&mut self, name: &str, rest: &str, value: &mut String, end: Option<usize>) {
        let inside = match end {
            Some(end) => {
                self.at += end + 1;
                rest.get(1..end)
            }
            None => {
                let line = self.line();
                self.entry
                    .tell(line, Some(name), None, "the value is not closed");
                self.at = self.text.len();
                rest.get(1..)
            }
        };
        value.push_str(inside.unwrap_or_default());
    }

    fn bare(&mut self, name: &str, rest: &str, value: &mut String) {
        let end = rest.find([',', '#', '\n', '\r']).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default().trim();
        self.at += end;
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            value.push_str(word);
        } else if let Some(text) = macros::lookup(word, self.context) {
            value.push_str(&text);
        } else {
            let line = self.line();
            self.entry.tell(
                line,
                Some(name),
                Some(word),
                "no @string has this name; it is read as text",
            );
            value.push_str(word);
        }
    }
}

/// Where the brace closes that a text begins with.
pub(super) fn braced(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    })
}

/// Where the quotation mark closes that a text begins with: one outside braces.
pub(super) fn quoted(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut bytes = text.bytes().enumerate().skip(1);
    let found = bytes.find(|(_, byte)| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && *byte == b'"'
    });
    found.map(|(at, _)| at)
}
