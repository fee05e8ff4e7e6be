//! What a person decides about records, entered into the log.

use super::history::entry;
use super::library::reading_of;
use super::session::Session;
use crate::error::AppError;
use euthymia_review::log::NotATarget;
use euthymia_review::{EntryId, Event, How, ImportId, Link, RecordId, Target, deciding};

/// What a person decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Records are copies of one report.
    Same(Vec<RecordId>),
    /// Two records are not.
    Different(RecordId, RecordId),
    /// Two records are different reports that belong together.
    Link(RecordId, RecordId, Link),
    /// An earlier entry no longer counts; by its name in `review log`.
    Undo(String),
    /// A file no longer counts, and why.
    Withdraw(ImportId, String),
    /// A field of a record should read differently; no value empties it.
    Amend(RecordId, String, Option<String>),
    /// A remark, about a record or about the review.
    Note(Option<RecordId>, String),
}

/// Enters a decision and returns the name of the entry, by which it can be undone.
///
/// # Errors
/// [`AppError::Usage`] when it names a record, file or entry that is not there, or says nothing new;
/// nothing is entered then.
pub fn decide(session: &mut Session, decision: Decision) -> Result<EntryId, AppError> {
    let event = match decision {
        Decision::Same(records) => {
            all_there(session, &records)?;
            Event::RecordsMerged {
                records,
                how: How::ByPerson,
            }
        }
        Decision::Different(a, b) => {
            all_there(session, &[a, b])?;
            Event::KeptApart { a, b }
        }
        Decision::Link(a, b, link) => {
            all_there(session, &[a, b])?;
            Event::Linked { a, b, link }
        }
        Decision::Undo(text) => Event::Undone {
            target: target(session, &text)?,
        },
        Decision::Withdraw(import, reason) => {
            let state = session.state();
            if !state.counted().any(|own| own.import == import) {
                return Err(AppError::Usage(format!(
                    "there is no import {import} that counts; review status lists them"
                )));
            }
            Event::ImportWithdrawn { import, reason }
        }
        Decision::Amend(record, field, value) => {
            all_there(session, &[record])?;
            super::amend::check(&field)?;
            Event::FieldAmended {
                record,
                field,
                value,
            }
        }
        Decision::Note(record, text) => {
            if let Some(record) = record {
                all_there(session, &[record])?;
            }
            Event::Note { record, text }
        }
    };
    event
        .check()
        .map_err(|error| AppError::Usage(error.to_string()))?;
    let stamp = session.stamp()?;
    let events = deciding(session.folder.log().entries(), event);
    Ok(session.folder.append(&stamp, events)?)
}

fn all_there(session: &Session, records: &[RecordId]) -> Result<(), AppError> {
    for record in records {
        reading_of(session, *record)?;
    }
    Ok(())
}

/// What a text names: an entry by the first letters of its name, or an event of it.
fn target(session: &Session, text: &str) -> Result<Target, AppError> {
    let (start, place) = match text.split_once('-') {
        Some((start, place)) => (start, Some(place)),
        None => (text, None),
    };
    let id = entry(session, start)?.id;
    let full = place.map_or_else(|| id.to_string(), |place| format!("{id}-{place}"));
    full.parse()
        .map_err(|error: NotATarget| AppError::Usage(error.to_string()))
}
