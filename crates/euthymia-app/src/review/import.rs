//! Exports of databases are taken in.

use super::cutting::Cutting;
use super::findings::Findings;
use super::session::Session;
use super::text::{
    Opening, UntilError, Watched, decoded, file_name, identified, is_packed, member_name, members,
    odd_lines,
};
use crate::error::AppError;
use euthymia_review::format::ColumnMap;
use euthymia_review::{FolderError, Format, ImportId, Importing, Received};
use euthymia_table::{Diagnostic, cannot_read};
use std::fs::File;
use std::io::{BufRead, Read};
use std::path::PathBuf;

/// A file to take in.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    /// The file.
    pub file: PathBuf,
    /// Short name of its source.
    pub source: Option<String>,
    /// Its format; `None` to tell it from the content.
    pub format: Option<Format>,
    /// Encoding and sheet.
    pub opening: Opening,
    /// What the columns of a table stand for.
    pub columns: ColumnMap,
}

/// What was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its name in the review; `None` where nothing was added.
    pub import: Option<ImportId>,
    /// Its name as received; of a member of an archive with the name of the archive.
    pub file: String,
    /// Its format.
    pub format: Option<Format>,
    /// Whether it was left out because it holds no citations.
    pub is_skipped: bool,
    /// What was found in it.
    pub found: Findings,
    /// What else must be said.
    pub notes: Vec<String>,
}

/// How far taking a file in has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportStep {
    /// The file is copied, so many bytes of so many.
    Copied(u64, u64),
    /// Its text is unpacked, so many bytes.
    Unpacked(u64),
    /// So many bytes of so many are read, with so many records.
    Read(u64, u64, u64),
}

/// Bytes at the beginning of a file by which its format is told.
const HEAD: u64 = 1 << 16;

/// Takes a file in. An archive of several files is taken in file by file, each by its own bytes, so
/// that each is known again; what in it holds no citations is skipped and told.
///
/// # Errors
/// [`AppError::Input`] when the file cannot be read, or holds no citations; nothing is left behind
/// then.
pub fn import(
    session: &mut Session,
    request: &ImportRequest,
    progress: &mut dyn FnMut(ImportStep),
) -> Result<Vec<ImportedFile>, AppError> {
    let path = &request.file;
    let mut members = members(path, &request.opening)?;
    let is_whole = members.len() == 1 && request.opening.sheet.is_none();
    let unreadable = |error: std::io::Error| cannot_read(&path.display().to_string(), &error);
    if let Some(member) = members.pop_if(|_| is_whole) {
        let is_packed = is_packed(path).map_err(unreadable)?;
        let original = File::open(path).map_err(unreadable)?;
        let part = Part {
            name: file_name(path),
            shown: path.display().to_string(),
            bytes: original.metadata().map_err(unreadable)?.len(),
            original: Box::new(original),
            text: is_packed.then_some(member.reader),
        };
        return Ok(vec![take(session, request, part, progress)?]);
    }
    let mut taken = Vec::new();
    let mut refused = None;
    for member in members {
        let part = Part {
            name: member_name(path, &member),
            shown: member.name,
            bytes: member.packed_bytes,
            original: member.reader,
            text: None,
        };
        let name = part.name.clone();
        match take(session, request, part, progress) {
            Ok(file) => taken.push(file),
            Err(AppError::Input(findings)) => {
                taken.push(skipped(name, &findings));
                refused = Some(AppError::Input(findings));
            }
            Err(error) => return Err(error),
        }
    }
    match refused {
        Some(error) if taken.iter().all(|file| file.is_skipped) => Err(error),
        _ => Ok(taken),
    }
}

/// One file of text that is taken in.
struct Part {
    /// Its name in the review, and for messages.
    name: String,
    shown: String,
    /// Bytes of the original.
    bytes: u64,
    original: Box<dyn Read + Send>,
    /// Its text, where it has to be unpacked.
    text: Option<Box<dyn Read + Send>>,
}

fn nothing_added(file: String, note: String) -> ImportedFile {
    ImportedFile {
        import: None,
        file,
        format: None,
        is_skipped: false,
        found: Findings::default(),
        notes: vec![note],
    }
}

fn skipped(name: String, findings: &[Diagnostic]) -> ImportedFile {
    ImportedFile {
        is_skipped: true,
        ..nothing_added(name, left_out(findings))
    }
}

/// What is said of a member of an archive that holds no citations.
pub(super) fn left_out(findings: &[Diagnostic]) -> String {
    let why: Vec<String> = findings.iter().map(ToString::to_string).collect();
    format!("left out: {}", why.join(" "))
}

fn take(
    session: &mut Session,
    request: &ImportRequest,
    part: Part,
    progress: &mut dyn FnMut(ImportStep),
) -> Result<ImportedFile, AppError> {
    let Part { name, shown, .. } = &part;
    let (name, shown) = (name.clone(), shown.clone());
    let mut kept = match receive(session, request, part, progress) {
        Err(Refused::Known(import, before)) => {
            let note = format!(
                "{name}: the same bytes were imported before, as {before} ({import}); nothing was \
                 added"
            );
            return Ok(nothing_added(name, note));
        }
        Err(Refused::Error(error)) => return Err(error),
        Ok(kept) => kept,
    };
    let (text, all) = sized(&kept.importing)?;
    let format = match said_format(request.format, &request.columns) {
        Some(format) => format,
        None => told(text, &shown)?,
    };
    let mut cutting = Cutting::new(format, &mut kept.importing);
    cutting.run(&request.columns, &mut |done, records| {
        progress(ImportStep::Read(done, all, records));
    })?;
    cutting.add_end(kept.ended_early)?;
    let found = cutting.found;
    if found.records == 0 {
        return Err(no_record(&shown, format));
    }
    let received = Received {
        source: request.source.clone(),
        file_name: name.clone(),
        format: format.word().to_owned(),
        encoding: kept.encoding.to_owned(),
        columns: (!request.columns.is_empty()).then(|| request.columns.to_string()),
    };
    let stamp = session.stamp()?;
    let problems = found.problems_in_all();
    let folder = &mut session.folder;
    let (import, _) = folder.finish(kept.importing, received, problems, &stamp)?;
    Ok(ImportedFile {
        import: Some(import),
        file: name,
        format: Some(format),
        is_skipped: false,
        found,
        notes: kept.notes,
    })
}

pub(super) fn no_record(file: &str, format: Format) -> AppError {
    let message = format!("no record of the format {} is in it", format.word());
    Diagnostic::error(file.to_owned(), message)
        .with_help("Name another format with --as, or look whether the export is empty.")
        .into()
}

/// A file whose bytes and text are in the review.
struct Kept {
    importing: Importing,
    encoding: &'static str,
    /// Why its text ends before its end.
    ended_early: Option<String>,
    notes: Vec<String>,
}

/// Why a file was not received.
enum Refused {
    /// It is there already, under a name.
    Known(ImportId, String),
    Error(AppError),
}

impl<E: Into<AppError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// Copies the bytes, and their text where it is another one.
fn receive(
    session: &Session,
    request: &ImportRequest,
    part: Part,
    progress: &mut dyn FnMut(ImportStep),
) -> Result<Kept, Refused> {
    let (name, all) = (&part.name, part.bytes);
    let mut original = UntilError::new(part.original);
    let mut watched = Watched::new(&mut original, |done| {
        progress(ImportStep::Copied(done, all.max(done)));
    });
    let mut importing = match session.folder.receive(&mut watched) {
        Err(FolderError::AlreadyImported { import, file_name }) => {
            return Err(Refused::Known(import, file_name));
        }
        other => other?,
    };
    let is_text = watched.is_text();
    let mut ended_early = original.ended_early(&part.shown)?;
    let is_packed = part.text.is_some();
    let source: Box<dyn Read + Send> = match part.text {
        Some(text) => text,
        None => Box::new(importing.text()?),
    };
    let mut source = UntilError::new(source);
    let watched = Watched::new(&mut source, |done| progress(ImportStep::Unpacked(done)));
    let mut text = decoded(watched, request.opening.encoding.as_deref(), &part.shown)?;
    let mut encoding = text.encoding();
    let mut notes = Vec::new();
    if is_packed || !is_text || encoding != "UTF-8" {
        importing.keep_text(&mut text)?;
        notes.extend(odd_lines(&text).map(|said| format!("{name}: {said}")));
        if text.odd_count() > 0 && encoding == "UTF-8" {
            encoding = "UTF-8 and windows-1252";
        }
        drop(text);
        ended_early = ended_early.or(source.ended_early(&part.shown)?);
    }
    Ok(Kept {
        importing,
        encoding,
        ended_early,
        notes,
    })
}

/// The text and its bytes.
fn sized(importing: &Importing) -> Result<(impl BufRead + use<>, u64), AppError> {
    let text = importing.text()?;
    let bytes = text.get_ref().metadata().map_or(0, |about| about.len());
    Ok((text, bytes))
}

/// The format that was said; who names columns has a table.
pub(super) fn said_format(format: Option<Format>, columns: &ColumnMap) -> Option<Format> {
    format.or((!columns.is_empty()).then_some(Format::Csv))
}

/// Tells the format from the beginning of the text.
fn told(text: impl Read, file: &str) -> Result<Format, AppError> {
    let mut head = Vec::new();
    let read = text.take(HEAD).read_to_end(&mut head);
    read.map_err(|error| cannot_read(file, &error))?;
    identified(&head, file)
}

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

/// The map of columns that a text stands for.
///
/// # Errors
/// [`AppError::Usage`] for another text.
pub fn columns_from_text(text: &str) -> Result<ColumnMap, AppError> {
    text.parse()
        .map_err(|error| AppError::Usage(format!("--columns: {error}")))
}
