//! An order of texts learnt from decisions.

use crate::model::{Learner, Model};
use crate::strategy::Strategy;
use crate::text::{Corpus, Matrix};
use euthymia_numerics::random::Random;

/// How an order is learnt.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Settings {
    /// The model.
    pub model: Model,
    /// Which text comes first.
    pub strategy: Strategy,
    /// Seed of all that is drawn.
    pub seed: u64,
}

/// A text outside the ones to be ordered of which the answer is known: a study that must be found,
/// or the criteria in words, which count as included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The text.
    pub text: String,
    /// Whether it would be included.
    pub is_in: bool,
}

/// Texts that are put in order again and again while decisions arrive.
///
/// The order depends on the texts, the decisions and the settings alone, not on earlier orders. It can
/// be sent to another thread, so that nobody waits for it.
///
/// # Example
/// ```
/// use euthymia_screening::{Ranker, Settings};
/// let texts = ["ketamine infusion trial", "diet of rats", "esketamine trial", "rats and diet"];
/// let mut ranker = Ranker::new(&texts, &[], Settings::default());
/// // The first was included, the second excluded: the third is likelier than the fourth.
/// let order = ranker.retrain(&[Some(true), Some(false), None, None]);
/// assert_eq!(order, [2, 3]);
/// ```
#[derive(Debug, Clone)]
pub struct Ranker {
    corpus: Corpus,
    matrix: Matrix,
    /// Whether each known text is included; they are the first rows.
    known: Vec<bool>,
    settings: Settings,
    basis: Basis,
}

/// What the last order rests on.
#[derive(Debug, Clone)]
enum Basis {
    /// Nothing is known: the order is random.
    Nothing,
    /// Only included texts are known: the mean of them, by column.
    Likeness(Vec<f64>),
    /// A model.
    Learnt(Box<Learner>),
}

/// Why a text has its score: intercept, words and own words add up to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The score; higher is likelier included.
    pub score: f64,
    /// The score before any word is read.
    pub intercept: f64,
    /// Words and pairs with what each added, the largest first; those that added nothing are left
    /// out.
    pub words: Vec<(String, f64)>,
    /// What all words added that stand in no other text.
    pub own: f64,
}

/// Below so many texts a second thread is not worth starting.
const FEW: usize = 4096;

impl Ranker {
    /// Reads the texts, once.
    #[must_use]
    pub fn new<T: AsRef<str> + Sync>(texts: &[T], known: &[Known], settings: Settings) -> Self {
        let outside: Vec<&str> = known.iter().map(|known| known.text.as_str()).collect();
        let mut corpus = Corpus::of(&outside);
        corpus.add(texts);
        Self {
            matrix: Matrix::of(&corpus, &settings.model.weighting()),
            corpus,
            known: known.iter().map(|known| known.is_in).collect(),
            settings,
            basis: Basis::Nothing,
        }
    }

    /// Reads more texts; they come after those that are there. The next order needs
    /// [`Ranker::retrain`].
    pub fn add<T: AsRef<str> + Sync>(&mut self, texts: &[T]) {
        self.corpus.add(texts);
        self.matrix = Matrix::of(&self.corpus, &self.settings.model.weighting());
        self.basis = Basis::Nothing;
    }

    /// Texts to be ordered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.matrix.rows() - self.known.len()
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Learns from all decisions and returns the places of the texts without one, in the order in
    /// which they should be read. A decision that is not there is none; more decisions than texts
    /// are left out.
    ///
    /// Where only included texts are known, those most alike to their mean come first; where none
    /// is, the order is random.
    pub fn retrain(&mut self, decisions: &[Option<bool>]) -> Vec<usize> {
        let own = decisions.iter().take(self.len()).enumerate();
        let own = own.filter_map(|(place, is_in)| Some((place + self.known.len(), (*is_in)?)));
        let taught: Vec<(usize, bool)> =
            self.known.iter().copied().enumerate().chain(own).collect();
        self.learn(&taught);
        let is_open = |place: &usize| !matches!(decisions.get(*place), Some(Some(_)));
        let mut open: Vec<usize> = (0..self.len()).filter(is_open).collect();
        let Settings {
            model,
            strategy,
            seed,
        } = self.settings;
        if matches!(self.basis, Basis::Nothing) {
            Random::new(seed, 0).shuffle(&mut open);
            return open;
        }
        let scored = self.scored(&open);
        let strategy = match self.basis {
            Basis::Learnt(_) => strategy,
            _ => Strategy::Likeliest,
        };
        strategy.order(scored, model.even(), (seed, taught.len()))
    }

    /// Why a text has its score; `None` where there is no such text or nothing was learnt yet.
    #[must_use]
    pub fn explain(&self, place: usize) -> Option<Explanation> {
        if place >= self.len() {
            return None;
        }
        let row = place + self.known.len();
        let (score, parts) = match &self.basis {
            Basis::Nothing => return None,
            Basis::Likeness(mean) => {
                let own = self.matrix.row(row);
                let pairs = own.columns.iter().zip(own.values);
                let parts = pairs.map(|(&column, &value)| {
                    let weight = mean.get(column as usize).copied().unwrap_or(0.0);
                    (column, f64::from(value) * weight)
                });
                let parts = crate::model::Contributions {
                    columns: parts.collect(),
                    ..Default::default()
                };
                (own.dot(mean), parts)
            }
            Basis::Learnt(learner) => (
                learner.whole_score(&self.matrix, row),
                learner.contributions(&self.matrix, row),
            ),
        };
        let mut words: Vec<(String, f64)> = parts
            .columns
            .iter()
            .filter(|(_, part)| *part != 0.0)
            .filter_map(|&(column, part)| {
                let term = self.corpus.term(self.matrix.term(column)?)?;
                Some((term, part))
            })
            .collect();
        words.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        Some(Explanation {
            score,
            intercept: parts.intercept,
            words,
            own: parts.own,
        })
    }

    fn learn(&mut self, taught: &[(usize, bool)]) {
        let Settings { model, seed, .. } = self.settings;
        let mut learner = Learner::new(model, seed);
        for &(row, is_in) in taught {
            learner.add(&self.matrix, row, is_in);
        }
        if learner.can_fit() {
            learner.fit(&self.matrix);
            self.basis = Basis::Learnt(Box::new(learner));
            return;
        }
        let included: Vec<usize> = taught.iter().filter(|own| own.1).map(|own| own.0).collect();
        self.basis = match included.is_empty() {
            true => Basis::Nothing,
            false => Basis::Likeness(self.mean(&included)),
        };
    }

    fn mean(&self, rows: &[usize]) -> Vec<f64> {
        let mut mean = vec![0.0; self.matrix.columns()];
        for &row in rows {
            let share = 1.0 / rows.len() as f64;
            self.matrix.row(row).add_to(&mut mean, share);
        }
        mean
    }

    /// Places with their scores, in the same order.
    fn scored(&self, places: &[usize]) -> Vec<(usize, f64)> {
        let score = |&place: &usize| {
            let row = place + self.known.len();
            let score = match &self.basis {
                Basis::Nothing => 0.0,
                Basis::Likeness(mean) => self.matrix.row(row).dot(mean),
                Basis::Learnt(learner) => learner.score(&self.matrix, row),
            };
            (place, score)
        };
        if places.len() < FEW {
            return places.iter().map(score).collect();
        }
        let (first, second) = places.split_at(places.len() / 2);
        std::thread::scope(|scope| {
            let other = scope.spawn(|| second.iter().map(score).collect::<Vec<_>>());
            let mut scored: Vec<(usize, f64)> = first.iter().map(score).collect();
            match other.join() {
                Ok(rest) => scored.extend(rest),
                // Scoring does not panic; if it did, the rest is scored here.
                Err(_) => scored.extend(second.iter().map(score)),
            }
            scored
        })
    }
}
