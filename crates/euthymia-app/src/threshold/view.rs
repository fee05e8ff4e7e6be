//! What a search says, and how far such searches are off, as tables.

use super::hunt::{Hunt, Settings, percent as typed_percent};
use super::rules::{ACCURACY, FIVE_IN_TEN, ML_PEST, OWN_SPREAD, RESPONSE, Rule};
use crate::error::AppError;
use euthymia_cohort::threshold::by_frequency::ByFrequency;
use euthymia_cohort::threshold::simulate::{Accuracy, Plan, simulate};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::num::NonZeroUsize;

fn columns(level: f64) -> Vec<ColumnSpec> {
    vec![
        ColumnSpec::text("method", "method"),
        ColumnSpec::number("threshold_percent", "threshold").in_unit("% of output"),
        ColumnSpec::number("lower_percent", format!("{level} % from")),
        ColumnSpec::number("upper_percent", "to"),
        ColumnSpec::text("remark", "remark"),
        ColumnSpec::text("source", "source"),
        ColumnSpec::text("status", "status"),
    ]
}

/// What the pulses of a search say: by ML-PEST with one and two parameters, and by frequency.
///
/// # Errors
/// [`AppError::Analysis`] without a pulse.
pub fn threshold_views(hunt: &Hunt) -> Result<Vec<TableView>, AppError> {
    let state = hunt.state()?.ok_or_else(|| {
        AppError::Analysis("there is no pulse yet, so nothing is known of the threshold".to_owned())
    })?;
    let level = hunt.settings().level;
    let percent = |share: Option<f64>| Value::number(share.map(|share| 100.0 * share), 1);
    let frequency = hunt.by_frequency();
    let (both, spread) = hunt.both().unzip();
    let limits = [percent(state.limits.lower), percent(state.limits.upper)];
    let open = state.limits.lower.is_none() || state.limits.upper.is_none();
    let open = open.then(|| "the pulses do not yet set both limits".to_owned());
    let none = || [Value::Missing, Value::Missing];
    let spread = spread.map(|spread| {
        let shown = Value::number(spread, 1).for_people();
        format!("spread {shown} % of the output")
    });
    let title = format!(
        "Motor threshold after {}, {}",
        counted(state.pulses, "pulse"),
        counted(state.responses, "response")
    );
    let found = TableView {
        schema: "euthymia.threshold.v1".to_owned(),
        title,
        columns: columns(level),
        rows: vec![
            row(&ML_PEST, Value::number(state.threshold, 1), limits, open),
            row(&OWN_SPREAD, Value::number(both, 1), none(), spread),
            row(
                &FIVE_IN_TEN,
                percent(frequency.lowest_met),
                none(),
                Some(by_counts(&frequency)),
            ),
        ],
        notes: vec![
            format!(
                "Next pulse: {} %.",
                Value::number(hunt.next(), 1).for_people()
            ),
            RESPONSE.sentence(),
            ACCURACY.sentence(),
        ],
    };
    Ok(vec![found])
}

/// A row of the table: a rule, what it gives, and where it comes from.
fn row(rule: &Rule, threshold: Value, limits: [Value; 2], remark: Option<String>) -> Vec<Value> {
    let [lower, upper] = limits;
    let source = rule.source();
    vec![
        Value::text(rule.what),
        threshold,
        lower,
        upper,
        remark.map_or(Value::Missing, Value::Text),
        Value::Text(source.text),
        Value::text(source.status.id()),
    ]
}

/// What the counts of responses say besides the lowest intensity that meets the rule.
fn by_counts(found: &ByFrequency) -> String {
    match (found.lowest_met, found.not_met_below) {
        (None, _) => "not met yet".to_owned(),
        (Some(_), None) => "no lower intensity has failed".to_owned(),
        (Some(_), Some(below)) => format!(
            "{} % did not meet it",
            Value::number(100.0 * below, 1).for_people()
        ),
    }
}

/// A count with its word.
#[must_use]
pub fn counted(count: usize, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {word}{plural}")
}

/// Rows of a simulation that are shown: the first, every fifth, the 18th and the last.
fn is_shown(pulses: usize, last: usize) -> bool {
    pulses == 1 || pulses.is_multiple_of(5) || pulses == 18 || pulses == last
}

/// A simulation in the terms of a command line: percent of the output.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// First pulse, setting of the stimulator, level of the interval.
    pub settings: Settings,
    /// Simulated people.
    pub runs: usize,
    /// Pulses of each.
    pub pulses: usize,
    /// Thresholds, such as `35-75`.
    pub between: String,
    /// Their spread in percent of the threshold.
    pub spread: f64,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Number of threads.
    pub threads: usize,
}

/// Simulates searches and tells how far they are off.
///
/// # Errors
/// [`AppError::Usage`] for what is not possible.
pub fn simulated(asked: &Simulation) -> Result<TableView, AppError> {
    let not_a_range = || {
        AppError::Usage(format!(
            "--between: \"{}\" is not a range of percent; write it like 35-75",
            asked.between
        ))
    };
    let ends = asked.between.split_once('-').ok_or_else(not_a_range)?;
    let share = |text: &str| typed_percent(text).map(|percent| percent / 100.0);
    let share = |text: &str| share(text).map_err(|_| not_a_range());
    let plan = Plan {
        runs: asked.runs,
        pulses: asked.pulses,
        start: asked.settings.start / 100.0,
        between: (share(ends.0)?, share(ends.1)?),
        relative_spread: asked.spread / 100.0,
        setting: asked.settings.setting / 100.0,
        level: asked.settings.level / 100.0,
        seed: asked.seed,
        threads: NonZeroUsize::new(asked.threads).unwrap_or(NonZeroUsize::MIN),
    };
    if plan.between.0 > plan.between.1 {
        return Err(AppError::Usage(format!(
            "--between: \"{}\" does not go from a lower threshold to a higher one",
            asked.between
        )));
    }
    let found = simulate(&plan).map_err(|error| AppError::Usage(error.to_string()))?;
    Ok(simulation_view(&plan, &found))
}

/// How far estimates were off after how many pulses.
fn simulation_view(plan: &Plan, found: &[Accuracy]) -> TableView {
    let shown = found.iter().filter(|row| is_shown(row.pulses, found.len()));
    let rows = shown.map(|row| {
        vec![
            Value::Count(row.pulses as u64),
            Value::number(100.0 * row.bias, 2),
            Value::number(100.0 * row.sd, 2),
            Value::number(100.0 * row.rmse, 2),
            Value::number(100.0 * row.mean_absolute, 2),
            Value::percent(row.relative_bias, 2),
            Value::percent(row.relative_rmse, 2),
            Value::percent(row.within_5_percent, 1),
            Value::percent(row.coverage, 1),
        ]
    });
    let (low, high) = plan.between;
    TableView {
        schema: "euthymia.threshold.simulation.v1".to_owned(),
        title: format!("{} simulated searches by ML-PEST", plan.runs),
        columns: vec![
            ColumnSpec::number("pulses", "pulses"),
            ColumnSpec::number("bias_percent", "bias").in_unit("% of output"),
            ColumnSpec::number("sd_percent", "SD").in_unit("% of output"),
            ColumnSpec::number("rmse_percent", "RMSE").in_unit("% of output"),
            ColumnSpec::number("mean_absolute_percent", "mean size").in_unit("% of output"),
            ColumnSpec::number("relative_bias", "bias / threshold"),
            ColumnSpec::number("relative_rmse", "RMSE / threshold"),
            ColumnSpec::number("within_5_percent", "within 5 %"),
            ColumnSpec::number("coverage", "interval holds it"),
        ],
        rows: rows.collect(),
        notes: vec![
            ML_PEST.sentence(),
            format!(
                "Thresholds even between {:.0} and {:.0} % of the output, spread {:.1} % of the threshold, first pulse {:.0} %, settings of {} %, interval of {} %, seed {}.",
                100.0 * low,
                100.0 * high,
                100.0 * plan.relative_spread,
                100.0 * plan.start,
                100.0 * plan.setting,
                100.0 * plan.level,
                plan.seed
            ),
            format!(
                "Answers follow the model of the method; in people other things vary besides. {}",
                ACCURACY.sentence()
            ),
            "Published for another adaptive method (BUDAPEST) in 10,000 simulated people: a mean size of the error of 1.9 % of the output within about 10 pulses (Bhutto 2026, preprint, 10.64898/2026.03.03.26347528, abstract; what those people were like was not read). For ML-PEST itself no error by pulse was found in print.".to_owned(),
        ],
    }
}
