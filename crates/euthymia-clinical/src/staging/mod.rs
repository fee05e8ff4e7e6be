//! Staging of treatment resistance: Maudsley, MGH, European, Thase–Rush.
//!
//! Each model is a function of plain facts in a file of its own; [`record`] gets the facts from a
//! patient's record and keeps what is not known as a range.

pub mod european;
pub mod maudsley;
pub mod mgh;
pub mod record;
pub mod thase_rush;

use crate::source::{Source, Status};
use serde::Deserialize;
use std::sync::OnceLock;

/// Where a staging model comes from, and its threshold for treatment resistance.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Identifier.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// Where the points come from.
    pub source: String,
    /// Whether they were read there.
    pub status: Status,
    /// Caveats.
    #[serde(default)]
    pub note: Option<String>,
    /// Least score that a source calls treatment-resistant.
    #[serde(default)]
    pub trd_at_least: Option<f64>,
    /// Which source.
    #[serde(default)]
    pub trd_source: Option<String>,
    /// Whether it was read there.
    #[serde(default)]
    pub trd_status: Status,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: String,
    model: Vec<Model>,
}

/// The models of `rules/staging.toml`.
#[must_use]
pub fn models() -> &'static [Model] {
    static READ: OnceLock<Vec<Model>> = OnceLock::new();
    READ.get_or_init(|| {
        let text = include_str!("../../../../rules/staging.toml");
        toml::from_str::<File>(text).map_or_else(|_| Vec::new(), |file| file.model)
    })
}

impl Model {
    /// Where the points come from.
    #[must_use]
    pub fn source(&self) -> Source {
        Source {
            text: self.source.clone(),
            status: self.status,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_file_names_every_model() {
        let ids: Vec<&str> = super::models().iter().map(|m| m.id.as_str()).collect();
        assert_eq!(ids, ["maudsley", "mgh", "european", "thase_rush"]);
    }
}
