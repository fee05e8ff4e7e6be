//! One replay, and many by seed.

use super::lazy::Lazy;
use crate::discovery::Discovery;
use crate::model::{Learner, Model};
use crate::strategy::Strategy;
use crate::text::Matrix;
use euthymia_numerics::random::Random;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How a review is read again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// The model.
    pub model: Model,
    /// Which text comes next.
    pub strategy: Strategy,
    /// Included texts that are known before the start, drawn at random; they do not count.
    pub known_in: usize,
    /// Excluded ones.
    pub known_out: usize,
    /// Texts that are read before the model learns again, at least 1.
    pub batch: usize,
}

impl Default for Plan {
    /// The default model, one text of each kind known, learning after every text.
    fn default() -> Self {
        Self {
            model: Model::default(),
            strategy: Strategy::default(),
            known_in: 1,
            known_out: 1,
            batch: 1,
        }
    }
}

/// A review read again until its last included text was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// The seed.
    pub seed: u64,
    /// Texts that were known before the start.
    pub known: Vec<usize>,
    /// How soon the others were found.
    pub discovery: Discovery,
}

/// Why a review cannot be read again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotReplay {
    /// There are not as many labels as texts.
    #[error("there are {texts} texts and {labels} labels")]
    Lengths {
        /// Texts.
        texts: usize,
        /// Labels.
        labels: usize,
    },
    /// More are to be known before the start than there are, or none would be left to find.
    #[error(
        "{included} included and {excluded} excluded texts are too few: {known_in} and {known_out} are \
         to be known before the start, and at least one included text must be left to find"
    )]
    TooFew {
        /// Included texts.
        included: usize,
        /// Excluded texts.
        excluded: usize,
        /// Included texts to be known.
        known_in: usize,
        /// Excluded texts to be known.
        known_out: usize,
    },
}

/// Reads a review again. `matrix` holds its texts with the weighting of the model
/// ([`Model::weighting`]), `labels` says which of them were included in the end.
///
/// # Errors
/// [`CannotReplay`] where the labels do not fit.
///
/// # Example
/// ```
/// use euthymia_screening::{Plan, replay};
/// use euthymia_screening::text::{Corpus, Matrix};
/// let texts = ["ketamine trial", "ketamine infusion trial", "sleep of rats", "diet of rats"];
/// let plan = Plan::default();
/// let matrix = Matrix::of(&Corpus::of(&texts), &plan.model.weighting());
/// let replay = replay(&matrix, &[true, true, false, false], &plan, 1).unwrap();
/// // One of each kind is known; the other included text is the first of the two that are read.
/// assert_eq!(replay.discovery.ranks(), [1]);
/// ```
pub fn replay(
    matrix: &Matrix,
    labels: &[bool],
    plan: &Plan,
    seed: u64,
) -> Result<Replay, CannotReplay> {
    check_lengths(matrix, labels)?;
    let (mut included, mut excluded): (Vec<usize>, Vec<usize>) =
        (0..labels.len()).partition(|&row| labels.get(row) == Some(&true));
    if included.len() <= plan.known_in || excluded.len() < plan.known_out {
        return Err(CannotReplay::TooFew {
            included: included.len(),
            excluded: excluded.len(),
            known_in: plan.known_in,
            known_out: plan.known_out,
        });
    }
    Random::new(seed, 0).shuffle(&mut included);
    Random::new(seed, 1).shuffle(&mut excluded);
    let known = included.iter().take(plan.known_in);
    let known: Vec<usize> = known
        .chain(excluded.iter().take(plan.known_out))
        .copied()
        .collect();
    replay_from(matrix, labels, plan, seed, &known)
}

/// The same with the texts that are known before the start given, by their places; those that are
/// not there are left out.
///
/// # Errors
/// [`CannotReplay`] where the labels do not fit, or no included text is left to find.
pub fn replay_from(
    matrix: &Matrix,
    labels: &[bool],
    plan: &Plan,
    seed: u64,
    known: &[usize],
) -> Result<Replay, CannotReplay> {
    check_lengths(matrix, labels)?;
    let mut is_known = vec![false; labels.len()];
    for &row in known {
        if let Some(own) = is_known.get_mut(row) {
            *own = true;
        }
    }
    let known: Vec<usize> = (0..labels.len())
        .filter(|&row| is_known.get(row) == Some(&true))
        .collect();
    let is_in = |row: &&usize| labels.get(**row) == Some(&true);
    let known_in = known.iter().filter(is_in).count();
    let included = labels.iter().filter(|is_in| **is_in).count();
    let mut reading = Reading::begin(matrix, labels, plan, (seed, &known));
    let discovery = Discovery::of(labels.len() - known.len(), reading.ranks());
    let discovery = discovery.ok_or(CannotReplay::TooFew {
        included,
        excluded: labels.len() - included,
        known_in,
        known_out: known.len() - known_in,
    })?;
    Ok(Replay {
        seed,
        known,
        discovery,
    })
}

fn check_lengths(matrix: &Matrix, labels: &[bool]) -> Result<(), CannotReplay> {
    match matrix.rows() == labels.len() {
        true => Ok(()),
        false => Err(CannotReplay::Lengths {
            texts: matrix.rows(),
            labels: labels.len(),
        }),
    }
}

/// Reads a review again for each seed, on as many threads as the machine has; `progress` is told how
/// many are done. The result does not depend on the threads.
///
/// # Errors
/// [`CannotReplay`] where the labels do not fit.
pub fn simulate(
    matrix: &Matrix,
    labels: &[bool],
    plan: &Plan,
    seeds: &[u64],
    progress: &mut dyn FnMut(usize),
) -> Result<Vec<Replay>, CannotReplay> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let (send, receive) = std::sync::mpsc::channel();
    let mut results: Vec<Option<Replay>> = vec![None; seeds.len()];
    std::thread::scope(|scope| {
        for _ in 0..threads.min(seeds.len()) {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&seed) = seeds.get(place) else {
                        return;
                    };
                    let done = replay(matrix, labels, plan, seed);
                    // Nobody listens once an error was met.
                    if send.send((place, done)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        for (count, (place, done)) in receive.iter().enumerate() {
            progress(count + 1);
            if let Some(result) = results.get_mut(place) {
                *result = Some(done?);
            }
        }
        Ok(())
    })?;
    Ok(results.into_iter().flatten().collect())
}

/// A review while it is read again.
struct Reading<'m> {
    matrix: &'m Matrix,
    labels: &'m [bool],
    plan: &'m Plan,
    seed: u64,
    learner: Learner,
    lazy: Lazy,
    /// Rows that were not read yet, in no order.
    open: Vec<usize>,
    /// Included ones among them.
    left: usize,
    decided: usize,
}

impl<'m> Reading<'m> {
    fn begin(
        matrix: &'m Matrix,
        labels: &'m [bool],
        plan: &'m Plan,
        (seed, known): (u64, &[usize]),
    ) -> Self {
        let mut reading = Self {
            matrix,
            labels,
            plan,
            seed,
            learner: Learner::new(plan.model, seed).stepwise(),
            lazy: Lazy::new(matrix),
            open: (0..labels.len())
                .filter(|row| !known.contains(row))
                .collect(),
            left: labels.iter().filter(|is_in| **is_in).count(),
            decided: 0,
        };
        for &row in known {
            reading.decide(row);
        }
        reading
    }

    /// Ranks of the included texts.
    fn ranks(&mut self) -> Vec<usize> {
        let mut ranks = Vec::with_capacity(self.left);
        let mut read = 0;
        while self.left > 0 && !self.open.is_empty() {
            for row in self.next() {
                read += 1;
                if self.decide(row) {
                    ranks.push(read);
                }
            }
        }
        ranks
    }

    /// Takes the decision on a row in; whether it was included.
    fn decide(&mut self, row: usize) -> bool {
        let is_in = self.labels.get(row) == Some(&true);
        self.learner.add(self.matrix, row, is_in);
        self.left -= usize::from(is_in);
        self.decided += 1;
        is_in
    }

    /// The rows to be read before the model learns again; they are no longer open.
    fn next(&mut self) -> Vec<usize> {
        if !self.learner.can_fit() {
            let mut random = Random::new(self.seed, 2 + self.decided as u64);
            let place = random.below(self.open.len() as u64) as usize;
            return vec![self.open.swap_remove(place)];
        }
        self.learner.fit(self.matrix);
        let is_plain = self.plan.strategy == Strategy::Likeliest && self.plan.batch <= 1;
        if let (true, Some(linear)) = (is_plain, self.learner.linear()) {
            let best = self.lazy.best(self.matrix, linear, &self.open);
            return best
                .map(|place| self.open.swap_remove(place))
                .into_iter()
                .collect();
        }
        self.open.sort_unstable();
        let score = |&row: &usize| (row, self.learner.score(self.matrix, row));
        let scored = self.open.iter().map(score).collect();
        let even = self.plan.model.even();
        let mut order = self
            .plan
            .strategy
            .order(scored, even, (self.seed, self.decided));
        order.truncate(self.plan.batch.max(1));
        self.open.retain(|row| !order.contains(row));
        order
    }
}
