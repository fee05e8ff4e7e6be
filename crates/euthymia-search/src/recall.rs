//! How many of the records that must be found a strategy finds, and what lost the others.

use std::collections::{BTreeMap, BTreeSet};

use euthymia_review::{ImportId, Record, RecordId, Scheme};

use crate::engine::{Hits, Index, LineRun, Lookup, SearchError};
use crate::mesh::Mesh;
use crate::query::{Bool, Expr, Field, Span, Term};

/// The recall of a strategy against known records.
#[derive(Debug, Clone, PartialEq)]
pub struct Recall {
    /// Every line, in the order of the strategy.
    pub lines: Vec<LineRecall>,
    /// Every known record, in the order given.
    pub known: Vec<Known>,
}

/// What one line finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRecall {
    /// Its number.
    pub number: u32,
    /// Records of the library, or why it could not be run.
    pub hits: Result<usize, SearchError>,
    /// Known records among them, and among those that the library does not have.
    pub known: usize,
}

/// A record that should be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its copies in the library. Where there is none, the
    /// strategy was run on the known record itself.
    pub copies: Vec<RecordId>,
    /// Whether the last line finds any copy.
    pub is_found: bool,
    /// Lines that find any copy.
    pub lines: Vec<u32>,
    /// What lost the copy that came nearest; empty when found.
    pub lost: Vec<Loss>,
}

/// A part of a strategy that loses a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Loss {
    /// The line.
    pub line: u32,
    /// How.
    pub how: LossKind,
    /// First byte of the part of the line, and the byte after it, in the text of the strategy.
    pub place: (u32, u32),
}

/// How a part of a strategy loses a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LossKind {
    /// It had to find the record and does not.
    Missing,
    /// It stands behind NOT and finds the record.
    Excluded,
    /// The line could not be run.
    NotRun,
}

impl Recall {
    /// Number of known records that the last line finds.
    pub fn found(&self) -> usize {
        self.known.iter().filter(|one| one.is_found).count()
    }

    /// Share of the known records that the last line finds, 0 to 1; `None` without a known record.
    pub fn share(&self) -> Option<f64> {
        let all = self.known.len();
        (all > 0).then(|| self.found() as f64 / all as f64)
    }
}

/// Runs the lines of a strategy and looks for the known records in each. The last line is the
/// result of the strategy.
///
/// # Errors
/// [`SearchError::Index`] when the known records cannot be looked up. A line that cannot be run is
/// no error: it is told in its place.
pub fn recall(
    index: &Index,
    lines: &[(u32, Expr)],
    known: &[Record],
    mesh: Option<&Mesh>,
) -> Result<Recall, SearchError> {
    let copies = known.iter().map(|record| copies(index, record));
    let copies: Vec<Hits> = copies.collect::<Result<_, _>>()?;
    recall_at(index, lines, (known, &copies), mesh)
}

/// The same where the copies of every known record in the index are known already; for one that has
/// none, the strategy is run on the record itself.
///
/// # Errors
/// As [`recall`].
pub fn recall_at(
    index: &Index,
    lines: &[(u32, Expr)],
    (known, copies): (&[Record], &[Hits]),
    mesh: Option<&Mesh>,
) -> Result<Recall, SearchError> {
    let outside = Index::in_memory(
        (0..)
            .zip(known)
            .zip(copies)
            .filter(|(_, copies)| copies.count() == 0)
            .map(|((number, record), _)| (name(number), record.clone())),
    )?;
    let inside = Traced::new(index, lines, mesh);
    let beside = Traced::new(&outside, lines, mesh);
    let known: Vec<Known> = (0..)
        .zip(copies)
        .map(|(number, copies)| {
            if copies.count() > 0 {
                inside.known(copies, index.ids(copies))
            } else {
                beside.known(&Hits::of(&outside, [name(number)]), Vec::new())
            }
        })
        .collect();
    let lines = inside.runs.iter().map(|run| LineRecall {
        number: run.number,
        hits: run
            .found
            .as_ref()
            .map(|found| found.hits.count())
            .map_err(Clone::clone),
        known: known
            .iter()
            .filter(|one| one.lines.contains(&run.number))
            .count(),
    });
    Ok(Recall {
        lines: lines.collect(),
        known,
    })
}

fn name(number: u32) -> RecordId {
    RecordId {
        import: ImportId(0),
        number,
    }
}

/// Records of the index that have a DOI, PMID or accession number of this one.
///
/// # Errors
/// [`SearchError::Index`] when the index cannot be read.
pub fn copies(index: &Index, record: &Record) -> Result<Hits, SearchError> {
    let field = |scheme: &Scheme| match scheme {
        Scheme::Doi => Some(Field::Doi),
        Scheme::Pmid => Some(Field::Pmid),
        Scheme::Accession(_) | Scheme::Pmcid => Some(Field::Accession),
        _ => None,
    };
    let terms: Vec<Expr> = record
        .identifiers
        .iter()
        .filter_map(|one| Some(Term::text(&one.value)?.within(&[field(&one.scheme)?])))
        .map(Expr::Term)
        .collect();
    Ok(index.search(&Expr::Or(terms), &Lookup::default())?.hits)
}

/// A strategy that was run, with what the parts of its lines find.
struct Traced<'a> {
    runs: Vec<LineRun>,
    lines: BTreeMap<u32, Part<'a>>,
    last: Option<u32>,
}

/// A part of a line that can lose a record.
struct Part<'a> {
    expr: &'a Expr,
    hits: Option<Hits>,
    parts: Vec<Part<'a>>,
}

impl<'a> Traced<'a> {
    fn new(index: &Index, lines: &'a [(u32, Expr)], mesh: Option<&Mesh>) -> Self {
        let runs = index.run(lines, mesh);
        let mut above = BTreeMap::new();
        let mut traced = BTreeMap::new();
        for ((number, expr), run) in lines.iter().zip(&runs) {
            let lookup = Lookup {
                mesh,
                lines: Some(&above),
            };
            let hits = run.found.as_ref().ok().map(|found| found.hits.clone());
            traced.insert(*number, part(index, expr, hits.clone(), &lookup));
            if let Some(hits) = hits {
                above.insert(*number, hits);
            }
        }
        Self {
            last: lines.last().map(|(number, _)| *number),
            runs,
            lines: traced,
        }
    }

    fn known(&self, copies: &Hits, names: Vec<RecordId>) -> Known {
        let finds = |run: &&LineRun| {
            let found = run.found.as_ref();
            found.is_ok_and(|found| copies.ranks().any(|rank| found.hits.contains(rank)))
        };
        let lines: Vec<u32> = self
            .runs
            .iter()
            .filter(finds)
            .map(|run| run.number)
            .collect();
        let is_found = self.last.is_some_and(|last| lines.contains(&last));
        let losses = copies.ranks().map(|rank| self.lost(rank));
        let lost = if is_found {
            Vec::new()
        } else {
            losses.min_by_key(Vec::len).unwrap_or_default()
        };
        Known {
            copies: names,
            is_found,
            lines,
            lost,
        }
    }

    fn lost(&self, rank: usize) -> Vec<Loss> {
        let mut lost = BTreeSet::new();
        if let Some(last) = self.last {
            self.follow(last, rank, &mut BTreeSet::new(), &mut lost);
        }
        lost.into_iter().collect()
    }

    fn follow(&self, line: u32, rank: usize, seen: &mut BTreeSet<u32>, lost: &mut BTreeSet<Loss>) {
        if let (true, Some(part)) = (seen.insert(line), self.lines.get(&line)) {
            self.missing(part, line, rank, seen, lost);
        }
    }

    /// Why a part does not find a record.
    fn missing(
        &self,
        part: &Part<'_>,
        line: u32,
        rank: usize,
        seen: &mut BTreeSet<u32>,
        lost: &mut BTreeSet<Loss>,
    ) {
        let Some(hits) = &part.hits else {
            lost.insert(loss(line, LossKind::NotRun, part.expr));
            return;
        };
        if hits.contains(rank) {
            return;
        }
        match (part.expr, part.parts.as_slice()) {
            (Expr::And(_), parts) => {
                for one in parts {
                    self.missing(one, line, rank, seen, lost);
                }
            }
            (Expr::Not(..), [left, right]) => {
                self.missing(left, line, rank, seen, lost);
                if right.hits.as_ref().is_some_and(|hits| hits.contains(rank)) {
                    lost.insert(loss(line, LossKind::Excluded, right.expr));
                }
            }
            (Expr::Line(number, _), _) => self.follow(*number, rank, seen, lost),
            (
                Expr::Lines {
                    operator: Bool::And,
                    first,
                    last,
                    ..
                },
                _,
            ) => {
                for (number, _) in self.lines.range(*first..=(*last).max(*first)) {
                    self.follow(*number, rank, seen, lost);
                }
            }
            _ => {
                lost.insert(loss(line, LossKind::Missing, part.expr));
            }
        }
    }
}

fn part<'a>(index: &Index, expr: &'a Expr, hits: Option<Hits>, lookup: &Lookup<'_>) -> Part<'a> {
    let inner = match expr {
        // A line that could not be run, perhaps because it is too deep, is not taken apart.
        Expr::And(_) | Expr::Not(..) if hits.is_some() => expr.children(),
        _ => Vec::new(),
    };
    let parts = inner.into_iter().map(|one| {
        let hits = index.search(one, lookup).ok().map(|found| found.hits);
        part(index, one, hits, lookup)
    });
    Part {
        expr,
        hits,
        parts: parts.collect(),
    }
}

fn loss(line: u32, how: LossKind, expr: &Expr) -> Loss {
    Loss {
        line,
        how,
        place: extent(expr),
    }
}

/// From the first leaf to the last.
fn extent(expr: &Expr) -> (u32, u32) {
    let mut last = expr;
    while let Some(inner) = last.children().last() {
        last = inner;
    }
    let (first, last): (Span, Span) = (expr.span(), last.span());
    (first.start, last.end)
}
