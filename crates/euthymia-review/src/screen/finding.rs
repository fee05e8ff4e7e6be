//! What a person should look at in the decisions of a review.

use crate::RecordId;
use crate::log::{EventId, Stage};

/// Something in the log of decisions that a person should look at. Nothing of it is lost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// A decision on a record that is not there, or whose file no longer counts.
    #[error("a decision names {record}, which is not in the review or was withdrawn: it waits")]
    NoRecord {
        /// The event.
        event: EventId,
        /// The record.
        record: RecordId,
    },
    /// A decision on a copy now counts for the report that the copy belongs to.
    #[error("a decision on {record} counts for {unit}, of which it is a copy")]
    Moved {
        /// The event.
        event: EventId,
        /// The copy.
        record: RecordId,
        /// The record that stands for the report.
        unit: RecordId,
    },
    /// A reason that is not in the list of `review.toml`.
    #[error(
        "{record} was excluded for \"{reason}\", which is not among the reasons of review.toml: \
         put it back there, or decide again"
    )]
    UnknownReason {
        /// The event.
        event: EventId,
        /// The record.
        record: RecordId,
        /// The reason.
        reason: String,
    },
    /// A full text was decided on although the report had not come so far.
    #[error("the full text of {record} was decided on, but title and abstract did not include it")]
    Early {
        /// The record.
        record: RecordId,
    },
    /// Somebody decided on a report that was removed before screening.
    #[error(
        "{record} was removed before screening, and somebody decided on it: the removal counts, \
         undo it or the decision"
    )]
    RemovedAndDecided {
        /// The record.
        record: RecordId,
    },
    /// A report was settled in two ways, on copies of the review or of the report.
    #[error(
        "{record} was settled in two ways; the later one counts: settle it again, or undo {first} \
         or {second}"
    )]
    SettledTwice {
        /// The earlier event.
        first: EventId,
        /// The later one.
        second: EventId,
        /// The record.
        record: RecordId,
        /// The stage.
        stage: Stage,
    },
    /// Two rounds have one name.
    #[error("two rounds are called \"{name}\"; the first one counts")]
    RoundTwice {
        /// The second one.
        event: EventId,
        /// The name.
        name: String,
    },
    /// Two people decided on a report at a stage where one is enough.
    #[error("{deciders} people decided on {record}, where {needed} would do")]
    Crowded {
        /// The record.
        record: RecordId,
        /// The stage.
        stage: Stage,
        /// How many decided.
        deciders: usize,
        /// How many were needed.
        needed: u32,
    },
}
