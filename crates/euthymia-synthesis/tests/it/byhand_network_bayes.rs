//! Posteriors of networks by hand: a triangle of equal variances, a network without a degree of freedom,
//! two treatments against the model of pairs.

use crate::network_cases::{contrast, network, triangle};
use euthymia_numerics::Probability;
use euthymia_synthesis::bayes::{self, IntervalKind, MeanPrior, TauPrior};
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::network::bayes::{EffectPrior, Options, integrate};
use euthymia_synthesis::network::{Better, Relative};
use euthymia_synthesis::studies::{Study, StudySet};
use euthymia_testkit::assert_close;

const HALF: TauPrior = TauPrior::HalfNormal { scale: 0.5 };

#[test]
fn a_triangle_has_two_thirds_of_each_variance() {
    // AB 1, BC 1, AC 3: A − B is 4/3 and has variance 2(1 + τ²)/3 at every τ.
    let posterior = integrate(&triangle(), &Options::new(HALF)).unwrap();
    let (mean, sd) = (posterior.tau.mean.unwrap(), posterior.tau.sd.unwrap());
    let tau2 = mean * mean + sd * sd;
    for (one, other, expected) in [(0, 1, 4.0 / 3.0), (1, 2, 4.0 / 3.0), (0, 2, 8.0 / 3.0)] {
        let found = posterior.compare(one, other).unwrap();
        assert_close!(
            found.effect.mean.unwrap(),
            expected,
            "posterior",
            "found.effect.mean"
        );
        assert_close!(
            found.effect.median,
            expected,
            "posterior",
            "found.effect.median"
        );
        let variance = 2.0 / 3.0 * (1.0 + tau2);
        assert_close!(
            found.effect.sd.unwrap(),
            variance.sqrt(),
            "posterior",
            "found.effect.sd"
        );
        let new = found.new_trial.sd.unwrap();
        assert_close!(new, (variance + tau2).sqrt(), "posterior", "new");
        let half = posterior.probability_better(one, other, Better::Smaller, -expected);
        assert_close!(half.unwrap(), 0.5, "posterior", "half");
    }
    assert!(posterior.compare(1, 1).is_none() && posterior.compare(0, 3).is_none());
    assert_eq!(posterior.league().count(), 3);
    let normal = posterior.as_if_normal().unwrap().unwrap();
    assert_close!(
        normal.compare(0, 2).unwrap().estimate,
        8.0 / 3.0,
        "posterior",
        "normal.compare(0, 2).estimate"
    );
}

#[test]
fn without_a_degree_of_freedom_tau_is_as_its_prior_says() {
    let network = network(&[
        contrast("1", "A", "B", 1.0, 0.3),
        contrast("2", "B", "C", -2.0, 0.5),
    ]);
    let posterior = integrate(&network, &Options::new(HALF)).unwrap();
    // E|N(0, s²)| = s√(2/π), E τ² = s².
    let mean = 0.5 * (2.0 / std::f64::consts::PI).sqrt();
    assert_close!(
        posterior.tau.mean.unwrap(),
        mean,
        "posterior",
        "posterior.tau.mean"
    );
    let b_less_c = posterior.compare(1, 2).unwrap().effect;
    assert_close!(b_less_c.mean.unwrap(), -2.0, "posterior", "b_less_c.mean");
    assert_close!(
        b_less_c.sd.unwrap(),
        0.5_f64.sqrt(),
        "posterior",
        "b_less_c.sd"
    );
    // A − C: two trials one after the other, −1 with variance 0.09 + 0.25 + 2τ².
    let a_less_c = posterior.compare(0, 2).unwrap().effect;
    assert_close!(a_less_c.mean.unwrap(), -1.0, "posterior", "a_less_c.mean");
    assert_close!(
        a_less_c.sd.unwrap(),
        0.84_f64.sqrt(),
        "posterior",
        "a_less_c.sd"
    );
}

#[test]
fn two_treatments_are_the_model_of_pairs() {
    let studies = [(-1.0, 0.4), (-0.4, 0.3), (-0.9, 0.6), (0.3, 0.5)];
    let labels = ["1", "2", "3", "4"];
    let contrasts: Vec<_> = (0..4)
        .map(|i| contrast(labels[i], "A", "B", studies[i].0, studies[i].1))
        .collect();
    let effects = (0..4).map(|i| {
        let (y, se) = studies[i];
        Study::new(labels[i], Effect::new(y, se * se).unwrap())
    });
    let set = StudySet::new(effects.collect()).unwrap();
    let priors = [
        (MeanPrior::Flat, EffectPrior::Flat),
        (
            MeanPrior::Normal { mean: 0.0, sd: 2.0 },
            EffectPrior::Normal {
                sd: 2.0,
                reference: 1,
            },
        ),
    ];
    for (mean_prior, effect_prior) in priors {
        for kind in [IntervalKind::EqualTailed, IntervalKind::Shortest] {
            let level = Probability::NINETY_FIVE;
            let pairs = bayes::Options {
                mean_prior,
                tau_prior: HALF,
                level,
                interval: kind,
            };
            let expected = bayes::fit(&set, &pairs).unwrap();
            let options = Options {
                effect_prior,
                tau_prior: HALF,
                level,
                interval: kind,
            };
            let found = integrate(&network(&contrasts), &options).unwrap();
            let compared = found.compare(0, 1).unwrap();
            for (one, other) in [
                (compared.effect, expected.mean),
                (compared.new_trial, expected.new_effect),
                (found.tau, expected.tau),
            ] {
                assert_close!(
                    one.mean.unwrap(),
                    other.mean.unwrap(),
                    "posterior",
                    "one.mean"
                );
                assert_close!(one.sd.unwrap(), other.sd.unwrap(), "posterior", "one.sd");
                assert_close!(one.median, other.median, "posterior", "one.median");
                assert_close!(one.mode, other.mode, "shortest_interval", "one.mode");
                assert_close!(
                    one.interval.lower,
                    other.interval.lower,
                    "shortest_interval",
                    "one.interval.lower"
                );
                assert_close!(
                    one.interval.upper,
                    other.interval.upper,
                    "shortest_interval",
                    "one.interval.upper"
                );
            }
            assert_eq!(
                found.log_evidence.is_some(),
                expected.log_evidence.is_some()
            );
            if let (Some(one), Some(other)) = (found.log_evidence, expected.log_evidence) {
                assert_close!(one, other, "posterior", "one");
            }
        }
    }
}
