//! Reading the lines of a log, in the memory of its longest line and of what was read.

use std::io::{self, BufRead, Read};

use super::line::{self, LineError};
use super::newer::Newer;
use super::{Entry, EntryId};

/// Longest line, in bytes.
pub(crate) const LINE_BYTES_MAX: usize = 1 << 28;

/// How far a log has been read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reached {
    /// Bytes up to the end of the last good line.
    pub(crate) bytes: u64,
    /// Lines up to there.
    pub(crate) lines: u64,
    /// Where the last entry begins, and its name.
    pub(crate) last: Option<(u64, EntryId)>,
}

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub(crate) entries: Vec<Entry>,
    pub(crate) reached: Reached,
    /// Lines that say more than is known here.
    pub(crate) newer: Vec<(u64, Newer)>,
    /// What is wrong with the last line.
    pub(crate) torn: Option<LineError>,
    /// Whether the last line is whole but has no end.
    pub(crate) is_unended: bool,
}

/// Why a log was not read.
#[derive(Debug)]
pub(crate) enum ScanError {
    Io(io::Error),
    /// A line with others after it.
    Damaged(u64, LineError),
}

impl From<io::Error> for ScanError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads on from where one was.
pub(crate) fn scan(mut reader: impl BufRead, from: Reached) -> Result<Scan, ScanError> {
    let mut found = Scan {
        reached: from,
        ..Scan::default()
    };
    let (mut text, mut scratch) = (Vec::new(), Vec::new());
    let mut offset = from.bytes;
    let mut number = from.lines;
    loop {
        text.clear();
        let mut limited = reader.by_ref().take(LINE_BYTES_MAX as u64 + 1);
        let length = limited.read_until(b'\n', &mut text)?;
        if length == 0 {
            return Ok(found);
        }
        if let Some(error) = found.torn.take() {
            return Err(ScanError::Damaged(number, error));
        }
        number += 1;
        let start = offset;
        offset += length as u64;
        let last = match one(&text, &mut scratch) {
            Ok(None) => found.reached.last,
            Ok(Some((entry, newer))) => {
                found.newer.extend(newer.map(|newer| (number, newer)));
                let id = entry.id;
                found.entries.push(entry);
                Some((start, id))
            }
            Err(error) => {
                found.torn = Some(error);
                continue;
            }
        };
        found.is_unended = text.last() != Some(&b'\n');
        found.reached = Reached {
            bytes: offset,
            lines: number,
            last,
        };
    }
}

/// An entry and what in it is newer; nothing for a blank line.
type OneLine = Option<(Entry, Option<Newer>)>;

fn one(text: &[u8], scratch: &mut Vec<u8>) -> Result<OneLine, LineError> {
    let line = text.trim_ascii_end();
    match line.is_empty() {
        true => Ok(None),
        false => line::read(line, scratch).map(Some),
    }
}
