//! What draws from Markov chains are worth: whether chains agree, and how many independent draws they
//! amount to.
//!
//! | symbol | meaning |
//! |---|---|
//! | R̂ | how much wider all chains together are than each by itself; 1 when they agree |
//! | ESS | effective sample size: how many independent draws would tell as much |
//! | MCSE | standard error of a mean of draws as an estimate of the posterior mean |
//!
//! # References
//! Vehtari A, Gelman A, Simpson D, Carpenter B, Bürkner P-C. Rank-normalization, folding, and
//! localization: an improved R̂ for assessing convergence of MCMC. Bayesian Anal 2021;16:667–718.
//! Geyer CJ. Practical Markov chain Monte Carlo. Stat Sci 1992;7:473–483.

use crate::{Probability, normal};

/// The fewest draws of a half chain from which a correlation can be judged.
const DRAWS_MIN: usize = 4;

/// Chains of draws of one number, all of the same length.
#[derive(Clone, Debug, PartialEq)]
pub struct Chains(Vec<Vec<f64>>);

/// What the draws of one number are worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// The larger of the R̂ of ranks and that of folded ranks.
    pub r_hat: f64,
    /// Effective draws for the bulk of the distribution, from normalised ranks.
    pub bulk: f64,
    /// Effective draws for its tails: the smaller of those for the 5 % and the 95 % quantile.
    pub tail: f64,
    /// Monte Carlo standard error of the mean.
    pub mcse_mean: f64,
    /// Monte Carlo standard error of the standard deviation: that of the mean square over twice it.
    pub mcse_sd: f64,
}

impl Chains {
    /// Keeps chains of draws; `None` unless there is at least one, all are equally long, with at least
    /// eight draws, and every draw is finite.
    #[must_use]
    pub fn new(chains: Vec<Vec<f64>>) -> Option<Self> {
        let length = chains.first()?.len();
        let fits = |chain: &Vec<f64>| chain.len() == length && chain.iter().all(|x| x.is_finite());
        (length >= 2 * DRAWS_MIN && chains.iter().all(fits)).then_some(Self(chains))
    }

    /// Judges the draws; `None` when they are all the same, which says nothing.
    ///
    /// Chains are halved first (the middle draw of an odd number is left out). Ranks over all draws are
    /// turned into normal quantiles, z = Φ⁻¹((r − 3/8)/(S + 1/4)).
    ///
    /// # Example
    /// ```
    /// use euthymia_numerics::chains::Chains;
    /// use euthymia_numerics::random::Random;
    /// let chain = |stream| {
    ///     let mut random = Random::new(1, stream);
    ///     (0..500).map(|_| random.normal_pair()[0]).collect()
    /// };
    /// let worth = Chains::new((0..4).map(chain).collect()).and_then(|c| c.worth());
    /// let worth = worth.ok_or("too few draws")?;
    /// // Independent draws: as many as there are, but for chance.
    /// assert!(worth.r_hat < 1.01 && worth.bulk > 1500.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn worth(&self) -> Option<Worth> {
        let halves = self.halves();
        let ranks = rank_normalised(&halves, &sorted(&halves));
        // Quantiles are those of all draws, also of one in the middle of a chain.
        let all = sorted(&self.0);
        let middle = quantile(&all, 0.5);
        let folded = map(&halves, |x| (x - middle).abs());
        let folded = rank_normalised(&folded, &sorted(&folded));
        let tail = |p: f64| {
            let cut = quantile(&all, p);
            effective(&map(&halves, |x| f64::from(x <= cut)))
        };
        let r_hat = match (r_hat(&ranks), r_hat(&folded)) {
            (Some(a), Some(b)) => a.max(b),
            (one, other) => one.or(other)?,
        };
        let tail = match (tail(0.05), tail(0.95)) {
            (Some(a), Some(b)) => a.min(b),
            (one, other) => one.or(other)?,
        };
        let whole = moments(&self.0.concat());
        let squares = map(&halves, |x| (x - whole.0).powi(2));
        let of_squares = moments(&squares.concat()).1 / effective(&squares)?;
        Some(Worth {
            r_hat,
            bulk: effective(&ranks)?,
            tail,
            mcse_mean: (whole.1 / effective(&halves)?).sqrt(),
            mcse_sd: (of_squares / whole.1).sqrt() / 2.0,
        })
    }

    /// Each chain cut into two.
    fn halves(&self) -> Vec<Vec<f64>> {
        let cut = |chain: &Vec<f64>| {
            let half = chain.len() / 2;
            [chain[..half].to_vec(), chain[chain.len() - half..].to_vec()]
        };
        self.0.iter().flat_map(cut).collect()
    }
}

fn map(chains: &[Vec<f64>], of: impl Fn(f64) -> f64) -> Vec<Vec<f64>> {
    let each = |chain: &Vec<f64>| chain.iter().map(|x| of(*x)).collect();
    chains.iter().map(each).collect()
}

fn sorted(chains: &[Vec<f64>]) -> Vec<f64> {
    let mut all = chains.concat();
    all.sort_by(f64::total_cmp);
    all
}

/// The quantile of sorted numbers, between two neighbours on a straight line (R's type 7); 0 of none.
///
/// # Example
/// ```
/// use euthymia_numerics::chains::quantile;
/// assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), 3.0);
/// ```
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = p.clamp(0.0, 1.0) * sorted.len().saturating_sub(1) as f64;
    let below = place.floor();
    let at = |i: usize| sorted.get(i).copied();
    let Some(low) = at(below as usize) else {
        return 0.0;
    };
    let high = at(below as usize + 1).unwrap_or(low);
    low + (place - below) * (high - low)
}

/// Normal quantiles of the ranks among all draws; equal draws have the mean of their ranks.
fn rank_normalised(chains: &[Vec<f64>], all: &[f64]) -> Vec<Vec<f64>> {
    let size = all.len() as f64;
    map(chains, |x| {
        let below = all.partition_point(|y| *y < x) as f64;
        let to = all.partition_point(|y| *y <= x) as f64;
        let rank = 0.5 * (below + 1.0 + to);
        let share = (rank - 0.375) / (size + 0.25);
        Probability::new(share).map_or(0.0, |p| -normal::upper_quantile(p))
    })
}

/// Mean and variance with n − 1.
fn moments(x: &[f64]) -> (f64, f64) {
    let n = x.len() as f64;
    let mean = crate::sum::compensated(x.iter().copied()) / n;
    let squares = x.iter().map(|x| (x - mean) * (x - mean));
    (mean, crate::sum::compensated(squares) / (n - 1.0))
}

/// The mean of the variances within chains W, and the pooled variance (n − 1)/n W + B/n.
fn variances(chains: &[Vec<f64>]) -> (f64, f64) {
    let n = chains.first().map_or(0, Vec::len) as f64;
    let each: Vec<(f64, f64)> = chains.iter().map(|chain| moments(chain)).collect();
    let within = each.iter().map(|m| m.1).sum::<f64>() / each.len() as f64;
    let means: Vec<f64> = each.iter().map(|m| m.0).collect();
    let between = if means.len() > 1 {
        moments(&means).1
    } else {
        0.0
    };
    (within, (n - 1.0) / n * within + between)
}

/// √(pooled variance / W); `None` when nothing varies within chains.
fn r_hat(chains: &[Vec<f64>]) -> Option<f64> {
    let (within, pooled) = variances(chains);
    (within > 0.0).then(|| (pooled / within).sqrt())
}

/// Effective draws: chains times draws over 1 + 2Σρ_t, by Geyer's initial monotone sequence; `None`
/// when nothing varies. At most S log₁₀ S, for draws that repel each other.
fn effective(chains: &[Vec<f64>]) -> Option<f64> {
    let n = chains.first()?.len();
    let (within, pooled) = variances(chains);
    if within <= 0.0 {
        return None;
    }
    let centre = |chain: &Vec<f64>| -> Vec<f64> {
        let mean = moments(chain).0;
        chain.iter().map(|x| x - mean).collect()
    };
    let centred: Vec<Vec<f64>> = chains.iter().map(centre).collect();
    let covariance = |lag: usize| {
        let of = |chain: &Vec<f64>| -> f64 {
            let products = chain.iter().zip(chain.iter().skip(lag));
            products.map(|(a, b)| a * b).sum()
        };
        centred.iter().map(of).sum::<f64>() / (n * centred.len()) as f64
    };
    let correlation = |lag: usize| 1.0 - (within - covariance(lag)) / pooled;
    let size = (n * chains.len()) as f64;
    let time = correlation_time(n, correlation).max(1.0 / size.log10());
    Some(size / time)
}

/// 1 + 2Σρ_t over pairs of lags as long as they are positive, each held to the one before.
fn correlation_time(n: usize, correlation: impl Fn(usize) -> f64) -> f64 {
    let (mut even, mut odd) = (1.0, correlation(1));
    let (mut sum, mut last, mut lag) = (0.0, f64::INFINITY, 0);
    while lag + 5 < n && even + odd > 0.0 {
        last = (even + odd).min(last);
        sum += last;
        lag += 2;
        (even, odd) = (correlation(lag), correlation(lag + 1));
    }
    // The even lag after the last pair counts once, when it is positive.
    2.0 * sum - 1.0 + even.max(0.0)
}
