//! A location–scale analysis as tables.

use super::LocationScale;
use crate::multilevel::view::{bracketed, p_cell};
use crate::pooled::by_reason;
use crate::words;
use euthymia_synthesis::location_scale::{Link, Method, Reference};
use euthymia_synthesis::measure::Back;
use euthymia_synthesis::pairwise::interval::Inference;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The tables for people: coefficients, then τ² along the covariate with the notes.
#[must_use]
pub fn views(found: &LocationScale, title: &str) -> Vec<TableView> {
    let along = TableView {
        notes: notes(found),
        ..along(found)
    };
    vec![coefficients(found, title), along]
}

fn coefficients(found: &LocationScale, title: &str) -> TableView {
    let level = words::level(found.options.level);
    let has_df = found.mean.df.is_some();
    let mut columns = vec![
        ColumnSpec::text("coefficient", "Coefficient"),
        ColumnSpec::number("estimate", "Estimate"),
        ColumnSpec::number("ci", format!("{level} CI")),
        ColumnSpec::number("standard_error", "SE"),
        ColumnSpec::number("statistic", if has_df { "t" } else { "z" }),
    ];
    if has_df {
        columns.push(ColumnSpec::number("df", "df"));
    }
    columns.push(ColumnSpec::number("p", "p"));
    let row = |name: String, estimate: f64, test: Option<&Inference>| {
        let mut cells = vec![
            Value::text(name),
            Value::number(estimate, 4),
            bracketed(test.map(|t| t.bounds), 4),
            Value::number(test.map(|t| t.standard_error), 4),
            Value::number(test.map(|t| t.statistic), 2),
        ];
        if has_df {
            cells.push(Value::number(test.and_then(|t| t.df), 0));
        }
        cells.push(p_cell(test.map(|t| t.p_value)));
        cells
    };
    let mut rows = vec![row(
        "mean: intercept".to_owned(),
        found.fit.beta.first().copied().unwrap_or(f64::NAN),
        Some(&found.mean),
    )];
    let scale = match found.options.link {
        Link::Log => "ln τ²",
        Link::Identity => "τ²",
    };
    let all = found
        .fit
        .scale_names
        .iter()
        .zip(&found.fit.alpha)
        .enumerate();
    rows.extend(all.map(|(place, (name, alpha))| {
        let test = found.scale.as_ref().and_then(|tests| tests.get(place));
        row(format!("{scale}: {name}"), *alpha, test)
    }));
    TableView {
        schema: "euthymia.location_scale.coefficients.v1".to_owned(),
        title: title.to_owned(),
        columns,
        rows,
        notes: Vec::new(),
    }
}

fn along(found: &LocationScale) -> TableView {
    let level = words::level(found.options.level);
    let columns = vec![
        ColumnSpec::text("at", "Studies with"),
        ColumnSpec::number("tau2", "τ²"),
        ColumnSpec::number("tau2_ci", format!("{level} CI of τ²")),
        ColumnSpec::number("prediction", format!("{level} prediction interval")),
    ];
    let scale = found.options.measure.scale();
    let row = |(name, p): &(String, euthymia_synthesis::location_scale::Prediction)| {
        vec![
            Value::text(name),
            Value::number(p.tau2, 4),
            bracketed(p.tau2_bounds, 4),
            Value::text(words::bounds(&found.rows.bounds_back(p.prediction), scale)),
        ]
    };
    TableView {
        schema: "euthymia.location_scale.tau2.v1".to_owned(),
        title: String::new(),
        columns,
        rows: found.predictions.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

fn notes(found: &LocationScale) -> Vec<String> {
    let fit = &found.fit;
    let mut notes = Vec::new();
    if found.options.measure.info().back != Back::Identity {
        notes.push(format!(
            "{} [{} CI]: {}.",
            words::measure(found.options.measure),
            words::level(found.options.level),
            words::shown(&found.shown, found.options.measure.scale())
        ));
    }
    notes.push(format!("{}.", words::counted(fit.k, "study", "studies")));
    notes.extend(found.omnibus.map(|test| {
        let statistic = match test.df_denominator {
            None => format!("QS({})", fmt::number(test.df_numerator, 0)),
            Some(df) => format!(
                "F({}, {})",
                fmt::number(test.df_numerator, 0),
                fmt::number(df, 0)
            ),
        };
        format!(
            "Does τ² depend on {}: {statistic} = {}, p {}.",
            found.covariate.name(),
            fmt::number(test.statistic, 2),
            words::p_value(test.p_value)
        )
    }));
    notes.extend(found.ratio.map(|ratio| {
        format!(
            "Likelihood ratio against one τ² for all: χ²({}) = {}, p {}.",
            fmt::number(ratio.df, 0),
            fmt::number(ratio.statistic, 2),
            words::p_value(ratio.p_value)
        )
    }));
    notes.push(format!(
        "Residual heterogeneity: QE({}) = {}.",
        fit.k - fit.beta.len(),
        fmt::number(fit.residual_q, 2)
    ));
    let c = fit.criteria();
    notes.push(format!(
        "Log-likelihood {}; AIC {}; BIC {}; AICc {}.",
        fmt::number(fit.log_likelihood, 4),
        fmt::number(c.aic, 4),
        fmt::number(c.bic, 4),
        fmt::number(c.aicc, 4)
    ));
    notes.push(method(found));
    let left_out = by_reason(&found.rows.left_out);
    notes.extend(left_out.iter().map(|line| format!("Left out, {line}.")));
    notes.extend(found.warnings.iter().map(|w| format!("Warning: {w}")));
    notes
}

fn method(found: &LocationScale) -> String {
    let method = match found.options.method {
        Method::Reml => "restricted maximum likelihood",
        Method::Ml => "maximum likelihood",
    };
    let test = match found.options.reference {
        Reference::Normal => "Wald (normal)",
        Reference::StudentT => "Wald with Student's t",
        Reference::KnappHartung => "Knapp–Hartung",
    };
    format!(
        "Method: {}; location–scale model, {method}; interval: {test}.",
        found.options.measure.name()
    )
}

/// The table for machines: a row per coefficient, prediction and statistic.
#[must_use]
pub fn csv_view(found: &LocationScale) -> TableView {
    let keys = [
        "estimate",
        "standard_error",
        "ci_low",
        "ci_high",
        "statistic",
        "df",
        "p",
    ];
    let mut columns = vec![
        ColumnSpec::text("row", "row"),
        ColumnSpec::text("name", "name"),
    ];
    columns.extend(keys.map(|key| ColumnSpec::number(key, key)));
    let line = |kind: &str, name: &str, estimate: Option<f64>, test: Option<&Inference>| {
        let mut cells = vec![
            Value::text(kind),
            Value::text(name),
            Value::number(estimate, 6),
        ];
        let numbers = [
            test.map(|t| t.standard_error),
            test.map(|t| t.bounds.lower),
            test.map(|t| t.bounds.upper),
            test.map(|t| t.statistic),
            test.and_then(|t| t.df),
            test.map(|t| t.p_value),
        ];
        cells.extend(numbers.map(|x| Value::number(x, 6)));
        cells
    };
    let fit = &found.fit;
    let mut rows = vec![line(
        "location",
        "intercept",
        fit.beta.first().copied(),
        Some(&found.mean),
    )];
    for (place, (name, alpha)) in fit.scale_names.iter().zip(&fit.alpha).enumerate() {
        let test = found.scale.as_ref().and_then(|tests| tests.get(place));
        rows.push(line("scale", name, Some(*alpha), test));
    }
    for (name, p) in &found.predictions {
        let mut cells = line("tau2", name, Some(p.tau2), None);
        if let Some(b) = p.tau2_bounds {
            cells[4] = Value::number(b.lower, 6);
            cells[5] = Value::number(b.upper, 6);
        }
        rows.push(cells);
    }
    let c = fit.criteria();
    for (name, value) in [
        ("QE", fit.residual_q),
        ("log_likelihood", fit.log_likelihood),
        ("AIC", c.aic),
        ("BIC", c.bic),
        ("AICc", c.aicc),
    ] {
        rows.push(line("fit", name, Some(value), None));
    }
    TableView {
        schema: "euthymia.location_scale.rows.v1".to_owned(),
        title: String::new(),
        columns,
        rows,
        notes: Vec::new(),
    }
}
