//! `euthymia reconstruct`

use crate::options::OutputFormat;
use crate::terminal;
use clap::{Args as ClapArgs, value_parser};
use euthymia_app::AppError;
use euthymia_app::reconstruct::{Budget, ReconstructRequest, Verdict, reconstruct};
use euthymia_report::reconstruct::{answer_view, checks_view, range_view};
use std::path::PathBuf;
use std::process::ExitCode;

/// Find whole-number data behind a printed summary, or prove that there are none
///
/// First come checks that every data set must pass; one that fails is a proof that none exists, and
/// its arithmetic is printed. Then data are looked for:
///   one sample   every data set with the summary is counted, and some are drawn so that each is
///                as likely as any other (hill climbing, as in SPRITE, favours some and can never
///                say that there is none); searched for where n is too large to count
///   two          the same patients before and after: a seeded search; what it does not find may
///                still exist
/// Last comes what the solutions disagree about: that is what the summary does not tell. No
/// solution is anybody's data.
///
/// Numbers are given as name=value, as printed: 27.60 says more than 27.6. Each stands for every
/// value at most half a unit of its last place away, both ends included.
///   size and range  n, and lowest and highest, or --instrument
///   one sample      mean; sd (divisor n − 1), median, min, max
///   two             mean_before, mean_after; sd_before, median_before, …; mean_change, sd_change,
///                   t with df, r (correlation before and after), mean_percent and sd_percent (of
///                   the patients' own percent improvements). A positive change is a decrease; the
///                   sign of t is not held against the data.
///   counts          --count 'RULE: NUMBER' with rules such as <10, >=20, before>=30,
///                   decrease>=50pct, joined by & for "of them"; '9.5%' in place of the number
#[derive(ClapArgs)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(crate) struct Args {
    /// What is printed, such as n=21 mean=27.6 sd=6.4
    #[arg(value_name = "NAME=VALUE", required = true)]
    values: Vec<String>,
    /// A scale whose totals these are, such as madrs: gives the range
    #[arg(long, value_name = "SCALE")]
    instrument: Option<String>,
    /// A printed count, such as '<10: 2' or 'decrease>=50pct & <10: 2'; may be repeated
    #[arg(long, value_name = "RULE: NUMBER")]
    count: Vec<String>,
    /// A rule whose count is not printed: how far solutions disagree about it; may be repeated
    #[arg(long, value_name = "RULE")]
    watch: Vec<String>,
    /// How many solutions to show and to write
    #[arg(long, default_value_t = 1, value_name = "K", value_parser = value_parser!(u32).range(1..=MOST))]
    solutions: u32,
    /// Also write these solutions to a CSV file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Solutions of one sample to draw when there are more
    #[arg(long, default_value_t = 1000, value_name = "N", value_parser = value_parser!(u32).range(1..=MOST))]
    draws: u32,
    /// Starts of the search
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = value_parser!(u32).range(1..=MOST))]
    starts: u32,
    /// Moves of each start
    #[arg(long, default_value_t = 50_000, value_name = "N")]
    steps: u64,
    /// Where the random numbers start; the same seed gives the same answer
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// Most solutions and starts that can be asked for.
const MOST: i64 = 1_000_000;

const EXAMPLES: &str = "\
Examples:
  euthymia reconstruct n=20 lowest=1 highest=5 mean=2.35 sd=1.39 --solutions 8
  euthymia reconstruct n=21 mean=18.6 sd=8.9 --instrument madrs --count '<10: 2' --watch '<=12'
  euthymia reconstruct --instrument madrs --out rows.csv --count 'decrease>=50pct: 4' \\
    n=21 mean_before=27.6 sd_before=6.4 mean_after=18.6 sd_after=8.9 --count '<10: 2' \\
    t=7.212 df=20 mean_percent=34.5 sd_percent=21.1 --count 'decrease>=50pct & <10: 2'

Exit status: 0 a solution was found; 1 none exists, or none was found (the table says which); 2 bad
usage.";

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let shown = args.solutions as usize;
    terminal::progress("counting and searching data sets …");
    let found = reconstruct(&ReconstructRequest {
        values: args.values.clone(),
        instrument: args.instrument.clone(),
        counts: args.count.clone(),
        watch: args.watch.clone(),
        budget: Budget {
            draws: shown.max(args.draws as usize),
            starts: args.starts,
            steps: args.steps,
            seed: args.seed,
        },
    })?;
    let has_solution = found.answer.verdict() == Verdict::Found;
    let mut views = vec![checks_view(&found.answer)];
    if matches!(args.format, OutputFormat::Json | OutputFormat::Csv) {
        views.insert(0, answer_view(&found.answer));
    }
    if has_solution {
        views.push(range_view(&found.answer, &found.rules));
        views.push(found.solutions(shown));
        if let Some(path) = &args.out {
            found.write(path, shown)?;
        }
    }
    terminal::tables(&views, args.format)?;
    Ok(if has_solution {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}
