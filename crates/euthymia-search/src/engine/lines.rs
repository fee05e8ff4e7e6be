//! The lines of a strategy run one after the other.

use std::collections::BTreeMap;

use super::error::SearchError;
use super::hits::Hits;
use super::index::Index;
use super::run::{Found, Lookup};
use crate::mesh::Mesh;
use crate::query::Expr;

/// A line with what it found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRun {
    /// Its number.
    pub number: u32,
    /// What it found, or why it could not be run.
    pub found: Result<Found, SearchError>,
}

impl Index {
    /// Runs the numbered lines of a strategy in their order. A line may refer to those above it; a
    /// line that cannot be run does not stop the others.
    ///
    /// # Example
    /// ```
    /// use euthymia_review::{ImportId, Record, RecordId};
    /// use euthymia_search::engine::Index;
    /// use euthymia_search::query::{Expr, Span, Term};
    ///
    /// let titles = ["Ketamine for depression", "Ketamine for pain"];
    /// let records = (1..).zip(titles).map(|(number, title)| {
    ///     let id = RecordId { import: ImportId(1), number };
    ///     (id, Record { title: Some(title.to_owned()), ..Record::default() })
    /// });
    /// let index = Index::in_memory(records).unwrap();
    /// let term = |text| Expr::Term(Term::text(text).unwrap());
    /// let line = |number| Expr::Line(number, Span::default());
    /// let lines = [(1, term("ketamine")), (2, term("pain")), (3, line(1).not(line(2)))];
    /// let counts = index.run(&lines, None).into_iter();
    /// let counts: Vec<usize> = counts.map(|line| line.found.unwrap().hits.count()).collect();
    /// assert_eq!(counts, [2, 1, 1]);
    /// ```
    pub fn run(&self, lines: &[(u32, Expr)], mesh: Option<&Mesh>) -> Vec<LineRun> {
        let mut above: BTreeMap<u32, Hits> = BTreeMap::new();
        let mut runs = Vec::with_capacity(lines.len());
        for (number, expr) in lines {
            let lookup = Lookup {
                mesh,
                lines: Some(&above),
            };
            let found = self.search(expr, &lookup);
            if let Ok(found) = &found {
                above.insert(*number, found.hits.clone());
            }
            runs.push(LineRun {
                number: *number,
                found,
            });
        }
        runs
    }
}
