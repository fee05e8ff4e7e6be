//! `euthymia score`

use super::instrument::OwnArgs;
use crate::options::{OutputFormat, ReadArgs};
use crate::terminal::{self, Bar};
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::score::{can_prorate, file_views, sheet};
use euthymia_app::score_file::{Progress, ScoreFileRequest, score_file};
use euthymia_clinical::instrument::{Pack, score};
use euthymia_clinical::suicidality::triage;
use euthymia_report::instrument::score_views;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Score a rating scale: answers typed on the line, or a file of many
///
/// Answers stand in the order of the items, separated by commas; a missing one is left empty. Prints
/// every total, the severity band under each source, cut-offs, and what was answered to the suicide
/// item; for the Columbia screener the published triage.
///
/// A file has one answer sheet per row, in columns such as phq9_1, phq9_2, …; its other columns are
/// kept. With --out each row is written with its totals, bands and flags; nothing is written when an
/// answer cannot be used. It may be larger than memory.
#[derive(ClapArgs)]
#[command(
    after_help = "Examples:\n  euthymia score phq9 2,3,1,2,1,2,1,0,1\n  euthymia score qids_sr16 '2 1 0 0 2 1 0 0 0 2 1 0 2 2 1 0'\n  euthymia score cssrs_screener yes,yes,no,no,no,no\n  euthymia score phq9 answers.csv --out scored.csv"
)]
pub(crate) struct Args {
    /// The scale, such as madrs, phq9, qids_sr16
    instrument: String,
    /// Answers such as 1,2,0,…, or a CSV file with one answer sheet per row
    answers: String,
    /// For a file: where to write each row with its totals
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// For a file: how many threads score it
    #[arg(long, default_value_t = 2, value_name = "N")]
    threads: usize,
    /// Least number of answered items; the mean of them stands in for each missing one
    #[arg(long, value_name = "N")]
    answered_min: Option<usize>,
    #[command(flatten)]
    own: OwnArgs,
    #[command(flatten)]
    read: ReadArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, AppError> {
    let pack = args.own.pack(&args.instrument)?;
    if let Some(least) = args.answered_min {
        can_prorate(&pack, least)?;
    }
    let path = Path::new(&args.answers);
    if path.exists()
        || path
            .extension()
            .is_some_and(|end| end.len() == 3 && !is_number(end))
    {
        return file(args, &pack, path);
    }
    if args.out.is_some() {
        return Err(AppError::Usage(
            "--out: it is for a file of answers; a single sheet is printed".to_owned(),
        ));
    }
    let answers = sheet(&pack, &args.answers)?;
    let scored = score(&answers, args.answered_min);
    terminal::tables(
        &score_views(&answers, &scored, triage(&answers).as_ref()),
        args.format,
    )?;
    Ok(ExitCode::SUCCESS)
}

/// `1.125` is an answer, `answers.csv` a file.
fn is_number(end: &std::ffi::OsStr) -> bool {
    end.to_string_lossy()
        .bytes()
        .all(|byte| byte.is_ascii_digit())
}

fn file(args: &Args, pack: &Pack, input: &Path) -> Result<ExitCode, AppError> {
    let request = ScoreFileRequest {
        pack,
        input,
        read: args.read.options()?,
        output: args.out.as_deref(),
        answered_min: args.answered_min,
        threads: args.threads.clamp(1, 64),
        problems_max: 20,
    };
    let mut bar = Bar::new();
    let summary = score_file(&request, &mut |progress: Progress| {
        bar.show(progress.bytes_done, progress.bytes_total, progress.rows);
    });
    bar.clear();
    let summary = summary?;
    if let Some(path) = &args.out {
        terminal::note(&format!("wrote {}", path.display()));
    }
    terminal::tables(&file_views(pack, &summary), args.format)?;
    Ok(ExitCode::SUCCESS)
}
