//! One piece of the file into one piece of the output.

use super::pipeline::Job;
use super::plain;
use super::tally::Tally;
use crate::pieces::chunks::Chunk;
use crate::pieces::findings::{Findings, endless};
use crate::pieces::marks::Marks;
use euthymia_clinical::instrument::plan::Computed;
use memchr::memchr;

/// Scores pieces, one after another.
pub(super) struct Worker<'a> {
    pub(super) job: &'a Job<'a>,
    /// The answers of a row, one for each item of the pack.
    pub(super) values: Vec<Option<f64>>,
    totals: Vec<Option<Computed>>,
}

/// What came of a piece.
pub(super) struct Part {
    /// The rows with their totals.
    pub(super) out: Vec<u8>,
    pub(super) tally: Tally,
    /// Lines of the piece; rows of findings and marks are counted within it, from 0.
    pub(super) lines: usize,
    pub(super) findings: Findings,
    /// The decimal marks of each item's column.
    pub(super) marks: Vec<Marks>,
    /// The piece, for its memory to be used again.
    pub(super) text: Vec<u8>,
}

impl<'a> Worker<'a> {
    pub(super) fn new(job: &'a Job<'a>) -> Self {
        Self {
            job,
            values: vec![None; job.scorer.pack.items.len()],
            totals: Vec::new(),
        }
    }

    /// Scores a piece; the rows are written into the memory of `out`.
    pub(super) fn score(&mut self, chunk: Chunk, mut out: Vec<u8>) -> Part {
        out.clear();
        out.reserve(chunk.text.len());
        let mut part = Part {
            out,
            tally: Tally::new(self.job.scorer),
            lines: 0,
            findings: Findings::new(self.job.problems_max),
            marks: vec![Marks::default(); self.job.layout.readers.len()],
            text: Vec::new(),
        };
        let text = &chunk.text;
        // What is no text, and what is cut off, is for the careful way alone.
        let may_be_plain =
            !chunk.is_cut_short && memchr(0, text).is_none() && std::str::from_utf8(text).is_ok();
        let mut at = 0;
        while at < text.len() {
            at = match self.plain(text, at, may_be_plain, &mut part) {
                Some(end) => end,
                None => self.careful(text, at, &mut part),
            };
        }
        if chunk.is_cut_short {
            let finding = endless(self.job.head.file(), part.lines);
            part.findings.add_if_none(finding);
        }
        part.text = chunk.text;
        part
    }

    /// Reads and writes the row at `at` when it is plain; returns where the next begins.
    #[inline]
    fn plain(&mut self, text: &[u8], at: usize, may_be: bool, part: &mut Part) -> Option<usize> {
        if !may_be {
            return None;
        }
        let start = part.out.len();
        let end = plain::row(self.job.layout, text, at, &mut self.values, &mut part.out);
        // A row without any answer may be one of delimiters only.
        if end.is_none() || self.values.iter().all(Option::is_none) {
            part.out.truncate(start);
            return None;
        }
        self.write(part);
        part.lines += 1;
        end
    }

    /// Writes what is added to the row, and its line end.
    pub(super) fn write(&mut self, part: &mut Part) {
        let Part { tally, out, .. } = part;
        self.job
            .scorer
            .write(&self.values, &mut self.totals, tally, out);
        out.extend_from_slice(self.job.layout.line_end);
    }
}
