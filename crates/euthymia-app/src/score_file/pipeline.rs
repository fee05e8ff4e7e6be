//! From the file's pieces to the counts and the output.

use super::columns::Layout;
use super::scorer::Scorer;
use super::tally::Tally;
use super::worker::{Part, Worker};
use crate::error::AppError;
use crate::output::WholeFile;
use crate::pieces::chunks::{Chunk, Chunks};
use crate::pieces::findings::Findings;
use crate::pieces::lanes::{self, Ends};
use crate::pieces::marks::Marks;
use euthymia_table::Head;
use std::io::Read;

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
    fn into_tally(self) -> Result<Tally, AppError> {
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

/// The file at one end and the results at the other.
struct FileEnds<'s, 'a, R> {
    chunks: Chunks<R>,
    sink: Sink<'a>,
    progress: &'s mut dyn FnMut(u64, u64),
}

impl<R: Read> Ends<(Chunk, Vec<u8>), Part> for FileEnds<'_, '_, R> {
    fn next(&mut self) -> Result<Option<(Chunk, Vec<u8>)>, AppError> {
        let (text, out) = self.sink.spare.pop().unwrap_or_default();
        Ok(self.chunks.next(text)?.map(|chunk| (chunk, out)))
    }

    fn take(&mut self, part: Part) -> Result<(), AppError> {
        self.sink.take(part)?;
        (self.progress)(self.chunks.bytes_read(), self.sink.tally.rows);
        Ok(())
    }
}

/// Scores all pieces.
///
/// `progress` is given the bytes read and the rows scored after each piece.
pub(super) fn run<R: Read>(
    job: &Job<'_>,
    chunks: Chunks<R>,
    sink: Sink<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Tally, AppError> {
    let mut ends = FileEnds {
        chunks,
        sink,
        progress,
    };
    let worker = || {
        let mut worker = Worker::new(job);
        move |(chunk, out)| worker.score(chunk, out)
    };
    lanes::run(job.threads, worker, &mut ends)?;
    ends.sink.finish(job);
    ends.sink.into_tally()
}
