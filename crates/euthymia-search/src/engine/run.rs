//! A search run on an index.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::error::{SearchError, reading};
use super::headings;
use super::hits::Hits;
use super::index::{Index, Segment};
use super::note::Note;
use super::part::Part;
use super::pattern::{Pattern, exactly, patterns, whole};
use super::stretches::{Opened, Sought, documents_of, expanded, parts, sought};
use crate::mesh::Mesh;
use crate::query::{Bool, Expr, Limit, Span, Term};

/// The most levels of brackets.
const DEEPEST: usize = 200;

/// What a search may refer to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lookup<'a> {
    /// The thesaurus that says what is narrower than a heading of MeSH.
    pub mesh: Option<&'a Mesh>,
    /// What the lines above have found.
    pub lines: Option<&'a BTreeMap<u32, Hits>>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The records.
    pub hits: Hits,
    /// What a person should know about how it was run.
    pub notes: Vec<Note>,
}

impl Index {
    /// Runs a search. The answer is exact: no truncated word is cut off after some number of
    /// variants, and distances are counted in the text.
    ///
    /// # Errors
    /// [`SearchError::UnknownLine`], [`SearchError::NotInNear`], [`SearchError::TooManyInNear`],
    /// [`SearchError::TooDeep`]; [`SearchError::Index`] when the index cannot be read.
    pub fn search(&self, expr: &Expr, lookup: &Lookup<'_>) -> Result<Found, SearchError> {
        let mut notes = Vec::new();
        let hits = Run {
            index: self,
            lookup,
        }
        .hits(expr, 0, &mut notes)?;
        Ok(Found {
            hits: Hits(hits),
            notes,
        })
    }
}

/// A search under way.
struct Run<'a> {
    index: &'a Index,
    lookup: &'a Lookup<'a>,
}

impl Run<'_> {
    fn hits(
        &self,
        expr: &Expr,
        depth: usize,
        notes: &mut Vec<Note>,
    ) -> Result<FixedBitSet, SearchError> {
        if depth > DEEPEST {
            return Err(SearchError::TooDeep { most: DEEPEST });
        }
        let mut of = |one: &Expr| self.hits(one, depth + 1, notes);
        match expr {
            Expr::Or(all) => join(Bool::Or, all.iter().map(of), self.none()),
            Expr::And(all) => join(Bool::And, all.iter().map(of), self.none()),
            Expr::Not(left, right) => {
                let mut hits = of(left)?;
                hits.difference_with(&of(right)?);
                Ok(hits)
            }
            Expr::Near { .. } => {
                if levels(expr, DEEPEST) > DEEPEST {
                    return Err(SearchError::TooDeep { most: DEEPEST });
                }
                self.text(&sought(expr)?)
            }
            Expr::Term(term) => self.term(term, notes),
            Expr::Heading(heading) => {
                let terms = headings::terms(heading, self.lookup.mesh, notes);
                self.whole_values(&terms, Part::Heading)
            }
            Expr::Line(number, span) => self.line(*number, *span),
            Expr::Lines {
                operator,
                first,
                last,
                span,
            } => {
                let lines = (*first..=*last).map(|number| self.line(number, *span));
                join(*operator, lines, self.none())
            }
            Expr::Limit(limit, span) => self.limit(limit, *span, notes),
        }
    }

    fn none(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.index.len())
    }

    fn line(&self, number: u32, span: Span) -> Result<FixedBitSet, SearchError> {
        let line = self.lookup.lines.and_then(|lines| lines.get(&number));
        line.map(|hits| hits.0.clone())
            .ok_or(SearchError::UnknownLine { number, span })
    }

    fn term(&self, term: &Term, notes: &mut Vec<Note>) -> Result<FixedBitSet, SearchError> {
        let (wholes, texts): (Vec<Part>, Vec<Part>) =
            parts(term).into_iter().partition(|part| part.is_whole());
        let words = patterns(term);
        if !words.iter().any(Pattern::has_text) {
            notes.push(Note::NoWord { span: term.span });
            return Ok(self.none());
        }
        let mut hits = self.text(&Sought::Phrase(words, texts))?;
        let value = whole(term);
        for part in wholes {
            hits.union_with(&self.whole_values(std::slice::from_ref(&value), part)?);
        }
        Ok(hits)
    }

    fn text(&self, sought: &Sought) -> Result<FixedBitSet, SearchError> {
        let mut hits = self.none();
        for part in sought.parts().into_iter().filter(|part| !part.is_whole()) {
            for segment in &self.index.segments {
                let Some(field) = self.index.field(part) else {
                    continue;
                };
                let reader = segment.reader.inverted_index(field).map_err(reading)?;
                let opened = Opened::new(sought, part, &reader)?;
                let candidates = opened.candidates(segment.ranks.len())?;
                if opened.is_plain() {
                    segment.add(candidates.ones(), &mut hits);
                } else {
                    let found = opened.stretches(&candidates)?;
                    let documents = found
                        .iter()
                        .filter_map(|(doc, _)| usize::try_from(*doc).ok());
                    segment.add(documents, &mut hits);
                }
            }
        }
        Ok(hits)
    }

    fn whole_values(&self, values: &[Pattern], part: Part) -> Result<FixedBitSet, SearchError> {
        let mut hits = self.none();
        let Some(field) = self.index.field(part) else {
            return Ok(hits);
        };
        for segment in &self.index.segments {
            let reader = segment.reader.inverted_index(field).map_err(reading)?;
            for value in values {
                let infos = expanded(value, &reader)?;
                let documents = documents_of(&infos, &reader, segment.ranks.len())?;
                segment.add(documents.ones(), &mut hits);
            }
        }
        Ok(hits)
    }

    fn limit(
        &self,
        limit: &Limit,
        span: Span,
        notes: &mut Vec<Note>,
    ) -> Result<FixedBitSet, SearchError> {
        let any = |names: &[&str], part| {
            let values: Vec<Pattern> = names.iter().map(|name| exactly(name)).collect();
            self.whole_values(&values, part)
        };
        match limit {
            Limit::Language(name) => any(&[name], Part::Language),
            Limit::PublicationType(name) => any(&[name], Part::Kind),
            Limit::Humans => any(&["humans", "human"], Part::Heading),
            Limit::Animals => any(&["animals", "animal", "nonhuman"], Part::Heading),
            Limit::Named(name) => {
                let name = name.clone();
                notes.push(Note::UnknownLimit { name, span });
                let mut all = self.none();
                all.set_range(.., true);
                Ok(all)
            }
            Limit::Abstract => any(&["abstract"], Part::Has),
            Limit::Years(from, to) => {
                let years = from.unwrap_or(1000).max(1000)..=to.unwrap_or(2999).min(2999);
                let values: Vec<Pattern> = years.map(|year| exactly(&year.to_string())).collect();
                self.whole_values(&values, Part::Year)
            }
        }
    }
}

impl Segment {
    /// Adds documents, each at its place among all records.
    pub(crate) fn add(&self, documents: impl Iterator<Item = usize>, hits: &mut FixedBitSet) {
        for document in documents {
            let rank = self.ranks.get(document).copied().flatten();
            if let Some(rank) = rank.and_then(|rank| usize::try_from(rank).ok()) {
                hits.grow_and_insert(rank);
            }
        }
    }
}

fn join(
    operator: Bool,
    sets: impl Iterator<Item = Result<FixedBitSet, SearchError>>,
    none: FixedBitSet,
) -> Result<FixedBitSet, SearchError> {
    let mut joined: Option<FixedBitSet> = None;
    for set in sets {
        let set = set?;
        match (&mut joined, operator) {
            (None, _) => joined = Some(set),
            (Some(joined), Bool::And) => joined.intersect_with(&set),
            (Some(joined), Bool::Or) => joined.union_with(&set),
        }
    }
    Ok(joined.unwrap_or(none))
}

/// Levels of a tree, counted no further than `most` and one.
fn levels(expr: &Expr, most: usize) -> usize {
    if most == 0 {
        return 1;
    }
    let below = expr
        .children()
        .into_iter()
        .map(|one| levels(one, most - 1))
        .max();
    1 + below.unwrap_or_default()
}
