//! Base R on smoking cessation (Hasselblad 1998): dense matrices, and τ on a fixed grid.

use euthymia_synthesis::bayes::{Summary, TauPrior};
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::network::bayes::{EffectPrior, Options, integrate, log_likelihood};
use euthymia_synthesis::network::{Better, CountMeasure, Network, from_counts};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::reference::{self, Json};
use euthymia_testkit::{Comparison, assert_close};

use crate::network_bayes_cases::smoking;

fn network() -> Network {
    let made = from_counts(&smoking(), CountMeasure::OddsRatio, &ZeroCells::RATIO).unwrap();
    assert!(made.uninformative.is_empty());
    made.network
}

fn place(network: &Network, json: &Json, at: &str) -> usize {
    let label = json.get(at).and_then(|x| x.as_str()).unwrap();
    network.treatment(label).unwrap()
}

#[test]
fn log_likelihoods_at_fixed_tau() {
    let (json, network) = (reference::json("expected/r/network_bayes.json"), network());
    let reference = network.treatment("No contact").unwrap();
    for i in 0..3 {
        let number = |key: &str| json.number(&format!("log_likelihoods.{i}.{key}"));
        let tau = GivenTau2::new(number("tau").value.powi(2)).unwrap();
        let flat = log_likelihood(&network, EffectPrior::Flat, tau).unwrap();
        assert_close!(flat, number("flat"), "likelihood", "{i}");
        let prior = EffectPrior::Normal { sd: 2.0, reference };
        let normal = log_likelihood(&network, prior, tau).unwrap();
        assert_close!(normal, number("normal"), "likelihood", "{i}");
    }
}

fn summary(all: &mut Comparison, json: &Json, at: &str, found: &Summary) {
    let mut one = |key: &str, value: f64| {
        let expected = json.number(&format!("{at}.{key}"));
        all.compare(key, value, expected, "posterior", at);
    };
    one("mean", found.mean.unwrap());
    one("sd", found.sd.unwrap());
    one("quantiles.0", found.interval.lower);
    one("quantiles.1", found.median);
    one("quantiles.2", found.interval.upper);
}

#[test]
fn posteriors_under_four_pairs_of_priors() {
    let (json, network) = (reference::json("expected/r/network_bayes.json"), network());
    let reference = network.treatment("No contact").unwrap();
    let normal = EffectPrior::Normal { sd: 2.0, reference };
    let half = TauPrior::HalfNormal { scale: 1.0 };
    let turner = TauPrior::LogNormalVariance {
        mean: -2.56,
        sd: 1.74,
    };
    let cases = [
        ("half_normal_flat", EffectPrior::Flat, half),
        (
            "uniform_flat",
            EffectPrior::Flat,
            TauPrior::Uniform { upper: 5.0 },
        ),
        ("log_normal_normal", normal, turner),
        ("half_normal_normal", normal, half),
    ];
    let mut all = Comparison::new("posteriors of a network");
    for (case, effect_prior, tau_prior) in cases {
        let options = Options {
            effect_prior,
            ..Options::new(tau_prior)
        };
        let found = integrate(&network, &options).unwrap();
        assert!(found.converged());
        for k in 0..6 {
            let at = format!("{case}.comparisons.{k}");
            let one = place(&network, &json, &format!("{at}.one"));
            let other = place(&network, &json, &format!("{at}.other"));
            let compared = found.compare(one, other).unwrap();
            summary(
                &mut all,
                &json,
                &format!("{at}.mean_effect"),
                &compared.effect,
            );
            summary(
                &mut all,
                &json,
                &format!("{at}.new_trial"),
                &compared.new_trial,
            );
            let better = found.probability_better(one, other, Better::Larger, 0.5);
            let expected = json.number(&format!("{at}.mean_effect.above_half"));
            all.compare("above half", better.unwrap(), expected, "posterior", &at);
        }
        let number = |key: &str| json.number(&format!("{case}.{key}"));
        let (mean, sd) = (found.tau.mean.unwrap(), found.tau.sd.unwrap());
        all.compare("tau mean", mean, number("tau_mean"), "posterior", case);
        all.compare("tau sd", sd, number("tau_sd"), "posterior", case);
        assert_eq!(found.log_evidence.is_some(), effect_prior.is_proper());
        if let Some(evidence) = found.log_evidence {
            all.compare(
                "evidence",
                evidence,
                number("log_evidence"),
                "posterior",
                case,
            );
        }
    }
    all.finish(4 * (6 * 11 + 2) + 2);
}
