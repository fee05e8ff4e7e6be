//! What is wrong with the file, gathered piece by piece.

use super::chunks::ROW_BYTES_MAX;
use euthymia_table::Diagnostic;
use std::sync::Arc;

/// A row that does not end.
pub(crate) fn endless(file: &Arc<str>, line: usize) -> Diagnostic {
    let message = format!("the row is longer than {} MiB", ROW_BYTES_MAX >> 20);
    Diagnostic::error(file.clone(), message)
        .at_row(line)
        .with_help("The file may be damaged or not be a table.")
}

/// Findings up to a limit, in the order of the file, and the number of the others.
pub(crate) struct Findings {
    /// The first place where the bytes are no text; the others would bury everything else.
    text: Option<Diagnostic>,
    list: Vec<Diagnostic>,
    limit: usize,
    unlisted: u64,
}

impl Findings {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            text: None,
            list: Vec::new(),
            limit: limit.max(1),
            unlisted: 0,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty() && self.text.is_none()
    }

    pub(crate) fn add(&mut self, finding: Diagnostic) {
        if self.list.len() < self.limit {
            self.list.push(finding);
        } else {
            self.unlisted += 1;
        }
    }

    /// Adds a finding about bytes that are no text; only the first is kept.
    pub(crate) fn add_text(&mut self, finding: Diagnostic) {
        self.text.get_or_insert(finding);
    }

    /// Adds what makes the file as a whole unusable when nothing else was found.
    pub(crate) fn add_if_none(&mut self, finding: Diagnostic) {
        if self.is_empty() {
            self.add(finding);
        }
    }

    /// Adds the findings of the next piece, which begins after `lines` lines of the file.
    pub(crate) fn append(&mut self, piece: Self, lines: usize) {
        self.unlisted += piece.unlisted;
        let placed = |mut finding: Diagnostic| {
            finding.row = finding.row.map(|row| row + lines);
            finding
        };
        if let Some(finding) = piece.text {
            self.add_text(placed(finding));
        }
        for finding in piece.list {
            self.add(placed(finding));
        }
    }

    /// # Errors
    /// All findings when there are any.
    pub(crate) fn into_result(self) -> Result<(), Vec<Diagnostic>> {
        let mut list: Vec<Diagnostic> = self.text.into_iter().chain(self.list).collect();
        let Some(first) = list.first() else {
            return Ok(());
        };
        if self.unlisted > 0 {
            let message = match self.unlisted {
                1 => "1 more problem is not listed".to_owned(),
                more => format!("{more} more problems are not listed"),
            };
            list.push(Diagnostic::note(first.file.clone(), message));
        }
        Err(list)
    }
}
