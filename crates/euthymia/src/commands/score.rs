//! `euthymia score`

use super::instrument::OwnArgs;
use crate::options::OutputFormat;
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::score::sheet;
use euthymia_clinical::instrument::score;
use euthymia_clinical::suicidality::triage;
use euthymia_report::instrument::score_views;
use std::process::ExitCode;

/// Score a rating scale: answers typed on the line, or a file of many
///
/// Answers stand in the order of the items, separated by commas; a missing one is left empty. Prints
/// every total, the severity band under each source, cut-offs, and what was answered to the suicide
/// item; for the Columbia screener the published triage.
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  euthymia score phq9 2,3,1,2,1,2,1,0,1\n  euthymia score qids_sr16 '2 1 0 0 2 1 0 0 0 2 1 0 2 2 1 0'\n  euthymia score cssrs_screener yes,yes,no,no,no,no"
)]
pub(crate) struct Args {
    /// The scale, such as madrs, phq9, qids_sr16
    instrument: String,
    /// Answers such as 1,2,0,…
    answers: String,
    /// Least number of answered items; the mean of them stands in for each missing one
    #[arg(long, value_name = "N")]
    answered_min: Option<usize>,
    #[command(flatten)]
    own: OwnArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let pack = args.own.pack(&args.instrument)?;
    let answers = sheet(&pack, &args.answers)?;
    let scored = score(&answers, args.answered_min);
    terminal::tables(
        &score_views(&scored, triage(&answers).as_ref()),
        args.format,
    )?;
    Ok(ExitCode::SUCCESS)
}
