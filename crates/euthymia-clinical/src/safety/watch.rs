//! What is watched over months and years of treatment.

use super::rules::Candidate;
use crate::bundled::bundled;
use crate::source::Status;
use serde::Deserialize;
use std::sync::LazyLock;

/// A point of the watch list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// Identifier.
    pub id: String,
    /// In words.
    pub name: String,
    /// Classes of treatment it concerns.
    pub classes: Vec<String>,
    /// Why.
    pub why: String,
    /// What is looked at.
    pub look: String,
    /// How often, where a source prints it.
    #[serde(default)]
    pub interval: Option<String>,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// How often by general knowledge; it decides nothing.
    #[serde(default)]
    pub candidates: Vec<Candidate>,
}

crate::source::sourced!(Watch);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    #[serde(rename = "schema")]
    _schema: String,
    #[serde(rename = "version")]
    _version: String,
    watch: Vec<Watch>,
}

/// The list, in the order in which reports show it.
///
/// # Example
/// ```
/// use euthymia_clinical::safety::watch::list;
/// let bladder = list().iter().find(|one| one.id == "bladder").unwrap();
/// assert_eq!(bladder.interval, None); // no source prints one
/// ```
#[must_use]
pub fn list() -> &'static [Watch] {
    static READ: LazyLock<File> = bundled!("safety/watch.toml");
    &READ.watch
}
