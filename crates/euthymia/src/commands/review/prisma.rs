//! The report of a review after PRISMA 2020.

use super::{Reading, Where};
use crate::options::OutputFormat;
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::output::{FigureFormat, write_whole};
use euthymia_app::review::{
    PrismaParts, PrismaReading, answer, archive, checklist_views, excluded_view, prisma_document,
    prisma_figure, prisma_methods, prisma_searches_view, prisma_views, replay,
};
use euthymia_report::docx::docx;
use std::path::PathBuf;
use std::process::ExitCode;

/// Show where every record went: the flow of PRISMA 2020, derived from the log and balanced
///
/// What is not decided yet has boxes of its own. The flow is shown where no other part is asked for.
#[derive(Args)]
pub(crate) struct PrismaArgs {
    /// Write the flow diagram; the ending chooses .svg, .png or .pdf
    #[arg(long, value_name = "FILE")]
    figure: Option<PathBuf>,
    /// Write a document with methods, flow, excluded reports, searches and checklists
    #[arg(long, value_name = "FILE")]
    docx: Option<PathBuf>,
    /// Show the checklists of PRISMA 2020, its abstract and PRISMA-S, filled from the folder
    #[arg(long)]
    checklist: bool,
    /// Show what was searched; the strategies themselves stand in the document
    #[arg(long)]
    appendix: bool,
    /// Say how the review was done, in words
    #[arg(long)]
    methods: bool,
    /// List the reports that were sought and not included, with reasons
    #[arg(long)]
    excluded: bool,
    /// Count as previous what was there after this entry, or before this day
    #[arg(long, value_name = "ENTRY|DAY")]
    since: Option<String>,
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn prisma(args: &PrismaArgs) -> Result<ExitCode, AppError> {
    // Not given back: the program ends here, and a million entries would be freed one by one.
    let session = Box::leak(Box::new(args.at.open()?));
    let reading: &PrismaReading<'_> =
        Box::leak(Box::new(PrismaReading::of(session, args.since.as_deref())?));
    if let Some(path) = &args.figure {
        let format = FigureFormat::of(path)?;
        write_whole(path, &format.draw(&prisma_figure(reading))?)?;
    }
    if let Some(path) = &args.docx {
        let document = prisma_document(reading, PrismaParts::ALL)?;
        let bytes = docx(&document).map_err(|error| AppError::Analysis(error.to_string()))?;
        write_whole(path, &bytes)?;
    }
    let mut views = Vec::new();
    if args.checklist {
        views.extend(checklist_views(reading));
    }
    if args.appendix {
        views.push(prisma_searches_view(reading));
    }
    if args.excluded {
        views.push(excluded_view(reading)?);
    }
    if views.is_empty() && !args.methods {
        views = prisma_views(reading);
    }
    if args.methods {
        terminal::say(&(prisma_methods(reading).join("\n\n") + "\n"));
    }
    if !views.is_empty() {
        terminal::tables(&views, args.at.format)?;
    }
    let balances = reading.flow.check().is_empty();
    Ok(ExitCode::from(u8::from(!balances)))
}

/// Say where an item of a reporting checklist is answered, or why it does not apply
///
/// A text that begins with "not applicable" says that the item does not arise.
#[derive(Args)]
pub(crate) struct AnswerArgs {
    /// The item, such as 13d
    item: String,
    /// Where it is answered, or the answer itself
    text: String,
    /// Which checklist: prisma2020, prisma2020-abstract or prisma-s
    #[arg(long, value_name = "NAME", default_value = "prisma2020")]
    checklist: String,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn answer_item(args: &AnswerArgs) -> Result<ExitCode, AppError> {
    let mut session = args.at.open()?;
    let entry = answer(&mut session, &args.checklist, &args.item, &args.text)?.to_string();
    let short = entry.get(..8).unwrap_or(&entry);
    terminal::say(&format!(
        "Entered as {short}; euthymia review undo {short} takes it back.\n"
    ));
    Ok(ExitCode::SUCCESS)
}

/// Write the whole review into one file that another team can replay
///
/// Log, review.toml, imported files, forms and full texts, with the flow, decisions and records
/// that follow from them, and the SHA-256 of every file.
#[derive(Args)]
pub(crate) struct ArchiveArgs {
    /// The file, such as review.zip
    file: PathBuf,
    /// Leave full texts out, which may not be passed on
    #[arg(long)]
    without_full_texts: bool,
    /// The folder of the review
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    review: PathBuf,
}

pub(crate) fn archive_review(args: &ArchiveArgs) -> Result<ExitCode, AppError> {
    let reading = Reading {
        review: args.review.clone(),
        format: OutputFormat::Table,
    };
    let session = reading.open()?;
    let archived = archive(&session, &args.file, !args.without_full_texts)?;
    let mut said = format!(
        "{} files of the review ({} bytes) in {}.\n",
        archived.files,
        archived.bytes,
        args.file.display()
    );
    if archived.left_out > 0 {
        said += &format!("{} full texts were left out.\n", archived.left_out);
    }
    terminal::say(&said);
    Ok(ExitCode::SUCCESS)
}

/// Unpack an archived review into a new folder, check every hash, and derive its flow again
#[derive(Args)]
pub(crate) struct ReplayArgs {
    /// The archive
    archive: PathBuf,
    /// The new folder
    folder: PathBuf,
}

pub(crate) fn replay_archive(args: &ReplayArgs) -> Result<ExitCode, AppError> {
    let replayed = replay(&args.archive, &args.folder)?;
    let same = match replayed.is_same_flow {
        true => "The flow derived here is the archived one.",
        false => "The flow derived here is NOT the archived one: compare derived/flow.json.",
    };
    terminal::say(&format!(
        "{} files in {}, each with the SHA-256 it was archived with. {same}\n",
        replayed.files,
        args.folder.display()
    ));
    Ok(ExitCode::from(u8::from(!replayed.is_same_flow)))
}
