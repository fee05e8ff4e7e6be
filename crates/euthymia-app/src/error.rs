//! What can go wrong, by what it means for the person: mend the input, or look at the analysis.

use euthymia_table::Diagnostic;

/// An error with its exit status.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The input cannot be used; each finding says where, what was found and what to do.
    #[error("{}", list(.0))]
    Input(Vec<Diagnostic>),
    /// The request contradicts itself or names something that does not exist.
    #[error("{0}")]
    Usage(String),
    /// The input is fine but the analysis has no answer.
    #[error("{0}")]
    Analysis(String),
    /// A file could not be written.
    #[error("{path}: cannot be written: {reason}")]
    Write {
        /// Which file.
        path: String,
        /// Why.
        reason: String,
    },
}

fn list(findings: &[Diagnostic]) -> String {
    findings
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

impl AppError {
    /// 2 for bad usage or input, 1 for a failed analysis.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Input(_) | Self::Usage(_) | Self::Write { .. } => 2,
            Self::Analysis(_) => 1,
        }
    }
}

impl From<Diagnostic> for AppError {
    fn from(finding: Diagnostic) -> Self {
        Self::Input(vec![finding])
    }
}

impl From<Vec<Diagnostic>> for AppError {
    fn from(findings: Vec<Diagnostic>) -> Self {
        Self::Input(findings)
    }
}

impl From<euthymia_evidence::LoadError> for AppError {
    fn from(error: euthymia_evidence::LoadError) -> Self {
        Self::Input(error.0)
    }
}
