//! A block of dependent rows by the Cholesky factor of its covariance matrix.

use super::sums::Sums;
use super::{Data, Term};

/// The rows of a block and their known covariances.
#[derive(Clone, Debug)]
pub(super) struct DenseBlock {
    rows: Vec<usize>,
    /// The lower triangle of V, row by row.
    known: Vec<f64>,
}

/// Room for one covariance matrix and the columns that it is applied to, reused from block to block.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    marginal: Vec<f64>,
    columns: Vec<f64>,
}

impl DenseBlock {
    /// Takes the known covariances of the rows, as a lower triangle.
    pub(super) fn new(rows: Vec<usize>, known: Vec<f64>) -> Self {
        Self { rows, known }
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds the block to the sums; false where M is not positive definite.
    pub(super) fn add_to(
        &self,
        data: &Data,
        theta: &[f64],
        z: &[f64],
        width: usize,
        scratch: &mut Scratch,
        sums: &mut Sums,
    ) -> bool {
        let n = self.rows.len();
        self.fill(data, theta, &mut scratch.marginal);
        scratch.columns.clear();
        for row in &self.rows {
            scratch
                .columns
                .extend_from_slice(&z[row * width..(row + 1) * width]);
        }
        let Some(ln) = whiten(&mut scratch.marginal, &mut scratch.columns, n, width) else {
            return false;
        };
        sums.ln_determinant += ln;
        for row in scratch.columns.chunks_exact(width) {
            sums.add_square(1.0, row);
        }
        true
    }

    /// Writes the lower triangle of the marginal covariance matrix, in rows of length n.
    fn fill(&self, data: &Data, theta: &[f64], marginal: &mut Vec<f64>) {
        let n = self.rows.len();
        marginal.resize(n * n, 0.0);
        let mut at = 0;
        for i in 0..n {
            marginal[i * n..i * n + i + 1].copy_from_slice(&self.known[at..=at + i]);
            at += i + 1;
        }
        for (place, term) in data.terms().iter().enumerate() {
            let theta = &theta[data.parameters_of_term(place)];
            let level = match term {
                Term::Intercept(grouping) => Some(grouping.level_of_row()),
                _ => None,
            };
            for (i, a) in self.rows.iter().enumerate() {
                let entries = marginal[i * n..i * n + i + 1].iter_mut().zip(&self.rows);
                match level {
                    // By far the most frequent term, in a loop without calls.
                    Some(level) => {
                        let own = level[*a];
                        for (entry, _) in entries.filter(|(_, b)| level[**b] == own) {
                            *entry += theta[0];
                        }
                    }
                    None => {
                        for (entry, b) in entries {
                            *entry += term.covariance(theta, *a, *b);
                        }
                    }
                }
            }
        }
    }
}

/// Replaces the lower triangle of A (rows of length n) by its Cholesky factor L and the columns Z
/// (rows of length `width`) by L⁻¹Z; returns ln |A|, or `None` where A is not positive definite.
pub(super) fn whiten(a: &mut [f64], z: &mut [f64], n: usize, width: usize) -> Option<f64> {
    let mut logarithm = 0.0;
    for i in 0..n {
        let (before, row) = a.split_at_mut(i * n);
        for j in 0..i {
            let other = &before[j * n..j * n + j + 1];
            row[j] = (row[j] - dot(&row[..j], &other[..j])) / other[j];
        }
        let square = row[i] - dot(&row[..i], &row[..i]);
        // A pivot that is nothing but rounding is no positive one.
        if !(square > row[i].abs() * 1e-14 && square.is_finite()) {
            return None;
        }
        row[i] = square.sqrt();
        logarithm += square.ln();
        let (done, rest) = z.split_at_mut(i * width);
        let here = &mut rest[..width];
        for (factor, earlier) in row[..i].iter().zip(done.chunks_exact(width)) {
            for (x, e) in here.iter_mut().zip(earlier) {
                *x -= factor * e;
            }
        }
        for x in here {
            *x /= row[i];
        }
    }
    Some(logarithm)
}

/// Σab in four strands, so that the processor can work on them side by side.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (mut strands, mut rest) = ([0.0; 4], 0.0);
    let (fours, others) = (a.chunks_exact(4), b.chunks_exact(4));
    for (x, y) in fours.remainder().iter().zip(others.remainder()) {
        rest += x * y;
    }
    for (x, y) in fours.zip(others) {
        for k in 0..4 {
            strands[k] += x[k] * y[k];
        }
    }
    (strands[0] + strands[1]) + (strands[2] + strands[3]) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_two_by_two_factor_is_the_one_by_hand() {
        let mut a = [4.0, 0.0, 2.0, 3.0];
        let mut z = [2.0, 1.0];
        // L = [2, 0; 1, √2], |A| = 8, L⁻¹z = (1, 0).
        let ln = whiten(&mut a, &mut z, 2, 1).unwrap();
        assert!((ln - 8.0_f64.ln()).abs() < 1e-15);
        assert_eq!(z, [1.0, 0.0]);
        assert!(whiten(&mut [1.0, 0.0, 1.0, 1.0], &mut [0.0, 0.0], 2, 1).is_none());
    }
}
