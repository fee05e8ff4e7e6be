//! What was there at a point of the log, and what came later.

use std::collections::HashMap;

use super::flow::Seen;

use crate::log::{Entry, EntryId, Stage, Time};
use crate::screen::{Outcome, Screening};
use crate::{ImportId, RecordId};

/// A point of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// After an entry.
    After(EntryId),
    /// Before the first entry of this time or a later one.
    Before(Time),
}

/// The entries up to a point, in their order; `None` for an entry that is not there.
#[must_use]
pub fn until(entries: &[Entry], point: Point) -> Option<Vec<Entry>> {
    match point {
        Point::After(id) => {
            let last = entries.iter().position(|entry| entry.id == id)?;
            entries.get(..=last).map(<[Entry]>::to_vec)
        }
        Point::Before(time) => {
            let earlier = entries.iter().filter(|entry| entry.time < time);
            Some(earlier.cloned().collect())
        }
    }
}

/// What a report is to a flow that begins at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// All its records came later.
    New,
    /// It was there, and is decided on now.
    Carried,
    /// It was there and had been decided on to the end.
    Old,
}

/// What was there at a point, by report as reports are now.
#[derive(Debug, Default)]
pub(super) struct Origins {
    /// Files that counted then, and how many records they had.
    imports: HashMap<ImportId, u32>,
    places: HashMap<usize, Before>,
}

/// How a report stood.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    was_included: bool,
    was_open: bool,
}

impl Origins {
    pub(super) fn of(before: &Seen<'_>, now: &Screening) -> Self {
        let mut origins = Self::default();
        let units = 0..before.screening.units.len();
        let stood: Vec<Before> = units
            .map(|own| standing_of(before.screening, own))
            .collect();
        for import in before.state.counted() {
            origins.imports.insert(import.import, import.records);
            for number in 1..=import.records {
                let record = RecordId {
                    import: import.import,
                    number,
                };
                let then = before
                    .screening
                    .place(record)
                    .and_then(|own| stood.get(own));
                if let (Some(then), Some(at)) = (then, now.place(record)) {
                    let known = origins.places.entry(at).or_default();
                    known.was_included |= then.was_included;
                    known.was_open |= then.was_open;
                }
            }
        }
        origins
    }

    /// How many records a file had then; `None` where it did not count.
    pub(super) fn records(&self, import: ImportId) -> Option<u32> {
        self.imports.get(&import).copied()
    }

    /// What a report is to the flow since then.
    pub(super) fn origin(&self, now: &Screening, place: usize) -> Origin {
        let Some(before) = self.places.get(&place) else {
            return Origin::New;
        };
        let is_in = || now.outcome(place, Stage::FullText) == Outcome::Included;
        match before {
            _ if before.was_included => Origin::Old,
            _ if before.was_open || standing_of(now, place).was_open || is_in() => Origin::Carried,
            _ => Origin::Old,
        }
    }
}

fn standing_of(screening: &Screening, place: usize) -> Before {
    let is_open = |outcome: &Outcome| {
        matches!(
            outcome,
            Outcome::Undecided | Outcome::Partial | Outcome::Conflict(_)
        )
    };
    let title = screening.outcome(place, Stage::TitleAbstract);
    let full_text = screening.outcome(place, Stage::FullText);
    Before {
        was_included: full_text == Outcome::Included,
        was_open: is_open(&title) || is_open(&full_text),
    }
}
