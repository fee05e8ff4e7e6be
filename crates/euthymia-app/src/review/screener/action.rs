//! What a reviewer does with the report that is shown.

use std::time::Duration;

/// What a reviewer does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// It goes on.
    Include,
    /// Title and abstract do not say.
    Maybe,
    /// It does not go on: for reasons by their short names, the reported one first.
    Exclude(Vec<String>),
    /// Another time; it comes again at the end.
    Skip,
    /// The report before this one.
    Back,
    /// What was entered last no longer counts.
    Undo,
    /// A tag is put on it, or taken away where it is there.
    Tag(String),
    /// A remark about it.
    Note(String),
    /// The next report in which all these words are, or the report of this record; an empty text
    /// repeats the last search.
    Search(String),
}

/// When something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment<'a> {
    /// Universal time, `2026-03-01T09:30:00Z`.
    pub now: &'a str,
    /// Time since the screener was opened, by a clock that is never set back.
    pub since: Duration,
}

/// What a reviewer is told after an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It was entered into the log, and is on the disk.
    Entered(String),
    /// Another report is shown; nothing was entered.
    Moved(String),
    /// It cannot be done, and what to do instead; nothing was entered.
    Refused(String),
}

impl Told {
    /// The sentence.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Entered(text) | Self::Moved(text) | Self::Refused(text) => text,
        }
    }
}
