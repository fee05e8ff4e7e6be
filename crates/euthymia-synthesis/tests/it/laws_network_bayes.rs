//! What must hold between posteriors of networks, and what is refused.

use crate::network_bayes_cases::{Known, compare_draws, smoking};
use crate::network_cases::{contrast, network, triangle};
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::bayes::{Summary, TauPrior};
use euthymia_synthesis::network::bayes::{
    ArmData, EffectPrior, NetworkBayesError, Options, SampleOptions, Unsettled, integrate, sample,
};
use euthymia_synthesis::network::{Arm, Better, FitError, Network, Relative, TrialEstimates};
use euthymia_testkit::{Comparison, assert_close};

const HALF: TauPrior = TauPrior::HalfNormal { scale: 0.5 };

/// Arms of means and their standard errors, two trials of three arms among them.
fn arms() -> Vec<Arm<(f64, f64)>> {
    let rows = [
        ("1", "A", 0.3, 0.20),
        ("1", "B", 1.1, 0.25),
        ("1", "C", 0.9, 0.22),
        ("2", "C", -0.2, 0.15),
        ("2", "D", 0.6, 0.20),
        ("3", "A", 2.0, 0.30),
        ("3", "D", 2.5, 0.30),
        ("4", "B", 0.1, 0.20),
        ("4", "D", 0.4, 0.15),
        ("4", "A", -1.0, 0.20),
        ("5", "A", 0.0, 0.10),
        ("5", "B", 0.4, 0.10),
    ];
    let arm = |(study, treatment, mean, se): (&str, &str, f64, f64)| Arm {
        study: study.into(),
        treatment: treatment.into(),
        result: (mean, se),
    };
    rows.map(arm).to_vec()
}

/// The same as differences from the first arm of each trial.
fn differences(arms: &[Arm<(f64, f64)>]) -> Network {
    let trials = ["1", "2", "3", "4", "5"].map(|study| {
        let own: Vec<_> = arms.iter().filter(|arm| arm.study == study).collect();
        let square = |i: usize| own[i].result.1.powi(2);
        let n = own.len() - 1;
        TrialEstimates {
            study: study.into(),
            treatments: own.iter().map(|arm| arm.treatment.clone()).collect(),
            estimates: (1..=n).map(|i| own[i].result.0 - own[0].result.0).collect(),
            covariance: Matrix::from_fn(n, n, |i, j| {
                square(0) + if i == j { square(i + 1) } else { 0.0 }
            }),
        }
    });
    Network::from_trials(trials.to_vec()).unwrap()
}

fn known(summary: &Summary) -> Known {
    Known {
        mean: summary.mean.unwrap(),
        sd: summary.sd.unwrap(),
        quantiles: [
            summary.interval.lower,
            summary.median,
            summary.interval.upper,
        ],
        effective: f64::INFINITY,
        sd_error: 0.0,
    }
}

#[test]
fn draws_follow_the_integral_where_the_likelihood_is_normal() {
    let data = ArmData::of_means(&arms()).unwrap();
    let options = SampleOptions {
        effect_sd: 3.0,
        // So wide that it acts like a flat prior.
        baseline_sd: 1e4,
        kept: 1500,
        acceptance: 0.995,
        ..SampleOptions::new(Some(HALF), 3)
    };
    let drawn = sample(&data, &options).unwrap();
    assert!(drawn.settled(), "{:?}", drawn.quality);
    let exact = Options {
        effect_prior: EffectPrior::Normal {
            sd: 3.0,
            reference: 0,
        },
        ..Options::new(HALF)
    };
    let exact = integrate(&differences(&arms()), &exact).unwrap();
    assert_eq!(exact.network.treatments(), data.treatments());
    let mut all = Comparison::new("draws and integrals");
    for ((i, j), expected) in exact.league() {
        let found = drawn.compare(i, j).unwrap();
        compare_draws(&mut all, &found, &known(&expected.effect), "effect");
        let found = drawn.new_trial(i, j).unwrap();
        compare_draws(&mut all, &found, &known(&expected.new_trial), "new trial");
        let share = |x: Option<f64>| x.unwrap();
        let one = share(drawn.probability_better(i, j, Better::Smaller, 0.3));
        let other = share(exact.probability_better(i, j, Better::Smaller, 0.3));
        let error = (other * (1.0 - other) / 1000.0).sqrt().max(1e-3);
        all.compare("share", (one - other) / error, 0.0, "monte_carlo", "better");
    }
    compare_draws(&mut all, &drawn.tau().unwrap(), &known(&exact.tau), "tau");
    // Ranks by draws from the mixture and by draws of the sampler.
    let one = drawn.rank(Better::Larger).sucra();
    let other = exact.rank(Better::Larger, 20_000, 5).unwrap().sucra();
    for (one, other) in one.iter().zip(&other) {
        all.compare("sucra", (one - other) / 0.01, 0.0, "monte_carlo", "ranks");
    }
    // Means and covariances, taken as normal.
    let (one, other) = (
        drawn.as_if_normal().unwrap(),
        exact.as_if_normal().unwrap().unwrap(),
    );
    for i in 1..4 {
        let (one, other) = (one.compare(i, 0).unwrap(), other.compare(i, 0).unwrap());
        let away = (one.estimate - other.estimate) / (other.standard_error / 30.0);
        all.compare("as if normal", away, 0.0, "monte_carlo", "mean");
    }
    all.finish(6 * 11 + 5 + 4 + 3);
}

#[test]
fn the_reference_does_not_matter_under_a_flat_prior() {
    let arms = arms();
    let given = differences(&arms);
    let turned = given.reordered(&[2, 0, 3, 1]).unwrap();
    let options = Options::new(TauPrior::HalfCauchy { scale: 0.4 });
    let one = integrate(&given, &options).unwrap();
    let other = integrate(&turned, &options).unwrap();
    for ((i, j), expected) in one.league() {
        let place = |i: usize| turned.treatment(&given.treatments()[i]).unwrap();
        let found = other.compare(place(i), place(j)).unwrap();
        assert_close!(
            found.effect.median,
            expected.effect.median,
            "posterior",
            "found.effect.median"
        );
        assert_close!(
            found.effect.sd.unwrap(),
            expected.effect.sd.unwrap(),
            "posterior",
            "found.effect.sd"
        );
    }
    assert_close!(
        other.tau.median,
        one.tau.median,
        "posterior",
        "other.tau.median"
    );
}

#[test]
fn ranks_by_draws_are_the_chances_of_two_treatments() {
    let network = network(&[
        contrast("1", "A", "B", 0.5, 0.4),
        contrast("2", "A", "B", 0.1, 0.3),
    ]);
    let posterior = integrate(&network, &Options::new(HALF)).unwrap();
    let better = posterior
        .probability_better(0, 1, Better::Larger, 0.0)
        .unwrap();
    let ranking = posterior.rank(Better::Larger, 40_000, 1).unwrap();
    let error = (better * (1.0 - better) / 40_000.0).sqrt();
    let away = (ranking.rankograms()[0][0] - better) / error;
    assert_close!(away, 0.0, "monte_carlo", "away");
    assert_eq!(ranking.draws, 40_000);
    assert_eq!(ranking, posterior.rank(Better::Larger, 40_000, 1).unwrap());
}

#[test]
fn what_has_no_posterior_is_refused() {
    let apart = network(&[
        contrast("1", "A", "B", 1.0, 1.0),
        contrast("2", "C", "D", 1.0, 1.0),
    ]);
    let found = integrate(&apart, &Options::new(HALF));
    assert!(matches!(
        found,
        Err(NetworkBayesError::Fit(FitError::Disconnected { parts: 2 }))
    ));
    let improper = Options::new(TauPrior::UniformImproper);
    let found = integrate(&triangle(), &improper);
    assert!(matches!(
        found,
        Err(NetworkBayesError::Improper { df: 1, needed: 2 })
    ));
    let proper = Options {
        effect_prior: EffectPrior::Normal {
            sd: 1.0,
            reference: 0,
        },
        ..improper
    };
    assert!(integrate(&triangle(), &proper).is_ok());
    let far = Options {
        effect_prior: EffectPrior::Normal {
            sd: 1.0,
            reference: 3,
        },
        ..improper
    };
    assert!(matches!(
        integrate(&triangle(), &far),
        Err(NetworkBayesError::Reference { .. })
    ));
    let level = Options {
        level: Probability::ZERO,
        ..Options::new(HALF)
    };
    assert!(integrate(&triangle(), &level).is_err());
    let data = ArmData::of_means(&arms()).unwrap();
    let some = SampleOptions::new(Some(HALF), 1);
    for options in [
        SampleOptions { chains: 1, ..some },
        SampleOptions { kept: 0, ..some },
        SampleOptions { warm_up: 1, ..some },
        SampleOptions {
            reference: 9,
            ..some
        },
        SampleOptions {
            effect_sd: 0.0,
            ..some
        },
        SampleOptions {
            acceptance: 1.0,
            ..some
        },
        SampleOptions {
            tau_prior: Some(TauPrior::UniformImproper),
            ..some
        },
    ] {
        assert!(sample(&data, &options).is_err(), "{options:?}");
    }
}

#[test]
fn draws_are_the_same_with_any_number_of_threads() {
    let data = ArmData::of_means(&arms()).unwrap();
    let few = SampleOptions {
        warm_up: 100,
        kept: 100,
        ..SampleOptions::new(Some(HALF), 1)
    };
    let one = sample(&data, &SampleOptions { threads: 1, ..few }).unwrap();
    let many = sample(&data, &SampleOptions { threads: 4, ..few }).unwrap();
    assert_eq!(
        one.league().collect::<Vec<_>>(),
        many.league().collect::<Vec<_>>()
    );
    assert_eq!(one.quality, many.quality);
}

#[test]
fn too_few_draws_are_said_to_be_too_few() {
    let data = ArmData::of_counts(&smoking()).unwrap();
    let few = SampleOptions {
        warm_up: 100,
        kept: 100,
        ..SampleOptions::new(Some(TauPrior::Uniform { upper: 5.0 }), 1)
    };
    let found = sample(&data, &few).unwrap();
    assert!(!found.settled());
    let few = |reason: &&Unsettled| matches!(reason, Unsettled::FewEffective { needed: 400.0, .. });
    let reason = found.quality.reasons.iter().find(few).unwrap();
    assert!(reason.to_string().contains("draw longer"), "{reason}");
}
