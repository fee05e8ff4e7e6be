//! `euthymia cohort`

use crate::options::{OutputFormat, ScoreArgs};
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::cohort::{CohortRequest, run as compute};
use euthymia_app::output::{FigureFormat, write_whole};
use euthymia_app::settings;
use euthymia_report::cohort::{change_view, figure, rates_view};
use euthymia_table::Audience;
use std::path::PathBuf;
use std::process::ExitCode;

/// Summarise a cohort: scores before and after treatment
///
/// A CSV with one row per patient and a column for the score before and one for the score after,
/// such as patient_id,madrs_baseline,madrs_post. Prints the change with a paired t test, percent
/// improvement, and response and remission under named definitions with exact and Wilson intervals.
#[derive(ClapArgs)]
#[command(
    after_help = "Example:\n  euthymia cohort examples/payette2023_reconstructed.csv --remission '<=12'"
)]
pub(crate) struct Args {
    /// The CSV file
    file: PathBuf,
    /// What the cohort is called
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Confidence level in percent
    #[arg(long, default_value_t = 95.0, value_name = "PERCENT")]
    level: f64,
    /// Also write the before-and-after figure: a file ending in .svg, .png or .pdf
    #[arg(long, value_name = "FILE")]
    figure: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    #[command(flatten)]
    scores: ScoreArgs,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let format = args.figure.as_deref().map(FigureFormat::of).transpose()?;
    let cohort = compute(&CohortRequest {
        level: settings::level(args.level)?,
        ..args.scores.request(&args.file, args.name.as_deref())?
    })?;
    if let (Some(path), Some(format)) = (&args.figure, format) {
        write_whole(path, &format.draw(&figure(&cohort).to_scene())?)?;
    }
    let audience = match args.format {
        OutputFormat::Table | OutputFormat::Md => Audience::People,
        OutputFormat::Json | OutputFormat::Csv => Audience::Machines,
    };
    terminal::tables(
        &[change_view(&cohort, audience), rates_view(&cohort)],
        args.format,
    )?;
    Ok(ExitCode::SUCCESS)
}
