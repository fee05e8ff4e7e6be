//! Posteriors: medians, means, intervals, a new trial, probabilities, simulation error.

use super::league::{NodeOrder, ordered};
use super::models::key;
use super::network::part_cell;
use crate::compared::analysis::Compared;
use crate::compared::models::{FurtherModel, ModelEffect, ModelName, marked};
use crate::compared::names::{Names, node_columns, part_column};
use crate::compared::view::shown;
use crate::words;
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// A table for each posterior: medians, means, intervals, a new trial, probabilities, simulation error.
#[must_use]
pub fn posterior_views(compared: &Compared) -> Vec<TableView> {
    let names = Names::of(compared);
    let models = compared.options.further.models.iter();
    let one = |model: &FurtherModel| {
        let mut rows = Vec::new();
        let mut title = String::new();
        for (at, part) in compared.parts.iter().enumerate() {
            let mut of_part = compared.further.get(at).into_iter().flatten();
            let outcome = of_part.find(|(name, _)| *name == ModelName::Further(*model))?;
            let name = marked(outcome);
            title = if name.len() > title.len() {
                name
            } else {
                title
            };
            let Ok(found) = &outcome.1 else { continue };
            for place in ordered(part, compared.options.better, NodeOrder::ByScore) {
                let Some(effect) = found.effect(place) else {
                    continue;
                };
                let mut row = vec![part_cell(at)];
                row.extend(names.cells(part.network().treatments().get(place)?));
                row.extend(posterior_cells(compared, effect));
                rows.push(row);
            }
        }
        Some(TableView {
            schema: format!(
                "euthymia.compared.posterior_{}.v1",
                key(ModelName::Further(*model))
            ),
            title: format!("Posterior of {title}: {}", compared.options.measure.name()),
            columns: posterior_columns(compared, *model == FurtherModel::BayesBinomial),
            rows,
            notes: posterior_notes(*model == FurtherModel::BayesBinomial),
        })
    };
    models
        .filter(|model| model.is_bayesian())
        .filter_map(one)
        .collect()
}

fn posterior_notes(sampled: bool) -> Vec<String> {
    let mut notes = vec![
        "New trial: where the true effect of a new trial of the same kind lies. P(better): the \
         posterior probability of being better than the reference."
            .to_owned(),
    ];
    if sampled {
        notes.push(
            "MCSE: the Monte Carlo standard error of the mean, on the analysis scale.".to_owned(),
        );
    }
    notes
}

fn posterior_columns(compared: &Compared, sampled: bool) -> Vec<ColumnSpec> {
    let level = words::level(compared.options.level);
    let seen = |column: ColumnSpec, is: bool| if is { column } else { column.for_machines() };
    let beyond = compared.options.important;
    let by = beyond.map_or("stated".to_owned(), |value| fmt::number(value, 2));
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("treatment", "Treatment"));
    columns.extend([
        ColumnSpec::number("shown", format!("Median [{level} CrI]")).for_people(),
        ColumnSpec::number("new_trial", "New trial").for_people(),
        ColumnSpec::number("p_better", "P(better)"),
        seen(
            ColumnSpec::number("p_better_important", format!("P(better by more than {by})")),
            beyond.is_some(),
        ),
        ColumnSpec::number("mean_sd", "Mean (SD), analysis scale").for_people(),
        ColumnSpec::number("mean", "mean").for_machines(),
        ColumnSpec::number("sd", "sd").for_machines(),
        seen(ColumnSpec::number("mcse_mean", "MCSE"), sampled),
        seen(ColumnSpec::number("r_hat", "R-hat"), sampled),
        ColumnSpec::number("ess_bulk", "ESS, bulk").for_machines(),
        ColumnSpec::number("ess_tail", "ESS, tails").for_machines(),
    ]);
    columns
}

fn posterior_cells(compared: &Compared, effect: &ModelEffect) -> Vec<Value> {
    let measure = compared.options.measure;
    let back = |bounds: Bounds| Bounds {
        lower: measure.back(bounds.lower),
        upper: measure.back(bounds.upper),
    };
    let worth = effect.worth;
    vec![
        Value::text(shown(measure, effect.estimate, effect.bounds)),
        effect.new_trial.map_or(Value::Missing, |bounds| {
            Value::text(words::bounds(&back(bounds), measure.scale()))
        }),
        Value::percent(effect.better, 1),
        Value::percent(effect.better_important, 1),
        match (effect.mean, effect.standard_error) {
            (Some(mean), Some(sd)) => {
                Value::text(format!("{} ({})", fmt::number(mean, 2), fmt::number(sd, 2)))
            }
            _ => Value::Missing,
        },
        Value::number(effect.mean, 3),
        Value::number(effect.standard_error, 3),
        Value::number(worth.map(|worth| worth.mcse_mean), 4),
        Value::number(worth.map(|worth| worth.r_hat), 3),
        Value::number(worth.map(|worth| worth.bulk), 0),
        Value::number(worth.map(|worth| worth.tail), 0),
    ]
}
