//! How long do Mantel–Haenszel, an exact odds ratio and ten thousand permutations take?
//!
//! `cargo bench -p euthymia-synthesis --bench how_long_is_a_stratified_test`.

use euthymia_numerics::Probability;
use euthymia_numerics::random::Random;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::pairwise::{Interval, Model, Options, Tau2Method};
use euthymia_synthesis::permutation::{PermutationError, PermutationTest, Plan, signs};
use euthymia_synthesis::stratified::exact::{self, ExactOddsRatio, Tail};
use euthymia_synthesis::stratified::{
    self, Pooled, StratifiedError, Stratum, mantel_haenszel, peto,
};
use euthymia_synthesis::studies::{Study, StudySet};

fn main() {
    divan::main();
}

/// Sparse trials of some hundred patients, the same in every run.
fn tables(k: usize) -> Vec<Stratum<TwoByTwo>> {
    let mut random = Random::new(20_261_121, 0);
    let mut table = || {
        let n = 50 + random.below(200);
        TwoByTwo::new(random.below(n / 5), n, random.below(n / 5), n)
    };
    let strata = (0..k).filter_map(|i| Some(Stratum::new(format!("trial {i}"), table().ok()?)));
    strata.collect()
}

fn studies(k: usize) -> StudySet {
    let mut random = Random::new(20_261_121, 1);
    let mut study = |i: usize| {
        let spread: f64 = (0..3).map(|_| random.unit() - 0.5).sum();
        let effect = Effect::new(0.2 + spread, 0.02 + 0.2 * random.unit());
        effect.map(|effect| Study::new(format!("study {i}"), effect))
    };
    let studies: Result<Vec<Study>, _> = (0..k).map(&mut study).collect();
    match studies.map(StudySet::new) {
        Ok(Ok(set)) => set,
        other => unreachable!("the sequence makes studies: {other:?}"),
    }
}

#[divan::bench(args = [10, 1_000, 100_000])]
fn mantel_haenszel_odds_ratio(bencher: divan::Bencher, k: usize) {
    let strata = tables(k);
    bencher.bench_local(|| -> Result<Pooled, StratifiedError> {
        mantel_haenszel::odds_ratio(&strata, &stratified::Options::default())
    });
}

#[divan::bench(args = [10, 1_000, 100_000])]
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
