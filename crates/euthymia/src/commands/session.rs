//! `euthymia session check|template|rules|watch`

use crate::options::{OutputFormat, ReadArgs};
use crate::terminal;
use clap::{Args, Subcommand};
use euthymia_app::AppError;
use euthymia_app::output::{FigureFormat, refuse_same_file, write_whole};
use euthymia_app::session::{
    Asked, check, figure, read, read_site, rules_of, rules_views, template, views, watch_view,
};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Hold a session's record against its rules: vitals, observation, discharge, suicidality
    ///
    /// Reads a TOML file of the session, or a CSV file of its measurements. Suicidality that is not
    /// answered with a no stands first. A limit that nobody read in a source decides nothing unless
    /// your clinic sets it. It informs; it never prescribes.
    ///
    /// Exit status 1 when a person must look, each reason in the second table: suicidality that is not a
    /// clear no; a rule not kept; a rule that decides and cannot be said although the patient has left;
    /// blood pressure of grade 3 by its numbers, or of grade 2 and not seen to pass; an event of grade 3;
    /// devices that give another dose; a reading that anybody would look at, where your clinic set no limit.
    #[command(
        after_help = "Examples:\n  euthymia session check examples/session/esketamine.toml\n  euthymia session check examples/session/ketamine.toml --site examples/session/clinic.toml\n  euthymia session check examples/session/esketamine.toml --figure vitals.png\n  euthymia session check examples/session/vitals.csv --treatment ketamine_iv --dose-end 40"
    )]
    Check(Box<CheckArgs>),
    /// Print an empty session's file to fill in, with what each key means
    #[command(after_help = "Example:\n  euthymia session template --treatment ketamine_iv")]
    Template {
        /// The treatment, such as esketamine_in, ketamine_iv, psilocybin
        #[arg(long, value_name = "WORD", default_value = "esketamine_in")]
        treatment: String,
        /// The columns of a file of measurements instead
        #[arg(long)]
        csv: bool,
    },
    /// Show the rules of a treatment's sessions: which decide, which nobody has set, each with its source
    Rules {
        /// The treatment
        #[arg(long, value_name = "WORD", default_value = "esketamine_in")]
        treatment: String,
        /// Your clinic's limits in a file
        #[arg(long, value_name = "FILE")]
        site: Option<PathBuf>,
        /// How to print
        #[arg(long, value_enum, default_value_t)]
        format: OutputFormat,
    },
    /// Show what is watched over months and years: bladder, cognition, misuse, liver
    Watch {
        /// Only this class: ketamine, esketamine, tms, psychedelic
        #[arg(long, value_name = "CLASS")]
        treatment: Option<String>,
        /// How to print
        #[arg(long, value_enum, default_value_t)]
        format: OutputFormat,
    },
}

#[derive(Args)]
pub(crate) struct CheckArgs {
    /// The session (.toml), or its measurements (.csv)
    file: PathBuf,
    /// The treatment; a TOML file names its own
    #[arg(long, value_name = "WORD")]
    treatment: Option<String>,
    /// Clock time at which the dose began, such as 09:30, where measurements have clock times
    #[arg(long, value_name = "HH:MM")]
    start: Option<String>,
    /// Minute at which the dose ended; a TOML file says so itself
    #[arg(long, value_name = "MINUTE")]
    dose_end: Option<f64>,
    /// Minute at which the patient left; a TOML file says so itself
    #[arg(long, value_name = "MINUTE")]
    discharge: Option<f64>,
    /// Your clinic's limits in a file
    #[arg(long, value_name = "FILE")]
    site: Option<PathBuf>,
    /// A column of the file of measurements that is left out on purpose; may be repeated
    #[arg(long, value_name = "COLUMN")]
    ignore: Vec<String>,
    /// Also draw the vitals over the session (.svg, .png or .pdf)
    #[arg(long, value_name = "FILE")]
    figure: Option<PathBuf>,
    #[command(flatten)]
    read: ReadArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, AppError> {
    match command {
        Command::Check(args) => run_check(args),
        Command::Template { treatment, csv } => {
            terminal::say(&match csv {
                true => euthymia_app::session::template::CSV.to_owned(),
                false => template(treatment)?,
            });
            Ok(ExitCode::SUCCESS)
        }
        Command::Rules {
            treatment,
            site,
            format,
        } => {
            let site = read_site(site.as_deref())?;
            let overlaid = site.overlay(rules_of(treatment)?);
            let set = overlaid.map_err(|error| AppError::Usage(error.problem))?;
            terminal::tables(&rules_views(&set), *format)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Watch { treatment, format } => {
            terminal::tables(&[watch_view(treatment.as_deref())?], *format)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn run_check(args: &CheckArgs) -> Result<ExitCode, AppError> {
    let drawn = args.figure.as_deref().map(FigureFormat::of).transpose()?;
    let session = read(
        &args.file,
        &Asked {
            treatment: args.treatment.clone(),
            start: args.start.clone(),
            dose_end: args.dose_end,
            discharge: args.discharge,
            ignored: args.ignore.clone(),
            read: args.read.options()?,
        },
    )?;
    let held = check(session, read_site(args.site.as_deref())?)?;
    if args.format != OutputFormat::Table {
        // The first line of a file for machines is its header.
        held.alarm().iter().for_each(|alarm| terminal::note(alarm));
        let looks = held.looks().len();
        if looks > 0 {
            terminal::note(&format!(
                "a person must look: {looks} in euthymia.session.look.v1"
            ));
        }
    }
    terminal::tables(&views(&held), args.format)?;
    if let (Some(path), Some(format)) = (&args.figure, drawn) {
        refuse_same_file(&args.file, path, "--figure")?;
        write_whole(path, &format.draw(&figure(&held))?)?;
        terminal::note(&format!("wrote {}", path.display()));
    }
    Ok(if held.needs_a_person() {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}
