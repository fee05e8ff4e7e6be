//! `euthymia cohort`

use crate::options::{OutputFormat, ReadArgs};
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
    /// The scale, such as madrs, qids_sr16, hamd17, phq9; told from the columns' names otherwise
    #[arg(long, value_name = "SCALE")]
    instrument: Option<String>,
    /// Column of the patient
    #[arg(long, value_name = "COLUMN")]
    id: Option<String>,
    /// Column of the score before
    #[arg(long, value_name = "COLUMN")]
    before: Option<String>,
    /// Column of the score after
    #[arg(long, value_name = "COLUMN")]
    after: Option<String>,
    /// Response: a decrease such as '>=50pct' [default: at least 50 %]
    #[arg(long, value_name = "RULE")]
    response: Option<String>,
    /// Remission: a cut-off such as '<10', '<=10', '<=12' [default for MADRS: < 10]
    #[arg(long, value_name = "RULE")]
    remission: Option<String>,
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
    read: ReadArgs,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let format = args.figure.as_deref().map(FigureFormat::of).transpose()?;
    let cohort = compute(&CohortRequest {
        file: args.file.clone(),
        read: args.read.options()?,
        name: args.name.clone(),
        note: None,
        id_column: args.id.clone(),
        before_column: args.before.clone(),
        after_column: args.after.clone(),
        instrument: args.instrument.clone(),
        response: args.response.clone(),
        remission: args.remission.clone(),
        level: settings::level(args.level)?,
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
