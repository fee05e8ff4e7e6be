//! The equations of a connected network at one τ².
//!
//! With L the sum of the trials' Laplacians, θ̂ = L⁺ΣL_t y_t solves the generalised least squares
//! problem, and the variance of a difference of two treatments is their effective resistance,
//! L⁺_ii + L⁺_jj − 2L⁺_ij. One treatment is set to zero and left out, which changes no difference:
//! the one with the most trials, so that the rest stays sparse.

use super::block::{Blocks, square, times, trace, trace_with};
use super::data::{Network, Trial};
use super::error::FitError;
use euthymia_numerics::linear::Matrix;
use euthymia_numerics::sparse::{Pattern, SparseCholesky, Symmetric};
use euthymia_numerics::sum::Compensated;

/// Ln 2π.
pub(crate) const LN_TWO_PI: f64 = 1.837_877_066_409_345_5;

/// A connected network with the pattern of its equations.
#[derive(Debug)]
pub(crate) struct System<'a> {
    pub(crate) network: &'a Network,
    pattern: Pattern,
    ground: usize,
}

/// The solution at one τ².
#[derive(Debug)]
pub(crate) struct Solution<'a> {
    system: &'a System<'a>,
    blocks: Blocks,
    factor: SparseCholesky<'a>,
    /// One value for each treatment, of which only differences mean anything; 0 for the treatment
    /// left out.
    pub(crate) effects: Vec<f64>,
    /// Σ(y − θ̂)′L(y − θ̂).
    pub(crate) q: f64,
    /// Σ|L(y − θ̂)|², twice the slope of Q with its sign turned.
    flows: f64,
}

impl<'a> System<'a> {
    /// Prepares a network.
    pub(crate) fn new(network: &'a Network) -> Result<Self, FitError> {
        let parts = network.parts().len();
        if parts != 1 {
            return Err(FitError::Disconnected { parts });
        }
        let mut trials = vec![0_usize; network.treatments().len()];
        for arm in network.trials().iter().flat_map(Trial::arms) {
            trials[*arm] += 1;
        }
        let ground = (0..trials.len())
            .rev()
            .max_by_key(|i| trials[*i])
            .unwrap_or(0);
        let mut system = Self {
            network,
            pattern: Pattern::new(0, []),
            ground,
        };
        let pairs = network.comparisons().into_keys().filter_map(|(a, b)| {
            // Both differ from the treatment left out.
            Some((system.row(a)?, system.row(b)?))
        });
        system.pattern = Pattern::new(trials.len() - 1, pairs);
        Ok(system)
    }

    /// The equation of a treatment; none for the one left out.
    fn row(&self, treatment: usize) -> Option<usize> {
        match treatment.cmp(&self.ground) {
            std::cmp::Ordering::Less => Some(treatment),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(treatment - 1),
        }
    }

    /// Number of independent contrasts less that of treatments less one.
    pub(crate) fn df(&self) -> usize {
        (self.network.contrasts() + 1).saturating_sub(self.network.treatments().len())
    }

    /// Solves the equations.
    pub(crate) fn at(&'a self, tau2: f64) -> Result<Solution<'a>, FitError> {
        let network = self.network;
        let blocks = Blocks::new(network, tau2).ok_or(FitError::OutOfRange)?;
        let mut matrix = self.pattern.zeros();
        let mut right = vec![0.0; self.pattern.n()];
        for (trial, block) in blocks.with(network) {
            let arms = trial.arms();
            for (i, score) in times(block, trial.values()).into_iter().enumerate() {
                let Some(row) = self.row(arms[i]) else {
                    continue;
                };
                right[row] += score;
                for j in 0..=i {
                    if let Some(column) = self.row(arms[j]) {
                        matrix.add(row, column, block[i * arms.len() + j]);
                    }
                }
            }
        }
        let factor = matrix.cholesky().map_err(|_| FitError::OutOfRange)?;
        factor.solve(&mut right);
        let value = |treatment| self.row(treatment).map_or(0.0, |row| right[row]);
        let effects: Vec<f64> = (0..network.treatments().len()).map(value).collect();
        let (mut q, mut flows) = (Compensated::default(), Compensated::default());
        for (trial, block) in blocks.with(network) {
            let residuals = residuals(trial, &effects);
            for (flow, residual) in times(block, &residuals).iter().zip(&residuals) {
                q.add(flow * residual);
                flows.add(flow * flow);
            }
        }
        let (q, flows) = (q.value().max(0.0), flows.value());
        if !(q.is_finite() && flows.is_finite() && effects.iter().all(|x| x.is_finite())) {
            return Err(FitError::OutOfRange);
        }
        Ok(Solution {
            system: self,
            blocks,
            factor,
            effects,
            q,
            flows,
        })
    }
}

/// What the arms of a trial lie above the values of their treatments.
pub(crate) fn residuals(trial: &Trial, effects: &[f64]) -> Vec<f64> {
    let arms = trial.arms().iter().zip(trial.values());
    arms.map(|(arm, value)| value - effects[*arm]).collect()
}

/// Variances of differences of treatments that were compared.
struct Resistances<'a> {
    system: &'a System<'a>,
    inverse: Symmetric<'a>,
}

impl Resistances<'_> {
    fn between(&self, a: usize, b: usize) -> f64 {
        let own = |row| self.inverse.get(row, row);
        match (self.system.row(a), self.system.row(b)) {
            (Some(a), Some(b)) => own(a) + own(b) - 2.0 * self.inverse.get(a, b),
            (Some(one), None) | (None, Some(one)) => own(one),
            (None, None) => 0.0,
        }
    }
}

impl Solution<'_> {
    /// The degrees of freedom of its system.
    pub(crate) fn df(&self) -> usize {
        self.system.df()
    }

    fn resistances(&self) -> Resistances<'_> {
        Resistances {
            system: self.system,
            inverse: self.factor.inverse_on_pattern(),
        }
    }

    /// Each trial with its Laplacian.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = (&Trial, &[f64])> {
        self.blocks.with(self.system.network)
    }

    /// The covariances of the effects, with a row of zeros for the treatment left out.
    pub(crate) fn covariance(&self) -> Matrix<f64> {
        let inverse = self.factor.inverse();
        let n = self.effects.len();
        Matrix::from_fn(n, n, |a, b| {
            match (self.system.row(a), self.system.row(b)) {
                // The two halves differ by a rounding.
                (Some(i), Some(j)) => inverse[(i.max(j), i.min(j))],
                _ => 0.0,
            }
        })
    }

    /// `width` draws of the errors of the effects from independent standard normal numbers, one row
    /// for each treatment but the one left out, whose error is zero.
    pub(crate) fn errors(&self, standard: Vec<f64>, width: usize) -> Vec<f64> {
        let mut rows = self.factor.correlate(standard, width);
        let at = (self.system.ground * width).min(rows.len());
        rows.splice(at..at, std::iter::repeat_n(0.0, width));
        rows
    }

    /// The trace of the hat matrix by trial.
    pub(crate) fn leverages(&self) -> Vec<f64> {
        let resistances = self.resistances();
        let of = |(trial, block): (&Trial, &[f64])| {
            trace_with(trial, block, |a, b| resistances.between(a, b))
        };
        self.blocks().map(of).collect()
    }

    /// ½Σ tr L_t, what τ² adds to the expectation of a Q about known effects.
    fn full_trace(&self) -> f64 {
        let of = |(trial, block): (&Trial, &[f64])| trace(block, trial.arms().len());
        0.5 * euthymia_numerics::sum::compensated(self.blocks().map(of))
    }

    /// tr(PΣ₀) with Σ₀ the covariance that τ² = 1 adds: what τ² adds to the expectation of Q.
    pub(crate) fn restricted_trace(&self) -> f64 {
        let resistances = self.resistances();
        let fitted = self.blocks().map(|(trial, block)| {
            let squared = square(block, trial.arms().len());
            trace_with(trial, &squared, |a, b| resistances.between(a, b))
        });
        self.full_trace() - 0.5 * euthymia_numerics::sum::compensated(fitted)
    }

    /// The log-likelihood.
    pub(crate) fn log_likelihood(&self) -> f64 {
        let contrasts = self.system.network.contrasts() as f64;
        -0.5 * (contrasts * LN_TWO_PI + self.blocks.ln_determinant + self.q)
    }

    /// The restricted log-likelihood, without the term that depends only on how contrasts are coded.
    pub(crate) fn restricted_log_likelihood(&self) -> f64 {
        let coefficients = self.system.pattern.n() as f64;
        self.log_likelihood() + 0.5 * (coefficients * LN_TWO_PI - self.factor.ln_determinant())
    }

    /// 2dℓ/dτ².
    pub(crate) fn score(&self) -> f64 {
        0.5 * self.flows - self.full_trace()
    }

    /// 2dℓ/dτ² of the restricted likelihood.
    pub(crate) fn restricted_score(&self) -> f64 {
        0.5 * self.flows - self.restricted_trace()
    }
}
