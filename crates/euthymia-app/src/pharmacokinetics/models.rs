//! What is known of the models.

use super::LABEL;
use crate::error::AppError;
use euthymia_pharmacokinetics::model::{Mark, bundled_ids, not_offered};
use euthymia_pharmacokinetics::{Model, bundled, bundled_all};
use euthymia_table::{ColumnSpec, TableView, Value};

/// The list of all models; of one model its parameters with their marks, its errata and what it does
/// not cover.
///
/// # Errors
/// [`AppError::Usage`] for a name that is no model's.
pub fn models_views(id: Option<&str>) -> Result<Vec<TableView>, AppError> {
    let Some(id) = id else {
        return Ok(vec![list(), left_out()]);
    };
    let model = bundled(&id.to_lowercase()).ok_or_else(|| {
        let known: Vec<&str> = bundled_ids().collect();
        AppError::Usage(format!(
            "there is no model \"{id}\"; use one of: {}",
            known.join(", ")
        ))
    })?;
    Ok(vec![parameters(model), remarks(model)])
}

fn list() -> TableView {
    let row = |model: &Model| {
        let routes: Vec<&str> = model.routes.iter().map(|route| route.id.as_str()).collect();
        let outputs: Vec<&str> = model
            .outputs
            .iter()
            .map(|output| output.id.as_str())
            .collect();
        let unverified = model
            .parameters
            .iter()
            .filter(|own| own.mark == Mark::Unverified)
            .count();
        vec![
            Value::text(&model.id),
            Value::text(&model.name),
            Value::text(&model.about),
            Value::text(routes.join(", ")),
            Value::text(outputs.join(", ")),
            Value::Flag(!model.variability.is_empty()),
            Value::Count(model.errata.len() as u64),
            Value::Count(unverified as u64),
            Value::text(&model.identifier),
            Value::text(&model.read_in),
        ]
    };
    TableView {
        schema: "euthymia.pk_models.v1".to_owned(),
        title: "Pharmacokinetic models".to_owned(),
        columns: vec![
            ColumnSpec::text("model", "Model"),
            ColumnSpec::text("name", "name").for_machines(),
            ColumnSpec::text("about", "About"),
            ColumnSpec::text("routes", "Routes"),
            ColumnSpec::text("outputs", "outputs").for_machines(),
            ColumnSpec::text("population", "Population"),
            ColumnSpec::number("errata", "Errata"),
            ColumnSpec::number("unverified", "Unverified numbers"),
            ColumnSpec::text("source", "Source"),
            ColumnSpec::text("read_in", "read_in").for_machines(),
        ],
        rows: bundled_all().map(row).collect(),
        notes: vec![
            LABEL.to_owned(),
            "One model with its numbers, errata and limits: euthymia pk models kamp.".to_owned(),
        ],
    }
}

fn left_out() -> TableView {
    let models = not_offered().into_iter();
    let row = |model: euthymia_pharmacokinetics::model::NotOffered| {
        vec![
            Value::Text(model.name),
            Value::Text(model.about),
            Value::Text(model.why),
        ]
    };
    TableView {
        schema: "euthymia.pk_not_offered.v1".to_owned(),
        title: "Not offered".to_owned(),
        columns: vec![
            ColumnSpec::text("name", "Model"),
            ColumnSpec::text("about", "About"),
            ColumnSpec::text("why", "Why not"),
        ],
        rows: models.map(row).collect(),
        notes: Vec::new(),
    }
}

fn parameters(model: &Model) -> TableView {
    let row = |own: &euthymia_pharmacokinetics::model::Parameter| {
        let variance = model.variability.iter().rev().find_map(|block| {
            let place = block.of.iter().position(|id| *id == own.id)?;
            let variance = block.covariance.get(place)?.get(place).copied()?;
            Some((variance, block.mark))
        });
        let (variance, variance_mark) = variance.unzip();
        let weight = match own.unit {
            euthymia_pharmacokinetics::model::Unit::LitresPerKilogram => 1.0,
            _ => own.weight_exponent,
        };
        vec![
            Value::text(&own.id),
            Value::text(&own.name),
            Value::Text(own.value.to_string()),
            Value::Text(own.unit.to_string()),
            Value::number(weight, 2),
            Value::Text(own.mark.to_string()),
            Value::number(variance, 4),
            variance_mark.map_or(Value::Missing, |mark| Value::Text(mark.to_string())),
            own.note.as_ref().map_or(Value::Missing, Value::text),
        ]
    };
    TableView {
        schema: "euthymia.pk_parameters.v1".to_owned(),
        title: format!("{}: {}", model.name, model.about),
        columns: vec![
            ColumnSpec::text("parameter", "Parameter"),
            ColumnSpec::text("name", "What it is"),
            ColumnSpec::number("value", "Value"),
            ColumnSpec::text("unit", "Unit"),
            ColumnSpec::number("weight_exponent", "Power of weight"),
            ColumnSpec::text("mark", "Mark"),
            ColumnSpec::number("variance", "Variance between people"),
            ColumnSpec::text("variance_mark", "Mark of the variance"),
            ColumnSpec::text("note", "Note"),
        ],
        rows: model.parameters.iter().map(row).collect(),
        notes: vec![
            LABEL.to_owned(),
            format!(
                "At {} kg. Doses of {}; concentrations of {}.",
                model.reference_weight_kg, model.substance, model.measured
            ),
            format!(
                "Source: {} {}. Read in: {}.",
                model.citation, model.identifier, model.read_in
            ),
        ],
    }
}

fn remarks(model: &Model) -> TableView {
    let kinds = [
        ("erratum", &model.errata),
        ("not covered", &model.not_covered),
    ];
    let rows = kinds.into_iter().flat_map(|(kind, texts)| {
        texts
            .iter()
            .map(move |text| vec![Value::text(kind), Value::text(text)])
    });
    let residual = model.residuals.iter().map(|own| {
        let percent = 100.0 * own.proportional_sd;
        vec![
            Value::text("measurement"),
            Value::Text(format!("{}: a measured value lies from the model with a standard deviation of {percent:.1} % of it ({})", own.output, own.mark)),
        ]
    });
    TableView {
        schema: "euthymia.pk_remarks.v1".to_owned(),
        title: "Errata and limits".to_owned(),
        columns: vec![
            ColumnSpec::text("kind", "Kind"),
            ColumnSpec::text("text", "What"),
        ],
        rows: rows.chain(residual).collect(),
        notes: Vec::new(),
    }
}
