//! Markdown pipe tables for documents.

use super::{Shown, one_line};
use crate::view::{Align, TableView};

pub(super) fn render(view: &TableView, shown: &Shown<'_>) -> String {
    let mut out = String::new();
    if !view.title.is_empty() {
        out.push_str(&format!("**{}**\n\n", escaped(&view.title).trim()));
    }
    push_row(
        &mut out,
        shown.columns.iter().map(|column| escaped(&column.title())),
    );
    push_row(
        &mut out,
        shown.columns.iter().map(|column| match column.align {
            Align::Left => ":---".to_owned(),
            Align::Right => "---:".to_owned(),
        }),
    );
    for row in &shown.rows {
        push_row(
            &mut out,
            row.iter().map(|value| escaped(&value.for_people())),
        );
    }
    for note in &view.notes {
        out.push_str(&format!("\n{}\n", escaped(note).trim()));
    }
    out
}

fn push_row(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push('|');
    for cell in cells {
        out.push(' ');
        out.push_str(cell.trim());
        out.push_str(" |");
    }
    out.push('\n');
}

/// Text on one line in which nothing ends the cell, starts emphasis or becomes HTML.
///
/// A `<` before a space or a digit stays, so that `< 0.001` reads well in the source.
fn escaped(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(character) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        match character {
            '\\' | '|' | '`' | '*' | '[' | ']' => {
                out.push('\\');
                out.push(character);
            }
            // An underscore inside a name is not emphasis; elsewhere it can be.
            '_' if !(out.ends_with(char::is_alphanumeric) && next.is_alphanumeric()) => {
                out.push_str("\\_");
            }
            '<' if next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?') => {
                out.push_str("&lt;");
            }
            '&' if next.is_ascii_alphabetic() || next == '#' => out.push_str("&amp;"),
            other => out.push(other),
        }
    }
    out
}
