//! Draws from a density by Hamiltonian Monte Carlo: the No-U-Turn sampler.
//!
//! # Method
//! A point q is given a momentum p ~ N(0, M) and moves along a path of constant energy
//! H = −ln π(q) + ½p′M⁻¹p, in steps of a length that is learnt. The path is doubled, forwards or backwards
//! in time, until its ends come closer to each other; the next draw is a point of the path, chosen with
//! probabilities that leave π invariant. Warm-up learns the step length (dual averaging) and a diagonal
//! M⁻¹ (variances of draws in windows that double).
//!
//! A step that loses its energy by more than 1,000 has *diverged*: the density bends more sharply there
//! than the step can follow, and draws may miss a part of it.
//!
//! # References
//! Hoffman MD, Gelman A. J Mach Learn Res 2014;15:1593–1623. Betancourt M. A conceptual introduction to
//! Hamiltonian Monte Carlo. arXiv:1701.02434, 2017 (choice of the next draw, energy).

mod adapt;
mod tree;

use crate::random::Random;
use adapt::{StepLength, Windows};
use tree::{Path, Point};

/// A density on all of ℝⁿ, up to a constant.
pub trait Density: Sync {
    /// n, at least one.
    fn dimensions(&self) -> usize;

    /// Returns the logarithm of the density at a point and writes its gradient. Not a number, or minus
    /// infinity, where there is no density.
    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64;

    /// A place to start a chain from, spread more widely than the density where possible.
    fn start(&self, random: &mut Random) -> Vec<f64>;
}

/// How to draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Number of chains.
    pub chains: usize,
    /// Draws of each chain that adapt the sampler and are thrown away.
    pub warm_up: usize,
    /// Draws of each chain that are kept.
    pub kept: usize,
    /// The seed; chain c uses stream c.
    pub seed: u64,
    /// Threads to use; they change no number.
    pub threads: usize,
    /// Mean acceptance that the step length aims at, in (0, 1): 0.8, or more where steps diverge.
    pub acceptance: f64,
    /// A path is doubled at most this often: 10.
    pub doublings_max: u32,
}

/// One chain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    /// The points drawn after warm-up.
    pub draws: Vec<Vec<f64>>,
    /// The energy H at each draw.
    pub energies: Vec<f64>,
    /// Draws after warm-up whose path ended in a divergence.
    pub divergences: usize,
    /// Draws after warm-up whose path was doubled as often as allowed.
    pub longest_paths: usize,
    /// Steps after warm-up.
    pub steps: usize,
    /// The step length that warm-up found.
    pub step_length: f64,
    /// Mean acceptance after warm-up.
    pub acceptance: f64,
}

/// No chain could start: the density is no number at every place that was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the density is zero or no number at all {tried} places from which a chain was to start")]
pub struct NoStart {
    /// How many places were tried.
    pub tried: usize,
}

const STARTS_MAX: usize = 100;

/// Draws from a density. The same seed gives the same draws with any number of threads.
///
/// # Errors
/// [`NoStart`].
///
/// # Example
/// ```
/// use euthymia_numerics::nuts::{Density, Settings, draw};
/// use euthymia_numerics::random::Random;
/// struct Normal;
/// impl Density for Normal {
///     fn dimensions(&self) -> usize { 1 }
///     fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
///         gradient[0] = -at[0];
///         -0.5 * at[0] * at[0]
///     }
///     fn start(&self, random: &mut Random) -> Vec<f64> { random.normal_pair()[..1].to_vec() }
/// }
/// let settings = Settings { chains: 2, warm_up: 300, kept: 500, seed: 1, threads: 1,
///     acceptance: 0.8, doublings_max: 10 };
/// let chains = draw(&Normal, &settings)?;
/// let mean = chains.iter().flat_map(|c| &c.draws).map(|q| q[0]).sum::<f64>() / 1000.0;
/// assert!(mean.abs() < 0.2);
/// # Ok::<(), euthymia_numerics::nuts::NoStart>(())
/// ```
///
/// # Checked against
/// normal densities with known moments and a funnel: `tests/it/laws_nuts.rs`.
pub fn draw(density: &dyn Density, settings: &Settings) -> Result<Vec<Chain>, NoStart> {
    let threads = settings.threads.clamp(1, settings.chains.max(1));
    let work = |first: usize| -> Vec<(usize, Option<Chain>)> {
        let mine = (first..settings.chains).step_by(threads);
        mine.map(|c| (c, chain(density, settings, c as u64)))
            .collect()
    };
    let work = &work;
    let mut all = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|first| scope.spawn(move || work(first)))
            .collect();
        let mut all = work(0);
        for other in others {
            all.extend(other.join().unwrap_or_default());
        }
        all
    });
    all.sort_by_key(|(c, _)| *c);
    let chains: Option<Vec<Chain>> = all.into_iter().map(|(_, chain)| chain).collect();
    let whole = chains.filter(|chains| chains.len() == settings.chains);
    whole.ok_or(NoStart { tried: STARTS_MAX })
}

/// One chain; `None` without a place to start from.
fn chain(density: &dyn Density, settings: &Settings, stream: u64) -> Option<Chain> {
    let mut random = Random::new(settings.seed, stream);
    let mut at = (0..STARTS_MAX).find_map(|_| {
        let start = density.start(&mut random);
        Point::new(density, start)
    })?;
    let mut path = Path {
        density,
        inverse_mass: vec![1.0; density.dimensions()],
        step: 1.0,
        doublings_max: settings.doublings_max,
    };
    let mut length = StepLength::new(settings.acceptance);
    length.restart(path.first_step(&at, &mut random));
    let mut windows = Windows::new(settings.warm_up, density.dimensions());
    for i in 0..settings.warm_up {
        path.step = length.next();
        let moved = path.walk(at, &mut random);
        at = moved.to;
        length.learn(moved.acceptance);
        if let Some(variances) = windows.learn(i, &at.position) {
            path.inverse_mass = variances;
            path.step = length.averaged();
            length.restart(path.first_step(&at, &mut random));
        }
    }
    path.step = length.averaged();
    let mut chain = Chain {
        step_length: path.step,
        ..Chain::default()
    };
    for _ in 0..settings.kept {
        let moved = path.walk(at, &mut random);
        at = moved.to;
        chain.draws.push(at.position.clone());
        chain.energies.push(moved.energy);
        chain.divergences += usize::from(moved.diverged);
        chain.longest_paths += usize::from(moved.doublings >= settings.doublings_max);
        chain.steps += moved.steps;
        chain.acceptance += moved.acceptance;
    }
    chain.acceptance /= settings.kept.max(1) as f64;
    Some(chain)
}

impl Chain {
    /// The energy Bayesian fraction of missing information, Σ(H_i − H_{i−1})²/Σ(H_i − H̄)²: below 0.3
    /// the chain moves too slowly between regions of different density. `None` for draws of one energy.
    ///
    /// # References
    /// Betancourt M. arXiv:1604.00695, 2016.
    #[must_use]
    pub fn energy_fraction(&self) -> Option<f64> {
        let n = self.energies.len() as f64;
        let mean = crate::sum::compensated(self.energies.iter().copied()) / n;
        let whole: f64 = self.energies.iter().map(|h| (h - mean).powi(2)).sum();
        let steps = self.energies.iter().zip(self.energies.iter().skip(1));
        let moved: f64 = steps.map(|(a, b)| (b - a).powi(2)).sum();
        (whole > 0.0).then(|| moved / whole)
    }
}
