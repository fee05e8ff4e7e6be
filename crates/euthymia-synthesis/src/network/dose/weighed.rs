//! What all trials together say about treatments at one τ², for fast repeated solutions.

use crate::network::block::{Blocks, times};
use crate::network::data::Network;
use crate::network::error::FitError;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};

/// The sum of the trials' Laplacians with its scores.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    laplacian: Matrix<f64>,
    scores: Vector<f64>,
}

impl Weighed {
    pub(super) fn new(network: &Network, tau2: f64) -> Result<Self, FitError> {
        let n = network.treatments().len();
        let blocks = Blocks::new(network, tau2).ok_or(FitError::OutOfRange)?;
        let mut made = Self {
            laplacian: Matrix::zeros(n, n),
            scores: Vector::zeros(n),
        };
        for (trial, block) in blocks.with(network) {
            let arms = trial.arms();
            for (i, score) in times(block, trial.values()).into_iter().enumerate() {
                made.scores[arms[i]] += score;
                for (j, other) in arms.iter().enumerate() {
                    made.laplacian[(arms[i], *other)] += block[i * arms.len() + j];
                }
            }
        }
        Ok(made)
    }

    /// The same trials with their values reduced by given effects.
    pub(super) fn less(&self, effects: &Vector<f64>) -> Self {
        Self {
            laplacian: self.laplacian.clone(),
            scores: &self.scores - &self.laplacian * effects,
        }
    }

    /// The coefficients of C, and by how much they lower Q; `None` where they are not determined.
    pub(super) fn solve(&self, c: &Matrix<f64>) -> Option<(Vector<f64>, f64)> {
        if c.ncols() == 0 {
            return Some((Vector::zeros(0), 0.0));
        }
        let right = c.tr_mul(&self.scores);
        let inner = c.tr_mul(&(&self.laplacian * c));
        let beta = Cholesky::new(inner).ok()?.solve_vector(&right);
        let lowered = beta.dot(&right);
        lowered.is_finite().then_some((beta, lowered))
    }
}
