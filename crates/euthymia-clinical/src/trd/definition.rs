//! What a definition of treatment resistance asks for, with the source of each criterion.

use crate::bundled::bundled;
use crate::source::Status;
use crate::trial::failure::FailureRule;
use serde::Deserialize;
use std::sync::LazyLock;

crate::words! {
    /// What a definition defines.
    Concept {
        /// Treatment-resistant depression.
        Trd = "trd", "treatment-resistant depression";
        /// Partially responsive depression.
        PartiallyResponsive = "partially_responsive", "partially responsive depression";
        /// Difficult-to-treat depression.
        DifficultToTreat = "difficult_to_treat", "difficult-to-treat depression";
    }
}

crate::words! {
    /// Which trials a definition looks at.
    Scope {
        /// Those of the current episode.
        CurrentEpisode = "current_episode", "in the current episode";
        /// All in the record.
        Any = "any", "in the record";
    }
}

/// A definition by name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Identifier.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// What it defines.
    pub concept: Concept,
    /// Version of this entry.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// Caveats.
    #[serde(default)]
    pub note: Option<String>,
    /// All of these must hold.
    #[serde(rename = "criterion")]
    pub criteria: Vec<SourcedCriterion>,
}

/// A criterion with its source.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SourcedCriterion {
    /// What must hold.
    #[serde(flatten)]
    pub criterion: Criterion,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

/// What must hold.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Criterion {
    /// So many failed adequate trials.
    FailedTrials(FailedTrials),
    /// The diagnosis is major depressive disorder.
    MajorDepression {},
    /// The depression is not bipolar.
    NotBipolar {},
    /// The last total on a scale is at least so high.
    ScoreAtLeast {
        /// Identifier of the scale.
        instrument: String,
        /// Points.
        points: f64,
    },
    /// If the episode is the first, it has lasted between so many calendar months.
    FirstEpisodeLasts {
        /// At least, months.
        months_min: i32,
        /// At most, months.
        months_max: i32,
    },
    /// So many treatments of so many days, whatever their dose and effect; ECT and rTMS count.
    TreatmentsOfDays {
        /// At least so many.
        count_min: usize,
        /// Of at least so many days.
        days_min: i64,
    },
    /// A clinician judges that the burden goes on despite usual treatment.
    Burden {},
}

/// So many failed adequate trials.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct FailedTrials {
    /// At least so many different ones.
    pub count_min: usize,
    /// At most so many.
    #[serde(default)]
    pub count_max: Option<usize>,
    /// Which trials are looked at.
    pub scope: Scope,
    /// When a trial has failed.
    pub failure: FailureRule,
    /// Least duration in weeks, where the definition gives one.
    #[serde(default)]
    pub weeks_min: Option<f64>,
    /// True where clear evidence of non-response makes up for a short trial.
    #[serde(default)]
    pub unless_clear_non_response: bool,
    /// True where the trials must be of different medicines, whatever was chosen.
    #[serde(default)]
    pub different: bool,
    /// True where only antidepressants count, not additions.
    #[serde(default)]
    pub only_antidepressants: bool,
    /// True where additions are no trials, whatever was chosen: staging has points of its own for
    /// them.
    #[serde(skip)]
    pub without_additions: bool,
    /// True where only medicines taken by mouth count.
    #[serde(default)]
    pub oral: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: String,
    definition: Vec<Definition>,
}

/// Every definition, in the order in which reports show them.
///
/// # Example
/// ```
/// let ids: Vec<_> = euthymia_clinical::trd::definitions().iter().map(|d| d.id.as_str()).collect();
/// assert!(ids.contains(&"delphi2022") && ids.contains(&"nierenberg_c_at_least_7"));
/// ```
#[must_use]
pub fn definitions() -> &'static [Definition] {
    static READ: LazyLock<File> = bundled!("rules/trd.toml");
    &READ.definition
}

crate::source::sourced!(Definition, SourcedCriterion);

#[cfg(test)]
mod tests {
    use super::definitions;

    #[test]
    fn the_file_reads_and_no_two_definitions_share_a_name() {
        let mut ids: Vec<&str> = definitions().iter().map(|d| d.id.as_str()).collect();
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all);
        assert!(definitions().iter().all(|d| !d.criteria.is_empty()));
    }
}
