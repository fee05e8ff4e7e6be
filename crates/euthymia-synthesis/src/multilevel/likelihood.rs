//! The likelihood of the random part, with the coefficients at their best.
//!
//! With A = X′M⁻¹X and r = y − Xβ̂: ln L = −½ n ln 2π − ½ ln|M| − ½ r′M⁻¹r, and restricted
//! −½ (n − p) ln 2π − ½ ln|M| − ½ ln|A| + ½ ln|X′X| − ½ r′M⁻¹r. The constants are metafor's, so that
//! values compare.

use super::crossed::{self, CrossedBlock};
use super::dense::{self, DenseBlock};
use super::nested::{self, NestedBlock};
use super::sums::{Sums, Total};
use super::{Data, MultilevelError};
use crate::estimation::Method;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
use euthymia_numerics::sum::compensated;
use std::f64::consts::TAU;

/// Returns the log-likelihood at fixed parameters of the random part, in the order of
/// [`Data::parameters`], maximised over the coefficients.
///
/// # Errors
/// [`MultilevelError::Parameters`], [`MultilevelError::Parameter`], and
/// [`MultilevelError::OutOfRange`] where the covariance matrix is not positive definite in numbers.
///
/// # Example
/// ```
/// use euthymia_synthesis::design::Design;
/// use euthymia_synthesis::multilevel::{Data, KnownCovariance, Method, log_likelihood};
/// use euthymia_synthesis::variance::Variance;
/// // y = 0, 2 with variances 1: the mean is 1, both residuals are 1.
/// let known = KnownCovariance::independent(&[Variance::new(1.0)?; 2]);
/// let data = Data::new(vec![0.0, 2.0], known, Design::intercept(2), vec![])?;
/// let exact = -(2.0 * std::f64::consts::PI).ln() - 1.0;
/// assert!((log_likelihood(&data, Method::Ml, &[])? - exact).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn log_likelihood(data: &Data, method: Method, theta: &[f64]) -> Result<f64, MultilevelError> {
    data.check_values(theta)?;
    let likelihood = Likelihood::new(data)?;
    let solved = likelihood.solve(theta).ok_or(MultilevelError::OutOfRange)?;
    Ok(likelihood.log_likelihood(&solved, method))
}

enum Block {
    Nested(NestedBlock),
    Crossed(CrossedBlock),
    Dense(DenseBlock),
}

/// Everything about the data that does not change with the parameters.
pub(super) struct Likelihood<'a> {
    pub(super) data: &'a Data,
    blocks: Vec<Block>,
    /// The first block of the second half of the work; none where halves are not worth a thread.
    half: Option<usize>,
    /// An orthonormal basis of the design and the estimates less `offset`, row by row.
    z: Vec<f64>,
    /// Number of columns of `z`, one more than coefficients.
    width: usize,
    /// Σ ln v over the rows of nested blocks.
    ln_known: f64,
    /// R of X = QR.
    triangle: Matrix<f64>,
    /// Coefficients that were taken off the estimates, so that squares stay small.
    pub(super) offset: Vector<f64>,
}

/// The best coefficients at given parameters.
pub(super) struct Solved {
    pub(super) ln_determinant: f64,
    ln_information: f64,
    /// r′M⁻¹r.
    pub(super) residual: f64,
    sums: Sums,
}

/// Work that is worth a second thread, in multiplications.
const WORK_FOR_TWO: f64 = 2e6;

impl<'a> Likelihood<'a> {
    pub(super) fn new(data: &'a Data) -> Result<Self, MultilevelError> {
        let (n, p) = (data.rows(), data.design().coefficients());
        let x = data.design().matrix();
        let basis = x.clone().qr();
        let (q, triangle) = (basis.q(), basis.r());
        let y = Vector::from_column_slice(data.estimates());
        let offset = triangle
            .solve_upper_triangular(&(q.transpose() * &y))
            .ok_or(MultilevelError::OutOfRange)?;
        let rest = &y - x * &offset;
        let mut z = Vec::with_capacity(n * (p + 1));
        for row in 0..n {
            z.extend(q.row(row).iter());
            z.push(rest[row]);
        }
        let blocks = blocks(data);
        let nested = data.blocks().iter().zip(&blocks);
        let nested = nested.filter(|(_, block)| matches!(block, Block::Nested(_)));
        let ln_known = compensated(
            nested
                .flat_map(|(rows, _)| rows)
                .map(|r| data.known().variances()[*r].ln()),
        );
        Ok(Self {
            data,
            half: half(&blocks, p + 1),
            blocks,
            z,
            width: p + 1,
            ln_known,
            triangle,
            offset,
        })
    }

    /// Residuals of the unweighted fit.
    pub(super) fn residuals(&self) -> impl Iterator<Item = f64> {
        let last = self.width - 1;
        self.z.iter().skip(last).step_by(self.width).copied()
    }

    fn part(&self, theta: &[f64], blocks: &[Block]) -> Option<Total> {
        let mut sums = Sums::new(self.width);
        let mut total = Total::new(self.width);
        let mut groups = nested::Scratch::new(self.data.terms().len(), self.width);
        let mut room = dense::Scratch::default();
        let mut levels = crossed::Scratch::default();
        for block in blocks {
            sums.clear();
            let fine = match block {
                Block::Nested(block) => {
                    block.add_to(theta, &self.z, &mut groups, &mut sums);
                    true
                }
                Block::Crossed(block) => {
                    block.add_to(theta, &self.z, self.width, &mut levels, &mut sums)
                }
                Block::Dense(block) => {
                    block.add_to(self.data, theta, &self.z, self.width, &mut room, &mut sums)
                }
            };
            if !fine {
                return None;
            }
            total.add(&sums);
        }
        Some(total)
    }

    fn sums(&self, theta: &[f64]) -> Option<Sums> {
        let mut total = match self.half {
            None => self.part(theta, &self.blocks)?,
            Some(half) => {
                let (first, second) = self.blocks.split_at_checked(half)?;
                let (first, second) = std::thread::scope(|scope| {
                    let other = scope.spawn(|| self.part(theta, second));
                    (self.part(theta, first), other.join().ok().flatten())
                });
                let mut total = first?;
                total.add(&second?.sums());
                total
            }
        };
        let mut known = Sums::new(self.width);
        known.ln_determinant = self.ln_known;
        total.add(&known);
        Some(total.sums())
    }

    /// Solves for the coefficients; `None` where M is not positive definite, or not finite.
    pub(super) fn solve(&self, theta: &[f64]) -> Option<Solved> {
        let sums = self.sums(theta)?;
        let width = self.width;
        let mut square = vec![0.0; width * width];
        let mut at = 0;
        for i in 0..width {
            square[i * width..i * width + i + 1].copy_from_slice(&sums.products[at..=at + i]);
            at += i + 1;
        }
        let p = width - 1;
        let factor = information(&sums, p)?;
        let b = Vector::from_column_slice(&square[p * width..p * width + p]);
        let explained = factor.quadratic(&b);
        let total = square[width * width - 1];
        let residual = (total - explained).max(0.0);
        (sums.ln_determinant.is_finite() && residual.is_finite()).then(|| Solved {
            ln_determinant: sums.ln_determinant,
            ln_information: factor.ln_determinant(),
            residual,
            sums,
        })
    }

    pub(super) fn log_likelihood(&self, solved: &Solved, method: Method) -> f64 {
        let (n, p) = (self.data.rows() as f64, (self.width - 1) as f64);
        let common = solved.ln_determinant + solved.residual;
        match method {
            Method::Ml => -0.5 * (n * TAU.ln() + common),
            // The basis of the design is orthonormal, so that ln|X′X| has cancelled.
            Method::Reml => -0.5 * ((n - p) * TAU.ln() + common + solved.ln_information),
        }
    }

    /// The coefficients and their covariance matrix.
    pub(super) fn coefficients(&self, solved: &Solved) -> Option<(Vector<f64>, Matrix<f64>)> {
        let p = self.width - 1;
        let factor = information(&solved.sums, p)?;
        let start = p * (p + 1) / 2;
        let b = Vector::from_column_slice(&solved.sums.products[start..start + p]);
        let inner = factor.solve_vector(&b);
        let beta = self.triangle.solve_upper_triangular(&inner)? + &self.offset;
        let identity = Matrix::identity(p, p);
        let inverse = self.triangle.solve_upper_triangular(&identity)?;
        let covariance = &inverse * factor.inverse() * inverse.transpose();
        let fine = beta.iter().chain(covariance.iter()).all(|x| x.is_finite());
        fine.then_some((beta, covariance))
    }
}

/// The Cholesky factor of Q′M⁻¹Q.
fn information(sums: &Sums, p: usize) -> Option<Cholesky> {
    let entry = |i: usize, j: usize| sums.products[i.max(j) * (i.max(j) + 1) / 2 + i.min(j)];
    Cholesky::new(Matrix::from_fn(p, p, entry)).ok()
}

fn blocks(data: &Data) -> Vec<Block> {
    let make = |(place, rows): (usize, &Vec<usize>)| {
        let correlated = data.known_inside(&[place]).next().is_some();
        if let Some(nested) = NestedBlock::new(data, rows, correlated) {
            return Block::Nested(nested);
        }
        if let Some(crossed) = CrossedBlock::new(data, rows, correlated) {
            return Block::Crossed(crossed);
        }
        let known = data.known_matrix(rows);
        let lower = (0..rows.len()).flat_map(|i| (0..=i).map(move |j| (i, j)));
        let lower = lower.map(|at| known[at]).collect();
        Block::Dense(DenseBlock::new(rows.clone(), lower))
    };
    data.blocks().iter().enumerate().map(make).collect()
}

/// The block at which the work is half done.
fn half(blocks: &[Block], width: usize) -> Option<usize> {
    let work = |block: &Block| match block {
        Block::Nested(block) => (block.len() * width * width) as f64,
        Block::Crossed(block) => block.work(width),
        Block::Dense(block) => {
            (block.len() as f64).powi(3) / 6.0 + 20.0 * (block.len() as f64).powi(2)
        }
    };
    let total: f64 = blocks.iter().map(work).sum();
    if total < WORK_FOR_TWO {
        return None;
    }
    let mut done = 0.0;
    let past = |block: &Block| {
        done += work(block);
        done >= total / 2.0
    };
    let at = blocks.iter().position(past)?;
    (at + 1 < blocks.len()).then_some(at + 1)
}
