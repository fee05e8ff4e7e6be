//! Files in and out, and single records.

use super::{Reading, Where};
use crate::options::OutputFormat;
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::review::{
    ExportFormat, ExportRequest, ImportRequest, export, format_from_word, import, import_view,
    problems_view, record_text, record_view,
};
use std::path::PathBuf;
use std::process::ExitCode;

/// Take exports of databases in
///
/// The format is told from the content: RIS in its dialects, NBIB, PubMed XML, Ovid, EndNote XML and
/// ENW, BibTeX, Web of Science, RefWorks, CSL-JSON, CSV and workbooks, ClinicalTrials.gov, WHO ICTRP;
/// packed or not. The file is kept as it was received, with the text of every record; what cannot be
/// read is told with its line, and the rest is read.
#[derive(Args)]
pub(crate) struct ImportArgs {
    /// The files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Short name of the source that they came from
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Their format, where it cannot be told from the content
    #[arg(long = "as", value_name = "FORMAT")]
    as_format: Option<String>,
    #[command(flatten)]
    at: Where,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn import_files(args: &ImportArgs) -> Result<ExitCode, AppError> {
    let mut session = args.at.open()?;
    let format = args
        .as_format
        .as_deref()
        .map(format_from_word)
        .transpose()?;
    let mut taken = Vec::new();
    for file in &args.files {
        let request = ImportRequest {
            file: file.clone(),
            source: args.source.clone(),
            format,
        };
        let mut bar = terminal::Bar::new();
        let result = import(&mut session, &request, &mut |done, all, records| {
            bar.show(done, all, records);
        });
        bar.clear();
        match result {
            Ok(file) => taken.push(file),
            Err(error) => {
                if !taken.is_empty() {
                    terminal::tables(&[import_view(&taken)], args.format)?;
                }
                return Err(error);
            }
        }
    }
    terminal::tables(&[import_view(&taken)], args.format)?;
    let is_clean = taken.iter().all(|file| file.broken_in_all == 0);
    Ok(ExitCode::from(u8::from(!is_clean)))
}

/// Show one record, with everything that its file says of it
#[derive(Args)]
pub(crate) struct ShowArgs {
    /// Its name, such as 3f9a2c1b-17
    record: String,
    /// Print its text as it stands in the file
    #[arg(long)]
    raw: bool,
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn show(args: &ShowArgs) -> Result<ExitCode, AppError> {
    let session = args.at.open()?;
    let id = super::decisions::record(&args.record)?;
    match args.raw {
        true => terminal::say(&record_text(&session, id)?),
        false => terminal::tables(&[record_view(&session, id)?], args.at.format)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// List everything in the imported files that was not understood, each with its line
#[derive(Args)]
pub(crate) struct ProblemsArgs {
    /// One import; all otherwise
    import: Option<String>,
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn problems(args: &ProblemsArgs) -> Result<ExitCode, AppError> {
    let session = args.at.open()?;
    let only = args
        .import
        .as_deref()
        .map(super::decisions::import)
        .transpose()?;
    terminal::tables(&[problems_view(&session, only)?], args.at.format)?;
    Ok(ExitCode::SUCCESS)
}

/// Write the library: one record for each report, with what any of its copies has
#[derive(Args)]
pub(crate) struct ExportArgs {
    /// The file; its ending names the format
    file: PathBuf,
    /// The format, where the ending does not say it
    #[arg(long, value_name = "FORMAT")]
    to: Option<String>,
    /// Every copy as it was imported
    #[arg(long)]
    all_copies: bool,
    /// The folder of the review
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    review: PathBuf,
}

pub(crate) fn export_library(args: &ExportArgs) -> Result<ExitCode, AppError> {
    let request = ExportRequest {
        format: ExportFormat::of(args.to.as_deref(), &args.file)?,
        all_copies: args.all_copies,
    };
    let reading = Reading {
        review: args.review.clone(),
        format: OutputFormat::Table,
    };
    let session = reading.open()?;
    let mut bar = terminal::Bar::new();
    let written = export(&session, &args.file, request, &mut |done| {
        bar.count(done.records, done.of, "records");
    });
    bar.clear();
    let written = written?;
    let mut said = format!("{} records in {}.\n", written.records, args.file.display());
    for (field, records) in &written.losses {
        said += &format!("{field} could not be held whole in {records} of them.\n");
    }
    terminal::say(&said);
    Ok(ExitCode::SUCCESS)
}
