//! One treatment after another had been given: what is known, study by study, with its own uncertainty.

use super::Context;
use crate::document::Section;
use crate::words;
use euthymia_clinical::outcome::Outcome;
use euthymia_clinical::treatment::TreatmentClass;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::arm::{Allocation, Arm};
use euthymia_evidence::mark::Verification;
use euthymia_evidence::outcome_row::OutcomeRow;
use euthymia_evidence::study::{Stated, Study};
use euthymia_numerics::Probability;
use euthymia_synthesis::measure::Scale;
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};
use std::collections::BTreeMap;

/// One arm of patients who had had another treatment before.
#[derive(Clone, Debug)]
pub struct Sequence<'a> {
    /// The study.
    pub study: &'a Study,
    /// The arm.
    pub arm: &'a Arm,
    /// The count of each outcome that is shown, or what is known instead.
    pub outcomes: Vec<(Outcome, Known)>,
}

/// What is known of one outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// A count with its exact interval at 95 %.
    Count {
        /// Patients with the outcome.
        events: u64,
        /// All patients.
        n: u64,
        /// Clopper–Pearson limits.
        bounds: Bounds,
        /// How sure the number is.
        mark: Verification,
    },
    /// A percentage whose denominator nobody has read.
    Percentage(f64, Verification),
    /// Nothing was reported.
    NotReported,
}

const SHOWN: [&str; 2] = ["response", "remission"];

/// Every arm whose patients had had another treatment before by the entry criterion.
#[must_use]
pub fn sequences(base: &EvidenceBase) -> Vec<Sequence<'_>> {
    let after = base
        .studies
        .iter()
        .filter(|s| !s.after_treatment.is_empty());
    after
        .flat_map(|study| base.arms_of(&study.id).map(move |arm| (study, arm)))
        .map(|(study, arm)| Sequence {
            study,
            arm,
            outcomes: SHOWN
                .iter()
                .filter_map(|id| Outcome::parse(id).ok())
                .map(|outcome| {
                    let found = known(base, arm, &outcome);
                    (outcome, found)
                })
                .collect(),
        })
        .collect()
}

fn known(base: &EvidenceBase, arm: &Arm, outcome: &Outcome) -> Known {
    let is_main = |row: &&OutcomeRow| row.outcome == *outcome && row.main;
    let Some(row) = base.outcomes_of(arm).find(is_main) else {
        return Known::NotReported;
    };
    if let (Some(events), Some(n)) = (row.events, row.n)
        && let Some(bounds) = exact(events, n)
    {
        return Known::Count {
            events,
            n,
            bounds,
            mark: row.verification,
        };
    }
    match row.percent_reported {
        Some(percent) => Known::Percentage(percent.value, row.verification),
        None => Known::NotReported,
    }
}

fn exact(events: u64, n: u64) -> Option<Bounds> {
    let count = euthymia_cohort::proportion::Proportion::new(events, n).ok()?;
    let level = Probability::NINETY_FIVE;
    let interval = euthymia_cohort::proportion::clopper_pearson(count, level).ok()?;
    Some(Bounds {
        lower: interval.lower,
        upper: interval.upper,
    })
}

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let base = context.base;
    let found = sequences(base);
    if found.is_empty() {
        return None;
    }
    let mut section = Section::new("sequence", "After another treatment: what is known");
    section.say(
        "Patients who came to one treatment after another had been given, most often because it had \
         failed. They are a selected group, so that these numbers stand for themselves: they are no \
         estimate of what the later treatment does for others, and no comparison with going on, \
         waiting, or any other next step.",
    );
    section.caution(without_control(&found));
    section.table(view(&found));
    Some(section)
}

/// Says for which sequences there is no controlled evidence.
fn without_control(found: &[Sequence<'_>]) -> String {
    let mut controlled: BTreeMap<String, bool> = BTreeMap::new();
    for sequence in found {
        let randomised = sequence.arm.allocation == Allocation::RandomisedParallel;
        let name = format!("{} after {}", sequence.arm.class, before(sequence.study));
        *controlled.entry(name).or_default() |= randomised;
    }
    let list = |wanted: bool| -> Vec<String> {
        let of = controlled.iter().filter(|(_, has)| **has == wanted);
        of.map(|(name, _)| name.clone()).collect()
    };
    let (with, without) = (list(true), list(false));
    let mut text = String::new();
    if !with.is_empty() {
        text.push_str(&format!("Randomised evidence: {}. ", with.join("; ")));
    }
    if !without.is_empty() {
        text.push_str(&format!(
            "No controlled evidence in the evidence base: {}. ",
            without.join("; ")
        ));
    }
    text.push_str("Of any other order of these treatments the evidence base has no study at all.");
    text
}

/// What had been given before, in words.
fn before(study: &Study) -> String {
    let words: Vec<String> = study
        .after_treatment
        .iter()
        .map(|id| TreatmentClass::parse(id).map_or(id.clone(), |class| class.to_string()))
        .collect();
    words.join(" or ")
}

fn view(found: &[Sequence<'_>]) -> TableView {
    let mut columns = vec![
        ColumnSpec::text("study", "Study"),
        ColumnSpec::text("after", "After"),
        ColumnSpec::text("failed", "Had it failed?"),
        ColumnSpec::text("treatment", "Treatment"),
        ColumnSpec::text("design", "Design"),
        ColumnSpec::number("patients", "Patients"),
    ];
    for id in SHOWN {
        columns.push(ColumnSpec::text(id, words::capital(id)));
    }
    columns.push(ColumnSpec::text("note", "What else is said"));
    TableView {
        schema: "euthymia.report.sequence.v1".to_owned(),
        title: "One treatment after another".to_owned(),
        columns,
        rows: found.iter().map(row).collect(),
        notes: vec![
            "Intervals: exact (Clopper–Pearson), 95 %. A percentage without a count has no interval: \
             nobody has read its denominator."
                .to_owned(),
        ],
    }
}

fn row(sequence: &Sequence<'_>) -> Vec<Value> {
    let (study, arm) = (sequence.study, sequence.arm);
    let failed = match study.after_failure {
        Some(Stated::Yes) => "yes".to_owned(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let design = study.design.map(|design| design.to_string());
    let mut cells = vec![
        Value::text(&study.label),
        Value::text(before(study)),
        Value::text(failed),
        Value::text(&arm.label),
        design.map_or(Value::Missing, Value::text),
        arm.n_analysed.map_or(Value::Missing, Value::Count),
    ];
    cells.extend(
        sequence
            .outcomes
            .iter()
            .map(|(_, known)| Value::text(text(known))),
    );
    cells.push(arm.notes.as_ref().map_or(Value::Missing, Value::text));
    cells
}

fn text(known: &Known) -> String {
    match known {
        Known::Count {
            events,
            n,
            bounds,
            mark,
        } => {
            let rate = *events as f64 / *n as f64;
            let shown = words::Shown {
                estimate: rate,
                bounds: *bounds,
            };
            format!(
                "{events}/{n}: {} ({mark})",
                words::shown(&shown, Scale::Proportion)
            )
        }
        Known::Percentage(percent, mark) => {
            format!(
                "{} %, denominator not read ({mark})",
                fmt::number(*percent, 1)
            )
        }
        Known::NotReported => "not reported".to_owned(),
    }
}
