//! Keys of a patient's record: the conditions and medicines that rules ask about.
//!
//! `rules/background.toml` declares each once. Rules that mean the same condition have the same key, so that one
//! answer settles all of them.

use crate::bundled::bundled;
use serde::Deserialize;
use std::sync::LazyLock;

/// A condition or medicine that rules ask about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordKey {
    /// The key in a record.
    pub id: String,
    /// What it means.
    pub name: String,
    /// Keys that imply it: one of them present is a yes.
    #[serde(default)]
    pub also: Vec<String>,
    /// Keys that may mean it: one of them present is told, and settles nothing.
    #[serde(default)]
    pub perhaps: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: String,
    condition: Vec<RecordKey>,
    medicine: Vec<RecordKey>,
}

fn file() -> &'static File {
    static READ: LazyLock<File> = bundled!("rules/background.toml");
    &READ
}

/// The keys under `[conditions]`, in alphabetical order.
///
/// # Example
/// ```
/// use euthymia_clinical::protocol::record_key::conditions;
/// let key = conditions().iter().find(|key| key.id == "metal").unwrap();
/// assert_eq!(key.name, "metal in head or spine");
/// ```
#[must_use]
pub fn conditions() -> &'static [RecordKey] {
    &file().condition
}

/// The keys under `[medicines]`, in alphabetical order.
#[must_use]
pub fn medicines() -> &'static [RecordKey] {
    &file().medicine
}

/// The condition of a key; none where a clinic's own protocol asks about something else.
#[must_use]
pub fn condition(id: &str) -> Option<&'static RecordKey> {
    conditions().iter().find(|key| key.id == id)
}
