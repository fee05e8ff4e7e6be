//! Places that were searched.

use super::session::Session;
use crate::error::AppError;
use euthymia_review::log::SourceKind;
use euthymia_review::{Event, Source};
use std::path::PathBuf;

/// Where records came from, as a search is reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceRequest {
    /// Short name, unique in the review.
    pub name: String,
    /// What was searched.
    pub database: String,
    /// What kind of place it is; told from its name where it is not said.
    pub kind: Option<SourceKind>,
    /// Through which door.
    pub platform: Option<String>,
    /// Day of the search.
    pub searched_on: Option<String>,
    /// File with the strategy exactly as it was run.
    pub strategy: Option<PathBuf>,
    /// Limits that were set.
    pub limits: Option<String>,
    /// Hits that the database reported.
    pub hits: Option<u64>,
}

/// Describes a place that was searched.
///
/// # Errors
/// [`AppError::Usage`] for a name that is taken; [`AppError::Input`] for a strategy that cannot be
/// read.
pub fn add_source(session: &mut Session, request: &SourceRequest) -> Result<(), AppError> {
    if session
        .state()
        .sources
        .iter()
        .any(|own| own.name == request.name)
    {
        return Err(AppError::Usage(format!(
            "--source: there is a source \"{}\" already; a search that is run again is a new source",
            request.name
        )));
    }
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path)
            .map_err(|error| euthymia_table::cannot_read(&path.display().to_string(), &error))
    };
    let stamp = session.stamp()?;
    let source = Source {
        name: request.name.clone(),
        database: request.database.clone(),
        kind: request.kind,
        platform: request.platform.clone(),
        searched_on: request.searched_on.clone(),
        strategy: request.strategy.as_ref().map(read).transpose()?,
        searched_by: Some(stamp.author.clone()),
        limits: request.limits.clone(),
        hits_reported: request.hits,
    };
    session
        .folder
        .append(&stamp, vec![Event::SourceAdded(Box::new(source))])?;
    Ok(())
}
