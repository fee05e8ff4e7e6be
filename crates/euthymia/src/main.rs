//! The `euthymia` command: arguments in, functions of the app called, tables and files out.

mod commands;
mod options;
mod terminal;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Evidence and outcomes in treatment-resistant depression.
///
/// Compares ketamine, transcranial magnetic stimulation, psychedelics and their combinations from
/// published trials and a clinic's own patients, every number with its source. It informs; it never
/// prescribes.
#[derive(Parser)]
#[command(name = "euthymia", version, max_term_width = 100, after_long_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  euthymia report                                    the whole report as one web page
  euthymia evidence list --treatment psilocybin      the studies behind it
  euthymia evidence show payette-2023                one study, number by number
  euthymia pool --treatment ketamine_iv --outcome response --time 1..28
  euthymia pool trials.csv --measure RR --forest forest.png
  euthymia cohort patients.csv --remission '<=12'

Exit status: 0 fine; 1 findings, or an analysis without an answer; 2 bad usage or bad input.";

#[derive(Subcommand)]
enum Command {
    /// Write the report: evidence base and cohort on one page
    Report(commands::report::Args),
    /// Check, list or show the evidence base
    #[command(subcommand)]
    Evidence(commands::evidence::Command),
    /// Pool studies: your own CSV, or a selection of the evidence base
    Pool(commands::pool::Args),
    /// Summarise a cohort: scores before and after treatment
    Cohort(commands::cohort::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        Command::Report(args) => commands::report::run(&args),
        Command::Evidence(command) => commands::evidence::run(&command),
        Command::Pool(args) => commands::pool::run(&args),
        Command::Cohort(args) => commands::cohort::run(&args),
    };
    match result {
        Ok(status) => status,
        Err(error) => {
            terminal::complain(&error.to_string());
            ExitCode::from(error.exit_status())
        }
    }
}
