//! How long does a generalised linear mixed model take, and does it grow with the number of studies
//! and no faster?
//!
//! `cargo bench -p euthymia-synthesis --bench how_long_is_a_glmm`. Read the medians of one row against
//! another: ten times the studies should take ten times as long.

#[path = "shared/sequence.rs"]
mod sequence;

use euthymia_numerics::Probability;
use euthymia_synthesis::beta_binomial;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::glmm::{self, Coding, Effects, GlmmError, GlmmFit, Model, Options};
use sequence::sequence;

fn main() {
    divan::main();
}

/// Groups of 20 to 420 with proportions that differ by more than chance.
fn group(numbers: &mut impl Iterator<Item = f64>, shift: f64) -> (u64, u64) {
    let mut next = || numbers.next().unwrap_or(0.5);
    let n = 20.0 + (400.0 * next()).floor();
    let logit = -1.0 + shift + 2.0 * (next() + next() + next() - 1.5);
    let events = (n / (1.0 + (-logit).exp())).round();
    (events as u64, n as u64)
}

fn counts(k: usize) -> Vec<Count> {
    let mut numbers = sequence();
    let groups = std::iter::repeat_with(move || group(&mut numbers, 0.0));
    groups
        .filter_map(|(x, n)| Count::new(x, n).ok())
        .take(k)
        .collect()
}

fn tables(k: usize) -> Vec<TwoByTwo> {
    let mut numbers = sequence();
    let pairs =
        std::iter::repeat_with(move || (group(&mut numbers, 0.4), group(&mut numbers, 0.0)));
    let tables = pairs.filter_map(|((a, n1), (c, n2))| TwoByTwo::new(a, n1, c, n2).ok());
    tables.take(k).collect()
}

#[divan::bench(args = [10, 100, 1_000, 10_000, 100_000])]
fn proportions(bencher: divan::Bencher, k: usize) {
    let counts = counts(k);
    bencher.bench_local(|| glmm::fit_proportions(&counts, &Options::default()));
}

fn odds_ratios(k: usize, model: Model) -> impl FnMut() -> Result<GlmmFit, GlmmError> {
    let tables = tables(k);
    move || glmm::fit_odds_ratios(&tables, model, &Options::default())
}

#[divan::bench(args = [10, 100, 1_000, 10_000])]
fn conditional_approximate(bencher: divan::Bencher, k: usize) {
    bencher.bench_local(odds_ratios(k, Model::ConditionalApproximate));
}

#[divan::bench(args = [10, 100, 1_000])]
fn conditional_exact(bencher: divan::Bencher, k: usize) {
    bencher.bench_local(odds_ratios(k, Model::Conditional));
}

#[divan::bench(args = [10, 100, 1_000, 10_000])]
fn fixed_studies(bencher: divan::Bencher, k: usize) {
    bencher.bench_local(odds_ratios(k, Model::FixedStudies(Coding::Half)));
}

#[divan::bench(args = [10, 100, 1_000])]
fn random_studies(bencher: divan::Bencher, k: usize) {
    let model = Model::RandomStudies {
        coding: Coding::Half,
        correlated: false,
    };
    bencher.bench_local(odds_ratios(k, model));
}

#[divan::bench(args = [10, 100, 1_000, 10_000])]
fn beta_binomials(bencher: divan::Bencher, k: usize) {
    let counts = counts(k);
    let level = Probability::NINETY_FIVE;
    bencher.bench_local(|| beta_binomial::fit_proportions(&counts, Effects::Random, level));
}
