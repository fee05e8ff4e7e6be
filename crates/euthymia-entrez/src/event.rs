//! What a run tells while it works.

use std::time::Duration;

use crate::{Found, Slice};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The whole search was counted.
    Counted(Found),
    /// Something that a person should read: advice of NCBI, a count that changed.
    Note(String),
    /// A slice was counted.
    Sliced {
        /// Which.
        slice: Slice,
        /// Its records; more than PubMed gives out means that it is cut again.
        count: u64,
    },
    /// A page is on disk.
    Fetched {
        /// Records so far.
        records: u64,
        /// Records of the search.
        of: u64,
        /// Bytes of this page.
        bytes: u64,
    },
    /// An attempt failed and is repeated after a pause.
    Waiting {
        /// Why.
        why: String,
        /// How long.
        pause: Duration,
    },
}

/// Who is told, and who can stop it.
pub trait Watch {
    /// Hears what happened.
    fn event(&mut self, event: &Event);
    /// True when the run should stop; asked before every request and several times a second while
    /// waiting.
    fn cancelled(&mut self) -> bool {
        false
    }
}

/// Hears nothing and stops nothing.
#[derive(Debug, Clone, Copy)]
pub struct Quiet;

impl Watch for Quiet {
    fn event(&mut self, _: &Event) {}
}
