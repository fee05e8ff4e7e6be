//! Lines of a file with their places, in bounded memory.

use std::io::{self, BufRead, ErrorKind};

use crate::Broken;

/// Longest line that is kept whole, in bytes; what is longer is cut into several.
const LINE_BYTES_MAX: usize = 1 << 26;

/// One line with its end.
#[derive(Debug)]
pub(crate) struct Line {
    /// Bytes before it.
    pub(crate) offset: u64,
    /// Counted from 1.
    pub(crate) number: u64,
    /// With its line end. Bytes that are no UTF-8 become U+FFFD.
    pub(crate) text: String,
}

/// Reads lines that end with `\n`, `\r\n` or a lone `\r`.
pub(crate) struct Lines<R> {
    reader: R,
    offset: u64,
    number: u64,
    /// Why reading ended; told after the line that it broke off.
    failure: Option<io::Error>,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self {
            reader,
            offset: 0,
            number: 1,
            failure: None,
        }
    }

    /// Bytes before the next line, and its number.
    pub(crate) fn place(&self) -> (u64, u64) {
        (self.offset, self.number)
    }

    /// A finding about a file that stops being readable here.
    pub(crate) fn unreadable(&self, error: &io::Error) -> Broken {
        Broken {
            offset: self.offset,
            line: self.number,
            message: format!("The file could not be read further: {error}."),
            text: String::new(),
        }
    }

    /// The next line; `None` at the end.
    pub(crate) fn next_line(&mut self) -> io::Result<Option<Line>> {
        if let Some(error) = self.failure.take() {
            return Err(error);
        }
        let mut bytes = Vec::new();
        let mut after_return = false;
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if bytes.is_empty() => return Err(error),
                Err(error) => {
                    self.failure = Some(error);
                    break;
                }
            };
            if buffer.is_empty() {
                break;
            }
            if after_return {
                let taken = usize::from(buffer[0] == b'\n');
                bytes.extend_from_slice(&buffer[..taken]);
                self.reader.consume(taken);
                break;
            }
            let end = buffer
                .iter()
                .position(|&byte| byte == b'\n' || byte == b'\r');
            let taken = end.map_or(buffer.len(), |at| at + 1);
            after_return = end.is_some_and(|at| buffer[at] == b'\r');
            bytes.extend_from_slice(&buffer[..taken]);
            self.reader.consume(taken);
            if end.is_some() && !after_return || bytes.len() > LINE_BYTES_MAX {
                break;
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let line = Line {
            offset: self.offset,
            number: self.number,
            text: into_text(bytes),
        };
        self.offset += line.text.len() as u64;
        self.number += 1;
        Ok(Some(line))
    }
}

/// White space, or a byte order mark that went astray.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
