//! How many patients met each named definition, and how the number moves with the definition and with
//! who is counted.

use super::choices::{AnalysisSet, Choices};
use super::data::{CaseSeries, Patient};
use super::definition_counts::DefinitionCounts;
use super::held::held;
use super::verdicts::Verdicts;
use crate::words;
use euthymia_clinical::course::{Rules, ScoredDay, trajectory};
use euthymia_clinical::source::Source;
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
    let rules = rules_of_steps(series, choices);
    let mut counts = DefinitionCounts::new(&held);
    for patient in series.members(group) {
        let Some(scored) = series.scored(patient, 0) else {
            continue;
        };
        counts.add_pairs(
            &held,
            scored.baseline.1,
            scored.at(series, series.endpoint).map(|(_, score)| score),
            scored.last(series).map(|(_, score)| score),
        );
        let course = patient.courses.first();
        if let Some(shown) = course.and_then(|course| trajectory(course, &rules).ok()) {
            let visits: Vec<ScoredDay> = shown.steps.iter().map(ScoredDay::of).collect();
            counts.add_course(&held, shown.baseline.1, &visits, series.tolerance_days);
        }
    }
    counts.results(&held, choices.level)
}

/// What the steps of a course need to know.
fn rules_of_steps(series: &CaseSeries, choices: &Choices) -> Rules {
    Rules {
        baseline: series.baseline,
        response: choices.response.clone(),
        remission: choices.remission.clone(),
        named: Vec::new(),
        early: None,
        reliable: None,
        tolerance_days: series.tolerance_days,
        every_days: None,
    }
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
        notes: vec![
            format!(
                "* the definitions chosen; the interval is Wilson's. Observed: a score at {}; for rules \
                 about several visits those of whom they can be said. All started: a missing score counts \
                 as not met. Last score: the last one carried forward.",
                endpoint.map_or("the endpoint", |visit| visit.label.as_str())
            ),
            "A rate under one definition is not the rate under another.".to_owned(),
        ],
    }
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
    let mark = if result.is_chosen { " *" } else { "" };
    let [observed, all_started, last] = &result.shares;
    let seen = observed.as_ref().or(result.over_visits.as_ref());
    let shown = |share: Option<&Share>| {
        share.map_or(Value::Missing, |share| match share.unknown {
            0 => Value::text(share.shown()),
            unknown => Value::text(format!("{}, {unknown} unknown", share.shown())),
        })
    };
    let mut row = vec![
        Value::text(format!("{}{mark}", result.outcome)),
        Value::text(&result.id),
        Value::text(&result.name),
        shown(seen),
        seen.map_or(Value::Missing, |share| {
            let (low, high) = (share.wilson.lower, share.wilson.upper);
            Value::text(format!(
                "{} to {}",
                fmt::percent(low, 1),
                fmt::percent(high, 1)
            ))
        }),
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
