//! Recall from the ranked order by buscarpy, samples by SciPy, both with exact fractions beside
//! them: `reference/generators/py/stopping.py`.

use euthymia_screening::stopping::recall::{Sampled, ranked, sampled};
use euthymia_screening::stopping::sample::{bound, needed};
use euthymia_screening::stopping::{Labelled, Screened, StoppingRule, stops_at};
use euthymia_testkit::{Comparison, reference};

const FILE: &str = "expected/python/stopping.json";
const ORDERS: [&str; 6] = ["early", "straggler", "thin", "none", "steady", "large"];

struct Order {
    labels: Vec<bool>,
    total: u64,
}

fn order(file: &reference::Json, name: &str) -> Order {
    let at = |what: &str| file.get(&format!("orders.{name}.{what}")).unwrap().clone();
    let relevant: Vec<usize> = serde_json::from_value(at("relevant_at")).unwrap();
    let screened: usize = serde_json::from_value(at("screened")).unwrap();
    Order {
        labels: (0..screened)
            .map(|place| relevant.contains(&place))
            .collect(),
        total: serde_json::from_value(at("total")).unwrap(),
    }
}

#[test]
fn ranked_orders_agree_with_buscarpy() {
    let file = reference::json(FILE);
    let mut all = Comparison::new("recall by buscarpy");
    for name in ORDERS {
        let own = order(&file, name);
        let so_far = Screened::new(own.labels.clone(), own.total).unwrap();
        for place in 0..3 {
            let at = |what: &str| format!("orders.{name}.targets.{place}.{what}");
            let target = file.number(&at("target")).value;
            let p = ranked(&so_far, target, 0.95).unwrap().p;
            all.compare(
                "p",
                p,
                file.number(&at("buscarpy")),
                "scipy_hypergeometric",
                name,
            );
            if let Some(exact) = file.number_if_any(&at("exact")) {
                all.compare("exact p", p, exact, "algebra", name);
            }
        }
        let at = |what: &str| format!("orders.{name}.batches.{what}");
        for (place, p) in file.numbers(&at("p")).into_iter().enumerate() {
            let read = ((place + 1) * 50).min(own.labels.len());
            let part = Screened::new(own.labels[..read].to_vec(), own.total).unwrap();
            let found = ranked(&part, 0.95, 0.95).unwrap().p;
            all.compare(
                "p of a batch",
                found,
                p.unwrap(),
                "scipy_hypergeometric",
                name,
            );
        }
    }
    all.finish(18 + 9 + 8 + 12 + 14 + 10 + 19 + 148);
}

#[test]
fn the_batch_at_which_it_stops_agrees() {
    let file = reference::json(FILE);
    for name in ["early", "steady", "large"] {
        let mut own = order(&file, name);
        own.labels.resize(own.total as usize, false);
        let rule = StoppingRule::Ranked {
            target: 0.95,
            confidence: 0.95,
            every: 50,
        };
        let order = Labelled {
            labels: own.labels,
            seed: 0,
        };
        let (read, _) = stops_at(rule, &order).unwrap();
        let expected = file.number(&format!("orders.{name}.batches.read")).value;
        assert_eq!(read as f64, expected, "{name}");
    }
}

#[test]
fn samples_agree_with_scipy() {
    let file = reference::json(FILE);
    let mut all = Comparison::new("samples by SciPy");
    for place in 0..6 {
        let at = |what: &str| file.number(&format!("samples.{place}.{what}"));
        let count = |what: &str| at(what).value as u64;
        let sample = Sampled {
            before: count("before"),
            rest: count("rest"),
            drawn: count("drawn"),
            drawn_relevant: count("found"),
        };
        for level in 0..2 {
            let at = |what: &str| at(&format!("levels.{level}.{what}"));
            let confidence = at("level").value;
            let found = bound(sample, 0.95, confidence).unwrap();
            all.compare(
                "bound",
                found.missed_at_most as f64,
                at("missed_at_most"),
                "exact",
                "sample",
            );
            let p = sampled(sample, 0.95, confidence).unwrap().p;
            all.compare("p", p, at("p"), "scipy_hypergeometric", "sample");
        }
        let needed = needed(sample.before, sample.rest, 0.95, 0.95).unwrap();
        all.compare("needed", needed as f64, at("needed"), "exact", "sample");
    }
    all.finish(6 * 5);
}
