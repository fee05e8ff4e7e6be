//! A multilevel analysis as tables.

use super::{Mean, Multilevel, Tested};
use crate::pooled::by_reason;
use crate::words;
use euthymia_synthesis::measure::Back;
use euthymia_synthesis::multilevel::{Kind, Method, Test};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The tables for people: the means, then the variance components with the notes.
#[must_use]
pub fn views(found: &Multilevel, title: &str) -> Vec<TableView> {
    let mut views = vec![means(found, title)];
    if found.fit.components.is_empty() {
        if let Some(view) = views.last_mut() {
            view.notes = notes(found);
        }
        return views;
    }
    views.push(TableView {
        notes: notes(found),
        ..components(found)
    });
    views
}

/// The limits of an interval in brackets.
pub(crate) fn bracketed(bounds: Option<Bounds>, decimals: u8) -> Value {
    bounds.map_or(Value::Missing, |b| {
        Value::text(format!(
            "[{}, {}]",
            fmt::number(b.lower, decimals),
            fmt::number(b.upper, decimals)
        ))
    })
}

/// A p-value as people read it.
pub(crate) fn p_cell(p: Option<f64>) -> Value {
    p.map_or(Value::Missing, |p| {
        Value::text(fmt::p_value(p, fmt::PStyle::LeadingZero))
    })
}

fn means(found: &Multilevel, title: &str) -> TableView {
    let measure = found.options.measure;
    let level = words::level(found.options.level);
    let is_natural = measure.info().back == Back::Identity;
    let has_df = found.means.iter().any(|m| m.df.is_some());
    let mut columns = vec![ColumnSpec::text("mean", "Mean")];
    if !is_natural {
        let header = format!("{} [{level} CI]", words::measure(measure));
        columns.push(ColumnSpec::number("shown", header));
    }
    let own = if is_natural {
        "Estimate"
    } else {
        "Analysis scale"
    };
    columns.push(ColumnSpec::number("estimate", own));
    columns.push(ColumnSpec::number("ci", format!("{level} CI")));
    columns.push(ColumnSpec::number("standard_error", "SE"));
    columns.push(ColumnSpec::number(
        "statistic",
        if has_df { "t" } else { "z" },
    ));
    if has_df {
        columns.push(ColumnSpec::number("df", "df"));
    }
    columns.push(ColumnSpec::number("p", "p"));
    columns.push(ColumnSpec::number(
        "prediction",
        format!("{level} prediction interval"),
    ));
    let row = |mean: &Mean| {
        let mut cells = vec![Value::text(&mean.name)];
        if !is_natural {
            let shown = mean.shown.as_ref();
            cells.push(shown.map_or(Value::Missing, |s| {
                Value::text(words::shown(s, measure.scale()))
            }));
        }
        cells.push(Value::number(mean.estimate, 4));
        cells.push(bracketed(mean.bounds, 4));
        cells.push(Value::number(mean.standard_error, 4));
        cells.push(Value::number(mean.statistic, 2));
        if has_df {
            cells.push(Value::number(mean.df, 1));
        }
        cells.push(p_cell(mean.p_value));
        let back = |b: Bounds| words::bounds(&found.rows.bounds_back(b), measure.scale());
        let prediction = mean.prediction.map(back);
        cells.push(prediction.map_or(Value::Missing, Value::text));
        cells
    };
    TableView {
        schema: "euthymia.multilevel.means.v1".to_owned(),
        title: title.to_owned(),
        columns,
        rows: found.means.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

/// What a parameter of the random part is, with levels and share of the variance, for people.
fn components(found: &Multilevel) -> TableView {
    let level = words::level(found.options.level);
    let columns = vec![
        ColumnSpec::text("component", "Variance component"),
        ColumnSpec::number("estimate", "Estimate"),
        ColumnSpec::number("ci", format!("{level} profile interval")),
        ColumnSpec::number("root", "Square root"),
        ColumnSpec::number("levels", "Levels"),
        ColumnSpec::number("share", "Share of variance (I²)"),
        ColumnSpec::text("remark", "Remark"),
    ];
    let rows = found.fit.components.iter().enumerate().map(|(place, c)| {
        let is_variance = c.parameter.kind == Kind::Variance;
        vec![
            Value::text(&c.parameter.name),
            Value::number(c.value, 4),
            profile_text(found, place),
            Value::number(is_variance.then(|| c.value.sqrt()), 4),
            is_variance
                .then(|| levels(found, c.parameter.term))
                .flatten()
                .map_or(Value::Missing, Value::text),
            Value::percent(share(found, place), 1),
            Value::text(if c.boundary.is_some() {
                "at the boundary"
            } else {
                ""
            }),
        ]
    });
    TableView {
        schema: "euthymia.multilevel.components.v1".to_owned(),
        title: String::new(),
        columns,
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

fn profile_text(found: &Multilevel, place: usize) -> Value {
    let profile = found.profiles.as_ref().and_then(|all| all.get(place));
    profile
        .and_then(Option::as_ref)
        .map_or(Value::Missing, |p| {
            let upper = p.upper.map_or("∞".to_owned(), |u| fmt::number(u, 4));
            let mark = if p.converged { "" } else { " NOT CONVERGED" };
            Value::text(format!("[{}, {upper}]{mark}", fmt::number(p.lower, 4)))
        })
}

/// The levels of the term that a parameter belongs to.
fn levels(found: &Multilevel, term: usize) -> Option<String> {
    let term = found.data.terms().get(term)?;
    Some(term.outer().levels().to_string())
}

/// The share of a variance in that of the estimates, where its term has one variance.
pub(crate) fn share(found: &Multilevel, place: usize) -> Option<f64> {
    let component = found.fit.components.get(place)?;
    let i2 = found.i2.as_ref()?;
    if component.parameter.kind != Kind::Variance {
        return None;
    }
    i2.by_term.get(component.parameter.term).copied()
}

fn tested(test: &Tested) -> String {
    let p = test
        .p_value
        .map_or(String::new(), |p| format!(", p {}", words::p_value(p)));
    match test.df_denominator {
        None => format!(
            "Q({}) = {}{p}",
            fmt::number(test.df, 0),
            fmt::number(test.statistic, 2)
        ),
        Some(df) => format!(
            "F({}, {}) = {}{p}",
            fmt::number(test.df, 0),
            fmt::number(df, 1),
            fmt::number(test.statistic, 2)
        ),
    }
}

fn notes(found: &Multilevel) -> Vec<String> {
    let mut notes = Vec::new();
    let mut sizes = vec![words::counted(found.rows.len(), "row", "rows")];
    sizes.extend(found.data.terms().iter().map(|term| {
        let n = term.outer().levels();
        format!(
            "{} of {}",
            words::counted(n, "level", "levels"),
            term.outer().name()
        )
    }));
    sizes.dedup();
    notes.push(format!("{}.", sizes.join("; ")));
    if let Some(i2) = &found.i2 {
        notes.push(format!(
            "Heterogeneity: I² = {} in all (typical sampling variance {}).",
            fmt::percent(i2.total, 1),
            fmt::number(i2.typical_variance, 4)
        ));
    }
    if let Some(h) = &found.fit.heterogeneity {
        notes.push(format!(
            "Residual heterogeneity: QE({}) = {}, p {}.",
            fmt::number(h.df, 0),
            fmt::number(h.q, 2),
            words::p_value(h.p_value)
        ));
    }
    notes.extend(
        found
            .omnibus
            .as_ref()
            .map(|test| format!("All means zero: {}.", tested(test))),
    );
    let s = found.fit.statistics();
    notes.push(format!(
        "Log-likelihood {}; AIC {}; BIC {}; AICc {} ({} parameters).",
        fmt::number(s.log_likelihood, 4),
        fmt::number(s.aic, 4),
        fmt::number(s.bic, 4),
        fmt::number(s.aicc, 4),
        s.parameters
    ));
    notes.push(method(found));
    let left_out = by_reason(&found.rows.left_out);
    notes.extend(left_out.iter().map(|line| format!("Left out, {line}.")));
    notes.extend(found.warnings.iter().map(|w| format!("Warning: {w}")));
    notes
}

fn method(found: &Multilevel) -> String {
    let method = match found.options.method {
        Method::Reml => "restricted maximum likelihood",
        Method::Ml => "maximum likelihood",
    };
    let test = match (&found.robust, found.options.test) {
        (Some(robust), _) => format!(
            "cluster-robust ({}, {} clusters), t",
            robust.kind.code(),
            robust.clusters
        ),
        (None, Test::Normal) => "Wald (normal)".to_owned(),
        (None, Test::Residual) => "Wald with Student's t (rows less means)".to_owned(),
        (None, Test::Contained) => "Wald with Student's t (levels less means)".to_owned(),
    };
    format!(
        "Method: {}; multilevel model, {method}; interval: {test}.",
        found.options.measure.name()
    )
}

/// Columns of numbers in the table for machines.
const KEYS: [&str; 12] = [
    "analysis_estimate",
    "standard_error",
    "analysis_ci_low",
    "analysis_ci_high",
    "statistic",
    "df",
    "p",
    "estimate",
    "ci_low",
    "ci_high",
    "levels",
    "share",
];

/// The table for machines: a row per mean, component and statistic.
#[must_use]
pub fn csv_view(found: &Multilevel) -> TableView {
    let mut columns = vec![
        ColumnSpec::text("row", "row"),
        ColumnSpec::text("name", "name"),
    ];
    columns.extend(KEYS.map(|key| ColumnSpec::number(key, key)));
    let mut rows: Vec<Vec<Value>> = found.means.iter().map(mean_line).collect();
    rows.extend((0..found.fit.components.len()).filter_map(|place| component_line(found, place)));
    rows.extend(fit_lines(found));
    TableView {
        schema: "euthymia.multilevel.rows.v1".to_owned(),
        title: String::new(),
        columns,
        rows,
        notes: Vec::new(),
    }
}

fn line(kind: &str, name: &str, numbers: [Option<f64>; KEYS.len()]) -> Vec<Value> {
    let mut cells = vec![Value::text(kind), Value::text(name)];
    cells.extend(numbers.map(|value| Value::number(value, 6)));
    cells
}

fn mean_line(m: &Mean) -> Vec<Value> {
    let (own, shown) = (m.bounds, m.shown);
    let numbers = [
        Some(m.estimate),
        Some(m.standard_error),
        own.map(|b| b.lower),
        own.map(|b| b.upper),
        Some(m.statistic),
        m.df,
        m.p_value,
        shown.map(|s| s.estimate),
        shown.map(|s| s.bounds.lower),
        shown.map(|s| s.bounds.upper),
        None,
        None,
    ];
    line("mean", &m.name, numbers)
}

fn component_line(found: &Multilevel, place: usize) -> Option<Vec<Value>> {
    let component = found.fit.components.get(place)?;
    let profile = found
        .profiles
        .as_ref()
        .and_then(|all| all.get(place)?.as_ref());
    // An end that was not found is no limit.
    let profile = profile.filter(|p| p.converged);
    let term = found.data.terms().get(component.parameter.term);
    let mut numbers = [None; KEYS.len()];
    numbers[0] = Some(component.value);
    numbers[2] = profile.map(|p| p.lower);
    numbers[3] = profile.and_then(|p| p.upper);
    numbers[10] = term.map(|term| term.outer().levels() as f64);
    numbers[11] = share(found, place);
    Some(line("component", &component.parameter.name, numbers))
}

fn fit_lines(found: &Multilevel) -> Vec<Vec<Value>> {
    let s = found.fit.statistics();
    let of = |name: &str, value: f64, df: Option<f64>, p: Option<f64>| {
        let mut numbers = [None; KEYS.len()];
        numbers[4] = Some(value);
        numbers[5] = df;
        numbers[6] = p;
        line("fit", name, numbers)
    };
    let heterogeneity = found.fit.heterogeneity;
    let q = heterogeneity.map(|h| of("QE", h.q, Some(h.df), Some(h.p_value)));
    let others = [
        ("log_likelihood", s.log_likelihood),
        ("AIC", s.aic),
        ("BIC", s.bic),
        ("AICc", s.aicc),
    ];
    let others = others.map(|(name, value)| of(name, value, None, None));
    q.into_iter().chain(others).collect()
}
