//! How many patients met each named definition, and how the number moves with the definition and with
//! who is counted.

use super::choices::{AnalysisSet, Choices};
use super::data::{CaseSeries, Measure, Patient, TimeScale};
use crate::words;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::course::{Rules, trajectory};
use euthymia_clinical::outcome_rule::{
    Kind, OutcomeRule, ReliableClass, all, reliable_change, reliable_class,
};
use euthymia_clinical::source::Source;
use euthymia_cohort::proportion::{Proportion, clopper_pearson, wilson};
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
        let (mut events, mut n, mut unknown) = (0, 0, 0);
        for verdict in verdicts {
            match verdict {
                Some(met) => {
                    n += 1;
                    events += u64::from(met);
                }
                None => unknown += 1,
            }
        }
        if n == 0 {
            return Ok(None);
        }
        let proportion = Proportion::new(events, n)?;
        Ok(Some(Self {
            proportion,
            exact: clopper_pearson(proportion, level)?,
            wilson: wilson(proportion, level)?,
            unknown,
        }))
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
    let Some(measure) = series.main_measure() else {
        return Ok(Vec::new());
    };
    let mut results = chosen(series, choices, group)?;
    let known: Vec<String> = results.iter().map(|one| one.name.clone()).collect();
    for rule in all() {
        if let Some(result) = named(series, choices, group, measure, rule)?
            && !known.contains(&result.name)
        {
            results.push(result);
        }
    }
    results.extend(worse(series, choices, group)?);
    Ok(results)
}

/// A share for each analysis set, by a rule about a baseline and a later score.
fn over_sets(
    series: &CaseSeries,
    group: Option<usize>,
    level: Probability,
    met: impl Fn(f64, f64) -> Option<bool>,
) -> Result<[Option<Share>; 3], CohortError> {
    let share = |set| {
        let verdicts = pairs(series, 0, group, set).into_iter();
        // A score that is missing does not meet anything; one that says nothing stays unknown.
        let verdict = |(before, later): (f64, Option<f64>)| match later {
            Some(later) => met(before, later),
            None => Some(false),
        };
        Share::of(verdicts.map(verdict), level)
    };
    let [a, b, c] = AnalysisSet::ALL.map(share);
    Ok([a?, b?, c?])
}

fn chosen(
    series: &CaseSeries,
    choices: &Choices,
    group: Option<usize>,
) -> Result<Vec<DefinitionResult>, CohortError> {
    let level = choices.level;
    let (response, response_source) = &choices.response;
    let remission = choices.remission.as_ref();
    let counts_as_response = |before, later| {
        let responded = response.met(before, later);
        let remitted = remission.and_then(|(rule, _)| rule.met(before, later));
        match choices.remitters_are_responders {
            true if remitted == Some(true) => Some(true),
            _ => responded,
        }
    };
    let or_remission = match (choices.remitters_are_responders, remission) {
        (true, Some((rule, _))) => format!(", or {rule}"),
        _ => String::new(),
    };
    let mut results = vec![DefinitionResult {
        id: "response".to_owned(),
        outcome: "response".to_owned(),
        name: format!("{response}{or_remission}"),
        source: response_source.clone(),
        is_chosen: true,
        shares: over_sets(series, group, level, counts_as_response)?,
        over_visits: None,
    }];
    if let Some((rule, source)) = remission {
        results.push(DefinitionResult {
            id: "remission".to_owned(),
            outcome: "remission".to_owned(),
            name: rule.to_string(),
            source: source.clone(),
            is_chosen: true,
            shares: over_sets(series, group, level, |b, e| rule.met(b, e))?,
            over_visits: None,
        });
        results.push(DefinitionResult {
            id: "remission_without_response".to_owned(),
            outcome: "remission".to_owned(),
            name: format!("{rule} without {response}"),
            source: Source::confirmed("both rules together"),
            is_chosen: false,
            shares: over_sets(series, group, level, |b, e| {
                Some(rule.met(b, e)? && !response.met(b, e)?)
            })?,
            over_visits: None,
        });
    }
    Ok(results)
}

/// A rule of the list; `None` where it is not about the main scale, or needs what was not stated.
fn named(
    series: &CaseSeries,
    choices: &Choices,
    group: Option<usize>,
    measure: &Measure,
    rule: &'static OutcomeRule,
) -> Result<Option<DefinitionResult>, CohortError> {
    let mut result = DefinitionResult {
        id: rule.id.clone(),
        outcome: rule.outcome.to_string(),
        name: definition_name(rule, measure),
        source: rule.source(),
        is_chosen: false,
        shares: [None, None, None],
        over_visits: None,
    };
    let instrument = measure.instrument.as_str();
    if !rule.is_about(instrument) {
        return Ok(None);
    }
    match &rule.kind {
        Kind::Pair { .. } | Kind::DecreaseBetween { .. } | Kind::Points { .. } => {
            let met = |before, later| rule.met_by_pair(instrument, before, later);
            result.shares = over_sets(series, group, choices.level, met)?;
        }
        Kind::Reliable { z } => {
            let Some((known, from)) = &choices.reliable else {
                return Ok(None);
            };
            let Some(least) = reliable_change(known.sd, known.r, *z) else {
                return Ok(None);
            };
            result.name = format!(
                "decrease of at least {} points (SD {}, reliability {}: {from})",
                fmt::number(least, 2),
                fmt::number(known.sd, 2),
                known.r
            );
            let met = |before, later| {
                let class = reliable_class(before, later, least, None);
                Some(class == ReliableClass::Improved)
            };
            result.shares = over_sets(series, group, choices.level, met)?;
        }
        Kind::Sustained { .. }
        | Kind::Consecutive { .. }
        | Kind::Rise { .. }
        | Kind::Held { .. } => {
            // Without times, days in a rule mean nothing.
            if series.time == TimeScale::Order {
                return Ok(None);
            }
            let verdicts = series
                .members(group)
                .filter_map(|patient| event(series, choices, patient, rule));
            result.over_visits = Share::of(verdicts, choices.level)?;
        }
    }
    let says_something = result.shares.iter().any(Option::is_some) || result.over_visits.is_some();
    Ok(says_something.then_some(result))
}

/// A rule's words with the scale's name in them.
fn definition_name(rule: &OutcomeRule, measure: &Measure) -> String {
    match &rule.kind {
        Kind::Pair { rule: text } => {
            let text = text.replace("IT", &measure.instrument);
            let parsed = euthymia_clinical::definition::Definition::parse(&text);
            parsed.map_or_else(|_| rule.name.clone(), |parsed| parsed.to_string())
        }
        _ => rule.name.clone(),
    }
}

/// Whether a rule about several visits was met, `Some(None)` where it cannot be said; `None` for a
/// patient without a baseline, or in whom it could not come about: no relapse without remission.
fn event(
    series: &CaseSeries,
    choices: &Choices,
    patient: &Patient,
    rule: &'static OutcomeRule,
) -> Option<Option<bool>> {
    let rules = Rules {
        baseline: series.baseline,
        response: choices.response.clone(),
        remission: choices.remission.clone(),
        named: vec![rule],
        early: None,
        reliable: None,
        tolerance_days: series.tolerance_days,
        every_days: None,
    };
    let course = patient.courses.first()?;
    let shown = trajectory(course, &rules).ok()?;
    let later: Vec<f64> = shown.steps.iter().map(|step| step.total).collect();
    if !rule.is_at_risk(&course.instrument, shown.baseline.1, &later) {
        return None;
    }
    let found = shown.events.first()?;
    Some(match found.finding.answer {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        Answer::CannotSay => None,
    })
}

/// Worse than at the start, by any amount and reliably.
fn worse(
    series: &CaseSeries,
    choices: &Choices,
    group: Option<usize>,
) -> Result<Vec<DefinitionResult>, CohortError> {
    let result = |id: &str, name: String, shares| DefinitionResult {
        id: id.to_owned(),
        outcome: "worsening".to_owned(),
        name,
        source: Source::confirmed("arithmetic"),
        is_chosen: false,
        shares,
        over_visits: None,
    };
    let any = over_sets(series, group, choices.level, |b, e| Some(e > b))?;
    let mut results = vec![result("worse", "score above the baseline".to_owned(), any)];
    let reliable = choices.reliable.as_ref();
    if let Some(least) = reliable.and_then(|(known, _)| reliable_change(known.sd, known.r, 1.96)) {
        let shares = over_sets(series, group, choices.level, |b, e| {
            Some(reliable_class(b, e, least, None) == ReliableClass::Deteriorated)
        })?;
        let name = format!("increase of at least {} points", fmt::number(least, 2));
        let mut deteriorated = result("reliably_worse", name, shares);
        deteriorated.source =
            Source::confirmed("Jacobson and Truax 1991, 10.1037/0022-006X.59.1.12");
        results.push(deteriorated);
    }
    Ok(results)
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
