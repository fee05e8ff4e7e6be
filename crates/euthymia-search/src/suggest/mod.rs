//! Words, phrases and headings that set relevant records apart from others.

mod phrases;
mod stop_words;

use std::collections::HashMap;

use euthymia_review::Record;

/// What to suggest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suggesting {
    /// Relevant records that must have a term; at least 1.
    pub least: usize,
    /// The most words of a phrase: 1 to 3.
    pub longest: usize,
    /// How many suggestions.
    pub most: usize,
    /// Weight of the prior, in records.
    pub prior: f64,
}

impl Default for Suggesting {
    fn default() -> Self {
        Self {
            least: 2,
            longest: 3,
            most: 100,
            prior: 10.0,
        }
    }
}

/// Whether a suggestion is words of a text or a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SuggestionKind {
    /// Words of title, abstract or keywords.
    Words,
    /// A heading of a thesaurus.
    Heading,
}

/// A term that a strategy might have.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Words or heading.
    pub kind: SuggestionKind,
    /// The term in lower case and without accents; a heading as written.
    pub term: String,
    /// Relevant records that have it.
    pub relevant: usize,
    /// Other records that have it.
    pub background: usize,
    /// Relevant records that have it and the present strategy does not find.
    pub adds: usize,
    /// Difference of the log odds of having it, relevant against other records, with the prior.
    pub log_odds: f64,
    /// The same in standard errors: the order of the list.
    pub z: f64,
}

/// Ranks the terms of relevant records by how much more often these have them than others.
///
/// A record has a term or not; how often is not counted. The log odds have an informative prior:
/// the share among all records, weighted as [`Suggesting::prior`] records (Monroe, Colaresi and
/// Quinn 2008, *Political Analysis* 16:372, with records in place of words).
/// `is_found` says for each relevant record whether the present strategy finds it; records beyond
/// its end count as not found. Memory grows with the relevant records, not with the others, which
/// are read once.
///
/// # Example
/// ```
/// use euthymia_review::Record;
/// use euthymia_search::suggest::{Suggesting, suggest};
///
/// let titled = |title: &str| Record { title: Some(title.to_owned()), ..Record::default() };
/// let relevant = ["Esketamine in refractory depression", "Refractory depression: a trial"];
/// let others = ["A trial of aspirin", "Aspirin in stroke", "Depression after stroke"];
/// let relevant: Vec<Record> = relevant.into_iter().map(titled).collect();
/// let found = [true, false];
/// let list = suggest(&relevant, &found, others.into_iter().map(titled), &Suggesting::default());
/// assert_eq!(list[0].term, "refractory");
/// assert_eq!((list[0].relevant, list[0].background, list[0].adds), (2, 0, 1));
/// ```
pub fn suggest(
    relevant: &[Record],
    is_found: &[bool],
    others: impl IntoIterator<Item = Record>,
    suggesting: &Suggesting,
) -> Vec<Suggestion> {
    let mut counts = of_relevant(relevant, is_found, suggesting);
    let mut all_others = 0_usize;
    for record in others {
        all_others += 1;
        phrases::each(&record, suggesting.longest, &mut |kind, term| {
            let terms = counts.get_mut(&kind);
            let count = terms.and_then(|terms| terms.get_mut(term));
            if let Some(count) = count.filter(|count| count.last != all_others) {
                count.last = all_others;
                count.background += 1;
            }
        });
    }
    let sizes = (relevant.len(), all_others);
    let mut list: Vec<Suggestion> = counts
        .into_iter()
        .flat_map(|(kind, terms)| {
            terms
                .into_iter()
                .map(move |(term, count)| (kind, term, count))
        })
        .map(|(kind, term, count)| scored(kind, term, count, sizes, suggesting.prior))
        .collect();
    list.sort_by(|a, b| {
        let by_name = || (a.kind, &a.term).cmp(&(b.kind, &b.term));
        b.z.total_cmp(&a.z).then_with(by_name)
    });
    list.truncate(suggesting.most);
    list
}

/// Records that have a term.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    relevant: usize,
    background: usize,
    adds: usize,
    /// The record that was counted last, from 1.
    last: usize,
}

type Counts = HashMap<SuggestionKind, HashMap<String, Count>>;

fn of_relevant(relevant: &[Record], is_found: &[bool], suggesting: &Suggesting) -> Counts {
    let mut counts = Counts::new();
    for (number, record) in (1..).zip(relevant) {
        let is_found = is_found.get(number - 1).copied().unwrap_or(false);
        phrases::each(record, suggesting.longest, &mut |kind, term| {
            let count = counts
                .entry(kind)
                .or_default()
                .entry(term.to_owned())
                .or_default();
            if count.last != number {
                count.last = number;
                count.relevant += 1;
                count.adds += usize::from(!is_found);
            }
        });
    }
    for terms in counts.values_mut() {
        terms.retain(|_, count| count.relevant >= suggesting.least);
        terms.values_mut().for_each(|count| count.last = 0);
    }
    counts
}

fn scored(
    kind: SuggestionKind,
    term: String,
    count: Count,
    (all_relevant, all_others): (usize, usize),
    prior: f64,
) -> Suggestion {
    let had = (count.relevant + count.background) as f64;
    let share = (had + 0.5) / ((all_relevant + all_others) as f64 + 1.0);
    let weight = prior.max(f64::MIN_POSITIVE);
    let (with, without) = (weight * share, weight * (1.0 - share));
    let log_odds_of = |having: usize, all: usize| {
        let lacking = all.saturating_sub(having) as f64;
        ((having as f64 + with) / (lacking + without)).ln()
    };
    let log_odds =
        log_odds_of(count.relevant, all_relevant) - log_odds_of(count.background, all_others);
    let variance = 1.0 / (count.relevant as f64 + with) + 1.0 / (count.background as f64 + with);
    Suggestion {
        kind,
        term,
        relevant: count.relevant,
        background: count.background,
        adds: count.adds,
        log_odds,
        z: log_odds / variance.sqrt(),
    }
}
