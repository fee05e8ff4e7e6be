//! What is known of the full text of one report.

use crate::log::{EventId, FullText, Time};

/// What is known of the full text of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Got {
    /// Files, in the order in which they were taken in: the report, its supplements.
    pub attached: Vec<Attached>,
    /// Requests, in order.
    pub requested: Vec<Requested>,
    /// Why it cannot be had; `None` where nobody said so, or it came after all.
    pub not_retrieved: Option<String>,
}

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The event.
    pub event: EventId,
    /// When.
    pub time: Time,
    /// Who took it in.
    pub by: String,
    /// The file.
    pub file: FullText,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requested {
    /// The event.
    pub event: EventId,
    /// When.
    pub time: Time,
    /// Who asked.
    pub by: String,
    /// From whom.
    pub from: String,
}

/// How far the full text of a report has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Retrieval {
    /// Nobody has asked for it.
    Missing,
    /// It was asked for.
    Requested,
    /// It is here.
    Attached,
    /// It cannot be had.
    NotRetrieved,
}

impl Got {
    /// How far it has come; what was said last counts.
    pub fn retrieval(&self) -> Retrieval {
        if self.not_retrieved.is_some() {
            Retrieval::NotRetrieved
        } else if !self.attached.is_empty() {
            Retrieval::Attached
        } else if !self.requested.is_empty() {
            Retrieval::Requested
        } else {
            Retrieval::Missing
        }
    }
}
