//! Searches for a threshold of 100, 1,000 and 10,000 simulated people, 30 pulses each, by one and two
//! threads; the time should grow with the people. Beside NumPy: `thresholds_beside_numpy.py`.

use std::num::NonZeroUsize;

use divan::Bencher;
use euthymia_cohort::threshold::simulate::{Plan, simulate};

fn main() {
    divan::main();
}

const PEOPLE: [usize; 3] = [100, 1_000, 10_000];

#[divan::bench(args = PEOPLE, consts = [1, 2], sample_count = 3, sample_size = 1)]
fn ml_pest_of_30_pulses<const THREADS: usize>(bencher: Bencher<'_, '_>, runs: usize) {
    let plan = Plan {
        runs,
        pulses: 30,
        start: 0.45,
        between: (0.35, 0.75),
        relative_spread: 0.07,
        setting: 0.01,
        level: 0.95,
        seed: 1,
        threads: NonZeroUsize::new(THREADS).unwrap_or(NonZeroUsize::MIN),
    };
    bencher.bench(|| simulate(&plan));
}
