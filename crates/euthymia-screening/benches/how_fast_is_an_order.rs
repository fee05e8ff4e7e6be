//! How fast texts are read, a model learns, and a review is read again:
//! `cargo bench -p euthymia-screening`.

// A benchmark stops where it cannot go on.
#![allow(clippy::unwrap_used)]

use divan::Bencher;
use euthymia_numerics::random::Random;
use euthymia_screening::text::{Corpus, Matrix};
use euthymia_screening::{Model, Plan, Ranker, Settings, simulate};

fn main() {
    divan::main();
}

/// Invented texts of 200 words, common words more often than rare ones; 1 in 50 is included.
fn texts(count: usize) -> (Vec<String>, Vec<bool>) {
    let mut random = Random::new(2026, 0);
    let labels: Vec<bool> = (0..count).map(|_| random.below(50) == 0).collect();
    let text = |is_in: &bool| {
        let words = (0..200).map(|_| {
            let rare = (random.unit().powi(4) * 60_000.0) as u64;
            match *is_in && random.below(10) == 0 {
                true => format!("topic{}", random.below(200)),
                false => format!("w{rare}"),
            }
        });
        words.collect::<Vec<_>>().join(" ")
    };
    (labels.iter().map(text).collect(), labels)
}

#[divan::bench(args = [5_000, 50_000], sample_count = 2, sample_size = 1)]
fn texts_are_read(bencher: Bencher, count: usize) {
    let (texts, _) = texts(count);
    bencher.bench_local(|| Ranker::new(&texts, &[], Settings::default()));
}

#[divan::bench(args = [200, 2_000, 10_000], sample_count = 5, sample_size = 1)]
fn a_model_learns_and_orders_50_000(bencher: Bencher, decided: usize) {
    let (texts, labels) = texts(50_000);
    let decisions: Vec<_> = labels.iter().take(decided).map(|own| Some(*own)).collect();
    let mut ranker = Ranker::new(&texts, &[], Settings::default());
    bencher.bench_local(|| ranker.retrain(&decisions));
}

#[divan::bench(sample_count = 2, sample_size = 1)]
fn five_thousand_are_read_again_from_10_seeds(bencher: Bencher) {
    let (texts, labels) = texts(5_000);
    let matrix = Matrix::of(&Corpus::of(&texts), &Model::Svm.weighting());
    let seeds: Vec<u64> = (1..=10).collect();
    bencher
        .bench_local(|| simulate(&matrix, &labels, &Plan::default(), &seeds, &mut |_| ()).unwrap());
}
