//! The facts of `rules/tms/safety.toml`.

use crate::bundled::bundled;
use crate::source::{Status, sourced};
use serde::Deserialize;
use std::sync::LazyLock;

/// The longest trains of a publication.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainLimits {
    /// Identifier.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// Version of this entry.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// What it holds for, and how it was read.
    pub note: String,
    /// Rates of the columns in Hz, ascending.
    pub hertz: Vec<f64>,
    /// The rows, by intensity ascending.
    #[serde(rename = "row")]
    pub rows: Vec<LimitRow>,
}

/// The limits up to an intensity.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitRow {
    /// The intensity in percent of the motor threshold; the first row holds for all below, too.
    pub percent_max: f64,
    /// The longest train in seconds, one for each rate.
    pub seconds: Vec<f64>,
    /// Where true, no longer train was tested, and the limit itself is not known.
    pub longest_tested: Vec<bool>,
}

/// What was tested of pauses between trains.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intervals {
    /// Identifier.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// Version of this entry.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// What was tested.
    pub note: String,
    /// Trains of the test.
    pub trains: u32,
    /// Their rate in Hz.
    pub hertz: f64,
    /// Their length in seconds.
    pub seconds: f64,
    /// Their intensity in percent of the motor threshold.
    pub percent: f64,
    /// The pause in seconds that was safe.
    pub pause_safe: f64,
    /// The pause in seconds that was not.
    pub pause_unsafe: f64,
    /// The intensity above which it was not.
    pub unsafe_above_percent: f64,
    /// By how many percent the authors advise to shorten trains.
    pub shorter_by_percent: f64,
}

/// How often seizures were reported.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeizureRate {
    /// Identifier.
    pub id: String,
    /// What was counted.
    pub what: String,
    /// Seizures, where printed.
    #[serde(default)]
    pub events: Option<u64>,
    /// Among how many, where printed.
    #[serde(default)]
    pub of: Option<u64>,
    /// Sessions or patients.
    pub unit: String,
    /// By how many units the rate is given.
    pub per: u64,
    /// The rate as printed.
    pub rate: f64,
    /// Lower end of the printed 95 % interval.
    #[serde(default)]
    pub low: Option<f64>,
    /// Upper end.
    #[serde(default)]
    pub high: Option<f64>,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

sourced!(TrainLimits, Intervals, SeizureRate);

/// Everything in the file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    #[serde(rename = "schema")]
    _schema: String,
    /// The longest single trains.
    pub train_limits: TrainLimits,
    /// Pauses between trains.
    pub intervals: Intervals,
    /// How often seizures were reported.
    #[serde(rename = "seizure_rate")]
    pub seizure_rates: Vec<SeizureRate>,
}

/// The facts that come with the program.
#[must_use]
pub fn facts() -> &'static Facts {
    static READ: LazyLock<Facts> = bundled!("rules/tms/safety.toml");
    &READ
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_a_table_that_only_gets_stricter() {
        let limits = &facts().train_limits;
        assert!(limits.hertz.is_sorted() && limits.rows.len() == 4);
        assert!(limits.rows.is_sorted_by_key(|row| row.percent_max));
        for row in &limits.rows {
            assert_eq!(row.seconds.len(), limits.hertz.len());
            assert_eq!(row.longest_tested.len(), limits.hertz.len());
            assert!(row.seconds.is_sorted_by(|a, b| a >= b), "{row:?}");
        }
        for pair in limits.rows.windows(2) {
            let stricter = pair[0].seconds.iter().zip(&pair[1].seconds);
            assert!(stricter.into_iter().all(|(low, high)| low >= high));
        }
    }
}
