//! Tables and what their columns are into a [`CaseSeries`].
//!
//! [`bound`] finds the columns, [`rows`] reads one table of any kind into [`raw`] entries by patient
//! ([`scores`], [`treatment`], [`when`]), [`series`] settles what all of them have in common (the
//! [`clock`], what was [`planned`], scales, groups, levels) and makes the patients.

mod bound;
mod clock;
mod identity;
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

pub(super) use rows::group_name;

use super::guess::guess;
use super::settings::{Role, Rows, SCHEMA, Settings, TableSettings};
use crate::error::AppError;
use euthymia_report::case_series::CaseSeries;
use euthymia_table::{Diagnostic, Problems, ReadOptions, Table, read_path};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where a case series is read from.
#[derive(Clone, Debug, Default)]
pub struct SeriesRequest {
    /// Tables whose columns are guessed.
    pub files: Vec<PathBuf>,
    /// Settings that say what each column is, in place of `files`.
    pub settings: Option<PathBuf>,
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
}

/// Reads the tables, and the settings or a guess.
///
/// # Errors
/// [`AppError::Input`] for a file that cannot be read; [`AppError::Usage`] without any file.
pub fn load(request: &SeriesRequest) -> Result<Loaded, AppError> {
    load_by(request, &read_path)
}

/// Reads a table, or as much of it as is needed.
type Open<'a> = &'a dyn Fn(&Path, &ReadOptions) -> Result<Table, Vec<Diagnostic>>;

fn load_by(request: &SeriesRequest, open: Open<'_>) -> Result<Loaded, AppError> {
    if let Some(path) = &request.settings {
        let settings = super::settings::read_settings(path)?;
        let read = |table: &TableSettings| table_of(&table.file, &table.missing, request, open);
        let tables = settings.table.iter().map(read).collect::<Result<_, _>>()?;
        return Ok(Loaded {
            settings,
            reasons: Vec::new(),
            tables,
        });
    }
    if request.files.is_empty() {
        return Err(AppError::Usage(
            "name a file of patients or visits, or settings with --settings".to_owned(),
        ));
    }
    let mut loaded = Loaded {
        settings: Settings {
            schema: SCHEMA.to_owned(),
            ..Settings::default()
        },
        reasons: Vec::new(),
        tables: Vec::new(),
    };
    for file in &request.files {
        let mut table = table_of(file, &[], request, open)?;
        let mut found = guess(&table);
        if !found.settings.missing.is_empty() {
            let missing = std::mem::take(&mut found.settings.missing);
            table = table_of(file, &missing, request, open)?;
            found = guess(&table);
            found.settings.missing = missing;
        }
        found.settings.file.clone_from(file);
        loaded.settings.table.push(found.settings);
        loaded.reasons.push(found.reasons);
        loaded.tables.push(table);
    }
    Ok(loaded)
}

fn table_of(
    file: &Path,
    missing: &[String],
    request: &SeriesRequest,
    open: Open<'_>,
) -> Result<Table, AppError> {
    Ok(open(file, &options_for(missing, request))?)
}

fn options_for(missing: &[String], request: &SeriesRequest) -> ReadOptions {
    let mut options = request.read.clone();
    options.missing.extend(missing.iter().cloned());
    options
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
