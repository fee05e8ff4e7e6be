//! Meta-analytic-predictive priors against fixed grids in base R, which share no rule with ours.

use crate::example_weber2021::spondylitis;
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::map_prior::{MapOptions, MapPrior, Update};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::csv;
use std::collections::BTreeMap;

fn prior(case: &str) -> MapPrior {
    let counts = |list: &[(u64, u64)]| -> Vec<Count> {
        let count = |(events, n): &(u64, u64)| Count::new(*events, *n).unwrap();
        list.iter().map(count).collect()
    };
    let (arms, tau_scale) = match case {
        "spondylitis" => (spondylitis(), 1.0),
        "spondylitis_half" => (spondylitis(), 0.5),
        "zeros" => (counts(&[(0, 12), (0, 30), (3, 25)]), 1.0),
        "one" => (counts(&[(11, 30)]), 1.0),
        other => panic!("{other} is not checked"),
    };
    let options = MapOptions {
        tau_scale,
        ..MapOptions::default()
    };
    MapPrior::new(&arms, &options).unwrap()
}

/// The last two parts of a name are a count: `mass.1.6`.
fn count(name: &str) -> (String, Count) {
    let parts: Vec<&str> = name.split('.').collect();
    let (n, x) = (parts[parts.len() - 1], parts[parts.len() - 2]);
    let what = parts[..parts.len() - 2].join(".");
    (
        what,
        Count::new(x.parse().unwrap(), n.parse().unwrap()).unwrap(),
    )
}

/// A prior with the updates made of it so far.
struct Known {
    prior: MapPrior,
    updates: BTreeMap<(u64, u64), Update>,
}

impl Known {
    fn update(&mut self, count: Count) -> &Update {
        let key = (count.events(), count.n());
        let prior = &self.prior;
        let new = || prior.update(count).unwrap();
        self.updates.entry(key).or_insert_with(new)
    }
}

fn found(known: &mut Known, name: &str) -> f64 {
    let prior = &known.prior;
    match name {
        "tau.mean" => return prior.tau_mean(),
        "tau.sd" => return prior.tau_sd(),
        "mean_rate.mean" => return prior.mean_rate().mean(),
        "mean_rate.sd" => return prior.mean_rate().sd(),
        "rate.mean" => return prior.rate().mean(),
        "rate.sd" => return prior.rate().sd(),
        _ => {}
    }
    if let Some(rate) = name.strip_prefix("rate.cdf.") {
        return prior.rate().cdf(rate.parse().unwrap());
    }
    if let Some(rest) = name.strip_prefix("robust.") {
        return robust(known, rest);
    }
    let (what, count) = count(name);
    let tails = prior.predictive(count.n()).tails(count.events()).unwrap();
    match what.as_str() {
        "mass" => tails.mass,
        "at_most" => tails.at_most,
        "at_least" => tails.at_least,
        "posterior.mean" => known.update(count).informative().mean(),
        "posterior.sd" => known.update(count).informative().sd(),
        "posterior.above" => known
            .update(count)
            .robust(Probability::ZERO)
            .above_mean_rate(),
        other => panic!("{other} is not checked"),
    }
}

/// Of a name such as `0.2.1.6.mean`.
fn robust(known: &mut Known, name: &str) -> f64 {
    let (rest, what) = name.rsplit_once('.').unwrap();
    let (weight, count) = count(rest);
    let update = known.update(count);
    let posterior = update.robust(Probability::new(weight.parse().unwrap()).unwrap());
    match what {
        "informative" => posterior.informative(),
        "mean" => posterior.mean(),
        "above" => posterior.above_mean_rate(),
        other => panic!("{other} is not checked"),
    }
}

#[test]
fn every_quantity() {
    let table = csv("expected/r/map_prior.csv");
    let mut priors: BTreeMap<String, Known> = BTreeMap::new();
    let mut all = Comparison::new("R, meta-analytic-predictive priors");
    for row in table.rows() {
        let (case, name) = (row.cell("case"), row.cell("quantity"));
        let new = || Known {
            prior: prior(case),
            updates: BTreeMap::new(),
        };
        let known = priors.entry(case.to_owned()).or_insert_with(new);
        let expected = row.number("value");
        all.compare(
            &format!("{case} {name}"),
            found(known, name),
            &expected,
            "map_prior",
            name,
        );
    }
    all.finish(90);
}
