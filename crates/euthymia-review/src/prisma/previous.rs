//! What was included before, and what there is in all.

use serde::Deserialize;

/// What an earlier version of a review had included, as `review.toml` says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Previous {
    /// Studies.
    pub studies: Option<u64>,
    /// Reports of them.
    pub reports: Option<u64>,
}

/// Studies and their reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Studies.
    pub studies: u64,
    /// Reports of them.
    pub reports: u64,
}

/// How many more there are now than there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Change {
    /// Studies.
    pub studies: i64,
    /// Reports of them.
    pub reports: i64,
}

impl Previous {
    /// Whether it says anything.
    #[must_use]
    pub fn is_said(&self) -> bool {
        self.studies.is_some() || self.reports.is_some()
    }

    /// The numbers, where something is said; what is not said counts as none.
    pub(super) fn totals(self) -> Totals {
        Totals {
            studies: self.studies.unwrap_or_default(),
            reports: self.reports.unwrap_or_default(),
        }
    }
}
