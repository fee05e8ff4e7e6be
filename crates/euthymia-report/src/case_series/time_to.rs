//! Time to the first response and the first remission, with those censored who were not seen so long.

use super::choices::Choices;
use super::data::{CaseSeries, Patient, TimeScale};
use crate::words;
use euthymia_clinical::course::baseline::baseline;
use euthymia_clinical::date::days_between;
use euthymia_cohort::GroupError;
use euthymia_cohort::survival::Observed;
use euthymia_cohort::survival::kaplan_meier::{KaplanMeier, Limits, kaplan_meier};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// Time to an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeTo {
    /// `response` or `remission`.
    pub outcome: &'static str,
    /// The definition in words.
    pub definition: String,
    /// Time, in days from day 0, and whether it was the event, for each patient with a later score.
    pub observed: Vec<Observed>,
    /// The curve.
    pub curve: KaplanMeier,
}

/// Follows every patient to the first visit that meets each chosen definition; none where the files say
/// only the order of visits.
///
/// # Errors
/// [`GroupError`] for a level that is none.
pub fn times(
    series: &CaseSeries,
    choices: &Choices,
    group: Option<usize>,
) -> Result<Vec<TimeTo>, GroupError> {
    if series.time == TimeScale::Order {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let mut follow = |outcome, definition, met: &Met| -> Result<(), GroupError> {
        let observed = observed(series, met, group);
        if !observed.is_empty() {
            found.push(TimeTo {
                outcome,
                definition,
                curve: kaplan_meier(&observed, Limits::LogLog, choices.level)?,
                observed,
            });
        }
        Ok(())
    };
    let responded = |before, later| choices.responded(before, later);
    follow("response", choices.response_in_words(), &responded)?;
    if let Some((rule, _)) = &choices.remission {
        follow("remission", rule.to_string(), &|b, e| rule.met(b, e))?;
    }
    Ok(found)
}

/// Whether a baseline and a later score meet a definition.
type Met<'a> = dyn Fn(f64, f64) -> Option<bool> + 'a;

fn observed(series: &CaseSeries, met: &Met<'_>, group: Option<usize>) -> Vec<Observed> {
    let of = |patient: &Patient| {
        let course = patient.courses.first()?;
        let (begun, before) = baseline(course, series.baseline).ok()?;
        let zero = series.day_zero(patient).ok()?;
        let mut later: Vec<(i64, f64)> = course
            .visits
            .iter()
            .filter(|visit| visit.date > begun)
            .filter_map(|visit| Some((days_between(zero, visit.date), visit.total?)))
            .filter(|(day, _)| *day > 0)
            .collect();
        later.sort_by_key(|(day, _)| *day);
        let first = later
            .iter()
            .find(|(_, score)| met(before, *score) == Some(true));
        let (day, event) = match first {
            Some((day, _)) => (*day, true),
            None => (later.last()?.0, false),
        };
        Some(Observed {
            time: day as f64,
            event,
        })
    };
    series.members(group).filter_map(of).collect()
}

/// The times as a table.
#[must_use]
pub fn times_view(series: &CaseSeries, choices: &Choices, times: &[TimeTo]) -> TableView {
    let level = words::level(choices.level);
    let rows = times.iter().map(|one| {
        let median = one.curve.quantile(0.5);
        let printed =
            |value: Option<f64>| value.map_or("not reached".to_owned(), |v| fmt::number(v, 0));
        vec![
            Value::text(one.outcome),
            Value::text(&one.definition),
            Value::Count(one.curve.n),
            Value::Count(one.curve.events),
            Value::text(printed(median.time)),
            Value::text(match (median.lower, median.upper) {
                (None, None) => fmt::MISSING.to_owned(),
                (low, high) => format!("{} to {}", printed(low), printed(high)),
            }),
            Value::number(median.time, 0),
            Value::number(median.lower, 0),
            Value::number(median.upper, 0),
        ]
    });
    TableView {
        schema: "euthymia.case_series.times.v1".to_owned(),
        title: format!("Time to the outcome: {}", series.name),
        columns: vec![
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::text("definition", "Definition"),
            ColumnSpec::number("n", "Patients"),
            ColumnSpec::number("events", "Events"),
            ColumnSpec::number("median_shown", "Median, days").for_people(),
            ColumnSpec::number("ci", format!("{level} CI")).for_people(),
            ColumnSpec::number("median", "median").for_machines(),
            ColumnSpec::number("median_low", "median_low").for_machines(),
            ColumnSpec::number("median_high", "median_high").for_machines(),
        ],
        rows: rows.collect(),
        notes: vec![format!(
            "Days from day 0 to the first scored visit that met the definition, also one after the endpoint \
             (Kaplan–Meier, {} limits), of patients with a baseline and any score after day 0. The event may \
             have come at any time since the visit before, so that the median is late; patients who were not \
             seen to meet it are censored at their last scored visit, as if those who stayed away were like \
             those who came. An outcome that was reached may have been lost again.",
            Limits::LogLog.name()
        )],
    }
}
