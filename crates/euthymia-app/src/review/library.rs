//! All records of a review, read again from the files that were taken in.

use super::amend::apply;
use super::import::columns_from_text;
use super::session::Session;
use crate::error::AppError;
use euthymia_review::{Context, Format, Imported, Piece, Reading, RecordId, State, Stored, parse};
use std::collections::BTreeMap;
use std::sync::mpsc::sync_channel;

/// How far a pass over the library has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Records read.
    pub records: u64,
    /// Records in all.
    pub of: u64,
}

/// Records that are handed to the second thread at once.
const BATCH: usize = 256;
/// Batches that may wait.
const WAITING: usize = 16;

/// Reads every record of the files that count, in the order of the imports, and hands it over with
/// what was not understood. Records are read on a second thread; memory holds some thousands.
///
/// # Errors
/// A file of the review is damaged or of a format that this program does not read; the first error
/// of `each`.
pub fn for_each_record(
    session: &Session,
    progress: &mut dyn FnMut(Progress),
    each: &mut dyn FnMut(RecordId, Reading) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let state = session.state();
    let mut done = Progress {
        records: 0,
        of: state.records(),
    };
    let amended = amended(&state);
    for imported in state.counted() {
        for_each_of(session, imported, &mut |id, mut reading| {
            done.records += 1;
            if done.records.is_multiple_of(1024) {
                progress(done);
            }
            if let (Some(record), Some(changes)) = (&mut reading.record, amended.get(&id)) {
                for (field, value) in changes {
                    apply(record, field, *value);
                }
            }
            each(id, reading)
        })?;
    }
    Ok(())
}

/// A field and what it should read; `None` for empty.
type Change<'s> = (&'s str, Option<&'s str>);

/// The new values of fields, by record.
fn amended(state: &State) -> BTreeMap<RecordId, Vec<Change<'_>>> {
    let mut changes: BTreeMap<RecordId, Vec<Change<'_>>> = BTreeMap::new();
    for ((record, field), value) in &state.amended {
        changes
            .entry(*record)
            .or_default()
            .push((field, value.as_deref()));
    }
    changes
}

/// The same for one file, without what people amended.
pub(super) fn for_each_of(
    session: &Session,
    imported: &Imported,
    each: &mut dyn FnMut(RecordId, Reading) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let format = format_of(imported)?;
    let mut stored = session.folder.stored(imported.import)?;
    let context = context_of(&stored, imported)?;
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel::<Vec<(RecordId, Piece)>>(WAITING);
        let (done, read) = sync_channel::<Vec<(RecordId, Reading)>>(WAITING);
        scope.spawn(move || {
            for batch in receive {
                let readings = batch
                    .into_iter()
                    .map(|(id, piece)| (id, parse(format, &piece, &context)))
                    .collect();
                if done.send(readings).is_err() {
                    return;
                }
            }
        });
        let reader = scope.spawn(move || -> Result<(), AppError> {
            let mut batch = Vec::with_capacity(BATCH);
            for record in stored.records()? {
                batch.push(record?);
                if batch.len() == BATCH {
                    let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                    if send.send(full).is_err() {
                        return Ok(());
                    }
                }
            }
            // Nobody listens only when the other side has failed, which is told there.
            let _ = send.send(batch);
            Ok(())
        });
        for (id, reading) in read.iter().flatten() {
            each(id, reading)?;
        }
        drop(read);
        let broken = || AppError::Analysis("reading the records failed".to_owned());
        reader.join().map_err(|_| broken())?
    })
}

/// What the records of a file need to be read, with what was said about its columns.
pub(super) fn context_of(stored: &Stored, imported: &Imported) -> Result<Context, AppError> {
    let columns = imported.columns.as_deref().map(columns_from_text);
    Ok(Context {
        columns: columns.transpose()?.unwrap_or_default(),
        ..stored.context().clone()
    })
}

/// The format by which a file was cut.
pub(super) fn format_of(imported: &Imported) -> Result<Format, AppError> {
    let known = Format::ALL
        .iter()
        .find(|format| format.word() == imported.format);
    known.copied().ok_or_else(|| {
        AppError::Usage(format!(
            "{} was imported as \"{}\", a format that this version does not read",
            imported.file_name, imported.format
        ))
    })
}

/// One record with what was not understood.
///
/// # Errors
/// [`AppError::Usage`] when there is no such record.
pub(super) fn reading_of(session: &Session, id: RecordId) -> Result<(Piece, Reading), AppError> {
    let state = session.state();
    let imported = state
        .imports
        .iter()
        .map(|import| &import.imported)
        .find(|imported| imported.import == id.import)
        .ok_or_else(|| AppError::Usage(format!("there is no record {id}")))?;
    let mut stored = session.folder.stored(id.import)?;
    let piece = stored.piece(id)?;
    let context = context_of(&stored, imported)?;
    let mut reading = parse(format_of(imported)?, &piece, &context);
    if let (Some(record), Some(changes)) = (&mut reading.record, amended(&state).get(&id)) {
        for (field, value) in changes {
            apply(record, field, *value);
        }
    }
    Ok((piece, reading))
}
