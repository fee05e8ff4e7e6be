//! How long does a posterior take, and does it grow with the number of studies and no faster?
//!
//! `cargo bench -p euthymia-synthesis --bench how_long_is_a_bayesian_fit`. Read the medians of one row
//! against another: ten times the studies should take at most ten times as long.

use euthymia_numerics::Probability;
use euthymia_synthesis::bayes::{self, BayesError, IntervalKind, Options, Posterior, TauPrior};
use euthymia_synthesis::effect::{Effect, EffectError};
use euthymia_synthesis::studies::{Study, StudySet};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

fn main() {
    divan::main();
}

/// Numbers in [0, 1) from a fixed sequence, the same in every run.
fn sequence(k: usize) -> impl Iterator<Item = f64> {
    let mut state = 20_261_121_u64;
    (0..k).map(move |_| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    })
}

/// Estimates that differ by more than chance, with variances over two orders of magnitude.
fn studies(k: usize) -> StudySet {
    let numbers: Vec<f64> = sequence(4 * k).collect();
    let study = |i: usize| {
        let [a, b, c, d] = [0, 1, 2, 3].map(|j| numbers[4 * i + j]);
        let variance = 0.01 * 100.0_f64.powf(d);
        // Three uniform numbers make a roughly normal one of variance 1/4.
        let normal = (a + b + c - 1.5) * 2.0;
        let effect = Effect::new(0.3 + normal * (0.2 + variance).sqrt(), variance);
        effect.map(|effect| Study::new(format!("study {i}"), effect))
    };
    let studies: Result<Vec<Study>, EffectError> = (0..k).map(study).collect();
    match studies.map(StudySet::new) {
        Ok(Ok(set)) => set,
        other => unreachable!("the sequence makes studies: {other:?}"),
    }
}

fn whole(bencher: divan::Bencher, k: usize, options: Options) {
    let set = studies(k);
    bencher.bench_local(|| -> Result<Posterior, BayesError> { bayes::fit(&set, &options) });
}

#[divan::bench(args = SIZES)]
fn half_normal_equal_tailed(bencher: divan::Bencher, k: usize) {
    whole(
        bencher,
        k,
        Options::new(TauPrior::HalfNormal { scale: 0.5 }),
    );
}

#[divan::bench(args = SIZES)]
fn half_cauchy_shortest(bencher: divan::Bencher, k: usize) {
    let options = Options {
        interval: IntervalKind::Shortest,
        ..Options::new(TauPrior::HalfCauchy { scale: 0.5 })
    };
    whole(bencher, k, options);
}

fn posterior(k: usize) -> Posterior {
    let options = Options::new(TauPrior::HalfNormal { scale: 0.5 });
    match bayes::fit(&studies(k), &options) {
        Ok(posterior) => posterior,
        Err(error) => unreachable!("the sequence has a posterior: {error}"),
    }
}

#[divan::bench(args = SIZES)]
fn shrinkage_of_every_study(bencher: divan::Bencher, k: usize) {
    let posterior = posterior(k);
    bencher.bench_local(|| posterior.shrinkage());
}

#[divan::bench]
fn interval_of_one_study(bencher: divan::Bencher) {
    let posterior = posterior(10);
    let level = Probability::NINETY_FIVE;
    bencher.bench_local(|| {
        let effect = posterior.study_effect(0);
        effect.map(|e| e.interval(level, IntervalKind::EqualTailed))
    });
}
