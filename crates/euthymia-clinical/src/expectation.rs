//! What has been reported for patients after so many failed treatments: remission by step.

use crate::bundled::bundled;
use crate::source::Status;
use serde::Deserialize;
use std::sync::LazyLock;

/// Remission rates by treatment step.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepSeries {
    /// Identifier.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// Version of this entry.
    pub version: String,
    /// The definition of remission.
    pub definition: String,
    /// Percent of those who entered each step.
    pub remission_percent: Vec<f64>,
    /// Patients in the first step.
    pub n_first_step: u32,
    /// Patients in the last step.
    pub n_last_step: u32,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there, and whether others dispute it.
    pub status: Status,
    /// Caveats.
    pub note: String,
}

/// What disputes a series.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenge {
    /// Which series.
    pub of: String,
    /// What is claimed.
    pub claim: String,
    /// The cumulative percentage that it puts in place.
    #[serde(default)]
    pub percent: Option<f64>,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: String,
    series: Vec<StepSeries>,
    challenge: Vec<Challenge>,
}

fn file() -> &'static File {
    static READ: LazyLock<File> = bundled!("rules/expectation.toml");
    &READ
}

/// STAR*D.
#[must_use]
pub fn star_d() -> Option<&'static StepSeries> {
    file().series.iter().find(|series| series.id == "star_d")
}

/// What disputes a series.
#[must_use]
pub fn challenges(series: &str) -> Vec<&'static Challenge> {
    let all = file().challenge.iter();
    all.filter(|one| one.of == series).collect()
}

impl StepSeries {
    /// Remission in the next step after so many failed steps, percent; `None` beyond the last step
    /// that was studied.
    ///
    /// # Example
    /// ```
    /// let star_d = euthymia_clinical::expectation::star_d().unwrap();
    /// assert_eq!(star_d.next_step(2), Some(13.7));
    /// assert_eq!(star_d.next_step(4), None);
    /// ```
    #[must_use]
    pub fn next_step(&self, failures: usize) -> Option<f64> {
        self.remission_percent.get(failures).copied()
    }

    /// The theoretical cumulative rate up to each step, percent: 100 (1 − Π(1 − rᵢ/100)). It takes
    /// it that patients who left would have remitted like those who stayed.
    ///
    /// # Example
    /// ```
    /// let cumulative = euthymia_clinical::expectation::star_d().unwrap().cumulative();
    /// assert_eq!(format!("{:.2}", cumulative[3]), "67.07");
    /// ```
    #[must_use]
    pub fn cumulative(&self) -> Vec<f64> {
        let mut not_remitted = 1.0;
        let mut after = |percent: &f64| {
            not_remitted *= 1.0 - percent / 100.0;
            100.0 * (1.0 - not_remitted)
        };
        self.remission_percent.iter().map(&mut after).collect()
    }
}

crate::source::sourced!(StepSeries, Challenge);
