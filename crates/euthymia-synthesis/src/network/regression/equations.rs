//! The equations of the regression at one τ² and one σ²_β.
//!
//! With X the fixed columns, Z those of the slopes and W the weights of the network, the mixed-model
//! equations for (b, u/σ) have the matrix M = (X, σZ)′W(X, σZ) + diag(0, I), also at σ = 0. Then
//! ln|V + σ²ZZ′| = ln|V| + ln|σ²Z′WZ + I|, and M gives it together with the term of the restricted
//! likelihood: Harville DA. J Am Stat Assoc 1977;72:320–338.

use super::layout::Row;
use crate::estimation::Method;
use crate::network::block::{Blocks, square, times, trace};
use crate::network::data::Network;
use crate::network::error::FitError;
use crate::network::system::LN_TWO_PI;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
use euthymia_numerics::sum::Compensated;

/// The trials with the rows of their arms, in columns that can be solved for.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) network: Network,
    /// For each trial and arm.
    pub(super) rows: Vec<Vec<Row>>,
    /// Fixed columns.
    pub(super) fixed: usize,
    /// Columns of random slopes, after the fixed ones.
    pub(super) random: usize,
}

/// The solution at one τ² and one σ²_β.
#[derive(Debug)]
pub(super) struct Solution {
    /// Fixed coefficients, then slopes less their mean.
    pub(super) estimates: Vector<f64>,
    /// Covariances of their errors.
    pub(super) covariance: Matrix<f64>,
    /// (y − Xb)′(V + σ²ZZ′)⁻¹(y − Xb).
    pub(super) q: f64,
    /// tr(PΣ₀): what τ² adds to the expectation of Q.
    pub(super) restricted_trace: f64,
    /// 2dℓ/dτ².
    score: f64,
    /// 2dℓ/dτ² of the restricted likelihood.
    restricted_score: f64,
    log_likelihood: f64,
    restricted_log_likelihood: f64,
}

/// Sums over trials.
struct Sums {
    normal: Matrix<f64>,
    squares: Matrix<f64>,
    right: Vector<f64>,
    /// ½Σ tr L_t.
    full_trace: f64,
}

impl Problem {
    /// Number of independent contrasts less that of fixed coefficients.
    pub(super) fn df(&self) -> usize {
        self.network.contrasts().saturating_sub(self.fixed)
    }

    /// Solves the equations.
    pub(super) fn at(&self, tau2: f64, slope_variance: f64) -> Result<Solution, FitError> {
        let blocks = Blocks::new(&self.network, tau2).ok_or(FitError::OutOfRange)?;
        let sigma = slope_variance.sqrt();
        let sums = self.sums(&blocks, sigma);
        let (p, q) = (self.fixed, self.random);
        let factor = Cholesky::new(sums.normal.clone()).map_err(|_| FitError::OutOfRange)?;
        let solved = factor.solve_vector(&sums.right);
        let (own, flows) = self.residual_sums(&blocks, &solved, sigma);
        let slopes = solved.rows(p, q).norm_squared();
        let total = (own + slopes).max(0.0);
        let inverse = factor.inverse();
        let restricted_trace = sums.full_trace - 0.5 * product_trace(&inverse, &sums.squares);
        let random = sums.normal.view((p, p), (q, q)).into_owned();
        let random = Cholesky::new(random).map_err(|_| FitError::OutOfRange)?;
        let between = sums.squares.view((p, p), (q, q)).into_owned();
        let trace = sums.full_trace - 0.5 * product_trace(&random.inverse(), &between);
        let n = self.network.contrasts() as f64;
        let fit = n * LN_TWO_PI + blocks.ln_determinant + total;
        let restricted = factor.ln_determinant() - p as f64 * LN_TWO_PI;
        if !(total.is_finite() && flows.is_finite() && solved.iter().all(|x| x.is_finite())) {
            return Err(FitError::OutOfRange);
        }
        let scale = |at: usize| if at < p { 1.0 } else { sigma };
        Ok(Solution {
            estimates: Vector::from_fn(p + q, |i, _| solved[i] * scale(i)),
            covariance: Matrix::from_fn(p + q, p + q, |i, j| inverse[(i, j)] * scale(i) * scale(j)),
            q: total,
            restricted_trace,
            score: 0.5 * flows - trace,
            restricted_score: 0.5 * flows - restricted_trace,
            log_likelihood: -0.5 * (fit + random.ln_determinant()),
            restricted_log_likelihood: -0.5 * (fit + restricted),
        })
    }

    fn sums(&self, blocks: &Blocks, sigma: f64) -> Sums {
        let (p, width) = (self.fixed, self.fixed + self.random);
        let scale = |at: usize| if at < p { 1.0 } else { sigma };
        let (mut normal, mut squares) = (Matrix::zeros(width, width), Matrix::zeros(width, width));
        let (mut right, mut full_trace) = (Vector::zeros(width), Compensated::default());
        for ((trial, block), rows) in blocks.with(&self.network).zip(&self.rows) {
            let arms = trial.arms().len();
            let squared = square(block, arms);
            full_trace.add(0.5 * trace(block, arms));
            let scores = times(block, trial.values());
            for (i, (one, score)) in rows.iter().zip(&scores).enumerate() {
                for (a, x) in one {
                    let x = x * scale(*a);
                    right[*a] += x * score;
                    for (j, other) in rows.iter().enumerate() {
                        for (b, y) in other {
                            let product = x * y * scale(*b);
                            normal[(*a, *b)] += block[i * arms + j] * product;
                            squares[(*a, *b)] += squared[i * arms + j] * product;
                        }
                    }
                }
            }
        }
        for at in p..width {
            normal[(at, at)] += 1.0;
        }
        Sums {
            normal,
            squares,
            right,
            full_trace: full_trace.value(),
        }
    }

    /// Σ e′Le and Σ|Le|² for the residuals e.
    fn residual_sums(&self, blocks: &Blocks, solved: &Vector<f64>, sigma: f64) -> (f64, f64) {
        let (mut q, mut flows) = (Compensated::default(), Compensated::default());
        let value = |at: usize| solved[at] * if at < self.fixed { 1.0 } else { sigma };
        let fitted = |row: &Row| row.iter().map(|(at, x)| value(*at) * x).sum::<f64>();
        for ((trial, block), rows) in blocks.with(&self.network).zip(&self.rows) {
            let pairs = trial.values().iter().zip(rows);
            let left: Vec<f64> = pairs.map(|(y, row)| y - fitted(row)).collect();
            for (flow, residual) in times(block, &left).iter().zip(&left) {
                q.add(flow * residual);
                flows.add(flow * flow);
            }
        }
        (q.value(), flows.value())
    }
}

/// The trace of a product of symmetric matrices.
fn product_trace(a: &Matrix<f64>, b: &Matrix<f64>) -> f64 {
    euthymia_numerics::sum::compensated(a.iter().zip(b.iter()).map(|(x, y)| x * y))
}

impl Solution {
    /// The log-likelihood; the restricted one without its term in how contrasts are coded.
    pub(super) fn likelihood(&self, method: Method) -> f64 {
        match method {
            Method::Ml => self.log_likelihood,
            Method::Reml => self.restricted_log_likelihood,
        }
    }

    /// Twice its slope in τ².
    pub(super) fn slope(&self, method: Method) -> f64 {
        match method {
            Method::Ml => self.score,
            Method::Reml => self.restricted_score,
        }
    }
}
