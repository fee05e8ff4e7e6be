//! What each column is taken for, as a table.

use super::read::{Loaded, short};
use euthymia_table::{ColumnSpec, TableView, Value};

/// One table for each file: its columns in the order of the file, what each is taken for and why.
#[must_use]
pub fn columns_view(loaded: &Loaded) -> Vec<TableView> {
    let tables = loaded.settings.table.iter().zip(&loaded.tables).enumerate();
    tables
        .map(|(at, (settings, table))| {
            let reasons = loaded.reasons.get(at);
            let rows = table.names().map(|name| {
                let column = settings.column.get(name);
                let details = column.map_or(String::new(), |column| {
                    let parts = [
                        ("", &column.instrument),
                        ("at ", &column.at),
                        ("", &column.unit),
                        ("", &column.kind),
                    ];
                    let texts: Vec<String> = parts
                        .iter()
                        .filter_map(|(word, text)| Some(format!("{word}{}", text.as_ref()?)))
                        .collect();
                    texts.join(", ")
                });
                let why = reasons.and_then(|reasons| reasons.get(name));
                vec![
                    Value::text(name),
                    Value::text(column.map_or("ignore", |column| column.role.word())),
                    Value::text(details),
                    Value::text(why.map_or("", String::as_str)),
                ]
            });
            TableView {
                schema: "euthymia.case_series.columns.v1".to_owned(),
                title: format!(
                    "{}: one row per {}",
                    short(table.file()),
                    match settings.rows {
                        super::settings::Rows::Patients => "patient",
                        super::settings::Rows::Visits => "visit",
                        super::settings::Rows::Sessions => "session",
                        super::settings::Rows::Events => "adverse event",
                    }
                ),
                columns: vec![
                    ColumnSpec::text("column", "Column"),
                    ColumnSpec::text("role", "Is taken for"),
                    ColumnSpec::text("details", "Details"),
                    ColumnSpec::text("why", "Why"),
                ],
                rows: rows.collect(),
                notes: vec![match settings.missing.as_slice() {
                    [] => "Missing: an empty cell, NA and the single point.".to_owned(),
                    codes => format!(
                        "Missing: an empty cell, NA, the single point, and {}.",
                        codes.join(", ")
                    ),
                }],
            }
        })
        .collect()
}
