//! What the evidence base says for a patient with a number of failed trials of antidepressants, with
//! its uncertainty.
//!
//! Forms of treatment, outcome, window and pooling are those of the report's single-arm response
//! rates; what is added is that the entry criterion of a study must admit such a patient. The
//! evidence base has no results by number of failed trials, so how much less likely response becomes
//! with each failure is not known here.

use crate::error::AppError;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::select::{Reason, Selection, select_arms};
use euthymia_report::pooled::{Inputs, LeftOut, Pooled, by_reason};
use euthymia_report::trd::CAUTION;
use euthymia_report::trd::analysis::{acute, rate_for_claim};
use euthymia_report::trd::strand::{STRANDS, Strand};
use euthymia_report::words::{self, Shown};
use euthymia_synthesis::measure::Scale;
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeSet;

/// Response to one form of treatment in the studies that admit patients with so many failed trials.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Identifier of the form of treatment, which `pool` understands too.
    pub id: &'static str,
    /// The form of treatment in words.
    pub label: &'static str,
    /// The studies in it, by label; empty where there is none.
    pub studies: Vec<String>,
    /// Those of them whose entry criterion is recalled, not read in a source.
    pub criterion_recalled: Vec<String>,
    /// Patients in the arms.
    pub patients: u64,
    /// Responders among them.
    pub events: u64,
    /// Pooled response rate with its 95 % interval, from 0 to 1; of one study its own rate with its
    /// exact interval; `None` without a study.
    pub response: Option<Shown>,
    /// Where the rate of a new, similar study is likely to lie; `None` for fewer than three studies.
    pub prediction: Option<Bounds>,
    /// Studies left out only because they state no plain number of failed trials.
    pub not_stated: usize,
    /// Studies left out only because their entry criterion is for another number of failed trials.
    pub other_number: usize,
    /// Warnings about the analysis itself.
    pub warnings: Vec<String>,
}

/// Pools the response under each form of treatment over the studies whose entry criterion admits
/// patients with `failures` failed trials, in the order of the report; forms without such a study are
/// in the list too.
///
/// # Errors
/// [`AppError::Analysis`] when there are studies but the model has no answer.
///
/// # Example
/// ```
/// let base = euthymia_app::evidence::load(None)?;
/// let expected = euthymia_app::expectation::by_failures(&base, 3)?;
/// let nasal = expected.iter().find(|line| line.id == "esketamine-nasal");
/// assert!(nasal.is_some_and(|line| line.response.is_some()));
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn by_failures(base: &EvidenceBase, failures: usize) -> Result<Vec<Expected>, AppError> {
    let selection = Selection {
        failures: Some(failures as u64),
        ..acute(Outcome::response(), Admitted::default())
    };
    STRANDS
        .iter()
        .map(|strand| expected(base, strand, &selection))
        .collect()
}

/// What was published for a number of failed trials.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// How many failed trials.
    pub failures: usize,
    /// Each form of treatment.
    pub expected: Vec<Expected>,
}

impl Published {
    /// The table.
    #[must_use]
    pub fn view(&self) -> TableView {
        expected_view(&self.expected, self.failures)
    }

    /// One line for each form of treatment that has a study.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let line = |one: &Expected| {
            let shown = words::shown(one.response.as_ref()?, Scale::Proportion);
            let k = one.studies.len();
            let studies = if k == 1 { "study" } else { "studies" };
            Some(format!("{}: {shown}, {k} {studies}", one.label))
        };
        self.expected.iter().filter_map(line).collect()
    }
}

/// What was published for the failures that a record shows for certain and, where gaps leave more
/// open, at most; nothing for a record without a failed trial. Of an incomplete list only the certain
/// ones are known.
///
/// # Errors
/// As [`by_failures`].
pub fn published(
    base: &EvidenceBase,
    (least, most): (usize, Option<usize>),
) -> Result<Vec<Published>, AppError> {
    let mut numbers = vec![least, most.unwrap_or(least)];
    numbers.dedup();
    numbers.retain(|failures| *failures > 0);
    let of = |failures: usize| {
        Ok(Published {
            failures,
            expected: by_failures(base, failures)?,
        })
    };
    numbers.into_iter().map(of).collect()
}

fn expected(
    base: &EvidenceBase,
    strand: &Strand,
    selection: &Selection,
) -> Result<Expected, AppError> {
    let id = format!("{}-response-failures", strand.id);
    let analysis = rate_for_claim(base, strand.id, selection, id);
    if let Some(error) = analysis.failure {
        return Err(AppError::Analysis(format!("{}: {error}", strand.name)));
    }
    let pooled = analysis.pooled.as_ref();
    let studies = pooled.map_or_else(Vec::new, labels);
    let (not_stated, other_number) = left_out(base, strand, selection);
    Ok(Expected {
        id: strand.id,
        label: strand.name,
        criterion_recalled: criterion_recalled(base, &studies),
        studies,
        patients: pooled.map_or(0, Pooled::patients),
        events: pooled.map_or(0, events),
        response: pooled.map(Pooled::headline),
        prediction: pooled.and_then(|pooled| pooled.prediction),
        not_stated,
        other_number,
        warnings: pooled.map_or_else(Vec::new, |pooled| pooled.warnings.clone()),
    })
}

fn labels(pooled: &Pooled) -> Vec<String> {
    (pooled.rows.iter())
        .map(|row| row.candidate.label.clone())
        .collect()
}

fn events(pooled: &Pooled) -> u64 {
    (pooled.rows.iter())
        .map(|row| match row.candidate.data {
            Inputs::OneProportion(count) => count.events(),
            _ => 0,
        })
        .sum()
}

/// Those of the studies whose `recalled_fields` name the definition or a part of it.
fn criterion_recalled(base: &EvidenceBase, labels: &[String]) -> Vec<String> {
    let recalled = |field: &String| field.starts_with("trd_definition");
    (base.studies.iter())
        .filter(|study| labels.contains(&study.label))
        .filter(|study| study.recalled_fields.iter().any(recalled))
        .map(|study| study.label.clone())
        .collect()
}

/// Studies left out only for their entry criterion: without a number, and with another one.
fn left_out(base: &EvidenceBase, strand: &Strand, selection: &Selection) -> (usize, usize) {
    let selected = select_arms(base, selection, |arm| strand.includes(base, arm));
    let (mut not_stated, mut other_number) = (BTreeSet::new(), BTreeSet::new());
    for exclusion in &selected.exclusions {
        match exclusion.reason {
            Reason::Failures(None) => not_stated.insert(&exclusion.study.id),
            Reason::Failures(Some(_)) => other_number.insert(&exclusion.study.id),
            _ => continue,
        };
    }
    (not_stated.len(), other_number.len())
}

/// The list as a table, with what it does not say below it.
#[must_use]
pub fn expected_view(expected: &[Expected], failures: usize) -> TableView {
    let trials = if failures == 1 { "trial" } else { "trials" };
    TableView {
        schema: "euthymia.expectation.v1".to_owned(),
        title: format!("Response in studies that admit patients with {failures} failed {trials}"),
        columns: columns(),
        rows: expected.iter().map(row).collect(),
        notes: notes(expected, failures),
    }
}

fn columns() -> Vec<ColumnSpec> {
    vec![
        ColumnSpec::text("treatment", "Treatment"),
        ColumnSpec::number("k", "Studies"),
        ColumnSpec::number("events_n", "Events/n").for_people(),
        ColumnSpec::number("events", "events").for_machines(),
        ColumnSpec::number("n", "n").for_machines(),
        ColumnSpec::number("response", "Response [95 % CI]").for_people(),
        ColumnSpec::number("estimate", "estimate").for_machines(),
        ColumnSpec::number("ci_low", "ci_low").for_machines(),
        ColumnSpec::number("ci_high", "ci_high").for_machines(),
        ColumnSpec::number("prediction", "Prediction interval").for_people(),
        ColumnSpec::number("prediction_low", "prediction_low").for_machines(),
        ColumnSpec::number("prediction_high", "prediction_high").for_machines(),
        ColumnSpec::number("not_stated", "No plain number"),
        ColumnSpec::number("other_number", "Other number"),
    ]
}

fn row(line: &Expected) -> Vec<Value> {
    let counted = |text: String| match line.response {
        Some(_) => Value::Text(text),
        None => Value::Missing,
    };
    let response = line.response.as_ref();
    let shown = response.map(|shown| words::shown(shown, Scale::Proportion));
    let prediction = line.prediction.as_ref();
    let bounds = prediction.map(|bounds| words::bounds(bounds, Scale::Proportion));
    vec![
        Value::text(line.label),
        Value::Count(line.studies.len() as u64),
        counted(format!("{}/{}", line.events, line.patients)),
        Value::Count(line.events),
        Value::Count(line.patients),
        Value::Text(shown.unwrap_or_else(|| "no study".to_owned())),
        Value::number(response.map(|shown| shown.estimate), 4),
        Value::number(response.map(|shown| shown.bounds.lower), 4),
        Value::number(response.map(|shown| shown.bounds.upper), 4),
        bounds.map_or(Value::Missing, Value::Text),
        Value::number(prediction.map(|bounds| bounds.lower), 4),
        Value::number(prediction.map(|bounds| bounds.upper), 4),
        Value::Count(line.not_stated as u64),
        Value::Count(line.other_number as u64),
    ]
}

fn notes(expected: &[Expected], failures: usize) -> Vec<String> {
    let mut notes = vec![
        format!(
            "A study is in when its entry criterion admits a patient with {failures} failed \
             trial{s}. That does not say that its patients had exactly {failures}: a study that \
             asks for at least 2 has patients with 2, 3 and more, and prints one rate for all of \
             them. How each study counts failures (in the episode or in a lifetime, adequate by \
             which rule) differs too.",
            s = if failures == 1 { "" } else { "s" }
        ),
        "The rates are of single arms. They are not treatment effects: some of these patients \
         would have responded under placebo or sham too."
            .to_owned(),
        format!("Caution: {CAUTION}"),
        "Response within twelve weeks of the start, pooled as in the report: a \
         generalised linear mixed model (binomial–normal), interval by t with k − 1. The prediction interval is where the \
         rate of a new, similar study is likely to lie; neither interval is the probability that \
         one patient responds."
            .to_owned(),
        "Unverified rows, recalled or with a denominator that nobody read, are left out. No plain \
         number: studies left out only because their entry criterion states no plain number of \
         failed trials. Other number: studies left out only because it admits other numbers."
            .to_owned(),
    ];
    let recalled: BTreeSet<&str> = (expected.iter())
        .flat_map(|line| line.criterion_recalled.iter().map(String::as_str))
        .collect();
    if !recalled.is_empty() {
        let names: Vec<&str> = recalled.into_iter().collect();
        notes.push(format!(
            "Entry criterion recalled, not read in a source: {}.",
            names.join("; ")
        ));
    }
    notes.extend(warnings(expected));
    notes
}

/// The warnings, each once with the forms of treatment it is about.
fn warnings(expected: &[Expected]) -> Vec<String> {
    let list: Vec<LeftOut> = (expected.iter())
        .flat_map(|line| {
            line.warnings.iter().map(|warning| LeftOut {
                label: line.label.to_owned(),
                reason: warning.trim_end_matches('.').to_owned(),
            })
        })
        .collect();
    by_reason(&list)
}
