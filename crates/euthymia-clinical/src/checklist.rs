//! What to look into before a depression is called resistant: what is known, what is not, what to
//! ask. Nothing is diagnosed here.

use crate::answer::Answer;
use crate::bundled::bundled;
use crate::drug::Role;
use crate::patient::{CheckState, Diagnosis, Patient};
use crate::source::Status;
use crate::trd::judge::Choices;
use crate::trial::Adherence;
use crate::trial::adequacy::{Adequacy, Shortfall, adequacy};
use serde::Deserialize;
use std::sync::LazyLock;

/// A point of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Identifier.
    pub id: String,
    /// Under which heading.
    pub group: String,
    /// What may play a part.
    pub name: String,
    /// What to ask.
    pub ask: String,
    /// Where the point comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// Tools and numbers, each with its own source.
    #[serde(default, rename = "tool")]
    pub tools: Vec<Tool>,
}

/// A tool for a point.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// What it is.
    pub text: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PointFile {
    #[serde(rename = "schema")]
    _schema: String,
    point: Vec<Point>,
}

/// A medicine and the genes that a guideline has a recommendation for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneDrugPair {
    /// Which medicine.
    pub drug: String,
    /// Which genes.
    pub genes: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// A gene without a recommendation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneWithout {
    /// Which gene.
    pub gene: String,
    /// Where that comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GeneFile {
    #[serde(rename = "schema")]
    _schema: String,
    pair: Vec<GeneDrugPair>,
    #[serde(default)]
    no_recommendation: Vec<GeneWithout>,
}

/// A point held against a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Which point.
    pub point: &'static Point,
    /// What is known.
    pub state: CheckState,
    /// True where a clinician recorded the state; otherwise it is what the record shows.
    pub is_recorded: bool,
    /// What the record says about it.
    pub words: Vec<String>,
}

impl Checked {
    /// What is known, in words that tell a clinician's finding from what the record shows.
    #[must_use]
    pub fn state_words(&self) -> &'static str {
        match (self.state, self.is_recorded) {
            (CheckState::Present, true) => "plays a part",
            (CheckState::Excluded, true) => "looked into, plays no part",
            (CheckState::Present, false) => "seen in the record",
            (CheckState::Excluded, false) => "nothing found in the record",
            (CheckState::Unknown, _) if self.words.is_empty() => "not known",
            (CheckState::Unknown, _) => "open",
        }
    }

    /// Whether there is still something to ask.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == CheckState::Unknown || !self.is_recorded
    }
}

/// The points, in the order in which reports show them.
#[must_use]
pub fn points() -> &'static [Point] {
    static READ: LazyLock<PointFile> = bundled!("rules/checklist.toml");
    &READ.point
}

fn genes() -> &'static GeneFile {
    static READ: LazyLock<GeneFile> = bundled!("rules/genes.toml");
    &READ
}

/// The gene–drug pairs.
#[must_use]
pub fn gene_drug_pairs() -> &'static [GeneDrugPair] {
    &genes().pair
}

/// The genes that the guideline gives no recommendation for.
#[must_use]
pub fn genes_without_recommendation() -> &'static [GeneWithout] {
    &genes().no_recommendation
}

/// Holds the checklist against a record. A state that a clinician recorded stands; otherwise the
/// rest of the record is looked at, and what it does not show is unknown.
#[must_use]
pub fn check(patient: &Patient, choices: &Choices) -> Vec<Checked> {
    let held = |point: &'static Point| {
        let (derived, words) = derive(patient, choices, &point.id);
        let recorded = patient.checks.get(&point.id).copied();
        Checked {
            point,
            state: recorded.unwrap_or(derived),
            is_recorded: recorded.is_some(),
            words,
        }
    };
    points().iter().map(held).collect()
}

fn derive(patient: &Patient, choices: &Choices, point: &str) -> (CheckState, Vec<String>) {
    match point {
        "wrong_diagnosis" => diagnosis(patient),
        "dose_duration" => dose_duration(patient, choices),
        "adherence" => adherence(patient),
        "metabolism" => metabolism(patient),
        "severity" => match patient.severity {
            Some(severity) => (CheckState::Unknown, vec![format!("severity: {severity}")]),
            None => (CheckState::Unknown, Vec::new()),
        },
        _ => (CheckState::Unknown, Vec::new()),
    }
}

fn diagnosis(patient: &Patient) -> (CheckState, Vec<String>) {
    match (patient.bipolar, patient.diagnosis) {
        (Some(true), _) | (_, Some(Diagnosis::BipolarDepression)) => (
            CheckState::Present,
            vec!["bipolarity is recorded".to_owned()],
        ),
        (Some(false), Some(diagnosis)) => (
            CheckState::Unknown,
            vec![format!(
                "{diagnosis}; bipolarity recorded as absent; other diagnoses not recorded"
            )],
        ),
        _ => (CheckState::Unknown, Vec::new()),
    }
}

fn dose_duration(patient: &Patient, choices: &Choices) -> (CheckState, Vec<String>) {
    let trials = patient
        .trials
        .iter()
        .filter(|trial| trial.drug.role == Role::Antidepressant);
    let judged: Vec<_> = trials
        .map(|trial| adequacy(trial, &choices.table, &choices.minimum))
        .collect();
    let too_small = |one: &&Adequacy| {
        let counts = |reason: &Shortfall| matches!(reason, Shortfall::Dose | Shortfall::Duration);
        one.reasons.iter().any(counts)
    };
    let small: Vec<&Adequacy> = judged.iter().filter(too_small).collect();
    let open: Vec<&Adequacy> = judged
        .iter()
        .filter(|one| one.verdict == Answer::CannotSay)
        .collect();
    let shown = |list: &[&Adequacy]| -> Vec<String> {
        list.iter()
            .map(|one| one.finding.statement.clone())
            .collect()
    };
    match (small.is_empty(), open.is_empty() && !judged.is_empty()) {
        (false, _) => (CheckState::Present, shown(&small)),
        (true, true) => (CheckState::Excluded, Vec::new()),
        (true, false) => (CheckState::Unknown, shown(&open)),
    }
}

fn adherence(patient: &Patient) -> (CheckState, Vec<String>) {
    let of = |wanted: Option<Adherence>| {
        let labels = patient
            .trials
            .iter()
            .filter(move |trial| trial.adherence == wanted);
        labels.map(|trial| trial.label.clone()).collect::<Vec<_>>()
    };
    let (poor, unknown) = (of(Some(Adherence::Inadequate)), of(None));
    let mut words = Vec::new();
    if !poor.is_empty() {
        words.push(format!("not taken as prescribed: {}", poor.join(", ")));
    }
    if !unknown.is_empty() {
        words.push(format!("not recorded: {}", unknown.join(", ")));
    }
    let state = if !poor.is_empty() {
        CheckState::Present
    } else if !unknown.is_empty() || patient.trials.is_empty() {
        CheckState::Unknown
    } else {
        CheckState::Excluded
    };
    (state, words)
}

/// The genes that matter for the medicines of the record, with what is known about each. Whether a
/// genotype played a part is for a person to say.
fn metabolism(patient: &Patient) -> (CheckState, Vec<String>) {
    let mut words = Vec::new();
    for trial in &patient.trials {
        let pair = gene_drug_pairs()
            .iter()
            .find(|pair| pair.drug == trial.drug.id);
        let Some(pair) = pair else { continue };
        let known = pair.genes.iter().map(|gene| match patient.genes.get(gene) {
            Some(found) => format!("{gene}: {found}"),
            None => format!("{gene}: not known"),
        });
        words.push(format!(
            "{}: {} ({})",
            trial.drug.name,
            known.collect::<Vec<_>>().join(", "),
            pair.note.as_deref().unwrap_or("CPIC recommendation")
        ));
    }
    for one in genes_without_recommendation() {
        if let Some(found) = patient.genes.get(&one.gene) {
            words.push(format!(
                "{}: {found}; no recommendation follows from it",
                one.gene
            ));
        }
    }
    words.sort();
    words.dedup();
    (CheckState::Unknown, words)
}

crate::source::sourced!(GeneDrugPair);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_read_and_every_pair_names_a_known_medicine() {
        assert_eq!(points().len(), 9);
        assert!(gene_drug_pairs().len() >= 7);
        for pair in gene_drug_pairs() {
            assert!(crate::drug::find(&pair.drug).is_some(), "{}", pair.drug);
        }
        let without: Vec<&str> = genes_without_recommendation()
            .iter()
            .map(|one| one.gene.as_str())
            .collect();
        assert_eq!(without, ["SLC6A4", "HTR2A"]);
    }
}
