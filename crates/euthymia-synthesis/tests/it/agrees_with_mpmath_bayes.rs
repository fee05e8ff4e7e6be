//! `reference/expected/mpmath/bayes.csv`: the same posteriors from the definition, in 28 digits; and
//! `reference/expected/r/bayes.csv`: some of them by R's own quadrature.

use crate::cases::case;
use euthymia_numerics::Probability;
use euthymia_synthesis::bayes::{
    self, IntervalKind, MeanPrior, Mixture, Options, Posterior, Summary, TauPrior, log_likelihood,
};
use euthymia_synthesis::studies::StudySet;
use euthymia_testkit::reference::csv;
use euthymia_testkit::{Comparison, Expected, assert_close};
use std::collections::BTreeMap;

/// Splits `name(a;b)` into the name and its numbers.
fn call(text: &str) -> (&str, Vec<f64>) {
    let (name, rest) = text.split_once('(').unwrap_or((text, ")"));
    let numbers = rest.trim_end_matches(')').split(';');
    let numbers = numbers
        .filter(|n| !n.is_empty())
        .map(|n| n.parse().unwrap());
    (name, numbers.collect())
}

pub(crate) fn mean_prior(text: &str) -> MeanPrior {
    match call(text) {
        ("flat", _) => MeanPrior::Flat,
        ("normal", p) => MeanPrior::Normal {
            mean: p[0],
            sd: p[1],
        },
        (other, _) => panic!("no prior {other}"),
    }
}

pub(crate) fn tau_prior(text: &str) -> TauPrior {
    let (name, p) = call(text);
    match name {
        "half_normal" => TauPrior::HalfNormal { scale: p[0] },
        "half_cauchy" => TauPrior::HalfCauchy { scale: p[0] },
        "half_t" => TauPrior::HalfT {
            df: p[0],
            scale: p[1],
        },
        "exponential" => TauPrior::Exponential { rate: p[0] },
        "uniform" => TauPrior::Uniform { upper: p[0] },
        "uniform_improper" => TauPrior::UniformImproper,
        "uniform_variance" => TauPrior::UniformVariance { upper: p[0] },
        "uniform_variance_improper" => TauPrior::UniformVarianceImproper,
        "inverse_gamma_variance" => TauPrior::InverseGammaVariance {
            shape: p[0],
            scale: p[1],
        },
        "log_normal_variance" => TauPrior::LogNormalVariance {
            mean: p[0],
            sd: p[1],
        },
        "log_t_variance" => TauPrior::LogTVariance {
            df: p[0],
            location: p[1],
            scale: p[2],
        },
        other => panic!("no prior {other}"),
    }
}

struct Analysis {
    set: StudySet,
    posterior: Posterior,
}

impl Analysis {
    fn new(dataset: &str, mean: &str, tau: &str) -> Self {
        let name = if dataset.ends_with("_RR") {
            dataset.to_owned()
        } else {
            format!("{dataset}_GEN")
        };
        let set = case(&name).set();
        let options = Options {
            mean_prior: mean_prior(mean),
            ..Options::new(tau_prior(tau))
        };
        let posterior = bayes::fit(&set, &options).unwrap();
        Self { set, posterior }
    }

    fn found(&self, quantity: &str) -> Option<f64> {
        let posterior = &self.posterior;
        let (what, rest) = quantity.split_once('.').unwrap_or((quantity, ""));
        match what {
            "log_likelihood" => {
                let tau = rest.trim_start_matches("at.").parse().unwrap();
                let prior = posterior.options.mean_prior;
                Some(log_likelihood(&self.set, prior, tau))
            }
            "log_evidence" => posterior.log_evidence,
            "bayes_factor" if rest == "tau_zero" => posterior.bayes_factors.tau_zero,
            "bayes_factor" => posterior.bayes_factors.mean_zero,
            "tau" => match rest {
                "sf.1" => Some(posterior.tau_distribution().sf(1.0)),
                "shortest.upper" => {
                    let shortest = posterior
                        .tau_distribution()
                        .interval(Probability::NINETY_FIVE, IntervalKind::Shortest);
                    assert_eq!(shortest.lower, 0.0, "the density only falls");
                    Some(shortest.upper)
                }
                _ => summary(&posterior.tau, rest),
            },
            "mu" => of(posterior.mean_distribution(), &posterior.mean, rest),
            "new" => of(
                posterior.new_effect_distribution(),
                &posterior.new_effect,
                rest,
            ),
            "study1" => {
                let mixture = posterior.study_effect(0)?;
                let shrunken = posterior.shrinkage()[0];
                for (a, b) in [(mixture.mean(), shrunken.mean), (mixture.sd(), shrunken.sd)] {
                    assert_close!(a.unwrap(), b, "posterior", "one study by two ways");
                }
                let bounds = mixture.interval(Probability::NINETY_FIVE, IntervalKind::EqualTailed);
                let all = Summary {
                    mean: mixture.mean(),
                    sd: mixture.sd(),
                    median: mixture.quantile(Probability::new(0.5).unwrap()),
                    mode: mixture.mode(),
                    interval: bounds,
                };
                of(&mixture, &all, rest)
            }
            _ => None,
        }
    }
}

fn of(mixture: &Mixture, all: &Summary, what: &str) -> Option<f64> {
    let shortest = || mixture.interval(Probability::NINETY_FIVE, IntervalKind::Shortest);
    match what {
        "cdf.0" => Some(mixture.cdf(0.0)),
        "shortest.lower" => Some(shortest().lower),
        "shortest.upper" => Some(shortest().upper),
        _ => summary(all, what),
    }
}

fn summary(all: &Summary, what: &str) -> Option<f64> {
    match what {
        "mean" => all.mean,
        "sd" => all.sd,
        "median" => Some(all.median),
        "mode" => Some(all.mode),
        "lower" => Some(all.interval.lower),
        "upper" => Some(all.interval.upper),
        _ => None,
    }
}

/// The named tolerance of a quantity.
fn tolerance(quantity: &str, expected: &Expected) -> &'static str {
    if quantity.starts_with("log_likelihood") {
        "algebra"
    } else if quantity == "tau.mode" && expected.value == 0.0 {
        "exact"
    } else if quantity.contains("shortest") && !quantity.starts_with("tau") {
        "shortest_interval"
    } else {
        "posterior"
    }
}

#[test]
fn every_quantity() {
    let mut all = Comparison::new("mpmath, 28 digits");
    let table = csv("expected/mpmath/bayes.csv");
    let mut analyses: BTreeMap<&str, Analysis> = BTreeMap::new();
    for row in table.rows() {
        let [dataset, mean, tau, quantity] =
            ["dataset", "mean_prior", "tau_prior", "quantity"].map(|c| row.cell(c));
        let analysis = analyses
            .entry(row.cell("analysis"))
            .or_insert_with(|| Analysis::new(dataset, mean, tau));
        let context = format!("{dataset}, {mean}, {tau}: {quantity}");
        let expected = row.number("value");
        match analysis.found(quantity) {
            Some(found) => {
                let with = tolerance(quantity, &expected);
                let kind = quantity.split(".at").next().unwrap();
                all.compare(kind, found, expected, with, &context);
            }
            None => all.require(false, || format!("{context}: found nothing")),
        }
    }
    all.finish(500);
}

#[test]
fn quadrature_of_r() {
    let mut all = Comparison::new("R, integrate");
    for row in csv("expected/r/bayes.csv").rows() {
        let [dataset, mean, tau, quantity] =
            ["dataset", "mean_prior", "tau_prior", "quantity"].map(|c| row.cell(c));
        let context = format!("{dataset}, {mean}, {tau}: {quantity}");
        match Analysis::new(dataset, mean, tau).found(quantity) {
            Some(found) => all.compare(quantity, found, row.number("value"), "root", &context),
            None => all.require(false, || format!("{context}: found nothing")),
        }
    }
    all.finish(35);
}
