//! The library written to a file.

use super::library::{Progress, for_each_record};
use super::session::Session;
use super::writing::{Exported, Writing};
use crate::error::AppError;
use euthymia_review::dedupe::merge;
use euthymia_review::format::Writer;
use euthymia_review::{Format, Record, RecordId};
use std::collections::HashMap;
use std::path::Path;

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportRequest {
    /// In which format, one of [`Writer::FORMATS`].
    pub format: Format,
    /// Every copy as it was imported, instead of one record for each report.
    pub all_copies: bool,
}

/// Words and endings that people use for a format that can be written.
const SHORT: [(&str, Format); 4] = [
    ("bib", Format::Bibtex),
    ("json", Format::CslJson),
    ("xml", Format::EndnoteXml),
    ("ris", Format::Ris),
];

/// The format that a word, or else the ending of a file, asks for.
///
/// # Errors
/// [`AppError::Usage`] for another one.
pub fn export_format(word: Option<&str>, path: &Path) -> Result<Format, AppError> {
    let ending = path
        .extension()
        .map(|end| end.to_string_lossy().into_owned());
    let wanted = word.map(str::to_owned).or(ending).unwrap_or_default();
    let wanted = wanted.to_lowercase();
    let full = Writer::FORMATS
        .iter()
        .map(|format| (format.word(), *format));
    let found = full.chain(SHORT).find(|(word, _)| *word == wanted);
    found.map(|(_, format)| format).ok_or_else(|| {
        let words: Vec<&str> = Writer::FORMATS.iter().map(|format| format.word()).collect();
        AppError::Usage(format!(
            "{}: name the format by the file's ending or with --to: {}",
            path.display(),
            words.join(", ")
        ))
    })
}

/// Writes the library to a file, whole or not at all, in bounded memory. Of a report with several
/// copies one record is written that has what any of them has. Formats that need to see all records
/// before the first is written are written in two passes.
///
/// # Errors
/// [`AppError`] when a file of the review is damaged or the file cannot be written.
pub fn export(
    session: &Session,
    path: &Path,
    request: ExportRequest,
    progress: &mut dyn FnMut(Progress),
) -> Result<Exported, AppError> {
    let mut writing = Writing::new(request.format, path)?;
    if writing.looks_first() {
        for_each_report(session, request.all_copies, progress, &mut |_, record| {
            writing.look(record);
            Ok(())
        })?;
    }
    writing.begin()?;
    for_each_report(session, request.all_copies, progress, &mut |_, record| {
        writing.add(record)
    })?;
    writing.finish()
}

/// Hands over every report: one record, merged from its copies, where the last copy stands; or
/// every copy.
pub(super) fn for_each_report(
    session: &Session,
    all_copies: bool,
    progress: &mut dyn FnMut(Progress),
    each: &mut dyn FnMut(RecordId, Record) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let state = session.state();
    let mut group: HashMap<RecordId, usize> = HashMap::new();
    if !all_copies {
        for (at, merged) in state.merged.iter().enumerate() {
            group.extend(merged.records.iter().map(|id| (*id, at)));
        }
    }
    let mut waiting: HashMap<usize, Vec<Record>> = HashMap::new();
    for_each_record(session, progress, &mut |id, reading| {
        let Some(record) = reading.record else {
            return Ok(());
        };
        let Some(&at) = group.get(&id) else {
            return each(id, record);
        };
        let copies = waiting.entry(at).or_default();
        copies.push(record);
        let whole = state
            .merged
            .get(at)
            .map_or(&[][..], |merged| &merged.records);
        if copies.len() < whole.len() {
            return Ok(());
        }
        let copies = waiting.remove(&at).unwrap_or_default();
        let all: Vec<&Record> = copies.iter().collect();
        each(whole.first().copied().unwrap_or(id), merge(&all))
    })?;
    Ok(())
}
