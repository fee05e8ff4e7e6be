//! Staging of treatment resistance: Maudsley, MGH, European, Thase–Rush.
//!
//! Each model is a function of plain facts in a file of its own; [`record`] gets the facts from a
//! patient's record and keeps what is not known as a range.

pub mod european;
pub mod maudsley;
pub mod mgh;
pub mod record;
pub mod thase_rush;

use crate::bundled::bundled;
use crate::source::{Source, Status};
use serde::Deserialize;
use std::sync::LazyLock;

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
    /// Least duration of a trial that counts, weeks, where the model gives one.
    #[serde(default)]
    pub weeks_min: Option<f64>,
    /// Least score that a source calls treatment-resistant.
    #[serde(default)]
    pub trd_at_least: Option<f64>,
    /// What that score counts, where it is not points.
    #[serde(default)]
    pub trd_counts: Option<String>,
    /// Which source.
    #[serde(default)]
    pub trd_source: Option<String>,
    /// Whether it was read there.
    #[serde(default)]
    pub trd_status: Status,
    /// Limits of the Maudsley method.
    #[serde(default)]
    pub maudsley: Option<maudsley::Limits>,
    /// Points of the MGH staging.
    #[serde(default)]
    pub mgh: Option<mgh::Weights>,
    /// Limits of the European method.
    #[serde(default)]
    pub european: Option<european::Limits>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: String,
    failure: Failure,
    model: Vec<Model>,
}

/// When a trial has failed, for staging.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// Improvement below this many percent.
    pub below_percent: f64,
    /// Who says so.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

fn file() -> &'static File {
    static READ: LazyLock<File> = bundled!("rules/staging.toml");
    &READ
}

/// The models of `rules/staging.toml`.
#[must_use]
pub fn models() -> &'static [Model] {
    &file().model
}

/// When a trial has failed, for staging.
#[must_use]
pub fn failure() -> &'static Failure {
    &file().failure
}

impl Model {
    /// Where the threshold of resistance comes from.
    #[must_use]
    pub fn trd_source(&self) -> Source {
        Source {
            text: self.trd_source.clone().unwrap_or_default(),
            status: self.trd_status,
        }
    }
}

crate::source::sourced!(Model);

#[cfg(test)]
mod tests {
    #[test]
    fn the_file_names_every_model() {
        let ids: Vec<&str> = super::models().iter().map(|m| m.id.as_str()).collect();
        assert_eq!(ids, ["maudsley", "mgh", "european", "thase_rush"]);
        let [maudsley, mgh, european, _] = super::models() else {
            panic!("four models");
        };
        assert!(maudsley.maudsley.is_some() && mgh.mgh.is_some() && european.european.is_some());
    }
}
