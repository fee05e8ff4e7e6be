//! Cells as text of CSV.

use super::value::{SheetCell, Value};

/// Rows from the first filled one on; empty rows between are left out, and no row is longer than the
/// last filled column.
pub(super) fn text(cells: &[SheetCell]) -> String {
    let first = cells
        .iter()
        .map(|cell| cell.column)
        .min()
        .unwrap_or_default();
    let mut out = String::new();
    for row in cells.chunk_by(|one, next| one.row == next.row) {
        let mut column = first;
        for cell in row {
            while column < cell.column {
                out.push(',');
                column += 1;
            }
            push(&mut out, &cell.value);
        }
        out.push('\n');
    }
    out
}

fn push(out: &mut String, value: &Value) {
    let text = match value {
        Value::Text(text) | Value::Error(text) => text.as_str(),
        Value::NotAvailable => "#N/A",
    };
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}
