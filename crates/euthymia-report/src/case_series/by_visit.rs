//! Scores at each planned visit: how many patients, how high, how much lower, how many responded.

use super::choices::Choices;
use super::data::{CaseSeries, TimeScale};
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
    /// First and last day on which it took place, of those with a score.
    pub days: Option<(i64, i64)>,
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
            let seen: Vec<(f64, i64, f64)> = patients
                .iter()
                .flatten()
                .filter_map(|scored| {
                    let (day, score) = scored.at(series, at)?;
                    Some((scored.baseline.1, day, score))
                })
                .collect();
            let before: Vec<f64> = seen.iter().map(|(before, ..)| *before).collect();
            let scores: Vec<f64> = seen.iter().map(|(.., score)| *score).collect();
            let days = seen.iter().map(|(_, day, _)| *day);
            // Response and remission are about the main scale.
            let share = |met: &dyn Fn(f64, f64) -> Option<bool>| match at > 0 && measure == 0 {
                true => Share::of(seen.iter().map(|(b, _, e)| met(*b, *e)), choices.level),
                false => Ok(None),
            };
            Ok(VisitSummary {
                label: visit.label.clone(),
                day: visit.day,
                days: days.clone().min().zip(days.max()),
                started: patients.len(),
                n: seen.len(),
                mean: mean(&scores),
                sd: sd(&scores),
                change: (at > 0)
                    .then(|| paired_t(&before, &scores, choices.level).ok())
                    .flatten(),
                response: share(&|b, e| choices.responded(b, e))?,
                remission: share(&|b, e| choices.remitted(b, e))?,
            })
        })
        .collect()
}

/// The visits as a table; response and remission are columns for the main scale only.
#[must_use]
pub fn by_visit_view(
    series: &CaseSeries,
    choices: &Choices,
    measure: usize,
    visits: &[VisitSummary],
) -> TableView {
    let level = words::level(choices.level);
    let name = series.measures.get(measure).map_or("", |m| m.name.as_str());
    let is_main = measure == 0;
    let has_days = series.time != TimeScale::Order;
    let mut columns = vec![ColumnSpec::text("visit", "Visit")];
    if has_days {
        columns.push(ColumnSpec::number("day", "Day"));
        columns.push(ColumnSpec::number("seen", "Seen on days").for_people());
        columns.push(ColumnSpec::number("first_day", "first_day").for_machines());
        columns.push(ColumnSpec::number("last_day", "last_day").for_machines());
    }
    columns.extend([
        ColumnSpec::number("n", "n"),
        ColumnSpec::number("missing", "Missing"),
        ColumnSpec::number("mean", "Mean"),
        ColumnSpec::number("sd", "SD"),
        ColumnSpec::number("change_ci", format!("Improvement [{level} CI]")).for_people(),
        ColumnSpec::number("change", "change").for_machines(),
        ColumnSpec::number("change_low", "change_low").for_machines(),
        ColumnSpec::number("change_high", "change_high").for_machines(),
    ]);
    if is_main {
        for (key, header) in [("response", "Response"), ("remission", "Remission")] {
            columns.push(ColumnSpec::number(key, header).for_people());
            for part in ["events", "n", "unknown"] {
                columns.push(ColumnSpec::number(format!("{key}_{part}"), part).for_machines());
            }
        }
    }
    let row = |visit: &VisitSummary| {
        let mut row = vec![Value::text(&visit.label)];
        if has_days {
            row.extend(days(visit));
        }
        row.extend(scores(visit));
        if is_main {
            row.extend(share(visit.response.as_ref()));
            row.extend(share(visit.remission.as_ref()));
        }
        row
    };
    TableView {
        schema: "euthymia.case_series.by_visit.v1".to_owned(),
        title: format!("{name} at each visit: {}", series.name),
        columns,
        rows: visits.iter().map(row).collect(),
        notes: notes(series, choices, is_main),
    }
}

fn days(visit: &VisitSummary) -> [Value; 4] {
    let day = |day: i64| Value::number(day as f64, 0);
    let (first, last) = visit.days.unzip();
    [
        day(visit.day),
        match (first, last) {
            (Some(first), Some(last)) if first != last => Value::text(format!(
                "{} to {}",
                fmt::number(first as f64, 0),
                fmt::number(last as f64, 0)
            )),
            (Some(only), _) => day(only),
            (None, _) => Value::Missing,
        },
        first.map_or(Value::Missing, day),
        last.map_or(Value::Missing, day),
    ]
}

fn scores(visit: &VisitSummary) -> [Value; 8] {
    let change = visit.change.as_ref();
    [
        Value::Count(visit.n as u64),
        Value::Count((visit.started - visit.n) as u64),
        Value::number(visit.mean, 1),
        Value::number(visit.sd, 1),
        change.map_or(Value::Missing, |t| {
            let (low, high) = (t.interval.lower, t.interval.upper);
            Value::text(fmt::interval(t.summary.mean_difference, low, high, 2))
        }),
        Value::number(change.map(|t| t.summary.mean_difference), 2),
        Value::number(change.map(|t| t.interval.lower), 2),
        Value::number(change.map(|t| t.interval.upper), 2),
    ]
}

fn share(share: Option<&Share>) -> [Value; 4] {
    match share {
        Some(share) => [
            share.cell(),
            Value::Count(share.proportion.events()),
            Value::Count(share.proportion.n()),
            Value::Count(share.unknown as u64),
        ],
        None => [
            Value::Missing,
            Value::Missing,
            Value::Missing,
            Value::Missing,
        ],
    }
}

fn notes(series: &CaseSeries, choices: &Choices, is_main: bool) -> Vec<String> {
    let mut notes = vec![
        "Of the patients with a baseline. Improvement: baseline less score, of those seen at the visit, \
         with the paired t interval; none where there are fewer than two or all changed alike. Those seen \
         late may not be those seen early, so that two rows differ by more than time."
            .to_owned(),
    ];
    if series.time != TimeScale::Order {
        let days = words::counted(
            usize::try_from(series.tolerance_days).unwrap_or(0),
            "day",
            "days",
        );
        notes.push(format!(
            "A planned visit is served by the scored visit nearest to its day, at most {days} off it; of two \
             equally near by the earlier."
        ));
        // The first planned visit is the baseline, which has a rule of its own.
        let later = series.planned.get(1..).unwrap_or_default().windows(2);
        let mut gaps =
            later.filter_map(|pair| Some(pair.last()?.day.saturating_sub(pair.first()?.day)));
        if gaps.any(|gap| gap <= series.tolerance_days.saturating_mul(2)) {
            notes.push(
                "The windows of some planned visits overlap: one score may serve two of them."
                    .to_owned(),
            );
        }
    }
    if is_main {
        notes.push(format!(
            "Response: {}; remission: {}; both of those seen at the visit.",
            choices.response_in_words(),
            choices.remission_in_words()
        ));
    }
    notes
}
