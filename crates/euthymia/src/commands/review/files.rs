//! Files in and out, and single records.

use super::{Reading, Where};
use crate::options::OutputFormat;
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::review::{
    ColumnMap, ConvertRequest, ExportRequest, Format, ImportRequest, ImportStep, ImportedFile,
    Opening, columns_from_text, convert, export, export_format, format_from_word, import,
    import_view, problems_view, record_text, record_view, said,
};
use std::path::PathBuf;
use std::process::ExitCode;

/// How a file of citations is read, where it does not say it itself.
#[derive(Args)]
struct ReadingOf {
    /// The format, where it cannot be told from the content
    #[arg(long = "as", value_name = "FORMAT")]
    as_format: Option<String>,
    /// Encoding of the text, such as windows-1252 or gbk [default: told from the content]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Sheet of a workbook [default: the only one]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// What columns of a table stand for: "Titel=title; Wer=authors" [default: by their names]
    #[arg(long, value_name = "MAP")]
    columns: Option<String>,
}

impl ReadingOf {
    fn format(&self) -> Result<Option<Format>, AppError> {
        self.as_format.as_deref().map(format_from_word).transpose()
    }

    fn opening(&self) -> Opening {
        Opening {
            encoding: self.encoding.clone(),
            sheet: self.sheet.clone(),
        }
    }

    fn columns(&self) -> Result<ColumnMap, AppError> {
        let map = self.columns.as_deref().map(columns_from_text);
        Ok(map.transpose()?.unwrap_or_default())
    }
}

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
    #[command(flatten)]
    reading: ReadingOf,
    #[command(flatten)]
    at: Where,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn import_files(args: &ImportArgs) -> Result<ExitCode, AppError> {
    let mut session = args.at.open()?;
    let (format, columns) = (args.reading.format()?, args.reading.columns()?);
    let mut taken = Vec::new();
    for file in &args.files {
        let request = ImportRequest {
            file: file.clone(),
            source: args.source.clone(),
            format,
            opening: args.reading.opening(),
            columns: columns.clone(),
        };
        let mut bars = [terminal::Bar::new(), terminal::Bar::new()];
        let result = import(&mut session, &request, &mut |step| {
            show_step(&mut bars, step)
        });
        bars.iter().for_each(terminal::Bar::clear);
        match result {
            Ok(files) => taken.extend(files),
            Err(error) => {
                if !taken.is_empty() {
                    terminal::tables(&[import_view(&taken)], args.format)?;
                }
                return Err(error);
            }
        }
    }
    terminal::tables(&[import_view(&taken)], args.format)?;
    let is_clean = |file: &ImportedFile| !file.is_skipped && file.found.broken_in_all == 0;
    Ok(ExitCode::from(u8::from(!taken.iter().all(is_clean))))
}

fn show_step([copying, reading]: &mut [terminal::Bar; 2], step: ImportStep) {
    match step {
        ImportStep::Copied(done, all) => copying.bytes(done, all),
        ImportStep::Unpacked(done) => copying.more(done, None),
        ImportStep::Read(done, all, records) => reading.show_of(done, all, records, "records"),
    }
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
///
/// The whole review, for another team, is written by: euthymia review archive FILE
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
        format: export_format(args.to.as_deref(), &args.file)?,
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
    terminal::say(&written?.said(&args.file));
    Ok(ExitCode::SUCCESS)
}

/// Write a file of citations in another format, without a review
///
/// What was not understood, and what the other format cannot hold, is told.
#[derive(Args)]
pub(crate) struct ConvertArgs {
    /// The file that is read; its format is told from the content
    from: PathBuf,
    /// The file that is written; its ending names the format
    to: PathBuf,
    #[command(flatten)]
    reading: ReadingOf,
    /// The format that is written, where the ending does not say it
    #[arg(long = "to", value_name = "FORMAT")]
    to_format: Option<String>,
}

pub(crate) fn convert_file(args: &ConvertArgs) -> Result<ExitCode, AppError> {
    let request = ConvertRequest {
        from: args.from.clone(),
        format: args.reading.format()?,
        opening: args.reading.opening(),
        columns: args.reading.columns()?,
        to: args.to.clone(),
        to_format: export_format(args.to_format.as_deref(), &args.to)?,
    };
    let mut bar = terminal::Bar::new();
    let converted = convert(&request, &mut |bytes, records| {
        bar.more(bytes, Some(records));
    });
    bar.clear();
    let converted = converted?;
    terminal::say(&converted.exported.said(&args.to));
    for note in &converted.notes {
        terminal::note(note);
    }
    for (file, found) in &converted.found {
        for line in said(file, found) {
            terminal::note(&line);
        }
    }
    Ok(ExitCode::from(u8::from(!converted.is_clean())))
}
