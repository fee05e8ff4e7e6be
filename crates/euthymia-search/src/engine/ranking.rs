//! Records of a set in the order of how well they answer.

use euthymia_review::RecordId;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use super::error::{SearchError, reading};
use super::hits::Hits;
use super::index::Index;
use super::part::Part;
use super::pattern::{Pattern, patterns};
use super::stretches::{expanded, parts};
use crate::query::{Expr, Field, Term};

/// How fast repetitions of a word stop to count: the usual value of BM25.
const K1: f64 = 1.2;

/// How much long texts are held back: the usual value of BM25.
const B: f64 = 0.75;

/// Any of the words of a text, in title, abstract, keywords and headings; `None` without a word.
///
/// Words of any use are those of the text, so that its answers are best [ranked](Index::ranked).
pub fn free_text(text: &str) -> Option<Expr> {
    let word = |word| Some(Expr::Term(Term::text(word)?.within(&[Field::TextWord])));
    let words: Vec<Expr> = text.split_whitespace().filter_map(word).collect();
    (!words.is_empty()).then(|| Expr::joined(crate::query::Bool::Or, words))
}

impl Index {
    /// The best records of a set and their scores, best first, at most `most`; equal scores in the
    /// order of names.
    ///
    /// The score is the sum over the words of the search (those behind NOT and in other lines do
    /// not count) of BM25 in each part of a record, a word of the title counting threefold, of
    /// keywords and headings twofold.
    ///
    /// # Errors
    /// [`SearchError::Index`] when the index cannot be read.
    pub fn ranked(
        &self,
        hits: &Hits,
        expr: &Expr,
        most: usize,
    ) -> Result<Vec<(RecordId, f64)>, SearchError> {
        let mut words: Vec<(Pattern, Part)> = Vec::new();
        wanted(expr, &mut words);
        words.dedup();
        let mut scores = vec![0.0; self.len()];
        for (word, part) in &words {
            self.score(word, *part, &mut scores)?;
        }
        let mut ranked: Vec<(usize, f64)> = hits
            .ranks()
            .map(|rank| (rank, scores.get(rank).copied().unwrap_or_default()))
            .collect();
        ranked.sort_by(|(a, left), (b, right)| right.total_cmp(left).then(a.cmp(b)));
        let best = ranked.into_iter().take(most);
        Ok(best
            .filter_map(|(rank, score)| Some((self.id(rank)?, score)))
            .collect())
    }

    fn score(&self, word: &Pattern, part: Part, scores: &mut [f64]) -> Result<(), SearchError> {
        let Some(field) = self.field(part) else {
            return Ok(());
        };
        let mut counts: Vec<(usize, f64, f64)> = Vec::new();
        let mut tokens = 0_u64;
        for segment in &self.segments {
            let reader = segment.reader.inverted_index(field).map_err(reading)?;
            let lengths = segment
                .reader
                .get_fieldnorms_reader(field)
                .map_err(reading)?;
            tokens += reader.total_num_tokens();
            for info in expanded(word, &reader)? {
                let option = IndexRecordOption::WithFreqs;
                let mut postings = reader
                    .read_postings_from_terminfo(&info, option)
                    .map_err(reading)?;
                while postings.doc() != TERMINATED {
                    let doc = postings.doc();
                    let place = usize::try_from(doc).ok();
                    let rank = place.and_then(|place| *segment.ranks.get(place)?);
                    if let Some(rank) = rank.and_then(|rank| usize::try_from(rank).ok()) {
                        let length = f64::from(lengths.fieldnorm(doc));
                        counts.push((rank, f64::from(postings.term_freq()), length));
                    }
                    postings.advance();
                }
            }
        }
        add_scores(counts, tokens as f64, weight(part), scores);
        Ok(())
    }
}

/// Adds BM25 of one word, of which every entry is a place, a number of times, and a length.
fn add_scores(mut counts: Vec<(usize, f64, f64)>, tokens: f64, weight: f64, scores: &mut [f64]) {
    counts.sort_by_key(|(rank, ..)| *rank);
    let mut merged: Vec<(usize, f64, f64)> = Vec::with_capacity(counts.len());
    for (rank, times, length) in counts {
        match merged.last_mut() {
            Some(last) if last.0 == rank => last.1 += times,
            _ => merged.push((rank, times, length)),
        }
    }
    let records = scores.len() as f64;
    let having = merged.len() as f64;
    let rarity = (1.0 + (records - having + 0.5) / (having + 0.5)).ln();
    let mean_length = (tokens / records.max(1.0)).max(1.0);
    for (rank, times, length) in merged {
        let saturation = times + K1 * (1.0 - B + B * length / mean_length);
        if let Some(score) = scores.get_mut(rank) {
            *score += weight * rarity * times * (K1 + 1.0) / saturation;
        }
    }
}

fn weight(part: Part) -> f64 {
    match part {
        Part::Title => 3.0,
        Part::Keyword | Part::HeadingWord => 2.0,
        _ => 1.0,
    }
}

fn wanted(expr: &Expr, words: &mut Vec<(Pattern, Part)>) {
    match expr {
        Expr::Not(left, _) => wanted(left, words),
        Expr::Term(term) => {
            let patterns: Vec<Pattern> = patterns(term)
                .into_iter()
                .filter(Pattern::has_text)
                .collect();
            for part in parts(term).into_iter().filter(|part| !part.is_whole()) {
                words.extend(patterns.iter().map(|word| (word.clone(), part)));
            }
        }
        other => other
            .children()
            .into_iter()
            .for_each(|one| wanted(one, words)),
    }
}
