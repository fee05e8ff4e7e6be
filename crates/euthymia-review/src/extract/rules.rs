//! How values are taken from reports: what `review.toml` says of it.

use serde::Deserialize;

/// How many people take the values of each study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExtractionRules {
    /// People who take each value without seeing each other's, at least 1.
    pub people: u32,
}

impl Default for ExtractionRules {
    /// Two people.
    fn default() -> Self {
        Self { people: 2 }
    }
}
