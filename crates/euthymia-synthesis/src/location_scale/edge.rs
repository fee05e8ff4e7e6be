//! The edge of what the identity link allows.

use super::model::Model;
use euthymia_numerics::linear::{Cholesky, Eigen, Matrix, Vector, eigen};

/// The studies whose τ² is held at zero, with the identity link.
#[derive(Default)]
pub(super) struct Edge {
    pub(super) studies: Vec<usize>,
}

impl Edge {
    /// Their rows of the scale design.
    fn rows(&self, model: &Model) -> Matrix<f64> {
        let all = model.scale.rows();
        let held = all.enumerate().filter(|(i, _)| self.studies.contains(i));
        let rows: Vec<f64> = held.flat_map(|(_, row)| row.iter().copied()).collect();
        Matrix::from_row_slice(self.studies.len(), model.scale.width, &rows)
    }

    /// The directions that leave their τ² where it is.
    pub(super) fn free(&self, model: &Model) -> Matrix<f64> {
        let q = model.scale.width;
        if self.studies.is_empty() {
            return Matrix::identity(q, q);
        }
        let rows = self.rows(model);
        let Eigen { values, vectors } = eigen(rows.tr_mul(&rows));
        let largest = values.last().copied().unwrap_or(0.0);
        let level = values
            .iter()
            .filter(|value| **value <= 1e-10 * largest)
            .count();
        vectors.columns(0, level).into_owned()
    }

    /// Lets go of the study that the likelihood pulls inwards the most, if there is one.
    ///
    /// At a maximum on the edge the score is −Σ λᵢzᵢ with every λᵢ ≥ 0.
    pub(super) fn release(&mut self, model: &Model, score: &Vector<f64>) -> bool {
        if self.studies.is_empty() {
            return false;
        }
        self.studies.sort_unstable();
        let rows = self.rows(model);
        let Ok(factor) = Cholesky::new(&rows * rows.transpose()) else {
            return false;
        };
        let pull = factor.solve_vector(&(&rows * score));
        let strongest = (0..pull.len()).max_by(|i, j| pull[*i].total_cmp(&pull[*j]));
        match strongest {
            Some(i) if pull[i] > 1e-9 * score.amax() => {
                self.studies.remove(i);
                true
            }
            _ => false,
        }
    }
}
