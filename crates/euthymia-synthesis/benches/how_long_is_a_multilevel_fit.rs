//! How long does a multilevel fit take, and does it grow with the number of rows and no faster?
//!
//! `cargo bench -p euthymia-synthesis --bench how_long_is_a_multilevel_fit`.

#[path = "shared/sequence.rs"]
mod sequence;

use euthymia_synthesis::design::Design;
use euthymia_synthesis::multilevel::{
    self, CorrelationPattern, Data, Grouping, KnownCovariance, LevelPattern, Method, Options, Term,
};
use euthymia_synthesis::variance::Variance;
use sequence::sequence;

fn main() {
    divan::main();
}

fn grouping(name: &str, n: usize, level: impl Fn(usize) -> usize) -> Grouping {
    let labels: Vec<String> = (0..n).map(|i| level(i).to_string()).collect();
    Grouping::new(name, &labels)
}

/// Roughly normal, of variance 1.
fn normal(three: &[f64]) -> f64 {
    2.0 * (three.iter().sum::<f64>() - 1.5)
}

/// What is random beside the study.
#[derive(Clone, Copy)]
enum Shape {
    /// Rows within studies.
    Nested,
    /// The same, with correlated sampling errors within a study.
    Correlated,
    /// Twenty laboratories that cross the studies.
    Crossed,
    /// Ten outcomes per study, equally correlated.
    Outcomes,
}

/// `n` rows, ten to a study.
fn data(n: usize, shape: Shape) -> Option<Data> {
    let numbers: Vec<f64> = sequence().take(10 * n).collect();
    let study = grouping("study", n, |i| i / 10);
    let variance = |i: usize| 0.01 + 0.1 * numbers[i];
    let variances: Result<Vec<Variance>, _> = (0..n).map(|i| Variance::new(variance(i))).collect();
    let variances = variances.ok()?;
    let estimate = |i: usize| {
        let of_study = normal(&numbers[n + 3 * (i / 10)..n + 3 * (i / 10) + 3]);
        let of_row = normal(&numbers[4 * n + 3 * i..4 * n + 3 * i + 3]);
        0.3 + 0.4 * of_study + (0.05 + variance(i)).sqrt() * of_row
    };
    let rows = Term::Intercept(grouping("row", n, |i| i));
    let terms = match shape {
        Shape::Nested | Shape::Correlated => vec![Term::Intercept(study.clone()), rows],
        Shape::Crossed => vec![
            Term::Intercept(study.clone()),
            Term::Intercept(grouping("lab", n, |i| (i * 7 + i / 10) % 20)),
            rows,
        ],
        Shape::Outcomes => vec![Term::Levels {
            pattern: LevelPattern::CompoundSymmetry,
            inner: grouping("outcome", n, |i| i % 10),
            outer: study.clone(),
        }],
    };
    let pattern = CorrelationPattern {
        cluster: &study,
        correlation: 0.6,
        kind: None,
        time: None,
    };
    let known = match shape {
        Shape::Correlated => KnownCovariance::with_correlations(&variances, &pattern).ok()?,
        _ => KnownCovariance::independent(&variances),
    };
    let estimates = (0..n).map(estimate).collect();
    Data::new(estimates, known, Design::intercept(n), terms).ok()
}

fn fit(bencher: divan::Bencher, n: usize, shape: Shape) {
    let Some(data) = data(n, shape) else {
        unreachable!("the sequence makes data");
    };
    bencher.bench_local(|| multilevel::fit(&data, &Options::default()));
}

#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 5)]
fn nested(bencher: divan::Bencher, n: usize) {
    fit(bencher, n, Shape::Nested);
}

#[divan::bench(args = [1_000, 10_000], sample_count = 5)]
fn correlated_errors(bencher: divan::Bencher, n: usize) {
    fit(bencher, n, Shape::Correlated);
}

#[divan::bench(args = [1_000, 10_000], sample_count = 5)]
fn ten_outcomes(bencher: divan::Bencher, n: usize) {
    fit(bencher, n, Shape::Outcomes);
}

#[divan::bench(args = [1_000, 100_000], sample_count = 3)]
fn crossed(bencher: divan::Bencher, n: usize) {
    fit(bencher, n, Shape::Crossed);
}

#[divan::bench(args = [1_000, 100_000], sample_count = 5)]
fn one_likelihood(bencher: divan::Bencher, n: usize) {
    let Some(data) = data(n, Shape::Nested) else {
        unreachable!("the sequence makes data");
    };
    bencher.bench_local(|| multilevel::log_likelihood(&data, Method::Reml, &[0.1, 0.05]));
}
