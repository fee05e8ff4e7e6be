//! Paired statistics at the size of a case series, a registry and a health system.

use divan::Bencher;
use euthymia_cohort::{paired, percent_change, proportion};
use euthymia_numerics::Probability;

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [21, 1_000, 100_000];

/// Whole-number scores with a spread of changes.
fn scores(n: usize) -> (Vec<f64>, Vec<f64>) {
    let before = (0..n).map(|i| 20.0 + (i * 7 % 23) as f64).collect();
    let after = (0..n).map(|i| 8.0 + (i * 11 % 27) as f64).collect();
    (before, after)
}

#[divan::bench(args = SIZES)]
fn paired_t(bencher: Bencher<'_, '_>, n: usize) {
    let (before, after) = scores(n);
    bencher.bench(|| paired::paired_t(&before, &after, Probability::NINETY_FIVE));
}

#[divan::bench(args = SIZES)]
fn percent_improvement(bencher: Bencher<'_, '_>, n: usize) {
    let (before, after) = scores(n);
    bencher.bench(|| percent_change::summarise(&before, &after));
}

#[divan::bench(args = SIZES)]
fn clopper_pearson(bencher: Bencher<'_, '_>, n: usize) {
    let fifth = proportion::Proportion::new(n as u64 / 5, n as u64).ok();
    bencher.bench(|| fifth.map(|p| proportion::clopper_pearson(p, Probability::NINETY_FIVE)));
}
