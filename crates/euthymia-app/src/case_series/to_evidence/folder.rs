//! An evidence base in a folder, with the new arm at the end of its files.

use super::ArmRows;
use crate::error::AppError;
use crate::output::write_whole;
use euthymia_evidence::check::check;
use euthymia_evidence::files::{NAMES, bundled};
use euthymia_evidence::{EvidenceBase, LoadError};
use euthymia_table::{Diagnostic, Severity};
use std::path::{Path, PathBuf};

/// Writes the rows at the end of the evidence base in `folder`; a folder that holds none becomes a copy
/// of the bundled one first. Nothing is left changed where the whole does not pass the check.
///
/// # Errors
/// What `rows` finds wrong; [`AppError::Input`] with the errors that the check finds in the whole;
/// [`AppError::Usage`] for a folder that holds part of an evidence base; [`AppError::Write`].
pub fn write(
    folder: &Path,
    rows: impl FnOnce(&EvidenceBase) -> Result<ArmRows, AppError>,
) -> Result<ArmRows, AppError> {
    let there = NAMES
        .iter()
        .filter(|name| folder.join(name).exists())
        .count();
    if there != 0 && there != NAMES.len() {
        return Err(AppError::Usage(format!(
            "--to-evidence: {} holds part of an evidence base; name a new folder, or one with {}",
            folder.display(),
            NAMES.join(", ")
        )));
    }
    let is_new = there == 0;
    let base = match is_new {
        true => EvidenceBase::bundled()?,
        false => EvidenceBase::from_dir(folder)?,
    };
    let rows = rows(&base)?;
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for name in NAMES {
        let path = folder.join(name);
        let old = match is_new {
            true => bundled(name).unwrap_or_default().to_vec(),
            false => std::fs::read(&path).map_err(|error| {
                AppError::from(euthymia_table::cannot_read(
                    &path.display().to_string(),
                    &error,
                ))
            })?,
        };
        files.push((path, with_rows(name, old, &rows)?));
    }
    try_out(folder, &files)?;
    for (path, bytes) in &files {
        write_whole(path, bytes)?;
    }
    Ok(rows)
}

/// The whole loaded and checked before anything is written; any error that is found refuses it.
fn try_out(folder: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<(), AppError> {
    let findings = tried_out(folder, files)?.unwrap_or_else(|broken| broken);
    let errors: Vec<Diagnostic> = findings
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors.into())
    }
}

/// Loads and checks files in a folder of their own, before they are written to `folder`. What is found
/// there is told of `folder`: as an error where the files cannot be loaded.
pub(crate) fn tried_out(
    folder: &Path,
    files: &[(PathBuf, Vec<u8>)],
) -> Result<Result<Vec<Diagnostic>, Vec<Diagnostic>>, AppError> {
    let trial = tempfile::tempdir().map_err(|error| AppError::Write {
        path: std::env::temp_dir().display().to_string(),
        reason: error.to_string(),
    })?;
    for (path, bytes) in files {
        if let Some(name) = path.file_name() {
            write_whole(&trial.path().join(name), bytes)?;
        }
    }
    let told = |findings: Vec<Diagnostic>| {
        let told = findings.into_iter().map(|mut finding| {
            let name = Path::new(finding.file.as_ref())
                .file_name()
                .map(|name| folder.join(name));
            if let Some(path) = name {
                finding.file = path.display().to_string().into();
            }
            finding
        });
        told.collect::<Vec<_>>()
    };
    Ok(match EvidenceBase::from_dir(trial.path()) {
        Ok(base) => Ok(told(check(&base))),
        Err(LoadError(findings)) => Err(told(findings)),
    })
}

/// A file with its new rows at the end.
fn with_rows(name: &str, mut old: Vec<u8>, rows: &ArmRows) -> Result<Vec<u8>, AppError> {
    if old.last().is_some_and(|last| *last != b'\n') {
        old.push(b'\n');
    }
    let new = match name {
        "studies.csv" => csv(std::slice::from_ref(&rows.study)),
        "arms.csv" => csv(std::slice::from_ref(&rows.arm)),
        "outcomes.csv" => csv(&rows.outcomes),
        "references.bib" => rows.reference.clone(),
        _ => String::new(),
    };
    if !new.is_empty() && name.ends_with(".csv") {
        in_order(name, &old)?;
    }
    old.extend(new.as_bytes());
    Ok(old)
}

/// The columns of a folder's file must stand in the order in which the rows are written.
fn in_order(name: &str, old: &[u8]) -> Result<(), AppError> {
    let bundled = bundled(name).unwrap_or_default();
    let header = |bytes: &[u8]| {
        let line = bytes
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        String::from_utf8_lossy(line)
            .trim_end()
            .trim_start_matches('\u{feff}')
            .to_owned()
    };
    if header(old) == header(bundled) {
        return Ok(());
    }
    Err(AppError::Usage(format!(
        "--to-evidence: the columns of {name} are not those of the bundled file, or in another order; name \
         a new folder"
    )))
}

/// Rows of a file of the evidence base.
pub(crate) fn csv(rows: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        format!("{}\n", cells.join(","))
    };
    rows.iter().map(line).collect()
}

/// A cell, in quotation marks where it needs them.
fn quoted(cell: &str) -> String {
    let cell = cell.replace(['\n', '\r'], " ");
    if cell.contains([',', '"']) || cell.starts_with([' ', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}
