//! Screening on the command line.

use super::decisions::record;
use super::order::OrderArgs;
use super::{Reading, Where};
use crate::options::OutputFormat;
use crate::terminal::{self, Bar};
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::review::{
    BatchRequest, Entered, Progress, RecordId, RemoveRequest, ScreenRequest, SettleRequest,
    TagRequest, TodoRequest, conflicts_view, open_to_read, removal_from_word, remove_records,
    screen_batch, screen_record, screening_views, settle_record, stage_from_word, tag_records,
    todo_view, verdict_from_word,
};
use std::path::PathBuf;
use std::process::ExitCode;

/// Decide on a record at a stage, or take decisions in from a table
///
/// A table is CSV or a workbook: with columns record (or doi, pmid, title), decision and reason, or
/// as ASReview, Rayyan and Covidence export it. All its decisions are entered, or none.
#[derive(Args)]
pub(crate) struct DecideArgs {
    /// The record
    #[arg(required_unless_present = "batch")]
    record: Option<String>,
    /// include, maybe (titles only) or exclude
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    verdict: Option<String>,
    /// title (title and abstract) or full (full text)
    #[arg(long, value_name = "STAGE", default_value = "title")]
    stage: String,
    /// Why it is excluded, by the id in review.toml; the first is the one that is reported
    #[arg(long, value_name = "ID", num_args = 1..)]
    reason: Vec<String>,
    /// A table of decisions made elsewhere
    #[arg(long, value_name = "FILE", conflicts_with_all = ["record", "reason"])]
    batch: Option<PathBuf>,
    /// What all rows of the table decided, where no column says so
    #[arg(long, value_name = "VERDICT", requires = "batch")]
    decision: Option<String>,
    /// Whose decisions are meant, where the table has those of several people
    #[arg(long, value_name = "NAME", requires = "batch")]
    person: Option<String>,
    /// Leave out rows of the table that are no record of the review
    #[arg(long, requires = "batch")]
    skip_unmatched: bool,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn decide(args: &DecideArgs) -> Result<ExitCode, AppError> {
    let stage = stage_from_word(&args.stage)?;
    if let Some(path) = &args.batch {
        let request = BatchRequest {
            path: path.clone(),
            stage,
            decision: args
                .decision
                .as_deref()
                .map(verdict_from_word)
                .transpose()?,
            person: args.person.clone(),
            skip_unmatched: args.skip_unmatched,
        };
        let mut session = args.at.open()?;
        let batched = watched(|progress| screen_batch(&mut session, &request, progress))?;
        terminal::say(&format!("{}\n", batched.said()));
        if let Some(entry) = batched.entry {
            entered(&entry.to_string());
        }
        return Ok(ExitCode::SUCCESS);
    }
    let request = ScreenRequest {
        record: record(args.record.as_deref().unwrap_or_default())?,
        stage,
        verdict: verdict_from_word(args.verdict.as_deref().unwrap_or_default())?,
        reasons: args.reason.clone(),
    };
    let mut session = args.at.open()?;
    said(&screen_record(&mut session, &request)?);
    Ok(ExitCode::SUCCESS)
}

/// Runs what reads the library, with a line that shows how far it has come.
pub(super) fn watched<T>(
    work: impl FnOnce(&mut dyn FnMut(Progress)) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let mut bar = Bar::new();
    let done = work(&mut |own| bar.count(own.records, own.of, "records read"));
    bar.clear();
    done
}

/// How an entry is taken back.
pub(super) fn entered(entry: &str) {
    let short = entry.get(..8).unwrap_or(entry);
    terminal::say(&format!(
        "Entered as {short}; euthymia review undo {short} takes it back.\n"
    ));
}

fn said(done: &Entered) {
    terminal::say(&format!("{}\n", done.said));
    entered(&done.entry.to_string());
}

/// Say what reviewers who disagreed agreed on
#[derive(Args)]
pub(crate) struct SettleArgs {
    /// The record
    record: String,
    /// include or exclude
    verdict: String,
    /// title or full [default: the stage at which they disagree]
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    /// Why it is excluded, by the id in review.toml
    #[arg(long, value_name = "ID")]
    reason: Option<String>,
    /// Who took part besides you
    #[arg(long, value_name = "NAME", num_args = 1..)]
    with: Vec<String>,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn settle(args: &SettleArgs) -> Result<ExitCode, AppError> {
    let request = SettleRequest {
        record: record(&args.record)?,
        stage: args.stage.as_deref().map(stage_from_word).transpose()?,
        verdict: verdict_from_word(&args.verdict)?,
        reason: args.reason.clone(),
        with: args.with.clone(),
    };
    let mut session = args.at.open()?;
    said(&settle_record(&mut session, &request)?);
    Ok(ExitCode::SUCCESS)
}

/// List what reviewers disagree on, with who decided what
#[derive(Args)]
pub(crate) struct ConflictsArgs {
    /// title or full [default: both]
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn conflicts(args: &ConflictsArgs) -> Result<ExitCode, AppError> {
    let stage = args.stage.as_deref().map(stage_from_word).transpose()?;
    let session = args.at.open()?;
    terminal::tables(&[conflicts_view(&session, stage)?], args.at.format)?;
    Ok(ExitCode::SUCCESS)
}

/// Put a tag on records, or take it away
#[derive(Args)]
pub(crate) struct TagArgs {
    /// The tag
    tag: String,
    /// The records
    #[arg(required = true, value_name = "RECORD")]
    records: Vec<String>,
    /// Take it away
    #[arg(long)]
    off: bool,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn tag(args: &TagArgs) -> Result<ExitCode, AppError> {
    let request = TagRequest {
        tag: args.tag.clone(),
        records: all_records(&args.records)?,
        off: args.off,
    };
    let mut session = args.at.open()?;
    entered(&tag_records(&mut session, &request)?.to_string());
    Ok(ExitCode::SUCCESS)
}

/// The records that texts name.
pub(super) fn all_records(texts: &[String]) -> Result<Vec<RecordId>, AppError> {
    texts.iter().map(|text| record(text)).collect()
}

/// Remove records before screening, and say why; a flow diagram counts them in a box of their own
#[derive(Args)]
pub(crate) struct RemoveArgs {
    /// The records
    #[arg(required = true, value_name = "RECORD")]
    records: Vec<String>,
    /// Who or what removed them: automation (a program marked them as ineligible) or other
    #[arg(long, value_name = "WHAT", default_value = "other")]
    marked_by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn remove(args: &RemoveArgs) -> Result<ExitCode, AppError> {
    let request = RemoveRequest {
        records: all_records(&args.records)?,
        by: removal_from_word(&args.marked_by)?,
        reason: args.reason.clone(),
    };
    let mut session = args.at.open()?;
    entered(&remove_records(&mut session, &request)?.to_string());
    Ok(ExitCode::SUCCESS)
}

/// Show how far screening has come, by stage, reason and reviewer, and what to look at
#[derive(Args)]
pub(crate) struct ScreeningArgs {
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn screening(args: &ScreeningArgs) -> Result<ExitCode, AppError> {
    let session = args.at.open()?;
    terminal::tables(&screening_views(&session), args.at.format)?;
    Ok(ExitCode::SUCCESS)
}

/// List the records that a reviewer still has to decide on, in the order of the screener
#[derive(Args)]
pub(crate) struct TodoArgs {
    /// title or full
    #[arg(long, value_name = "STAGE", default_value = "title")]
    stage: String,
    /// At most so many; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: usize,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    #[command(flatten)]
    order: OrderArgs,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn todo(args: &TodoArgs) -> Result<ExitCode, AppError> {
    let request = TodoRequest {
        by: args.at.who().by,
        stage: stage_from_word(&args.stage)?,
        most: args.most,
        order: args.order.request()?,
    };
    let session = open_to_read(&args.at.review)?;
    super::tell(&session);
    let view = watched(|progress| todo_view(&session, &request, progress))?;
    terminal::tables(&[view], args.format)?;
    Ok(ExitCode::SUCCESS)
}
