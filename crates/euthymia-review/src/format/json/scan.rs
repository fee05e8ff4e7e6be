//! Finds the end of a JSON object in bytes that arrive little by little.

use std::ops::Range;

/// Deepest nesting that is followed.
const DEPTH_MAX: usize = 120;

/// How far the bytes go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// The object ends before this byte.
    Done(usize),
    /// At depth one a list begins at this byte under a key that was asked for.
    List(usize),
    /// More bytes are needed.
    More,
    /// No JSON goes on like this.
    Wrong,
}

/// What came last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Open,
    Comma,
    Key,
    Colon,
    Literal,
    Value,
}

/// A scan of one object from its `{`, which goes on where it stopped.
#[derive(Debug)]
pub(crate) struct Scan {
    at: usize,
    open: Vec<u8>,
    last: Last,
    /// First byte of the open string, and whether it is a key.
    string: Option<(usize, bool)>,
    key: Range<usize>,
    /// Where the first key of the object is, without quotes.
    pub(crate) first_key: Option<Range<usize>>,
}

impl Scan {
    pub(crate) fn new() -> Self {
        Self {
            at: 0,
            open: Vec::new(),
            last: Last::Comma,
            string: None,
            key: 0..0,
            first_key: None,
        }
    }

    /// Goes on over the bytes, which begin where they began before. Stops at a list under one of
    /// the keys.
    pub(crate) fn go(&mut self, bytes: &[u8], keys: &[&str]) -> Step {
        loop {
            if let Some((start, is_key)) = self.string {
                match self.string_end(bytes) {
                    Some(Some(end)) => self.end_string(start..end, is_key),
                    Some(None) => return Step::Wrong,
                    None => return Step::More,
                }
            }
            let Some(&byte) = bytes.get(self.at) else {
                return Step::More;
            };
            if !self.accept(byte) {
                return Step::Wrong;
            }
            self.at += 1;
            if self.open.is_empty() {
                return Step::Done(self.at);
            }
            if byte == b'[' && self.open.len() == 2 {
                let key = bytes.get(self.key.clone()).unwrap_or_default();
                if keys.iter().any(|wanted| wanted.as_bytes() == key) {
                    return Step::List(self.at);
                }
            }
        }
    }

    /// The closing quote; `None` inside when a line ends first, which no string may hold.
    fn string_end(&mut self, bytes: &[u8]) -> Option<Option<usize>> {
        loop {
            let rest = bytes.get(self.at..)?;
            let found = memchr::memchr3(b'"', b'\\', b'\n', rest);
            let Some(found) = found.map(|found| self.at + found) else {
                self.at = bytes.len();
                return None;
            };
            match bytes.get(found) {
                Some(b'"') => return Some(Some(found)),
                Some(b'\\') if found + 1 < bytes.len() => self.at = found + 2,
                Some(b'\\') => {
                    self.at = found;
                    return None;
                }
                _ => return Some(None),
            }
        }
    }

    fn end_string(&mut self, range: Range<usize>, is_key: bool) {
        self.at = range.end + 1;
        self.string = None;
        self.last = if is_key { Last::Key } else { Last::Value };
        if is_key && self.open.len() == 1 {
            self.first_key.get_or_insert_with(|| range.clone());
            self.key = range;
        }
    }

    /// Takes one byte outside strings; false when it cannot stand here.
    fn accept(&mut self, byte: u8) -> bool {
        let is_object = self.open.last() == Some(&b'{');
        let is_item = matches!(self.last, Last::Open | Last::Comma);
        let takes_value = self.last == Last::Colon || is_item && !is_object;
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => {
                if self.last == Last::Literal {
                    self.last = Last::Value;
                }
                true
            }
            b'{' | b'[' => {
                self.open.push(byte);
                self.last = Last::Open;
                takes_value && self.open.len() <= DEPTH_MAX
            }
            b'}' | b']' => {
                let fits = self.open.pop() == Some(if byte == b'}' { b'{' } else { b'[' });
                let is_complete = !matches!(self.last, Last::Key | Last::Colon);
                self.last = Last::Value;
                fits && is_complete
            }
            b'"' => {
                let is_key = is_object && is_item;
                self.string = Some((self.at + 1, is_key));
                takes_value || is_key
            }
            b':' => std::mem::replace(&mut self.last, Last::Colon) == Last::Key,
            b',' => matches!(
                std::mem::replace(&mut self.last, Last::Comma),
                Last::Value | Last::Literal
            ),
            _ => {
                let fits = takes_value || self.last == Last::Literal;
                self.last = Last::Literal;
                fits
            }
        }
    }
}
