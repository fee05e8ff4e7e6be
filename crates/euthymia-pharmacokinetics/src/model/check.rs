//! What must hold between the parts of a model.

use super::{Model, ModelError, ModelFlow, Person};
use crate::quantity::Kilograms;
use std::collections::BTreeSet;

/// The schema that files name.
pub(crate) const SCHEMA: &str = "euthymia.pharmacokinetics.v1";

fn wrong(place: impl Into<String>, what: impl Into<String>) -> ModelError {
    ModelError::Contradiction {
        place: place.into(),
        what: what.into(),
    }
}

pub(crate) fn check(model: &Model) -> Result<(), ModelError> {
    if model.schema != SCHEMA {
        return Err(wrong(
            "schema",
            format!("\"{}\" is not {SCHEMA}", model.schema),
        ));
    }
    names(model)?;
    let named = |place: &str, id: &str| match model.parameter(id) {
        Some(_) => Ok(()),
        None => Err(wrong(place, format!("there is no parameter \"{id}\""))),
    };
    let placed = |place: &str, id: &str| match model.place(id) {
        Some(_) => Ok(()),
        None => Err(wrong(place, format!("there is no compartment \"{id}\""))),
    };
    for volume in model
        .compartments
        .iter()
        .filter_map(|own| own.volume.as_deref())
    {
        named("compartment", volume)?;
    }
    for flow in &model.flows {
        placed("flow", &flow.from)?;
        flow.to.as_deref().map_or(Ok(()), |to| placed("flow", to))?;
        named("flow", by(model, flow)?)?;
    }
    for effect in &model.effects {
        placed("effect", &effect.of)?;
        named("effect", &effect.rate)?;
    }
    for output in &model.outputs {
        placed("output", &output.compartment)?;
        let volume = model.volume(&output.compartment);
        volume.ok_or_else(|| {
            wrong(
                "output",
                format!("\"{}\" has no volume", output.compartment),
            )
        })?;
    }
    for path in model.routes.iter().flat_map(|route| &route.paths) {
        placed("path", &path.into)?;
        for id in path.fraction.iter().chain(&path.rest_of).chain(&path.over) {
            named("path", id)?;
        }
    }
    for further in model
        .routes
        .iter()
        .filter_map(|route| route.further.as_ref())
    {
        named("further", &further.parameter)?;
        named("further", &further.factor)?;
    }
    people(model)?;
    let whole = Kilograms::new(model.reference_weight_kg);
    let weight = whole.map_err(|error| wrong("reference_weight_kg", error.to_string()))?;
    let typical = super::Individual::typical(model, &Person::of(weight));
    let typical = typical.map_err(|error| wrong("parameter", error.to_string()))?;
    let system = typical.system();
    system
        .map(drop)
        .map_err(|error| wrong("flow", error.to_string()))
}

/// The parameter that a flow goes by.
fn by<'m>(model: &Model, flow: &'m ModelFlow) -> Result<&'m str, ModelError> {
    match (&flow.clearance, &flow.rate) {
        (Some(clearance), None) if model.volume(&flow.from).is_some() => Ok(clearance),
        (None, Some(rate)) => Ok(rate),
        _ => Err(wrong(
            "flow",
            format!(
                "from \"{}\": name a rate, or a clearance of a compartment with a volume",
                flow.from
            ),
        )),
    }
}

fn names(model: &Model) -> Result<(), ModelError> {
    let compartments = model.compartments.iter().map(|own| &own.id);
    let places = compartments.chain(model.effects.iter().map(|own| &own.id));
    let lists: [(&str, Vec<&String>); 4] = [
        ("compartment", places.collect()),
        (
            "parameter",
            model.parameters.iter().map(|own| &own.id).collect(),
        ),
        ("output", model.outputs.iter().map(|own| &own.id).collect()),
        ("route", model.routes.iter().map(|own| &own.id).collect()),
    ];
    for (place, ids) in lists {
        let mut seen = BTreeSet::new();
        if ids.is_empty() {
            return Err(wrong(place, "there is none"));
        }
        if let Some(twice) = ids.into_iter().find(|id| !seen.insert(*id)) {
            return Err(wrong(place, format!("\"{twice}\" is there twice")));
        }
    }
    match model.share_of_racemate {
        Some(share) if !(share > 0.0 && share <= 1.0) => Err(wrong(
            "share_of_racemate",
            format!("{share} is no part of a whole"),
        )),
        _ => Ok(()),
    }
}

/// What makes people differ.
fn people(model: &Model) -> Result<(), ModelError> {
    let exists = |id: &String| model.parameter(id).is_some();
    for covariate in &model.covariates {
        let complete = match (
            &covariate.group,
            &covariate.factor,
            covariate.above_years,
            &covariate.per_year,
        ) {
            (Some(_), Some(factor), None, None) => exists(factor),
            (None, None, Some(_), Some(per_year)) => exists(per_year),
            _ => false,
        };
        if !complete || !exists(&covariate.parameter) {
            return Err(wrong(
                "covariate",
                format!(
                    "\"{}\": name a group and a factor, or an age and what each year adds",
                    covariate.parameter
                ),
            ));
        }
    }
    for block in &model.variability {
        let size = block.of.len();
        let square =
            block.covariance.len() == size && block.covariance.iter().all(|row| row.len() == size);
        if size == 0 || !square || !block.of.iter().all(exists) {
            return Err(wrong(
                "variability",
                "as many rows and columns as parameters that exist",
            ));
        }
        super::individual::factor(block).ok_or_else(|| {
            wrong(
                "variability",
                format!(
                    "the covariance of {} is not positive definite",
                    block.of.join(", ")
                ),
            )
        })?;
    }
    for residual in &model.residuals {
        let sd = residual.proportional_sd;
        if model.output(&residual.output).is_none() || sd.is_nan() || sd < 0.0 {
            return Err(wrong(
                "residual",
                format!(
                    "\"{}\": an output and what is not negative",
                    residual.output
                ),
            ));
        }
    }
    Ok(())
}
