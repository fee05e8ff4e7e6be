//! Pieces to threads and back, in the order of the file.

use super::careful::Marks;
use super::chunks::{Chunk, Chunks};
use super::columns::Layout;
use super::findings::Findings;
use super::scorer::Scorer;
use super::tally::Tally;
use super::worker::{Part, Worker};
use crate::error::AppError;
use crate::output::WholeFile;
use euthymia_table::Head;
use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// What every thread knows.
pub(super) struct Job<'a> {
    pub(super) head: &'a Head,
    pub(super) layout: &'a Layout<'a>,
    pub(super) scorer: &'a Scorer<'a>,
    pub(super) threads: usize,
    pub(super) problems_max: usize,
}

/// Where the parts come together.
pub(super) struct Sink<'a> {
    output: Option<&'a mut WholeFile>,
    findings: Findings,
    tally: Tally,
    marks: Vec<Marks>,
    /// Lines of the file before the next part.
    lines: usize,
    /// Memory of parts that were written.
    spare: Vec<(Vec<u8>, Vec<u8>)>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(job: &Job<'_>, output: Option<&'a mut WholeFile>) -> Self {
        Self {
            output,
            findings: Findings::new(job.problems_max),
            tally: Tally::new(job.scorer),
            marks: vec![Marks::default(); job.layout.readers.len()],
            lines: job.head.rows_line(),
            spare: Vec::new(),
        }
    }

    /// Takes the next part of the file; after the first finding nothing more is written.
    fn take(&mut self, part: Part) -> Result<(), AppError> {
        for (marks, more) in self.marks.iter_mut().zip(part.marks) {
            marks.append(more, self.lines);
        }
        self.findings.append(part.findings, self.lines);
        self.tally.append(&part.tally);
        self.lines += part.lines;
        if let Some(file) = self.output.as_mut().filter(|_| self.findings.is_empty()) {
            file.write(&part.out)?;
        }
        self.spare.push((part.text, part.out));
        Ok(())
    }

    /// The counts.
    ///
    /// # Errors
    /// All findings when there are any.
    pub(super) fn into_tally(self) -> Result<Tally, AppError> {
        self.findings.into_result()?;
        Ok(self.tally)
    }

    /// Adds what only the whole file shows.
    fn finish(&mut self, job: &Job<'_>) {
        for (reader, marks) in job.layout.readers.iter().zip(&self.marks) {
            let place = |message| reader.error(job.head.file(), message);
            if let Some(finding) = marks.mixed(place) {
                self.findings.add(finding);
            }
        }
        if self.tally.rows == 0 {
            self.findings.add_if_none(job.head.no_rows());
        }
    }
}

/// The way to one thread and back. At most two pieces are under way on each.
struct Lane {
    pieces: SyncSender<(Chunk, Vec<u8>)>,
    parts: Receiver<Part>,
}

/// Scores all pieces. Pieces go to the threads in turn and are taken back in the same order, so
/// that the order of the file is kept without being remembered.
///
/// `progress` is given the bytes read and the rows scored after each piece.
pub(super) fn run<R: Read>(
    job: &Job<'_>,
    mut chunks: Chunks<R>,
    sink: &mut Sink<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), AppError> {
    std::thread::scope(|scope| {
        let lane = || {
            let (pieces, inbox) = sync_channel::<(Chunk, Vec<u8>)>(1);
            let (outbox, parts) = sync_channel(1);
            scope.spawn(move || {
                let mut worker = Worker::new(job);
                for (chunk, out) in inbox {
                    if outbox.send(worker.score(chunk, out)).is_err() {
                        break;
                    }
                }
            });
            Lane { pieces, parts }
        };
        let lanes: Vec<Lane> = (0..job.threads).map(|_| lane()).collect();
        let (mut sent, mut taken) = (0, 0);
        loop {
            if sent - taken == 2 * lanes.len() {
                sink.take(receive(&lanes, taken)?)?;
                taken += 1;
                progress(chunks.bytes_read(), sink.tally.rows);
            }
            let (text, out) = sink.spare.pop().unwrap_or_default();
            let Some(chunk) = chunks.next(text)? else {
                break;
            };
            let lane = &lanes[sent % lanes.len()];
            lane.pieces.send((chunk, out)).map_err(|_| stopped())?;
            sent += 1;
        }
        while taken < sent {
            sink.take(receive(&lanes, taken)?)?;
            taken += 1;
            progress(chunks.bytes_read(), sink.tally.rows);
        }
        sink.finish(job);
        Ok(())
    })
}

fn receive(lanes: &[Lane], taken: usize) -> Result<Part, AppError> {
    let lane = &lanes[taken % lanes.len()];
    lane.parts.recv().map_err(|_| stopped())
}

/// A thread ends only when its lane does; that it ended before is a fault of this program.
fn stopped() -> AppError {
    AppError::Analysis("a thread that scores rows stopped before its work was done".to_owned())
}
