//! Reading the lines of a log, in the memory of a batch of lines, its longest line and what was read.

use std::io::{self, Read};

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

/// Bytes that are read at once: enough work for two threads.
const CHUNK_BYTES: u64 = 1 << 23;

/// Chunks shorter than this are not worth a second thread.
const SHARED_BYTES: usize = 1 << 18;

/// Reads on from where one was.
pub(crate) fn scan(mut reader: impl Read, from: Reached) -> Result<Scan, ScanError> {
    let mut found = Scan {
        reached: from,
        ..Scan::default()
    };
    let mut offset = from.bytes;
    let mut number = from.lines;
    let mut chunk = Vec::new();
    let mut is_end = false;
    while !is_end {
        let read = reader.by_ref().take(CHUNK_BYTES).read_to_end(&mut chunk)?;
        is_end = read == 0;
        let Some((lines, _)) = chunk.split_at_checked(whole(&chunk, is_end)) else {
            continue;
        };
        let length = lines.len();
        for (bytes, is_ended, read) in all(lines).into_iter().flatten() {
            if let Some(error) = found.torn.take() {
                return Err(ScanError::Damaged(number, error));
            }
            number += 1;
            let start = offset;
            offset += bytes as u64;
            let last = match read {
                Ok(None) => found.reached.last,
                Ok(Some((entry, newer))) => {
                    found.newer.extend(newer.map(|newer| (number, *newer)));
                    let id = entry.id;
                    found.entries.push(entry);
                    Some((start, id))
                }
                Err(error) => {
                    found.torn = Some(error);
                    continue;
                }
            };
            found.is_unended = !is_ended;
            found.reached = Reached {
                bytes: offset,
                lines: number,
                last,
            };
        }
        chunk.drain(..length);
    }
    Ok(found)
}

/// How many bytes are whole lines. The end of the file ends a line, and so does the longest that
/// may be.
fn whole(chunk: &[u8], is_end: bool) -> usize {
    if is_end || chunk.len() > LINE_BYTES_MAX {
        return chunk.len();
    }
    memchr::memrchr(b'\n', chunk).map_or(0, |place| place + 1)
}

/// Every line read, in order, by two threads where that is worth it: its bytes, whether it has an
/// end, and what it says.
fn all(lines: &[u8]) -> [Vec<Line>; 2] {
    let middle = memchr::memchr(b'\n', lines.split_at(lines.len() / 2).1);
    let middle = middle.map_or(lines.len(), |place| lines.len() / 2 + place + 1);
    if lines.len() < SHARED_BYTES || middle == lines.len() {
        return [each(lines), Vec::new()];
    }
    let (here, there) = lines.split_at(middle);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| each(there));
        let here = each(here);
        // A thread that could not end did not read: its lines are read again here.
        [here, other.join().unwrap_or_else(|_| each(there))]
    })
}

/// Bytes of a line with its end, whether it has one, and what was read: nothing of a blank one.
type Line = (usize, bool, Result<OneLine, LineError>);

fn each(lines: &[u8]) -> Vec<Line> {
    let line = |text: &[u8]| (text.len(), text.ends_with(b"\n"), one(text));
    let ends = memchr::memchr_iter(b'\n', lines).map(|place| place + 1);
    let mut start = 0;
    // Lines are about as long as the first.
    let first = ends.clone().next().unwrap_or(lines.len()).max(1);
    let mut found = Vec::with_capacity(lines.len() / first + 1);
    for end in ends.chain([lines.len()]) {
        let text = lines.get(start..end).unwrap_or_default();
        if !text.is_empty() {
            found.push(line(text));
        }
        start = end;
    }
    found
}

/// An entry and what in it is newer; nothing for a blank line.
type OneLine = Option<(Entry, Option<Box<Newer>>)>;

fn one(text: &[u8]) -> Result<OneLine, LineError> {
    let line = text.trim_ascii_end();
    match line.is_empty() {
        true => Ok(None),
        false => line::read(line).map(|(entry, newer)| Some((entry, newer.map(Box::new)))),
    }
}
