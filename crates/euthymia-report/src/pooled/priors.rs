//! The published priors of τ as a table.

use euthymia_synthesis::bayes::TauPrior;
use euthymia_synthesis::bayes::published::{Verified, all};
use euthymia_table::{ColumnSpec, TableView, Value};

/// Every published prior with the number it is chosen by, its source and how sure its numbers are.
#[must_use]
pub fn priors_view() -> TableView {
    let rows = all().zip(1_u64..).map(|(row, number)| {
        vec![
            Value::Count(number),
            Value::text(row.measure),
            Value::text(row.outcome),
            Value::text(row.comparison),
            Value::text(row.area.unwrap_or("any")),
            Value::text(distribution(row.prior)),
            Value::text(row.source),
            Value::text(match row.verified {
                Verified::SecondHand => "unverified (second hand)",
                Verified::Doubtful => "unverified, doubtful",
            }),
        ]
    });
    let columns = [
        ("measure", "Measure"),
        ("outcome", "Outcome"),
        ("comparison", "Comparison"),
        ("area", "Area"),
        ("distribution", "Distribution of τ²"),
        ("source", "Source"),
        ("verified", "Numbers"),
    ];
    let mut specs = vec![ColumnSpec::number("number", "No.")];
    specs.extend(columns.map(|(key, header)| ColumnSpec::text(key, header)));
    TableView {
        schema: "euthymia.pool.priors.v1".to_owned(),
        title: "Published priors of the between-study variance".to_owned(),
        columns: specs,
        rows: rows.collect(),
        notes: vec!["Choose one with --model bayes --tau-prior published:NUMBER.".to_owned()],
    }
}

fn distribution(prior: TauPrior) -> String {
    match prior {
        TauPrior::LogNormalVariance { mean, sd } => format!("ln τ² normal({mean}, {sd})"),
        TauPrior::LogTVariance {
            df,
            location,
            scale,
        } => format!("ln τ² t({df}; {location}, {scale})"),
        other => format!("{other:?}"),
    }
}
