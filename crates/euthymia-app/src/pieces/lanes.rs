//! Pieces to threads and back, in the order of the file.

use crate::error::AppError;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Where pieces come from and where what was made of them goes; both in the calling thread.
pub(crate) trait Ends<Piece, Part> {
    /// The next piece; `None` at the end of the file.
    fn next(&mut self) -> Result<Option<Piece>, AppError>;

    /// Takes the next part, in the order of the pieces.
    fn take(&mut self, part: Part) -> Result<(), AppError>;
}

/// The way to one thread and back. At most two pieces are under way on each.
struct Lane<Piece, Part> {
    pieces: SyncSender<Piece>,
    parts: Receiver<Part>,
}

/// Works on all pieces. They go to the threads in turn and are taken back in the same order, so that
/// the order of the file is kept without being remembered. `worker` makes what a thread works with.
pub(crate) fn run<Piece: Send, Part: Send, Work: FnMut(Piece) -> Part>(
    threads: usize,
    worker: impl Fn() -> Work + Sync,
    ends: &mut impl Ends<Piece, Part>,
) -> Result<(), AppError> {
    let worker = &worker;
    std::thread::scope(|scope| {
        let lane = || {
            let (pieces, inbox) = sync_channel::<Piece>(1);
            let (outbox, parts) = sync_channel(1);
            scope.spawn(move || {
                let mut work = worker();
                for piece in inbox {
                    if outbox.send(work(piece)).is_err() {
                        break;
                    }
                }
            });
            Lane { pieces, parts }
        };
        let lanes: Vec<Lane<Piece, Part>> = (0..threads.clamp(1, 64)).map(|_| lane()).collect();
        let (mut sent, mut taken) = (0, 0);
        loop {
            if sent - taken == 2 * lanes.len() {
                ends.take(receive(&lanes, taken)?)?;
                taken += 1;
            }
            let Some(piece) = ends.next()? else {
                break;
            };
            let lane = &lanes[sent % lanes.len()];
            lane.pieces.send(piece).map_err(|_| stopped())?;
            sent += 1;
        }
        while taken < sent {
            ends.take(receive(&lanes, taken)?)?;
            taken += 1;
        }
        Ok(())
    })
}

fn receive<Piece, Part>(lanes: &[Lane<Piece, Part>], taken: usize) -> Result<Part, AppError> {
    let lane = &lanes[taken % lanes.len()];
    lane.parts.recv().map_err(|_| stopped())
}

/// A thread ends only when its lane does; that it ended before is a fault of this program.
fn stopped() -> AppError {
    AppError::Analysis("a thread that reads rows stopped before its work was done".to_owned())
}
