//! Where the pieces come together, in the order of the file.

use super::super::unit::Wrong;
use super::layout::Layout;
use super::worker::{Block, Part, Piece, Worker};
use crate::error::AppError;
use crate::pieces::chunks::Chunks;
use crate::pieces::lanes::{self, Ends};
use euthymia_report::case_series::LeftOutCounts;
use euthymia_report::case_series::streamed::Tally;
use memchr::{memchr, memchr_iter};
use std::collections::HashSet;
use std::io::Read;

/// The file at one end and the counts at the other.
struct FileEnds<'a, 'p, R> {
    layout: &'a Layout<'a>,
    chunks: Chunks<R>,
    progress: &'p mut dyn FnMut(u64, u64),
    /// The line on which the next piece begins.
    line: usize,
    /// For the patients whose rows cross from one piece to the next.
    worker: Worker<'a>,
    pending: Option<Block>,
    /// Everything so far.
    whole: Part,
    /// The patients so far, each as 64 bits: for a million, the chance that two are taken for one is
    /// below one in ten million.
    known: HashSet<u64>,
    /// Memory of pieces that were counted.
    spare: Vec<Vec<u8>>,
}

/// Counts all pieces; `progress` is given the bytes read and the rows counted.
///
/// # Errors
/// Everything that is wrong with the file.
pub(super) fn run<R: Read>(
    layout: &Layout<'_>,
    chunks: Chunks<R>,
    threads: usize,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Tally, LeftOutCounts), AppError> {
    let mut ends = FileEnds {
        layout,
        chunks,
        progress,
        line: layout.head.rows_line(),
        worker: Worker::new(layout),
        pending: None,
        whole: Part::new(layout),
        known: HashSet::new(),
        spare: Vec::new(),
    };
    let worker = || {
        let mut worker = Worker::new(layout);
        move |piece| worker.piece(piece)
    };
    lanes::run(threads, worker, &mut ends)?;
    ends.finish();
    ends.whole.findings.into_result()?;
    let mut left_out = ends.whole.rows_left_out;
    left_out.append(ends.whole.left_out);
    Ok((ends.whole.tally, left_out))
}

impl<R: Read> Ends<Piece, Part> for FileEnds<'_, '_, R> {
    fn next(&mut self) -> Result<Option<Piece>, AppError> {
        let text = self.spare.pop().unwrap_or_default();
        let Some(chunk) = self.chunks.next(text)? else {
            return Ok(None);
        };
        let line = self.line;
        self.line += line_ends(&chunk.text);
        Ok(Some(Piece {
            text: chunk.text,
            is_cut_short: chunk.is_cut_short,
            line,
        }))
    }

    fn take(&mut self, mut part: Part) -> Result<(), AppError> {
        self.spare.push(std::mem::take(&mut part.text));
        if let Some(first) = part.first.take() {
            self.go_on(first);
        }
        if let Some(last) = part.last.take() {
            self.flush();
            self.append(part);
            self.pending = Some(last);
        } else {
            self.append(part);
        }
        (self.progress)(self.chunks.bytes_read(), self.whole.rows);
        Ok(())
    }
}

impl<R: Read> FileEnds<'_, '_, R> {
    /// Puts rows to those of the same patient at the end of the piece before, or begins a patient.
    fn go_on(&mut self, first: Block) {
        match &mut self.pending {
            Some(pending) if pending.id == first.id => pending.text.extend(first.text),
            _ => {
                self.flush();
                self.pending = Some(first);
            }
        }
    }

    /// Counts the patient whose rows are complete now.
    fn flush(&mut self) {
        if let Some(block) = self.pending.take() {
            let part = self.worker.block(&block);
            self.append(part);
        }
    }

    fn append(&mut self, part: Part) {
        let whole = &mut self.whole;
        whole.tally.append(&part.tally);
        whole.findings.append(part.findings, 0);
        whole.rows_left_out.append(part.rows_left_out);
        whole.left_out.append(part.left_out);
        for (marks, more) in whole.marks.iter_mut().zip(part.marks) {
            marks.append(more, 0);
        }
        whole.times.append(part.times);
        whole.rows += part.rows;
        let (_, column) = &self.layout.patient;
        for (patient, line) in part.patients {
            if !self.known.insert(patient) {
                let message = "this patient has rows further up and others between them";
                let finding = self.layout.about(column, message.to_owned());
                whole.findings.add(finding.at_row(line).with_help(
                    "A summary needs the rows of each patient together: sort the file by patient, or \
                     leave out --summary.",
                ));
            }
        }
    }

    /// Adds what only the whole file shows.
    fn finish(&mut self) {
        self.flush();
        let layout = self.layout;
        if let Some(time) = &layout.time {
            let about = |message: String| layout.about(&time.name, message);
            let finding = match self.whole.times.finding(time.unit, &time.name) {
                Some(Wrong::Cell(line, value, message, help)) => Some(
                    about(message.to_owned())
                        .at_row(line)
                        .with_found(value.to_string())
                        .with_help(help),
                ),
                Some(Wrong::Column(message, help)) => Some(about(message).with_help(help)),
                None => None,
            };
            if let Some(finding) = finding {
                self.whole.findings.add(finding);
            }
        }
        for column in &layout.scores {
            let marks = self.whole.marks.get(column.position).copied();
            let place = |message| layout.about(&column.name, message);
            if let Some(finding) = marks.and_then(|marks| marks.mixed(place)) {
                self.whole.findings.add(finding);
            }
        }
        if self.whole.tally.patients() == 0 {
            self.whole.findings.add_if_none(layout.head.no_rows());
        }
    }
}

/// Lines that end within whole rows: by a line feed, or a carriage return without one.
fn line_ends(text: &[u8]) -> usize {
    let feeds = memchr_iter(b'\n', text).count();
    if memchr(b'\r', text).is_none() {
        return feeds;
    }
    let lone = memchr_iter(b'\r', text).filter(|at| text.get(at + 1) != Some(&b'\n'));
    feeds + lone.count()
}
