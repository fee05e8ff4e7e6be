//! How long do a cluster-robust variance and a location–scale fit take, and do they grow with the number
//! of clusters and of studies and no faster?
//!
//! `cargo bench -p euthymia-synthesis --bench how_long_is_a_robust_variance`. Read the medians of one row
//! against another: ten times the clusters should take ten times as long.

#[path = "shared/sequence.rs"]
mod sequence;

use euthymia_numerics::linear::{Matrix, Vector};
use euthymia_synthesis::design::Design;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::location_scale::{self, Link, Method};
use euthymia_synthesis::robust::{Cluster, Kind, Working, of_pairwise, variance};
use euthymia_synthesis::studies::{Study, StudySet};
use sequence::sequence;

const CLUSTERS: [usize; 3] = [100, 1_000, 10_000];
/// Rows of a cluster.
const ROWS: usize = 10;

fn main() {
    divan::main();
}

/// Clusters of ten rows, an intercept and a covariate, each row with a variance of its own.
fn clusters(count: usize, dense: bool) -> Vec<Cluster> {
    let numbers: Vec<f64> = sequence().take(3 * ROWS * count).collect();
    let each = numbers.chunks_exact(3 * ROWS).map(|numbers| {
        let at = |i: usize, j: usize| numbers[3 * i + j];
        let design = Matrix::from_fn(ROWS, 2, |i, j| if j == 0 { 1.0 } else { at(i, 0) });
        let residuals = Vector::from_fn(ROWS, |i, _| at(i, 1) - 0.5);
        let variance = |i: usize| 0.02 + 0.2 * at(i, 2);
        let covariance = if dense {
            Working::Dense(Matrix::from_fn(ROWS, ROWS, |i, j| {
                0.05 + if i == j { variance(i) } else { 0.0 }
            }))
        } else {
            Working::Diagonal((0..ROWS).map(variance).collect())
        };
        Cluster::new(design, residuals, covariance)
    });
    match each.collect() {
        Ok(clusters) => clusters,
        Err(error) => unreachable!("the sequence makes clusters: {error}"),
    }
}

fn studies(k: usize) -> StudySet {
    let numbers: Vec<f64> = sequence().take(3 * k).collect();
    let study = |(i, n): (usize, &[f64])| {
        let variance = 0.02 + 0.2 * n[2];
        let normal = (n[0] + n[1] - 1.0) * 6.0_f64.sqrt();
        let effect = Effect::new(0.3 + normal * (0.1 + variance).sqrt(), variance);
        effect.map(|effect| Study::new(format!("study {i}"), effect))
    };
    let made: Result<Vec<Study>, _> = numbers.chunks_exact(3).enumerate().map(study).collect();
    match made.map(StudySet::new) {
        Ok(Ok(set)) => set,
        other => unreachable!("the sequence makes studies: {other:?}"),
    }
}

#[divan::bench(args = CLUSTERS)]
fn cr1_uncorrelated(bencher: divan::Bencher, count: usize) {
    let clusters = clusters(count, false);
    bencher.bench_local(|| variance(&clusters, Kind::Cr1));
}

#[divan::bench(args = CLUSTERS)]
fn cr2_uncorrelated(bencher: divan::Bencher, count: usize) {
    let clusters = clusters(count, false);
    bencher.bench_local(|| variance(&clusters, Kind::Cr2));
}

#[divan::bench(args = CLUSTERS)]
fn cr1_correlated(bencher: divan::Bencher, count: usize) {
    let clusters = clusters(count, true);
    bencher.bench_local(|| variance(&clusters, Kind::Cr1));
}

#[divan::bench(args = CLUSTERS)]
fn cr2_correlated(bencher: divan::Bencher, count: usize) {
    let clusters = clusters(count, true);
    bencher.bench_local(|| variance(&clusters, Kind::Cr2));
}

#[divan::bench(args = CLUSTERS)]
fn cr2_of_a_pooled_mean(bencher: divan::Bencher, count: usize) {
    let set = studies(count * ROWS);
    let labels: Vec<usize> = (0..count * ROWS).map(|i| i / ROWS).collect();
    bencher.bench_local(|| of_pairwise(&set, 0.1, &labels, Kind::Cr2));
}

#[divan::bench(args = [50, 1_000, 100_000])]
fn location_scale_fit(bencher: divan::Bencher, k: usize) {
    let set = studies(k);
    let covariate = Matrix::from_fn(k, 2, |i, j| if j == 0 { 1.0 } else { (i as f64).sin() });
    let names = vec!["intercept".to_owned(), "covariate".to_owned()];
    match Design::new(names, covariate) {
        Ok(design) => bencher
            .bench_local(|| location_scale::fit(&set, &design, &design, Method::Reml, Link::Log)),
        Err(error) => unreachable!("the columns are independent: {error}"),
    }
}
