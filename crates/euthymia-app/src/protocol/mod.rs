//! Treatment protocols: listed, shown, checked, compared, laid out in a calendar.
//!
//! Reading order: [`find`] (a bundled protocol or a site's own file), [`show`], [`check`],
//! [`background`] (the keys of a patient's record), [`compare`], [`plan`], [`calendar_file`].

mod arithmetic;
pub mod background;
pub mod calendar_file;
mod cautions_view;
pub mod check;
pub mod compare;
mod dose;
mod limits;
pub mod plan;
mod programme_view;
pub mod show;
mod sources;
mod words;

use crate::error::AppError;
use euthymia_clinical::protocol::{Library, Protocol, bundled, bundled_ids};
use euthymia_table::{Diagnostic, cannot_read, nearest};
use std::path::Path;

/// Said below every table of this command.
const INFORMS: &str = "It informs, it never prescribes. What is marked unverified was not confirmed in a source and decides nothing.";

/// The protocol of an identifier, or of a site's own file in the same format.
///
/// # Errors
/// [`AppError::Usage`] for an identifier that there is not, [`AppError::Input`] for a file that cannot
/// be used, with line, key, what was found and what to do.
///
/// # Example
/// ```
/// use euthymia_app::protocol::find;
/// assert_eq!(find("tms_saint")?.id, "tms_saint");
/// assert!(find("tms_sant").unwrap_err().to_string().contains("tms_saint"));
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn find(id_or_file: &str) -> Result<Protocol, AppError> {
    if let Some(protocol) = bundled(id_or_file) {
        return Ok(protocol.clone());
    }
    let path = Path::new(id_or_file);
    if path.is_file() || path.extension().is_some() || path.components().count() > 1 {
        return own(path);
    }
    let ids: Vec<&str> = bundled_ids().collect();
    let near = nearest(&[id_or_file], &ids)
        .map_or_else(String::new, |near| format!(" Did you mean \"{near}\"?"));
    Err(AppError::Usage(format!(
        "there is no protocol \"{id_or_file}\".{near} euthymia protocol list shows them; a file of your own ends in .toml."
    )))
}

fn own(path: &Path) -> Result<Protocol, AppError> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| cannot_read(&name, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Diagnostic::error(name.as_str(), "the file is not UTF-8 text")
            .with_help("Save it as UTF-8.")
    })?;
    read_text(&text, &name)
}

/// Reads a protocol from its text; `name` is the file in messages.
///
/// # Errors
/// As [`find`].
pub fn read_text(text: &str, name: &str) -> Result<Protocol, AppError> {
    Library::bundled().read(text, name).map_err(|error| {
        let findings = error.faults.into_iter().map(|fault| {
            let known: Vec<&str> = fault.known.iter().map(String::as_str).collect();
            let wrong = fault.found.as_deref().or(fault.field.as_deref());
            let near = wrong.and_then(|wrong| nearest(&[wrong], &known));
            let near = near.map_or_else(String::new, |near| format!("Did you mean \"{near}\"? "));
            let help = format!("{near}{}", fault.help);
            let mut finding = Diagnostic::error(name, fault.problem).with_help(help);
            finding.row = Some(fault.line);
            finding.column = fault.field.map(Into::into);
            finding.found = fault.found.map(Into::into);
            finding.is_keyed = true;
            finding
        });
        AppError::Input(findings.collect())
    })
}
