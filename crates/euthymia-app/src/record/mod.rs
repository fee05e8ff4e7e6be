//! A patient's record as a file: `patient.toml`.
//!
//! Reading order: [`read`] (the whole file), `patient` (who, which diagnosis, scores), `trials` (the
//! treatment history), `order` (what must hold between dates), `doc` (TOML with lines).

pub(crate) mod doc;
mod order;
mod patient;
mod site;
mod trials;

pub(crate) use site::dose_table;
pub use site::{Site, read_site};

use crate::error::AppError;
use doc::Doc;
use euthymia_clinical::course::Course;
use euthymia_clinical::patient::Patient;
use euthymia_clinical::protocol::cautions::Background;
use euthymia_table::{Diagnostic, cannot_read};
use jiff::civil::Date;
use std::path::Path;

/// A record read: the patient and the days of treatment.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The patient.
    pub patient: Patient,
    /// Days of the treatment whose course is followed; empty where not recorded.
    pub sessions: Vec<Date>,
    /// Conditions and medicines, against which a protocol is held.
    pub background: Background,
    /// Where the keys of conditions and medicines stand in the file.
    pub keys: Vec<BackgroundKey>,
}

/// A key of `[conditions]` or `[medicines]`, with where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct BackgroundKey {
    /// The table.
    pub table: &'static str,
    /// The key.
    pub name: String,
    place: Diagnostic,
}

impl BackgroundKey {
    /// Starts an error about it, with file and line.
    pub(crate) fn error(&self, message: String) -> Diagnostic {
        let mut error = self.place.clone();
        error.message = message;
        error
    }
}

/// Reads a record. `today` is the day on which nothing can yet have happened later; `None` skips
/// that check.
///
/// # Errors
/// [`AppError::Input`] with everything found: what is not TOML, unknown keys and words, doses
/// without unit, scores out of range, dates that contradict each other or lie in the future,
/// trials that overlap.
pub fn read(path: &Path, today: Option<Date>) -> Result<Record, AppError> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| cannot_read(&name, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Diagnostic::error(name.as_str(), "the file is not UTF-8 text")
            .with_help("Save it as UTF-8.")
    })?;
    read_text(&text, &name, today)
}

/// Reads a record from its text; `name` is the file in messages.
///
/// # Errors
/// As [`read`].
pub fn read_text(text: &str, name: &str, today: Option<Date>) -> Result<Record, AppError> {
    let text = text.trim_start_matches('\u{feff}');
    let doc = Doc::new(name, text);
    let table = doc.parse()?;
    let record = patient::record(doc.root(&table), today);
    match (record, doc.into_findings()) {
        (Some(record), findings) if findings.is_empty() => Ok(record),
        (_, findings) => Err(findings.into()),
    }
}

impl Record {
    /// The scales on which the record has dated totals, in order of first use.
    #[must_use]
    pub fn instruments(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for score in &self.patient.scores {
            if !found.contains(&score.instrument) {
                found.push(score.instrument.clone());
            }
        }
        found
    }

    /// The course on one scale.
    #[must_use]
    pub fn course(&self, instrument: &str) -> Course {
        let of_scale = self
            .patient
            .scores
            .iter()
            .filter(|score| score.instrument == instrument);
        Course {
            instrument: instrument.to_owned(),
            visits: of_scale
                .map(|score| euthymia_clinical::course::Visit {
                    date: score.date,
                    total: score.total,
                })
                .collect(),
            sessions: self.sessions.clone(),
        }
    }
}
