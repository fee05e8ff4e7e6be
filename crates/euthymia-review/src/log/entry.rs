//! An entry of the log: what one author decided at one moment.

use std::fmt;
use std::str::FromStr;

use super::{Event, Time};

/// Name of an entry: the first 128 bits of the SHA-256 of its line without the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u128);

/// Name of an event: its entry and its place in it, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId {
    /// The entry.
    pub entry: EntryId,
    /// Place in it, counted from 1.
    pub place: u32,
}

/// What is undone: one event, or all events of an entry.
///
/// # Example
/// ```
/// use euthymia_review::Target;
/// let one: Target = "00112233445566778899aabbccddeeff-2".parse().unwrap();
/// assert_eq!(one.place, Some(2));
/// let all: Target = "00112233445566778899aabbccddeeff".parse().unwrap();
/// assert_eq!((all.entry, all.place), (one.entry, None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Target {
    /// The entry.
    pub entry: EntryId,
    /// Place of the event in it, counted from 1; `None` for all.
    pub place: Option<u32>,
}

/// Events that were written together: all of them count or none does.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// Logical clock: one more than the largest that its writer had seen.
    pub clock: u64,
    /// When, by the clock of its writer.
    pub time: Time,
    /// Who, by the name in `review.toml`.
    pub author: String,
    /// What happened, in order; at least one event.
    pub events: Vec<Event>,
}

/// When something is entered, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub time: Time,
    /// Who, by the name in `review.toml`.
    pub author: String,
}

/// A text that names no entry or event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" names no entry of the log: write its 32 hexadecimal digits, and for one of several \
     events a hyphen and its number"
)]
pub struct NotATarget(pub String);

impl Entry {
    /// What entries are ordered by, on every copy alike.
    pub fn order(&self) -> (u64, Time, EntryId) {
        (self.clock, self.time, self.id)
    }

    /// Its events with their names.
    pub fn named(&self) -> impl Iterator<Item = (EventId, &Event)> {
        (1..).zip(&self.events).map(|(place, event)| {
            let entry = self.id;
            (EventId { entry, place }, event)
        })
    }
}

impl From<EventId> for Target {
    fn from(id: EventId) -> Self {
        Self {
            entry: id.entry,
            place: Some(id.place),
        }
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:032x}", self.0)
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.entry, self.place)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(place) => write!(out, "{}-{place}", self.entry),
            None => self.entry.fmt(out),
        }
    }
}

impl FromStr for EntryId {
    type Err = NotATarget;

    fn from_str(text: &str) -> Result<Self, NotATarget> {
        let digit = |byte: u8| char::from(byte).to_digit(16).map(u64::from);
        let half = |digits: &[u8]| {
            let digits = digits.iter();
            { digits }.try_fold(0, |sum, &byte| Some(sum << 4 | digit(byte)?))
        };
        let halves = match text.as_bytes().split_at_checked(16) {
            Some((high, low)) if low.len() == 16 => half(high).zip(half(low)),
            _ => None,
        };
        let value = halves.map(|(high, low)| u128::from(high) << 64 | u128::from(low));
        value.map(Self).ok_or_else(|| NotATarget(text.to_owned()))
    }
}

impl FromStr for Target {
    type Err = NotATarget;

    fn from_str(text: &str) -> Result<Self, NotATarget> {
        let Some((entry, place)) = text.split_once('-') else {
            let entry = text.parse()?;
            return Ok(Self { entry, place: None });
        };
        let place = place.parse().ok().filter(|&place| place > 0);
        Ok(Self {
            entry: entry.parse()?,
            place: Some(place.ok_or_else(|| NotATarget(text.to_owned()))?),
        })
    }
}
