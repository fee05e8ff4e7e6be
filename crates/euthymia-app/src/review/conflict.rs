//! Decisions that stand against each other, in words.

use euthymia_review::{Conflict, EventId};

/// What contradicts what, what counts meanwhile, and which entries can be undone.
pub(super) fn words(conflict: &Conflict) -> String {
    match conflict {
        Conflict::MergedAndKeptApart {
            merged,
            apart,
            records: (a, b),
        } => format!(
            "{a} and {b} were merged and kept apart; they stay apart. {}",
            undo(*merged, *apart)
        ),
        Conflict::MergedAndLinked {
            linked,
            records: (a, b),
        } => format!(
            "{a} and {b} were merged and linked as different reports; they are merged. Undo {linked}, \
             or say review different {a} {b}."
        ),
        Conflict::AmendedTwice {
            first,
            second,
            record,
            field,
        } => format!(
            "{field} of {record} was amended in two ways; it reads as imported. {}",
            undo(*first, *second)
        ),
        Conflict::SourceTwice {
            first,
            second,
            source,
        } => format!(
            "the source {source} was described in two ways; the first counts. {}",
            undo(*first, *second)
        ),
    }
}

fn undo(one: EventId, other: EventId) -> String {
    format!("Undo {one} or {other}.")
}
