//! Replays of a finished review with given known records, for `reference/generators/py/screening_asreview.py`,
//! which runs ASReview on the same texts beside it.
//!
//! Standard input is JSON: `texts`, `labels` (whether each was included) and `replays`, each with its
//! `seed` and the `known` rows. Standard output is JSON: `seconds` on the clock on one thread, reading the
//! texts among them, and the `ranks` at which the included records of each replay were found.

#![allow(clippy::print_stdout)]

use euthymia_app::review::Plan;
use euthymia_screening::replay_from;
use euthymia_screening::text::{Corpus, Matrix};
use serde::{Deserialize, Serialize};
use std::time::Instant;

#[derive(Deserialize)]
struct Asked {
    texts: Vec<String>,
    labels: Vec<bool>,
    replays: Vec<Replay>,
}

#[derive(Deserialize)]
struct Replay {
    seed: u64,
    known: Vec<usize>,
}

#[derive(Serialize)]
struct Answer {
    seconds: f64,
    ranks: Vec<Vec<usize>>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let asked: Asked = serde_json::from_reader(std::io::stdin().lock())?;
    let started = Instant::now();
    let plan = Plan::default();
    let matrix = Matrix::of(&Corpus::of(&asked.texts), &plan.model.weighting());
    let mut ranks = Vec::with_capacity(asked.replays.len());
    for own in &asked.replays {
        let replay = replay_from(&matrix, &asked.labels, &plan, own.seed, &own.known)?;
        ranks.push(replay.discovery.ranks().to_vec());
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{}", serde_json::to_string(&Answer { seconds, ranks })?);
    Ok(())
}
