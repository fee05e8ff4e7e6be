//! Exact tests whose probabilities are fractions.

use euthymia_cohort::binomial_test::binomial_test;
use euthymia_cohort::contingency::Table;
use euthymia_cohort::difference_of_proportions::{
    Difference, Method, MoreEvents, NeededInterval, difference, number_needed, ratio,
};
use euthymia_cohort::fisher::{table, two_by_two};
use euthymia_cohort::paired_proportions::{McNemarMethod, PairedCounts, mcnemar};
use euthymia_cohort::proportion::Proportion;
use euthymia_cohort::two_sided::TwoSided;
use euthymia_cohort::{GroupError, Interval};
use euthymia_numerics::Probability;
use euthymia_testkit::assert_close;

const LEVEL: Probability = Probability::NINETY_FIVE;

fn of(events: u64, n: u64) -> Proportion {
    Proportion::new(events, n).unwrap()
}

fn fisher(first: Proportion, second: Proportion, rule: TwoSided) -> two_by_two::Fisher {
    two_by_two::fisher(first, second, rule, LEVEL).unwrap()
}

#[test]
fn the_tea_tasting_under_three_rules() {
    // 1, 16, 36, 16, 1 of 70 for 0 to 4 right.
    let (first, second) = (of(3, 4), of(1, 4));
    let p = |rule| fisher(first, second, rule).p_two_sided;
    assert_close!(
        p(TwoSided::NoMoreLikely),
        34.0 / 70.0,
        "algebra",
        "no more likely"
    );
    assert_close!(p(TwoSided::Doubled), 34.0 / 70.0, "algebra", "doubled");
    assert_close!(p(TwoSided::MidP), 18.0 / 70.0, "algebra", "mid-p");
}

#[test]
fn rules_differ_where_the_distribution_is_skewed() {
    // 2 of 2 against 0 of 3: of 10 ways 3, 6, 1 for 0, 1, 2. Nothing else is as rare as 1/10.
    let test = fisher(of(2, 2), of(0, 3), TwoSided::NoMoreLikely);
    assert_close!(test.p_two_sided, 0.1, "algebra", "no more likely");
    let test = fisher(of(2, 2), of(0, 3), TwoSided::Doubled);
    assert_close!(test.p_two_sided, 0.2, "algebra", "doubled");
}

#[test]
fn the_limits_of_the_odds_ratio_solve_their_polynomials() {
    // Weights 1, 16ψ, 36ψ², 16ψ³, ψ⁴: the mean is 3 where ψ⁴ = 36ψ² + 32ψ + 3.
    let found = fisher(of(3, 4), of(1, 4), TwoSided::Doubled)
        .odds_ratio
        .unwrap();
    let psi = found.estimate.unwrap();
    let balance = (36.0 * psi * psi + 32.0 * psi + 3.0) / psi.powi(4);
    assert_close!(balance, 1.0, "algebra", "estimate");
    let weights = |psi: f64| {
        [
            1.0,
            16.0 * psi,
            36.0 * psi.powi(2),
            16.0 * psi.powi(3),
            psi.powi(4),
        ]
    };
    let lower = weights(found.lower);
    let above = (lower[3] + lower[4]) / lower.iter().sum::<f64>();
    assert_close!(above, 0.025, "algebra", "lower limit");
    let upper = weights(found.upper.unwrap());
    let below = upper[..4].iter().sum::<f64>() / upper.iter().sum::<f64>();
    assert_close!(below, 0.025, "algebra", "upper limit");
    let mid = fisher(of(3, 4), of(1, 4), TwoSided::MidP)
        .odds_ratio
        .unwrap();
    let lower = weights(mid.lower);
    let above = (lower[3] / 2.0 + lower[4]) / lower.iter().sum::<f64>();
    assert_close!(above, 0.025, "algebra", "mid-p lower limit");
}

#[test]
fn an_odds_ratio_at_the_end_of_its_range_says_so() {
    // 1 of 1 against 0 of 1: weights 1 and ψ; lower limit ψ/(1 + ψ) = 0.025.
    let all = fisher(of(1, 1), of(0, 1), TwoSided::Doubled)
        .odds_ratio
        .unwrap();
    assert_eq!((all.estimate, all.upper), (None, None));
    assert_close!(all.lower, 1.0 / 39.0, "algebra", "lower limit");
    let none = fisher(of(0, 1), of(1, 1), TwoSided::Doubled)
        .odds_ratio
        .unwrap();
    assert_eq!((none.estimate, none.lower), (Some(0.0), 0.0));
    assert_close!(none.upper.unwrap(), 39.0, "algebra", "upper limit");
    let nobody = fisher(of(0, 4), of(0, 5), TwoSided::Doubled);
    assert_eq!((nobody.odds_ratio, nobody.p_two_sided), (None, 1.0));
}

#[test]
fn three_rows_by_enumeration() {
    // Rows of 2, columns of 3: a first column of 2, 1, 0 in any of 6 orders has 1·2·1 ways, 1, 1, 1
    // has 2·2·2, together C(6, 3) = 20.
    let observed = Table::new(&[vec![2, 0], vec![1, 1], vec![0, 2]]).unwrap();
    assert_close!(
        table::exact(&observed).unwrap().p,
        12.0 / 20.0,
        "algebra",
        "p"
    );
    let table::Method::Enumeration { tables } = table::exact(&observed).unwrap().method else {
        panic!("not enumerated")
    };
    assert_eq!(tables, 7);
}

#[test]
fn a_table_that_is_too_large_says_so() {
    let rows = vec![vec![40; 8]; 8];
    let found = table::exact(&Table::new(&rows).unwrap());
    assert!(matches!(found, Err(GroupError::TooLarge { .. })));
}

#[test]
fn one_rate_against_a_published_one() {
    // 0 of 2 against 1/3: (2/3)² = 4/9. Outcomes 4/9, 4/9, 1/9: both first are equally likely.
    let third = Probability::new(1.0 / 3.0).unwrap();
    let test = binomial_test(of(0, 2), third, TwoSided::NoMoreLikely);
    assert_close!(test.p_less, 4.0 / 9.0, "algebra", "less");
    assert_close!(test.p_two_sided, 1.0, "algebra", "ties count");
    let test = binomial_test(of(2, 2), third, TwoSided::NoMoreLikely);
    assert_close!(test.p_two_sided, 1.0 / 9.0, "algebra", "alone");
    let test = binomial_test(of(2, 2), third, TwoSided::MidP);
    assert_close!(test.p_two_sided, 1.0 / 9.0, "algebra", "mid-p: 2/9 − 1/9");
}

#[test]
fn an_impossible_published_rate_gives_zero() {
    let certain = Probability::new(1.0).unwrap();
    assert_eq!(
        binomial_test(of(4, 5), certain, TwoSided::NoMoreLikely).p_two_sided,
        0.0
    );
    assert_eq!(
        binomial_test(of(5, 5), certain, TwoSided::NoMoreLikely).p_two_sided,
        1.0
    );
}

#[test]
fn numbers_needed_keep_their_direction() {
    let with = |estimate: f64, lower: f64, upper: f64| {
        let interval = Interval {
            lower,
            upper,
            level: 0.95,
        };
        number_needed(&Difference {
            estimate,
            interval,
            method: Method::Wald,
        })
    };
    let clear = with(-0.25, -0.5, -0.125);
    let NeededInterval::OneDirection { from, to } = clear.interval else {
        panic!("one direction")
    };
    assert_eq!((from.patients, to.patients), (2.0, 8.0));
    assert_eq!(from.more_events, MoreEvents::InSecond);
    let touching = with(0.25, 0.0, 0.5).interval;
    let NeededInterval::ThroughInfinity {
        in_first,
        in_second,
    } = touching
    else {
        panic!("infinity")
    };
    assert_eq!((in_first.unwrap().patients, in_second), (2.0, None));
    assert_eq!(with(0.0, -0.5, 0.5).estimate, None);
}

#[test]
fn equal_proportions_of_nobody_still_have_an_interval() {
    for method in [
        Method::Newcombe,
        Method::NewcombeContinuity,
        Method::MiettinenNurminen,
    ] {
        let found = difference(of(0, 10), of(0, 10), method, LEVEL).unwrap();
        assert_eq!(found.estimate, 0.0);
        assert!(
            found.interval.lower < -0.1 && found.interval.upper > 0.1,
            "{method:?}"
        );
    }
    let flat = difference(of(0, 10), of(0, 10), Method::Wald, LEVEL).unwrap();
    assert_eq!((flat.interval.lower, flat.interval.upper), (0.0, 0.0));
    assert_eq!(ratio(of(0, 10), of(3, 10), LEVEL).unwrap(), None);
}

#[test]
fn nobody_who_changed_is_no_evidence() {
    let counts = PairedCounts::new(3, 0, 0, 4).unwrap();
    assert_eq!(mcnemar(counts, McNemarMethod::Exact).p, 1.0);
    assert_eq!(mcnemar(counts, McNemarMethod::ChiSquared).chi_squared, None);
    // Equal changes: twice the half that includes the middle is cut at 1, mid-p is 1 exactly.
    let even = PairedCounts::new(3, 2, 2, 4).unwrap();
    assert_close!(
        mcnemar(even, McNemarMethod::MidP).p,
        1.0,
        "algebra",
        "mid-p"
    );
    assert_eq!(
        mcnemar(even, McNemarMethod::ChiSquaredContinuity).chi_squared,
        Some(0.0)
    );
    assert!(PairedCounts::new(0, 0, 0, 0).is_err());
}
