//! Full texts that were asked for, and those that cannot be had.

use crate::error::AppError;
use crate::review::screening::{folded, known_place};
use crate::review::session::Session;
use euthymia_review::{EntryId, Event, RecordId};

/// Says that full texts were asked for, and from whom; with no record, all that are missing and for
/// which nobody asked yet. Returns how many.
///
/// # Errors
/// [`AppError::Usage`] when a record is not there, none is missing, or nobody is named.
pub fn request_full_texts(
    session: &mut Session,
    records: &[RecordId],
    from: &str,
) -> Result<(EntryId, usize), AppError> {
    let stamp = session.stamp()?;
    if from.trim().is_empty() {
        return Err(AppError::Usage("--from: say whom you asked".to_owned()));
    }
    let screening = folded(session);
    for &record in records {
        known_place(&screening, record).map_err(AppError::Usage)?;
    }
    let records = match records.is_empty() {
        true => unasked(session, &screening),
        false => records.to_vec(),
    };
    if records.is_empty() {
        let message = "no full text is missing for which nobody has asked";
        return Err(AppError::Usage(message.to_owned()));
    }
    let event = |&record: &RecordId| Event::FullTextRequested {
        record,
        from: from.trim().to_owned(),
    };
    let events: Vec<Event> = records.iter().map(event).collect();
    let count = events.len();
    Ok((session.folder.append(&stamp, events)?, count))
}

fn unasked(session: &Session, screening: &euthymia_review::Screening) -> Vec<RecordId> {
    use euthymia_review::FullTexts;
    use euthymia_review::fulltext::Retrieval;
    let full_texts = FullTexts::of(session.folder.log().entries(), screening);
    let missing = full_texts.missing(screening).into_iter();
    missing
        .filter(|place| full_texts.retrieval(*place) == Retrieval::Missing)
        .filter_map(|place| screening.units.get(place).map(|unit| unit.record))
        .collect()
}

/// Says that the full text of a report cannot be had, and why: a flow diagram counts it as not
/// retrieved. A file that comes after all takes the place of this.
///
/// # Errors
/// [`AppError::Usage`] when the record is not there, or no reason is given.
pub fn say_not_retrieved(
    session: &mut Session,
    record: RecordId,
    reason: &str,
) -> Result<EntryId, AppError> {
    let stamp = session.stamp()?;
    let screening = folded(session);
    known_place(&screening, record).map_err(AppError::Usage)?;
    let event = Event::FullTextNotRetrieved {
        record,
        reason: reason.trim().to_owned(),
    };
    let checked = event.check();
    checked.map_err(|error| AppError::Usage(error.to_string()))?;
    Ok(session.folder.append(&stamp, vec![event])?)
}
