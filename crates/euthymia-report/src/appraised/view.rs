//! Restricted analyses and groups as tables.

use super::gather::{Appraised, Respect};
use super::sensitivity::{SensitivityRow, difference};
use super::subgroups::Subgroups;
use crate::pooled::{PoolError, Pooled};
use crate::words::{self, capital, counted};
use euthymia_synthesis::measure::Scale;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The analysis again without studies at risk of bias: a row for each restricted analysis, the first
/// is the main one.
#[must_use]
pub fn sensitivity_view(
    main: &Pooled,
    appraised: &Appraised,
    rows: &[SensitivityRow],
) -> TableView {
    let mut lines = vec![line("main analysis", "", Ok(main), main, &[])];
    for row in rows {
        let respect = match row.wanted.respect {
            Respect::Overall => "",
            other => appraised.name(other),
        };
        let out: Vec<String> = row
            .left_out
            .iter()
            .chain(&row.unappraised)
            .cloned()
            .collect();
        let result = row.result.as_ref();
        lines.push(line(row.wanted.kept.name(), respect, result, main, &out));
    }
    TableView {
        schema: "euthymia.pool.sensitivity.v1".to_owned(),
        title: "Without studies at risk of bias".to_owned(),
        columns: columns(main),
        rows: lines,
        notes: notes(main, appraised, rows),
    }
}

fn columns(main: &Pooled) -> Vec<ColumnSpec> {
    let measure = main.options.measure;
    let level = words::level(main.options.fit.level);
    let mut columns = vec![
        ColumnSpec::text("studies", "Studies"),
        ColumnSpec::text("domain", "Judged in"),
        ColumnSpec::number("k", "k"),
        ColumnSpec::number("shown", format!("{} [{level} CI]", words::measure(measure)))
            .for_people(),
    ];
    for key in ["estimate", "ci_low", "ci_high"] {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    columns.extend([
        ColumnSpec::number("tau2", "τ²"),
        ColumnSpec::number("shown_difference", "Against main").for_people(),
        ColumnSpec::number("analysis_difference", "analysis_difference").for_machines(),
        ColumnSpec::text("left_out", "Left out"),
    ]);
    columns
}

fn line(
    name: &str,
    respect: &str,
    result: Result<&Pooled, &PoolError>,
    main: &Pooled,
    out: &[String],
) -> Vec<Value> {
    let mut cells = vec![Value::text(capital(name))];
    cells.push(match respect {
        "" => Value::Missing,
        own => Value::text(own),
    });
    cells.push(Value::number(
        result.map_or(0.0, |own| own.summary.k as f64),
        0,
    ));
    let left_out = match out {
        [] => Value::Missing,
        names => Value::text(names.join("; ")),
    };
    let Ok(found) = result else {
        cells.extend(std::iter::repeat_n(Value::Missing, 7));
        cells.push(left_out);
        return cells;
    };
    let (headline, scale) = (found.headline(), main.options.measure.scale());
    cells.extend([
        Value::text(words::shown(&headline, scale)),
        Value::number(headline.estimate, 4),
        Value::number(headline.bounds.lower, 4),
        Value::number(headline.bounds.upper, 4),
        Value::number(found.summary.tau2.map(|own| own.value), 3),
        match out {
            [] => Value::Missing,
            _ => Value::text(difference_shown(main, found, scale)),
        },
        Value::number(difference(main, found), 4),
        left_out,
    ]);
    cells
}

/// A difference on the scale people read: a ratio of ratios, percentage points, or a difference.
fn difference_shown(main: &Pooled, found: &Pooled, scale: Scale) -> String {
    let signed = |value: f64, text: String| match value >= 0.0 {
        true => format!("+{text}"),
        false => text,
    };
    let plain = found.headline().estimate - main.headline().estimate;
    match scale {
        Scale::Ratio => format!("× {}", fmt::number(difference(main, found).exp(), 2)),
        Scale::Proportion | Scale::ProportionDifference => {
            signed(plain, format!("{} points", fmt::number(100.0 * plain, 1)))
        }
        _ => signed(plain, fmt::number(plain, 2)),
    }
}

fn notes(main: &Pooled, appraised: &Appraised, rows: &[SensitivityRow]) -> Vec<String> {
    let mut notes = Vec::new();
    let labels = main.rows.iter().map(|row| row.candidate.label.as_str());
    let without: Vec<&str> = labels
        .filter(|label| appraised.of(label, Respect::Overall).is_none())
        .collect();
    if !without.is_empty() {
        notes.push(unappraised(main.rows.len(), &without));
    }
    if !rows.is_empty() {
        notes.push(
            "The analyses have studies in common: no test compares them. The difference is that of \
             the estimates."
                .to_owned(),
        );
    }
    for row in rows {
        if let Err(error) = &row.result
            && !matches!(error, PoolError::Nothing(_))
        {
            notes.push(format!("{}: {error}.", capital(row.wanted.kept.name())));
        }
    }
    notes
}

fn unappraised(all: usize, without: &[&str]) -> String {
    format!(
        "Of {}, nobody appraised {} ({}): never taken as low risk, {} in no analysis below the first.",
        counted(all, "study", "studies"),
        without.len(),
        without.join("; "),
        match without.len() {
            1 => "it is",
            _ => "they are",
        }
    )
}

/// Studies pooled apart by judgement, with the test of the groups.
#[must_use]
pub fn subgroups_view(main: &Pooled, appraised: &Appraised, found: &Subgroups) -> TableView {
    let measure = main.options.measure;
    let level = words::level(main.options.fit.level);
    let rows = found.groups.iter().map(|(judgement, result)| {
        let own = result.as_ref().ok();
        let shown = own.map(Pooled::headline);
        vec![
            Value::text(judgement.to_string()),
            Value::number(own.map_or(0.0, |own| own.summary.k as f64), 0),
            shown.map_or(Value::Missing, |shown| {
                Value::text(words::shown(&shown, measure.scale()))
            }),
            Value::number(shown.map(|shown| shown.estimate), 4),
            Value::number(shown.map(|shown| shown.bounds.lower), 4),
            Value::number(shown.map(|shown| shown.bounds.upper), 4),
            Value::number(own.and_then(|own| own.summary.tau2).map(|t| t.value), 3),
        ]
    });
    let mut columns = vec![
        ColumnSpec::text("judgement", "Risk of bias"),
        ColumnSpec::number("k", "k"),
        ColumnSpec::number("shown", format!("{} [{level} CI]", words::measure(measure)))
            .for_people(),
    ];
    for key in ["estimate", "ci_low", "ci_high"] {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    columns.push(ColumnSpec::number("tau2", "τ²"));
    let mut notes = Vec::new();
    notes.push(match found.test {
        Some(test) => format!(
            "Difference between groups: χ²({}) = {}, p {}; each group has its own τ². The groups are \
             different studies, which may differ in more than their risk of bias.",
            fmt::number(test.df, 0),
            fmt::number(test.q, 2),
            words::p_value(test.p_value)
        ),
        None => "There are no two groups to compare.".to_owned(),
    });
    for (judgement, result) in &found.groups {
        if let Err(error) = result {
            notes.push(format!("{}: {error}.", capital(&judgement.to_string())));
        }
    }
    if !found.unappraised.is_empty() {
        notes.push(format!("In no group: {}.", found.unappraised.join("; ")));
    }
    TableView {
        schema: "euthymia.pool.subgroups.v1".to_owned(),
        title: format!("By risk of bias ({})", appraised.name(found.respect)),
        columns,
        rows: rows.collect(),
        notes,
    }
}
