//! The equations of the component model at one τ².

use crate::network::block::{Blocks, square, times, trace};
use crate::network::data::Network;
use crate::network::error::FitError;
use crate::network::system::{LN_TWO_PI, residuals};
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
use euthymia_numerics::sum::Compensated;

/// The solution at one τ², for columns of C that can be solved for.
#[derive(Debug)]
pub(in crate::network) struct Solution {
    /// β̂ of these columns.
    pub(in crate::network) beta: Vector<f64>,
    /// (C′LC)⁻¹, their covariances.
    pub(in crate::network) covariance: Matrix<f64>,
    /// Σ(y − Cβ̂)′L(y − Cβ̂).
    pub(in crate::network) q: f64,
    /// Σ|L(y − Cβ̂)|².
    flows: f64,
    /// ½Σ tr L_t.
    full_trace: f64,
    /// tr(PΣ₀): what τ² adds to the expectation of Q.
    pub(in crate::network) restricted_trace: f64,
    /// The log-likelihood.
    pub(in crate::network) log_likelihood: f64,
    /// The restricted log-likelihood, up to a constant.
    pub(in crate::network) restricted_log_likelihood: f64,
}

impl Solution {
    /// Solves the equations.
    pub(in crate::network) fn new(
        network: &Network,
        c: &Matrix<f64>,
        tau2: f64,
    ) -> Result<Self, FitError> {
        let n = network.treatments().len();
        let blocks = Blocks::new(network, tau2).ok_or(FitError::OutOfRange)?;
        let (mut laplacian, mut squares) = (Matrix::zeros(n, n), Matrix::zeros(n, n));
        let mut scores = Vector::zeros(n);
        let mut full_trace = Compensated::default();
        for (trial, block) in blocks.with(network) {
            let arms = trial.arms();
            let squared = square(block, arms.len());
            full_trace.add(0.5 * trace(block, arms.len()));
            for (i, score) in times(block, trial.values()).into_iter().enumerate() {
                scores[arms[i]] += score;
                for (j, other) in arms.iter().enumerate() {
                    laplacian[(arms[i], *other)] += block[i * arms.len() + j];
                    squares[(arms[i], *other)] += squared[i * arms.len() + j];
                }
            }
        }
        let inner = c.transpose() * laplacian * c;
        let factor = Cholesky::new(inner).map_err(|_| FitError::OutOfRange)?;
        let beta = factor.solve_vector(&(c.transpose() * scores));
        let effects = c * &beta;
        let (mut q, mut flows) = (Compensated::default(), Compensated::default());
        for (trial, block) in blocks.with(network) {
            let left = residuals(trial, effects.as_slice());
            for (flow, residual) in times(block, &left).iter().zip(&left) {
                q.add(flow * residual);
                flows.add(flow * flow);
            }
        }
        let covariance = factor.inverse();
        let fitted = (&covariance * (c.transpose() * squares * c)).trace();
        let (q, full_trace) = (q.value().max(0.0), full_trace.value());
        let contrasts = network.contrasts() as f64;
        let log_likelihood = -0.5 * (contrasts * LN_TWO_PI + blocks.ln_determinant + q);
        let coefficients = c.ncols() as f64;
        let finite = q.is_finite() && beta.iter().all(|x| x.is_finite());
        finite.then_some(()).ok_or(FitError::OutOfRange)?;
        Ok(Self {
            beta,
            covariance,
            q,
            flows: flows.value(),
            full_trace,
            restricted_trace: full_trace - 0.5 * fitted,
            log_likelihood,
            restricted_log_likelihood: log_likelihood
                + 0.5 * (coefficients * LN_TWO_PI - factor.ln_determinant()),
        })
    }

    /// 2dℓ/dτ².
    pub(in crate::network) fn score(&self) -> f64 {
        0.5 * self.flows - self.full_trace
    }

    /// 2dℓ/dτ² of the restricted likelihood.
    pub(in crate::network) fn restricted_score(&self) -> f64 {
        0.5 * self.flows - self.restricted_trace
    }
}
