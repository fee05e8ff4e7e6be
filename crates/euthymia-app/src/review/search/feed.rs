//! Records that are read here, while another thread takes them one by one.

use crate::error::AppError;
use euthymia_review::{Record, RecordId};
use std::sync::mpsc::sync_channel;

/// Records handed over at once, and batches that may wait.
const BATCH: usize = 256;
const WAITING: usize = 16;

/// A place that takes records; its error ends the reading.
pub(super) type Taker<'t> = dyn FnMut(RecordId, Record) -> Result<(), AppError> + 't;

/// Runs `read` here, which hands records over, and `take` on a thread of its own, which receives
/// them as an iterator. Where `read` fails, the iterator ends early, and the error is returned
/// instead of what `take` made of the part.
pub(super) fn fed<T: Send>(
    read: impl FnOnce(&mut Taker<'_>) -> Result<(), AppError>,
    take: impl FnOnce(&mut dyn Iterator<Item = (RecordId, Record)>) -> Result<T, AppError> + Send,
) -> Result<T, AppError> {
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel::<Vec<(RecordId, Record)>>(WAITING);
        let taker = scope.spawn(move || take(&mut receive.into_iter().flatten()));
        let stopped = || AppError::Analysis("the records could not be taken".to_owned());
        let mut batch = Vec::with_capacity(BATCH);
        let done = read(&mut |id, record| {
            batch.push((id, record));
            if batch.len() < BATCH {
                return Ok(());
            }
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            send.send(full).map_err(|_| stopped())
        });
        // Nobody listens only when the other side has failed, which is told there.
        let _ = send.send(batch);
        drop(send);
        let taken = taker.join().map_err(|_| stopped())??;
        done.map(|()| taken)
    })
}
