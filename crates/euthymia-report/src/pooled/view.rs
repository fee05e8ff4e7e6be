//! A pooled analysis as a table.

use super::inputs::{headers, texts, totals};
use super::{Details, Model, Pooled, PooledRow, TableTests, by_reason};
use crate::effect::note_in_words;
use crate::words;
use euthymia_synthesis::effect::Rules;
use euthymia_synthesis::measure::Input;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The table for people: a row per study and one for the pooled estimate.
#[must_use]
pub fn view(pooled: &Pooled, title: &str) -> TableView {
    let measure = pooled.options.measure;
    let level = words::level(pooled.options.fit.level);
    let mut columns = vec![ColumnSpec::text("study", "Study")];
    columns.extend(data_columns(measure.input()));
    columns.push(ColumnSpec::number(
        "estimate",
        format!("{} [{level} CI]", words::measure(measure)),
    ));
    let has_weights = has_weights(pooled);
    if has_weights {
        columns.push(ColumnSpec::number("weight", "Weight"));
    }
    let has_remarks = pooled.rows.iter().any(|row| !remark(row).is_empty());
    if has_remarks {
        columns.push(ColumnSpec::text("remark", "Remark"));
    }
    let mut rows: Vec<Vec<Value>> = pooled
        .rows
        .iter()
        .map(|row| {
            let mut cells = vec![Value::text(&row.candidate.label)];
            cells.extend(texts(&row.candidate.data).into_iter().map(Value::text));
            cells.push(Value::text(words::shown(&row.shown, measure.scale())));
            if has_weights {
                cells.push(Value::percent(row.weight, 1));
            }
            if has_remarks {
                cells.push(Value::text(remark(row)));
            }
            cells
        })
        .collect();
    let mut total = vec![Value::text(&pooled.summary.model)];
    total.extend(totals(pooled).into_iter().map(Value::text));
    total.push(Value::text(words::shown(
        &pooled.headline(),
        measure.scale(),
    )));
    if has_weights {
        total.push(Value::percent(1.0, 1));
    }
    if has_remarks {
        total.push(Value::text(""));
    }
    rows.push(total);
    TableView {
        schema: "euthymia.pool.table.v1".to_owned(),
        title: title.to_owned(),
        columns,
        rows,
        notes: notes(pooled),
    }
}

/// True when the model has weights.
fn has_weights(pooled: &Pooled) -> bool {
    pooled.rows.iter().any(|row| row.weight.is_some())
}

/// The sentences under the table: prediction, heterogeneity, test, method, exclusions, warnings.
#[must_use]
pub fn notes(pooled: &Pooled) -> Vec<String> {
    let summary = &pooled.summary;
    let scale = pooled.options.measure.scale();
    let mut notes = Vec::new();
    if let (Some(prediction), Some((_, variant))) = (&pooled.prediction, summary.prediction) {
        notes.push(format!(
            "{} prediction interval: {} ({variant}).",
            words::level(pooled.options.fit.level),
            words::bounds(prediction, scale),
        ));
    }
    if let Some(line) = words::heterogeneity(summary) {
        notes.push(format!("{line}."));
    }
    if let (Some(i), true) = (summary.test, pooled.options.measure.null_value().is_some()) {
        let statistic = match i.df {
            Some(df) => format!(
                "t({}) = {}",
                fmt::number(df, if df.fract() == 0.0 { 0 } else { 1 }),
                fmt::number(i.statistic, 2)
            ),
            None => format!("z = {}", fmt::number(i.statistic, 2)),
        };
        notes.push(format!(
            "Test of no effect: {statistic}, p {}.",
            words::p_value(i.p_value)
        ));
    }
    notes.extend(of_details(&pooled.details));
    notes.push(method(pooled));
    let corrected = pooled.rows.iter().filter(|row| row.added > 0.0).count();
    if corrected > 0 {
        notes.push(format!(
            "Zero cells: {} added to each cell of {}{}.",
            amount(pooled.options.rules.zero_cells.amount),
            words::counted(corrected, "study", "studies"),
            match pooled.options.model {
                Model::InverseVariance | Model::Bayes { .. } => "",
                Model::MantelHaenszel | Model::Peto if is_asked(pooled) => "",
                _ => ", for the row alone: the model adds nothing",
            }
        ));
    }
    notes.extend(
        by_reason(&pooled.left_out)
            .into_iter()
            .map(|line| format!("Left out, {line}.")),
    );
    notes.extend(pooled.warnings.iter().map(|w| format!("Warning: {w}")));
    notes
}

/// True when a rule for zero cells was asked for that is not the measure's usual one.
fn is_asked(pooled: &Pooled) -> bool {
    let options = &pooled.options;
    options.rules.zero_cells != Rules::of(options.measure).zero_cells
}

/// What only this kind of model says.
fn of_details(details: &Details) -> Vec<String> {
    match details {
        Details::Stratified {
            tests: Some(tests), ..
        } => of_tables(tests),
        Details::BetaBinomial { fit, .. } => fit
            .correlation
            .map(|c| {
                format!(
                    "Correlation within studies: ρ = {}{}.",
                    fmt::number(c.value, 3),
                    if c.at_zero { ", at the boundary" } else { "" }
                )
            })
            .into_iter()
            .collect(),
        Details::Bayes { posterior, .. } => vec![format!(
            "Posterior: median of the mean, credible and predictive interval; P(mean < 0 on the \
             analysis scale) = {}; τ = {} [{}, {}].",
            fmt::number(posterior.mean_distribution().cdf(0.0), 3),
            fmt::number(posterior.tau.median, 3),
            fmt::number(posterior.tau.interval.lower, 3),
            fmt::number(posterior.tau.interval.upper, 3)
        )],
        _ => Vec::new(),
    }
}

fn of_tables(tests: &TableTests) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some((statistic, p)) = tests.association {
        notes.push(format!(
            "Cochran–Mantel–Haenszel test (continuity-corrected): χ²(1) = {}, p {}.",
            fmt::number(statistic, 2),
            words::p_value(p)
        ));
    }
    if let Some(h) = tests.homogeneity {
        notes.push(format!(
            "Equal odds ratios: Breslow–Day χ²({}) = {}, p {}; Tarone's adjustment {}, p {}.",
            fmt::number(h.df, 0),
            fmt::number(h.breslow_day, 2),
            words::p_value(h.breslow_day_p),
            fmt::number(h.tarone, 2),
            words::p_value(h.tarone_p)
        ));
    }
    notes
}

fn method(pooled: &Pooled) -> String {
    let summary = &pooled.summary;
    let mut text = format!(
        "Method: {}; {}; interval: {}",
        pooled.options.measure.name(),
        words::uncapitalised(&summary.model),
        pooled.interval_in_words()
    );
    if let Some(search) = summary.tau2.and_then(|t| words::search(t.search)) {
        text.push_str(&format!("; τ² {search}"));
    }
    text.push('.');
    text
}

pub(super) fn remark(row: &PooledRow) -> String {
    let mut parts = Vec::new();
    if !row.candidate.remark.is_empty() {
        parts.push(row.candidate.remark.clone());
    }
    if row.added > 0.0 {
        parts.push(format!("{} added", amount(row.added)));
    }
    parts.extend(row.note.map(note_in_words));
    parts.join("; ")
}

/// What is added to a cell, as people write it: `½`, `0.1`.
fn amount(added: f64) -> String {
    if added == 0.5 {
        "½".to_owned()
    } else {
        added.to_string()
    }
}

fn data_columns(input: Input) -> Vec<ColumnSpec> {
    headers(input)
        .into_iter()
        .map(|(key, header)| ColumnSpec::number(key, header))
        .collect()
}

/// The table for machines: numbers apart, full precision, the pooled estimate as the last row.
#[must_use]
pub fn csv_view(pooled: &Pooled) -> TableView {
    let keys = [
        "study",
        "estimate",
        "ci_low",
        "ci_high",
        "analysis_estimate",
        "analysis_variance",
        "weight",
        "added",
    ];
    let mut columns = vec![ColumnSpec::text("row", "row")];
    columns.extend(keys.iter().map(|key| ColumnSpec::number(*key, *key)));
    let number = |value: f64| Value::number(value, 6);
    let mut rows: Vec<Vec<Value>> = pooled
        .rows
        .iter()
        .map(|row| {
            vec![
                Value::text("study"),
                Value::text(&row.candidate.label),
                number(row.shown.estimate),
                number(row.shown.bounds.lower),
                number(row.shown.bounds.upper),
                number(row.effect.estimate),
                number(row.effect.variance.get()),
                Value::number(row.weight, 6),
                number(row.added),
            ]
        })
        .collect();
    let headline = pooled.headline();
    rows.push(vec![
        Value::text("pooled"),
        Value::text(&pooled.summary.model),
        number(headline.estimate),
        number(headline.bounds.lower),
        number(headline.bounds.upper),
        number(pooled.summary.estimate),
        Value::number(pooled.summary.standard_error.map(|se| se.powi(2)), 6),
        Value::number(has_weights(pooled).then_some(1.0), 6),
        Value::Missing,
    ]);
    if let Some(prediction) = pooled.prediction {
        let mut row = vec![
            Value::text("prediction"),
            Value::text("prediction interval"),
            Value::Missing,
            number(prediction.lower),
            number(prediction.upper),
        ];
        row.resize(9, Value::Missing);
        rows.push(row);
    }
    TableView {
        schema: "euthymia.pool.rows.v1".to_owned(),
        title: String::new(),
        columns,
        rows,
        notes: Vec::new(),
    }
}
