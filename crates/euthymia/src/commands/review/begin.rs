//! A review is begun, its sources are described, copies are put together, and it is said where it
//! stands.

use super::{Reading, Where, who};
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::review::{
    NotASourceKind, SourceKind, SourceRequest, add_source, create, dedupe, merge, status_views,
};
use std::path::PathBuf;
use std::process::ExitCode;

/// Begin a review in a new folder
///
/// Writes review.toml, where the question, the criteria and the reviewers stand for people to edit,
/// and a log to which everything that is decided is added. Nothing in the log is ever removed.
#[derive(Args)]
pub(crate) struct InitArgs {
    /// The new folder
    folder: PathBuf,
    /// Title of the review [default: the folder's name]
    #[arg(long)]
    title: Option<String>,
    /// Who reviews, by initials or a short name; the log keeps it [default: $EUTHYMIA_REVIEWER]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

pub(crate) fn init(args: &InitArgs) -> Result<ExitCode, AppError> {
    let name = args.folder.file_name();
    let name = name.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let title = args.title.clone().unwrap_or(name);
    create(&args.folder, &title, &who(args.by.as_deref()))?;
    let folder = args.folder.display();
    terminal::say(&format!(
        "A review begins in {folder}. Write the question, the criteria and the reviewers into \
         {folder}/review.toml; then: euthymia review source NAME --review {folder} --database MEDLINE\n"
    ));
    Ok(ExitCode::SUCCESS)
}

/// Describe a search: database, platform, day, and the exact strategy
///
/// A search that is run again is a new source with a name of its own.
#[derive(Args)]
pub(crate) struct SourceArgs {
    /// Short name, such as medline-2026-03
    name: String,
    /// What was searched: MEDLINE, Embase, ClinicalTrials.gov, reference lists
    #[arg(long, value_name = "NAME")]
    database: String,
    /// What kind of place: database, register, website, organisation, citation_searching, other
    /// [default: told from its name]
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Through which door: PubMed, Ovid, embase.com
    #[arg(long, value_name = "NAME")]
    platform: Option<String>,
    /// Day of the search, such as 2026-03-01
    #[arg(long, value_name = "DAY")]
    searched: Option<String>,
    /// File with the strategy exactly as it was run
    #[arg(long, value_name = "FILE")]
    strategy: Option<PathBuf>,
    /// Limits that were set, in words
    #[arg(long, value_name = "TEXT")]
    limits: Option<String>,
    /// Hits that the database reported
    #[arg(long, value_name = "N")]
    hits: Option<u64>,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn source(args: &SourceArgs) -> Result<ExitCode, AppError> {
    let mut session = args.at.open()?;
    let request = SourceRequest {
        name: args.name.clone(),
        database: args.database.clone(),
        kind: args.kind.as_deref().map(kind).transpose()?,
        platform: args.platform.clone(),
        searched_on: args.searched.as_deref().map(day).transpose()?,
        strategy: args.strategy.clone(),
        limits: args.limits.clone(),
        hits: args.hits,
    };
    add_source(&mut session, &request)?;
    terminal::say(&format!(
        "Source {}; take its export in with: euthymia review import FILE --source {}\n",
        args.name, args.name
    ));
    Ok(ExitCode::SUCCESS)
}

fn kind(text: &str) -> Result<SourceKind, AppError> {
    let wrong = |error: NotASourceKind| AppError::Usage(format!("--kind: {error}"));
    text.parse().map_err(wrong)
}

/// A day that exists.
fn day(text: &str) -> Result<String, AppError> {
    let wrong = |error: jiff::Error| {
        AppError::Usage(format!(
            "--searched: \"{text}\" is no day such as 2026-03-01 ({error})"
        ))
    };
    let day: jiff::civil::Date = text.parse().map_err(wrong)?;
    Ok(day.to_string())
}

/// Show sources, records, duplicates, what waits, and what is next
#[derive(Args)]
pub(crate) struct StatusArgs {
    /// Count the pairs that wait for a person in a library of any size, which reads all of it
    #[arg(long)]
    full: bool,
    /// Show it anew whenever something is entered, until interrupted
    #[arg(long)]
    watch: bool,
    #[command(flatten)]
    at: Reading,
}

/// Records that are read without being asked, to count the pairs that wait.
const RECORDS_READ: u64 = 20_000;

pub(crate) fn status(args: &StatusArgs) -> Result<ExitCode, AppError> {
    loop {
        let size = log_size(args);
        show_status(args)?;
        if !args.watch {
            return Ok(ExitCode::SUCCESS);
        }
        while log_size(args) == size {
            std::thread::sleep(WATCHING);
        }
        terminal::clear();
    }
}

/// How often it is looked whether the log has grown.
const WATCHING: std::time::Duration = std::time::Duration::from_millis(300);

fn log_size(args: &StatusArgs) -> Option<u64> {
    let log = std::fs::metadata(args.at.review.join("log.jsonl"));
    log.ok().map(|log| log.len())
}

fn show_status(args: &StatusArgs) -> Result<(), AppError> {
    let mut session = args.at.open()?;
    let state = session.state();
    let is_small = state.records() <= RECORDS_READ && state.unsearched() == 0;
    let waiting = match args.full || is_small {
        true => Some(dedupe(&mut session, false, &mut |_| ())?.queue.len() as u64),
        false => None,
    };
    terminal::tables(&status_views(&session, waiting)?, args.at.format)
}

/// Add what another copy of this review has
///
/// Two people can work on copies of the folder; each adds the other's. What contradicts itself is
/// listed and waits for a person; nothing is settled in silence.
#[derive(Args)]
pub(crate) struct MergeArgs {
    /// Folder of the other copy
    other: PathBuf,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn merge_copies(args: &MergeArgs) -> Result<ExitCode, AppError> {
    let mut session = args.at.open()?;
    let said = merge(&mut session, &args.other)?;
    terminal::say(&(said.join("\n") + "\n"));
    let is_settled = session.state().conflicts.is_empty();
    Ok(ExitCode::from(u8::from(!is_settled)))
}
