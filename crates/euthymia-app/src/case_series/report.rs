//! The document and the figures as files.

use super::columns::columns_view;
use super::r_script::r_script;
use super::read::{Loaded, SeriesRequest};
use crate::error::AppError;
use crate::output::{DocumentFormat, FigureFormat, write_whole};
use euthymia_report::case_series::document::{Extras, document};
use euthymia_report::case_series::{Analysis, figures::figures};
use euthymia_report::document::{Document, Section};
use std::path::{Path, PathBuf};

/// Makes the document of a case series.
///
/// # Errors
/// [`AppError::Usage`] for something under `[report]` that no checklist asks for.
pub fn make(
    analysis: &Analysis,
    loaded: &Loaded,
    request: &SeriesRequest,
    literature: Option<Section>,
    version: &str,
) -> Result<Document, AppError> {
    let extras = Extras {
        columns: columns_view(loaded),
        said: loaded.settings.report.clone().into_iter().collect(),
        script: Some(script(analysis, loaded, request)),
        literature,
        version: version.to_owned(),
    };
    document(analysis, extras).map_err(|error| AppError::Usage(format!("[report]: {error}")))
}

/// The main analyses as a script for R, with the names of the files and not their folders; where there is
/// none, why.
fn script(analysis: &Analysis, loaded: &Loaded, request: &SeriesRequest) -> String {
    match r_script(loaded, request, analysis) {
        Ok(text) => loaded.settings.table.iter().fold(text, |text, table| {
            let name = table.file.file_name().unwrap_or_default().to_string_lossy();
            text.replace(&table.file.display().to_string(), &name)
        }),
        Err(error) => format!("# There is no script: {error}\n"),
    }
}

/// Writes the document in the format of the file's name.
///
/// # Errors
/// [`AppError::Usage`] for a name that ends in neither .html nor .docx; [`AppError::Write`].
pub fn write_document(document: &Document, path: &Path) -> Result<(), AppError> {
    let bytes = DocumentFormat::of(path)?.write(document)?;
    write_whole(path, &bytes)
}

/// Writes every figure into a folder; returns the paths. All are drawn before the first is written.
///
/// # Errors
/// [`AppError::Write`].
pub fn write_figures(
    analysis: &Analysis,
    folder: &Path,
    format: FigureFormat,
) -> Result<Vec<PathBuf>, AppError> {
    let drawn = figures(analysis)
        .iter()
        .map(|figure| {
            let name = format!("{}.{}", figure.id, format.extension());
            Ok((folder.join(name), format.draw(&figure.scene)?))
        })
        .collect::<Result<Vec<_>, AppError>>()?;
    for (path, bytes) in &drawn {
        write_whole(path, bytes)?;
    }
    Ok(drawn.into_iter().map(|(path, _)| path).collect())
}
