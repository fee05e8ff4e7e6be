//! The posterior of a network of estimates, by integration over τ.

use super::super::data::Network;
use super::super::error::FitError;
use super::super::estimates::Estimates;
use super::super::rank::Ranking;
use super::super::score::Better;
use super::error::NetworkBayesError;
use super::likelihood::Likelihood;
use super::options::Options;
use super::tally::Tally;
use crate::bayes::grid::Grid;
use crate::bayes::likelihood::OverTau;
use crate::bayes::mixture::Component;
use crate::bayes::{BayesError, Integration, Mixture, Summary, TauPosterior, TauPrior};
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
use euthymia_numerics::random::Random;
use std::sync::Arc;

/// The most treatments: a covariance matrix is kept for every τ that the integration used.
const TREATMENTS_MAX: usize = 200;
/// Values of τ with a smaller share of the posterior are left out.
const NOTABLE: f64 = 1e-20;

/// One treatment less another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// The mean difference over trials, d.
    pub effect: Summary,
    /// The true difference in a new trial of the same kind: the predictive distribution.
    pub new_trial: Summary,
}

/// The effects at one τ.
#[derive(Clone, Debug)]
struct Node {
    share: f64,
    tau: f64,
    effects: Vec<f64>,
    covariance: Matrix<f64>,
}

/// The posterior of a random-effects network of estimates.
#[derive(Clone, Debug)]
pub struct Posterior {
    /// What was asked.
    pub options: Options,
    /// The trials and treatments.
    pub network: Network,
    /// The between-study standard deviation τ.
    pub tau: Summary,
    /// ln p(y), the marginal likelihood; `None` unless both priors are proper.
    pub log_evidence: Option<f64>,
    /// How the integration went.
    pub integration: Integration,
    tau_posterior: TauPosterior,
    nodes: Vec<Node>,
    moments: u8,
}

/// Fits the random-effects network of estimates by integration over τ, without simulation.
///
/// # Model
/// As [`fit`](super::super::fit()) has it, with priors: y_i | δ_i ~ N(δ_i, V_i), δ_i | d, τ normal with means
/// d_k − d_1, variances τ² and correlations ½; d flat or independently normal, τ as
/// [`TauPrior`] says, in the unit of the estimates. Given τ the effects are normal, so that every
/// comparison is a [`Mixture`] of normal distributions. The integral over ln τ is that of
/// [`crate::bayes`], to a relative error of 1e-12, which is stated. A step costs O(n³) for n treatments.
///
/// # Errors
/// [`NetworkBayesError`].
///
/// # References
/// Röver C. J Stat Softw 2020;93(6) (two treatments). Lu G, Ades AE. Stat Med 2004;23:3105–3124.
///
/// # Checked against
/// by hand: `tests/it/byhand_network_bayes.rs` · R by dense matrices on a fixed grid:
/// `tests/it/agrees_with_r_network_bayes.rs` · JAGS: `tests/it/agrees_with_jags_network.rs`.
///
/// # Example
/// ```
/// use euthymia_synthesis::bayes::TauPrior;
/// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Better, Contrast, Network};
/// use euthymia_synthesis::network::bayes::{self, Options};
/// let contrast = |study: &str, a: &str, b: &str, estimate| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: b.into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", "A", "B", 1.0),
///     contrast("2", "B", "C", 1.0), contrast("3", "A", "C", 3.0)], ADDS_UP_WITHIN)?;
/// let options = Options::new(TauPrior::HalfNormal { scale: 0.5 });
/// let posterior = bayes::integrate(&network, &options)?;
/// // Three equal variances share the 1 that the loop misses by, whatever τ is.
/// let a_less_b = posterior.compare(0, 1).ok_or("no such treatment")?;
/// assert!((a_less_b.effect.mean.ok_or("no mean")? - 4.0 / 3.0).abs() < 1e-12);
/// let better = posterior.probability_better(0, 1, Better::Larger, 4.0 / 3.0);
/// assert!((better.ok_or("no such treatment")? - 0.5).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn integrate(network: &Network, options: &Options) -> Result<Posterior, NetworkBayesError> {
    let level = options.level.get();
    if !(level > 0.0 && level < 1.0) {
        return Err(BayesError::Level(level).into());
    }
    let found = network.treatments().len();
    if found > TREATMENTS_MAX {
        let most = TREATMENTS_MAX;
        return Err(NetworkBayesError::TooManyTreatments { found, most });
    }
    options.tau_prior.check()?;
    let likelihood = Likelihood::new(network, options.effect_prior)?;
    is_proper(&likelihood, &options.tau_prior)?;
    let grid = Grid::new(&likelihood, &options.tau_prior)?;
    let (moments, integration, evidence) = (grid.moments, grid.integration, grid.log_evidence);
    let tau_posterior = TauPosterior {
        likelihood: Arc::new(likelihood.clone()),
        prior: options.tau_prior,
        grid,
    };
    let notable = tau_posterior.nodes().filter(|(share, _)| *share > NOTABLE);
    let nodes = notable.map(|(share, tau)| node(&likelihood, share, tau));
    let nodes: Option<Vec<Node>> = nodes.collect();
    let proper = options.tau_prior.is_proper() && options.effect_prior.is_proper();
    Ok(Posterior {
        options: *options,
        network: network.clone(),
        tau: tau_posterior.summary(options.level, options.interval),
        log_evidence: proper.then_some(evidence),
        integration,
        tau_posterior,
        nodes: nodes.ok_or(FitError::OutOfRange)?,
        moments,
    })
}

/// Refuses an improper prior of τ where the likelihood does not fall fast enough.
fn is_proper(likelihood: &Likelihood, prior: &TauPrior) -> Result<(), NetworkBayesError> {
    let needed: u8 = match prior {
        TauPrior::UniformImproper => 2,
        TauPrior::UniformVarianceImproper => 3,
        _ => 0,
    };
    if likelihood.tail_power() < f64::from(needed) {
        return Err(NetworkBayesError::Improper {
            df: likelihood.df(),
            needed: usize::from(needed),
        });
    }
    Ok(())
}

fn node(likelihood: &Likelihood, share: f64, tau: f64) -> Option<Node> {
    let given = likelihood.at(tau)?;
    let covariance = given.covariance(likelihood);
    Some(Node {
        share,
        tau,
        effects: given.effects,
        covariance,
    })
}

impl Posterior {
    /// False when the integration did not reach its tolerance; see [`Posterior::integration`].
    #[must_use]
    pub fn converged(&self) -> bool {
        self.integration.converged
    }

    /// The distribution of τ: densities, probabilities, quantiles.
    #[must_use]
    pub fn tau_distribution(&self) -> &TauPosterior {
        &self.tau_posterior
    }

    /// The distribution of treatment `one` less treatment `other`, by their places; `None` for a
    /// treatment against itself and for a place that does not exist.
    #[must_use]
    pub fn distribution(&self, one: usize, other: usize) -> Option<Mixture> {
        // Under a proper prior of the effects their moments are bounded by the prior's.
        let proper = self.options.effect_prior.is_proper();
        let moments = if proper { 2 } else { self.moments };
        self.mixture(one, other, moments, |_, variance| variance.sqrt())
    }

    /// The distribution of the true difference in a new trial; `None` likewise.
    #[must_use]
    pub fn new_trial_distribution(&self, one: usize, other: usize) -> Option<Mixture> {
        let wider = |tau: f64, variance: f64| variance.sqrt().hypot(tau);
        self.mixture(one, other, self.moments, wider)
    }

    fn mixture(
        &self,
        one: usize,
        other: usize,
        moments: u8,
        sd: impl Fn(f64, f64) -> f64,
    ) -> Option<Mixture> {
        let n = self.network.treatments().len();
        if one == other || one.max(other) >= n {
            return None;
        }
        let component = |node: &Node| {
            let c = &node.covariance;
            let variance = c[(one, one)] + c[(other, other)] - 2.0 * c[(one, other)];
            Component {
                weight: node.share,
                mean: node.effects[one] - node.effects[other],
                sd: sd(node.tau, variance),
            }
        };
        let components = self.nodes.iter().map(component);
        Some(Mixture::new(components.collect(), moments))
    }

    /// Treatment `one` less treatment `other` with its interval, and the same in a new trial; `None`
    /// likewise.
    #[must_use]
    pub fn compare(&self, one: usize, other: usize) -> Option<Compared> {
        let (level, kind) = (self.options.level, self.options.interval);
        let effect = self.distribution(one, other)?.summary(level, kind);
        let new = self.new_trial_distribution(one, other)?;
        let new_trial = new.summary(level, kind);
        Some(Compared { effect, new_trial })
    }

    /// All pairs of treatments, the smaller place first: the league table.
    pub fn league(&self) -> impl Iterator<Item = ((usize, usize), Compared)> + '_ {
        let n = self.network.treatments().len();
        let pairs = (0..n).flat_map(move |i| (i + 1..n).map(move |j| (i, j)));
        pairs.filter_map(|(i, j)| Some(((i, j), self.compare(i, j)?)))
    }

    /// The posterior probability that treatment `one` is better than treatment `other` by more than
    /// `threshold`; `None` likewise, and for a threshold that is not finite.
    #[must_use]
    pub fn probability_better(
        &self,
        one: usize,
        other: usize,
        better: Better,
        threshold: f64,
    ) -> Option<f64> {
        let mixture = self.distribution(one, other)?;
        threshold.is_finite().then(|| match better {
            Better::Larger => mixture.sf(threshold),
            Better::Smaller => mixture.cdf(-threshold),
        })
    }

    /// Ranks the treatments in `count` draws from the posterior: τ at even steps of its distribution,
    /// the effects at random from `seed`.
    ///
    /// # Errors
    /// [`FitError::OutOfRange`] where a covariance matrix is none in doubles.
    pub fn rank(&self, better: Better, count: usize, seed: u64) -> Result<Ranking, FitError> {
        let n = self.network.treatments().len();
        let mut tally = Tally::new(n, better);
        let mut random = Random::new(seed, 0);
        let (mut share, mut done) = (0.0, 0);
        for (i, node) in self.nodes.iter().enumerate() {
            share += node.share;
            let last = i + 1 == self.nodes.len();
            // Draw j belongs to the τ where the shares reach (j + ½)/count.
            let until = (share * count as f64 - 0.5).ceil().max(0.0) as usize;
            let until = if last { count } else { until.min(count) };
            if until > done {
                let lower = node.factor(self.options.effect_prior.reference())?;
                for _ in done..until {
                    tally.add(node.draw(&lower, &mut random));
                }
                done = until;
            }
        }
        Ok(tally.ranking())
    }

    /// The posterior means and covariances of the effects, as if they were normal: an approximation,
    /// for what is made of estimates; `None` where they do not exist.
    ///
    /// # Errors
    /// [`FitError::OutOfRange`].
    pub fn as_if_normal(&self) -> Result<Option<Estimates>, FitError> {
        let proper = self.options.effect_prior.is_proper();
        if self.moments < 2 && !proper {
            return Ok(None);
        }
        let n = self.network.treatments().len();
        let mut values = vec![0.0; n];
        for node in &self.nodes {
            for (value, effect) in values.iter_mut().zip(&node.effects) {
                *value += node.share * effect;
            }
        }
        let mut covariance = Matrix::zeros(n, n);
        for node in &self.nodes {
            let away = |i: usize| node.effects[i] - values[i];
            covariance += Matrix::from_fn(n, n, |i, j| {
                node.share * (node.covariance[(i, j)] + away(i) * away(j))
            });
        }
        let labels = self.network.treatments().to_vec();
        Estimates::new(labels, values, covariance, self.options.level).map(Some)
    }
}

impl Node {
    /// A square root of the covariances, with a row of zeros for the reference.
    fn factor(&self, reference: usize) -> Result<Matrix<f64>, FitError> {
        let others = self.covariance.clone().remove_row(reference);
        let factor = Cholesky::new(others.remove_column(reference));
        let lower = factor.map_err(|_| FitError::OutOfRange)?.lower();
        Ok(lower.insert_row(reference, 0.0))
    }

    /// One draw of the effects.
    fn draw(&self, lower: &Matrix<f64>, random: &mut Random) -> impl Iterator<Item = f64> + '_ {
        let width = lower.ncols();
        let pairs = (0..width.div_ceil(2)).flat_map(|_| random.normal_pair());
        let standard: Vec<f64> = pairs.take(width).collect();
        let errors = lower * Vector::from_vec(standard);
        (0..self.effects.len()).map(move |i| self.effects[i] + errors[i])
    }
}
