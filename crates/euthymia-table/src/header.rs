//! Checking the column names.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::problems::Problems;
use crate::tokens::{Record, Tokens};

/// What an unnamed first column is called: the row names that R writes.
const ROW_NAMES: &str = "(row names)";

/// The trimmed column names; empty and repeated ones are reported.
pub(crate) fn names(
    tokens: &Tokens,
    header: &Record,
    file: &Arc<str>,
    problems: &mut Problems,
) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = Vec::with_capacity(header.cells.len());
    let mut first_of = std::collections::HashMap::new();
    for (position, index) in header.cells.clone().enumerate() {
        let name: Arc<str> = String::from_utf8_lossy(tokens.cell(index)).trim().into();
        if name.is_empty() && position == 0 && header.cells.len() > 1 {
            // R writes row names under no name; nothing else is written so.
            names.push(ROW_NAMES.into());
            continue;
        }
        if name.is_empty() {
            problems.add(unnamed(file, header, position));
        } else if let Some(first) = first_of.insert(name.clone(), position) {
            let message = format!(
                "the name stands above column {} and again above column {}",
                first + 1,
                position + 1
            );
            problems.add(
                Diagnostic::error(file.clone(), message)
                    .at_row(header.line)
                    .in_column(name.clone())
                    .with_help("Rename or remove one of them."),
            );
        }
        names.push(name);
    }
    names
}

fn unnamed(file: &Arc<str>, header: &Record, position: usize) -> Diagnostic {
    let count = header.cells.len();
    let help = if position + 1 == count {
        "Name it, or remove the delimiter at the end of each line."
    } else {
        "Name it, or remove the column."
    };
    Diagnostic::error(
        file.clone(),
        format!("column {} of {count} has no name", position + 1),
    )
    .at_row(header.line)
    .with_help(help)
}
