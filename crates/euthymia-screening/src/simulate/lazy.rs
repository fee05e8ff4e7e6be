//! The best text of a linear model, with as few scores as can be.

use crate::model::Linear;
use crate::text::Matrix;

/// Scores as they last were, and how far the weights have moved since.
///
/// A row has length 1 at most, so that its score changes by no more than the weights move. A text is
/// scored again only where that could make it the best one: the answer is the same as if all were.
pub(super) struct Lazy {
    /// Scores without the intercept, and the way that the weights had come when they were made.
    scores: Vec<(f64, f64)>,
    weights: Vec<f64>,
    /// The way that the weights have come in all.
    way: f64,
}

/// What rounding may add to a score.
const SLACK: f64 = 1e-9;

impl Lazy {
    pub(super) fn new(matrix: &Matrix) -> Self {
        Self {
            scores: vec![(f64::INFINITY, 0.0); matrix.rows()],
            weights: vec![0.0; matrix.columns()],
            way: 0.0,
        }
    }

    /// The place in `open` of the row with the highest score; of equal ones the first row.
    pub(super) fn best(
        &mut self,
        matrix: &Matrix,
        model: &Linear,
        open: &[usize],
    ) -> Option<usize> {
        self.follow(model.weights());
        let mut best: Option<(f64, usize, usize)> = None;
        // Those that stood highest are likely to stand high: with them scored first, few others can
        // still be better.
        let highest = open.iter().enumerate().max_by(|a, b| {
            let bound = |row: usize| self.bound(row);
            bound(*a.1).total_cmp(&bound(*b.1))
        });
        let first = highest.map(|(place, _)| place);
        for place in first.into_iter().chain(0..open.len()) {
            let Some(&row) = open.get(place) else {
                continue;
            };
            if best.is_some_and(|(score, ..)| self.bound(row) < score) {
                continue;
            }
            let score = matrix.row(row).dot(model.weights());
            if let Some(own) = self.scores.get_mut(row) {
                *own = (score, self.way);
            }
            let is_better = best.is_none_or(|(highest, first, _)| {
                score > highest || (score == highest && row < first)
            });
            if is_better {
                best = Some((score, row, place));
            }
        }
        best.map(|(_, _, place)| place)
    }

    /// What the score of a row can be at most.
    fn bound(&self, row: usize) -> f64 {
        let (score, way) = self.scores.get(row).copied().unwrap_or_default();
        score + (self.way - way) + SLACK
    }

    fn follow(&mut self, weights: &[f64]) {
        let mut squares = 0.0;
        for (own, &weight) in self.weights.iter_mut().zip(weights) {
            squares += (weight - *own).powi(2);
            *own = weight;
        }
        self.way += squares.sqrt();
    }
}
