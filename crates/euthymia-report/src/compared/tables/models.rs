//! All models beside each other: how each went, what each says against the reference, posteriors.

use super::league::{NodeOrder, ordered};
use super::network::part_cell;
use super::posteriors::posterior_views;
use crate::compared::analysis::Compared;
use crate::compared::models::{
    FurtherModel, ModelName, ModelOutcome, ModelResult, all_models, complaints, marked, status,
};
use crate::compared::names::{Names, node_columns, part_column};
use crate::compared::view::shown;
use crate::words;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// So many models stand beside each other in one table.
const ABREAST: usize = 4;

/// The models one by one, then the effects of each treatment under every model, then the posteriors.
#[must_use]
pub fn models_views(compared: &Compared) -> Vec<TableView> {
    let mut views = vec![models_view(compared)];
    if compared.options.further.models.is_empty() {
        return views;
    }
    let cell = |result: &ModelResult, place: usize, is_reference: bool| match result.effect(place) {
        Some(effect) => Value::text(shown(
            compared.options.measure,
            effect.estimate,
            effect.bounds,
        )),
        None if is_reference => Value::text("reference"),
        None => Value::Missing,
    };
    let title = format!(
        "Each treatment against the reference under every model: {}",
        compared.options.measure.name()
    );
    views.extend(abreast(compared, "effects_by_model", &title, cell));
    if let Some(last) = views.last_mut() {
        last.notes.push(format!(
            "In brackets {} confidence intervals, of posteriors medians with credible intervals. A dash: the \
             model leaves the treatment out, or has no result.",
            words::level(compared.options.level)
        ));
    }
    views.extend(posterior_views(compared));
    views
}

/// Tables of one cell for each treatment and model, a few models in each.
pub(super) fn abreast(
    compared: &Compared,
    schema: &str,
    title: &str,
    cell: impl Fn(&ModelResult, usize, bool) -> Value,
) -> Vec<TableView> {
    let names = Names::of(compared);
    let all: Vec<Vec<ModelOutcome>> = (0..compared.parts.len())
        .map(|at| all_models(compared, at))
        .collect();
    let models: Vec<ModelName> = all.first().into_iter().flatten().map(|one| one.0).collect();
    let row = |at: usize, place: usize, some: &[ModelName]| {
        let part = compared.parts.get(at)?;
        let mut row = vec![part_cell(at)];
        row.extend(names.cells(part.network().treatments().get(place)?));
        for model in some {
            let of_part = all.get(at)?.iter();
            let mut results = of_part.filter(|(name, _)| name == model);
            let result = results.next().and_then(|(_, found)| found.as_ref().ok());
            let is_reference = place == part.reference;
            row.push(result.map_or(Value::Missing, |found| cell(found, place, is_reference)));
        }
        Some(row)
    };
    let heading = |model: &ModelName| {
        let outcomes = all.iter().flatten().filter(|(name, _)| name == model);
        let names: Vec<String> = outcomes.map(marked).collect();
        names
            .into_iter()
            .max_by_key(String::len)
            .unwrap_or_default()
    };
    let some_models = |some: &[ModelName]| {
        let mut columns = vec![part_column(compared)];
        columns.extend(node_columns("treatment", "Treatment"));
        let column = |model: &ModelName| ColumnSpec::number(key(*model), heading(model));
        columns.extend(some.iter().map(column));
        let parts = compared.parts.iter().enumerate();
        let rows = parts.flat_map(|(at, part)| {
            let places = ordered(part, compared.options.better, NodeOrder::ByScore);
            places.into_iter().map(move |place| (at, place))
        });
        TableView {
            schema: format!("euthymia.compared.{schema}.v1"),
            title: title.to_owned(),
            columns,
            rows: rows
                .filter_map(|(at, place)| row(at, place, some))
                .collect(),
            notes: Vec::new(),
        }
    };
    models.chunks(ABREAST).map(some_models).collect()
}

/// The key of the column of a model.
pub(super) fn key(model: ModelName) -> String {
    model.word().replace('-', "_")
}

/// How each model went: what it leaves out, the standard deviation between trials, what draws are worth.
#[must_use]
pub fn models_view(compared: &Compared) -> TableView {
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    if compared.options.further.models.is_empty() {
        let words: Vec<&str> = FurtherModel::ALL
            .into_iter()
            .map(FurtherModel::word)
            .collect();
        notes.push(format!(
            "No other model was asked for; --model takes {}.",
            words.join(", ")
        ));
    }
    for at in 0..compared.parts.len() {
        let all = all_models(compared, at);
        notes.extend(complaints(at, compared.parts.len(), &all));
        for outcome in &all {
            rows.push(row(at, outcome, sampled(compared)));
            notes.extend(said(compared, at, outcome));
        }
    }
    notes.extend(priors(compared));
    TableView {
        schema: "euthymia.compared.models.v1".to_owned(),
        title: "The models".to_owned(),
        columns: columns(compared),
        rows,
        notes,
    }
}

/// True where draws were asked for.
fn sampled(compared: &Compared) -> bool {
    let asked = &compared.options.further.models;
    asked.contains(&FurtherModel::BayesBinomial)
}

fn columns(compared: &Compared) -> Vec<ColumnSpec> {
    let sampled = sampled(compared);
    let draws = ColumnSpec::number("draws", "R-hat; ESS; divergences").for_people();
    let mut columns = vec![
        part_column(compared),
        ColumnSpec::text("model", "model").for_machines(),
        ColumnSpec::text("model_name", "Model").for_people(),
        ColumnSpec::text("status", "Search or draws"),
        ColumnSpec::number("treatments", "Treatments"),
        ColumnSpec::number("left_out", "Left out"),
        ColumnSpec::number("tau_shown", "τ [interval]").for_people(),
        ColumnSpec::number("tau", "tau").for_machines(),
        ColumnSpec::number("tau_low", "tau, lower").for_machines(),
        ColumnSpec::number("tau_high", "tau, upper").for_machines(),
        ColumnSpec::number("r_hat", "R-hat").for_machines(),
        ColumnSpec::number("ess_bulk", "ESS, bulk").for_machines(),
        ColumnSpec::number("ess_tail", "ESS, tails").for_machines(),
        ColumnSpec::number("divergences", "Divergences").for_machines(),
    ];
    // The last column, and only where something was sampled.
    columns.extend(sampled.then_some(draws));
    columns
}

fn row(at: usize, outcome: &ModelOutcome, sampled: bool) -> Vec<Value> {
    let (model, found) = outcome;
    let mut row = vec![
        part_cell(at),
        Value::text(model.word()),
        Value::text(model.name()),
        Value::text(status(outcome)),
    ];
    let Ok(found) = found else {
        row.extend(std::iter::repeat_n(
            Value::Missing,
            10 + usize::from(sampled),
        ));
        return row;
    };
    let here = found.treatments.iter().flatten().count();
    row.push(Value::Count(here as u64));
    row.push(Value::Count(found.left_out.len() as u64));
    let tau = found.tau.as_ref();
    row.push(tau.map_or(Value::Missing, |tau| {
        Value::text(match tau.bounds {
            Some(bounds) => fmt::interval(tau.value, bounds.lower, bounds.upper, 2),
            None => fmt::number(tau.value, 2),
        })
    }));
    let bounds = tau.and_then(|tau| tau.bounds);
    row.push(Value::number(tau.map(|tau| tau.value), 4));
    row.push(Value::number(bounds.map(|bounds| bounds.lower), 4));
    row.push(Value::number(bounds.map(|bounds| bounds.upper), 4));
    let quality = found.quality.as_ref();
    row.push(Value::number(quality.map(|quality| quality.r_hat), 3));
    row.push(Value::number(quality.map(|quality| quality.bulk), 0));
    row.push(Value::number(quality.map(|quality| quality.tail), 0));
    row.push(quality.map_or(Value::Missing, |quality| {
        Value::Count(quality.divergences as u64)
    }));
    if sampled {
        row.push(quality.map_or(Value::Missing, |quality| {
            let least = quality.bulk.min(quality.tail);
            Value::text(format!(
                "{}; {}; {}",
                fmt::number(quality.r_hat, 3),
                fmt::number(least, 0),
                quality.divergences
            ))
        }));
    }
    row
}

/// What each model does, and what it leaves out.
fn said(compared: &Compared, at: usize, (model, found): &ModelOutcome) -> Vec<String> {
    let name = match compared.parts.len() {
        0 | 1 => model.name().to_owned(),
        _ => format!("{}, part {}", model.name(), at + 1),
    };
    let mut all = Vec::new();
    if at == 0 && matches!(model, ModelName::Further(_)) {
        all.push(format!("{}: {}.", model.name(), model.description()));
    }
    if let Ok(found) = found {
        if !found.left_out.is_empty() {
            all.push(format!("{name} leaves out: {}.", found.left_out.join("; ")));
        }
        all.extend(found.notes.iter().map(|note| format!("{name}: {note}.")));
    }
    all
}

/// The priors, and how the draws were made.
fn priors(compared: &Compared) -> Vec<String> {
    let asked = &compared.options.further;
    let Some(prior) = asked.prior.as_ref() else {
        return Vec::new();
    };
    let has = |model| asked.models.contains(&model);
    let mut all = Vec::new();
    if has(FurtherModel::Bayes) || has(FurtherModel::BayesBinomial) {
        let usual = match has(FurtherModel::BayesBinomial) {
            true => {
                "flat where integrated, normal with standard deviation 100 where sampled".to_owned()
            }
            false => "flat".to_owned(),
        };
        all.push(format!(
            "Prior of τ: {}. Prior of each effect against the reference: {}.",
            prior.words,
            asked.effect_sd.map_or(usual, |sd| format!(
                "normal about 0, standard deviation {sd}"
            ))
        ));
    }
    if has(FurtherModel::BayesBinomial) {
        all.push(format!(
            "Draws: {} chains of {} after {} of warm-up, seed {}. R-hat above 1.01 or fewer than 100 \
             effective draws (ESS) for each chain: not settled.",
            asked.chains, asked.kept, asked.warm_up, compared.options.draws.seed
        ));
    }
    all
}
