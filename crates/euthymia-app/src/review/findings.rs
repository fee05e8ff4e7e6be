//! What was found in a file while it was cut and read.

use euthymia_review::{Broken, Context, Format, Piece, Problem, Reading, parse};
use std::collections::BTreeMap;

/// Broken stretches of a file that are kept for the report.
const BROKEN_KEPT: usize = 1_000;
/// Different problems of a file that are told apart.
const PROBLEMS_KEPT: usize = 10_000;
/// The problems beyond them.
const FURTHER: &str = "further things that were not understood";

/// What was found in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Records.
    pub records: u64,
    /// Stretches that are no record; the first thousand.
    pub broken: Vec<Broken>,
    /// Stretches in all.
    pub broken_in_all: u64,
    /// What was not understood, by what is wrong, with the first line and how often.
    pub problems: BTreeMap<String, (u64, u64)>,
}

impl Findings {
    /// Things in records that were not understood.
    #[must_use]
    pub fn problems_in_all(&self) -> u64 {
        self.problems.values().map(|(_, times)| times).sum()
    }

    pub(super) fn add_broken(&mut self, broken: Broken) {
        self.broken_in_all += 1;
        if self.broken.len() < BROKEN_KEPT {
            self.broken.push(broken);
        }
    }

    /// Reads records and keeps what is not understood.
    pub(super) fn read(&mut self, format: Format, pieces: &[Piece], context: &Context) {
        for piece in pieces {
            self.add_problems(&parse(format, piece, context));
        }
    }

    pub(super) fn add_problems(&mut self, reading: &Reading) {
        for problem in &reading.problems {
            self.add_problem(said(problem), problem.line, 1);
        }
    }

    fn add_problem(&mut self, what: String, line: u64, times: u64) {
        let is_known = self.problems.contains_key(&what);
        let what = match is_known || self.problems.len() < PROBLEMS_KEPT {
            true => what,
            false => FURTHER.to_owned(),
        };
        let entry = self.problems.entry(what).or_insert((line, 0));
        entry.0 = entry.0.min(line);
        entry.1 += times;
    }

    /// Adds the problems that another thread found in the same file.
    pub(super) fn add_problems_of(&mut self, other: Self) {
        for (what, (line, times)) in other.problems {
            self.add_problem(what, line, times);
        }
    }
}

fn said(problem: &Problem) -> String {
    match &problem.field {
        Some(field) => format!("{field}: {}", problem.message),
        None => problem.message.clone(),
    }
}
