//! What can keep a search from being run.

use crate::query::Span;

/// Why there is no index, or no answer from it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// The index could not be read or written.
    #[error("the index cannot be {doing}: {why}; delete its folder to have it built again")]
    Index {
        /// What was tried: `read`, `written`.
        doing: &'static str,
        /// What the index said.
        why: String,
    },
    /// More memory or fewer threads are needed.
    #[error("an index cannot be built in {given} bytes by {threads} threads: allow {least} bytes")]
    TooLittleMemory {
        /// Bytes that were allowed.
        given: usize,
        /// Threads that were asked for.
        threads: usize,
        /// Bytes that are needed.
        least: usize,
    },
    /// A line that does not exist, or stands below the line that refers to it.
    #[error(
        "line {number} is referred to before it is there: write it above, or correct the number"
    )]
    UnknownLine {
        /// Number of the line.
        number: u32,
        /// Where it is referred to.
        span: Span,
    },
    /// Inside of NEAR stands what has no place in a text.
    #[error(
        "NEAR can join words, phrases, and OR or NEAR of them; found {found}: take it out of NEAR"
    )]
    NotInNear {
        /// What was found, for people.
        found: &'static str,
        /// Where.
        span: Span,
    },
    /// Too many searches joined by one NEAR.
    #[error("NEAR joins {found} searches, and at most {most} can be run: split it")]
    TooManyInNear {
        /// How many were found.
        found: usize,
        /// How many are possible.
        most: usize,
        /// Where.
        span: Span,
    },
    /// Brackets in brackets without end.
    #[error("more than {most} levels of brackets: write parts of the search as lines of their own")]
    TooDeep {
        /// How many levels are possible.
        most: usize,
    },
}

pub(crate) fn reading(why: impl std::fmt::Display) -> SearchError {
    SearchError::Index {
        doing: "read",
        why: why.to_string(),
    }
}

pub(crate) fn writing(why: impl std::fmt::Display) -> SearchError {
    SearchError::Index {
        doing: "written",
        why: why.to_string(),
    }
}
