//! The library written to a file.

use super::library::{Progress, for_each_record};
use super::session::Session;
use crate::error::AppError;
use crate::output::WholeFile;
use euthymia_review::dedupe::merge;
use euthymia_review::format::{Written, nbib, ris};
use euthymia_review::{Record, RecordId};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A format in which a library can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// RIS.
    Ris,
    /// The tagged format of PubMed.
    Nbib,
}

impl ExportFormat {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Ris, Self::Nbib];

    /// The word on the command line; also the ending of its files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ris => "ris",
            Self::Nbib => "nbib",
        }
    }

    /// The format that a word or the ending of a file asks for.
    ///
    /// # Errors
    /// [`AppError::Usage`] for another ending.
    pub fn of(word: Option<&str>, path: &Path) -> Result<Self, AppError> {
        let ending = path
            .extension()
            .map(|end| end.to_string_lossy().to_lowercase());
        let wanted = word.map(str::to_lowercase).or(ending).unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|format| format.word() == wanted)
            .ok_or_else(|| {
                let words: Vec<&str> = Self::ALL.iter().map(|format| format.word()).collect();
                AppError::Usage(format!(
                    "{}: name the format by the file's ending or with --to: {}",
                    path.display(),
                    words.join(", ")
                ))
            })
    }

    fn write(self, records: &[Record]) -> Written {
        match self {
            Self::Ris => ris::write(records),
            Self::Nbib => nbib::write(records),
        }
    }
}

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportRequest {
    /// In which format.
    pub format: ExportFormat,
    /// Every copy as it was imported, instead of one record for each report.
    pub all_copies: bool,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Records.
    pub records: usize,
    /// Fields that the format could not hold, and in how many records.
    pub losses: BTreeMap<&'static str, usize>,
}

/// Records written at once.
const BATCH: usize = 1024;

/// Writes the library to a file, whole or not at all. Of a report with several copies one record is
/// written that has what any of them has.
///
/// # Errors
/// [`AppError`] when a file of the review is damaged or the file cannot be written.
pub fn export(
    session: &Session,
    path: &Path,
    request: ExportRequest,
    progress: &mut dyn FnMut(Progress),
) -> Result<Exported, AppError> {
    let mut file = WholeFile::create(path)?;
    let mut exported = Exported::default();
    let mut batch: Vec<Record> = Vec::with_capacity(BATCH);
    let mut flush = |batch: &mut Vec<Record>| -> Result<(), AppError> {
        let written = request.format.write(batch);
        exported.records += batch.len();
        for field in written.losses.iter().flat_map(|loss| &loss.fields) {
            *exported.losses.entry(field).or_default() += 1;
        }
        batch.clear();
        file.write(written.text.as_bytes())
    };
    for_each_report(session, request.all_copies, progress, &mut |_, record| {
        batch.push(record);
        match batch.len() >= BATCH {
            true => flush(&mut batch),
            false => Ok(()),
        }
    })?;
    flush(&mut batch)?;
    file.finish()?;
    Ok(exported)
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
