//! Log hazards by hand: `reference/byhand/network_survival.md`.

use euthymia_numerics::{Probability, normal};
use euthymia_synthesis::effect::EffectError;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::proportion::{Count, Split};
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::network::survival::{
    FromSurvival, MedianTime, PrintedHazardRatio, SurvivalKind, SurvivalReport, SurvivalTrial,
    from_survival, log_cumulative_hazard,
};
use euthymia_synthesis::network::{ADDS_UP_WITHIN, Arm, NetworkError, from_person_time};
use euthymia_testkit::assert_close;

fn trial(study: &str, report: SurvivalReport) -> SurvivalTrial {
    SurvivalTrial {
        study: study.into(),
        report,
    }
}

fn counts(arms: &[(&str, u64, u64)]) -> SurvivalReport {
    let arm = |(name, events, n): &(&str, u64, u64)| {
        ((*name).to_owned(), Count::new(*events, *n).unwrap())
    };
    SurvivalReport::Counts(arms.iter().map(arm).collect())
}

fn rates(arms: &[(&str, u64, f64)]) -> SurvivalReport {
    let arm = |(name, events, time): &(&str, u64, f64)| {
        ((*name).to_owned(), PersonTime::new(*events, *time).unwrap())
    };
    SurvivalReport::PersonTime(arms.iter().map(arm).collect())
}

fn medians(arms: &[(&str, f64, u64)]) -> SurvivalReport {
    let arm = |(name, median, events): &(&str, f64, u64)| {
        (
            (*name).to_owned(),
            MedianTime::new(*median, *events).unwrap(),
        )
    };
    SurvivalReport::Medians(arms.iter().map(arm).collect())
}

fn log_rank(variance: f64) -> SurvivalReport {
    SurvivalReport::LogRank {
        treatment1: "B".into(),
        treatment2: "A".into(),
        observed_minus_expected: -4.0,
        variance,
    }
}

fn ratio(one: &str, other: &str, ratio: f64, factor: f64) -> PrintedHazardRatio {
    PrintedHazardRatio {
        treatment1: one.into(),
        treatment2: other.into(),
        ratio,
        lower: ratio / factor,
        upper: ratio * factor,
        level: Probability::NINETY_FIVE,
    }
}

fn made(trials: &[SurvivalTrial]) -> FromSurvival {
    from_survival(trials, &ZeroCells::RATIO, ADDS_UP_WITHIN).unwrap()
}

fn error(report: SurvivalReport) -> NetworkError {
    from_survival(&[trial("1", report)], &ZeroCells::RATIO, ADDS_UP_WITHIN).unwrap_err()
}

#[test]
fn survival_of_a_half_and_of_a_quarter_is_a_hazard_ratio_of_two() {
    // −ln ½ = ln 2 and −ln ¼ = 2 ln 2: the ratio is 2. Variances 1/(8 ln²2) and 3/(8 · 4 ln²2).
    let found = made(&[trial("1", counts(&[("A", 4, 8), ("B", 6, 8)]))]);
    let trial = &found.network.trials()[0];
    let ln_2 = std::f64::consts::LN_2;
    assert_close!(trial.values()[1], ln_2, "algebra", "log hazard ratio");
    let exact = 7.0 / (32.0 * ln_2 * ln_2);
    assert_close!(trial.covariance()[(0, 0)], exact, "algebra", "variance");
    assert_eq!(found.kinds, [SurvivalKind::Counts]);
}

#[test]
fn small_and_large_shares_keep_their_digits() {
    let hazard = |events, others| {
        let split = Split {
            events,
            others,
            added: 0.0,
        };
        log_cumulative_hazard(&split).unwrap()
    };
    // −ln(1 − p) = p + p²/2 + …, and ln(n) where one of n is left.
    let rare = hazard(1.0, 1e12 - 1.0);
    assert_close!(rare.estimate, (1e-12_f64 + 5e-25).ln(), "algebra", "rare");
    assert_close!(rare.variance.get(), 1.0, "algebra", "rare");
    let common = hazard(1e9 - 1.0, 1.0);
    assert_close!(common.estimate, (1e9_f64.ln()).ln(), "algebra", "common");
}

#[test]
fn medians_of_three_arms_share_the_first() {
    let report = medians(&[("A", 6.0, 4), ("B", 3.0, 8), ("C", 12.0, 2)]);
    let found = made(&[trial("1", report)]);
    let trial = &found.network.trials()[0];
    let ln_2 = std::f64::consts::LN_2;
    assert_close!(trial.values()[1], ln_2, "algebra", "B");
    assert_close!(trial.values()[2], -ln_2, "algebra", "C");
    let covariance = trial.covariance();
    for ((i, j), exact) in [((0, 0), 0.375), ((1, 1), 0.75), ((0, 1), 0.25)] {
        assert_close!(covariance[(i, j)], exact, "algebra", "{i} {j}");
    }
}

#[test]
fn a_log_rank_test_is_observed_less_expected_over_the_variance() {
    let found = made(&[trial("1", log_rank(16.0))]);
    let trial = &found.network.trials()[0];
    let names = found.network.treatments();
    assert_eq!(names, ["A", "B"]);
    assert_eq!(
        (trial.values()[1], trial.covariance()[(0, 0)]),
        (-0.25, 0.0625)
    );
}

#[test]
fn a_hazard_ratio_has_the_standard_error_of_its_limits() {
    // Limits at half and twice the ratio: ln 2/z.
    let found = made(&[trial(
        "1",
        SurvivalReport::HazardRatios(vec![ratio("B", "A", 0.5, 2.0)]),
    )]);
    let trial = &found.network.trials()[0];
    let z = normal::upper_quantile(Probability::new(0.025).unwrap());
    let ln_2 = std::f64::consts::LN_2;
    // The first arm is B: A less B.
    assert_close!(trial.values()[1], ln_2, "algebra", "estimate");
    assert_close!(
        trial.covariance()[(0, 0)],
        (ln_2 / z).powi(2),
        "algebra",
        "variance"
    );
}

#[test]
fn kinds_stay_beside_their_trials_when_one_is_left_out() {
    let found = made(&[
        trial("nobody", counts(&[("A", 0, 8), ("B", 0, 8)])),
        trial("everybody", counts(&[("A", 8, 8), ("B", 8, 8)])),
        trial("no event", rates(&[("A", 0, 1.0), ("B", 0, 2.0)])),
        trial("rates", rates(&[("A", 2, 1.0), ("B", 2, 2.0)])),
        trial("log rank", log_rank(16.0)),
    ]);
    assert_eq!(found.uninformative, ["nobody", "everybody", "no event"]);
    let labels: Vec<&str> = found.network.trials().iter().map(|t| t.label()).collect();
    assert_eq!(labels, ["rates", "log rank"]);
    assert_eq!(
        found.kinds,
        [SurvivalKind::PersonTime, SurvivalKind::LogRank]
    );
}

#[test]
fn a_half_is_added_to_all_arms_of_a_trial_with_a_zero() {
    let found = made(&[trial("1", counts(&[("A", 0, 7), ("B", 3, 7), ("C", 2, 7)]))]);
    let hazard = |events: f64| -(1.0 - events / 8.0_f64).ln();
    let values = found.network.trials()[0].values();
    assert_close!(values[1], (hazard(3.5) / hazard(0.5)).ln(), "algebra", "B");
    assert_close!(values[2], (hazard(2.5) / hazard(0.5)).ln(), "algebra", "C");
}

#[test]
fn rates_are_those_of_the_network_of_rates() {
    let arms = [("A", 3, 10.0), ("B", 0, 12.0), ("C", 5, 9.0)];
    let found = made(&[trial("1", rates(&arms))]);
    let other: Vec<Arm<PersonTime>> = arms
        .iter()
        .map(|(name, events, time)| Arm {
            study: "1".into(),
            treatment: (*name).into(),
            result: PersonTime::new(*events, *time).unwrap(),
        })
        .collect();
    let other = from_person_time(&other, &ZeroCells::RATIO).unwrap();
    let (one, two) = (&found.network.trials()[0], &other.network.trials()[0]);
    for i in 0..2 {
        assert_close!(one.values()[i + 1], two.values()[i + 1], "algebra", "{i}");
        for j in 0..2 {
            let (x, y) = (one.covariance()[(i, j)], two.covariance()[(i, j)]);
            assert_close!(x, y, "algebra", "{i} {j}");
        }
    }
}

#[test]
fn what_is_wrong_is_said() {
    assert!(matches!(
        error(log_rank(0.0)),
        NetworkError::Arm { treatment, .. } if treatment == "B"
    ));
    let bad = PrintedHazardRatio {
        lower: 3.0,
        ..ratio("B", "A", 1.0, 2.0)
    };
    assert!(matches!(
        error(SurvivalReport::HazardRatios(vec![bad])),
        NetworkError::Arm {
            source: EffectError::Limits { .. },
            ..
        }
    ));
    assert_eq!(
        error(SurvivalReport::HazardRatios(vec![])),
        NetworkError::Empty
    );
    assert_eq!(error(counts(&[])), NetworkError::Empty);
    assert!(matches!(
        error(counts(&[("A", 1, 2)])),
        NetworkError::OneArm { .. }
    ));
    let open = vec![ratio("B", "A", 1.0, 2.0), ratio("C", "A", 1.0, 2.0)];
    assert!(matches!(
        error(SurvivalReport::HazardRatios(open)),
        NetworkError::MissingContrast { .. }
    ));
    // One trial in two ways.
    let twice = [
        trial("1", log_rank(16.0)),
        trial("1", medians(&[("A", 6.0, 4), ("B", 3.0, 8)])),
    ];
    let found = from_survival(&twice, &ZeroCells::RATIO, ADDS_UP_WITHIN);
    assert_eq!(found, Err(NetworkError::DuplicateTrial("1".into())));
    for median in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(MedianTime::new(median, 3).is_err(), "{median}");
    }
    assert!(MedianTime::new(3.0, 0).is_err());
}
