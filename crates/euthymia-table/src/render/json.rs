//! JSON for machines.

use serde_json::{Map, Number, Value as Json, json};

use super::{Shown, ViewError};
use crate::view::{TableView, Value};

pub(super) fn render(view: &TableView, shown: &Shown<'_>) -> Result<String, ViewError> {
    let columns: Vec<Json> = shown
        .columns
        .iter()
        .map(|column| json!({"key": column.key, "header": column.header, "unit": column.unit}))
        .collect();
    let rows: Vec<Json> = shown
        .rows
        .iter()
        .map(|row| {
            let pairs = shown.columns.iter().zip(row);
            Json::Object(
                pairs
                    .map(|(column, value)| (column.key.clone(), cell(value)))
                    .collect::<Map<_, _>>(),
            )
        })
        .collect();
    let document = json!({
        "schema": view.schema,
        "title": view.title,
        "columns": columns,
        "rows": rows,
        "notes": view.notes,
    });
    let mut text = serde_json::to_string_pretty(&document)
        .map_err(|error| ViewError::Json(error.to_string()))?;
    text.push('\n');
    Ok(text)
}

fn cell(value: &Value) -> Json {
    match value {
        Value::Text(words) => Json::String(words.clone()),
        Value::Number { value, .. } | Value::PValue(value) => number(*value),
        Value::Percent { proportion, .. } => number(*proportion),
        Value::Count(count) => Json::from(*count),
        Value::Flag(flag) => Json::Bool(*flag),
        Value::Missing => Json::Null,
    }
}

/// JSON has no not-a-number and no infinity: they are null.
fn number(value: f64) -> Json {
    // Adding zero turns a negative zero into zero.
    Number::from_f64(value + 0.0).map_or(Json::Null, Json::Number)
}
