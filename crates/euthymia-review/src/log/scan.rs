//! Reading the lines of a log, in the memory of a batch of lines, its longest line and what was read.

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

/// Lines that are read together, in bytes: enough work for two threads.
const BATCH_BYTES: usize = 1 << 26;

/// Batches shorter than this are not worth a second thread.
const SHARED_BYTES: usize = 1 << 18;

/// Reads on from where one was.
pub(crate) fn scan(mut reader: impl BufRead, from: Reached) -> Result<Scan, ScanError> {
    let mut found = Scan {
        reached: from,
        ..Scan::default()
    };
    let mut offset = from.bytes;
    let mut number = from.lines;
    loop {
        let lines = batch(&mut reader)?;
        if lines.is_empty() {
            return Ok(found);
        }
        for (text, read) in lines.iter().zip(all(&lines)) {
            if let Some(error) = found.torn.take() {
                return Err(ScanError::Damaged(number, error));
            }
            number += 1;
            let start = offset;
            offset += text.len() as u64;
            let last = match read {
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
}

/// The next lines with their ends; none at the end of the file.
fn batch(reader: &mut impl BufRead) -> io::Result<Vec<Vec<u8>>> {
    let mut lines = Vec::new();
    let mut bytes = 0;
    while bytes < BATCH_BYTES {
        let mut text = Vec::new();
        let mut limited = reader.by_ref().take(LINE_BYTES_MAX as u64 + 1);
        let length = limited.read_until(b'\n', &mut text)?;
        if length == 0 {
            break;
        }
        bytes += length;
        lines.push(text);
    }
    Ok(lines)
}

/// Every line read, in order, by two threads where that is worth it.
fn all(lines: &[Vec<u8>]) -> Vec<Result<OneLine, LineError>> {
    let read = |lines: &[Vec<u8>]| -> Vec<Result<OneLine, LineError>> {
        lines.iter().map(|text| one(text)).collect()
    };
    let bytes: usize = lines.iter().map(Vec::len).sum();
    if bytes < SHARED_BYTES || lines.len() < 2 {
        return read(lines);
    }
    let (here, there) = lines.split_at(half(lines, bytes));
    std::thread::scope(|scope| {
        let other = scope.spawn(|| read(there));
        let mut found = read(here);
        // A thread that could not end did not read: its lines are read again here.
        found.extend(other.join().unwrap_or_else(|_| read(there)));
        found
    })
}

/// How many lines make about half of the bytes, at least one.
fn half(lines: &[Vec<u8>], bytes: usize) -> usize {
    let mut before = 0;
    let place = lines.iter().position(|text| {
        before += text.len();
        before * 2 >= bytes
    });
    place.map_or(1, |place| place + 1).clamp(1, lines.len() - 1)
}

/// An entry and what in it is newer; nothing for a blank line.
type OneLine = Option<(Entry, Option<Newer>)>;

fn one(text: &[u8]) -> Result<OneLine, LineError> {
    let line = text.trim_ascii_end();
    match line.is_empty() {
        true => Ok(None),
        false => line::read(line).map(Some),
    }
}
