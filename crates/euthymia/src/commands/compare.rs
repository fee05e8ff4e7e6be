//! `euthymia compare`

use crate::options::{OutputFormat, ReadArgs};
use crate::terminal;
use clap::Args as ClapArgs;
use euthymia_app::compare::{CompareAnswer, CompareRequest, Source, run as compute};
use euthymia_app::{AppError, settings};
use euthymia_evidence::select::Selection;
use euthymia_report::compared::{
    CompareOptions, Controls, Doses, Level, NetworkMeasure, NodeChoice, against_reference_view,
};
use euthymia_synthesis::network::Better;
use std::path::PathBuf;
use std::process::ExitCode;

/// Compare several treatments at once: network meta-analysis
///
/// With a FILE, one row per arm:
///   study,treatment,events,n          OR, RR, RD
///   study,treatment,mean,sd,n         MD, SMD
///   study,treatment,events,time       IRR
/// or one row per comparison:
///   study,treatment1,treatment2,estimate,se   GEN, HR (logarithms for ratios)
///
/// Without a FILE, --outcome selects from the evidence base.
#[derive(ClapArgs)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A CSV file with one row per arm or comparison; without it, the evidence base
    file: Option<PathBuf>,
    /// OR, RR, RD (counts), MD, SMD (means), IRR (person-time), HR, GEN (comparisons)
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    /// Which way is better: larger or smaller
    #[arg(long, value_name = "WAY", default_value = "larger")]
    better: String,
    /// The node that others are compared with
    #[arg(long, value_name = "NODE")]
    reference: Option<String>,
    /// Outcome of the evidence base: response, remission, change, dropout …
    #[arg(long, value_name = "WORD", conflicts_with = "file")]
    outcome: Option<String>,
    /// Only trials with an arm of this treatment, report group or class; may be repeated
    #[arg(long, value_name = "WORD", conflicts_with = "file")]
    treatment: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    #[command(flatten)]
    read: ReadArgs,
}

const EXAMPLES: &str = "\
Examples:
  euthymia compare --outcome response
  euthymia compare trials.csv --measure OR --reference placebo";

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let answer = compute(&request(args)?)?;
    for finding in &answer.notes {
        terminal::note(&finding.to_string());
    }
    print(&answer, args)?;
    Ok(ExitCode::SUCCESS)
}

fn print(answer: &CompareAnswer, args: &Args) -> Result<(), AppError> {
    let mut table = against_reference_view(&answer.main);
    table.notes.extend(answer.main.warnings.iter().cloned());
    terminal::tables(&[table], args.format)
}

fn request(args: &Args) -> Result<CompareRequest, AppError> {
    let source = source(args)?;
    let measure = match &args.measure {
        Some(code) => NetworkMeasure::from_code(code)
            .ok_or_else(|| AppError::Usage(format!("\"{code}\" is not a measure of networks")))?,
        None => NetworkMeasure::OddsRatio,
    };
    let better = match args.better.as_str() {
        "larger" => Better::Larger,
        "smaller" => Better::Smaller,
        other => {
            return Err(AppError::Usage(format!(
                "--better: \"{other}\" is neither larger nor smaller"
            )));
        }
    };
    let choice = NodeChoice {
        level: Level::Treatment,
        controls: Controls::Merged,
        doses: Doses::Merged,
        ..NodeChoice::named("as named, one control")
    };
    Ok(CompareRequest {
        source,
        choices: vec![choice],
        options: CompareOptions {
            reference: args.reference.clone(),
            ..CompareOptions::of(measure, better)
        },
        covariates: Vec::new(),
    })
}

fn source(args: &Args) -> Result<Source, AppError> {
    if let Some(path) = &args.file {
        return Ok(Source::File {
            path: path.clone(),
            read: args.read.options()?,
        });
    }
    let Some(outcome) = &args.outcome else {
        return Err(AppError::Usage(
            "name a CSV file, or an outcome of the evidence base: --outcome response".to_owned(),
        ));
    };
    Ok(Source::Evidence {
        folder: None,
        selection: Selection::of(settings::outcome(outcome)?, args.treatment.clone()),
    })
}
