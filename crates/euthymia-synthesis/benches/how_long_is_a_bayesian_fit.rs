//! How long does a posterior take, and does it grow with the number of studies and no faster?
//!
//! `cargo bench -p euthymia-synthesis --bench how_long_is_a_bayesian_fit`. Read the medians of one row
//! against another: ten times the studies should take at most ten times as long.

#[path = "shared/sequence.rs"]
mod sequence;
#[path = "shared/studies.rs"]
mod studies;

use euthymia_numerics::Probability;
use euthymia_synthesis::bayes::{self, BayesError, IntervalKind, Options, Posterior, TauPrior};
use studies::studies;

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

fn main() {
    divan::main();
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
