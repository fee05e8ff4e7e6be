//! Benefit against risk by hand: `reference/byhand/benefit_risk.md`.

use crate::benefit_risk_cases::{DRAWS, LEVEL, certain, outcome};
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::network::absolute::{Baseline, BaselineMean, MeanFrom, RiskFrom};
use euthymia_synthesis::network::benefit_risk::{
    BenefitRisk, BenefitRiskError, Correlation, Measured, Outcome, Turn, ValueScale, Weights,
    acceptability, balance, dominance, net_benefit,
};
use euthymia_synthesis::network::{Better, Draws, Estimates};
use euthymia_testkit::assert_close;

const UNIT: ValueScale = ValueScale {
    worst: 0.0,
    best: 1.0,
};

fn set(outcomes: Vec<Outcome>, correlation: Correlation) -> BenefitRisk {
    BenefitRisk::new(outcomes, "A", correlation).unwrap()
}

/// Treatments with these values in three outcomes, A first, which has 0 in all.
fn three(values: &[[f64; 3]]) -> BenefitRisk {
    let of = |k: usize| {
        let effects: Vec<f64> = values.iter().map(|value| value[k]).collect();
        certain(&k.to_string(), &effects, Better::Larger)
    };
    set((0..3).map(of).collect(), Correlation::Independent)
}

#[test]
fn an_orthant_of_two_correlated_outcomes() {
    // ¼ + asin ρ/2π; for ρ = ½ that is 1/3. Harm is better where it is smaller, so that its gain has
    // correlation −½: 1/6.
    for (better, exact) in [(Better::Larger, 1.0 / 3.0), (Better::Smaller, 1.0 / 6.0)] {
        let outcomes = vec![
            outcome("one", &[0.0], &[4.0], Better::Larger),
            outcome("other", &[0.0], &[9.0], better),
        ];
        let set = set(outcomes, Correlation::Exchangeable(0.5));
        assert_close!(
            set.correlations(0, 1).unwrap()[0],
            0.5,
            "algebra",
            "correlation"
        );
        let found = balance(&set, &[0.0, 0.0], LEVEL, &DRAWS).unwrap();
        assert_close!(found.rows[0].joint, exact, "seeded_draws", "joint");
        assert_close!(
            found.rows[0].gains[1].probability,
            0.5,
            "seeded_draws",
            "one"
        );
        assert_eq!(found.impossible, [0, 0]);
    }
}

#[test]
fn three_corners_share_the_simplex() {
    // Each is best where its own weight is largest; E max = (1 + ½ + ⅓)/3 = 11/18.
    let set = three(&[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
    let found = acceptability(&set, &[UNIT; 3], &Weights::Unknown, LEVEL, &DRAWS).unwrap();
    for (i, share) in found.shares().iter().enumerate().skip(1) {
        assert_close!(share[0], 1.0 / 3.0, "seeded_draws", "{i}");
        let central = found.central[i].as_ref().unwrap();
        for (k, weight) in central.weights.iter().enumerate() {
            let exact = if k == i - 1 { 11.0 / 18.0 } else { 7.0 / 36.0 };
            assert_close!(*weight, exact, "seeded_draws", "{i} {k}");
        }
        assert_close!(central.confidence, 1.0, "exact", "{i}");
        assert_close!(found.means[i], 1.0 / 3.0, "seeded_draws", "{i}");
    }
    // Nothing is never best.
    assert_eq!(found.counts[0], [0, 0, 0, DRAWS.count]);
    assert!(found.central[0].is_none());
}

#[test]
fn an_order_of_importance_leaves_a_sixth_of_the_simplex() {
    // Third, first, second: mean weights 11/18, 5/18, 2/18.
    let set = three(&[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
    let weights = Weights::Ordered(vec![2, 0, 1]);
    let found = acceptability(&set, &[UNIT; 3], &weights, LEVEL, &DRAWS).unwrap();
    assert_eq!(found.counts[3][0], DRAWS.count);
    assert_eq!(found.counts[1][1], DRAWS.count);
    let central = &found.central[3].as_ref().unwrap().weights;
    for (weight, exact) in central.iter().zip([5.0, 2.0, 11.0]) {
        assert_close!(*weight, exact / 18.0, "seeded_draws", "weight");
    }
}

#[test]
fn one_strong_outcome_against_a_half_of_each() {
    // The first is best where w₁ > ½: a quarter of the simplex, centre (2/3, 1/6, 1/6).
    let set = three(&[[1.0, 0.0, 0.0], [0.5, 0.5, 0.5]]);
    let found = acceptability(&set, &[UNIT; 3], &Weights::Unknown, LEVEL, &DRAWS).unwrap();
    assert_close!(found.shares()[1][0], 0.25, "seeded_draws", "share");
    let central = &found.central[1].as_ref().unwrap().weights;
    for (weight, exact) in central.iter().zip([4.0, 1.0, 1.0]) {
        assert_close!(*weight, exact / 6.0, "seeded_draws", "weight");
    }
}

#[test]
fn confidence_is_that_of_the_central_weights() {
    // Σw·gain is normal with mean Σw·m and variance Σw².
    let outcomes = vec![
        outcome("one", &[1.0], &[1.0], Better::Larger),
        outcome("other", &[0.5], &[1.0], Better::Larger),
    ];
    let set = set(outcomes, Correlation::Independent);
    let found = acceptability(&set, &[UNIT; 2], &Weights::Unknown, LEVEL, &DRAWS).unwrap();
    for (i, sign) in [(0, -1.0), (1, 1.0)] {
        let central = found.central[i].as_ref().unwrap();
        let [one, other] = central.weights[..] else {
            panic!("{central:?}");
        };
        let z = sign * (one + 0.5 * other) / one.hypot(other);
        let exact = euthymia_numerics::normal::cdf(z);
        assert_close!(central.confidence, exact, "seeded_draws", "{i}");
    }
}

#[test]
fn threads_change_no_number() {
    let outcomes = || {
        vec![
            outcome("one", &[1.0, 0.2], &[1.0, 0.3, 0.3, 2.0], Better::Larger),
            outcome("other", &[0.5, 0.1], &[1.0, 0.1, 0.1, 1.0], Better::Smaller),
        ]
    };
    let set = set(outcomes(), Correlation::Exchangeable(0.4));
    let with = |threads| {
        let draws = Draws {
            count: 5000,
            seed: 9,
            threads,
        };
        let weights = Weights::Unknown;
        (
            balance(&set, &[0.0, 0.0], LEVEL, &draws).unwrap(),
            acceptability(&set, &[UNIT; 2], &weights, LEVEL, &draws).unwrap(),
            net_benefit(&set, 0, 1, &[1.0], 1.0, LEVEL, &draws).unwrap(),
            dominance(&set, &draws).unwrap(),
        )
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn swing_weights_make_one_value() {
    // Swings of 100 and 50: 2/3 and 1/3. Values ½ and ¼ of the way: 1/3 + 1/12 = 5/12.
    let outcomes = vec![
        certain("benefit", &[0.2], Better::Larger),
        certain("harm", &[0.3], Better::Smaller),
    ];
    let set = set(outcomes, Correlation::Independent);
    let scales = [
        ValueScale {
            worst: 0.0,
            best: 0.4,
        },
        ValueScale {
            worst: 0.4,
            best: 0.0,
        },
    ];
    let draws = Draws {
        count: 2000,
        seed: 1,
        threads: 2,
    };
    let weights = Weights::Swing(vec![100.0, 50.0]);
    let found = acceptability(&set, &scales, &weights, LEVEL, &draws).unwrap();
    assert_close!(found.means[1], 5.0 / 12.0, "estimate", "B");
    // A has no benefit and no harm.
    assert_close!(found.means[0], 1.0 / 3.0, "estimate", "A");
    assert_eq!(found.counts, [[0, 2000], [2000, 0]]);
    // Nothing is beyond the scales, but for half of the roundings about their ends.
    let narrow = [
        ValueScale {
            worst: 0.0,
            best: 0.1,
        },
        scales[1],
    ];
    let found = acceptability(&set, &narrow, &weights, LEVEL, &draws).unwrap();
    assert_eq!(found.beyond, [2000, 0]);
    // 2/3 · 2 + 1/3 · ¼.
    assert_close!(found.means[1], 17.0 / 12.0, "estimate", "beyond the best");
}

#[test]
fn net_benefit_turns_where_benefit_over_harm_is() {
    let lines = [
        ((0.5, 0.25), Turn::PositiveBelow(2.0)),
        ((0.5, -0.25), Turn::PositiveThroughout),
        ((-0.5, -0.25), Turn::PositiveAbove(2.0)),
        ((-0.5, 0.25), Turn::NeverPositive),
        ((0.0, 0.0), Turn::NeverPositive),
    ];
    for ((gained, lost), turn) in lines {
        let outcomes = vec![
            outcome("benefit", &[gained], &[0.01], Better::Larger),
            outcome("harm", &[lost], &[0.01], Better::Smaller),
        ];
        let set = set(outcomes, Correlation::Independent);
        let draws = Draws {
            count: 10,
            seed: 1,
            threads: 1,
        };
        let found = net_benefit(&set, 0, 1, &[0.0, 3.0], 1000.0, LEVEL, &draws).unwrap();
        assert_eq!(found.lines[0].turn, turn, "{gained} {lost}");
        let exact = 1000.0 * (gained - 3.0 * lost);
        assert_close!(
            found.lines[0].points[1].estimate,
            exact,
            "algebra",
            "net benefit"
        );
    }
}

#[test]
fn risks_and_means_are_levels_at_the_baseline() {
    // Odds ratio 4 at one in five: ½; half a standard deviation of 8 below 20: 16.
    let risk = Measured::Risk {
        from: RiskFrom::OddsRatio,
        baseline: Baseline::known(Probability::new(0.2).unwrap()).unwrap(),
    };
    let mean = Measured::Mean {
        from: MeanFrom::Standardised { sd: 8.0 },
        baseline: BaselineMean::new(20.0, Some(1.0)).unwrap(),
    };
    let outcomes = vec![
        Outcome {
            measured: risk,
            ..outcome("response", &[4.0_f64.ln()], &[0.04], Better::Larger)
        },
        Outcome {
            measured: mean,
            ..outcome("score", &[-0.5], &[0.01], Better::Smaller)
        },
    ];
    let set = set(outcomes, Correlation::Independent);
    let levels = set.levels();
    for (found, exact) in levels.concat().iter().zip([0.2, 0.5, 20.0, 16.0]) {
        assert_close!(*found, exact, "algebra", "level");
    }
    let found = balance(&set, &[0.3, 4.0], LEVEL, &DRAWS).unwrap();
    for (gain, exact) in found.rows[0].gains.iter().zip([0.3, 4.0]) {
        assert_close!(gain.gain, exact, "algebra", "gain");
        // Both are monotone: half of the draws lie above the estimate.
        assert_close!(gain.probability, 0.5, "seeded_draws", "probability");
    }
    // The error of the baseline mean cancels in the difference: 8 · 0.1.
    let bounds = found.rows[0].gains[1].bounds;
    let z = euthymia_numerics::normal::upper_quantile(Probability::new(0.025).unwrap());
    assert_close!((bounds.upper - 4.0) / 8.0, 0.1 * z, "seeded_draws", "limit");
}

#[test]
fn a_risk_that_is_none_is_counted() {
    // p₀ = ½ and a risk ratio of 2 make 1: beyond it in half of the draws.
    let baseline = Baseline::estimated(&Effect::new(0.0, 1e-20).unwrap()).unwrap();
    let from = RiskFrom::RiskRatio;
    let risk = Outcome {
        measured: Measured::Risk { from, baseline },
        ..outcome("risk", &[2.0_f64.ln()], &[0.04], Better::Larger)
    };
    let set = set(
        vec![risk, certain("other", &[0.0], Better::Larger)],
        Correlation::Independent,
    );
    let found = balance(&set, &[0.0, 0.0], LEVEL, &DRAWS).unwrap();
    let share = found.impossible[0] as f64 / DRAWS.count as f64;
    assert_close!(share, 0.5, "seeded_draws", "impossible");
    assert_eq!(found.impossible[1], 0);
}

#[test]
fn who_dominates_whom() {
    let outcomes = vec![
        certain("benefit", &[1.0, 2.0, 0.5], Better::Larger),
        certain("harm", &[1.0, 0.5, 2.0], Better::Smaller),
    ];
    let found = dominance(&set(outcomes, Correlation::Independent), &DRAWS).unwrap();
    let pairs: Vec<(usize, usize)> = found.iter().map(|d| (d.better, d.worse)).collect();
    // C over B and D, B over D; A has less benefit and less harm than any.
    assert_eq!(pairs, [(1, 3), (2, 1), (2, 3)]);
    assert!(found.iter().all(|d| d.probability == 1.0));
    // As good as it is bad: one outcome is certain, the other a toss-up.
    let outcomes = vec![
        certain("benefit", &[1.0], Better::Larger),
        outcome("harm", &[0.0], &[1.0], Better::Smaller),
    ];
    let found = dominance(&set(outcomes, Correlation::Independent), &DRAWS).unwrap();
    assert_eq!(found.len(), 1);
    assert_close!(found[0].probability, 0.5, "seeded_draws", "probability");
}

#[test]
fn a_treatment_without_an_outcome_is_listed_and_not_given_zero() {
    let outcomes = vec![
        certain("benefit", &[1.0, 2.0], Better::Larger),
        certain("harm", &[1.0], Better::Smaller),
    ];
    let set = set(outcomes, Correlation::Independent);
    assert_eq!(set.treatments(), ["A", "B"]);
    assert_eq!(set.lacking().len(), 1);
    assert_eq!(set.lacking()[0].treatment, "C");
    assert_eq!(set.lacking()[0].outcomes, ["harm"]);
}

#[test]
fn the_reference_may_stand_anywhere() {
    let covariance = Matrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, 0.0]);
    let labels = vec!["B".into(), "A".into()];
    let estimates = Estimates::new(labels, vec![1.0, 0.0], covariance, LEVEL).unwrap();
    let turned = Outcome {
        estimates,
        ..certain("benefit", &[1.0], Better::Larger)
    };
    let set = set(
        vec![turned, certain("harm", &[0.5], Better::Smaller)],
        Correlation::Independent,
    );
    assert_eq!(set.treatments(), ["A", "B"]);
    assert_eq!(set.levels(), [[0.0, 1.0], [0.0, 0.5]]);
}

#[test]
fn what_is_wrong_is_said() {
    let benefit = || certain("benefit", &[1.0], Better::Larger);
    let harm = || certain("harm", &[1.0], Better::Smaller);
    let of = |outcomes, reference, correlation| BenefitRisk::new(outcomes, reference, correlation);
    let none = Correlation::Independent;
    assert_eq!(
        of(vec![benefit()], "A", none),
        Err(BenefitRiskError::TooFewOutcomes(1))
    );
    assert!(matches!(
        of(vec![benefit(), benefit()], "A", none),
        Err(BenefitRiskError::DuplicateOutcome(_))
    ));
    assert!(matches!(
        of(vec![benefit(), harm()], "Z", none),
        Err(BenefitRiskError::NoReference { .. })
    ));
    for rho in [-1.0, 1.0, f64::NAN] {
        let found = of(vec![benefit(), harm()], "A", Correlation::Exchangeable(rho));
        assert!(
            matches!(found, Err(BenefitRiskError::Correlation { .. })),
            "{rho}"
        );
    }
    // Three outcomes cannot all go against each other by more than ½.
    let third = certain("third", &[1.0], Better::Larger);
    let found = of(
        vec![benefit(), harm(), third],
        "A",
        Correlation::Exchangeable(-0.5),
    );
    assert!(matches!(
        found,
        Err(BenefitRiskError::Correlation { least: -0.5, .. })
    ));
    let zero = Outcome {
        measured: Measured::Mean {
            from: MeanFrom::Standardised { sd: 0.0 },
            baseline: BaselineMean::new(0.0, None).unwrap(),
        },
        ..harm()
    };
    assert!(matches!(
        of(vec![benefit(), zero], "A", none),
        Err(BenefitRiskError::Absolute { .. })
    ));
    let good = of(vec![benefit(), harm()], "A", none).unwrap();
    let draws = Draws {
        count: 10,
        seed: 1,
        threads: 1,
    };
    assert!(balance(&good, &[0.0], LEVEL, &draws).is_err());
    assert!(balance(&good, &[0.0, f64::NAN], LEVEL, &draws).is_err());
    for count in [0, usize::MAX] {
        let draws = Draws { count, ..draws };
        let found = balance(&good, &[0.0, 0.0], LEVEL, &draws);
        assert_eq!(found, Err(BenefitRiskError::Draws(count)));
    }
    let weighed = |weights| acceptability(&good, &[UNIT; 2], &weights, LEVEL, &draws);
    assert_eq!(
        weighed(Weights::Ordered(vec![0, 0])),
        Err(BenefitRiskError::Order(2))
    );
    for swings in [
        vec![1.0],
        vec![0.0, 0.0],
        vec![-1.0, 2.0],
        vec![f64::NAN, 1.0],
    ] {
        assert!(weighed(Weights::Swing(swings)).is_err());
    }
    let flat = ValueScale {
        worst: 1.0,
        best: 1.0,
    };
    assert!(acceptability(&good, &[UNIT, flat], &Weights::Unknown, LEVEL, &draws).is_err());
    for (benefit, harm) in [(0, 0), (0, 2)] {
        let found = net_benefit(&good, benefit, harm, &[1.0], 1.0, LEVEL, &draws);
        assert!(matches!(found, Err(BenefitRiskError::Places { .. })));
    }
    for (lambda, per) in [(-1.0, 1.0), (f64::NAN, 1.0), (1.0, 0.0)] {
        assert!(net_benefit(&good, 0, 1, &[lambda], per, LEVEL, &draws).is_err());
    }
}
