//! Every treatment under every model, a row for each: for machines.

use super::network::part_cell;
use crate::compared::analysis::Compared;
use crate::compared::models::{ModelEffect, ModelRank, all_models, status};
use crate::compared::names::{Names, node_columns, part_column};
use euthymia_table::{ColumnSpec, TableView, Value};

/// Every treatment against the reference under every model, with all that is known of it.
#[must_use]
pub fn model_effects_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let mut rows = Vec::new();
    for (at, part) in compared.parts.iter().enumerate() {
        for outcome in &all_models(compared, at) {
            let (model, Ok(found)) = outcome else {
                continue;
            };
            for (place, node) in part.network().treatments().iter().enumerate() {
                if place == part.reference {
                    continue;
                }
                let mut row = vec![part_cell(at), Value::text(model.word())];
                row.push(Value::text(status(outcome)));
                row.extend(names.cells(node));
                row.extend(names.cells(part.reference_name()));
                row.extend(effect_cells(compared, found.effect(place)));
                row.extend(rank_cells(found.rank(place)));
                rows.push(row);
            }
        }
    }
    TableView {
        schema: "euthymia.compared.model_effects.v1".to_owned(),
        title: "Each treatment under every model".to_owned(),
        columns: columns(compared),
        rows,
        notes: vec![
            "Estimates and limits as printed; standard errors and means of posteriors on the analysis \
             scale. Of posteriors the estimate is the median."
                .to_owned(),
        ],
    }
}

fn columns(compared: &Compared) -> Vec<ColumnSpec> {
    let mut columns = vec![part_column(compared)];
    columns.push(ColumnSpec::text("model", "Model"));
    columns.push(ColumnSpec::text("status", "Search or draws"));
    columns.extend(node_columns("treatment", "Treatment"));
    columns.extend(node_columns("reference", "Against"));
    let numbers = [
        ("estimate", "Estimate"),
        ("ci_low", "Lower"),
        ("ci_high", "Upper"),
        ("standard_error", "Standard error"),
        ("p_value", "p"),
        ("posterior_mean", "Posterior mean"),
        ("new_trial_low", "New trial, lower"),
        ("new_trial_high", "New trial, upper"),
        ("p_better", "P(better)"),
        ("p_better_important", "P(better by more than stated)"),
        ("mcse_mean", "MCSE of mean"),
        ("r_hat", "R-hat"),
        ("ess_bulk", "ESS, bulk"),
        ("ess_tail", "ESS, tails"),
        ("score", "P-score or SUCRA"),
        ("expected_rank", "Expected rank"),
        ("rank_low", "Rank, lower"),
        ("rank_high", "Rank, upper"),
        ("p_best", "P(best)"),
    ];
    columns.extend(numbers.map(|(key, header)| ColumnSpec::number(key, header)));
    columns
}

fn effect_cells(compared: &Compared, effect: Option<&ModelEffect>) -> Vec<Value> {
    let Some(effect) = effect else {
        return vec![Value::Missing; 14];
    };
    let back = |value: f64| Value::number(compared.options.measure.back(value), 4);
    let new = effect.new_trial;
    let worth = effect.worth;
    vec![
        back(effect.estimate),
        back(effect.bounds.lower),
        back(effect.bounds.upper),
        Value::number(effect.standard_error, 4),
        effect.p_value.map_or(Value::Missing, Value::PValue),
        Value::number(effect.mean, 4),
        new.map_or(Value::Missing, |bounds| back(bounds.lower)),
        new.map_or(Value::Missing, |bounds| back(bounds.upper)),
        Value::percent(effect.better, 1),
        Value::percent(effect.better_important, 1),
        Value::number(worth.map(|worth| worth.mcse_mean), 5),
        Value::number(worth.map(|worth| worth.r_hat), 3),
        Value::number(worth.map(|worth| worth.bulk), 0),
        Value::number(worth.map(|worth| worth.tail), 0),
    ]
}

fn rank_cells(rank: Option<&ModelRank>) -> Vec<Value> {
    let Some(rank) = rank else {
        return vec![Value::Missing; 5];
    };
    vec![
        Value::number(rank.score, 3),
        Value::number(rank.expected, 3),
        Value::Count(rank.interval.0 as u64),
        Value::Count(rank.interval.1 as u64),
        Value::percent(rank.best, 1),
    ]
}
