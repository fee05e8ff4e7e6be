//! How many patients met each named definition, and how the number moves with the definition and with
//! who is counted.

use super::choices::{AnalysisSet, Choices};
use super::data::{CaseSeries, DAY_ZERO, Measure, Patient, TimeScale};
use crate::words;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::course::baseline::baseline;
use euthymia_clinical::course::{BaselineRule, Course, Rules, trajectory};
use euthymia_clinical::outcome_rule::{
    Kind, OutcomeRule, ReliableClass, all, reliable_change, reliable_class,
};
use euthymia_clinical::source::{Source, Status};
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
    let mut results = vec![DefinitionResult {
        id: "response".to_owned(),
        outcome: "response".to_owned(),
        name: choices.response_in_words(),
        source: response_source.clone(),
        is_chosen: true,
        shares: over_sets(series, group, level, |b, e| choices.responded(b, e))?,
        over_visits: None,
    }];
    if let Some((rule, source)) = &choices.remission {
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
            outcome: "remission without response".to_owned(),
            name: format!("{rule}, and not {response}"),
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
            if series.time == TimeScale::Order && has_days(rule) {
                return Ok(None);
            }
            let verdicts: Vec<Option<bool>> = series
                .members(group)
                .filter_map(|patient| event(series, choices, patient, rule))
                .collect();
            result.over_visits = Share::of(verdicts.iter().copied(), choices.level)?;
            // What was not followed long enough counts as not met, as a missing score does; of a relapse
            // that would flatter.
            if result.over_visits.is_some() && !matches!(rule.kind, Kind::Rise { .. }) {
                let met = verdicts.iter().map(|met| Some(*met == Some(true)));
                let [_, all_started, _] = &mut result.shares;
                *all_started = Share::of(met, choices.level)?;
            }
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

/// Whether a rule about several visits counts days.
fn has_days(rule: &OutcomeRule) -> bool {
    match &rule.kind {
        Kind::Sustained { .. } | Kind::Held { .. } => true,
        Kind::Rise { days_apart, .. } => days_apart.is_some(),
        Kind::Consecutive { .. }
        | Kind::Pair { .. }
        | Kind::DecreaseBetween { .. }
        | Kind::Points { .. }
        | Kind::Reliable { .. } => false,
    }
}

/// The course with the day that a file's days count from as its day 0, where no session is recorded,
/// and the rule that finds the same baseline in it.
fn from_day_zero(series: &CaseSeries, course: &Course) -> Option<(Course, BaselineRule)> {
    let (begun, _) = baseline(course, series.baseline).ok()?;
    let mut course = course.clone();
    if !course.sessions.is_empty() || series.time != TimeScale::Days {
        return Some((course, series.baseline));
    }
    course.sessions.push(DAY_ZERO);
    Some((course, BaselineRule::On(begun)))
}

/// Whether a rule about several visits was met, `Some(None)` where it cannot be said; `None` for a
/// patient without a baseline, or in whom it could not come about: no relapse without remission.
fn event(
    series: &CaseSeries,
    choices: &Choices,
    patient: &Patient,
    rule: &'static OutcomeRule,
) -> Option<Option<bool>> {
    let (course, baseline) = from_day_zero(series, patient.courses.first()?)?;
    let rules = Rules {
        baseline,
        response: choices.response.clone(),
        remission: choices.remission.clone(),
        named: vec![rule],
        early: None,
        reliable: None,
        tolerance_days: series.tolerance_days,
        every_days: None,
    };
    let shown = trajectory(&course, &rules).ok()?;
    let later: Vec<f64> = shown.steps.iter().map(|step| step.total).collect();
    if !rule.is_at_risk(&course.instrument, shown.baseline.1, &later) {
        return None;
    }
    let found = shown.events.first()?;
    let followed = shown.steps.last().map_or(0, |step| step.day);
    let is_long_enough = match &rule.kind {
        Kind::Held { days } => followed >= *days,
        _ => true,
    };
    Some(match found.finding.answer {
        Answer::Yes => Some(true),
        Answer::No if is_long_enough => Some(false),
        Answer::No | Answer::CannotSay => None,
    })
}

/// Worse than at the start, by any amount and reliably. To count a missing score as not worse would
/// flatter, so all who started are not counted.
fn worse(
    series: &CaseSeries,
    choices: &Choices,
    group: Option<usize>,
) -> Result<Vec<DefinitionResult>, CohortError> {
    let result = |id: &str, name: String, shares: [Option<Share>; 3]| {
        let [observed, _, last] = shares;
        DefinitionResult {
            id: id.to_owned(),
            outcome: "worsening".to_owned(),
            name,
            source: Source::confirmed("arithmetic"),
            is_chosen: false,
            shares: [observed, None, last],
            over_visits: None,
        }
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
