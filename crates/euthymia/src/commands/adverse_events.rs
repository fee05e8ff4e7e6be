//! `euthymia adverse-events`

use crate::options::{OutputFormat, ReadArgs};
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::adverse_events::{Asked, views};
use std::path::PathBuf;
use std::process::ExitCode;

/// Adverse events by treatment: how often in the evidence, how often as sources print it, number needed to harm
///
/// Rates of the evidence base stand beside those that sources print, event by event, each with its mark; what
/// cannot be traced is marked so. The vocabulary is that of the treatment. MedDRA is licensed and not included; a licence holder adds codes from a file.
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  euthymia adverse-events --treatment ketamine\n  euthymia adverse-events --treatment esketamine_in --format csv"
)]
pub(crate) struct Args {
    /// Only this treatment, report group or class
    #[arg(long, value_name = "WORD")]
    treatment: Option<String>,
    /// A folder of evidence files instead of the bundled evidence base
    #[arg(long, value_name = "FOLDER")]
    evidence: Option<PathBuf>,
    /// Your MedDRA codes: a CSV file with the columns event and code
    #[arg(long, value_name = "FILE")]
    meddra: Option<PathBuf>,
    #[command(flatten)]
    read: ReadArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let found = views(&Asked {
        treatment: args.treatment.clone(),
        evidence: args.evidence.clone(),
        meddra: args.meddra.clone(),
        read: args.read.options()?,
    })?;
    terminal::tables(&found, args.format)?;
    Ok(ExitCode::SUCCESS)
}
