//! Crosswalks: published tables from the total of one scale to that of another. For groups, never
//! for a person.
//!
//! Reading order: [`Crosswalk`] (a table as printed, with its corrections), [`defects`] (what a
//! check of order finds in a printed table), [`convert`] (a total through a table), [`chain`]
//! (through several).

pub mod chain;
pub mod convert;
pub mod defects;

use crate::bundled::{each, texts};
use crate::source::Status;
use serde::Deserialize;
use std::sync::LazyLock;

crate::words! {
    /// What the rows of a table are.
    TableKind {
        /// Each score has a range of scores.
        Range = "range", "range of scores";
        /// Each score has a value, perhaps with its standard error.
        Value = "value", "value";
        /// Some scores only; the full table was not seen.
        Anchors = "anchors", "anchors, not the full table";
    }
}

crate::words! {
    /// What is converted.
    Quantity {
        /// A total.
        Score = "score", "score";
        /// Points of improvement.
        Change = "change", "points of improvement";
    }
}

/// A published table.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    /// Name and version of the file format.
    pub schema: String,
    /// Identifier.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// Version of this file.
    pub version: String,
    /// The scale that is converted.
    pub from: String,
    /// The scale it is converted to; `depression_t` is the common metric, mean 50, SD 10.
    pub to: String,
    /// What the rows are.
    pub kind: TableKind,
    /// What is converted.
    #[serde(default = "score")]
    pub quantity: Quantity,
    /// How the table was made.
    pub method: String,
    /// Whether a source allows its use for a person; false in every table here.
    pub individual_use: bool,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// Caveats.
    #[serde(default)]
    pub note: Option<String>,
    /// The rows as printed.
    pub rows: Vec<Row>,
    /// Corrections of misprints.
    #[serde(default, rename = "correction")]
    pub corrections: Vec<Correction>,
}

fn score() -> Quantity {
    Quantity::Score
}

/// A row: a range of scores, or a value with its standard error.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The score that is converted.
    pub from: f64,
    /// Lowest score of the range.
    #[serde(default)]
    pub low: Option<f64>,
    /// Highest score of the range.
    #[serde(default)]
    pub high: Option<f64>,
    /// The value.
    #[serde(default)]
    pub value: Option<f64>,
    /// Its standard error, same unit.
    #[serde(default)]
    pub se: Option<f64>,
}

/// A misprint and what must be meant.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Which row.
    pub from: f64,
    /// What is printed.
    pub printed: String,
    /// Lowest score that must be meant.
    pub low: f64,
    /// Highest score that must be meant.
    pub high: f64,
    /// Why.
    pub reason: String,
}

impl Row {
    /// Lowest and highest score of the row.
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64)> {
        match (self.low, self.high, self.value) {
            (Some(low), Some(high), _) => Some((low, high)),
            (_, _, Some(value)) => Some((value, value)),
            _ => None,
        }
    }

    /// The middle of the row.
    #[must_use]
    pub fn middle(&self) -> Option<f64> {
        self.range().map(|(low, high)| f64::midpoint(low, high))
    }
}

impl Crosswalk {
    /// The table read from its second scale to its first: the middle of each row to its score.
    #[must_use]
    pub fn backwards(&self) -> Self {
        let swap = |row: &Row| {
            Some(Row {
                from: row.middle()?,
                low: None,
                high: None,
                value: Some(row.from),
                se: None,
            })
        };
        Self {
            from: self.to.clone(),
            to: self.from.clone(),
            method: format!("{}, read backwards", self.method),
            rows: self.corrected().iter().filter_map(swap).collect(),
            corrections: Vec::new(),
            ..self.clone()
        }
    }

    /// The rows with the corrections applied.
    #[must_use]
    pub fn corrected(&self) -> Vec<Row> {
        let correct = |row: &Row| {
            let same = |fix: &&Correction| fix.from.total_cmp(&row.from).is_eq();
            match self.corrections.iter().find(same) {
                Some(fix) => Row {
                    low: Some(fix.low),
                    high: Some(fix.high),
                    ..*row
                },
                None => *row,
            }
        };
        self.rows.iter().map(correct).collect()
    }
}

/// Every bundled table.
///
/// # Example
/// ```
/// use euthymia_clinical::crosswalk::{all, convert::convert};
/// let table = all().iter().find(|t| t.id == "carmody2006_madrs_hamd17").unwrap();
/// let found = convert(table, 10.0).unwrap();
/// assert_eq!((found.low, found.high), (8.0, 8.0));
/// assert!(!table.individual_use);
/// ```
#[must_use]
pub fn all() -> &'static [Crosswalk] {
    static READ: LazyLock<Vec<Crosswalk>> =
        LazyLock::new(|| each(TEXTS, |text, _| toml::from_str(text)));
    &READ
}

const TEXTS: &[(&str, &str)] = texts!["rules/crosswalks":
    "rush2003_qids_sr16_hamd17",
    "rush2003_qids_sr16_hamd21",
    "rush2003_qids_sr16_hamd24",
    "rush2003_qids_sr16_ids_sr30",
    "carmody2006_madrs_hamd17",
    "leucht2018_hamd17_madrs",
    "leucht2018_hamd17_madrs_change",
    "furukawa2020_hamd17_bdi1",
    "wahl2014_phq9_t",
    "wahl2014_bdi1_t",
];

crate::source::sourced!(Crosswalk);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundled::{ids_in, ids_of};

    #[test]
    fn every_table_reads_has_rows_and_is_for_groups() {
        for table in all() {
            assert!(
                table.rows.iter().all(|row| row.range().is_some()),
                "{}",
                table.id
            );
            assert!(
                !table.rows.is_empty() && !table.individual_use,
                "{}",
                table.id
            );
        }
    }

    #[test]
    fn every_table_of_the_folder_is_bundled() {
        let mut files = ids_in("rules/crosswalks");
        files.retain(|id| id != "chains");
        assert_eq!(files, ids_of(TEXTS));
    }
}
