//! Text of XML: references decoded, space that is only layout closed up, and text escaped.

use std::borrow::Cow;

/// The character of a reference without `&` and `;`; `None` when XML itself defines no such one.
pub(crate) fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code).filter(|&c| c != '\0')
        }
    }
}

/// The reference at the start of the text, which begins with `&`: its name, and what follows it.
pub(crate) fn split_reference(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.bytes().take(32).position(|byte| byte == b';')?;
    let (name, rest) = (rest.get(..end)?, rest.get(end + 1..)?);
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    is_name.then_some((name, rest))
}

/// Decodes references; unknown ones stay as they are.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        match split_reference(from).and_then(|(name, rest)| Some((reference(name)?, rest))) {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Text that grows by runs: white space as it stands is layout and becomes one space, white space
/// by reference is meant.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    out: String,
    is_space_due: bool,
}

impl Runs {
    /// Adds text as it stands in the file.
    pub(crate) fn push_raw(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let (words, from) = rest.split_at(plain_length(rest));
            self.push_meant(words);
            rest = self.push_break(from);
        }
    }

    /// Adds text that is meant to the letter.
    pub(crate) fn push_meant(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if std::mem::take(&mut self.is_space_due) && !self.out.is_empty() {
            self.out.push(' ');
        }
        self.out.push_str(text);
    }

    /// All of it, without layout at its ends.
    pub(crate) fn into_text(self) -> String {
        self.out
    }

    /// Takes the white space or reference at the start.
    fn push_break<'a>(&mut self, text: &'a str) -> &'a str {
        if !text.starts_with('&') {
            self.is_space_due |= !text.is_empty();
            return text.trim_start_matches([' ', '\n', '\t', '\r']);
        }
        match split_reference(text).and_then(|(name, rest)| Some((reference(name)?, rest))) {
            Some((c, rest)) => {
                self.push_meant(c.encode_utf8(&mut [0; 4]));
                rest
            }
            None => {
                self.push_meant("&");
                text.get(1..).unwrap_or_default()
            }
        }
    }
}

/// Length of the start that stays as it is: words with single spaces between them.
fn plain_length(text: &str) -> usize {
    let is_special = |byte: u8| matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'&');
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let is_between =
            at > 0 && byte == b' ' && bytes.get(at + 1).is_some_and(|&next| !is_special(next));
        if is_special(byte) && !is_between {
            break;
        }
        at += 1;
    }
    at
}

/// Escapes text so that [`Runs`] gives it back: white space that would pass for layout is written
/// by reference. Characters that XML forbids become U+FFFD.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    let mut is_after_space = true;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let is_last = characters.peek().is_none();
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            ' ' if !is_after_space && !is_last => out.push(' '),
            ' ' => out.push_str("&#32;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            c if c.is_ascii_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                out.push('\u{fffd}');
            }
            c => out.push(c),
        }
        is_after_space = c == ' ';
    }
}
