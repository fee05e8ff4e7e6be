//! Comma-separated values for machines.

use super::Shown;
use crate::fmt;
use crate::view::Value;

pub(super) fn render(shown: &Shown<'_>) -> String {
    let mut out = String::new();
    let header = shown
        .columns
        .iter()
        .map(|column| text(&column.key))
        .collect();
    push_row(&mut out, header);
    for row in &shown.rows {
        push_row(&mut out, row.iter().map(|value| cell(value)).collect());
    }
    out
}

/// Writes a row. A first cell without content is quoted when all are, because a line without
/// content would be skipped by readers.
fn push_row(out: &mut String, mut cells: Vec<String>) {
    if cells.iter().all(String::is_empty)
        && let Some(first) = cells.first_mut()
    {
        first.push_str("\"\"");
    }
    out.push_str(&cells.join(","));
    out.push('\n');
}

fn cell(value: &Value) -> String {
    match value {
        Value::Text(words) => text(words),
        Value::Number { value, .. } | Value::PValue(value) => {
            fmt::machine(*value).unwrap_or_default()
        }
        Value::Percent { proportion, .. } => fmt::machine(*proportion).unwrap_or_default(),
        Value::Count(count) => count.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Missing => String::new(),
    }
}

/// Quotes a text whenever a reader could take it for anything else.
fn text(words: &str) -> String {
    let special = |c: char| matches!(c, ',' | ';' | '\t' | '"' | '\n' | '\r');
    let is_plain = !words.contains(special)
        && !words.starts_with(['=', '+', '-', '@', '\u{FEFF}'])
        && !words.starts_with("sep=")
        && words.trim().len() == words.len();
    if is_plain {
        words.to_owned()
    } else {
        format!("\"{}\"", words.replace('"', "\"\""))
    }
}
