//! Cuts a JSON file at the objects of its outermost list, in bounded memory.

use std::io::{self, BufRead};

use super::scan::{Scan, Step};
use crate::format::Pieces;
use crate::format::window::{RECORD_BYTES_MAX, Window, unreadable};
use crate::{Broken, Piece};

const NO_END: &str = "This record is no complete JSON object: the file is cut off or damaged here. \
    Export it again, or repair the text and import it alone.";
const BETWEEN: &str = "This text stands between the records and belongs to none. \
    Look whether it is part of a record whose beginning is damaged.";
/// Bytes that may hold the beginning of a record and are looked at again.
const OVERLAP: usize = 256;

/// The objects of a list, of a list under one of the keys of an object, or single objects.
pub(crate) fn cut<'a>(keys: &'static [&'static str], text: impl BufRead + 'a) -> Pieces<'a> {
    let mut cutter = Cutter {
        window: Window::new(text),
        keys,
        place: Place::Outside,
        first_key: None,
    };
    Box::new(std::iter::from_fn(move || match cutter.advance() {
        Ok(next) => next,
        Err(error) => Some(Err(unreadable(&mut cutter.window, &error))),
    }))
}

/// Where the window begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Outside all brackets.
    Outside,
    /// In a list of records.
    List,
    /// In a list of records that stands in an object.
    WrappedList,
    /// Behind the list in that object.
    Tail,
}

struct Cutter<R> {
    window: Window<R>,
    keys: &'static [&'static str],
    place: Place,
    /// The key with which records begin.
    first_key: Option<Vec<u8>>,
}

impl<R: BufRead> Cutter<R> {
    fn advance(&mut self) -> io::Result<Option<Result<Piece, Broken>>> {
        loop {
            let Some(byte) = self.next_byte()? else {
                return Ok(None);
            };
            match (self.place, byte) {
                (Place::Outside, b'[') => self.enter(Place::List),
                (Place::List, b']') | (Place::Tail, b'}') => self.enter(Place::Outside),
                (Place::WrappedList, b']') => self.enter(Place::Tail),
                (Place::List | Place::WrappedList, b',') => {
                    self.window.take(1);
                }
                (Place::Tail, _) => self.pass_tail()?,
                (_, b'{') => {
                    if let Some(found) = self.object()? {
                        return Ok(Some(found));
                    }
                }
                _ => return self.broken(BETWEEN).map(Some),
            }
        }
    }

    fn enter(&mut self, place: Place) {
        self.window.take(1);
        self.place = place;
    }

    /// The first byte that is no space and no byte order mark.
    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        loop {
            let rest = self.window.rest();
            if rest.starts_with("\u{feff}".as_bytes()) {
                self.window.take(3);
                continue;
            }
            let space = rest.iter().take_while(|byte| byte.is_ascii_whitespace());
            let length = space.count();
            let next = rest.get(length).copied();
            let is_cut_mark = next == Some(0xef) && rest.len() < length + 3;
            self.window.take(length);
            match next {
                Some(byte) if length == 0 && !is_cut_mark => return Ok(Some(byte)),
                Some(_) if !is_cut_mark => {}
                _ if self.window.is_at_end() => return Ok(next),
                _ => self.window.fill()?,
            }
        }
    }

    /// The object at the start; `None` when it turned out to hold the list.
    fn object(&mut self) -> io::Result<Option<Result<Piece, Broken>>> {
        let keys = match self.place {
            Place::Outside => self.keys,
            _ => &[],
        };
        let mut scan = Scan::new();
        loop {
            let rest = self.window.rest();
            let step = scan.go(rest, keys);
            if let Some(key) = scan.first_key.clone()
                && self.first_key.is_none()
            {
                self.first_key = rest.get(key).map(<[u8]>::to_vec);
            }
            match step {
                Step::Done(end) => {
                    return Ok(Some(Ok(self.window.take(end).into_piece())));
                }
                Step::List(at) => {
                    self.window.take(at);
                    self.place = Place::WrappedList;
                    self.first_key = None;
                    return Ok(None);
                }
                Step::Wrong => return self.broken(NO_END).map(Some),
                Step::More if self.window.is_at_end() || rest.len() > RECORD_BYTES_MAX => {
                    return self.broken(NO_END).map(Some);
                }
                Step::More => self.window.fill()?,
            }
        }
    }

    /// What cannot be used, up to the next beginning of a record.
    fn broken(&mut self, message: &str) -> io::Result<Result<Piece, Broken>> {
        let mut all = self.window.take(0);
        let mut from = 1;
        loop {
            let rest = self.window.rest();
            let start = beginning(rest, from, self.first_key.as_deref());
            let is_last = start.is_some() || self.window.is_at_end();
            let length = match start {
                Some(start) => start,
                None if is_last => rest.len(),
                None => rest.len().saturating_sub(OVERLAP),
            };
            let taken = self.window.take(length);
            all.join(&taken);
            if is_last {
                return Ok(Err(all.into_broken(message)));
            }
            from = 0;
            self.window.fill()?;
        }
    }

    /// Passes over the other keys of the object around the list.
    fn pass_tail(&mut self) -> io::Result<()> {
        let (mut depth, mut is_string, mut is_escaped) = (0_usize, false, false);
        loop {
            let rest = self.window.rest();
            let mut end = None;
            for (at, &byte) in rest.iter().enumerate() {
                match byte {
                    _ if is_escaped => is_escaped = false,
                    b'\\' if is_string => is_escaped = true,
                    b'"' => is_string = !is_string,
                    _ if is_string => {}
                    b'}' if depth == 0 => {
                        end = Some(at);
                        break;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            let length = end.unwrap_or(rest.len());
            self.window.take(length);
            if end.is_some() || self.window.is_at_end() {
                return Ok(());
            }
            self.window.fill()?;
        }
    }
}

/// Where the next `{` stands that is followed by the key with which records begin.
fn beginning(bytes: &[u8], from: usize, key: Option<&[u8]>) -> Option<usize> {
    let rest = bytes.get(from..)?;
    memchr::memchr_iter(b'{', rest)
        .map(|at| from + at)
        .find(|at| {
            let Some(key) = key else { return true };
            let after = bytes.get(at + 1..).unwrap_or_default().trim_ascii_start();
            let after = after.strip_prefix(b"\"").unwrap_or_default();
            after
                .strip_prefix(key)
                .is_some_and(|after| after.starts_with(b"\""))
        })
}
