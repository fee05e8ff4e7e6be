//! Checking the column names.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::problems::Problems;
use crate::tokens::{Record, Tokens};

/// What an unnamed first column is called: the row names that R writes.
const ROW_NAMES: &str = "(row names)";

/// The trimmed column names of delimited text; empty and repeated ones are reported.
pub(crate) fn names(
    tokens: &Tokens,
    header: &Record,
    file: &Arc<str>,
    problems: &mut Problems,
) -> Vec<Arc<str>> {
    let cells = header.cells.clone();
    let names = cells.map(|index| String::from_utf8_lossy(tokens.cell(index)).trim().into());
    let place = Place {
        file,
        line: Some(header.line),
        last_unnamed: "Name it, or remove the delimiter at the end of each line.",
    };
    checked(names.collect(), &place, problems)
}

/// Where the names of a table stand, for messages.
pub(crate) struct Place<'p> {
    pub(crate) file: &'p Arc<str>,
    /// Line or row of the header, from 1; `None` where names are not part of the rows.
    pub(crate) line: Option<usize>,
    /// What to do when the last column has no name.
    pub(crate) last_unnamed: &'static str,
}

impl Place<'_> {
    fn error(&self, message: String) -> Diagnostic {
        let finding = Diagnostic::error(self.file.clone(), message);
        match self.line {
            Some(line) => finding.at_row(line),
            None => finding,
        }
    }
}

/// The names of a table, already trimmed; empty and repeated ones are reported.
pub(crate) fn checked(
    mut names: Vec<Arc<str>>,
    place: &Place<'_>,
    problems: &mut Problems,
) -> Vec<Arc<str>> {
    let count = names.len();
    let mut first_of = std::collections::HashMap::new();
    for (position, name) in names.iter_mut().enumerate() {
        if name.is_empty() && position == 0 && count > 1 {
            // R writes row names under no name; nothing else is written so.
            *name = ROW_NAMES.into();
        } else if name.is_empty() {
            problems.add(unnamed(place, position, count));
        } else if let Some(first) = first_of.insert(name.clone(), position) {
            let message = format!(
                "the name stands above column {} and again above column {}",
                first + 1,
                position + 1
            );
            problems.add(
                place
                    .error(message)
                    .in_column(name.clone())
                    .with_help("Rename or remove one of them."),
            );
        }
    }
    names
}

fn unnamed(place: &Place<'_>, position: usize, count: usize) -> Diagnostic {
    let help = if position + 1 == count {
        place.last_unnamed
    } else {
        "Name it, or remove the column."
    };
    place
        .error(format!("column {} of {count} has no name", position + 1))
        .with_help(help)
}
