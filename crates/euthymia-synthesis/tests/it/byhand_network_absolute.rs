//! Risks and means at a baseline by hand: `reference/byhand/network_absolute.md`.

use euthymia_numerics::linear::Matrix;
use euthymia_numerics::{Probability, normal};
use euthymia_synthesis::conversion::number_needed::Needed;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::latent::Latent;
use euthymia_synthesis::effect::proportion::from_logit;
use euthymia_synthesis::network::absolute::{
    AbsoluteError, AbsoluteRisk, Baseline, BaselineMean, MeanFrom, Reached, RiskFrom, RiskInterval,
    absolute_mean, absolute_risk, absolute_risks,
};
use euthymia_synthesis::network::{Better, Draws, Estimates};
use euthymia_testkit::assert_close;

const LEVEL: Probability = Probability::NINETY_FIVE;

fn probability(p: f64) -> Probability {
    Probability::new(p).unwrap()
}

fn fifth() -> Baseline {
    Baseline::known(probability(0.2)).unwrap()
}

fn at(effect: f64, variance: f64, from: RiskFrom, interval: RiskInterval) -> AbsoluteRisk {
    let effect = Effect::new(effect, variance).unwrap();
    absolute_risk(&effect, from, &fifth(), interval, LEVEL).unwrap()
}

fn z() -> f64 {
    normal::upper_quantile(probability(0.025))
}

#[test]
fn one_in_five_under_every_kind_of_effect() {
    let event = Better::Smaller;
    let latent = Latent::Logistic;
    let d = -normal::upper_quantile(probability(0.2));
    let cases = [
        (RiskFrom::OddsRatio, 4.0_f64.ln(), 0.5),
        (RiskFrom::RiskRatio, 2.0_f64.ln(), 0.4),
        (RiskFrom::RareRateRatio, 2.0_f64.ln(), 0.4),
        (RiskFrom::RiskDifference, 0.1, 0.3),
        (RiskFrom::HazardRatio, 2.0_f64.ln(), 0.36),
        (
            RiskFrom::StandardisedOdds { latent, event },
            -(4.0_f64.ln()) / latent.log_odds_per_sd(),
            0.5,
        ),
        (RiskFrom::StandardisedNormal { event }, d, 0.5),
    ];
    for (from, effect, exact) in cases {
        let found = at(effect, 0.0001, from, RiskInterval::Endpoints);
        let name = from.name();
        assert_close!(found.risk.possible().unwrap(), exact, "algebra", "{name}");
        let difference = found.difference.possible().unwrap();
        assert_close!(difference, exact - 0.2, "algebra", "{name}");
    }
}

#[test]
fn limits_of_the_effect_are_limits_of_the_risk() {
    // Standard error ln 4/z: odds ratios of 1, 4 and 16 on odds of ¼.
    let variance = (4.0_f64.ln() / z()).powi(2);
    let found = at(
        4.0_f64.ln(),
        variance,
        RiskFrom::OddsRatio,
        RiskInterval::Endpoints,
    );
    let limits = [found.risk_limits.lower, found.risk_limits.upper];
    for (limit, exact) in limits.into_iter().zip([0.2, 0.8]) {
        assert_close!(limit.possible().unwrap(), exact, "algebra", "limit");
    }
    let needed = found.number_needed().unwrap();
    let Needed::OneMore(number) = needed.estimate else {
        panic!("{needed:?}");
    };
    assert_close!(number, 10.0 / 3.0, "algebra", "number needed");
    let Needed::OneMore(number) = needed.at_upper else {
        panic!("{needed:?}");
    };
    assert_close!(number, 5.0 / 3.0, "algebra", "upper limit");
}

#[test]
fn a_number_needed_runs_through_infinity() {
    // Altman: 10, from 4 up to infinity and from there down to 20 the other way.
    let half: f64 = 0.15 / z();
    let found = at(
        0.1,
        half * half,
        RiskFrom::RiskDifference,
        RiskInterval::Endpoints,
    );
    let needed = found.number_needed().unwrap();
    assert!(needed.through_infinity);
    let numbers = [needed.estimate, needed.at_lower, needed.at_upper];
    let [Needed::OneMore(a), Needed::OneLess(b), Needed::OneMore(c)] = numbers else {
        panic!("{numbers:?}");
    };
    for (found, exact) in [(a, 10.0), (b, 20.0), (c, 4.0)] {
        assert_close!(found, exact, "algebra", "number needed");
    }
}

#[test]
fn what_is_no_risk_is_said_and_not_moved() {
    let found = at(
        6.0_f64.ln(),
        0.01,
        RiskFrom::RiskRatio,
        RiskInterval::Endpoints,
    );
    let Reached::Impossible(risk) = found.risk else {
        panic!("{found:?}");
    };
    assert_close!(risk, 1.2, "algebra", "risk");
    assert!(matches!(found.difference, Reached::Impossible(_)));
    assert_eq!(found.number_needed(), None);
    let effect = Effect::new(6.0_f64.ln(), 0.01).unwrap();
    let delta = absolute_risk(
        &effect,
        RiskFrom::RiskRatio,
        &fifth(),
        RiskInterval::Delta,
        LEVEL,
    );
    assert!(matches!(delta, Err(AbsoluteError::Impossible(_))));
    // Only the upper limit, e^(ln 4 + ln 2) times one fifth.
    let variance = (2.0_f64.ln() / z()).powi(2);
    let found = at(
        4.0_f64.ln(),
        variance,
        RiskFrom::RiskRatio,
        RiskInterval::Endpoints,
    );
    assert_close!(found.risk.possible().unwrap(), 0.8, "algebra", "risk");
    assert!(matches!(found.risk_limits.upper, Reached::Impossible(_)));
    assert!(found.risk_limits.lower.possible().is_some());
    // Half of the draws lie above the only certain one: ln 5 is where the risk would be 1.
    let draws = RiskInterval::Draws(Draws {
        count: 200_000,
        seed: 4,
        threads: 2,
    });
    let found = at(5.0_f64.ln(), 0.04, RiskFrom::RiskRatio, draws);
    let share = found.impossible_draws.unwrap() as f64 / 200_000.0;
    assert_close!(share, 0.5, "seeded_draws", "share");
}

#[test]
fn the_delta_method_by_its_slopes() {
    let baseline = Baseline::estimated(&Effect::new(0.25_f64.ln(), 1.0 / 9.0).unwrap()).unwrap();
    let effect = Effect::new(4.0_f64.ln(), 1.0 / 25.0).unwrap();
    let of = |from, interval| absolute_risk(&effect, from, &baseline, interval, LEVEL);
    let found = of(RiskFrom::OddsRatio, RiskInterval::Delta).unwrap();
    let half = z() * 0.0034_f64.sqrt();
    let upper = found.difference_limits.upper.possible().unwrap();
    assert_close!(upper, 0.3 + half, "algebra", "difference");
    let lower = found.risk_limits.lower.possible().unwrap();
    let exact = from_logit(-z() * (34.0_f64 / 225.0).sqrt());
    assert_close!(lower, exact, "algebra", "risk");
    let endpoints = of(RiskFrom::OddsRatio, RiskInterval::Endpoints);
    assert_eq!(endpoints, Err(AbsoluteError::BaselineUncertain));
    let slopes = RiskFrom::HazardRatio.at(2.0_f64.ln(), 0.25_f64.ln());
    let survival: f64 = 16.0 / 25.0;
    assert_close!(
        slopes.by_effect,
        -survival * survival.ln(),
        "algebra",
        "by effect"
    );
    assert_close!(slopes.by_logit, 32.0 / 125.0, "algebra", "by logit");
}

#[test]
fn means_with_both_errors() {
    let effect = Effect::new(-0.5, 0.01).unwrap();
    let baseline = BaselineMean::new(20.0, Some(3.0)).unwrap();
    let from = MeanFrom::Standardised { sd: 40.0 };
    let found = absolute_mean(&effect, from, &baseline, LEVEL).unwrap();
    assert_close!(found.mean, 0.0, "zero_residue", "mean");
    assert_close!(found.mean_bounds.upper, 5.0 * z(), "algebra", "mean");
    assert_close!(
        found.difference_bounds.upper,
        4.0 * z() - 20.0,
        "algebra",
        "difference"
    );
    let plain = absolute_mean(&effect, MeanFrom::Difference, &baseline, LEVEL).unwrap();
    assert_eq!(plain.mean, 19.5);
}

#[test]
fn every_treatment_but_the_reference_has_a_risk() {
    let covariance = Matrix::from_diagonal(&vec![0.0, 0.04, 0.09].into());
    let names = ["A", "B", "C"].map(String::from).to_vec();
    let values = vec![0.0, 4.0_f64.ln(), 0.0];
    let estimates = Estimates::new(names, values, covariance, LEVEL).unwrap();
    let of = |reference, from| {
        absolute_risks(
            &estimates,
            reference,
            from,
            &fifth(),
            RiskInterval::Endpoints,
            LEVEL,
        )
    };
    let found = of(0, RiskFrom::OddsRatio).unwrap();
    assert!(found[0].is_none());
    let risk = |i: usize| found[i].unwrap().risk.possible().unwrap();
    assert_close!(risk(1), 0.5, "algebra", "B");
    assert_close!(risk(2), 0.2, "algebra", "C");
    assert_eq!(
        of(3, RiskFrom::OddsRatio),
        Err(AbsoluteError::NoTreatment(3))
    );
}

#[test]
fn bad_baselines_are_said() {
    for p in [0.0, 1.0] {
        assert_eq!(
            Baseline::known(probability(p)),
            Err(AbsoluteError::Baseline(p))
        );
    }
    let far = Effect::new(800.0, 1.0).unwrap();
    assert!(Baseline::estimated(&far).is_err());
    for (rate, time) in [
        (0.0, 1.0),
        (1.0, f64::NAN),
        (-1.0, 1.0),
        (1.0, f64::INFINITY),
    ] {
        assert!(Baseline::from_rate(rate, time).is_err());
    }
    assert!(BaselineMean::new(f64::NAN, None).is_err());
    assert!(BaselineMean::new(0.0, Some(0.0)).is_err());
    let baseline = BaselineMean::new(0.0, None).unwrap();
    let effect = Effect::new(1.0, 1.0).unwrap();
    let from = MeanFrom::Standardised { sd: 0.0 };
    assert!(absolute_mean(&effect, from, &baseline, LEVEL).is_err());
    for count in [0, usize::MAX] {
        let draws = RiskInterval::Draws(Draws {
            count,
            seed: 1,
            threads: 1,
        });
        let found = absolute_risk(&effect, RiskFrom::OddsRatio, &fifth(), draws, LEVEL);
        assert_eq!(found, Err(AbsoluteError::Draws(count)));
    }
}
