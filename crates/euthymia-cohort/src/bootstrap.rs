//! The bootstrap: how a statistic varies over samples drawn from the sample itself.
//!
//! Patients are drawn with replacement, whole: before and after of one patient stay together as a
//! pair. Resamples come in blocks, each with a random stream of its own, so that the same seed gives
//! the same replicates with any number of threads. Intervals are in [`crate::bootstrap_interval`].

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::thread;

use euthymia_numerics::random::Random;
use euthymia_numerics::sum::compensated;

use crate::descriptive::mean;
use crate::error::CohortError;

/// Evaluations of one block: enough that handing blocks out costs nothing.
const BLOCK: usize = 64;

/// How to resample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Number of resamples, at least 1; 10,000 keep the noise of a 95 % limit near 1 % of the width.
    pub resamples: usize,
    /// Seed of the random numbers, to be printed with the result.
    pub seed: u64,
    /// Number of threads; it changes the time, not the replicates.
    pub threads: NonZeroUsize,
}

/// A statistic of the sample and of its resamples.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicates {
    /// The statistic of the sample.
    pub estimate: f64,
    /// The statistic of every resample that has one, ascending.
    pub sorted: Vec<f64>,
    /// Resamples without a value, such as a correlation of patients who are all the same; left out of
    /// `sorted` and to be reported.
    pub undefined: usize,
}

impl Replicates {
    /// Takes replicates that were made elsewhere.
    ///
    /// # Errors
    /// [`CohortError::NotFinite`]; [`CohortError::TooFew`] without a replicate.
    pub fn of_values(estimate: f64, values: &[f64]) -> Result<Self, CohortError> {
        crate::error::check_finite(&[estimate])?;
        crate::error::check_finite(values)?;
        Self::gather(estimate, values.iter().map(|value| Some(*value)))
    }

    fn gather(
        estimate: f64,
        values: impl ExactSizeIterator<Item = Option<f64>>,
    ) -> Result<Self, CohortError> {
        let made = values.len();
        let mut sorted: Vec<f64> = values.flatten().collect();
        if sorted.is_empty() {
            return Err(CohortError::TooFew {
                needed: 1,
                found: 0,
            });
        }
        sorted.sort_by(f64::total_cmp);
        Ok(Self {
            estimate,
            undefined: made - sorted.len(),
            sorted,
        })
    }

    /// Standard deviation of the replicates; `None` for fewer than two.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        crate::descriptive::sd(&self.sorted)
    }
}

/// Computes a statistic on the sample and on resamples of it.
///
/// `data`: one entry per patient, a value or a pair. `statistic` may reorder what it is given, as a
/// median by selection does; `None` where it does not exist.
///
/// # Errors
/// [`CohortError::TooFew`] below two patients or without a resample; [`CohortError::UndefinedStatistic`]
/// when the sample itself has no finite value of it.
///
/// # References
/// Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 6.
///
/// # Example
/// ```
/// use euthymia_cohort::bootstrap::{Plan, resample};
/// use euthymia_cohort::descriptive::mean;
/// let plan = Plan { resamples: 200, seed: 1, threads: std::num::NonZeroUsize::MIN };
/// let replicates = resample(&[1.0, 2.0, 6.0], plan, |values: &mut [f64]| mean(values))?;
/// assert_eq!((replicates.estimate, replicates.sorted.len()), (3.0, 200));
/// assert!(replicates.sorted.iter().all(|m| (1.0..=6.0).contains(m)));
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn resample<T: Copy + Sync>(
    data: &[T],
    plan: Plan,
    statistic: impl Fn(&mut [T]) -> Option<f64> + Sync,
) -> Result<Replicates, CohortError> {
    let estimate = on_sample(data, &statistic)?;
    let mut values = vec![None; plan.resamples];
    let work = |block: usize, slots: &mut [Option<f64>]| {
        let mut random = Random::new(plan.seed, block as u64);
        let mut sample = data.to_vec();
        for slot in slots {
            for place in &mut sample {
                let drawn = random.below(data.len() as u64) as usize;
                if let Some(patient) = data.get(drawn) {
                    *place = *patient;
                }
            }
            *slot = finite(statistic(&mut sample));
        }
    };
    in_blocks(&mut values, plan.threads, work);
    Replicates::gather(estimate, values.into_iter())
}

/// The jackknife: the statistic without each patient in turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jackknife {
    /// Acceleration Σu³ / (6 (Σu²)^1.5), u the mean of the n values minus each of them.
    pub acceleration: f64,
    /// Standard error √((n − 1)/n Σu²).
    pub standard_error: f64,
}

/// Leaves out each patient in turn.
///
/// # Errors
/// [`CohortError::TooFew`] below two patients; [`CohortError::UndefinedStatistic`] when the statistic
/// does not exist without one of them; [`CohortError::NoSpread`] when it is the same without any of
/// them, so that there is no acceleration.
///
/// # References
/// Efron & Tibshirani 1993, eq. 11.5 (standard error) and 14.15 (acceleration).
///
/// # Example
/// ```
/// use euthymia_cohort::{bootstrap::jackknife, descriptive::mean};
/// // Of a mean it is the usual standard error: SD/√n = 1/√3.
/// let one = std::num::NonZeroUsize::MIN;
/// let found = jackknife(&[1.0, 2.0, 3.0], one, |values: &mut [f64]| mean(values))?;
/// assert!((found.standard_error - 1.0 / 3.0_f64.sqrt()).abs() < 1e-15);
/// assert!(found.acceleration.abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn jackknife<T: Copy + Sync>(
    data: &[T],
    threads: NonZeroUsize,
    statistic: impl Fn(&mut [T]) -> Option<f64> + Sync,
) -> Result<Jackknife, CohortError> {
    on_sample(data, &statistic)?;
    let mut values = vec![None; data.len()];
    let work = |block: usize, slots: &mut [Option<f64>]| {
        let mut sample = Vec::with_capacity(data.len());
        for (left_out, slot) in (block * BLOCK..).zip(slots) {
            let (first, rest) = data.split_at(left_out.min(data.len()));
            sample.clear();
            sample.extend_from_slice(first);
            sample.extend(rest.iter().skip(1));
            *slot = finite(statistic(&mut sample));
        }
    };
    in_blocks(&mut values, threads, work);
    let values: Option<Vec<f64>> = values.into_iter().collect();
    of_left_out(&values.ok_or(CohortError::UndefinedStatistic)?)
}

/// The jackknife of a mean, in time that grows with the patients and not with their square: without
/// patient i the mean is (n x̄ − xᵢ)/(n − 1).
///
/// # Errors
/// As [`jackknife`]; [`CohortError::NotFinite`].
///
/// # Example
/// ```
/// use euthymia_cohort::bootstrap::jackknife_of_mean;
/// let found = jackknife_of_mean(&[1.0, 2.0, 3.0])?;
/// assert!((found.standard_error - 1.0 / 3.0_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn jackknife_of_mean(data: &[f64]) -> Result<Jackknife, CohortError> {
    crate::error::check_finite(data)?;
    on_sample(data, |values: &mut [f64]| mean(values))?;
    let n = data.len() as f64;
    let sum = compensated(data.iter().copied());
    let without = |value: &f64| (sum - value) / (n - 1.0);
    of_left_out(&data.iter().map(without).collect::<Vec<f64>>())
}

/// From the statistic without each patient.
fn of_left_out(values: &[f64]) -> Result<Jackknife, CohortError> {
    let center = mean(values).unwrap_or(0.0);
    let power = |k: i32| compensated(values.iter().map(|value| (center - value).powi(k)));
    let (squares, cubes) = (power(2), power(3));
    let n = values.len() as f64;
    let rounding = f64::EPSILON * center.abs();
    if squares <= n * rounding * rounding || squares == 0.0 {
        return Err(CohortError::NoSpread {
            n: values.len(),
            value: center,
        });
    }
    Ok(Jackknife {
        acceleration: cubes / (6.0 * squares.powf(1.5)),
        standard_error: ((n - 1.0) / n * squares).sqrt(),
    })
}

fn on_sample<T: Copy>(
    data: &[T],
    statistic: impl Fn(&mut [T]) -> Option<f64>,
) -> Result<f64, CohortError> {
    if data.len() < 2 {
        return Err(CohortError::TooFew {
            needed: 2,
            found: data.len(),
        });
    }
    finite(statistic(&mut data.to_vec())).ok_or(CohortError::UndefinedStatistic)
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}

/// Fills the slots block by block; whichever thread is free takes the next one.
///
/// `work` gets the number of the block and its slots. A thread that cannot be started is done without.
fn in_blocks(
    slots: &mut [Option<f64>],
    threads: NonZeroUsize,
    work: impl Fn(usize, &mut [Option<f64>]) + Sync,
) {
    let blocks = slots.len().div_ceil(BLOCK);
    let queue = Mutex::new(slots.chunks_mut(BLOCK).enumerate());
    let next = || queue.lock().ok()?.next();
    let run = || {
        while let Some((block, slots)) = next() {
            work(block, slots);
        }
    };
    let helpers = (threads.get() - 1).min(blocks.saturating_sub(1));
    thread::scope(|scope| {
        for _ in 0..helpers {
            // The caller's own thread does what a missing helper would have done.
            let _ = thread::Builder::new().spawn_scoped(scope, run);
        }
        run();
    });
}
