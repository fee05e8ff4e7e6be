//! Coefficients for any number of reviewers.

use super::Undefined;

/// How often each answer was given for each thing that was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratings {
    size: usize,
    /// Answers to one thing, a count for each possible answer.
    things: Vec<Vec<u64>>,
}

impl Ratings {
    /// Takes the answers that each thing got, each by its place among `size` possible ones.
    ///
    /// # Errors
    /// [`Undefined::Shape`] with fewer than two answers, or an answer that is not among them.
    ///
    /// # Example
    /// ```
    /// use euthymia_screening::agreement::{Ratings, fleiss};
    /// // Three reviewers, two reports: all include one, one of them includes the other.
    /// let ratings = Ratings::new([vec![0, 0, 0], vec![0, 1, 1]], 2)?;
    /// // Observed (1 + 1/3)/2 = 2/3; by chance (2/3)² + (1/3)² = 5/9; (2/3 − 5/9)/(4/9) = 1/4.
    /// assert!((fleiss(&ratings)? - 0.25).abs() < 1e-15);
    /// # Ok::<(), euthymia_screening::agreement::Undefined>(())
    /// ```
    pub fn new(
        things: impl IntoIterator<Item = Vec<usize>>,
        size: usize,
    ) -> Result<Self, Undefined> {
        if size < 2 {
            return Err(Undefined::Shape);
        }
        let mut counted = Vec::new();
        for answers in things {
            let mut counts = vec![0_u64; size];
            for answer in answers {
                *counts.get_mut(answer).ok_or(Undefined::Shape)? += 1;
            }
            counted.push(counts);
        }
        Ok(Self {
            size,
            things: counted,
        })
    }

    /// Things that at least two judged.
    pub fn shared(&self) -> usize {
        self.pairable().count()
    }

    fn pairable(&self) -> impl Iterator<Item = &Vec<u64>> {
        self.things.iter().filter(|counts| answers(counts) > 1)
    }

    /// How often each answer was given for the things that at least two judged.
    fn totals(&self) -> Vec<u64> {
        let mut totals = vec![0; self.size];
        for counts in self.pairable() {
            for (total, count) in totals.iter_mut().zip(counts) {
                *total += count;
            }
        }
        totals
    }
}

fn answers(counts: &[u64]) -> u64 {
    counts.iter().sum()
}

/// Ordered pairs of the same answer for one thing.
fn same(counts: &[u64]) -> f64 {
    let pairs = |own: &u64| *own as f64 * own.saturating_sub(1) as f64;
    counts.iter().map(pairs).sum()
}

/// Krippendorff's α for answers without an order; things that one reviewer alone judged are left
/// out, and nobody needs to have judged everything.
///
/// # Errors
/// [`Undefined::NoPairs`], [`Undefined::ByChanceAlone`].
///
/// # References
/// Krippendorff 2011, Computing Krippendorff's alpha-reliability, University of Pennsylvania.
///
/// # Example
/// ```
/// use euthymia_screening::agreement::{Ratings, krippendorff};
/// // Answers 0 0, 1 1, 0 1: one of three differs; by chance 1 − (3·2 + 3·2)/(6·5) = 3/5.
/// let ratings = Ratings::new([vec![0, 0], vec![1, 1], vec![0, 1], vec![0]], 2)?;
/// assert!((krippendorff(&ratings)? - (1.0 - 5.0 / 9.0)).abs() < 1e-15);
/// # Ok::<(), euthymia_screening::agreement::Undefined>(())
/// ```
pub fn krippendorff(ratings: &Ratings) -> Result<f64, Undefined> {
    let totals = ratings.totals();
    let all = answers(&totals) as f64;
    if all == 0.0 {
        return Err(Undefined::NoPairs);
    }
    let different = |counts: &Vec<u64>| {
        let own = answers(counts) as f64;
        (own * (own - 1.0) - same(counts)) / (own - 1.0)
    };
    let observed = ratings.pairable().map(different).sum::<f64>() / all;
    let expected = (all * (all - 1.0) - same(&totals)) / (all * (all - 1.0));
    match expected > 0.0 {
        true => Ok(1.0 - observed / expected),
        false => Err(Undefined::ByChanceAlone),
    }
}

/// Fleiss' κ: agreement of pairs of reviewers beyond that of answers drawn from all answers
/// together. Things that fewer judged than any other are left out.
///
/// # Errors
/// [`Undefined::NoPairs`], [`Undefined::ByChanceAlone`].
///
/// # References
/// Fleiss 1971, Psychological Bulletin 76, 378–382.
pub fn fleiss(ratings: &Ratings) -> Result<f64, Undefined> {
    let most = ratings.pairable().map(|counts| answers(counts)).max();
    let most = most.ok_or(Undefined::NoPairs)?;
    let full = Ratings {
        size: ratings.size,
        things: ratings
            .pairable()
            .filter(|counts| answers(counts) == most)
            .cloned()
            .collect(),
    };
    let pairs = most as f64 * (most - 1) as f64;
    let things = full.things.len() as f64;
    let observed = full.things.iter().map(|counts| same(counts)).sum::<f64>() / (pairs * things);
    let totals = full.totals();
    let all = answers(&totals) as f64;
    let chance: f64 = totals.iter().map(|own| (*own as f64 / all).powi(2)).sum();
    match totals.iter().filter(|own| **own > 0).count() {
        0 | 1 => Err(Undefined::ByChanceAlone),
        _ => Ok((observed - chance) / (1.0 - chance)),
    }
}
