//! What two reviewers said, counted.

use super::{Undefined, Weights};

/// Counts of pairs of answers: a row for each answer of one reviewer, a column for each of the
/// other. At least two answers and one pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Square {
    size: usize,
    counts: Vec<u64>,
}

impl Square {
    /// Counts pairs of answers, each answer by its place among `size` possible ones.
    ///
    /// # Errors
    /// [`Undefined::NoPairs`]; [`Undefined::Shape`] with fewer than two answers, or an answer that
    /// is not among them.
    ///
    /// # Example
    /// ```
    /// use euthymia_screening::agreement::Square;
    /// let table = Square::of_pairs([(0, 0), (0, 1), (1, 1)], 2)?;
    /// assert_eq!((table.pairs(), table.agreed()), (3, 2));
    /// # Ok::<(), euthymia_screening::agreement::Undefined>(())
    /// ```
    pub fn of_pairs(
        pairs: impl IntoIterator<Item = (usize, usize)>,
        size: usize,
    ) -> Result<Self, Undefined> {
        let cells = size.checked_mul(size).filter(|cells| *cells <= 1 << 16);
        let mut counts = vec![0_u64; cells.ok_or(Undefined::Shape)?];
        for (row, column) in pairs {
            let cell = (column < size).then(|| counts.get_mut(row * size + column));
            *cell.flatten().ok_or(Undefined::Shape)? += 1;
        }
        Self::checked(size, counts)
    }

    /// Takes counts row by row.
    ///
    /// # Errors
    /// [`Undefined::Shape`] when the table is not square or has fewer than two rows,
    /// [`Undefined::NoPairs`] when it is empty.
    pub fn from_counts(rows: &[&[u64]]) -> Result<Self, Undefined> {
        if rows.iter().any(|row| row.len() != rows.len()) {
            return Err(Undefined::Shape);
        }
        Self::checked(rows.len(), rows.concat())
    }

    fn checked(size: usize, counts: Vec<u64>) -> Result<Self, Undefined> {
        let sum = counts
            .iter()
            .try_fold(0_u64, |sum, own| sum.checked_add(*own));
        match (size, sum) {
            (0 | 1, _) | (_, None) => Err(Undefined::Shape),
            (_, Some(0)) => Err(Undefined::NoPairs),
            _ => Ok(Self { size, counts }),
        }
    }

    /// Number of possible answers, at least 2.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Pairs with these answers.
    pub fn count(&self, row: usize, column: usize) -> u64 {
        let cell = (column < self.size).then(|| self.counts.get(row * self.size + column));
        cell.flatten().copied().unwrap_or(0)
    }

    /// Number of pairs, at least 1.
    pub fn pairs(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Pairs of the same answer twice.
    pub fn agreed(&self) -> u64 {
        (0..self.size).map(|place| self.count(place, place)).sum()
    }

    /// Shares of all cells, with their places.
    pub(super) fn shares(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        let n = self.pairs() as f64;
        let cells = self.counts.iter().enumerate();
        cells.map(move |(at, count)| (at / self.size, at % self.size, *count as f64 / n))
    }

    /// Shares of the answers of each reviewer.
    pub(super) fn margins(&self) -> (Vec<f64>, Vec<f64>) {
        let n = self.pairs() as f64;
        let row = |row| {
            (0..self.size)
                .map(|column| self.count(row, column))
                .sum::<u64>()
        };
        let column = |column| {
            (0..self.size)
                .map(|row| self.count(row, column))
                .sum::<u64>()
        };
        (
            (0..self.size).map(|at| row(at) as f64 / n).collect(),
            (0..self.size).map(|at| column(at) as f64 / n).collect(),
        )
    }

    /// The share of agreement, answers that differ counting by their weight.
    pub(super) fn observed(&self, weights: Weights) -> f64 {
        self.shares()
            .map(|(row, column, share)| weights.of(row, column, self.size) * share)
            .sum()
    }
}
