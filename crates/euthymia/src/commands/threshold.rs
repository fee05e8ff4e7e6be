//! `euthymia threshold`

use crate::options::OutputFormat;
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::threshold::book::Book;
use euthymia_app::threshold::hunt::{
    Hunt, Settings, intensity as typed_intensity, percent as typed_percent,
};
use euthymia_app::threshold::responses::{from_file, typed};
use euthymia_app::threshold::view::{Simulation, counted, simulated, threshold_views};
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Find the motor threshold from few pulses: ask after each, say how strong the next should be
///
/// It asks on the terminal, unless pulses are given or simulated: y or n for a response, u to take the
/// last pulse back, a number to give another intensity, q to end. With FILE every pulse is kept there
/// as it is given, and a search that was stopped goes on.
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  euthymia threshold pulses.csv\n  euthymia threshold --responses '45-, 52+, 48-, 50+'\n  euthymia threshold --responses pulses.csv --format json\n  euthymia threshold --simulate 1000"
)]
pub(crate) struct Args {
    /// The file in which the pulses are kept
    #[arg(conflicts_with_all = ["responses", "simulate"])]
    file: Option<PathBuf>,
    /// Pulses that were given: such as 45-,52+, or a file of them
    #[arg(long, value_name = "FILE|LIST", allow_hyphen_values = true)]
    responses: Option<String>,
    /// Simulate so many searches and tell how far they are off
    #[arg(long, value_name = "N", conflicts_with = "responses")]
    simulate: Option<usize>,
    /// Intensity of the first pulse in percent of the output
    #[arg(long, value_name = "PERCENT", default_value = "45", value_parser = percent)]
    start: f64,
    /// Smallest change of the stimulator in percent
    #[arg(long, value_name = "PERCENT", default_value = "1", value_parser = percent)]
    setting: f64,
    /// Level of the interval in percent
    #[arg(long, value_name = "PERCENT", default_value = "95", value_parser = percent)]
    level: f64,
    /// Stop after so many pulses [default: 20; 30 when simulated]
    #[arg(long, value_name = "N")]
    pulses: Option<usize>,
    #[command(flatten)]
    people: PeopleArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// Who is simulated.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Simulated people")]
pub(crate) struct PeopleArgs {
    /// Thresholds, evenly from one percentage to another
    #[arg(long, value_name = "FROM-TO", default_value = "35-75")]
    between: String,
    /// Their spread in percent of the threshold; the method assumes 7
    #[arg(long, value_name = "PERCENT", default_value = "7", value_parser = percent)]
    spread: f64,
    /// Seed of the random numbers
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many threads simulate
    #[arg(long, default_value_t = 2, value_name = "N")]
    threads: usize,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let settings = Settings {
        start: args.start,
        setting: args.setting,
        level: args.level,
    };
    if let Some(runs) = args.simulate {
        let view = simulated(&Simulation {
            settings,
            runs,
            pulses: args.pulses.unwrap_or(30),
            between: args.people.between.clone(),
            spread: args.people.spread,
            seed: args.people.seed,
            threads: args.people.threads,
        })?;
        terminal::tables(&[view], args.format)?;
        return Ok(ExitCode::SUCCESS);
    }
    let hunt = match &args.responses {
        Some(text) if Path::new(text).is_file() => {
            Hunt::new(settings, from_file(Path::new(text))?)?
        }
        Some(text) => Hunt::new(settings, typed(text)?)?,
        None => asked(args, settings)?,
    };
    terminal::tables(&threshold_views(&hunt)?, args.format)?;
    Ok(ExitCode::SUCCESS)
}

const ANSWERS: &str = "y: response, n: none, u: take the last pulse back, q: end; or the percent of another intensity, above 0 and at most 100";

/// A number of percent on the command line.
fn percent(text: &str) -> Result<f64, String> {
    typed_percent(text).map_err(|error| error.to_string())
}

/// Asks after every pulse until there are enough, or the person or the input ends.
fn asked(args: &Args, settings: Settings) -> Result<Hunt, AppError> {
    let mut book = None;
    let mut hunt = Hunt::new(settings, Vec::new())?;
    if let Some(path) = &args.file {
        let (opened, pulses, cut) = Book::open(path)?;
        if let Some(cut) = cut {
            let name = path.display();
            terminal::note(&format!(
                "{name}: the last line was cut off and is left out: {cut:?}"
            ));
        }
        if !pulses.is_empty() {
            terminal::note(&format!(
                "going on after {}",
                counted(pulses.len(), "pulse")
            ));
        }
        hunt = Hunt::new(settings, pulses)?;
        book = Some(opened);
    }
    let enough = args.pulses.unwrap_or(20).max(1);
    let mut lines = std::io::stdin().lock().lines();
    let mut intensity = hunt.next();
    while hunt.pulses().len() < enough {
        terminal::ask(&format!(
            "pulse {}: response at {} %? [y/n/u/q] ",
            hunt.pulses().len() + 1,
            shown(intensity)
        ));
        let Some(Ok(answer)) = lines.next() else {
            terminal::ask("\n");
            break;
        };
        match answer.trim().to_lowercase().as_str() {
            "q" | "quit" => break,
            word @ ("y" | "yes" | "n" | "no") => {
                let responded = word.starts_with('y');
                hunt.answer(intensity, responded)?;
                if let Some(book) = &mut book {
                    book.keep(intensity, responded)?;
                }
            }
            "u" | "undo" => undo(&mut hunt, book.as_mut())?,
            other => {
                match typed_intensity(other) {
                    Ok(own) => intensity = own,
                    Err(error) => terminal::ask(&format!("  {error}\n  {ANSWERS}\n")),
                }
                continue;
            }
        }
        say_state(&hunt)?;
        intensity = hunt.next();
    }
    Ok(hunt)
}

fn undo(hunt: &mut Hunt, book: Option<&mut Book>) -> Result<(), AppError> {
    match (hunt.undo(), book) {
        (None, _) => terminal::ask("there is no pulse to take back\n"),
        (Some(pulse), Some(book)) => book.keep_undone(pulse)?,
        (Some(_), None) => {}
    }
    Ok(())
}

fn say_state(hunt: &Hunt) -> Result<(), AppError> {
    let Some(state) = hunt.state()? else {
        return Ok(());
    };
    let limit =
        |limit: Option<f64>| limit.map_or("open".to_owned(), |l| format!("{:.1}", 100.0 * l));
    terminal::ask(&format!(
        "  {:.1} % [{}, {}] after {}; {} [unverified rule]\n",
        state.threshold,
        limit(state.limits.lower),
        limit(state.limits.upper),
        counted(state.pulses, "pulse"),
        hunt.tally().unwrap_or_default()
    ));
    Ok(())
}

/// An intensity without zeros behind it.
fn shown(percent: f64) -> f64 {
    (percent * 10.0).round() / 10.0
}
