//! Table 1: who the patients were, overall and by group, with what is missing and how far the groups
//! are apart.

use super::data::{CaseSeries, Characteristic, CharacteristicKind, Datum, Patient};
use crate::words;
use euthymia_cohort::CohortError;
use euthymia_cohort::contingency::Table;
use euthymia_cohort::descriptive::{Descriptive, describe};
use euthymia_cohort::standardised_difference::{OverPairs, categorical, continuous, over_pairs};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// A characteristic over all patients and in each group.
#[derive(Clone, Debug, PartialEq)]
pub struct CharacteristicSummary {
    /// What it is called, with its unit where one is stated.
    pub label: String,
    /// Overall first, then each group.
    pub columns: Vec<ColumnSummary>,
    /// How far the groups are apart, in standard deviations; of more than two the pairs.
    pub difference: Option<OverPairs>,
}

/// A characteristic in one column of the table.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnSummary {
    /// Numbers.
    Number(Descriptive),
    /// How many have each level.
    Category {
        /// The levels.
        levels: Vec<String>,
        /// How many have each.
        counts: Vec<u64>,
        /// For how many it is not known.
        missing: u64,
    },
}

/// Summarises every characteristic, and the baseline score of every measure.
///
/// # Errors
/// [`CohortError::NotFinite`] for a value that is no number.
pub fn table_one(series: &CaseSeries) -> Result<Vec<CharacteristicSummary>, CohortError> {
    let described = series.characteristics.iter().enumerate();
    let characteristics = described.map(|(at, one)| characteristic(series, at, one));
    let measures = (0..series.measures.len()).map(|measure| baseline(series, measure));
    characteristics.chain(measures).collect()
}

/// Overall, then each group.
fn columns(series: &CaseSeries) -> Vec<Option<usize>> {
    std::iter::once(None)
        .chain((0..series.groups.len()).map(Some))
        .collect()
}

fn numbers(
    series: &CaseSeries,
    label: String,
    of: impl Fn(&Patient) -> Option<f64>,
) -> Result<CharacteristicSummary, CohortError> {
    let values = |group| -> Vec<Option<f64>> { series.members(group).map(&of).collect() };
    let columns = columns(series)
        .into_iter()
        .map(|group| Ok(ColumnSummary::Number(describe(&values(group))?)))
        .collect::<Result<_, CohortError>>()?;
    let known: Vec<Vec<f64>> = (0..series.groups.len())
        .map(|group| values(Some(group)).into_iter().flatten().collect())
        .collect();
    let apart = |a: usize, b: usize| {
        let (first, second) = (known.get(a)?, known.get(b)?);
        continuous(first, second).ok().flatten()
    };
    Ok(CharacteristicSummary {
        label,
        columns,
        difference: between(known.len(), apart),
    })
}

fn between(groups: usize, apart: impl Fn(usize, usize) -> Option<f64>) -> Option<OverPairs> {
    let pairs = (0..groups).flat_map(|a| (a + 1..groups).map(move |b| (a, b)));
    let differences: Vec<Option<f64>> = pairs.map(|(a, b)| apart(a, b)).collect();
    over_pairs(&differences)
}

fn characteristic(
    series: &CaseSeries,
    at: usize,
    one: &Characteristic,
) -> Result<CharacteristicSummary, CohortError> {
    let datum = |patient: &Patient| patient.values.get(at).copied().flatten();
    match &one.kind {
        CharacteristicKind::Number { unit } => {
            let label = match unit {
                Some(unit) => format!("{}, {unit}", one.label),
                None => one.label.clone(),
            };
            numbers(series, label, |patient| match datum(patient) {
                Some(Datum::Number(value)) => Some(value),
                _ => None,
            })
        }
        CharacteristicKind::Category { levels } => {
            let count = |group: Option<usize>| {
                let mut counts = vec![0_u64; levels.len()];
                let mut missing = 0;
                for patient in series.members(group) {
                    let level = match datum(patient) {
                        Some(Datum::Level(level)) => counts.get_mut(level),
                        _ => None,
                    };
                    match level {
                        Some(count) => *count += 1,
                        None => missing += 1,
                    }
                }
                (counts, missing)
            };
            let apart = |a: usize, b: usize| {
                let rows = vec![count(Some(a)).0, count(Some(b)).0];
                categorical(&Table::new(&rows).ok()?).ok().flatten()
            };
            Ok(CharacteristicSummary {
                label: one.label.clone(),
                difference: between(series.groups.len(), apart),
                columns: columns(series)
                    .into_iter()
                    .map(|group| {
                        let (counts, missing) = count(group);
                        ColumnSummary::Category {
                            levels: levels.clone(),
                            counts,
                            missing,
                        }
                    })
                    .collect(),
            })
        }
    }
}

fn baseline(series: &CaseSeries, measure: usize) -> Result<CharacteristicSummary, CohortError> {
    let name = series.measures.get(measure).map_or("", |m| m.name.as_str());
    numbers(series, format!("{name} at baseline, points"), |patient| {
        series.baseline_score(patient, measure).ok()
    })
}

/// Table 1.
#[must_use]
pub fn table_one_view(series: &CaseSeries, summaries: &[CharacteristicSummary]) -> TableView {
    let mut columns = vec![
        ColumnSpec::text("characteristic", "Characteristic"),
        ColumnSpec::text("level", "Level or statistic"),
    ];
    let n = |group| series.members(group).count();
    columns.push(ColumnSpec::number(
        "overall",
        format!("All (n = {})", n(None)),
    ));
    for (at, name) in series.groups.iter().enumerate() {
        let header = format!("{name} (n = {})", n(Some(at)));
        columns.push(ColumnSpec::number(format!("group_{}", at + 1), header));
    }
    let has_groups = series.groups.len() > 1;
    if has_groups {
        columns.push(ColumnSpec::number("difference", "Standardised difference"));
    }
    let mut rows = Vec::new();
    for summary in summaries {
        for (first, (level, cells)) in lines(summary).into_iter().enumerate() {
            let label = if first == 0 {
                summary.label.as_str()
            } else {
                ""
            };
            let mut row = vec![Value::text(label), Value::text(level)];
            row.extend(cells.into_iter().map(Value::Text));
            if has_groups {
                let difference = summary.difference.filter(|_| first == 0);
                row.push(Value::number(difference.map(|d| d.mean), 2));
            }
            rows.push(row);
        }
    }
    let mut notes = vec![
        "Numbers: mean ± SD and median [quartiles, type 7 of Hyndman and Fan] of the known values; \
         categories: patients, percent of those known. Missing values are counted in a line of their own."
            .to_owned(),
    ];
    let without_group = series.patients.iter().filter(|p| p.group.is_none()).count();
    if !series.groups.is_empty() && without_group > 0 {
        notes.push(format!(
            "{} without a known group: under all, and in no group.",
            words::counted(without_group, "patient", "patients")
        ));
    }
    if has_groups {
        notes.push(
            "Standardised difference: without its sign, in pooled standard deviations, over the levels \
             together for a category (Yang and Dalton 2012), of the known values; of more than two groups the \
             mean over the pairs. It does not grow with the number of patients, as a p-value does."
                .to_owned(),
        );
    }
    TableView {
        schema: "euthymia.case_series.table_one.v1".to_owned(),
        title: format!("Patients at the start: {}", series.name),
        columns,
        rows,
        notes,
    }
}

/// The lines of a characteristic: what each is, and its text in each column.
fn lines(summary: &CharacteristicSummary) -> Vec<(String, Vec<String>)> {
    let Some(first) = summary.columns.first() else {
        return Vec::new();
    };
    let each = |text: &dyn Fn(&ColumnSummary) -> String| summary.columns.iter().map(text).collect();
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    match first {
        ColumnSummary::Number(_) => {
            lines.push(("mean ± SD".to_owned(), each(&mean_text)));
            lines.push(("median [quartiles]".to_owned(), each(&median_text)));
        }
        ColumnSummary::Category { levels, .. } => {
            for (at, level) in levels.iter().enumerate() {
                lines.push((level.clone(), each(&|column| level_text(column, at))));
            }
        }
    }
    if summary.columns.iter().any(|column| missing(column) > 0) {
        let text = |column: &ColumnSummary| missing(column).to_string();
        lines.push(("missing".to_owned(), each(&text)));
    }
    lines
}

fn missing(column: &ColumnSummary) -> u64 {
    match column {
        ColumnSummary::Number(found) => found.missing as u64,
        ColumnSummary::Category { missing, .. } => *missing,
    }
}

fn mean_text(column: &ColumnSummary) -> String {
    let ColumnSummary::Number(found) = column else {
        return String::new();
    };
    match found.spread.map(|spread| (spread.mean, spread.sd)) {
        Some((mean, Some(sd))) => fmt::plus_minus(mean, sd, 1),
        Some((mean, None)) => fmt::number(mean, 1),
        None => fmt::MISSING.to_owned(),
    }
}

fn median_text(column: &ColumnSummary) -> String {
    let ColumnSummary::Number(Descriptive { spread, .. }) = column else {
        return String::new();
    };
    spread.map_or(fmt::MISSING.to_owned(), |spread| {
        format!(
            "{} [{}, {}]",
            fmt::number(spread.median, 1),
            fmt::number(spread.q1, 1),
            fmt::number(spread.q3, 1)
        )
    })
}

fn level_text(column: &ColumnSummary, at: usize) -> String {
    let ColumnSummary::Category { counts, .. } = column else {
        return String::new();
    };
    let (count, known) = (
        counts.get(at).copied().unwrap_or(0),
        counts.iter().sum::<u64>(),
    );
    if known == 0 {
        return count.to_string();
    }
    format!("{count} ({})", fmt::percent(count as f64 / known as f64, 1))
}
