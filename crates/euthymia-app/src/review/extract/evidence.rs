//! The evidence base that follows from what counts.

use super::super::library::reading_of;
use super::super::session::Session;
use super::evidence_rows::{Rows, Source, rows};
use super::take::form_of;
use crate::case_series::to_evidence::{csv, tried_out};
use crate::error::AppError;
use crate::output::write_whole;
use euthymia_evidence::files::{APPRAISALS, bundled};
use euthymia_evidence::{EvidenceBase, arm, claim, contrast, outcome_row, study};
use euthymia_review::extract::{Extraction, Study};
use euthymia_review::format::Writer;
use euthymia_review::{Entry, Format, Record};
use euthymia_table::Diagnostic;
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Clone, Debug, Default)]
pub struct EvidenceWritten {
    /// Studies.
    pub studies: usize,
    /// Arms.
    pub arms: usize,
    /// Rows of outcomes.
    pub outcomes: usize,
    /// Values that were left out, and why.
    pub left_out: Vec<String>,
    /// Values that only one of several people took: marked as unverified.
    pub unchecked: usize,
    /// What the check of the evidence base finds.
    pub findings: Vec<Diagnostic>,
}

/// The description of the columns, which a folder gets with a name of its own.
const DATAPACKAGE: &str = include_str!("../../../../../evidence/datapackage.json");
/// The name by which a folder that was written here is known again.
const NAME: &str = "euthymia-review-evidence";
/// Files of a review's own that take the place of the bundled ones.
const TREATMENTS: &str = "treatments.csv";

/// Writes the evidence base of a review into a folder: studies, arms and outcomes from what counts,
/// references from the records of their reports, no contrasts and no claims. The vocabulary of
/// treatments is `treatments.csv` of the review's folder, else the bundled one; `appraisals` is a file
/// of judgements to take along. A folder that was written by this before is replaced.
///
/// # Errors
/// [`AppError::Usage`] for a folder with an evidence base of another origin, or where no study has
/// values; [`AppError::Input`] for files that would not load; [`AppError::Write`].
pub fn write_evidence(
    session: &Session,
    form: &str,
    out: &Path,
    appraisals: Option<&Path>,
) -> Result<EvidenceWritten, AppError> {
    is_free(out)?;
    let made = made(session, session.folder.log().entries(), form)?;
    if made.all.is_empty() {
        return Err(AppError::Usage(format!(
            "nobody has taken values with the form {form} yet: review extract comes first"
        )));
    }
    let (mut files, all) = (made.files, made.all);
    if let Some(path) = appraisals {
        let file = path.display().to_string();
        let bytes =
            std::fs::read(path).map_err(|error| euthymia_table::cannot_read(&file, &error))?;
        files.push((APPRAISALS, bytes));
    }
    files.push(("datapackage.json", described(session)?.into_bytes()));
    let files = files
        .into_iter()
        .map(|(name, bytes)| (out.join(name), bytes));
    let files: Vec<(PathBuf, Vec<u8>)> = files.collect();
    let findings = tried_out(out, &files)??;
    for (path, bytes) in &files {
        write_whole(path, bytes)?;
    }
    Ok(EvidenceWritten {
        studies: all.len(),
        arms: all.iter().map(|own| own.arms.len()).sum(),
        outcomes: all.iter().map(|own| own.outcomes.len()).sum(),
        unchecked: all.iter().map(|own| own.unchecked).sum(),
        left_out: all.into_iter().flat_map(|own| own.left_out).collect(),
        findings,
    })
}

/// The tables of an evidence base as bytes, and the rows that they hold.
pub(in crate::review) struct Made {
    pub(in crate::review) files: Vec<(&'static str, Vec<u8>)>,
    pub(super) all: Vec<Rows>,
}

impl Made {
    /// Identifiers of the studies.
    pub(in crate::review) fn studies(&self) -> impl Iterator<Item = &str> {
        let ids = self.all.iter().filter_map(|own| own.study.first());
        ids.map(String::as_str)
    }

    /// What was left out, and why.
    pub(in crate::review) fn left_out(&self) -> impl Iterator<Item = &str> {
        let lines = self.all.iter().flat_map(|own| &own.left_out);
        lines.map(String::as_str)
    }
}

/// Makes the tables from entries of the log: all of them, or those up to a point. The form and
/// `treatments.csv` are those of now.
pub(in crate::review) fn made(
    session: &Session,
    entries: &[Entry],
    form: &str,
) -> Result<Made, AppError> {
    let extraction = Extraction::of(entries);
    let form = form_of(session, form)?;
    let treatments = match read_own(session, TREATMENTS)? {
        Some(own) => own,
        None => bundled(TREATMENTS).unwrap_or_default().to_vec(),
    };
    let base = vocabulary(&treatments)?;
    let mut all: Vec<Rows> = Vec::new();
    let mut references = String::new();
    for study in extraction.studies() {
        let lines = extraction.lines(&study.name, &form.name, session.protocol.extraction.people);
        if lines.is_empty() {
            continue;
        }
        let records = records(session, study)?;
        let nothing = Record::default();
        let source = Source {
            name: &study.name,
            form: &form,
            lines: &lines,
            treatments: &base.treatments,
            record: records.first().unwrap_or(&nothing),
        };
        all.push(rows(&source));
        references += &bibliography(&study.name, &records)?;
    }
    let mut files = tables(&all);
    files.push(("references.bib", references.into_bytes()));
    files.push((TREATMENTS, treatments));
    Ok(Made { files, all })
}

/// A folder with an evidence base that people made is not replaced.
fn is_free(out: &Path) -> Result<(), AppError> {
    if !out.join("studies.csv").exists() {
        return Ok(());
    }
    let package = std::fs::read_to_string(out.join("datapackage.json")).unwrap_or_default();
    let value: serde_json::Value = serde_json::from_str(&package).unwrap_or_default();
    match value.get("name").and_then(serde_json::Value::as_str) == Some(NAME) {
        true => Ok(()),
        false => Err(AppError::Usage(format!(
            "{}: an evidence base is here that was not written from a review; name another folder",
            out.display()
        ))),
    }
}

/// A file of the review's folder; `None` where there is none.
fn read_own(session: &Session, name: &str) -> Result<Option<Vec<u8>>, AppError> {
    let path = session.folder.path().join(name);
    match path.exists() {
        false => Ok(None),
        true => {
            let bytes = std::fs::read(&path);
            let file = path.display().to_string();
            Ok(Some(bytes.map_err(|error| {
                euthymia_table::cannot_read(&file, &error)
            })?))
        }
    }
}

/// An evidence base of treatments alone.
fn vocabulary(treatments: &[u8]) -> Result<EvidenceBase, AppError> {
    let mut files = tables(&[]);
    files.push(("references.bib", Vec::new()));
    files.push((TREATMENTS, treatments.to_vec()));
    loaded(&files)
}

/// An evidence base from its files, which are kept nowhere.
pub(in crate::review) fn loaded(files: &[(&str, Vec<u8>)]) -> Result<EvidenceBase, AppError> {
    let trial = tempfile::tempdir().map_err(|error| AppError::Write {
        path: std::env::temp_dir().display().to_string(),
        reason: error.to_string(),
    })?;
    for (name, bytes) in files {
        write_whole(&trial.path().join(name), bytes)?;
    }
    Ok(EvidenceBase::from_dir(trial.path())?)
}

/// The tables with their headers.
fn tables(all: &[Rows]) -> Vec<(&'static str, Vec<u8>)> {
    let table = |columns: &[&str], rows: Vec<Vec<String>>| {
        let header: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
        let mut text = csv(&[header]);
        text += &csv(&rows);
        text.into_bytes()
    };
    let studies = all.iter().map(|own| own.study.clone()).collect();
    let arms = all.iter().flat_map(|own| own.arms.clone()).collect();
    let outcomes = all.iter().flat_map(|own| own.outcomes.clone()).collect();
    vec![
        ("studies.csv", table(study::COLUMNS, studies)),
        ("arms.csv", table(arm::COLUMNS, arms)),
        ("outcomes.csv", table(outcome_row::COLUMNS, outcomes)),
        ("contrasts.csv", table(contrast::COLUMNS, Vec::new())),
        ("claims.csv", table(claim::COLUMNS, Vec::new())),
    ]
}

fn records(session: &Session, study: &Study) -> Result<Vec<Record>, AppError> {
    let mut records = Vec::with_capacity(study.records.len());
    for id in &study.records {
        records.extend(reading_of(session, *id)?.1.record);
    }
    Ok(records)
}

/// Entries for the reports of a study: the first under its name, the others with a number.
fn bibliography(study: &str, records: &[Record]) -> Result<String, AppError> {
    let no_writer = || AppError::Usage("BibTeX is read but not written".to_owned());
    let mut out = String::new();
    for (at, record) in records.iter().enumerate() {
        let mut writer = Writer::new(Format::Bibtex).ok_or_else(no_writer)?;
        let entry = writer.part(std::slice::from_ref(record)).text;
        let key = match at {
            0 => study.to_owned(),
            _ => format!("{study}-{}", at + 1),
        };
        out += &with_key(&entry, &key);
    }
    Ok(out)
}

/// An entry under another key: what stands between the first brace and the first comma.
fn with_key(entry: &str, key: &str) -> String {
    let parts = entry.split_once('{').and_then(|(kind, rest)| {
        let (_, fields) = rest.split_once(',')?;
        Some(format!("{kind}{{{key},{fields}"))
    });
    parts.unwrap_or_default()
}

/// The description of the columns under a name of the review's own, without what is true of the bundled
/// base only.
fn described(session: &Session) -> Result<String, AppError> {
    let broken = |error: serde_json::Error| AppError::Analysis(error.to_string());
    let mut package: serde_json::Value = serde_json::from_str(DATAPACKAGE).map_err(broken)?;
    if let Some(package) = package.as_object_mut() {
        let title = session
            .protocol
            .title
            .as_deref()
            .unwrap_or("A systematic review");
        package.insert("name".to_owned(), NAME.into());
        package.insert("title".to_owned(), format!("Evidence of: {title}").into());
        let description = "Numbers that people took from the reports of a systematic review.";
        package.insert("description".to_owned(), description.into());
        for key in ["version", "keywords", "licenses", "sources", "contributors"] {
            package.shift_remove(key);
        }
    }
    Ok(serde_json::to_string_pretty(&package).map_err(broken)? + "\n")
}
