//! `euthymia evidence check|list|show`

use crate::options::OutputFormat;
use crate::terminal;
use clap::{Args, Subcommand};
use euthymia_app::AppError;
use euthymia_app::evidence::{check_view, checked, list_view, load, show_views};
use euthymia_table::Severity;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Validate the evidence base: schema, keys, counts, percentages, definitions, overlaps, sources
    ///
    /// Every finding names file, row and column, what was found and what to do. Exit status 1 when
    /// there is an error; warnings are for a reviewer's eye.
    Check(Common),
    /// List the studies
    List {
        #[command(flatten)]
        common: Common,
        /// Only studies with an arm of this treatment, report group or class; may be repeated
        #[arg(long, value_name = "WORD")]
        treatment: Vec<String>,
    },
    /// Show one study: arms, outcomes, definitions, marks, sources, doubts
    Show {
        /// The study's identifier, or a part of its name
        study: String,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Args)]
pub(crate) struct Common {
    /// A folder of evidence files instead of the bundled evidence base
    #[arg(long, value_name = "FOLDER")]
    evidence: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, AppError> {
    match command {
        Command::Check(common) => {
            let checked = checked(common.evidence.as_deref());
            terminal::tables(&[check_view(&checked)], common.format)?;
            let failed = checked.count(Severity::Error) > 0;
            Ok(if failed {
                ExitCode::from(1)
            } else {
                ExitCode::SUCCESS
            })
        }
        Command::List { common, treatment } => {
            let base = load(common.evidence.as_deref())?;
            terminal::tables(&[list_view(&base, treatment)?], common.format)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Show { study, common } => {
            let base = load(common.evidence.as_deref())?;
            terminal::tables(&show_views(&base, study)?, common.format)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
