//! A multilevel analysis for machines, with a versioned layout.

use super::MultilevelAnswer;
use crate::pool::bounds_json as bounds;
use euthymia_report::multilevel::{Mean, Multilevel, ROWS_PROFILED, Tested};
use euthymia_synthesis::multilevel::fit::Boundary;
use euthymia_synthesis::multilevel::{Kind, Method, Test, random_effects};
use serde_json::{Map, Value, json};

/// The layout's name; it changes when a field's meaning does.
pub const SCHEMA: &str = "euthymia.multilevel.v1";

/// Writes the analysis as JSON; a number that does not exist is null.
#[must_use]
pub fn json(answer: &MultilevelAnswer) -> Value {
    let found = &answer.found;
    let fit = &found.fit;
    let statistics = fit.statistics();
    json!({
        "schema": SCHEMA,
        "title": answer.title,
        "measure": found.options.measure.code(),
        "likelihood": match found.options.method { Method::Reml => "reml", Method::Ml => "ml" },
        "test": match found.options.test {
            Test::Normal => "z", Test::Residual => "t", Test::Contained => "contained",
        },
        "level": found.options.level.get(),
        "rows": fit.rows,
        "groupings": found.data.terms().iter().map(|term| json!({
            "term": term.name(), "outer": term.outer().name(), "levels": term.outer().levels(),
        })).collect::<Vec<_>>(),
        "means": found.means.iter().map(|m| mean(found, m)).collect::<Vec<_>>(),
        "omnibus": found.omnibus.as_ref().map(omnibus),
        "robust": found.robust.as_ref().map(|r| json!({
            "kind": r.kind.code(), "clusters": r.clusters, "satterthwaite_df": r.degrees,
        })),
        "components": (0..fit.components.len()).map(|i| component(found, i)).collect::<Vec<_>>(),
        "i2": found.i2.as_ref().map(|i2| json!({
            "total": i2.total, "by_term": i2.by_term, "typical_variance": i2.typical_variance,
        })),
        "heterogeneity": fit.heterogeneity.map(|h| json!({"q": h.q, "df": h.df, "p": h.p_value})),
        "fit": {
            "log_likelihood": statistics.log_likelihood, "parameters": statistics.parameters,
            "aic": statistics.aic, "bic": statistics.bic, "aicc": statistics.aicc,
        },
        "random_effects": predicted(found),
        "converged": found.converged(),
        "search": search(found),
        "left_out": found.rows.left_out.iter()
            .map(|l| json!({"label": l.label, "reason": l.reason})).collect::<Vec<_>>(),
        "warnings": found.warnings,
    })
}

fn mean(found: &Multilevel, mean: &Mean) -> Value {
    let natural = mean.prediction.map(|b| found.rows.bounds_back(b));
    json!({
        "name": mean.name,
        "estimate": mean.shown.map(|s| s.estimate),
        "ci": mean.shown.as_ref().map(|s| bounds(&s.bounds)),
        "prediction": natural.as_ref().map(bounds),
        "analysis_estimate": mean.estimate,
        "analysis_standard_error": mean.standard_error,
        "analysis_ci": mean.bounds.as_ref().map(bounds),
        "analysis_prediction": mean.prediction.as_ref().map(bounds),
        "model_standard_error": mean.model_standard_error,
        "statistic": mean.statistic,
        "df": mean.df,
        "p": mean.p_value,
    })
}

fn omnibus(test: &Tested) -> Value {
    json!({
        "statistic": test.statistic, "df": test.df,
        "df_denominator": test.df_denominator, "p": test.p_value,
    })
}

fn component(found: &Multilevel, place: usize) -> Value {
    let component = &found.fit.components[place];
    let profile = found
        .profiles
        .as_ref()
        .and_then(|all| all.get(place)?.as_ref());
    let (kind, boundary) = (component.parameter.kind, component.boundary);
    let i2 = found.i2.as_ref().filter(|_| kind == Kind::Variance);
    json!({
        "name": component.parameter.name,
        "kind": match kind {
            Kind::Variance => "variance",
            Kind::Correlation { .. } => "correlation",
            Kind::Range => "range",
        },
        "value": component.value,
        "profile_ci": profile.map(|p| json!({
            "lower": p.lower, "upper": p.upper, "converged": p.converged,
        })),
        "boundary": boundary.map(|b| match b {
            Boundary::Lowest => "lowest",
            Boundary::Highest => "highest",
        }),
        "share_of_variance": i2.and_then(|i2| i2.by_term.get(component.parameter.term)),
    })
}

/// The predicted random effects of every term, where the rows are few enough to be read.
fn predicted(found: &Multilevel) -> Value {
    if found.rows.len() > ROWS_PROFILED {
        return Value::Null;
    }
    let Ok(terms) = random_effects(&found.data, &found.fit) else {
        return Value::Null;
    };
    let term = |term: &euthymia_synthesis::multilevel::TermEffects| {
        let effects = term.effects.iter().map(
            |e| json!({"level": e.label, "effect": e.value, "standard_error": e.standard_error}),
        );
        json!({"term": term.term, "effects": effects.collect::<Vec<_>>()})
    };
    terms.iter().map(term).collect()
}

fn search(found: &Multilevel) -> Value {
    let fit = &found.fit;
    let step = |step: &euthymia_synthesis::multilevel::search::Step| {
        let values = fit.components.iter().zip(&step.parameters);
        let mut object: Map<String, Value> = values
            .map(|(c, value)| (c.parameter.name.clone(), json!(value)))
            .collect();
        object.insert("log_likelihood".to_owned(), json!(step.log_likelihood));
        object.insert("slope".to_owned(), json!(step.slope));
        Value::Object(object)
    };
    json!({
        "outcome": fit.search.outcome.map(|o| format!("{o:?}")),
        "evaluations": fit.search.evaluations,
        "trace": fit.search.trace.iter().map(step).collect::<Vec<_>>(),
    })
}
