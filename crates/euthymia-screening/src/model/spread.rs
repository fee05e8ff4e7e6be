//! Products of texts with each other that are worked out when they are needed.

use super::newton::Products;
use crate::text::Matrix;

/// x·x′ + 1 of all pairs of some texts, by way of the columns: Gv = X(Xᵀv).
pub(super) struct Spread<'m> {
    matrix: &'m Matrix,
    rows: Vec<usize>,
    /// Xᵀv.
    weights: Vec<f64>,
}

impl<'m> Spread<'m> {
    pub(super) fn new(matrix: &'m Matrix, rows: Vec<usize>) -> Self {
        Self {
            matrix,
            rows,
            weights: vec![0.0; matrix.columns()],
        }
    }
}

impl Products for Spread<'_> {
    fn times(&mut self, v: &[f32]) -> Vec<f32> {
        self.weights.fill(0.0);
        let mut sum = 0.0;
        for (&row, &factor) in self.rows.iter().zip(v) {
            let factor = f64::from(factor);
            sum += factor;
            self.matrix.row(row).add_to(&mut self.weights, factor);
        }
        let product = |(&row, &own): (&usize, &f32)| {
            let alone = self.matrix.own(row).squares * f64::from(own);
            (self.matrix.row(row).dot(&self.weights) + alone + sum) as f32
        };
        self.rows.iter().zip(v).map(product).collect()
    }

    fn diagonal(&self) -> Vec<f32> {
        let squares = |&row: &usize| {
            let own = self.matrix.own(row).squares;
            (self.matrix.row(row).squares() + own + 1.0) as f32
        };
        self.rows.iter().map(squares).collect()
    }
}
