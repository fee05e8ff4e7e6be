//! What one trial says about its arms at one value of τ²: a weighted Laplacian over them.
//!
//! The contrasts of a trial from its first arm have covariance V + τ²(I + 11′)/2. With W its inverse
//! and B the matrix that forms these contrasts, L = B′WB does not depend on which arm is the first:
//! its rows sum to zero, and its entries off the diagonal are minus the weights of an electrical
//! network between the arms.

use super::data::{Network, Trial};
use euthymia_numerics::linear::{Cholesky, Matrix};

/// The Laplacians of all trials at one τ², row by row, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Blocks {
    entries: Vec<f64>,
    /// Σ ln|V + τ²(I + 11′)/2|.
    pub(crate) ln_determinant: f64,
}

impl Blocks {
    /// Weighs every trial; `None` where a variance is beyond the range of doubles.
    pub(crate) fn new(network: &Network, tau2: f64) -> Option<Self> {
        let size = |trial: &Trial| trial.arms().len() * trial.arms().len();
        let mut entries = Vec::with_capacity(network.trials().iter().map(size).sum());
        let mut ln_determinant = euthymia_numerics::sum::Compensated::default();
        for trial in network.trials() {
            ln_determinant.add(weigh(trial.covariance(), tau2, &mut entries)?);
        }
        Some(Self {
            entries,
            ln_determinant: ln_determinant.value(),
        })
    }

    /// Each trial with its Laplacian.
    pub(crate) fn with<'a>(
        &'a self,
        network: &'a Network,
    ) -> impl Iterator<Item = (&'a Trial, &'a [f64])> {
        let mut from = 0;
        network.trials().iter().map(move |trial| {
            let size = trial.arms().len() * trial.arms().len();
            from += size;
            (trial, &self.entries[from - size..from])
        })
    }
}

/// Appends the Laplacian of a trial and returns ln|V + τ²(I + 11′)/2|.
fn weigh(covariance: &Matrix<f64>, tau2: f64, entries: &mut Vec<f64>) -> Option<f64> {
    let contrasts = covariance.nrows();
    if contrasts == 1 {
        let variance = covariance[(0, 0)] + tau2;
        let weight = 1.0 / variance;
        entries.extend([weight, -weight, -weight, weight]);
        return (weight > 0.0 && weight.is_finite()).then(|| variance.ln());
    }
    let between = |i: usize, j: usize| if i == j { tau2 } else { 0.5 * tau2 };
    let total = Matrix::from_fn(contrasts, contrasts, |i, j| {
        covariance[(i, j)] + between(i, j)
    });
    let factor = Cholesky::new(total).ok()?;
    let weights = factor.inverse();
    let sums: Vec<f64> = (0..contrasts).map(|i| weights.row(i).sum()).collect();
    entries.push(sums.iter().sum());
    entries.extend(sums.iter().map(|sum| -sum));
    for (i, sum) in sums.iter().enumerate() {
        entries.push(-sum);
        entries.extend((0..contrasts).map(|j| weights[(i, j)]));
    }
    Some(factor.ln_determinant())
}

/// Returns Lx for the values of a trial's arms.
pub(crate) fn times(block: &[f64], x: &[f64]) -> Vec<f64> {
    let arms = x.len().max(1);
    let row = |entries: &[f64]| entries.iter().zip(x).map(|(l, x)| l * x).sum();
    block.chunks_exact(arms).map(row).collect()
}

/// The trace of L.
pub(crate) fn trace(block: &[f64], arms: usize) -> f64 {
    (0..arms).map(|i| block[i * arms + i]).sum()
}

/// Returns L².
pub(crate) fn square(block: &[f64], arms: usize) -> Vec<f64> {
    let columns = (0..arms).flat_map(|i| times(block, &block[i * arms..(i + 1) * arms]));
    columns.collect()
}

/// Returns tr(GM) for a symmetric M with rows that sum to zero, −Σ_{i<j} m_ij r_ij with r_ij the
/// variance of a difference under G.
pub(crate) fn trace_with(
    trial: &Trial,
    block: &[f64],
    mut variance: impl FnMut(usize, usize) -> f64,
) -> f64 {
    let arms = trial.arms();
    let mut sum = 0.0;
    for (i, a) in arms.iter().enumerate() {
        for (j, b) in arms.iter().enumerate().skip(i + 1) {
            sum -= block[i * arms.len() + j] * variance(*a, *b);
        }
    }
    sum
}
