//! Naive Bayes.

use super::balance::weights;
use crate::text::Matrix;

/// A multinomial naive Bayes model of weighted terms.
///
/// The score of a text is the log odds of inclusion: ln(s₁n₁ / s₀n₀) + Σ x·(ln θ₁ − ln θ₀) with
/// θ = (s Σx + α) / (s ΣΣx + αV) for V terms, where s are the [`weights`] of the two kinds. A text's
/// own terms, which no other text has, count as terms that were never seen.
///
/// # References
/// Manning CD, Raghavan P, Schütze H. Introduction to information retrieval. Cambridge 2008, ch. 13.
#[derive(Debug, Clone)]
pub struct Bayes {
    alpha: f64,
    ratio: f64,
    /// Σ x of each column over the excluded and the included texts.
    sums: [Vec<f64>; 2],
    /// ΣΣ x with the texts' own terms.
    totals: [f64; 2],
    counts: [usize; 2],
    /// ln θ₁ − ln θ₀ without what all terms have in common.
    differences: Vec<f64>,
    /// What all terms have in common.
    common: f64,
    intercept: f64,
}

impl Bayes {
    /// A model that has seen nothing; α above 0 is added to every sum.
    #[must_use]
    pub fn new(alpha: f64, ratio: f64) -> Self {
        Self {
            alpha,
            ratio,
            sums: [Vec::new(), Vec::new()],
            totals: [0.0; 2],
            counts: [0; 2],
            differences: Vec::new(),
            common: 0.0,
            intercept: 0.0,
        }
    }

    /// Adds a text that was decided on; it counts from the next [`Bayes::fit`] on.
    pub fn add(&mut self, matrix: &Matrix, row: usize, is_in: bool) {
        let [out_sums, in_sums] = &mut self.sums;
        out_sums.resize(matrix.columns(), 0.0);
        in_sums.resize(matrix.columns(), 0.0);
        let [out_total, in_total] = &mut self.totals;
        let [out_count, in_count] = &mut self.counts;
        let (sums, total, count) = match is_in {
            true => (in_sums, in_total, in_count),
            false => (out_sums, out_total, out_count),
        };
        matrix.row(row).add_to(sums, 1.0);
        *total += matrix.total(row);
        *count += 1;
    }

    /// Fits the model.
    pub fn fit(&mut self, matrix: &Matrix) {
        let [excluded, included] = self.counts;
        let (one, zero) = weights((included, excluded), self.ratio);
        let [out_sums, in_sums] = &self.sums;
        let alpha = self.alpha;
        let seen = in_sums.iter().zip(out_sums).map(|(&with, &without)| {
            match with == 0.0 && without == 0.0 {
                true => 0.0,
                false => ((one * with + alpha) / (zero * without + alpha)).ln(),
            }
        });
        self.differences.clear();
        self.differences.extend(seen);
        let [out_total, in_total] = self.totals;
        let smoothing = alpha * matrix.all_terms() as f64;
        self.common = ((zero * out_total + smoothing) / (one * in_total + smoothing)).ln();
        self.intercept = (one * included as f64 / (zero * excluded as f64)).ln();
    }

    /// The log odds of inclusion of a text.
    #[must_use]
    pub fn score(&self, matrix: &Matrix, row: usize) -> f64 {
        let terms = matrix.row(row).dot(&self.differences);
        self.intercept + self.common * matrix.total(row) + terms
    }

    /// The log odds before any word is read.
    #[must_use]
    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// What one unit of a column adds to the score.
    #[must_use]
    pub fn weight(&self, column: u32) -> f64 {
        let own = self.differences.get(column as usize).copied();
        own.unwrap_or(0.0) + self.common
    }

    /// What the words that stand in this text only add to its score.
    #[must_use]
    pub fn of_own(&self, matrix: &Matrix, row: usize) -> f64 {
        self.common * matrix.own(row).total
    }
}
