//! A pooled analysis for machines, with a versioned layout.

use super::PoolAnswer;
use euthymia_report::pooled::Details;
use euthymia_report::words;
use euthymia_synthesis::pairwise::explain::{Step, explain};
use euthymia_synthesis::pairwise::tau2::Search;
use euthymia_synthesis::pairwise::{Bounds, Model};
use serde_json::{Value, json};

/// The layout's name; it changes when a field's meaning does.
pub const SCHEMA: &str = "euthymia.pool.v1";

/// Writes the analysis as JSON; a number that does not exist is null.
#[must_use]
pub fn json(answer: &PoolAnswer) -> Value {
    let pooled = &answer.pooled;
    let Details::InverseVariance { fit, .. } = &pooled.details;
    let inference = &fit.inference;
    let headline = pooled.headline();
    let model = match fit.options.model {
        Model::CommonEffect => "common_effect",
        Model::RandomEffects(_) => "random_effects",
    };
    let studies: Vec<Value> = pooled
        .rows
        .iter()
        .map(|row| {
            json!({
                "study": row.candidate.label,
                "remark": row.candidate.remark,
                "estimate": row.shown.estimate,
                "ci": bounds(&row.shown.bounds),
                "analysis_estimate": row.effect.estimate,
                "analysis_variance": row.effect.variance.get(),
                "weight": row.weight,
                "added_to_cells": row.added,
                "provenance": row.candidate.provenance,
            })
        })
        .collect();
    json!({
        "schema": SCHEMA,
        "title": answer.title,
        "measure": pooled.options.measure.code(),
        "model": model,
        "k": fit.k,
        "level": fit.options.level.get(),
        "interval": pooled.interval_in_words(),
        "pooled": {
            "estimate": headline.estimate,
            "ci": bounds(&headline.bounds),
            "prediction": pooled.prediction.as_ref().map(bounds),
            "prediction_variant": words::prediction(fit.options.prediction),
            "analysis_estimate": fit.estimate,
            "analysis_standard_error": inference.standard_error,
            "analysis_ci": bounds(&inference.bounds),
            "statistic": inference.statistic,
            "df": inference.df,
            "p": inference.p_value,
            "hartung_knapp_factor": inference.factor,
        },
        "tau2": fit.tau2.map(|t| json!({
            "value": t.value,
            "method": words::tau2_method(t.method),
            "standard_error": t.standard_error,
            "untruncated": t.raw,
            "search": search(t.search),
        })),
        "heterogeneity": fit.heterogeneity.map(|h| json!({
            "q": h.q, "df": h.df, "p": h.p_value, "i2": h.i2, "h2": h.h2,
            "tau2_ci": bounds(&h.profile.tau2),
            "i2_ci": bounds(&h.profile.i2),
            "h2_ci": bounds(&h.profile.h2),
        })),
        "converged": fit.converged(),
        "studies": studies,
        "left_out": pooled.left_out.iter().map(|l| json!({"label": l.label, "reason": l.reason})).collect::<Vec<_>>(),
        "warnings": pooled.warnings,
        "caution": answer.caution,
    })
}

fn bounds(bounds: &Bounds) -> Value {
    json!({"lower": bounds.lower, "upper": bounds.upper})
}

fn search(search: Search) -> Value {
    match search {
        Search::ClosedForm => json!("closed_form"),
        Search::AtZero => json!("at_zero"),
        Search::Converged { steps } => json!({"converged_in": steps}),
        Search::NotConverged { steps } => json!({"not_converged_after": steps}),
    }
}

/// Writes how the estimate came about, a step a line, indented.
#[must_use]
pub fn explanation(answer: &PoolAnswer) -> String {
    let mut text = String::new();
    let Details::InverseVariance { set, fit } = &answer.pooled.details;
    write(&explain(set, fit), 0, &mut text);
    text
}

fn write(step: &Step, depth: usize, text: &mut String) {
    let digits = format!("{:.10}", step.value);
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    text.push_str(&format!("{}{} = {digits}\n", "  ".repeat(depth), step.what));
    for below in &step.from {
        write(below, depth + 1, text);
    }
}
