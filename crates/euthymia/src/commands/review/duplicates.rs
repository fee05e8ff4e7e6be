//! Duplicates: found, explained, listed.

use super::decisions::record;
use super::{Reading, Where};
use crate::options::OutputFormat;
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::review::{
    Deduplicated, Session, dedupe, explain_view, links_view, open_to_read, queue_view,
};
use std::process::ExitCode;

/// Find duplicates: merge what is sure, link what belongs together, queue the rest for a person
///
/// Errata, comments, conference abstracts, preprints, registrations and several publications of one
/// trial are never merged but linked. Every decision is in the log and can be taken back; what people
/// decided before stands. The result does not depend on the order of the files.
#[derive(Args)]
pub(crate) struct DedupeArgs {
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// Why two records are one report, or not: field by field
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    explain: Option<Vec<String>>,
    #[command(flatten)]
    at: Where,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn dedupe_records(args: &DedupeArgs) -> Result<ExitCode, AppError> {
    if let Some([a, b]) = args.explain.as_deref() {
        let session = open_to_read(&args.at.review)?;
        let view = explain_view(&session, record(a)?, record(b)?)?;
        terminal::tables(&[view], args.format)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut session = match args.dry_run {
        true => open_to_read(&args.at.review)?,
        false => args.at.open()?,
    };
    let done = search(&mut session, !args.dry_run)?;
    let verb = if args.dry_run { "would be" } else { "were" };
    terminal::beside(&said(&done, verb), args.format);
    terminal::tables(&[queue_view(&done.queue, SHOWN)], args.format)?;
    Ok(ExitCode::SUCCESS)
}

/// Pairs that are shown unless more are asked for.
const SHOWN: usize = 20;

fn search(session: &mut Session, enter: bool) -> Result<Deduplicated, AppError> {
    let mut bar = terminal::Bar::new();
    let done = dedupe(session, enter, &mut |done| {
        bar.count(done.records, done.of, "records read");
    });
    bar.clear();
    done
}

fn said(done: &Deduplicated, verb: &str) -> String {
    let mut text = format!(
        "{} groups {verb} merged, which takes away {} records; {} links {verb} entered; {} pairs were \
         compared.\n",
        done.groups, done.removed, done.links, done.found.compared
    );
    for note in &done.notes {
        text += note;
        text.push('\n');
    }
    text.push('\n');
    text
}

/// List the pairs that wait for a person, the likeliest first
#[derive(Args)]
pub(crate) struct QueueArgs {
    /// At most so many; 0 for all
    #[arg(long, value_name = "N", default_value_t = SHOWN)]
    most: usize,
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn queue(args: &QueueArgs) -> Result<ExitCode, AppError> {
    let mut session = args.at.open()?;
    let done = search(&mut session, false)?;
    terminal::tables(&[queue_view(&done.queue, args.most)], args.at.format)?;
    Ok(ExitCode::SUCCESS)
}

/// List the reports that belong together
#[derive(Args)]
pub(crate) struct LinksArgs {
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn links(args: &LinksArgs) -> Result<ExitCode, AppError> {
    let session = args.at.open()?;
    terminal::tables(&[links_view(&session)?], args.at.format)?;
    Ok(ExitCode::SUCCESS)
}
