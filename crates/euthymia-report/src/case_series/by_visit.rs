//! Scores at each planned visit: how many patients, how high, how much lower, how many responded.

use super::choices::Choices;
use super::data::CaseSeries;
use super::outcomes::Share;
use super::visits::Scored;
use crate::words;
use euthymia_cohort::CohortError;
use euthymia_cohort::descriptive::{mean, sd};
use euthymia_cohort::paired::{PairedT, paired_t};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// What is seen at a planned visit.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitSummary {
    /// What the visit is called.
    pub label: String,
    /// Its planned day.
    pub day: i64,
    /// Patients with a baseline.
    pub started: usize,
    /// Of them those with a score at this visit.
    pub n: usize,
    /// Mean score; `None` without patients.
    pub mean: Option<f64>,
    /// Standard deviation; `None` below two patients.
    pub sd: Option<f64>,
    /// Change from baseline with its paired t interval; `None` at the baseline, and where there is none.
    pub change: Option<PairedT>,
    /// Response among those with a score.
    pub response: Option<Share>,
    /// Remission among those with a score.
    pub remission: Option<Share>,
}

/// Summarises each planned visit of a measure.
///
/// # Errors
/// [`CohortError`] for a level that is none.
pub fn by_visit(
    series: &CaseSeries,
    choices: &Choices,
    measure: usize,
    group: Option<usize>,
) -> Result<Vec<VisitSummary>, CohortError> {
    let patients: Vec<Option<Scored>> = series
        .members(group)
        .filter(|patient| series.baseline_score(patient, measure).is_ok())
        .map(|patient| series.scored(patient, measure))
        .collect();
    let planned = series.planned.iter().enumerate();
    planned
        .map(|(at, visit)| {
            let seen: Vec<(f64, f64)> = patients
                .iter()
                .flatten()
                .filter_map(|scored| Some((scored.baseline.1, scored.at(series, at)?.1)))
                .collect();
            let before: Vec<f64> = seen.iter().map(|(before, _)| *before).collect();
            let scores: Vec<f64> = seen.iter().map(|(_, score)| *score).collect();
            // Response and remission are about the main scale.
            let share = |rule: Option<&euthymia_clinical::definition::Definition>| match rule {
                Some(rule) if at > 0 && measure == 0 => {
                    Share::of(seen.iter().map(|(b, e)| rule.met(*b, *e)), choices.level)
                }
                _ => Ok(None),
            };
            Ok(VisitSummary {
                label: visit.label.clone(),
                day: visit.day,
                started: patients.len(),
                n: seen.len(),
                mean: mean(&scores),
                sd: sd(&scores),
                change: (at > 0)
                    .then(|| paired_t(&before, &scores, choices.level).ok())
                    .flatten(),
                response: share(Some(&choices.response.0))?,
                remission: share(choices.remission.as_ref().map(|(rule, _)| rule))?,
            })
        })
        .collect()
}

/// The visits as a table.
#[must_use]
pub fn by_visit_view(
    series: &CaseSeries,
    choices: &Choices,
    measure: usize,
    visits: &[VisitSummary],
) -> TableView {
    let level = words::level(choices.level);
    let name = series.measures.get(measure).map_or("", |m| m.name.as_str());
    let rows = visits.iter().map(|visit| {
        let change = visit.change.as_ref();
        let share = |share: &Option<Share>| match share {
            Some(share) => Value::text(share.shown()),
            None => Value::Missing,
        };
        let number = |value: Option<f64>| value.map_or(Value::Missing, |v| Value::number(v, 2));
        vec![
            Value::text(&visit.label),
            Value::Count(visit.n as u64),
            Value::Count((visit.started - visit.n) as u64),
            number(visit.mean),
            number(visit.sd),
            change.map_or(Value::Missing, |t| {
                let (low, high) = (t.interval.lower, t.interval.upper);
                Value::text(fmt::interval(t.summary.mean_difference, low, high, 1))
            }),
            number(change.map(|t| t.summary.mean_difference)),
            number(change.map(|t| t.interval.lower)),
            number(change.map(|t| t.interval.upper)),
            share(&visit.response),
            share(&visit.remission),
        ]
    });
    TableView {
        schema: "euthymia.case_series.by_visit.v1".to_owned(),
        title: format!("{name} at each visit: {}", series.name),
        columns: vec![
            ColumnSpec::text("visit", "Visit"),
            ColumnSpec::number("n", "n"),
            ColumnSpec::number("missing", "Missing"),
            ColumnSpec::number("mean", "Mean"),
            ColumnSpec::number("sd", "SD"),
            ColumnSpec::number("change_ci", format!("Improvement [{level} CI]")).for_people(),
            ColumnSpec::number("change", "change").for_machines(),
            ColumnSpec::number("change_low", "change_low").for_machines(),
            ColumnSpec::number("change_high", "change_high").for_machines(),
            ColumnSpec::number("response", "Response"),
            ColumnSpec::number("remission", "Remission"),
        ],
        rows: rows.collect(),
        notes: vec![format!(
            "Of the patients with a baseline. Improvement: baseline less score, of those seen at the \
             visit, with the paired t interval. Response: {}; remission: {}.",
            choices.response.0,
            choices
                .remission
                .as_ref()
                .map_or("no rule for this scale".to_owned(), |(rule, _)| rule
                    .to_string())
        )],
    }
}
