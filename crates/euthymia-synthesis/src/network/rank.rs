//! Ranks by draws from the joint distribution of the estimates.

use super::draws::normals;
use super::error::FitError;
use super::estimates::Estimates;
use super::fit::Fit;
use super::score::Better;
use super::system::System;
use euthymia_numerics::linear::Matrix;
use euthymia_numerics::random::Random;

/// How many draws, from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// Number of draws; 100,000 leave a standard error of 0.0016 or less.
    pub count: usize,
    /// The seed: the same seed gives the same ranks with any number of threads.
    pub seed: u64,
    /// Threads to use, at least one.
    pub threads: usize,
}

/// How often each treatment had each rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// Which way was better.
    pub better: Better,
    /// Number of draws.
    pub draws: usize,
    /// Draws in which treatment i had rank r, at `counts[i][r − 1]`: rank 1 is the best.
    pub counts: Vec<Vec<u64>>,
}

/// Draws per stream of random numbers.
const BLOCK: usize = 256;

/// Ranks the treatments in draws from the normal distribution that estimates and covariances describe.
///
/// # Errors
/// [`FitError::OutOfRange`].
///
/// # References
/// Salanti G, Ades AE, Ioannidis JPA. J Clin Epidemiol 2011;64:163–171 (rankogram, SUCRA). White IR et
/// al. Res Synth Methods 2012;3:111–125 (draws in a frequentist model).
///
/// # Example
/// ```
/// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Better, Contrast, Draws, Network};
/// let network = Network::from_contrasts(&[Contrast { study: "1".into(), treatment1: "A".into(),
///     treatment2: "B".into(), estimate: 9.0, standard_error: 1.0 }], ADDS_UP_WITHIN)?;
/// let fit = network::fit(&network, &network::Options::default())?;
/// let draws = Draws { count: 1000, seed: 1, threads: 2 };
/// let ranking = network::rank(&fit, Better::Larger, &draws)?;
/// assert_eq!(ranking.counts, [[1000, 0], [0, 1000]]);
/// assert_eq!(ranking.sucra(), [1.0, 0.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rank(fit: &Fit, better: Better, draws: &Draws) -> Result<Ranking, FitError> {
    let system = System::new(&fit.network)?;
    let solution = system.at(fit.tau2_used())?;
    let errors = |standard: Vec<f64>, width: usize| solution.errors(standard, width);
    Ok(ranked(&solution.effects, errors, better, draws))
}

/// Ranks the treatments of any model in draws from the normal distribution that its estimates and
/// covariances describe.
///
/// # Errors
/// [`FitError::OutOfRange`] for covariances that no draws can have.
///
/// # Example
/// ```
/// use euthymia_numerics::{Probability, linear::Matrix};
/// use euthymia_synthesis::network::{Better, Draws, Estimates, rank_estimates};
/// let covariance = Matrix::from_row_slice(2, 2, &[0.0, 0.0, 0.0, 0.01]);
/// let estimates = Estimates::new(vec!["A".into(), "B".into()], vec![0.0, 1.0], covariance,
///     Probability::NINETY_FIVE)?;
/// let draws = Draws { count: 1000, seed: 1, threads: 1 };
/// let ranking = rank_estimates(&estimates, Better::Larger, &draws)?;
/// assert_eq!(ranking.counts, [[0, 1000], [1000, 0]]);
/// # Ok::<(), euthymia_synthesis::network::FitError>(())
/// ```
pub fn rank_estimates(
    estimates: &Estimates,
    better: Better,
    draws: &Draws,
) -> Result<Ranking, FitError> {
    let n = estimates.values().len();
    let v = estimates.covariance();
    let against_first = |i: usize, j: usize| v[(i, j)] - v[(i, 0)] - v[(0, j)] + v[(0, 0)];
    let others = n.saturating_sub(1);
    let differences = Matrix::from_fn(others, others, |i, j| against_first(i + 1, j + 1));
    let factor = root(differences).ok_or(FitError::OutOfRange)?;
    let errors = |standard: Vec<f64>, width: usize| {
        let mut errors = vec![0.0; n * width];
        for draw in 0..width {
            for i in 0..others {
                let terms = (0..=i).map(|j| factor[(i, j)] * standard[j * width + draw]);
                errors[(i + 1) * width + draw] = terms.sum();
            }
        }
        errors
    };
    Ok(ranked(estimates.values(), errors, better, draws))
}

/// L with LL′ = V for covariances that may be singular, as where treatments outnumber what their effects
/// are made of: a column without variance left is zero. `None` for what are no covariances.
fn root(v: Matrix<f64>) -> Option<Matrix<f64>> {
    const NOTHING: f64 = 1e-10;
    let n = v.nrows();
    let mut left = v.clone();
    let mut factor = Matrix::zeros(n, n);
    for j in 0..n {
        let (whole, rest) = (v[(j, j)], left[(j, j)]);
        if rest < -NOTHING * whole || rest.is_nan() {
            return None;
        }
        if rest <= NOTHING * whole {
            continue;
        }
        let pivot = rest.sqrt();
        for i in j..n {
            factor[(i, j)] = left[(i, j)] / pivot;
        }
        for i in j + 1..n {
            for k in j + 1..n {
                left[(i, k)] -= factor[(i, j)] * factor[(k, j)];
            }
        }
    }
    Some(factor)
}

/// Ranks in draws; `errors` turns standard normal numbers into errors of the effects, by treatment and
/// then by draw.
fn ranked(
    effects: &[f64],
    errors: impl Fn(Vec<f64>, usize) -> Vec<f64> + Sync,
    better: Better,
    draws: &Draws,
) -> Ranking {
    let n = effects.len();
    let blocks = draws.count.div_ceil(BLOCK);
    let threads = draws.threads.clamp(1, 64).min(blocks.max(1));
    let work = |first: usize| {
        let mut counts = vec![0; n * n];
        for block in (first..blocks).step_by(threads) {
            let width = BLOCK.min(draws.count - block * BLOCK);
            let standard = standard_normal(draws.seed, block, n.saturating_sub(1) * width);
            count(effects, &errors(standard, width), better, &mut counts);
        }
        counts
    };
    let work = &work;
    let mut total = vec![0_u64; n * n];
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|first| scope.spawn(move || work(first)))
            .collect();
        let mut add = |counts: Vec<u64>| {
            for (sum, count) in total.iter_mut().zip(counts) {
                *sum += count;
            }
        };
        add(work(0));
        for other in others {
            // A thread cannot fail: it only adds numbers.
            if let Ok(counts) = other.join() {
                add(counts);
            }
        }
    });
    Ranking {
        better,
        draws: draws.count,
        counts: total.chunks(n.max(1)).map(<[u64]>::to_vec).collect(),
    }
}

/// The standard normal numbers of one block of draws.
fn standard_normal(seed: u64, block: usize, wanted: usize) -> Vec<f64> {
    normals(&mut Random::new(seed, block as u64), wanted)
}

/// Counts the ranks in the draws whose errors are given.
fn count(effects: &[f64], errors: &[f64], better: Better, counts: &mut [u64]) {
    let n = effects.len();
    let width = errors.len() / n.max(1);
    let mut order: Vec<(f64, usize)> = Vec::with_capacity(n);
    for draw in 0..width {
        order.clear();
        order.extend(effects.iter().enumerate().map(|(i, effect)| {
            let error = errors.get(i * width + draw).copied().unwrap_or(0.0);
            (-better.gain(effect + error), i)
        }));
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        for (rank, (_, i)) in order.iter().enumerate() {
            counts[i * n + rank] += 1;
        }
    }
}

impl Ranking {
    /// The rankogram of each treatment: the share of draws with each rank, the best first.
    #[must_use]
    pub fn rankograms(&self) -> Vec<Vec<f64>> {
        let share = |count: &u64| *count as f64 / self.draws.max(1) as f64;
        self.counts
            .iter()
            .map(|row| row.iter().map(share).collect())
            .collect()
    }

    /// The expected rank of each treatment, from 1 for the best.
    #[must_use]
    pub fn expected_ranks(&self) -> Vec<f64> {
        let mean = |row: Vec<f64>| {
            let terms = row
                .iter()
                .enumerate()
                .map(|(r, share)| (r as f64 + 1.0) * share);
            euthymia_numerics::sum::compensated(terms)
        };
        self.rankograms().into_iter().map(mean).collect()
    }

    /// The surface under the cumulative ranking curve of each treatment, (n − expected rank)/(n − 1):
    /// 1 when it is certainly the best, 0 when certainly the worst.
    #[must_use]
    pub fn sucra(&self) -> Vec<f64> {
        let n = self.counts.len() as f64;
        self.expected_ranks()
            .iter()
            .map(|rank| (n - rank) / (n - 1.0))
            .collect()
    }

    /// For each treatment the smallest rank that at least a share `tail` of the draws reach, and the
    /// largest with at least as many beyond or at it: `tail` 0.025 for 95 %. Held to (0, ½].
    #[must_use]
    pub fn rank_intervals(&self, tail: f64) -> Vec<(usize, usize)> {
        let needed = tail.clamp(f64::MIN_POSITIVE, 0.5) * self.draws as f64;
        let interval = |row: &Vec<u64>| {
            let low = reaches(row.iter(), needed);
            let high = reaches(row.iter().rev(), needed);
            (low + 1, row.len() - high)
        };
        self.counts.iter().map(interval).collect()
    }
}

/// The first place at which the counts so far are at least `needed`.
fn reaches<'a>(counts: impl Iterator<Item = &'a u64>, needed: f64) -> usize {
    let sums = counts.scan(0, |sum, count| {
        *sum += count;
        Some(*sum)
    });
    sums.take_while(|sum: &u64| (*sum as f64) < needed).count()
}
