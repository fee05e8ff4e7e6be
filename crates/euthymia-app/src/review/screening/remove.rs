//! Records removed before anybody looked at them.

use super::folded;
use super::words::known_place;
use crate::error::AppError;
use crate::review::session::Session;
use euthymia_review::log::Removal;
use euthymia_review::{EntryId, Event, RecordId};

/// What is removed before screening, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoveRequest {
    /// The records.
    pub records: Vec<RecordId>,
    /// Who or what removed them.
    pub by: Removal,
    /// Why.
    pub reason: String,
}

/// Removes records before screening, all of them or none. Nothing is deleted: a flow diagram counts
/// them in a box of their own.
///
/// # Errors
/// [`AppError::Usage`] when a record is not there, was removed, or somebody decided on it already.
pub fn remove_records(session: &mut Session, request: &RemoveRequest) -> Result<EntryId, AppError> {
    let stamp = session.stamp()?;
    let screening = folded(session);
    for &record in &request.records {
        let place = known_place(&screening, record).map_err(AppError::Usage)?;
        let Some(unit) = screening.units.get(place) else {
            continue;
        };
        let decided = [&unit.title_abstract, &unit.full_text];
        let why = if unit.removed.is_some() {
            Some("was removed already")
        } else if decided.iter().any(|own| !own.decisions.is_empty()) {
            Some("was decided on: it is excluded by review decide, not removed before screening")
        } else {
            None
        };
        if let Some(why) = why {
            return Err(AppError::Usage(format!("{record} {why}")));
        }
    }
    let event = Event::RemovedBeforeScreening {
        records: request.records.clone(),
        by: request.by,
        reason: request.reason.clone(),
    };
    let checked = event.check();
    checked.map_err(|error| AppError::Usage(error.to_string()))?;
    Ok(session.folder.append(&stamp, vec![event])?)
}
