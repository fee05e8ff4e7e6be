//! `euthymia derive`

use crate::options::{OutputFormat, ReadArgs};
use crate::terminal;
use clap::{Args as ClapArgs, ValueEnum};
use euthymia_app::derive::{
    Choices, DeriveRequest, DeriveSource, derive, derive_explanation, listed,
};
use euthymia_app::{AppError, settings};
use euthymia_report::derive::{conversions_view, derived_view};
use euthymia_synthesis::conversion::spread::Quantile;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Derive what an effect size needs from what a paper prints
///
/// What is known is given as name=value, or as a CSV file with one row per study and the same names
/// as columns. What can be derived (--list has every way with its formula and source):
///   sd                  from se, n; ci_low, ci_high, n; q1, q3, n; min, max, n; or, for two groups,
///                       difference with t, f or p, n_treatment, n_control
///   mean-sd             median, n, and min, max or q1, q3 or all four
///   change-sd           sd_before, sd_after, r
///   correlation         sd_before, sd_after, sd_change
///   count               percent, n; or, for the sizes that fit, percent1, percent2, … and n_max
///   grim                mean, n: is this mean of whole numbers possible?
///   tables              rr or or with ci_low, ci_high, n_treatment, n_control
///   table               n, n_treatment, events, and or, phi or chi2
///   wald                rr, or, hr or difference, with ci_low and ci_high, p or z
///   d, log-or, r        from one another, with variance or se
///   or, rr, rd, nnt     from one another, with control_risk
///   combined            mean1, sd1, n1, mean2, sd2, n2, …; events1, n1, events2, n2, …
///   composite, shared   several outcomes of the same people; one group in several comparisons
///   median, median-difference, pooled-median   where no mean can be had
///   log-scale           mean, sd to logarithms and back
/// Of one group, each name may end in _treatment or _control; the columns made then end so too, and
/// are those that effect and pool read. Digits count: 57.10 is not 57.1.
#[derive(ClapArgs)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(crate) struct Args {
    /// What to derive: sd, mean-sd, count, tables, wald …
    #[arg(required_unless_present = "list")]
    what: Option<String>,
    /// A CSV file, or what is known, such as se=0.5
    #[arg(value_name = "FILE|NAME=VALUE", required_unless_present = "list")]
    numbers: Vec<String>,
    /// List what can be derived, or the ways to one of them: needs, formula, source
    #[arg(long, conflicts_with = "numbers")]
    list: bool,
    /// The way to go, where there are several: for mean-sd luo, lognormal, qe, bc, wan, hozo
    #[arg(long, value_name = "WORD")]
    method: Option<String>,
    /// Confidence level of the printed intervals, in percent
    #[arg(long, default_value_t = 95.0, value_name = "PERCENT")]
    level: f64,
    /// What intervals and tests of means were made with: for sd
    #[arg(long, value_enum, default_value_t)]
    quantile: QuantileWord,
    /// Show how each value came about: the formula with its numbers
    #[arg(long)]
    explain: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    #[command(flatten)]
    read: ReadArgs,
}

/// Which quantile a printed interval was made with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum QuantileWord {
    /// Student's t
    #[default]
    T,
    /// The normal distribution: 1.96 for 95 %
    Normal,
}

const EXAMPLES: &str = "\
Examples:
  euthymia derive sd ci_low=30.0 ci_high=34.2 n=25 --explain
  euthymia derive sd difference=3.8 p=0.008 n_treatment=25 n_control=22
  euthymia derive mean-sd q1=12 median=18 q3=25 n=60 --method qe
  euthymia derive count percent=57.1 n=21
  euthymia derive count percent1=9.5 percent2=57.1 n_max=50
  euthymia derive tables rr=0.525 ci_low=0.299 ci_high=0.923 n_treatment=103 n_control=101
  euthymia derive wald or=0.72 ci_low=0.55 ci_high=0.94 --format csv
  euthymia derive nnt or=0.5 ci_low=0.3 ci_high=0.9 control_risk=0.4
  euthymia derive mean-sd medians.csv --format csv
  euthymia derive --list";

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let Some(what) = args.what.as_ref().filter(|_| !args.list) else {
        let list = listed(args.what.as_deref())?;
        terminal::tables(&[conversions_view(&list)], args.format)?;
        return Ok(ExitCode::SUCCESS);
    };
    let answer = derive(&DeriveRequest {
        what: what.clone(),
        source: source(args)?,
        method: args.method.clone(),
        choices: Choices {
            level: settings::level(args.level)?,
            quantile: match args.quantile {
                QuantileWord::T => Quantile::StudentT,
                QuantileWord::Normal => Quantile::Normal,
            },
        },
    })?;
    for finding in &answer.notes {
        terminal::note(&finding.to_string());
    }
    terminal::tables(&[derived_view(&answer.rows, answer.title)], args.format)?;
    if args.explain {
        let text = derive_explanation(&answer);
        terminal::beside(&format!("\n{text}"), args.format);
    }
    let none = answer.rows.iter().all(|row| row.derived.is_err());
    Ok(if none {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

fn source(args: &Args) -> Result<DeriveSource, AppError> {
    match args.numbers.as_slice() {
        [only] if !only.contains('=') || Path::new(only).is_file() => Ok(DeriveSource::File {
            path: PathBuf::from(only),
            read: args.read.options()?,
        }),
        values => Ok(DeriveSource::Values(values.to_vec())),
    }
}
