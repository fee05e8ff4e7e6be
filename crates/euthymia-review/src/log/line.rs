//! One line of the log: an entry as JSON, beginning with its own checksum.

use std::io;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::newer::{self, Newer};
use super::quick;
use super::{Entry, EntryId, Event, Stamp, Time};
use crate::folder::disk;

/// Name and version of what a line holds.
pub(crate) const SCHEMA: &str = "euthymia.review.log.v1";

/// What a line begins with; the name of the entry follows.
const HEAD: &[u8] = b"{\"id\":\"";

/// What comes between the name and the rest.
const AFTER_ID: &[u8] = b"\",";

/// Hexadecimal digits of a name.
const ID_DIGITS: usize = 32;

/// A line that is no entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// It does not begin as an entry does.
    #[error("the line does not begin with the name of an entry")]
    NotAnEntry,
    /// Its checksum is another one.
    #[error("the line is not as it was written: its checksum is wrong")]
    Checksum,
    /// The checksum is right, the content is none.
    #[error("the line cannot be read: {0}")]
    Content(String),
}

/// A line without its name.
#[derive(Serialize)]
pub(crate) struct Body<'a> {
    pub(crate) schema: &'a str,
    pub(crate) clock: u64,
    pub(crate) time: Time,
    pub(crate) author: &'a str,
    pub(crate) events: &'a [Event],
}

/// What is read from a line; fields that are not here are looked for by [`newer::read`].
#[derive(Deserialize)]
struct Known {
    schema: String,
    clock: u64,
    time: Time,
    author: String,
    events: Vec<Event>,
}

/// Writes an entry as a line, with its end.
pub(crate) fn write(
    clock: u64,
    stamp: &Stamp,
    events: Vec<Event>,
) -> Result<(Entry, Vec<u8>), serde_json::Error> {
    let body = serde_json::to_vec(&Body {
        schema: SCHEMA,
        clock,
        time: stamp.time,
        author: &stamp.author,
        events: &events,
    })?;
    let rest = body.get(1..).unwrap_or_default();
    let id = checksum(rest);
    let mut line = Vec::with_capacity(HEAD.len() + ID_DIGITS + AFTER_ID.len() + rest.len() + 1);
    line.extend_from_slice(HEAD);
    line.extend_from_slice(id.to_string().as_bytes());
    line.extend_from_slice(AFTER_ID);
    line.extend_from_slice(rest);
    line.push(b'\n');
    let entry = Entry {
        id,
        clock,
        time: stamp.time,
        author: stamp.author.clone(),
        events,
    };
    Ok((entry, line))
}

/// Reads a line without its end.
pub(crate) fn read(line: &[u8]) -> Result<(Entry, Option<Newer>), LineError> {
    let (id, rest) = checked(line)?;
    match quick::entry(id, rest) {
        Some(entry) => Ok((entry, None)),
        None => read_as_json(id, line, rest),
    }
}

/// Reads any line; `rest` is what follows its name.
pub(super) fn read_as_json(
    id: EntryId,
    line: &[u8],
    rest: &[u8],
) -> Result<(Entry, Option<Newer>), LineError> {
    match read_known(line) {
        Ok(known) => {
            let body = Body {
                schema: SCHEMA,
                clock: known.clock,
                time: known.time,
                author: &known.author,
                events: &known.events,
            };
            // What is written from what was read, held against the line as it comes.
            let mut written = Same {
                wanted: rest,
                is_begun: false,
            };
            let is_same = serde_json::to_writer(&mut written, &body).is_ok() && written.is_whole();
            if is_same && known.schema == SCHEMA {
                return Ok((known.into_entry(id), None));
            }
            newer::read(id, line)
        }
        Err(_) => newer::read(id, line),
    }
}

/// Takes what is written only as long as it is what is wanted, and keeps nothing of it.
struct Same<'l> {
    /// What is still wanted after the brace that a body begins with.
    wanted: &'l [u8],
    is_begun: bool,
}

impl Same<'_> {
    fn is_whole(&self) -> bool {
        self.wanted.is_empty()
    }
}

impl io::Write for Same<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    // A log is held against itself in writes of a few bytes, tens of millions of them.
    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let bytes = match self.is_begun {
            true => Some(bytes),
            false => bytes.strip_prefix(b"{"),
        };
        self.is_begun = true;
        match bytes.and_then(|bytes| self.wanted.strip_prefix(bytes)) {
            Some(rest) => {
                self.wanted = rest;
                Ok(())
            }
            None => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The name of a line, once it is known to be that of its content, and what follows it.
pub(crate) fn checked(line: &[u8]) -> Result<(EntryId, &[u8]), LineError> {
    let after = line.strip_prefix(HEAD).ok_or(LineError::NotAnEntry)?;
    let (digits, rest) = after
        .split_at_checked(ID_DIGITS)
        .ok_or(LineError::NotAnEntry)?;
    let rest = rest.strip_prefix(AFTER_ID).ok_or(LineError::NotAnEntry)?;
    let digits = std::str::from_utf8(digits).map_err(|_| LineError::NotAnEntry)?;
    let id: EntryId = digits.parse().map_err(|_| LineError::NotAnEntry)?;
    match checksum(rest) == id {
        true => Ok((id, rest)),
        false => Err(LineError::Checksum),
    }
}

fn read_known(line: &[u8]) -> Result<Known, serde_json::Error> {
    serde_json::from_slice(line)
}

/// The first 128 bits of SHA-256.
fn checksum(bytes: &[u8]) -> EntryId {
    let digest = disk::sha256(bytes);
    let first = digest.iter().take(16);
    EntryId(first.fold(0, |sum, &byte| sum << 8 | u128::from(byte)))
}

impl Known {
    fn into_entry(self, id: EntryId) -> Entry {
        Entry {
            id,
            clock: self.clock,
            time: self.time,
            author: self.author,
            events: self.events,
        }
    }
}

/// The same as JSON, to be held against what a line says.
pub(crate) fn as_value(entry: &Entry, schema: &str) -> Option<Value> {
    let events: Vec<Value> = entry
        .events
        .iter()
        .map(|event| match event {
            Event::Unknown(unknown) => serde_json::from_str(&unknown.json).unwrap_or(Value::Null),
            known => serde_json::to_value(known).unwrap_or(Value::Null),
        })
        .collect();
    let body = Body {
        schema,
        clock: entry.clock,
        time: entry.time,
        author: &entry.author,
        events: &[],
    };
    let mut value = serde_json::to_value(body).ok()?;
    let object = value.as_object_mut()?;
    object.insert("id".to_owned(), Value::String(entry.id.to_string()));
    object.insert("events".to_owned(), Value::Array(events));
    Some(value)
}
