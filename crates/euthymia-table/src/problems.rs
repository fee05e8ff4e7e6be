//! Collecting findings, so that a user sees all of them at once and not one per attempt.

use crate::diagnostic::{Diagnostic, Severity};

/// A list of findings with an upper length.
///
/// Findings beyond the length are counted, and the count is the last entry of the list.
///
/// # Example
/// ```
/// use euthymia_table::{Diagnostic, Problems};
/// let mut problems = Problems::new(1);
/// assert_eq!(problems.keep(Ok(3)), Some(3));
/// assert_eq!(problems.keep::<u8>(Err(Diagnostic::error("a.csv", "first"))), None);
/// problems.add(Diagnostic::error("a.csv", "second"));
/// let all = problems.into_result(()).unwrap_err();
/// assert_eq!(all.len(), 2);
/// assert_eq!(all[1].message, "1 more problem is not listed");
/// ```
#[derive(Debug, Clone)]
pub struct Problems {
    list: Vec<Diagnostic>,
    limit: usize,
    unlisted: usize,
    has_errors: bool,
    last_file: Option<std::sync::Arc<str>>,
}

impl Problems {
    /// An empty list that will hold up to `limit` findings (at least one).
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            list: Vec::new(),
            limit: limit.max(1),
            unlisted: 0,
            has_errors: false,
            last_file: None,
        }
    }

    /// Adds one finding, or counts it when the list is full.
    ///
    /// The first error is always listed, however many warnings came before it.
    pub fn add(&mut self, finding: Diagnostic) {
        let first_error = finding.severity == Severity::Error && !self.has_errors;
        self.has_errors |= finding.severity == Severity::Error;
        if self.list.len() < self.limit || first_error {
            self.list.push(finding);
        } else {
            self.unlisted += 1;
            self.last_file = Some(finding.file);
        }
    }

    /// Adds many findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        for finding in findings {
            self.add(finding);
        }
    }

    /// Passes a value through, or records why there is none.
    pub fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|finding| self.add(finding)).ok()
    }

    /// The findings listed so far, in the order in which they were added.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// Whether at least one finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.has_errors
    }

    /// All findings; the last one counts those that are not listed.
    #[must_use]
    pub fn into_list(self) -> Vec<Diagnostic> {
        let mut list = self.list;
        if let Some(file) = self.last_file {
            let message = match self.unlisted {
                1 => "1 more problem is not listed".to_owned(),
                more => format!("{more} more problems are not listed"),
            };
            list.push(Diagnostic::note(file, message));
        }
        list
    }

    /// The value when no error was recorded, otherwise all findings.
    ///
    /// # Errors
    /// All findings, when at least one is an error.
    pub fn into_result<T>(self, value: T) -> Result<T, Vec<Diagnostic>> {
        if self.has_errors {
            Err(self.into_list())
        } else {
            Ok(value)
        }
    }
}
