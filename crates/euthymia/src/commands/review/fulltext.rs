//! Full texts on the command line.

use super::decisions::record;
use super::screening::{all_records, entered, watched};
use super::{Reading, Where};
use crate::options::OutputFormat;
use crate::terminal;
use clap::{Args, Subcommand};
use euthymia_app::AppError;
use euthymia_app::review::{
    AddRequest, add_full_text, assign_full_texts, full_text_page, full_text_views, missing_view,
    request_full_texts, say_not_retrieved, search_full_texts,
};
use std::path::PathBuf;
use std::process::ExitCode;

/// Take in, match, ask for, search and show full texts
#[derive(Args)]
pub(crate) struct FulltextArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Add(AddArgs),
    Match(MatchArgs),
    Missing(MissingArgs),
    Request(RequestArgs),
    Unavailable(UnavailableArgs),
    Search(SearchArgs),
    Show(ShowArgs),
}

pub(crate) fn run(args: &FulltextArgs) -> Result<ExitCode, AppError> {
    match &args.command {
        Command::Add(args) => add(args),
        Command::Match(args) => assign(args),
        Command::Missing(args) => missing(args),
        Command::Request(args) => request(args),
        Command::Unavailable(args) => unavailable(args),
        Command::Search(args) => search(args),
        Command::Show(args) => show(args),
    }
}

/// Take in the PDF of a report; a supplement stands beside it
#[derive(Args)]
struct AddArgs {
    /// The record
    record: String,
    /// The PDF
    file: PathBuf,
    #[command(flatten)]
    at: Where,
}

fn add(args: &AddArgs) -> Result<ExitCode, AppError> {
    let request = AddRequest {
        record: record(&args.record)?,
        path: args.file.clone(),
    };
    let mut session = args.at.open()?;
    let added = add_full_text(&mut session, &request)?;
    for line in &added.said {
        terminal::say(&format!("{line}\n"));
    }
    entered(&added.entry.to_string());
    Ok(ExitCode::SUCCESS)
}

/// Take in a folder of PDFs, each for the report it is of
///
/// A file is recognised by a DOI or PubMed number in its name or on its first pages, or by the title
/// on its first page. Those that are not sure are listed and left to a person.
#[derive(Args)]
struct MatchArgs {
    /// The folder
    folder: PathBuf,
    /// Show what would be taken in, and take nothing in
    #[arg(long)]
    dry_run: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    #[command(flatten)]
    at: Where,
}

fn assign(args: &MatchArgs) -> Result<ExitCode, AppError> {
    let mut session = args.at.open()?;
    let assigned =
        watched(|progress| assign_full_texts(&mut session, &args.folder, args.dry_run, progress))?;
    terminal::tables(&[assigned.view], args.format)?;
    if let (Some(entry), OutputFormat::Table | OutputFormat::Md) = (assigned.entry, args.format) {
        entered(&entry.to_string());
    }
    Ok(ExitCode::SUCCESS)
}

/// List the included reports without a full text, and of whom it was asked for
///
/// As CSV the list has what an interlibrary loan needs.
#[derive(Args)]
struct MissingArgs {
    #[command(flatten)]
    at: Reading,
}

fn missing(args: &MissingArgs) -> Result<ExitCode, AppError> {
    let session = args.at.open()?;
    terminal::tables(&[missing_view(&session)?], args.at.format)?;
    Ok(ExitCode::SUCCESS)
}

/// Say that full texts were asked for
#[derive(Args)]
struct RequestArgs {
    /// The records [default: all that are missing and for which nobody has asked]
    #[arg(value_name = "RECORD")]
    records: Vec<String>,
    /// Of whom: a library, the authors
    #[arg(long, value_name = "NAME")]
    from: String,
    #[command(flatten)]
    at: Where,
}

fn request(args: &RequestArgs) -> Result<ExitCode, AppError> {
    let records = all_records(&args.records)?;
    let mut session = args.at.open()?;
    let (entry, count) = request_full_texts(&mut session, &records, &args.from)?;
    terminal::say(&format!("Asked for: {count}.\n"));
    entered(&entry.to_string());
    Ok(ExitCode::SUCCESS)
}

/// Say that a full text cannot be had, and why
#[derive(Args)]
struct UnavailableArgs {
    /// The record
    record: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    at: Where,
}

fn unavailable(args: &UnavailableArgs) -> Result<ExitCode, AppError> {
    let record = record(&args.record)?;
    let mut session = args.at.open()?;
    let entry = say_not_retrieved(&mut session, record, &args.reason)?;
    entered(&entry.to_string());
    Ok(ExitCode::SUCCESS)
}

/// Look for words on the pages of all full texts
///
/// A page is found that has all the words; "a phrase" counts as one, and ketamin* stands for all
/// words that begin so.
#[derive(Args)]
struct SearchArgs {
    /// The words
    #[arg(required = true)]
    words: Vec<String>,
    /// At most so many pages; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: usize,
    #[command(flatten)]
    at: Reading,
}

fn search(args: &SearchArgs) -> Result<ExitCode, AppError> {
    let session = args.at.open()?;
    let marks = terminal::marks(args.at.format);
    let words = args.words.join(" ");
    let view = search_full_texts(&session, &words, args.most, marks.as_ref())?;
    terminal::marked_tables(&[view], args.at.format)?;
    Ok(ExitCode::SUCCESS)
}

/// Show the full text of a record: its files and requests, or the words of a page
#[derive(Args)]
struct ShowArgs {
    /// The record
    record: String,
    /// The words of this page
    #[arg(long, value_name = "N")]
    page: Option<usize>,
    #[command(flatten)]
    at: Reading,
}

fn show(args: &ShowArgs) -> Result<ExitCode, AppError> {
    let record = record(&args.record)?;
    let session = args.at.open()?;
    match args.page {
        Some(page) => terminal::say(&format!("{}\n", full_text_page(&session, record, page)?)),
        None => terminal::tables(&[full_text_views(&session, record)?], args.at.format)?,
    }
    Ok(ExitCode::SUCCESS)
}
