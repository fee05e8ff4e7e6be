//! How many patients met each named definition, and how the number moves with the definition and with
//! who is counted.

use super::choices::{AnalysisSet, Choices};
use super::data::{CaseSeries, Patient};
use super::definition_counts::DefinitionCounts;
use super::held::held;
use super::verdicts::Verdicts;
use crate::words;
use euthymia_clinical::source::{Source, Status};
use euthymia_cohort::proportion::Proportion;
use euthymia_cohort::{CohortError, Interval};
use euthymia_numerics::Probability;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// A share of patients.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// Events among those for whom it can be said.
    pub proportion: Proportion,
    /// Exact interval (Clopper–Pearson).
    pub exact: Interval,
    /// Wilson's interval.
    pub wilson: Interval,
    /// Patients for whom it cannot be said.
    pub unknown: usize,
}

impl Share {
    /// A share with its intervals; `None` where it can be said of nobody.
    ///
    /// # Errors
    /// [`CohortError`] for a level that is none.
    pub fn of(
        verdicts: impl IntoIterator<Item = Option<bool>>,
        level: Probability,
    ) -> Result<Option<Self>, CohortError> {
        let mut counted = Verdicts::default();
        for verdict in verdicts {
            counted.add(verdict);
        }
        counted.share(level)
    }

    /// The share as people read it: `4/21 (19.0%)`.
    #[must_use]
    pub fn shown(&self) -> String {
        format!(
            "{}/{} ({})",
            self.proportion.events(),
            self.proportion.n(),
            fmt::percent(self.proportion.estimate(), 1)
        )
    }

    /// The share as a cell, with those for whom it cannot be said.
    pub(super) fn cell(&self) -> Value {
        match self.unknown {
            0 => Value::text(self.shown()),
            unknown => Value::text(format!("{}, {unknown} unknown", self.shown())),
        }
    }
}

/// Limits of a share: `5.4 % to 41.9 %`.
pub(super) fn limits(interval: &Interval) -> String {
    format!(
        "{} to {}",
        fmt::percent(interval.lower, 1),
        fmt::percent(interval.upper, 1)
    )
}

/// A definition held against all patients.
#[derive(Clone, Debug, PartialEq)]
pub struct DefinitionResult {
    /// Identifier.
    pub id: String,
    /// What it decides.
    pub outcome: String,
    /// The rule in words.
    pub name: String,
    /// Where it comes from.
    pub source: Source,
    /// Whether it is a chosen one.
    pub is_chosen: bool,
    /// For rules about a baseline and a later score: one share for each analysis set.
    pub shares: [Option<Share>; 3],
    /// For rules about several visits: one share of those for whom it can be said.
    pub over_visits: Option<Share>,
}

impl DefinitionResult {
    /// Whether nobody has read the rule in its source.
    #[must_use]
    pub fn is_unverified(&self) -> bool {
        self.source.status == Status::Unverified
    }
}

/// Baseline and later score of each patient of a set, in the order of the patients; `None` for a
/// later score that is missing. Patients without a baseline are in no set.
#[must_use]
pub fn pairs(
    series: &CaseSeries,
    measure: usize,
    group: Option<usize>,
    set: AnalysisSet,
) -> Vec<(f64, Option<f64>)> {
    let of = |patient: &Patient| {
        let before = series.baseline_score(patient, measure).ok()?;
        let later = match set {
            AnalysisSet::Observed | AnalysisSet::AllStarted => {
                series.score_at(patient, measure, series.endpoint)
            }
            AnalysisSet::LastObservation => series.last_score(patient, measure),
        };
        let later = later.map(|(_, score)| score);
        (set == AnalysisSet::AllStarted || later.is_some()).then_some((before, later))
    };
    series.members(group).filter_map(of).collect()
}

/// Holds every definition that applies to the main scale against the patients of a group, the chosen
/// ones first.
///
/// # Errors
/// [`CohortError`] for a level that is none.
pub fn definitions(
    series: &CaseSeries,
    choices: &Choices,
    group: Option<usize>,
) -> Result<Vec<DefinitionResult>, CohortError> {
    let held = held(series, choices);
    let mut counts = DefinitionCounts::new(&held);
    for patient in series.members(group) {
        if let Some(scored) = series.scored(patient, 0) {
            let course = patient.courses.first();
            let first_session = course.and_then(|one| one.sessions.iter().min().copied());
            counts.add(&held, series, choices, &scored, first_session);
        }
    }
    counts.results(&held, choices.level)
}

/// How each rate moves with the definition and with who is counted.
#[must_use]
pub fn definitions_view(
    series: &CaseSeries,
    results: &[DefinitionResult],
    level: Probability,
) -> TableView {
    let level = words::level(level);
    let mut columns = vec![
        ColumnSpec::text("outcome", "Outcome"),
        ColumnSpec::text("id", "id").for_machines(),
        ColumnSpec::text("definition", "Definition"),
        ColumnSpec::number("seen", "Observed").for_people(),
        ColumnSpec::number("seen_ci", format!("{level} CI")).for_people(),
        ColumnSpec::number("counted", "All started").for_people(),
        ColumnSpec::number("carried", "Last score").for_people(),
    ];
    for key in SETS {
        for part in [
            "events",
            "n",
            "unknown",
            "low",
            "high",
            "exact_low",
            "exact_high",
        ] {
            columns.push(ColumnSpec::number(format!("{key}_{part}"), part).for_machines());
        }
    }
    columns.push(ColumnSpec::text("source", "source").for_machines());
    columns.push(ColumnSpec::text("status", "status").for_machines());
    let endpoint = series.planned.get(series.endpoint);
    TableView {
        schema: "euthymia.case_series.definitions.v1".to_owned(),
        title: format!("Outcomes by definition: {}", series.name),
        columns,
        rows: results.iter().map(row).collect(),
        notes: definition_notes(
            results,
            endpoint.map_or("the endpoint", |visit| visit.label.as_str()),
        ),
    }
}

fn definition_notes(results: &[DefinitionResult], endpoint: &str) -> Vec<String> {
    let mut notes = vec![format!(
        "* the definitions chosen; the interval is Wilson's, of the column before it. Observed: a score at \
         {endpoint}. All started: a missing score counts as not met; not given for what is bad, where that \
         would flatter. Last score: the score at {endpoint}, or else the last one before it."
    )];
    if results.iter().any(|one| one.over_visits.is_some()) {
        notes.push(
            "Rules about several visits use every scored visit, also after the endpoint; observed are those \
             of whom it can be said, and that they failed is known sooner than that they lasted: the truth \
             lies between this count and all unknown ones met. Relapse is counted among those in whom it can \
             come about, after remission by its own rule."
                .to_owned(),
        );
    }
    if results.iter().any(DefinitionResult::is_unverified) {
        notes.push(
            "† nobody has read this rule in its source for this program; the table of sources says more."
                .to_owned(),
        );
    }
    notes.push(
        "A rate under one definition is not the rate under another; remitters need not be responders."
            .to_owned(),
    );
    notes
}

/// The definitions with where they come from.
#[must_use]
pub fn sources_view(results: &[DefinitionResult]) -> TableView {
    let row = |result: &DefinitionResult| {
        vec![
            Value::text(&result.outcome),
            Value::text(&result.name),
            Value::text(&result.source.text),
            Value::text(result.source.status.id()),
        ]
    };
    TableView {
        schema: "euthymia.case_series.sources.v1".to_owned(),
        title: "Definitions and their sources".to_owned(),
        columns: vec![
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::text("definition", "Definition"),
            ColumnSpec::text("source", "Source"),
            ColumnSpec::text("status", "Status"),
        ],
        rows: results.iter().map(row).collect(),
        notes: vec![
            "Unverified: nobody has read the rule in its source for this program; it is shown and never \
             chosen unasked."
                .to_owned(),
        ],
    }
}

const SETS: [&str; 4] = ["observed", "all_started", "last", "over_visits"];

fn row(result: &DefinitionResult) -> Vec<Value> {
    let mark = match (result.is_chosen, result.is_unverified()) {
        (true, _) => " *",
        (false, true) => " †",
        (false, false) => "",
    };
    let [observed, all_started, last] = &result.shares;
    let seen = observed.as_ref().or(result.over_visits.as_ref());
    let shown = |share: Option<&Share>| share.map_or(Value::Missing, Share::cell);
    let mut row = vec![
        Value::text(format!("{}{mark}", result.outcome)),
        Value::text(&result.id),
        Value::text(&result.name),
        shown(seen),
        seen.map_or(Value::Missing, |share| Value::text(limits(&share.wilson))),
        shown(all_started.as_ref()),
        shown(last.as_ref()),
    ];
    for share in result.shares.iter().chain([&result.over_visits]) {
        match share {
            Some(share) => row.extend([
                Value::Count(share.proportion.events()),
                Value::Count(share.proportion.n()),
                Value::Count(share.unknown as u64),
                Value::number(share.wilson.lower, 4),
                Value::number(share.wilson.upper, 4),
                Value::number(share.exact.lower, 4),
                Value::number(share.exact.upper, 4),
            ]),
            None => row.extend(std::iter::repeat_n(Value::Missing, 7)),
        }
    }
    row.push(Value::text(&result.source.text));
    row.push(Value::text(result.source.status.id()));
    row
}
