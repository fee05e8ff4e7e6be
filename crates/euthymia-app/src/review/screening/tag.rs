//! Tags on records.

use super::folded;
use super::words::known_place;
use crate::error::AppError;
use crate::review::session::Session;
use euthymia_review::{EntryId, Event, RecordId};

/// A tag, and where it belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagRequest {
    /// The tag.
    pub tag: String,
    /// The records.
    pub records: Vec<RecordId>,
    /// Whether it is taken away.
    pub off: bool,
}

/// Puts a tag on records or takes it away, all of them or none.
///
/// # Errors
/// [`AppError::Usage`] when a record is not there, or the tag is empty.
pub fn tag_records(session: &mut Session, request: &TagRequest) -> Result<EntryId, AppError> {
    let stamp = session.stamp()?;
    let screening = folded(session);
    let mut events = Vec::with_capacity(request.records.len());
    for &record in &request.records {
        known_place(&screening, record).map_err(AppError::Usage)?;
        let event = Event::Tagged {
            record,
            tag: request.tag.trim().to_owned(),
            on: !request.off,
        };
        let checked = event.check();
        checked.map_err(|error| AppError::Usage(error.to_string()))?;
        events.push(event);
    }
    Ok(session.folder.append(&stamp, events)?)
}
