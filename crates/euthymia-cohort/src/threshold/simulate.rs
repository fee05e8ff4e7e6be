//! How far estimates of a threshold are off after how many pulses, by simulation.
//!
//! Each run draws a threshold, and each answer with the probability of the model; the spread of the
//! runs may differ from the one that the method assumes. A run has a random stream of its own, so that
//! the numbers do not depend on the threads.

use std::num::NonZeroUsize;
use std::thread;

use super::interval::allowance;
use super::likelihood::{RELATIVE_SPREAD, ln_answer};
use super::pest::{HIGHEST, STEP, most_likely, next_intensity, thresholds};
use crate::descriptive;
use crate::error::CohortError;
use euthymia_numerics::normal;
use euthymia_numerics::random::Random;

/// What is simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Simulated people, from 2 to 1,000,000.
    pub runs: usize,
    /// Pulses of each, from 1 to 200.
    pub pulses: usize,
    /// The first pulse, a share of the greatest output.
    pub start: f64,
    /// Thresholds are drawn evenly between these shares of the greatest output.
    pub between: (f64, f64),
    /// The spread of the simulated people as a share of their threshold; the method assumes 0.07.
    pub relative_spread: f64,
    /// The smallest change of the stimulator: 0.01 for whole percent.
    pub setting: f64,
    /// Level of the interval whose coverage is counted.
    pub level: f64,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Number of threads; it changes the time, not the numbers.
    pub threads: NonZeroUsize,
}

/// How far estimates are off after a number of pulses; errors are estimate minus threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy {
    /// After how many pulses.
    pub pulses: usize,
    /// Mean error, as a share of the greatest output.
    pub bias: f64,
    /// Standard deviation of the errors, in the same unit.
    pub sd: f64,
    /// Root of the mean squared error, in the same unit.
    pub rmse: f64,
    /// Mean size of the errors, without their sign, in the same unit.
    pub mean_absolute: f64,
    /// Mean of error / threshold.
    pub relative_bias: f64,
    /// Root of the mean square of error / threshold.
    pub relative_rmse: f64,
    /// Share of the runs with an error of at most 5 % of the threshold.
    pub within_5_percent: f64,
    /// Share of the runs whose interval holds the threshold.
    pub coverage: f64,
}

/// The error of one run after each pulse, and whether the interval held the threshold.
type Errors = Vec<(f64, bool)>;

impl Plan {
    fn check(&self) -> Result<(), CohortError> {
        let (low, high) = self.between;
        let demands = [
            (
                "number of runs",
                self.runs as f64,
                "2 to 1,000,000",
                (2.0, 1e6),
            ),
            (
                "number of pulses",
                self.pulses as f64,
                "1 to 200",
                (1.0, 200.0),
            ),
            ("first pulse", self.start, "0.01 to 1", (0.01, 1.0)),
            ("lowest threshold", low, "0.05 to 1", (0.05, 1.0)),
            ("highest threshold", high, "the lowest one to 1", (low, 1.0)),
            (
                "relative spread",
                self.relative_spread,
                "0.001 to 1",
                (0.001, 1.0),
            ),
            ("setting", self.setting, "0.001 to 0.1", (0.001, 0.1)),
        ];
        for (what, value, permitted, (least, most)) in demands {
            if !(value >= least && value <= most) {
                return Err(CohortError::OutOfRange {
                    what,
                    value,
                    permitted,
                });
            }
        }
        Ok(())
    }
}

/// What every pulse adds to the log-likelihoods of the grid, for each setting of the stimulator.
struct Answers {
    settings: usize,
    yes: Vec<Vec<f64>>,
    no: Vec<Vec<f64>>,
    given: Vec<f64>,
    allowance: f64,
}

impl Answers {
    // A setting is at least 0.001.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn new(plan: &Plan) -> Result<Self, CohortError> {
        let grid: Vec<f64> = thresholds().collect();
        let settings = (1.0 / plan.setting).round() as usize;
        let column = |intensity: f64, responded: bool| -> Vec<f64> {
            let each = grid.iter();
            each.map(|t| ln_answer(intensity, responded, *t, RELATIVE_SPREAD * t))
                .collect()
        };
        let columns = |responded: bool| -> Vec<Vec<f64>> {
            let intensity = |index: usize| index as f64 / settings as f64;
            (0..=settings)
                .map(|index| column(intensity(index), responded))
                .collect()
        };
        Ok(Self {
            settings,
            yes: columns(true),
            no: columns(false),
            given: column(HIGHEST + STEP, true),
            allowance: allowance(plan.level)?,
        })
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn column(&self, intensity: f64, responded: bool) -> &[f64] {
        let index = (intensity * self.settings as f64).round() as usize;
        let columns = if responded { &self.yes } else { &self.no };
        columns.get(index).map_or(&[], Vec::as_slice)
    }

    fn run(&self, plan: &Plan, stream: u64) -> Errors {
        let mut random = Random::new(plan.seed, stream);
        let (low, high) = plan.between;
        let threshold = low + random.unit() * (high - low);
        let spread = plan.relative_spread * threshold;
        let mut values = self.given.clone();
        let mut intensity = next_intensity(plan.start, plan.setting);
        let mut errors = Vec::with_capacity(plan.pulses);
        for _ in 0..plan.pulses {
            let chance = normal::cdf((intensity - threshold) / spread);
            let responded = random.unit() < chance;
            for (value, more) in values.iter_mut().zip(self.column(intensity, responded)) {
                *value += more;
            }
            let (estimate, best) = most_likely(&values);
            let holds = between(&values, threshold) >= best - self.allowance;
            errors.push((estimate - threshold, holds));
            intensity = next_intensity(estimate, plan.setting);
        }
        errors
    }
}

/// The log-likelihood at a threshold, straight between the points of the grid.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn between(values: &[f64], threshold: f64) -> f64 {
    let place = (threshold / STEP - 1.0).max(0.0);
    let value = |index: usize| values.get(index).copied().unwrap_or(f64::NEG_INFINITY);
    let below = place.floor();
    let (low, high) = (value(below as usize), value(below as usize + 1));
    low + (place - below) * (high - low)
}

/// Simulates searches by ML-PEST and tells how far they are off after each pulse.
///
/// # Errors
/// [`CohortError::OutOfRange`] for a plan that is not possible.
///
/// # Example
/// ```
/// use euthymia_cohort::threshold::simulate::{Plan, simulate};
/// use std::num::NonZeroUsize;
/// let plan = Plan {
///     runs: 200,
///     pulses: 20,
///     start: 0.45,
///     between: (0.35, 0.75),
///     relative_spread: 0.07,
///     setting: 0.01,
///     level: 0.95,
///     seed: 1,
///     threads: NonZeroUsize::MIN,
/// };
/// let found = simulate(&plan)?;
/// assert_eq!(found.len(), 20);
/// assert!(found[19].relative_rmse < found[4].relative_rmse);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn simulate(plan: &Plan) -> Result<Vec<Accuracy>, CohortError> {
    plan.check()?;
    let answers = Answers::new(plan)?;
    let threads = plan.threads.get().min(64).min(plan.runs);
    let share = plan.runs.div_ceil(threads);
    let part = |index: usize| -> Vec<Errors> {
        let end = ((index + 1) * share).min(plan.runs);
        let runs = (index * share).min(end)..end;
        runs.map(|run| answers.run(plan, run as u64)).collect()
    };
    let part = &part;
    let done: Vec<Vec<Errors>> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|index| (index, scope.spawn(move || part(index))))
            .collect();
        let first = part(0);
        // A thread that ended early has its share done again here.
        let others = others
            .into_iter()
            .map(|(index, other)| other.join().unwrap_or_else(|_| part(index)));
        std::iter::once(first).chain(others).collect()
    });
    let runs: Vec<Errors> = done.into_iter().flatten().collect();
    let thresholds = thresholds_of(plan);
    (0..plan.pulses)
        .map(|index| accuracy(index, &runs, &thresholds))
        .collect()
}

/// The threshold of every run, drawn again from its stream.
fn thresholds_of(plan: &Plan) -> Vec<f64> {
    let (low, high) = plan.between;
    (0..plan.runs)
        .map(|run| low + Random::new(plan.seed, run as u64).unit() * (high - low))
        .collect()
}

fn accuracy(index: usize, runs: &[Errors], thresholds: &[f64]) -> Result<Accuracy, CohortError> {
    let at: Vec<(f64, bool)> = runs
        .iter()
        .filter_map(|errors| errors.get(index).copied())
        .collect();
    let errors: Vec<f64> = at.iter().map(|(error, _)| *error).collect();
    let relative: Vec<f64> = errors.iter().zip(thresholds).map(|(e, t)| e / t).collect();
    let squares = |values: &[f64]| -> Vec<f64> { values.iter().map(|v| v * v).collect() };
    let mean = |values: &[f64]| {
        descriptive::mean(values).ok_or(CohortError::TooFew {
            needed: 1,
            found: 0,
        })
    };
    let share = |count: usize| count as f64 / at.len().max(1) as f64;
    Ok(Accuracy {
        pulses: index + 1,
        bias: mean(&errors)?,
        sd: descriptive::sd(&errors).unwrap_or(0.0),
        rmse: mean(&squares(&errors))?.sqrt(),
        mean_absolute: mean(&errors.iter().map(|error| error.abs()).collect::<Vec<f64>>())?,
        relative_bias: mean(&relative)?,
        relative_rmse: mean(&squares(&relative))?.sqrt(),
        within_5_percent: share(relative.iter().filter(|error| error.abs() <= 0.05).count()),
        coverage: share(at.iter().filter(|(_, holds)| *holds).count()),
    })
}
