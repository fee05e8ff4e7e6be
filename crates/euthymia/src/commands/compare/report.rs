//! The comparison as a document.

use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::compare::CompareAnswer;
use euthymia_app::compare::report::write_report;
use euthymia_app::compare::settings::CompareSettings;
use euthymia_app::output::DocumentFormat;
use std::path::PathBuf;

/// The comparison as a document.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "The whole comparison as a document")]
pub(super) struct ReportArgs {
    /// Also write everything into one document, with numbered tables and figures, methods with their
    /// references, what was left out and the saved analysis: a file ending in .html (opens anywhere)
    /// or .docx (for a word processor)
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

impl ReportArgs {
    /// Refuses a name of no known ending before anything is computed.
    ///
    /// # Errors
    /// [`AppError::Usage`].
    pub(super) fn check(&self) -> Result<(), AppError> {
        self.report
            .as_deref()
            .map_or(Ok(()), |path| DocumentFormat::of(path).map(|_| ()))
    }

    /// Writes the document, where one was asked for.
    ///
    /// # Errors
    /// As [`write_report`].
    pub(super) fn write(
        &self,
        answer: &CompareAnswer,
        settings: &CompareSettings,
    ) -> Result<(), AppError> {
        let Some(path) = &self.report else {
            return Ok(());
        };
        write_report(answer, settings, path, env!("CARGO_PKG_VERSION"))?;
        terminal::progress(&format!("Wrote {}.", path.display()));
        Ok(())
    }
}
