//! A pooled analysis for machines, with a versioned layout.

use super::PoolAnswer;
use super::details;
use crate::error::AppError;
use euthymia_report::effect::note_in_words;
use euthymia_report::pooled::{Details, Model as PooledModel, Pooled, PooledRow};
use euthymia_synthesis::pairwise::tau2::Search;
use euthymia_synthesis::pairwise::{Bounds, Model};
use euthymia_table::TableView;
use serde_json::{Value, json};

/// The layout's name; it changes when a field's meaning does.
pub const SCHEMA: &str = "euthymia.pool.v1";

/// Writes the analysis as JSON; a number that does not exist is null.
#[must_use]
pub fn json(answer: &PoolAnswer) -> Value {
    let pooled = &answer.pooled;
    let summary = &pooled.summary;
    let mut object = json!({
        "schema": SCHEMA,
        "title": answer.title,
        "measure": pooled.options.measure.code(),
        "model": model(pooled),
        "model_in_words": summary.model,
        "k": summary.k,
        "level": pooled.options.fit.level.get(),
        "interval": pooled.interval_in_words(),
        "pooled": estimates(pooled),
        "tau2": summary.tau2.map(|t| json!({
            "value": t.value,
            "ci": t.bounds.as_ref().map(bounds),
            "search": search(t.search),
        })),
        "heterogeneity": summary.heterogeneity.map(|h| json!({
            "test": h.name, "q": h.q, "df": h.df, "p": h.p_value, "i2": h.i2, "h2": h.h2,
        })),
        "converged": summary.converged,
        "studies": pooled.rows.iter().map(study).collect::<Vec<_>>(),
        "left_out": pooled.left_out.iter().map(|l| json!({"label": l.label, "reason": l.reason})).collect::<Vec<_>>(),
        "warnings": pooled.warnings,
        "caution": answer.caution,
        "permutation": answer.permutation.as_ref().map(details::permutation),
    });
    details::add(&mut object, pooled);
    object
}

/// The same with further tables under `tables`.
///
/// # Errors
/// [`AppError::Analysis`] when a table contradicts itself, which a test of every table rules out.
pub fn json_with(answer: &PoolAnswer, tables: &[TableView]) -> Result<Value, AppError> {
    let mut object = json(answer);
    if !tables.is_empty() {
        object["tables"] = super::json_tables(tables)?;
    }
    Ok(object)
}

fn model(pooled: &Pooled) -> &'static str {
    match &pooled.details {
        Details::InverseVariance { fit, .. } => match fit.options.model {
            Model::CommonEffect => "common_effect",
            Model::RandomEffects(_) => "random_effects",
        },
        Details::Stratified { .. } if pooled.options.model == PooledModel::Peto => "peto",
        Details::Stratified { .. } => "mantel_haenszel",
        Details::Glmm { .. } => "glmm",
        Details::BetaBinomial { .. } => "beta_binomial",
        Details::Summed { .. } => "added_up",
        Details::Bayes { .. } => "bayesian",
    }
}

/// The pooled value on the scale people read and on the analysis scale.
fn estimates(pooled: &Pooled) -> Value {
    let summary = &pooled.summary;
    let headline = pooled.headline();
    json!({
        "estimate": headline.estimate,
        "ci": bounds(&headline.bounds),
        "prediction": pooled.prediction.as_ref().map(bounds),
        "prediction_variant": summary.prediction.map(|(_, variant)| variant),
        "analysis_estimate": summary.estimate,
        "analysis_standard_error": summary.standard_error,
        "analysis_ci": bounds(&summary.bounds),
        "analysis_prediction": summary.prediction.as_ref().map(|(b, _)| bounds(b)),
        "statistic": summary.test.map(|t| t.statistic),
        "df": summary.test.and_then(|t| t.df),
        "p": summary.test.map(|t| t.p_value),
    })
}

fn study(row: &PooledRow) -> Value {
    json!({
        "study": row.candidate.label,
        "remark": row.candidate.remark,
        "estimate": row.shown.estimate,
        "ci": bounds(&row.shown.bounds),
        "analysis_estimate": row.effect.estimate,
        "analysis_variance": row.effect.variance.get(),
        "weight": row.weight,
        "added_to_cells": row.added,
        "note": row.note.map(note_in_words),
        "provenance": row.candidate.provenance,
    })
}

pub(crate) fn bounds(bounds: &Bounds) -> Value {
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
