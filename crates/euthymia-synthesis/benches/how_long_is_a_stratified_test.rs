//! How long do Mantel–Haenszel, an exact odds ratio and ten thousand permutations take?
//!
//! `cargo bench -p euthymia-synthesis --bench how_long_is_a_stratified_test`.

#[path = "shared/sequence.rs"]
mod sequence;
#[path = "shared/studies.rs"]
mod studies;

use euthymia_numerics::Probability;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::pairwise::{Interval, Model, Options, Tau2Method};
use euthymia_synthesis::permutation::{PermutationError, PermutationTest, Plan, signs};
use euthymia_synthesis::stratified::exact::{self, ExactOddsRatio, Tail};
use euthymia_synthesis::stratified::{
    self, Pooled, StratifiedError, Stratum, mantel_haenszel, peto,
};
use sequence::sequence;
use studies::studies;

fn main() {
    divan::main();
}

#[divan::bench(args = [10, 100, 1_000, 10_000, 100_000])]
fn mantel_haenszel_odds_ratio(bencher: divan::Bencher, k: usize) {
    let strata = tables(k);
    bencher.bench_local(|| -> Result<Pooled, StratifiedError> {
        mantel_haenszel::odds_ratio(&strata, &stratified::Options::default())
    });
}

#[divan::bench(args = [10, 100, 1_000, 10_000, 100_000])]
fn peto_odds_ratio(bencher: divan::Bencher, k: usize) {
    let strata = tables(k);
    bencher.bench_local(|| -> Result<Pooled, StratifiedError> {
        peto::odds_ratio(&strata, &stratified::Options::default())
    });
}

#[divan::bench(args = [10, 100])]
fn exact_odds_ratio(bencher: divan::Bencher, k: usize) {
    let strata = tables(k);
    bencher.bench_local(|| -> Result<ExactOddsRatio, StratifiedError> {
        exact::odds_ratio(&strata, Tail::Exact, Probability::NINETY_FIVE)
    });
}

/// Sparse trials of some hundred patients.
fn tables(k: usize) -> Vec<Stratum<TwoByTwo>> {
    let mut numbers = sequence();
    let mut below = |n: u64| (numbers.next().unwrap_or(0.5) * n as f64) as u64;
    let mut table = || {
        let n = 50 + below(200);
        TwoByTwo::new(below(n / 5), n, below(n / 5), n)
    };
    let strata = (0..k).filter_map(|i| Some(Stratum::new(format!("trial {i}"), table().ok()?)));
    strata.collect()
}

fn ten_thousand(bencher: divan::Bencher, model: Model, threads: usize) {
    let set = studies(50);
    let options = Options {
        model,
        interval: Interval::HartungKnapp,
        ..Options::default()
    };
    let plan = Plan {
        threads,
        ..Plan::sample(10_000, 1)
    };
    bencher.bench_local(|| -> Result<PermutationTest, PermutationError> {
        signs::test(&set, &options, &plan, |_, _| {})
    });
}

#[divan::bench(args = [1, 2], sample_count = 10)]
fn ten_thousand_sign_flips_of_fifty_reml(bencher: divan::Bencher, threads: usize) {
    ten_thousand(bencher, Model::RandomEffects(Tau2Method::Reml), threads);
}

#[divan::bench(args = [1, 2], sample_count = 10)]
fn ten_thousand_sign_flips_of_fifty_dersimonian_laird(bencher: divan::Bencher, threads: usize) {
    let method = Tau2Method::DerSimonianLaird;
    ten_thousand(bencher, Model::RandomEffects(method), threads);
}
