//! Exports of databases are taken in.

use super::session::Session;
use crate::error::AppError;
use euthymia_report::words::counted;
use euthymia_review::{
    Broken, Context, Event, FolderError, Format, ImportId, Importing, Piece, PieceKind, Problem,
    Received, Source, parse, split,
};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

/// Where records came from, as a search is reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceRequest {
    /// Short name, unique in the review.
    pub name: String,
    /// What was searched.
    pub database: String,
    /// Through which door.
    pub platform: Option<String>,
    /// Day of the search.
    pub searched_on: Option<String>,
    /// File with the strategy exactly as it was run.
    pub strategy: Option<PathBuf>,
    /// Limits that were set.
    pub limits: Option<String>,
    /// Hits that the database reported.
    pub hits: Option<u64>,
}

/// A file to take in.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    /// The file.
    pub file: PathBuf,
    /// Short name of its source.
    pub source: Option<String>,
    /// Its format; `None` to tell it from the content.
    pub format: Option<Format>,
}

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its name in the review; `None` where the same file had been taken in before.
    pub import: Option<ImportId>,
    /// Its name as received.
    pub file: String,
    /// Its format.
    pub format: Option<Format>,
    /// Records.
    pub records: u64,
    /// Stretches that are no record.
    pub broken: Vec<Broken>,
    /// Stretches in all, of which [`broken`](Self::broken) has the first.
    pub broken_in_all: u64,
    /// What was not understood, by what is wrong, with the first line and how often.
    pub problems: BTreeMap<String, (u64, u64)>,
    /// What else must be said.
    pub notes: Vec<String>,
}

impl ImportedFile {
    /// Things in records that were not understood.
    #[must_use]
    pub fn problems_in_all(&self) -> u64 {
        self.problems.values().map(|(_, times)| times).sum()
    }
}

/// Bytes at the beginning of a file by which its format is told.
const HEAD: usize = 1 << 16;
/// Broken stretches of a file that are kept for the report.
const BROKEN_KEPT: usize = 1_000;
/// Pieces handed to the second thread at once, and batches that may wait.
const BATCH: usize = 256;
const WAITING: usize = 16;

/// Describes a place that was searched.
///
/// # Errors
/// [`AppError::Usage`] for a name that is taken; [`AppError::Input`] for a strategy that cannot be
/// read.
pub fn add_source(session: &mut Session, request: &SourceRequest) -> Result<(), AppError> {
    if session
        .state()
        .sources
        .iter()
        .any(|own| own.name == request.name)
    {
        return Err(AppError::Usage(format!(
            "--source: there is a source \"{}\" already; a search that is run again is a new source",
            request.name
        )));
    }
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path)
            .map_err(|error| euthymia_table::cannot_read(&path.display().to_string(), &error))
    };
    let stamp = session.stamp()?;
    let source = Source {
        name: request.name.clone(),
        database: request.database.clone(),
        platform: request.platform.clone(),
        searched_on: request.searched_on.clone(),
        strategy: request.strategy.as_ref().map(read).transpose()?,
        searched_by: Some(stamp.author.clone()),
        limits: request.limits.clone(),
        hits_reported: request.hits,
    };
    session
        .folder
        .append(&stamp, vec![Event::SourceAdded(Box::new(source))])?;
    Ok(())
}

/// Takes a file in; `progress` is given bytes of text done, bytes in all, and records.
///
/// # Errors
/// [`AppError::Input`] when the file cannot be read or its format not be told; nothing is left
/// behind then.
pub fn import(
    session: &mut Session,
    request: &ImportRequest,
    progress: &mut dyn FnMut(u64, u64, u64),
) -> Result<ImportedFile, AppError> {
    let name = file_name(&request.file);
    let shown = request.file.display().to_string();
    let unreadable = |error: std::io::Error| euthymia_table::cannot_read(&shown, &error);
    let size = std::fs::metadata(&request.file).map_err(unreadable)?.len();
    let original = File::open(&request.file).map_err(unreadable)?;
    let mut importing = match session.folder.receive(original) {
        Err(FolderError::AlreadyImported { import, file_name }) => {
            return Ok(again(name, import, &file_name));
        }
        other => other?,
    };
    let format = match request.format {
        Some(format) => format,
        None => told(&importing, &shown)?,
    };
    let mut found = ImportedFile {
        import: None,
        file: name.clone(),
        format: Some(format),
        records: 0,
        broken: Vec::new(),
        broken_in_all: 0,
        problems: BTreeMap::new(),
        notes: Vec::new(),
    };
    cut(&mut importing, format, &mut found, &mut |done, records| {
        progress(done, size, records);
    })?;
    if found.records == 0 {
        return Err(euthymia_table::Diagnostic::error(
            shown,
            format!("no record of the format {} is in it", format.word()),
        )
        .with_help("Name another format with --as, or look whether the export is empty.")
        .into());
    }
    let received = Received {
        source: request.source.clone(),
        file_name: name,
        format: format.word().to_owned(),
        encoding: "UTF-8".to_owned(),
    };
    let stamp = session.stamp()?;
    let problems = found.problems_in_all();
    let (import, _) = session
        .folder
        .finish(importing, received, problems, &stamp)?;
    found.import = Some(import);
    Ok(found)
}

fn again(file: String, import: ImportId, before: &str) -> ImportedFile {
    let notes = vec![format!(
        "{file}: the same bytes were imported before, as {before} ({import}); nothing was added"
    )];
    ImportedFile {
        import: None,
        file,
        format: None,
        records: 0,
        broken: Vec::new(),
        broken_in_all: 0,
        problems: BTreeMap::new(),
        notes,
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Tells the format from the beginning of the text.
fn told(importing: &Importing, file: &str) -> Result<Format, AppError> {
    let mut head = Vec::with_capacity(HEAD);
    let text = importing.text()?;
    let read = text.take(HEAD as u64).read_to_end(&mut head);
    read.map_err(|error| euthymia_table::cannot_read(file, &error))?;
    let head = String::from_utf8_lossy(&head);
    Format::recognise(&head).ok_or_else(|| {
        let formats: Vec<&str> = Format::ALL.iter().map(|format| format.word()).collect();
        euthymia_table::Diagnostic::error(
            file.to_owned(),
            "its content is none of the formats of citations that are read",
        )
        .with_help(format!(
            "Name its format with --as: {}.",
            formats.join(", ")
        ))
        .into()
    })
}

/// Cuts the text into pieces; a second thread reads them, to say now what is not understood.
fn cut(
    importing: &mut Importing,
    format: Format,
    found: &mut ImportedFile,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), AppError> {
    let text = importing.text()?;
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel::<Vec<Piece>>(WAITING);
        let worker = scope.spawn(move || understood(format, &receive));
        let mut batch = Vec::with_capacity(BATCH);
        for next in split(format, text) {
            importing.add(&next)?;
            match next {
                Ok(piece) => {
                    found.records += u64::from(piece.kind == PieceKind::Record);
                    let done = piece.offset + piece.text.len() as u64;
                    batch.push(piece);
                    if batch.len() == BATCH {
                        progress(done, found.records);
                        let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                        // The worker stops listening only if it failed, which joining tells.
                        let _ = send.send(full);
                    }
                }
                Err(broken) => {
                    found.broken_in_all += 1;
                    if found.broken.len() < BROKEN_KEPT {
                        found.broken.push(broken);
                    }
                }
            }
        }
        let _ = send.send(batch);
        drop(send);
        let failed = |_| AppError::Analysis("reading the records failed".to_owned());
        found.problems = worker.join().map_err(failed)?;
        Ok(())
    })
}

/// What is not understood in the pieces: first line and how often, by field and message.
fn understood(format: Format, pieces: &Receiver<Vec<Piece>>) -> BTreeMap<String, (u64, u64)> {
    let mut context = Context::default();
    let mut problems: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for piece in pieces.iter().flatten() {
        if piece.kind == PieceKind::Context {
            context.texts.push(piece.text);
            continue;
        }
        for problem in parse(format, &piece, &context).problems {
            let line = problem.line;
            let entry = problems.entry(said(&problem)).or_insert((line, 0));
            entry.1 += 1;
        }
    }
    problems
}

fn said(problem: &Problem) -> String {
    match &problem.field {
        Some(field) => format!("{field}: {}", problem.message),
        None => problem.message.clone(),
    }
}

/// What was taken in, a file a row, and below it what was not understood.
#[must_use]
pub fn import_view(files: &[ImportedFile]) -> TableView {
    let mut notes = Vec::new();
    for file in files {
        notes.extend(file.notes.iter().cloned());
        for broken in file.broken.iter().take(SHOWN) {
            notes.push(format!(
                "{}, line {}: {}",
                file.file, broken.line, broken.message
            ));
        }
        for (what, (line, times)) in file.problems.iter().take(SHOWN) {
            let times = counted(*times as usize, "time", "times");
            notes.push(format!(
                "{}: {what} ({times}, first on line {line})",
                file.file
            ));
        }
        let more =
            file.problems.len().saturating_sub(SHOWN) + file.broken.len().saturating_sub(SHOWN);
        if more > 0 {
            notes.push(format!(
                "{}: {more} more; euthymia review problems lists all, each with its line.",
                file.file
            ));
        }
    }
    let optional = |text: Option<String>| text.map_or(Value::Missing, Value::Text);
    TableView {
        schema: "euthymia.review.import.v1".to_owned(),
        title: "Taken in".to_owned(),
        columns: vec![
            ColumnSpec::text("import", "Import"),
            ColumnSpec::text("file", "File"),
            ColumnSpec::text("format", "Format"),
            ColumnSpec::number("records", "Records"),
            ColumnSpec::number("broken", "Not records"),
            ColumnSpec::number("problems", "Not understood"),
        ],
        rows: files
            .iter()
            .map(|file| {
                vec![
                    optional(file.import.map(|import| import.to_string())),
                    Value::text(&file.file),
                    optional(file.format.map(|format| format.word().to_owned())),
                    Value::Count(file.records),
                    Value::Count(file.broken_in_all),
                    Value::Count(file.problems_in_all()),
                ]
            })
            .collect(),
        notes,
    }
}

/// Lines of each kind that are shown under the table.
const SHOWN: usize = 10;

/// The format of a word.
///
/// # Errors
/// [`AppError::Usage`] with all words for another one.
pub fn format_from_word(word: &str) -> Result<Format, AppError> {
    let known = Format::ALL.iter().find(|format| format.word() == word);
    known.copied().ok_or_else(|| {
        let words: Vec<&str> = Format::ALL.iter().map(|format| format.word()).collect();
        AppError::Usage(format!(
            "--as: \"{word}\" is no format that is read; there are: {}",
            words.join(", ")
        ))
    })
}
