//! Röver C. bayesmeta: the posterior of Rubin's eight schools as printed in "An introduction to
//! meta-analysis using the bayesmeta package" (vignette of the package of J Stat Softw 2020;93(6)).
//!
//! Its program approximates the distributions of μ and θᵢ by mixtures on a coarse grid, within a
//! Kullback–Leibler divergence of 0.01 by default, and finds modes with R's `optimize`: those are
//! compared under `bayesmeta_grid`, what it integrates directly under `printed_to_six_decimals`.

use crate::agrees_with_mpmath_bayes::{mean_prior, tau_prior};
use crate::cases::case;
use euthymia_numerics::Probability;
use euthymia_synthesis::bayes::{self, IntervalKind, Options, Posterior};
use euthymia_testkit::assert_close;
use euthymia_testkit::reference::csv;

fn eight_schools() -> Posterior {
    let options = Options {
        mean_prior: mean_prior("normal(0;50)"),
        interval: IntervalKind::Shortest,
        ..Options::new(tau_prior("half_cauchy(25)"))
    };
    bayes::fit(&case("rubin1981_GEN").set(), &options).unwrap()
}

/// Our value of a quantity named as in the table.
fn found(posterior: &Posterior, quantity: &str) -> f64 {
    let probability = |p: f64| Probability::new(p).unwrap();
    let (tau, mu) = (posterior.tau_distribution(), posterior.mean_distribution());
    let study = |i: usize, what: &str| {
        let theta = posterior.study_effect(i).unwrap();
        let bounds = theta.interval(Probability::NINETY_FIVE, IntervalKind::Shortest);
        match what {
            "mode" => theta.mode(),
            "median" => theta.quantile(probability(0.5)),
            "mean" => theta.mean().unwrap(),
            "sd" => theta.sd().unwrap(),
            "lower" => bounds.lower,
            _ => bounds.upper,
        }
    };
    match quantity {
        "tau.mode" => posterior.tau.mode,
        "tau.median" => posterior.tau.median,
        "tau.mean" => posterior.tau.mean.unwrap(),
        "tau.sd" => posterior.tau.sd.unwrap(),
        "tau.lower" => posterior.tau.interval.lower,
        "tau.upper" => posterior.tau.interval.upper,
        "tau.central.lower" => tau.quantile(probability(0.025)),
        "tau.central.upper" => tau.quantile(probability(0.975)),
        "tau.quantile.0.95" => tau.quantile(probability(0.95)),
        "mu.mode" => posterior.mean.mode,
        "mu.median" => posterior.mean.median,
        "mu.mean" => posterior.mean.mean.unwrap(),
        "mu.sd" => posterior.mean.sd.unwrap(),
        "mu.lower" => posterior.mean.interval.lower,
        "mu.upper" => posterior.mean.interval.upper,
        "mu.sf.0" => mu.sf(0.0),
        "mu.quantile.0.95" => mu.quantile(probability(0.95)),
        _ => {
            let (name, what) = quantity.split_once('.').unwrap();
            let place = ["theta_A", "theta_G", "theta_H"]
                .iter()
                .position(|n| *n == name);
            study([0, 6, 7][place.unwrap()], what)
        }
    }
}

#[test]
fn the_printed_posterior() {
    let posterior = eight_schools();
    let table = csv("published/roever2020_rubin1981.csv");
    let mut count = 0;
    for row in table.rows() {
        let quantity = row.cell("quantity");
        let value = found(&posterior, quantity);
        let expected = row.number("printed");
        assert_close!(value, expected, row.cell("tolerance"), "{quantity}");
        count += 1;
    }
    assert_eq!(count, 35);
}
