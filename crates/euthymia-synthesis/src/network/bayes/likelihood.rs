//! What a network of estimates says about τ, and about the effects once τ is given.

use super::super::block::{Blocks, square, times, trace, trace_with};
use super::super::data::Network;
use super::super::error::FitError;
use super::super::system::{LN_TWO_PI, residuals};
use super::error::NetworkBayesError;
use super::options::EffectPrior;
use crate::bayes::likelihood::OverTau;
use crate::pairwise::tau2::GivenTau2;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
use euthymia_numerics::sum::Compensated;

/// A connected network with the prior of its effects.
#[derive(Clone, Debug)]
pub(crate) struct Likelihood {
    network: Network,
    prior: EffectPrior,
}

/// Everything about the effects at one value of τ.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    /// ln p(y | τ), with the effects integrated out.
    pub(crate) log_likelihood: f64,
    /// Their means, 0 for the reference.
    pub(crate) effects: Vec<f64>,
    /// The factor of the precision matrix of the others.
    factor: Cholesky,
    blocks: Blocks,
}

impl Likelihood {
    pub(crate) fn new(network: &Network, prior: EffectPrior) -> Result<Self, NetworkBayesError> {
        prior.check()?;
        let treatments = network.treatments().len();
        let reference = prior.reference();
        if reference >= treatments {
            return Err(NetworkBayesError::Reference {
                reference,
                treatments,
            });
        }
        let parts = network.parts().len();
        if parts != 1 {
            return Err(FitError::Disconnected { parts }.into());
        }
        Ok(Self {
            network: network.clone(),
            prior,
        })
    }

    /// Number of independent contrasts less that of effects.
    pub(crate) fn df(&self) -> usize {
        (self.network.contrasts() + 1).saturating_sub(self.network.treatments().len())
    }

    /// The equation of a treatment; none for the reference.
    fn row(&self, treatment: usize) -> Option<usize> {
        match treatment.cmp(&self.prior.reference()) {
            std::cmp::Ordering::Less => Some(treatment),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(treatment - 1),
        }
    }

    /// Solves at one τ ≥ 0; `None` beyond the range of doubles.
    pub(crate) fn at(&self, tau: f64) -> Option<Given> {
        let n = self.network.treatments().len();
        let blocks = Blocks::new(&self.network, tau * tau)?;
        let precision = self.prior.precision();
        let mut matrix = Matrix::from_diagonal_element(n - 1, n - 1, precision);
        let mut right = Vector::zeros(n - 1);
        for (trial, block) in blocks.with(&self.network) {
            let arms = trial.arms();
            for (i, score) in times(block, trial.values()).into_iter().enumerate() {
                let Some(row) = self.row(arms[i]) else {
                    continue;
                };
                right[row] += score;
                for (j, arm) in arms.iter().enumerate() {
                    if let Some(column) = self.row(*arm) {
                        matrix[(row, column)] += block[i * arms.len() + j];
                    }
                }
            }
        }
        let factor = Cholesky::new(matrix).ok()?;
        let solution = factor.solve_vector(&right);
        let value = |treatment| self.row(treatment).map_or(0.0, |row| solution[row]);
        let effects: Vec<f64> = (0..n).map(value).collect();
        let mut q = Compensated::default();
        for (trial, block) in blocks.with(&self.network) {
            let residuals = residuals(trial, &effects);
            for (flow, residual) in times(block, &residuals).iter().zip(&residuals) {
                q.add(flow * residual);
            }
        }
        for effect in &effects {
            q.add(precision * effect * effect);
        }
        let log_likelihood =
            -0.5 * (self.constant() + blocks.ln_determinant + factor.ln_determinant() + q.value());
        log_likelihood.is_finite().then_some(Given {
            log_likelihood,
            effects,
            factor,
            blocks,
        })
    }

    /// What does not depend on τ: −½ of it is added.
    fn constant(&self) -> f64 {
        let contrasts = self.network.contrasts() as f64;
        let effects = self.network.treatments().len() as f64 - 1.0;
        match self.prior {
            EffectPrior::Flat => (contrasts - effects) * LN_TWO_PI,
            EffectPrior::Normal { sd, .. } => contrasts * LN_TWO_PI + 2.0 * effects * sd.ln(),
        }
    }

    /// Sampling variances, and distances between the arms of a trial.
    fn scales(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.network.trials().iter().flat_map(|trial| {
            let variances = trial.covariance().diagonal();
            let each = trial.values().iter().skip(1).enumerate();
            let pairs: Vec<(f64, f64)> = each.map(|(i, y)| (variances[i], y.abs())).collect();
            pairs
        })
    }
}

impl Given {
    /// The covariances of the effects, with zeros for the reference.
    pub(crate) fn covariance(&self, likelihood: &Likelihood) -> Matrix<f64> {
        let inverse = self.factor.inverse();
        let n = self.effects.len();
        Matrix::from_fn(n, n, |a, b| {
            match (likelihood.row(a), likelihood.row(b)) {
                // The two halves differ by a rounding.
                (Some(i), Some(j)) => inverse[(i.max(j), i.min(j))],
                _ => 0.0,
            }
        })
    }

    /// 2dℓ/dτ², as the restricted likelihood has it: ½Σ|L(y − θ̂)|² − ½Σ tr L + ½Σ tr L²G.
    fn score(&self, likelihood: &Likelihood) -> f64 {
        let covariance = self.covariance(likelihood);
        let between =
            |a: usize, b: usize| covariance[(a, a)] + covariance[(b, b)] - 2.0 * covariance[(a, b)];
        let mut score = Compensated::default();
        for (trial, block) in self.blocks.with(&likelihood.network) {
            let arms = trial.arms().len();
            let flows = times(block, &residuals(trial, &self.effects));
            score.add(0.5 * flows.iter().map(|flow| flow * flow).sum::<f64>());
            score.add(-0.5 * trace(block, arms));
            score.add(0.5 * trace_with(trial, &square(block, arms), between));
        }
        score.value()
    }
}

impl OverTau for Likelihood {
    fn log_likelihood(&self, tau: f64) -> f64 {
        self.at(tau)
            .map_or(f64::NEG_INFINITY, |given| given.log_likelihood)
    }

    fn slope(&self, tau: f64) -> f64 {
        self.at(tau).map_or(0.0, |given| tau * given.score(self))
    }

    fn smallest_variance(&self) -> f64 {
        self.scales().map(|(v, _)| v).fold(f64::INFINITY, f64::min)
    }

    fn largest_scale(&self) -> f64 {
        let each = self.scales().map(|(v, y)| v.sqrt().max(y));
        each.fold(0.0, f64::max)
    }

    /// The number of contrasts, less one for each effect that a flat prior gives back.
    fn tail_power(&self) -> f64 {
        if self.prior.is_proper() {
            self.network.contrasts() as f64
        } else {
            self.df() as f64
        }
    }
}

/// Returns ln p(y | τ), the log-likelihood of τ with the effects integrated over their prior.
///
/// Flat: −½[(m − p) ln 2π + ln|V_τ| + ln|X′V_τ⁻¹X| + Q(τ)] for m contrasts and p effects, with
/// V_τ = V + τ²(I + 11′)/2 by trial. Normal(0, s²): m for m − p, 2p ln s is added, and the prior acts like
/// one more observation of each effect.
///
/// # Errors
/// [`NetworkBayesError`].
///
/// # Example
/// ```
/// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Network};
/// use euthymia_synthesis::network::bayes::{EffectPrior, log_likelihood};
/// use euthymia_synthesis::pairwise::GivenTau2;
/// // One contrast says nothing about τ when its effect is free.
/// let network = Network::from_contrasts(&[Contrast { study: "1".into(), treatment1: "A".into(),
///     treatment2: "B".into(), estimate: 1.0, standard_error: 1.0 }], ADDS_UP_WITHIN)?;
/// let found = log_likelihood(&network, EffectPrior::Flat, GivenTau2::new(9.0)?)?;
/// assert!(found.abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn log_likelihood(
    network: &Network,
    prior: EffectPrior,
    tau2: GivenTau2,
) -> Result<f64, NetworkBayesError> {
    let likelihood = Likelihood::new(network, prior)?;
    let found = likelihood.at(tau2.get().sqrt());
    Ok(found.ok_or(FitError::OutOfRange)?.log_likelihood)
}
