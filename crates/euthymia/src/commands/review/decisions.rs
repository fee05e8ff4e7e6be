//! What a person decides, and the log.

use super::{Reading, Where};
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::review::{
    Decision, ImportId, RecordId, decide, entry_view, history_view, link_from_word, link_words,
};
use std::process::ExitCode;

/// The record that a text names.
pub(super) fn record(text: &str) -> Result<RecordId, AppError> {
    text.parse()
        .map_err(|error: euthymia_app::review::NotARecordId| AppError::Usage(error.to_string()))
}

/// The import that a text names.
pub(super) fn import(text: &str) -> Result<ImportId, AppError> {
    text.parse().map_err(|_| {
        AppError::Usage(format!(
            "\"{text}\" is no name of an import: review status lists them"
        ))
    })
}

fn enter(at: &Where, decision: Decision) -> Result<ExitCode, AppError> {
    let mut session = at.open()?;
    let entry = decide(&mut session, decision)?.to_string();
    let short = entry.get(..8).unwrap_or(&entry);
    terminal::say(&format!(
        "Entered as {short}; euthymia review undo {short} takes it back.\n"
    ));
    Ok(ExitCode::SUCCESS)
}

/// Say that records are copies of one report
#[derive(Args)]
pub(crate) struct SameArgs {
    /// The records
    #[arg(required = true, num_args = 2.., value_name = "RECORD")]
    records: Vec<String>,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn same(args: &SameArgs) -> Result<ExitCode, AppError> {
    let records = args.records.iter().map(|text| record(text));
    let records = records.collect::<Result<Vec<_>, _>>()?;
    enter(&args.at, Decision::Same(records))
}

/// Say that two records are not copies of one report
#[derive(Args)]
pub(crate) struct DifferentArgs {
    /// One record
    a: String,
    /// The other
    b: String,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn different(args: &DifferentArgs) -> Result<ExitCode, AppError> {
    enter(
        &args.at,
        Decision::Different(record(&args.a)?, record(&args.b)?),
    )
}

/// Say that two different reports belong together
///
/// KIND: same-study, or what A is to B: abstract-of, erratum-for, comment-on, retraction-of,
/// preprint-of, registration-of, update-of, translation-of, part-of-series, other-version, republished.
#[derive(Args)]
pub(crate) struct LinkArgs {
    /// One record
    a: String,
    /// The other
    b: String,
    /// How they belong together
    kind: String,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn link(args: &LinkArgs) -> Result<ExitCode, AppError> {
    let link = link_from_word(&args.kind).ok_or_else(|| {
        AppError::Usage(format!(
            "\"{}\" is no kind of link; there are: {}",
            args.kind,
            link_words().join(", ")
        ))
    })?;
    enter(
        &args.at,
        Decision::Link(record(&args.a)?, record(&args.b)?, link),
    )
}

/// Say how a field of a record should read
#[derive(Args)]
pub(crate) struct AmendArgs {
    /// The record
    record: String,
    /// title, year, journal, volume, issue, pages, abstract, doi, pmid or language
    field: String,
    /// The new value; the field is emptied where none is given
    value: Option<String>,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn amend(args: &AmendArgs) -> Result<ExitCode, AppError> {
    let record = record(&args.record)?;
    let decision = Decision::Amend(record, args.field.clone(), args.value.clone());
    enter(&args.at, decision)
}

/// Say that an imported file no longer counts, and why
#[derive(Args)]
pub(crate) struct WithdrawArgs {
    /// The import
    import: String,
    /// Why
    reason: String,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn withdraw(args: &WithdrawArgs) -> Result<ExitCode, AppError> {
    let decision = Decision::Withdraw(import(&args.import)?, args.reason.clone());
    enter(&args.at, decision)
}

/// Enter a remark into the log
#[derive(Args)]
pub(crate) struct NoteArgs {
    /// The remark
    text: String,
    /// The record that it is about
    #[arg(long)]
    record: Option<String>,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn note(args: &NoteArgs) -> Result<ExitCode, AppError> {
    let about = args.record.as_deref().map(record).transpose()?;
    enter(&args.at, Decision::Note(about, args.text.clone()))
}

/// Take an entry of the log back; that, too, can be undone
#[derive(Args)]
pub(crate) struct UndoArgs {
    /// The entry, as review log names it; one event of it as ENTRY-2
    entry: String,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn undo(args: &UndoArgs) -> Result<ExitCode, AppError> {
    enter(&args.at, Decision::Undo(args.entry.clone()))
}

/// List what was decided, by whom and when, the newest first
#[derive(Args)]
pub(crate) struct LogArgs {
    /// At most so many; 0 for all
    #[arg(long, value_name = "N", default_value_t = 30)]
    most: usize,
    /// Everything that was entered together under this name
    #[arg(long, value_name = "ENTRY")]
    entry: Option<String>,
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn log(args: &LogArgs) -> Result<ExitCode, AppError> {
    let session = args.at.open()?;
    let view = match &args.entry {
        Some(entry) => entry_view(&session, entry)?,
        None => history_view(&session, args.most),
    };
    terminal::tables(&[view], args.at.format)?;
    Ok(ExitCode::SUCCESS)
}
