//! Cutting a file into entries.

use std::collections::VecDeque;
use std::io::BufRead;

use super::super::lines::{Line, Lines, is_blank};
use crate::{Broken, Piece, PieceKind};

/// Longest entry, in bytes.
const ENTRY_BYTES_MAX: usize = 1 << 26;
/// How much of a stretch that is no entry is repeated, in bytes.
const STRAY_BYTES_MAX: usize = 4096;

/// The entries of a file.
pub(super) struct Cutter<R> {
    lines: Lines<R>,
    open: Option<Open>,
    stray: Option<Broken>,
    ready: VecDeque<Result<Piece, Broken>>,
    is_done: bool,
}

/// An entry that has begun.
struct Open {
    offset: u64,
    line: u64,
    text: String,
    /// The opening bracket, once it was seen.
    bracket: Option<u8>,
    depth: usize,
}

/// What became of a stretch of an open entry.
enum Step {
    /// It goes on in the next line.
    More,
    /// It ends before this byte of the line.
    Ends(usize),
    /// Something stands between `@word` and its bracket: it was no entry.
    NoEntry(usize),
}

impl<R: BufRead> Cutter<R> {
    pub(super) fn new(text: R) -> Self {
        Self {
            lines: Lines::new(text),
            open: None,
            stray: None,
            ready: VecDeque::new(),
            is_done: false,
        }
    }

    fn feed(&mut self, line: &Line) {
        if self
            .open
            .as_ref()
            .is_some_and(|open| open.bracket.is_some())
            && begins_entry(&line.text)
        {
            self.close();
        }
        let mut at = 0;
        while let Some(rest) = line.text.get(at..).filter(|rest| !rest.is_empty()) {
            let taken = match &mut self.open {
                Some(open) => match open.step(rest) {
                    Step::More => rest.len(),
                    Step::Ends(end) => {
                        self.close();
                        end
                    }
                    Step::NoEntry(end) => {
                        let open = self.open.take();
                        open.into_iter().for_each(|open| self.demote(open));
                        end
                    }
                },
                None => self.outside(rest, line, at),
            };
            at += taken;
        }
        if self
            .open
            .as_ref()
            .is_some_and(|open| open.text.len() > ENTRY_BYTES_MAX)
        {
            let open = self.open.take();
            open.into_iter().for_each(|open| self.demote(open));
        }
    }

    /// Text outside entries up to the next one; gives the bytes taken.
    fn outside(&mut self, rest: &str, line: &Line, at: usize) -> usize {
        let is_comment = rest
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('%');
        if is_comment {
            self.flush_stray();
        }
        let start = if is_comment { None } else { entry_start(rest) };
        let before = rest.get(..start.unwrap_or(rest.len())).unwrap_or_default();
        if !is_comment && !is_blank(before) {
            self.add_stray(before, line.offset + at as u64, line.number);
        }
        let Some(start) = start else {
            return rest.len();
        };
        self.flush_stray();
        self.open = Some(Open {
            offset: line.offset + (at + start) as u64,
            line: line.number,
            text: String::new(),
            bracket: None,
            depth: 0,
        });
        start
    }

    fn add_stray(&mut self, text: &str, offset: u64, line: u64) {
        let stray = self.stray.get_or_insert_with(|| Broken {
            offset,
            line,
            message:
                "This text stands outside every entry. An entry begins with @, its type and {."
                    .to_owned(),
            text: String::new(),
        });
        let room = STRAY_BYTES_MAX.saturating_sub(stray.text.len());
        let fits = text
            .char_indices()
            .take_while(|(at, c)| at + c.len_utf8() <= room);
        stray.text.extend(fits.map(|(_, c)| c));
    }

    fn flush_stray(&mut self) {
        self.ready.extend(self.stray.take().map(Err));
    }

    fn demote(&mut self, open: Open) {
        self.add_stray(&open.text, open.offset, open.line);
        self.flush_stray();
    }

    fn close(&mut self) {
        self.ready.extend(self.open.take().map(|open| {
            Ok(Piece {
                kind: kind(&open.text),
                offset: open.offset,
                line: open.line,
                text: open.text,
            })
        }));
    }

    fn finish(&mut self) {
        self.is_done = true;
        if self
            .open
            .as_ref()
            .is_some_and(|open| open.bracket.is_none())
        {
            let open = self.open.take();
            open.into_iter().for_each(|open| self.demote(open));
        }
        self.flush_stray();
        self.close();
    }
}

impl<R: BufRead> Iterator for Cutter<R> {
    type Item = Result<Piece, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if self.is_done {
                return None;
            }
            match self.lines.next_line() {
                Ok(Some(line)) => self.feed(&line),
                Ok(None) => self.finish(),
                Err(error) => {
                    self.finish();
                    self.ready.push_back(Err(self.lines.unreadable(&error)));
                }
            }
        }
    }
}

impl Open {
    /// Takes what belongs to the entry from a text.
    fn step(&mut self, rest: &str) -> Step {
        for (at, byte) in rest.bytes().enumerate() {
            match (self.bracket, byte) {
                (None, b'{' | b'(') => self.bracket = Some(byte),
                (None, b'@') if self.text.is_empty() && at == 0 => {}
                (None, _) if byte.is_ascii_alphanumeric() || b"_-+*".contains(&byte) => {}
                (None, _) if byte.is_ascii_whitespace() => {}
                (None, _) => {
                    self.text.push_str(rest.get(..at).unwrap_or_default());
                    return Step::NoEntry(at);
                }
                (Some(_), b'{') => self.depth += 1,
                (Some(b'('), b')') if self.depth == 0 => return self.ends(rest, at + 1),
                (Some(b'{'), b'}') if self.depth == 0 => return self.ends(rest, at + 1),
                (Some(_), b'}') => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.text.push_str(rest);
        Step::More
    }

    fn ends(&mut self, rest: &str, end: usize) -> Step {
        self.text.push_str(rest.get(..end).unwrap_or_default());
        Step::Ends(end)
    }
}

/// What an entry is for, by its type.
fn kind(text: &str) -> PieceKind {
    let word = text.trim_start_matches('@').trim_start();
    let is = |name: &str| {
        let start = word.get(..name.len()).unwrap_or_default();
        let next = word.get(name.len()..).and_then(|rest| rest.chars().next());
        start.eq_ignore_ascii_case(name) && !next.is_some_and(char::is_alphanumeric)
    };
    if is("string") || is("preamble") || is("comment") {
        PieceKind::Context
    } else {
        PieceKind::Record
    }
}

/// Where `@word{` begins; the bracket may stand on a later line when nothing follows the word.
pub(super) fn entry_start(text: &str) -> Option<usize> {
    let found = text.match_indices('@').find(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default().trim_start();
        let word =
            rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_-+*".contains(c));
        let is_alone = text.get(..*at).is_some_and(is_blank) && word.trim().is_empty();
        word.len() < rest.len() && (is_alone || word.trim_start().starts_with(['{', '(']))
    });
    found.map(|(at, _)| at)
}

/// Whether a line can only be the beginning of an entry: `@type{key,` although the entry before it
/// is not closed.
fn begins_entry(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('@') else {
        return false;
    };
    let after = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let Some(body) = after.trim_start().strip_prefix('{') else {
        return false;
    };
    let key = body.split(',').next().unwrap_or_default().trim();
    rest.len() - after.len() > 2
        && body.contains(',')
        && !key.contains(|c: char| c.is_whitespace() || "{}=\"".contains(c))
}
