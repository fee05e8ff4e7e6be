//! Draws from the posterior of a network, and what is asked of them.

use super::super::error::FitError;
use super::super::estimates::Estimates;
use super::super::rank::Ranking;
use super::super::score::Better;
use super::deviance::Deviance;
use super::options::SampleOptions;
use super::quality::Quality;
use super::tally::Tally;
use crate::pairwise::Bounds;
use euthymia_numerics::chains::{Chains, Worth, quantile};
use euthymia_numerics::linear::Matrix;
use euthymia_numerics::random::Random;

/// The draws of one chain.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Walk {
    /// The effects of all treatments, draw by draw.
    pub(crate) effects: Vec<Vec<f64>>,
    /// τ, draw by draw; empty for a common effect.
    pub(crate) tau: Vec<f64>,
    /// The residual deviance, draw by draw.
    pub(crate) deviance: Vec<f64>,
}

/// What the draws say about one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// Mean of the draws.
    pub mean: f64,
    /// Their standard deviation.
    pub sd: f64,
    /// Their median.
    pub median: f64,
    /// Equal-tailed credible interval.
    pub interval: Bounds,
    /// What the draws are worth; `None` when they are all the same.
    pub worth: Option<Worth>,
}

/// Draws from the posterior of a network of arms.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampled {
    /// What was asked.
    pub options: SampleOptions,
    /// The treatments, by place.
    pub treatments: Vec<String>,
    /// Residual deviance by arm, effective parameters, information criterion.
    pub deviance: Deviance,
    /// What the draws are worth.
    pub quality: Quality,
    pub(crate) walks: Vec<Walk>,
}

/// The stream of random numbers for new trials, which no chain uses.
const NEW_TRIALS: u64 = 1 << 32;

impl Sampled {
    /// True when the draws can be used; otherwise [`Quality::reasons`] says why not.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.quality.reasons.is_empty()
    }

    /// Number of draws of all chains.
    #[must_use]
    pub fn count(&self) -> usize {
        self.walks.iter().map(|walk| walk.effects.len()).sum()
    }

    /// The draws of treatment `one` less treatment `other`, by chain.
    fn differences(&self, one: usize, other: usize) -> Option<Vec<Vec<f64>>> {
        let n = self.treatments.len();
        if one == other || one.max(other) >= n {
            return None;
        }
        let of = |walk: &Walk| walk.effects.iter().map(|d| d[one] - d[other]).collect();
        Some(self.walks.iter().map(of).collect())
    }

    /// Treatment `one` less treatment `other`, by their places; `None` for a treatment against itself
    /// and for a place that does not exist.
    #[must_use]
    pub fn compare(&self, one: usize, other: usize) -> Option<Drawn> {
        Some(self.drawn(self.differences(one, other)?))
    }

    /// The true difference in a new trial of the same kind: each draw moved by τ times a standard
    /// normal number; `None` likewise, and for a common effect.
    #[must_use]
    pub fn new_trial(&self, one: usize, other: usize) -> Option<Drawn> {
        self.options.tau_prior?;
        let mut random = Random::new(self.options.seed, NEW_TRIALS);
        let mut chains = self.differences(one, other)?;
        for (chain, walk) in chains.iter_mut().zip(&self.walks) {
            for (x, tau) in chain.iter_mut().zip(&walk.tau) {
                *x += tau * random.normal_pair()[0];
            }
        }
        Some(self.drawn(chains))
    }

    /// All pairs of treatments, the smaller place first: the league table.
    pub fn league(&self) -> impl Iterator<Item = ((usize, usize), Drawn)> + '_ {
        let n = self.treatments.len();
        let pairs = (0..n).flat_map(move |i| (i + 1..n).map(move |j| (i, j)));
        pairs.filter_map(|(i, j)| Some(((i, j), self.compare(i, j)?)))
    }

    /// The between-study standard deviation; `None` for a common effect.
    #[must_use]
    pub fn tau(&self) -> Option<Drawn> {
        self.options.tau_prior?;
        let chains = self.walks.iter().map(|walk| walk.tau.clone());
        Some(self.drawn(chains.collect()))
    }

    /// The residual deviance of the whole network.
    #[must_use]
    pub fn total_deviance(&self) -> Drawn {
        let chains = self.walks.iter().map(|walk| walk.deviance.clone());
        self.drawn(chains.collect())
    }

    /// The share of draws in which treatment `one` is better than treatment `other` by more than
    /// `threshold`; `None` likewise, and for a threshold that is not finite.
    #[must_use]
    pub fn probability_better(
        &self,
        one: usize,
        other: usize,
        better: Better,
        threshold: f64,
    ) -> Option<f64> {
        let all = self.differences(one, other)?.concat();
        let beyond = all.iter().filter(|x| better.gain(**x) > threshold);
        let share = beyond.count() as f64 / all.len().max(1) as f64;
        threshold.is_finite().then_some(share)
    }

    /// How often each treatment had each rank.
    #[must_use]
    pub fn rank(&self, better: Better) -> Ranking {
        let mut tally = Tally::new(self.treatments.len(), better);
        for effects in self.walks.iter().flat_map(|walk| &walk.effects) {
            tally.add(effects.iter().copied());
        }
        tally.ranking()
    }

    /// The means and covariances of the draws, as if the posterior were normal: an approximation, for
    /// what is made of estimates.
    ///
    /// # Errors
    /// [`FitError::OutOfRange`].
    pub fn as_if_normal(&self) -> Result<Estimates, FitError> {
        let n = self.treatments.len();
        let count = self.count() as f64;
        let draws = || self.walks.iter().flat_map(|walk| &walk.effects);
        let mean = |i: usize| draws().map(|d| d[i]).sum::<f64>() / count;
        let values: Vec<f64> = (0..n).map(mean).collect();
        let covariance = Matrix::from_fn(n, n, |i, j| {
            let products = draws().map(|d| (d[i] - values[i]) * (d[j] - values[j]));
            products.sum::<f64>() / (count - 1.0)
        });
        Estimates::new(
            self.treatments.clone(),
            values,
            covariance,
            self.options.level,
        )
    }

    fn drawn(&self, chains: Vec<Vec<f64>>) -> Drawn {
        let mut all = chains.concat();
        let n = all.len() as f64;
        let mean = euthymia_numerics::sum::compensated(all.iter().copied()) / n;
        let squares = all.iter().map(|x| (x - mean) * (x - mean));
        let sd = (euthymia_numerics::sum::compensated(squares) / (n - 1.0)).sqrt();
        all.sort_by(f64::total_cmp);
        let tail = self.options.level.complement().half().get();
        Drawn {
            mean,
            sd,
            median: quantile(&all, 0.5),
            interval: Bounds {
                lower: quantile(&all, tail),
                upper: quantile(&all, self.options.level.get() + tail),
            },
            worth: Chains::new(chains).and_then(|c| c.worth()),
        }
    }
}
