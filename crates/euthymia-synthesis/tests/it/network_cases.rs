//! Networks that several tests share.

use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::network::{
    ADDS_UP_WITHIN, Contrast, Fit, Model, Network, Options, TrialEstimates, fit,
};
use euthymia_testkit::reference::{self, Json};
use proptest::prelude::Strategy;

/// One contrast with its standard error.
pub(crate) fn contrast(study: &str, one: &str, other: &str, estimate: f64, se: f64) -> Contrast {
    Contrast {
        study: study.into(),
        treatment1: one.into(),
        treatment2: other.into(),
        estimate,
        standard_error: se,
    }
}

/// A network of contrasts.
pub(crate) fn network(contrasts: &[Contrast]) -> Network {
    Network::from_contrasts(contrasts, ADDS_UP_WITHIN).unwrap()
}

/// AB 1, BC 1, AC 3, unit variances.
pub(crate) fn triangle() -> Network {
    network(&[
        contrast("1", "A", "B", 1.0, 1.0),
        contrast("2", "B", "C", 1.0, 1.0),
        contrast("3", "A", "C", 3.0, 1.0),
    ])
}

/// A fit by one model with the other choices at their defaults.
pub(crate) fn fitted(network: &Network, model: Model) -> Fit {
    let options = Options {
        model,
        ..Options::default()
    };
    fit(network, &options).unwrap()
}

/// A published network with the results of netmeta and metafor.
pub(crate) fn published(name: &str) -> (Json, Network) {
    let json = reference::json(&format!("expected/netmeta/{name}.json"));
    let network = network(&contrasts(&json));
    (json, network)
}

/// Its contrasts.
pub(crate) fn contrasts(json: &Json) -> Vec<Contrast> {
    let texts = |key: &str| strings(json, &format!("contrasts.{key}"));
    let (studies, ones, others) = (texts("studlab"), texts("treat1"), texts("treat2"));
    let numbers = |key: &str| json.numbers(&format!("contrasts.{key}"));
    let (estimates, errors) = (numbers("TE"), numbers("seTE"));
    let row = |i: usize| {
        let number = |list: &[Option<euthymia_testkit::Expected>]| list[i].as_ref().unwrap().value;
        let (estimate, se) = (number(&estimates), number(&errors));
        contrast(&studies[i], &ones[i], &others[i], estimate, se)
    };
    (0..studies.len()).map(row).collect()
}

/// A list of texts.
pub(crate) fn strings(json: &Json, place: &str) -> Vec<String> {
    let list = json.get(place).and_then(|v| v.as_array()).unwrap();
    list.iter()
        .map(|v| v.as_str().unwrap().to_owned())
        .collect()
}

/// The places of treatments named "one:::other".
pub(crate) fn pair(network: &Network, name: &str) -> (usize, usize) {
    let (one, other) = name.split_once(":::").unwrap();
    let place = |name| network.treatment(name).unwrap();
    (place(one), place(other))
}

/// A connected network of up to seven treatments with trials of two to four arms.
pub(crate) fn any_network() -> impl Strategy<Value = Vec<TrialEstimates>> {
    let arm = (0.05..4.0_f64, -3.0..3.0_f64);
    let trial = (
        proptest::sample::subsequence((0..7_usize).collect::<Vec<_>>(), 2..=4),
        proptest::collection::vec(arm, 7),
    );
    (3..7_usize, proptest::collection::vec(trial, 3..14)).prop_map(|(n, trials)| {
        let chain = (1..n).map(|i| vec![i - 1, i]);
        let others = trials.iter().map(|(arms, _)| {
            let inside = arms.iter().copied().filter(|arm| *arm < n);
            inside.collect::<Vec<_>>()
        });
        let all: Vec<Vec<usize>> = chain.chain(others).filter(|arms| arms.len() > 1).collect();
        let numbers = |at: usize| &trials[at % trials.len()].1;
        let make = |(at, arms): (usize, &Vec<usize>)| {
            let numbers = |arm: usize| numbers(at + arm)[arm];
            TrialEstimates {
                study: format!("trial {at}"),
                treatments: arms.iter().map(|arm| format!("T{arm}")).collect(),
                estimates: arms[1..]
                    .iter()
                    .map(|arm| numbers(*arm).1 - numbers(arms[0]).1)
                    .collect(),
                covariance: Matrix::from_fn(arms.len() - 1, arms.len() - 1, |i, j| {
                    let own = if i == j { numbers(arms[i + 1]).0 } else { 0.0 };
                    own + numbers(arms[0]).0
                }),
            }
        };
        all.iter().enumerate().map(make).collect()
    })
}
