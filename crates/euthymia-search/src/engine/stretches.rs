//! Searches for stretches of text: which documents of one part of the index have them, and where.

use fixedbitset::FixedBitSet;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

use super::analyser::GAP;
use super::error::{SearchError, reading};
use super::near::{MOST_OPERANDS, Nearness, Stretch, beside, near};
use super::part::Part;
use super::pattern::{Pattern, patterns};
use crate::query::{Expr, Field, Term};

/// What can stand in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sought {
    /// Words beside each other, in these parts of a record.
    Phrase(Vec<Pattern>, Vec<Part>),
    /// Any of these.
    Any(Vec<Sought>),
    /// All of these, near each other.
    Near(Vec<Sought>, Nearness),
}

/// The parts that a term looks into.
pub(crate) fn parts(term: &Term) -> Vec<Part> {
    let fields: &[Field] = if term.fields.is_empty() {
        &[Field::All]
    } else {
        &term.fields
    };
    let mut parts: Vec<Part> = fields
        .iter()
        .flat_map(|&one| Part::of(one))
        .copied()
        .collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// What an expression looks for in a text.
///
/// # Errors
/// [`SearchError::NotInNear`] for what has no place in a text, [`SearchError::TooManyInNear`].
pub(crate) fn sought(expr: &Expr) -> Result<Sought, SearchError> {
    let not_here = |found| {
        Err(SearchError::NotInNear {
            found,
            span: expr.span(),
        })
    };
    match expr {
        Expr::Term(term) => Ok(Sought::Phrase(patterns(term), parts(term))),
        Expr::Or(of) => Ok(Sought::Any(
            of.iter().map(sought).collect::<Result<_, _>>()?,
        )),
        Expr::Near {
            operands,
            words_between,
            ordered,
        } => {
            if operands.len() > MOST_OPERANDS {
                return Err(SearchError::TooManyInNear {
                    found: operands.len(),
                    most: MOST_OPERANDS,
                    span: expr.span(),
                });
            }
            let nearness = Nearness {
                words_between: (*words_between).min(GAP - 1),
                ordered: *ordered,
            };
            Ok(Sought::Near(
                operands.iter().map(sought).collect::<Result<_, _>>()?,
                nearness,
            ))
        }
        Expr::And(_) => not_here("AND"),
        Expr::Not(..) => not_here("NOT"),
        Expr::Heading(_) => not_here("a heading"),
        Expr::Line(..) | Expr::Lines { .. } => not_here("the number of a line"),
        Expr::Limit(..) => not_here("a limit"),
    }
}

impl Sought {
    /// All parts of a record that any word is looked for in.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let mut all = match self {
            Self::Phrase(_, parts) => parts.clone(),
            Self::Any(of) | Self::Near(of, _) => of.iter().flat_map(Self::parts).collect(),
        };
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The postings of a search in one part of one segment.
pub(crate) enum Opened<'a> {
    Phrase(Vec<Vec<TermInfo>>, &'a InvertedIndexReader),
    Any(Vec<Opened<'a>>),
    Near(Vec<Opened<'a>>, Nearness),
}

/// Stretches of documents, rising by document.
pub(crate) type Found = Vec<(u32, Vec<Stretch>)>;

impl<'a> Opened<'a> {
    /// Looks up the words of a search in the dictionary of a part.
    pub(crate) fn new(
        sought: &Sought,
        part: Part,
        reader: &'a InvertedIndexReader,
    ) -> Result<Self, SearchError> {
        let each = |of: &[Sought]| -> Result<Vec<Self>, SearchError> {
            of.iter().map(|one| Self::new(one, part, reader)).collect()
        };
        Ok(match sought {
            Sought::Phrase(words, parts) => {
                let is_here = parts.contains(&part) && words.iter().any(Pattern::has_text);
                let words = if is_here { words.as_slice() } else { &[] };
                let infos = words.iter().map(|word| expanded(word, reader));
                Self::Phrase(infos.collect::<Result<_, _>>()?, reader)
            }
            Sought::Any(of) => Self::Any(each(of)?),
            Sought::Near(of, nearness) => Self::Near(each(of)?, *nearness),
        })
    }

    /// Whether a set of documents says it all, without positions.
    pub(crate) fn is_plain(&self) -> bool {
        match self {
            Self::Phrase(words, _) => words.len() < 2,
            Self::Any(of) => of.iter().all(Self::is_plain),
            Self::Near(..) => false,
        }
    }

    /// Documents that have the words; whether they are near each other is left open.
    pub(crate) fn candidates(&self, documents: usize) -> Result<FixedBitSet, SearchError> {
        match self {
            Self::Phrase(words, reader) => all_of(
                words
                    .iter()
                    .map(|infos| documents_of(infos, reader, documents)),
                documents,
            ),
            Self::Any(of) => {
                let mut any = FixedBitSet::with_capacity(documents);
                for one in of {
                    any.union_with(&one.candidates(documents)?);
                }
                Ok(any)
            }
            Self::Near(of, _) => all_of(of.iter().map(|one| one.candidates(documents)), documents),
        }
    }

    /// Stretches in these documents.
    pub(crate) fn stretches(&self, within: &FixedBitSet) -> Result<Found, SearchError> {
        match self {
            Self::Phrase(words, reader) => {
                let words = words.iter().map(|infos| positions(infos, reader, within));
                let words = words.collect::<Result<Vec<_>, _>>()?;
                Ok(together(&words, |of| beside(of)))
            }
            Self::Any(of) => {
                let mut all = Vec::new();
                for one in of {
                    all.extend(one.stretches(within)?);
                }
                Ok(merged(all))
            }
            Self::Near(of, nearness) => {
                let of = of.iter().map(|one| one.stretches(within));
                let of = of.collect::<Result<Vec<_>, _>>()?;
                Ok(together(&of, |of| near(of, *nearness)))
            }
        }
    }
}

fn all_of(
    sets: impl Iterator<Item = Result<FixedBitSet, SearchError>>,
    documents: usize,
) -> Result<FixedBitSet, SearchError> {
    let mut all: Option<FixedBitSet> = None;
    for set in sets {
        let set = set?;
        match &mut all {
            Some(all) => all.intersect_with(&set),
            None => all = Some(set),
        }
        if all.as_ref().is_some_and(FixedBitSet::is_clear) {
            break;
        }
    }
    Ok(all.unwrap_or_else(|| FixedBitSet::with_capacity(documents)))
}

/// The words of a dictionary that fit, all of them.
pub(crate) fn expanded(
    pattern: &Pattern,
    reader: &InvertedIndexReader,
) -> Result<Vec<TermInfo>, SearchError> {
    if let Some(word) = pattern.plain() {
        let info = reader.terms().get(word).map_err(reading)?;
        return Ok(info.into_iter().collect());
    }
    let mut fitting = Vec::new();
    let range = reader.terms().range().ge(pattern.prefix());
    let mut words = range.into_stream().map_err(reading)?;
    while words.advance() {
        let key = words.key();
        if !key.starts_with(pattern.prefix().as_bytes()) {
            break;
        }
        if std::str::from_utf8(key).is_ok_and(|word| pattern.fits(word)) {
            fitting.push(words.value().clone());
        }
    }
    Ok(fitting)
}

/// Documents that have any of these words.
pub(crate) fn documents_of(
    infos: &[TermInfo],
    reader: &InvertedIndexReader,
    documents: usize,
) -> Result<FixedBitSet, SearchError> {
    let mut set = FixedBitSet::with_capacity(documents);
    for info in infos {
        let mut postings = reader
            .read_postings_from_terminfo(info, IndexRecordOption::Basic)
            .map_err(reading)?;
        while postings.doc() != TERMINATED {
            if let Ok(doc) = usize::try_from(postings.doc()) {
                set.grow_and_insert(doc);
            }
            postings.advance();
        }
    }
    Ok(set)
}

fn positions(
    infos: &[TermInfo],
    reader: &InvertedIndexReader,
    within: &FixedBitSet,
) -> Result<Vec<(u32, Vec<u32>)>, SearchError> {
    let mut all = Vec::new();
    for info in infos {
        let mut postings = reader
            .read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)
            .map_err(reading)?;
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            if usize::try_from(doc).is_ok_and(|doc| within.contains(doc)) {
                let mut places = Vec::new();
                postings.positions(&mut places);
                all.push((doc, places));
            }
            postings.advance();
        }
    }
    Ok(merged(all))
}

/// One entry for every document, its places rising and without repeats.
fn merged<P: Ord>(mut all: Vec<(u32, Vec<P>)>) -> Vec<(u32, Vec<P>)> {
    if all.is_sorted_by(|(one, _), (next, _)| one < next) {
        // The places of one word are in order.
        return all;
    }
    all.sort_by_key(|(doc, _)| *doc);
    let mut merged: Vec<(u32, Vec<P>)> = Vec::with_capacity(all.len());
    for (doc, places) in all {
        match merged.last_mut() {
            Some((last, before)) if *last == doc => before.extend(places),
            _ => merged.push((doc, places)),
        }
    }
    for (_, places) in &mut merged {
        places.sort_unstable();
        places.dedup();
    }
    merged
}

/// Puts together what every list has of the same document. The lists are walked together, once.
fn together<P>(lists: &[Vec<(u32, Vec<P>)>], join: impl Fn(&[&[P]]) -> Vec<Stretch>) -> Found {
    let Some(shortest) = lists.iter().min_by_key(|list| list.len()) else {
        return Vec::new();
    };
    let mut rests: Vec<&[(u32, Vec<P>)]> = lists.iter().map(Vec::as_slice).collect();
    let mut of: Vec<&[P]> = Vec::with_capacity(lists.len());
    let mut found = Vec::new();
    for (doc, _) in shortest {
        of.clear();
        for rest in &mut rests {
            while let Some((_, later)) = rest.split_first().filter(|(first, _)| first.0 < *doc) {
                *rest = later;
            }
            let here = rest.first().filter(|(own, _)| own == doc);
            of.extend(here.map(|(_, places)| places.as_slice()));
        }
        if of.len() < lists.len() {
            continue;
        }
        let stretches = join(&of);
        if !stretches.is_empty() {
            found.push((*doc, stretches));
        }
    }
    found
}
