//! A moving window over the bytes of a file, for formats that are not cut at lines.

use std::io::{self, BufRead, ErrorKind};

use crate::{Broken, Piece, PieceKind};

/// Longest record that is read whole, in bytes.
pub(crate) const RECORD_BYTES_MAX: usize = 1 << 26;
/// Most of a broken stretch that is kept, in bytes.
const BROKEN_BYTES_MAX: usize = 4096;
const STEP: usize = 1 << 16;

/// The bytes of a file from a start that only moves forward.
pub(crate) struct Window<R> {
    reader: R,
    bytes: Vec<u8>,
    start: usize,
    offset: u64,
    line: u64,
    is_at_end: bool,
    /// Why reading ended; told when what was read before it is used up.
    failure: Option<io::Error>,
}

/// Text taken from the front, with its place.
pub(crate) struct Taken {
    pub(crate) offset: u64,
    pub(crate) line: u64,
    /// Bytes that are no UTF-8 became U+FFFD.
    pub(crate) text: String,
}

impl<R: BufRead> Window<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self {
            reader,
            bytes: Vec::new(),
            start: 0,
            offset: 0,
            line: 1,
            is_at_end: false,
            failure: None,
        }
    }

    /// What was read and not yet taken.
    pub(crate) fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// Whether the rest is all there is.
    pub(crate) fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// Reads on, by at least as much as is held: looking at it again stays linear.
    pub(crate) fn fill(&mut self) -> io::Result<()> {
        if let Some(error) = self.failure.take() {
            self.is_at_end = true;
            return Err(error);
        }
        self.bytes.drain(..self.start);
        self.start = 0;
        let wanted = self.bytes.len() * 2 + STEP;
        while self.bytes.len() < wanted {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.failure = Some(error);
                    break;
                }
            };
            if buffer.is_empty() {
                self.is_at_end = true;
                break;
            }
            let length = buffer.len();
            self.bytes.extend_from_slice(buffer);
            self.reader.consume(length);
        }
        Ok(())
    }

    /// Takes bytes off the front.
    pub(crate) fn take(&mut self, length: usize) -> Taken {
        let end = (self.start + length).min(self.bytes.len());
        let bytes = self.bytes.get(self.start..end).unwrap_or_default();
        let taken = Taken {
            offset: self.offset,
            line: self.line,
            text: String::from_utf8_lossy(bytes).into_owned(),
        };
        self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
        self.offset += taken.text.len() as u64;
        self.start = end;
        taken
    }
}

impl Taken {
    /// As a record.
    pub(crate) fn into_piece(self) -> Piece {
        Piece {
            kind: PieceKind::Record,
            offset: self.offset,
            line: self.line,
            text: self.text,
        }
    }

    /// As a stretch that is no record.
    pub(crate) fn into_broken(mut self, message: &str) -> Broken {
        self.shorten();
        Broken {
            offset: self.offset,
            line: self.line,
            message: message.to_owned(),
            text: self.text,
        }
    }

    /// Adds what follows, as far as a broken stretch is kept.
    pub(crate) fn join(&mut self, next: &Self) {
        if self.text.len() < BROKEN_BYTES_MAX {
            self.text.push_str(&next.text);
        }
        self.shorten();
    }

    fn shorten(&mut self) {
        let mut end = self.text.len().min(BROKEN_BYTES_MAX);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.truncate(end);
    }
}

/// What is told when a file cannot be read further.
pub(crate) fn unreadable<R: BufRead>(window: &mut Window<R>, error: &io::Error) -> Broken {
    window
        .take(usize::MAX - window.start)
        .into_broken(&format!("The file could not be read further: {error}."))
}
