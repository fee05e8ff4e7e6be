//! No input makes survival reports, risks at a baseline or benefit against risk panic, and no number
//! comes out that is none.

use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::latent::Latent;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::network::absolute::{
    Baseline, Reached, RiskFrom, RiskInterval, absolute_risk,
};
use euthymia_synthesis::network::benefit_risk::{
    BenefitRisk, Correlation, Measured, Outcome, ValueScale, Weights, acceptability, balance,
    dominance, net_benefit,
};
use euthymia_synthesis::network::survival::{
    MedianTime, PrintedHazardRatio, SurvivalReport, SurvivalTrial, from_survival,
};
use euthymia_synthesis::network::{ADDS_UP_WITHIN, Better, Draws, Estimates};
use proptest::prelude::*;

const LEVEL: Probability = Probability::NINETY_FIVE;

/// Numbers of all sizes and signs, and those that are none.
fn wild() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -5.0..5.0_f64,
        1 => any::<f64>(),
        1 => prop::sample::select(vec![0.0, f64::NAN, f64::INFINITY, 1e300, -1e300, 1e-300]),
    ]
}

fn count(events: u64, n: u64) -> Count {
    Count::new(events.min(n), n).unwrap()
}

fn report() -> impl Strategy<Value = SurvivalReport> {
    let name = || prop::sample::select(vec!["A", "B", "C", ""]).prop_map(String::from);
    let counts = prop::collection::vec((name(), 0..6_u64, 1..6_u64), 0..4);
    let rates = prop::collection::vec((name(), 0..3_u64, 1e-3..1e3_f64), 0..4);
    let medians = prop::collection::vec((name(), 1e-3..1e3_f64, 1..9_u64), 0..4);
    let ratios = prop::collection::vec((name(), name(), wild(), wild(), wild()), 0..4);
    prop_oneof![
        counts.prop_map(|arms| SurvivalReport::Counts(
            arms.into_iter().map(|(t, x, n)| (t, count(x, n))).collect()
        )),
        rates.prop_map(|arms| SurvivalReport::PersonTime(
            arms.into_iter()
                .map(|(t, x, time)| (t, PersonTime::new(x, time).unwrap()))
                .collect()
        )),
        medians.prop_map(|arms| SurvivalReport::Medians(
            arms.into_iter()
                .map(|(t, m, d)| (t, MedianTime::new(m, d).unwrap()))
                .collect()
        )),
        ratios.prop_map(|ratios| SurvivalReport::HazardRatios(
            ratios
                .into_iter()
                .map(
                    |(treatment1, treatment2, ratio, lower, upper)| PrintedHazardRatio {
                        treatment1,
                        treatment2,
                        ratio,
                        lower,
                        upper,
                        level: LEVEL,
                    }
                )
                .collect()
        )),
        (name(), name(), wild(), wild()).prop_map(
            |(treatment1, treatment2, observed_minus_expected, variance)| {
                SurvivalReport::LogRank {
                    treatment1,
                    treatment2,
                    observed_minus_expected,
                    variance,
                }
            }
        ),
    ]
}

fn risk_from() -> impl Strategy<Value = RiskFrom> {
    let better = prop::sample::select(vec![Better::Larger, Better::Smaller]);
    (0..7_usize, better).prop_map(|(which, event)| match which {
        0 => RiskFrom::OddsRatio,
        1 => RiskFrom::RiskRatio,
        2 => RiskFrom::RiskDifference,
        3 => RiskFrom::HazardRatio,
        4 => RiskFrom::RareRateRatio,
        5 => RiskFrom::StandardisedOdds {
            latent: Latent::Normal,
            event,
        },
        _ => RiskFrom::StandardisedNormal { event },
    })
}

fn baseline() -> impl Strategy<Value = Baseline> {
    let known = (1e-9..1.0_f64).prop_filter_map("a risk", |p| {
        Baseline::known(Probability::new(p).ok()?).ok()
    });
    let estimated = (wild(), wild()).prop_filter_map("an estimate", |(logit, variance)| {
        Baseline::estimated(&Effect::new(logit, variance).ok()?).ok()
    });
    prop_oneof![known, estimated]
}

fn interval() -> impl Strategy<Value = RiskInterval> {
    (0..3_usize, 0..40_usize, 0..5_usize).prop_map(|(which, count, threads)| match which {
        0 => RiskInterval::Endpoints,
        1 => RiskInterval::Delta,
        _ => RiskInterval::Draws(Draws {
            count,
            seed: 1,
            threads,
        }),
    })
}

/// An outcome of some of four treatments; `None` for numbers that make no estimates.
fn outcome(
    (name, drawn): (&str, &(usize, Vec<f64>, Vec<f64>)),
    measured: Measured,
) -> Option<Outcome> {
    let (n, values, variances) = drawn;
    let labels = ["A", "B", "C", "D"].into_iter().take(*n).map(String::from);
    let covariance = Matrix::from_fn(*n, *n, |i, j| if i == j { variances[i] } else { 0.0 });
    let values = values[..*n].to_vec();
    Some(Outcome {
        name: name.into(),
        estimates: Estimates::new(labels.collect(), values, covariance, LEVEL).ok()?,
        better: Better::Larger,
        measured,
    })
}

proptest! {
    #[test]
    fn survival_reports(reports in prop::collection::vec(report(), 0..5), keep in any::<bool>()) {
        let trial = |(i, report): (usize, SurvivalReport)| SurvivalTrial {
            study: i.to_string(),
            report,
        };
        let trials: Vec<SurvivalTrial> = reports.into_iter().enumerate().map(trial).collect();
        let rule = ZeroCells { keep_uninformative: keep, ..ZeroCells::RATIO };
        if let Ok(made) = from_survival(&trials, &rule, ADDS_UP_WITHIN) {
            prop_assert_eq!(made.kinds.len(), made.network.trials().len());
            prop_assert_eq!(made.kinds.len() + made.uninformative.len(), trials.len());
            for trial in made.network.trials() {
                prop_assert!(trial.values().iter().all(|value| value.is_finite()));
            }
        }
    }

    #[test]
    fn risks_at_a_baseline(
        x in wild(), variance in wild(), from in risk_from(), baseline in baseline(),
        interval in interval(),
    ) {
        let Ok(effect) = Effect::new(x, variance) else { return Ok(()) };
        let Ok(found) = absolute_risk(&effect, from, &baseline, interval, LEVEL) else {
            return Ok(());
        };
        let limits = [found.risk_limits.lower, found.risk_limits.upper];
        for risk in limits.into_iter().chain([found.risk]) {
            match risk {
                Reached::Possible(p) => prop_assert!((0.0..=1.0).contains(&p)),
                Reached::Impossible(p) => prop_assert!(!p.is_nan() && !(0.0..=1.0).contains(&p)),
            }
        }
        let limits = [found.difference_limits.lower, found.difference_limits.upper];
        for difference in limits.into_iter().chain([found.difference]) {
            match difference {
                Reached::Possible(d) => prop_assert!((-1.0..=1.0).contains(&d)),
                Reached::Impossible(d) => prop_assert!(!d.is_nan()),
            }
        }
        if let [Reached::Possible(low), Reached::Possible(high)] = limits {
            prop_assert!(low <= high);
            let _ = found.number_needed();
        }
    }

    #[test]
    fn an_odds_ratio_is_turned_round_with_the_event(
        x in -4.0..4.0_f64, variance in 0.01..1.0_f64, p in 0.01..0.99_f64,
    ) {
        let of = |x: f64, p: f64| {
            let baseline = Baseline::known(Probability::new(p).unwrap()).unwrap();
            let effect = Effect::new(x, variance).unwrap();
            let interval = RiskInterval::Endpoints;
            absolute_risk(&effect, RiskFrom::OddsRatio, &baseline, interval, LEVEL).unwrap()
        };
        let (event, none) = (of(x, p), of(-x, 1.0 - p));
        let value = |reached: Reached| reached.possible().unwrap();
        let sum = value(event.risk_limits.upper) + value(none.risk_limits.lower);
        prop_assert!((sum - 1.0).abs() < 1e-12);
        let sum = value(event.difference_limits.lower) + value(none.difference_limits.upper);
        prop_assert!(sum.abs() < 1e-12);
    }

    #[test]
    fn benefit_against_risk(
        one in (1..5_usize, prop::collection::vec(wild(), 4), prop::collection::vec(wild(), 4)),
        other in (1..5_usize, prop::collection::vec(wild(), 4), prop::collection::vec(wild(), 4)),
        from in risk_from(), baseline in baseline(), rho in wild(), least in wild(),
        scale in (wild(), wild()), swing in wild(), lambda in wild(), threads in 0..4_usize,
    ) {
        let first = outcome(("benefit", &one), Measured::Risk { from, baseline });
        let second = outcome(("harm", &other), Measured::Difference);
        let (Some(first), Some(second)) = (first, second) else { return Ok(()) };
        let correlation = Correlation::Exchangeable(rho);
        let Ok(set) = BenefitRisk::new(vec![first, second], "A", correlation) else {
            return Ok(());
        };
        let draws = Draws { count: 20, seed: 3, threads };
        if let Ok(found) = balance(&set, &[least, 0.0], LEVEL, &draws) {
            for gain in found.rows.iter().flat_map(|row| &row.gains) {
                prop_assert!(gain.gain.is_finite() && gain.bounds.lower <= gain.bounds.upper);
            }
        }
        let scale = ValueScale { worst: scale.0, best: scale.1 };
        for weights in [Weights::Unknown, Weights::Ordered(vec![1, 0]), Weights::Swing(vec![swing, 1.0])] {
            if let Ok(found) = acceptability(&set, &[scale; 2], &weights, LEVEL, &draws) {
                prop_assert!(found.means.iter().all(|mean| mean.is_finite()));
                for counts in &found.counts {
                    prop_assert_eq!(counts.iter().sum::<usize>(), 20);
                }
                for central in found.central.iter().flatten() {
                    prop_assert!((central.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                }
            }
        }
        if let Ok(found) = net_benefit(&set, 0, 1, &[lambda], 1000.0, LEVEL, &draws) {
            for point in found.lines.iter().flat_map(|line| &line.points) {
                prop_assert!(point.estimate.is_finite() && point.bounds.lower.is_finite());
            }
        }
        let found = dominance(&set, &draws);
        prop_assert!(found.is_ok_and(|pairs| pairs.iter().all(|d| d.better != d.worse)));
    }
}
