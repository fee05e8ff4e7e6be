//! Which pairs are compared: those that have some key in common.

use super::candidate::{Candidate, Text};
use super::level::without_version;
use super::names::first_family;
use super::plain::hash;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Records with one key that are all compared with each other.
const LARGEST: usize = 40;
/// Neighbours in the order of titles that are compared in what is larger after all divisions.
const WINDOW: usize = 12;
/// Counters of words.
const COUNTERS: usize = 1 << 21;
/// Words of a title that make keys.
const RAREST: usize = 4;

/// A kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// DOI without its version.
    Doi,
    /// PubMed number and numbers of databases.
    Number,
    /// First letters of the title.
    TitleStart,
    /// Two of the rarest words of the title.
    RareWords,
    /// First author, first page, and year or volume.
    AuthorPlace,
    /// Volume, first page and year.
    VolumePage,
    /// First author, year and volume or first word of the title.
    AuthorYear,
    /// Parts of the sketch of the abstract.
    Abstract,
    /// Number of a trial.
    Trial,
}

impl Key {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Doi,
        Self::Number,
        Self::TitleStart,
        Self::RareWords,
        Self::AuthorPlace,
        Self::VolumePage,
        Self::AuthorYear,
        Self::Abstract,
        Self::Trial,
    ];
}

/// Many records with one key: they were divided by year, first author and first page, and what was
/// still too large was compared along the order of titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LargeBlock {
    /// Kind of the key.
    pub key: Key,
    /// Records that have it.
    pub size: usize,
    /// Records of it that were compared along the order of titles only.
    pub windowed: usize,
}

/// Pairs of places in `candidates`, the smaller place first, in order and without repetition. The
/// kinds of keys are shared out among the threads; what is found does not depend on it.
pub(crate) fn pairs(
    candidates: &[&Candidate],
    threads: usize,
) -> (Vec<(u32, u32)>, Vec<LargeBlock>) {
    let counts = word_counts(candidates);
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut pairs, mut large) = (Vec::new(), Vec::new());
        while let Some(key) = Key::ALL.get(next.fetch_add(1, Ordering::Relaxed)) {
            pairs_of(candidates, *key, &counts, &mut pairs, &mut large);
        }
        (pairs, large)
    };
    let (mut pairs, mut large) = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let (mut pairs, mut large) = work();
        for other in others {
            let (more, larger) = other
                .join()
                .unwrap_or_else(|cause| std::panic::resume_unwind(cause));
            pairs.extend(more);
            large.extend(larger);
        }
        (pairs, large)
    });
    pairs.sort_unstable();
    pairs.dedup();
    large.sort_unstable();
    (pairs, large)
}

/// Adds the pairs that have a key of one kind in common.
fn pairs_of(
    candidates: &[&Candidate],
    key: Key,
    counts: &[u32],
    pairs: &mut Vec<(u32, u32)>,
    large: &mut Vec<LargeBlock>,
) {
    let mut keys: Vec<(u64, u32)> = Vec::new();
    let mut own = Vec::new();
    for (at, candidate) in (0..).zip(candidates) {
        own.clear();
        keys_of(candidate, key, counts, &mut own);
        own.sort_unstable();
        own.dedup();
        keys.extend(own.iter().map(|hash| (*hash, at)));
    }
    keys.sort_unstable();
    let mut members: Vec<u32> = Vec::new();
    for block in keys
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|block| block.len() > 1)
    {
        members.clear();
        members.extend(block.iter().map(|(_, at)| *at));
        if let Some(windowed) = divide(candidates, &members, 0, pairs) {
            large.push(LargeBlock {
                key,
                size: members.len(),
                windowed,
            });
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
}

/// Adds the pairs of a block; for a large one, how many of its records were only compared along
/// the order of titles.
fn divide(
    candidates: &[&Candidate],
    members: &[u32],
    step: u8,
    pairs: &mut Vec<(u32, u32)>,
) -> Option<usize> {
    if members.len() <= LARGEST {
        for (at, a) in members.iter().enumerate() {
            pairs.extend(members.iter().skip(at + 1).map(|b| (*a.min(b), *a.max(b))));
        }
        return None;
    }
    if step >= 3 {
        along_titles(candidates, members, pairs);
        return Some(members.len());
    }
    let mut divided: Vec<(u64, u32)> = members
        .iter()
        .flat_map(|at| {
            let candidate = candidates.get(*at as usize);
            candidate.into_iter().flat_map(move |candidate| {
                parts(candidate, step)
                    .into_iter()
                    .map(move |part| (part, *at))
            })
        })
        .collect();
    divided.sort_unstable();
    let mut reached: Vec<u32> = divided.iter().map(|(_, at)| *at).collect();
    reached.sort_unstable();
    reached.dedup();
    let mut windowed = members.len() - reached.len();
    for part in divided.chunk_by(|a, b| a.0 == b.0) {
        let members: Vec<u32> = part.iter().map(|(_, at)| *at).collect();
        windowed += divide(candidates, &members, step + 1, pairs).unwrap_or(0);
    }
    along_titles(candidates, members, pairs);
    Some(windowed)
}

/// By what a large block is divided: years (each also with the year before), first author, page.
fn parts(candidate: &Candidate, step: u8) -> Vec<u64> {
    match step {
        0 => {
            let mut years: Vec<u64> = candidate
                .years()
                .flat_map(|year| [u64::from(year), u64::from(year) + 1])
                .collect();
            years.sort_unstable();
            years.dedup();
            years
        }
        1 => vec![text_key(
            3,
            &[candidate
                .text(Text::Authors)
                .and_then(first_family)
                .unwrap_or_default()],
        )],
        _ => vec![text_key(
            4,
            &[candidate.text(Text::FirstPage).unwrap_or_default()],
        )],
    }
}

/// Every record with its neighbours in the order of titles.
fn along_titles(candidates: &[&Candidate], members: &[u32], pairs: &mut Vec<(u32, u32)>) {
    let title = |at: u32| {
        candidates
            .get(at as usize)
            .and_then(|candidate| candidate.title())
    };
    let mut sorted = members.to_vec();
    sorted.sort_unstable_by_key(|at| (title(*at), *at));
    for (at, a) in sorted.iter().enumerate() {
        let near = sorted.iter().skip(at + 1).take(WINDOW);
        pairs.extend(near.map(|b| (*a.min(b), *a.max(b))));
    }
}

fn text_key(seed: u64, parts: &[&str]) -> u64 {
    hash(seed, parts.iter().flat_map(|part| part.bytes().chain([0])))
}

fn counter(word: &str) -> (usize, u64) {
    let hash = hash(5, word.bytes());
    (usize::try_from(hash % COUNTERS as u64).unwrap_or(0), hash)
}

/// In how many titles each word stands; words that share a counter are counted together.
fn word_counts(candidates: &[&Candidate]) -> Vec<u32> {
    let mut counts = vec![0_u32; COUNTERS];
    for candidate in candidates {
        for word in titles(candidate).flat_map(|title| title.split(' ')) {
            if let Some(count) = counts.get_mut(counter(word).0) {
                *count = count.saturating_add(1);
            }
        }
    }
    counts
}

fn titles(candidate: &Candidate) -> impl Iterator<Item = &str> {
    [Text::Title, Text::Second]
        .into_iter()
        .filter_map(|text| candidate.text(text))
}

fn keys_of(candidate: &Candidate, key: Key, counts: &[u32], out: &mut Vec<u64>) {
    let text = |text| candidate.text(text);
    let family = text(Text::Authors).and_then(first_family);
    let year = candidate.year.map(|year| year.to_string());
    let page = text(Text::FirstPage)
        .map(|page| page.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
    match key {
        Key::Doi => out.extend(text(Text::Doi).map(|doi| text_key(10, &[without_version(doi)]))),
        Key::Number => {
            out.extend(candidate.pmid.map(|pmid| hash(11, pmid.to_le_bytes())));
            out.extend_from_slice(&candidate.numbers);
        }
        Key::TitleStart => out.extend(
            titles(candidate)
                .map(|title| hash(12, title.bytes().filter(|byte| *byte != b' ').take(20))),
        ),
        Key::RareWords => titles(candidate).for_each(|title| rare_words(title, counts, out)),
        Key::AuthorPlace => {
            let both = family.zip(page);
            out.extend(
                both.zip(year.as_deref())
                    .map(|((f, p), y)| text_key(13, &[f, p, y])),
            );
            out.extend(
                both.zip(text(Text::Volume))
                    .map(|((f, p), v)| text_key(14, &[f, p, v])),
            );
        }
        Key::VolumePage => {
            let place = text(Text::Volume).zip(page).zip(year.as_deref());
            out.extend(place.map(|((v, p), y)| text_key(15, &[v, p, y])));
        }
        Key::AuthorYear => {
            let both = family.zip(year.as_deref());
            let word = candidate
                .title()
                .and_then(|title| title.split(' ').find(|word| word.len() > 3));
            out.extend(
                both.zip(text(Text::Volume))
                    .map(|((f, y), v)| text_key(16, &[f, y, v])),
            );
            out.extend(both.zip(word).map(|((f, y), w)| text_key(17, &[f, y, w])));
        }
        Key::Abstract => out.extend(
            candidate
                .sketch
                .iter()
                .flat_map(super::sketch::Sketch::keys),
        ),
        Key::Trial => {
            let trials = text(Text::Trials)
                .into_iter()
                .flat_map(|trials| trials.split(' '));
            out.extend(trials.map(|trial| text_key(18, &[trial])));
        }
    }
}

/// Keys of every two of the rarest words of a title.
fn rare_words(title: &str, counts: &[u32], out: &mut Vec<u64>) {
    let mut words: Vec<(u32, u64)> = title
        .split(' ')
        .filter(|word| word.len() >= 3)
        .map(|word| {
            let (place, hash) = counter(word);
            (counts.get(place).copied().unwrap_or(0), hash)
        })
        .collect();
    words.sort_unstable();
    words.dedup();
    // A word that stands in no other title brings no pair.
    words.retain(|(count, _)| *count > 1);
    words.truncate(RAREST);
    for (at, (_, a)) in words.iter().enumerate() {
        for (_, b) in words.iter().skip(at + 1) {
            out.push(a.min(b).rotate_left(17) ^ a.max(b));
        }
    }
}
