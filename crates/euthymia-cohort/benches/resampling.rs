//! Resampling, ranks and pseudomedians at three sizes; each should grow as its documentation says.

use std::num::NonZeroUsize;

use divan::Bencher;
use euthymia_cohort::bootstrap::{Plan, jackknife, resample};
use euthymia_cohort::bootstrap_interval::bca;
use euthymia_cohort::descriptive;
use euthymia_cohort::differences::Differences;
use euthymia_cohort::hodges_lehmann::hodges_lehmann;
use euthymia_cohort::signed_rank::{MethodRule, ZeroRule, signed_rank};
use euthymia_numerics::Probability;

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn changes(n: usize) -> Vec<f64> {
    (0..n)
        .map(|i| (i * 7_919 % 10_007) as f64 / 100.0 - 30.0)
        .collect()
}

fn plan() -> Plan {
    Plan {
        resamples: 10_000,
        seed: 1,
        threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
    }
}

fn mean(values: &mut [f64]) -> Option<f64> {
    descriptive::mean(values)
}

/// By selection, in linear time.
fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len() / 2;
    let (_, median, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    Some(*median)
}

/// Ten thousand resamples, the jackknife and the BCa limits.
fn interval(values: &[f64], statistic: fn(&mut [f64]) -> Option<f64>) -> Option<f64> {
    let replicates = resample(values, plan(), statistic).ok()?;
    let left_out = jackknife(values, plan().threads, statistic).ok()?;
    let found = bca(&replicates, left_out.acceleration, Probability::NINETY_FIVE).ok()?;
    Some(found.interval.lower)
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn bca_of_a_mean(bencher: Bencher<'_, '_>, n: usize) {
    let values = changes(n);
    bencher.bench(|| interval(&values, mean));
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn bca_of_a_median(bencher: Bencher<'_, '_>, n: usize) {
    let values = changes(n);
    bencher.bench(|| interval(&values, median));
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn pseudomedian(bencher: Bencher<'_, '_>, n: usize) {
    let falls = Differences::of_values(&changes(n));
    bencher.bench(|| {
        let falls = falls.as_ref().ok()?;
        hodges_lehmann(falls, Probability::NINETY_FIVE).ok()
    });
}

#[divan::bench(args = [50, 200, 500], sample_count = 5)]
fn exact_signed_ranks(bencher: Bencher<'_, '_>, n: usize) {
    let falls = Differences::of_values(&changes(n));
    bencher.bench(|| {
        let falls = falls.as_ref().ok()?;
        signed_rank(falls, ZeroRule::Drop, MethodRule::Automatic).ok()
    });
}
