//! One test or estimate a row: what it is, what came out, by which variant.

use euthymia_table::{ColumnSpec, TableView, Value};

/// A test or an estimate as it is printed, with its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultRow {
    /// What a program calls it.
    pub key: String,
    /// What it is.
    pub words: String,
    /// The result as people read it.
    pub printed: String,
    /// The estimate or statistic.
    pub value: Option<f64>,
    /// Lower and upper limit.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p-value.
    pub p: Option<f64>,
    /// The variant.
    pub method: String,
}

/// Rows and, for what does not exist, why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResultRows {
    /// The rows.
    pub rows: Vec<ResultRow>,
    /// What does not exist, and why.
    pub missing: Vec<String>,
}

impl ResultRows {
    /// Takes a row, or the reason why there is none.
    pub fn take<E: std::fmt::Display>(&mut self, name: &str, row: Result<ResultRow, E>) {
        match row {
            Ok(row) => self.rows.push(row),
            Err(error) => self.missing.push(format!("No {name}: {error}.")),
        }
    }

    /// The rows as a table.
    #[must_use]
    pub fn view(&self, schema: &str, title: String) -> TableView {
        let number = |value: Option<f64>| Value::number(value, 6);
        let row = |row: &ResultRow| {
            vec![
                Value::text(&row.key),
                Value::text(&row.words),
                Value::text(&row.printed),
                number(row.value),
                number(row.interval.map(|(low, _)| low)),
                number(row.interval.map(|(_, high)| high)),
                number(row.p),
                Value::text(&row.method),
            ]
        };
        TableView {
            schema: schema.to_owned(),
            title,
            columns: vec![
                ColumnSpec::text("key", "key").for_machines(),
                ColumnSpec::text("estimate", "Test or estimate"),
                ColumnSpec::text("printed", "Result").for_people(),
                ColumnSpec::number("value", "value").for_machines(),
                ColumnSpec::number("low", "low").for_machines(),
                ColumnSpec::number("high", "high").for_machines(),
                ColumnSpec::number("p", "p").for_machines(),
                ColumnSpec::text("method", "Variant"),
            ],
            rows: self.rows.iter().map(row).collect(),
            notes: self.missing.clone(),
        }
    }
}
