//! A decision that takes the place of earlier ones.

use super::standing::Standing;
use super::{Entry, Event, EventId, Target};
use crate::RecordId;

/// What to enter so that a decision stands alone: first what undoes the standing decisions that
/// say otherwise, then the decision.
///
/// Keeping two records apart undoes the merges that name both; where such a merge names others
/// too, those stay merged with `a`, and `b` leaves the group; linking two records does the same. A
/// merge undoes what keeps its records apart or links them. An amendment undoes those of the same field.
///
/// # Example
/// ```
/// use euthymia_review::{Event, How, deciding};
/// let (a, b) = ("3f9a2c1b-1".parse().unwrap(), "3f9a2c1b-2".parse().unwrap());
/// let merge = Event::RecordsMerged { records: vec![a, b], how: How::ByPerson };
/// assert_eq!(deciding(&[], merge.clone()), [merge]);
/// ```
pub fn deciding(entries: &[Entry], decision: Event) -> Vec<Event> {
    let standing = Standing::of(entries);
    let mut events = Vec::new();
    let mut again = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        for (id, event) in entry.named() {
            if is_against(event, &decision) && standing.counts(index, id.place) {
                events.push(undone(id));
                again.extend(without(event, &decision));
            }
        }
    }
    events.extend(again);
    events.push(decision);
    events
}

fn undone(id: EventId) -> Event {
    Event::Undone {
        target: Target::from(id),
    }
}

/// Whether an earlier event says otherwise than a decision.
fn is_against(event: &Event, decision: &Event) -> bool {
    match (event, decision) {
        (
            Event::RecordsMerged { records, .. },
            Event::KeptApart { a, b } | Event::Linked { a, b, .. },
        )
        | (
            Event::KeptApart { a, b } | Event::Linked { a, b, .. },
            Event::RecordsMerged { records, .. },
        ) => [a, b].iter().all(|record| records.contains(record)),
        (
            Event::FieldAmended { record, field, .. },
            Event::FieldAmended {
                record: again,
                field: same,
                ..
            },
        ) => (record, field) == (again, same),
        _ => false,
    }
}

/// A merge of several without the one that is now kept apart or linked.
fn without(event: &Event, decision: &Event) -> Option<Event> {
    let (
        Event::RecordsMerged { records, how },
        Event::KeptApart { b, .. } | Event::Linked { b, .. },
    ) = (event, decision)
    else {
        return None;
    };
    let rest: Vec<RecordId> = records
        .iter()
        .copied()
        .filter(|record| record != b)
        .collect();
    let merge = Event::RecordsMerged {
        records: rest,
        how: how.clone(),
    };
    merge.check().is_ok().then_some(merge)
}
