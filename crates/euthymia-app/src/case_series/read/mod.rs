//! Tables and what their columns are into a [`CaseSeries`].
//!
//! [`bound`] finds the columns, [`rows`] reads one table of any kind into [`raw`] entries by patient
//! ([`scores`], [`treatment`], [`when`]), [`series`] settles what all of them have in common (the
//! [`clock`], what was [`planned`], scales, groups, levels) and makes the patients.

mod bound;
mod clock;
mod identity;
mod labels;
mod planned;
mod raw;
mod rows;
mod same_day;
mod scores;
mod series;
pub mod summary;
mod treatment;
mod unit;
mod when;

pub(super) use raw::short;
pub(super) use rows::group_name;

use super::guess::guess;
use super::settings::{Role, Rows, SCHEMA, Settings};
use crate::error::AppError;
use euthymia_report::case_series::CaseSeries;
use euthymia_report::words::counted;
use euthymia_table::{Diagnostic, Problems, ReadOptions, Severity, Table, cannot_read};
use euthymia_workbook::redcap::Dictionary;
use euthymia_workbook::{FileOptions, PatientFile, read_path};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where a case series is read from.
#[derive(Clone, Debug, Default)]
pub struct SeriesRequest {
    /// Tables whose columns are guessed.
    pub files: Vec<PathBuf>,
    /// Settings that say what each column is, in place of `files`.
    pub settings: Option<PathBuf>,
    /// The sheet of a workbook; the only one with content otherwise. Settings say their own.
    pub sheet: Option<String>,
    /// A data dictionary of REDCap that the tables are held against.
    pub dictionary: Option<PathBuf>,
    /// How files are read.
    pub read: ReadOptions,
    /// Replaces identifiers that look like names by numbers instead of refusing them.
    pub number_patients: bool,
}

/// Settings with the tables they are about.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What each column is.
    pub settings: Settings,
    /// Why, where it was guessed: one map for each table.
    pub reasons: Vec<BTreeMap<String, String>>,
    /// The tables, in the order of the settings.
    pub tables: Vec<Table>,
    /// What a reader of the tables must know, such as cells of a workbook that hold errors.
    pub notes: Vec<Diagnostic>,
}

/// Reads the tables, and the settings or a guess.
///
/// # Errors
/// [`AppError::Input`] for a file that cannot be read; [`AppError::Usage`] without any file.
pub fn load(request: &SeriesRequest) -> Result<Loaded, AppError> {
    load_by(request, &read_path)
}

/// Reads a file, or as much of it as is needed.
type Open<'a> = &'a dyn Fn(&Path, &FileOptions) -> Result<PatientFile, Vec<Diagnostic>>;

fn load_by(request: &SeriesRequest, open: Open<'_>) -> Result<Loaded, AppError> {
    let dictionary = request.dictionary.as_deref();
    let dictionary = dictionary
        .map(|path| dictionary_of(path, request))
        .transpose()?;
    let mut loaded = Loaded {
        settings: Settings {
            schema: SCHEMA.to_owned(),
            ..Settings::default()
        },
        reasons: Vec::new(),
        tables: Vec::new(),
        notes: Vec::new(),
    };
    if let Some(path) = &request.settings {
        loaded.settings = super::settings::read_settings(path)?;
        for table in &loaded.settings.table {
            let sheet = table.sheet.clone().or_else(|| request.sheet.clone());
            let file = file_of(&table.file, sheet, &table.missing, request, open)?;
            loaded.notes.extend(file.table.notes().iter().cloned());
            loaded.tables.push(file.table);
        }
    } else if request.files.is_empty() {
        return Err(AppError::Usage(
            "name a file of patients or visits, or settings with --settings".to_owned(),
        ));
    }
    for file in &request.files {
        guessed(file, dictionary.as_ref(), request, open, &mut loaded)?;
    }
    if let Some(dictionary) = &dictionary {
        check(dictionary, request, &mut loaded)?;
    }
    Ok(loaded)
}

/// Reads a file and takes its columns for what they most likely are.
fn guessed(
    path: &Path,
    dictionary: Option<&Dictionary>,
    request: &SeriesRequest,
    open: Open<'_>,
    loaded: &mut Loaded,
) -> Result<(), AppError> {
    let mut file = file_of(path, request.sheet.clone(), &[], request, open)?;
    let mut found = guess(&file.table);
    let missing = std::mem::take(&mut found.settings.missing);
    if !missing.is_empty() {
        loaded.notes.push(taken_as_missing(&file.table, &missing));
        file = file_of(path, request.sheet.clone(), &missing, request, open)?;
        found = guess(&file.table);
        found.settings.missing = missing;
    }
    found.settings.file = path.to_owned();
    found.settings.sheet = file.sheet;
    labels::apply(&mut found, &file.columns);
    if let Some(dictionary) = dictionary {
        labels::apply(&mut found, &dictionary.column_notes(&file.table));
        labels::hide(&mut found, &dictionary.check(&file.table, 0).identifiers);
    }
    loaded.notes.extend(file.table.notes().iter().cloned());
    loaded.settings.table.push(found.settings);
    loaded.reasons.push(found.reasons);
    loaded.tables.push(file.table);
    Ok(())
}

/// How many cells hold codes that were guessed to mean a missing value.
fn taken_as_missing(table: &Table, codes: &[String]) -> Diagnostic {
    let columns = (0..table.column_count()).filter_map(|at| table.column_at(at));
    let is_code = |text: &str| codes.iter().any(|code| code == text.trim());
    let count = columns
        .flat_map(|column| column.cells())
        .filter(|cell| is_code(cell.raw()))
        .count();
    Diagnostic::note(
        table.file(),
        format!(
            "{} with {} taken for missing values",
            counted(count, "cell", "cells"),
            codes.join(", ")
        ),
    )
    .with_help("If they are values, save the settings and take them out of missing = [...].")
}

fn file_of(
    path: &Path,
    sheet: Option<String>,
    missing: &[String],
    request: &SeriesRequest,
    open: Open<'_>,
) -> Result<PatientFile, AppError> {
    let read = options_for(missing, request);
    Ok(open(path, &FileOptions { read, sheet })?)
}

fn options_for(missing: &[String], request: &SeriesRequest) -> ReadOptions {
    let mut options = request.read.clone();
    options.missing.extend(missing.iter().cloned());
    options
}

fn dictionary_of(path: &Path, request: &SeriesRequest) -> Result<Dictionary, AppError> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| cannot_read(&name, &error))?;
    Ok(Dictionary::read(&bytes, &name, &request.read)?)
}

/// Holds every table against the dictionary: what cannot be is an error, what is odd a note.
fn check(
    dictionary: &Dictionary,
    request: &SeriesRequest,
    loaded: &mut Loaded,
) -> Result<(), AppError> {
    let checked = loaded.tables.iter();
    let findings =
        checked.flat_map(|table| dictionary.check(table, request.read.problems_max).findings);
    let (errors, odd): (Vec<Diagnostic>, Vec<Diagnostic>) =
        findings.partition(|finding| finding.severity == Severity::Error);
    if errors.is_empty() {
        loaded.notes.extend(odd);
        Ok(())
    } else {
        Err(errors.into())
    }
}

/// Reads a case series.
///
/// # Errors
/// [`AppError::Input`] with every finding: file, row, column, what was found and what to do.
pub fn read(request: &SeriesRequest) -> Result<CaseSeries, AppError> {
    series_of(&load(request)?, request)
}

/// The case series of tables that were already read.
///
/// # Errors
/// As [`read`](fn@read).
pub fn series_of(loaded: &Loaded, request: &SeriesRequest) -> Result<CaseSeries, AppError> {
    loaded.settings.check()?;
    let mut problems = Problems::new(request.read.problems_max);
    let mut raw = raw::Raw::default();
    // Rows of several tables are brought together by identifiers; one table can do without.
    let several = loaded.tables.len() > 1;
    for (settings, table) in loaded.settings.table.iter().zip(&loaded.tables) {
        let bound = bound::bind(table, settings, &loaded.settings)?;
        if several || settings.rows != Rows::Patients || bound.has(Role::Patient) {
            bound.require(Role::Patient, &mut problems);
        }
        unit::check(&bound, &mut problems);
        rows::read_rows(&bound, &mut raw, &mut problems);
    }
    identity::check(&raw, request.number_patients, &mut problems);
    let raw = problems.into_result(raw)?;
    series::build(raw, loaded, request)
}
