//! Two copies of a review put together.

use super::session::{Session, open_to_read};
use crate::error::AppError;
use euthymia_report::words::counted;
use euthymia_review::folder::ProtocolMerge;
use std::path::Path;

/// Adds what another copy of the review has, and says what was added and what contradicts itself.
///
/// # Errors
/// [`AppError`] when the other folder is another review, or either is damaged.
pub fn merge(session: &mut Session, other: &Path) -> Result<Vec<String>, AppError> {
    let theirs = open_to_read(other)?;
    let report = session.folder.merge(&theirs.folder)?;
    let mut said = vec![format!(
        "{} and {} were added.",
        counted(report.entries, "entry of the log", "entries of the log"),
        counted(report.imports.len(), "file", "files")
    )];
    match &report.protocol {
        ProtocolMerge::Kept => {}
        ProtocolMerge::Taken => said.push("Their review.toml is newer and was taken.".to_owned()),
        ProtocolMerge::Undecided(name) => said.push(format!(
            "Both changed review.toml: theirs is in {name}. Put what you want into review.toml and \
             delete {name}."
        )),
    }
    let conflicts = session.state().conflicts;
    if !conflicts.is_empty() {
        said.push(format!(
            "{} against each other:",
            counted(conflicts.len(), "decision stands", "decisions stand")
        ));
        said.extend(conflicts.iter().map(super::conflict::words));
    }
    Ok(said)
}
