//! The `euthymia` command: arguments in, functions of the app called, tables and files out.

mod commands;
mod options;
mod screener;
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
  euthymia compare --outcome response --side-by-side   a network, under each choice of nodes
  euthymia effect OR ai=14 n1i=47 ci=6 n2i=25        an effect size with its variance
  euthymia derive sd ci_low=30.0 ci_high=34.2 n=25   what a paper prints, into what is needed
  euthymia cohort patients.csv --remission '<=12'
  euthymia reconstruct n=10 mean=3.4 sd=1.51 lowest=1 highest=7   data behind a summary
  euthymia against --events 4 --n 21 --published 30/60
  euthymia review init trd --by ab                   a systematic review in a folder
  euthymia score phq9 2,3,1,2,1,2,1,0,1              a rating scale, with bands and safety item
  euthymia assess examples/patients/two_failures.toml --letter letter.html

Exit status: 0 fine; 1 findings, or an analysis without an answer; 2 bad usage or bad input.";

// What a command does is said once, with its arguments.
#[derive(Subcommand)]
enum Command {
    Report(commands::report::Args),
    /// Check, list or show the evidence base
    #[command(subcommand)]
    Evidence(commands::evidence::Command),
    Pool(Box<commands::pool::Args>),
    Compare(Box<commands::compare::Args>),
    Effect(commands::effect::Args),
    Derive(commands::derive::Args),
    Cohort(commands::cohort::Args),
    CaseSeries(Box<commands::case_series::Args>),
    Reconstruct(commands::reconstruct::Args),
    Against(Box<commands::against::Args>),
    /// Judge studies by published tools, and draw the judgements
    #[command(subcommand)]
    Appraise(commands::appraise::Command),
    Assess(commands::assess::Args),
    Course(commands::course::Args),
    /// A session of treatment: vitals, observation, discharge and suicidality against rules with sources
    #[command(subcommand)]
    Session(commands::session::Command),
    AdverseEvents(commands::adverse_events::Args),
    Score(commands::score::Args),
    /// Treatment protocols: list, show, check, compare, lay out in a calendar
    #[command(subcommand)]
    Protocol(commands::protocol::Command),
    /// List or show the rating scales
    #[command(subcommand)]
    Instrument(commands::instrument::Command),
    Pk(Box<commands::pk::Args>),
    /// A systematic review: exports in, screened, appraised, extracted; every decision in a log, every
    /// box of the flow diagram derived from it
    #[command(subcommand)]
    Review(commands::review::Command),
    Tms(commands::tms::Args),
    Target(commands::target::Args),
    Threshold(commands::threshold::Args),
    Rules(commands::rules::RulesArgs),
    Convert(commands::rules::ConvertArgs),
}

/// A library's panic that becomes a finding about a damaged file is not announced besides.
fn hush_guarded_panics() {
    let announce = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !euthymia_app::is_guarded() {
            announce(panic);
        }
    }));
}

fn main() -> ExitCode {
    hush_guarded_panics();
    let cli = Cli::parse();
    let result = match cli.command {
        Command::Report(args) => commands::report::run(&args),
        Command::Evidence(command) => commands::evidence::run(&command),
        Command::Pool(args) => commands::pool::run(&args),
        Command::Compare(args) => commands::compare::run(&args),
        Command::Effect(args) => commands::effect::run(&args),
        Command::Derive(args) => commands::derive::run(&args),
        Command::Cohort(args) => commands::cohort::run(&args),
        Command::CaseSeries(args) => commands::case_series::run(&args),
        Command::Reconstruct(args) => commands::reconstruct::run(&args),
        Command::Against(args) => commands::against::run(&args),
        Command::Appraise(command) => commands::appraise::run(&command),
        Command::Assess(args) => commands::assess::run(&args),
        Command::Course(args) => commands::course::run(&args),
        Command::Session(command) => commands::session::run(&command),
        Command::AdverseEvents(args) => commands::adverse_events::run(&args),
        Command::Score(args) => commands::score::run(&args),
        Command::Protocol(command) => commands::protocol::run(&command),
        Command::Instrument(command) => commands::instrument::run(&command),
        Command::Pk(args) => commands::pk::run(&args),
        Command::Review(command) => commands::review::run(&command),
        Command::Tms(args) => commands::tms::run(&args),
        Command::Target(args) => commands::target::run(&args),
        Command::Threshold(args) => commands::threshold::run(&args),
        Command::Rules(args) => commands::rules::rules(&args),
        Command::Convert(args) => commands::rules::convert(&args),
    };
    match result {
        Ok(status) => status,
        Err(error) => {
            terminal::complain(&error.to_string());
            ExitCode::from(error.exit_status())
        }
    }
}
