//! A location–scale analysis for machines, with a versioned layout.

use super::LocationScaleAnswer;
use crate::pool::bounds_json as bounds;
use euthymia_synthesis::location_scale::{Link, Method, Outcome, Reference};
use euthymia_synthesis::pairwise::interval::Inference;
use serde_json::{Value, json};

/// The layout's name; it changes when a field's meaning does.
pub const SCHEMA: &str = "euthymia.location_scale.v1";

/// Writes the analysis as JSON; a number that does not exist is null.
#[must_use]
pub fn json(answer: &LocationScaleAnswer) -> Value {
    let found = &answer.found;
    let fit = &found.fit;
    let criteria = fit.criteria();
    let scale = fit.scale_names.iter().zip(&fit.alpha).enumerate();
    let scale = scale.map(|(place, (name, alpha))| {
        let test = found.scale.as_ref().and_then(|tests| tests.get(place));
        json!({"name": name, "estimate": alpha, "test": test.map(tested)})
    });
    json!({
        "schema": SCHEMA,
        "title": answer.title,
        "measure": found.options.measure.code(),
        "likelihood": match fit.method { Method::Reml => "reml", Method::Ml => "ml" },
        "link": match fit.link { Link::Log => "log", Link::Identity => "identity" },
        "test": match found.options.reference {
            Reference::Normal => "z",
            Reference::StudentT => "t",
            Reference::KnappHartung => "hk",
        },
        "level": found.options.level.get(),
        "k": fit.k,
        "mean": {
            "estimate": found.shown.estimate,
            "ci": bounds(&found.shown.bounds),
            "analysis_estimate": fit.beta.first(),
            "analysis": tested(&found.mean),
        },
        "scale": scale.collect::<Vec<_>>(),
        "scale_omnibus": found.omnibus.map(|t| json!({
            "statistic": t.statistic, "df": t.df_numerator,
            "df_denominator": t.df_denominator, "p": t.p_value,
        })),
        "likelihood_ratio": found.ratio.map(|r| json!({
            "statistic": r.statistic, "df": r.df, "p": r.p_value,
        })),
        "tau2": found.predictions.iter().map(|(name, p)| json!({
            "at": name, "value": p.tau2, "ci": p.tau2_bounds.as_ref().map(bounds),
            "analysis_prediction": bounds(&p.prediction),
            "prediction": bounds(&found.rows.bounds_back(p.prediction)),
        })).collect::<Vec<_>>(),
        "heterogeneity": {"q": fit.residual_q, "df": fit.k - fit.beta.len()},
        "fit": {
            "log_likelihood": fit.log_likelihood, "aic": criteria.aic, "bic": criteria.bic,
            "aicc": criteria.aicc,
        },
        "converged": found.converged(),
        "search": {
            "outcome": match &fit.outcome {
                Outcome::Converged => "converged",
                Outcome::AtZero { .. } => "at_zero",
                Outcome::Level => "level",
                Outcome::NotConverged => "not_converged",
            },
            "trace": fit.trace.iter().map(|step| json!({
                "alpha": step.alpha, "log_likelihood": step.log_likelihood, "change": step.change,
            })).collect::<Vec<_>>(),
        },
        "left_out": found.rows.left_out.iter()
            .map(|l| json!({"label": l.label, "reason": l.reason})).collect::<Vec<_>>(),
        "warnings": found.warnings,
    })
}

fn tested(test: &Inference) -> Value {
    json!({
        "standard_error": test.standard_error, "ci": bounds(&test.bounds),
        "statistic": test.statistic, "df": test.df, "p": test.p_value,
    })
}
