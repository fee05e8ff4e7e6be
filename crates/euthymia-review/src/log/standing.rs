//! Which events still count: those that no standing event undoes.

use std::collections::HashMap;

use super::{Entry, EntryId, Event, EventId, Target};

/// The events that nothing undoes, in their order, each with its entry.
///
/// # Example
/// ```
/// assert_eq!(euthymia_review::log::standing(&[]).count(), 0);
/// ```
pub fn standing(entries: &[Entry]) -> impl Iterator<Item = (&Entry, EventId, &Event)> {
    let standing = Standing::of(entries);
    let mut counts = standing.counts.into_iter();
    let all = entries
        .iter()
        .flat_map(|entry| entry.named().map(move |(id, event)| (entry, id, event)));
    all.filter(move |_| counts.next() == Some(true))
}

/// For each event of each entry, whether it counts, and what could not be undone.
#[derive(Debug)]
pub(crate) struct Standing {
    /// Index of the first event of each entry.
    starts: Vec<usize>,
    counts: Vec<bool>,
    /// Events that undo nothing that was there before them, or the beginning.
    pub(crate) idle: Vec<EventId>,
}

impl Standing {
    /// Reads entries in their order. What is undone must come before what undoes it, so that the
    /// last word is known first: it is decided from the end.
    pub(crate) fn of(entries: &[Entry]) -> Self {
        let mut starts = Vec::with_capacity(entries.len());
        let mut total = 0;
        let mut undoing = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            starts.push(total);
            for (id, event) in entry.named() {
                if let Event::Undone { target } = event {
                    undoing.push((index, id, *target));
                }
            }
            total += entry.events.len();
        }
        let mut standing = Self {
            starts,
            counts: vec![true; total],
            idle: Vec::new(),
        };
        let places = places(entries, &undoing);
        for &(index, id, target) in undoing.iter().rev() {
            if standing.counts(index, id.place) {
                let at = places.get(&target.entry).copied();
                standing.undo(entries, (index, id), (at, target));
            }
        }
        standing.idle.reverse();
        standing
    }

    /// Whether an event counts; `entry` is the index of its entry, `place` counted from 1.
    pub(crate) fn counts(&self, entry: usize, place: u32) -> bool {
        let event = self.event(entry, place);
        event.and_then(|event| self.counts.get(event)) == Some(&true)
    }

    fn event(&self, entry: usize, place: u32) -> Option<usize> {
        let offset = (place as usize).checked_sub(1)?;
        self.starts.get(entry).map(|start| start + offset)
    }

    fn undo(
        &mut self,
        entries: &[Entry],
        (by, id): (usize, EventId),
        (at, target): (Option<usize>, Target),
    ) {
        let mut is_idle = true;
        if let Some((at, entry)) = at.and_then(|at| Some((at, entries.get(at)?))) {
            for (named, event) in entry.named() {
                let is_meant = target.place.is_none_or(|place| place == named.place);
                let is_before = (at, named.place) < (by, id.place);
                let can_be = !matches!(event, Event::ReviewCreated(_));
                if is_meant && is_before && can_be {
                    is_idle = false;
                    let counted = self.event(at, named.place);
                    if let Some(counts) = counted.and_then(|event| self.counts.get_mut(event)) {
                        *counts = false;
                    }
                }
            }
        }
        if is_idle {
            self.idle.push(id);
        }
    }
}

/// Where the entries stand of which something is undone.
fn places(entries: &[Entry], undoing: &[(usize, EventId, Target)]) -> HashMap<EntryId, usize> {
    let mut places: HashMap<EntryId, usize> = undoing
        .iter()
        .map(|(_, _, target)| (target.entry, usize::MAX))
        .collect();
    if !places.is_empty() {
        for (index, entry) in entries.iter().enumerate() {
            if let Some(place) = places.get_mut(&entry.id) {
                *place = index;
            }
        }
    }
    places
}
