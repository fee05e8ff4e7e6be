//! Decisions that stand against each other. None wins until a person undoes one.

use super::EventId;
use crate::RecordId;

/// Decisions that stand against each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conflict {
    /// Records were merged, directly or by way of others, and kept apart. They stay apart.
    MergedAndKeptApart {
        /// The merge, of which this much was not done.
        merged: EventId,
        /// What keeps them apart.
        apart: EventId,
        /// The two records that the merge would have joined.
        records: (RecordId, RecordId),
    },
    /// Records were merged and linked as different reports. They are merged.
    MergedAndLinked {
        /// The link.
        linked: EventId,
        /// The records of the link.
        records: (RecordId, RecordId),
    },
    /// A field was amended in two ways. It reads as imported.
    AmendedTwice {
        /// The first amendment.
        first: EventId,
        /// One that differs from it.
        second: EventId,
        /// The record.
        record: RecordId,
        /// The field.
        field: String,
    },
    /// A source was described in two ways. The first one counts.
    SourceTwice {
        /// The first description.
        first: EventId,
        /// One that differs from it.
        second: EventId,
        /// Short name of the source.
        source: String,
    },
}
