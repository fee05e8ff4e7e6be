//! The words and pairs of words of many texts, counted.

use super::tokens::for_each_word;
use rustc_hash::FxHashMap;

/// Stands for "no second word" in the name of a term.
const NONE: u32 = u32::MAX;
/// Below so many texts a second thread is not worth starting.
const FEW: usize = 512;

/// Texts as counted terms: every word, and every pair of neighbouring words.
///
/// Terms are numbered in the order in which they first appear, so that the same texts give the same
/// numbers whatever the number of threads.
///
/// # Example
/// ```
/// use euthymia_screening::text::Corpus;
/// let corpus = Corpus::of(&["ketamine trial", "ketamine in rats"]);
/// assert_eq!(corpus.len(), 2);
/// // ketamine, trial, in, rats, and three pairs
/// assert_eq!(corpus.terms(), 7);
/// assert_eq!(corpus.term(0).as_deref(), Some("ketamine"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// Number of each word.
    words: FxHashMap<Box<str>, u32>,
    /// Each word by its number.
    spelled: Vec<Box<str>>,
    /// Number of each term, by its two words.
    numbers: FxHashMap<u64, u32>,
    /// The two words of each term.
    names: Vec<(u32, u32)>,
    /// Texts in which each term stands.
    frequency: Vec<u32>,
    /// Where each text ends in `ids` and `counts`.
    ends: Vec<usize>,
    ids: Vec<u32>,
    counts: Vec<u32>,
}

fn key((first, second): (u32, u32)) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

impl Corpus {
    /// Counts texts.
    #[must_use]
    pub fn of<T: AsRef<str> + Sync>(texts: &[T]) -> Self {
        let mut corpus = Self::default();
        corpus.add(texts);
        corpus
    }

    /// Counts more texts; they come after those that are there.
    pub fn add<T: AsRef<str> + Sync>(&mut self, texts: &[T]) {
        if texts.len() < FEW {
            texts.iter().for_each(|text| self.count(text.as_ref()));
            return;
        }
        let (first, second) = texts.split_at(texts.len() / 2);
        let count = |texts: &[T]| {
            let mut part = Self::default();
            texts.iter().for_each(|text| part.count(text.as_ref()));
            part
        };
        std::thread::scope(|scope| {
            let other = scope.spawn(|| count(second));
            self.absorb(count(first));
            match other.join() {
                Ok(part) => self.absorb(part),
                // Counting does not panic; if it did, the texts are counted here.
                Err(_) => second.iter().for_each(|text| self.count(text.as_ref())),
            }
        });
    }

    /// Texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Different terms.
    #[must_use]
    pub fn terms(&self) -> usize {
        self.names.len()
    }

    /// A term by its number, as people read it.
    #[must_use]
    pub fn term(&self, number: u32) -> Option<String> {
        let (first, second) = *self.names.get(number as usize)?;
        let word = |number: u32| self.spelled.get(number as usize);
        let first = word(first)?;
        Some(match word(second) {
            Some(second) => format!("{first} {second}"),
            None => first.to_string(),
        })
    }

    /// Whether a term is a pair of words.
    pub(super) fn is_pair(&self, number: usize) -> bool {
        self.names
            .get(number)
            .is_some_and(|(_, second)| *second != NONE)
    }

    /// Texts in which each term stands, by the number of the term.
    #[must_use]
    pub fn frequencies(&self) -> &[u32] {
        &self.frequency
    }

    /// Terms of a text with how often each stands there, by number; empty for a text that is not
    /// there.
    pub fn counts(&self, text: usize) -> impl Iterator<Item = (u32, u32)> + '_ {
        let end = self.ends.get(text).copied().unwrap_or(0);
        let start = match text {
            0 => 0,
            _ => self.ends.get(text - 1).copied().unwrap_or(end),
        };
        let ids = self.ids.get(start..end).unwrap_or_default();
        let counts = self.counts.get(start..end).unwrap_or_default();
        ids.iter().copied().zip(counts.iter().copied())
    }

    fn word(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.words.get(word) {
            return number;
        }
        let number = u32::try_from(self.spelled.len()).unwrap_or(NONE);
        self.spelled.push(word.into());
        self.words.insert(word.into(), number);
        number
    }

    fn number(&mut self, name: (u32, u32)) -> u32 {
        let next = u32::try_from(self.names.len()).unwrap_or(NONE);
        let number = *self.numbers.entry(key(name)).or_insert(next);
        if number == next {
            self.names.push(name);
            self.frequency.push(0);
        }
        number
    }

    fn count(&mut self, text: &str) {
        let mut terms: Vec<u32> = Vec::with_capacity(512);
        let mut before = NONE;
        for_each_word(text, |word| {
            let word = self.word(word);
            terms.push(self.number((word, NONE)));
            if before != NONE {
                terms.push(self.number((before, word)));
            }
            before = word;
        });
        terms.sort_unstable();
        for run in terms.chunk_by(|a, b| a == b) {
            if let Some(&id) = run.first() {
                self.push(id, u32::try_from(run.len()).unwrap_or(u32::MAX));
            }
        }
        self.ends.push(self.ids.len());
    }

    fn push(&mut self, id: u32, count: u32) {
        self.ids.push(id);
        self.counts.push(count);
        if let Some(frequency) = self.frequency.get_mut(id as usize) {
            *frequency += 1;
        }
    }

    /// Appends what was counted apart.
    fn absorb(&mut self, part: Self) {
        if self.is_empty() {
            *self = part;
            return;
        }
        let words: Vec<u32> = part.spelled.iter().map(|word| self.word(word)).collect();
        let word = |old: u32| words.get(old as usize).copied().unwrap_or(NONE);
        let names = part.names.iter();
        let terms: Vec<u32> = names
            .map(|&(first, second)| self.number((word(first), word(second))))
            .collect();
        let mut row: Vec<(u32, u32)> = Vec::new();
        for text in 0..part.len() {
            row.clear();
            let counts = part.counts(text);
            row.extend(counts.filter_map(|(id, n)| Some((*terms.get(id as usize)?, n))));
            row.sort_unstable();
            for &(id, n) in &row {
                self.push(id, n);
            }
            self.ends.push(self.ids.len());
        }
    }
}
