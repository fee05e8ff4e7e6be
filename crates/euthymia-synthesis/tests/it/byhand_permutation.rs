//! `reference/byhand/permutation.md`: arrangements that can be counted.

use crate::strategies::set;
use euthymia_numerics::Probability;
use euthymia_synthesis::pairwise::{FitError, Interval, Model, Options};
use euthymia_synthesis::permutation::{Done, PermutationError, Plan, interval, rows, signs};

const COMMON: Options = Options {
    model: Model::CommonEffect,
    interval: Interval::Wald,
    prediction: euthymia_synthesis::pairwise::Prediction::Normal,
    level: Probability::NINETY_FIVE,
};

/// The eight sums ±1 ± 2 ± 4 are all different, and 3 is the third largest.
#[test]
fn three_estimates_with_different_sums() {
    let set = set(&[(1.0, 1.0), (-2.0, 1.0), (4.0, 1.0)]);
    let test = signs::test(&set, &COMMON, &Plan::all(), |_, _| {}).unwrap();
    assert_eq!(test.p_greater, 3.0 / 8.0);
    assert_eq!(test.p_less, 6.0 / 8.0);
    assert_eq!(test.p_value, 6.0 / 8.0);
    assert_eq!(test.done, Done::All { arrangements: 8 });
    assert_eq!((test.sampling_error, test.unsettled), (None, 0));
}

/// A plan with room for all eight takes them all; one with less draws, and then adds the data.
#[test]
fn a_sample_counts_the_data_as_one_of_the_arrangements() {
    let set = set(&[(1.0, 1.0), (2.0, 1.0), (4.0, 1.0)]);
    let all = signs::test(&set, &COMMON, &Plan::sample(8, 1), |_, _| {}).unwrap();
    assert_eq!(all.done, Done::All { arrangements: 8 });
    let one = signs::test(&set, &COMMON, &Plan::sample(1, 1), |_, _| {}).unwrap();
    assert!(one.p_greater == 1.0 || one.p_greater == 0.5, "{one:?}");
    let sampled = signs::test(&set, &COMMON, &Plan::sample(7, 1), |_, _| {}).unwrap();
    assert_eq!((sampled.p_value * 8.0).fract(), 0.0);
}

/// 16,000 of 16,384 arrangements, drawn with repetition: within five of its own standard errors.
#[test]
fn a_large_sample_is_near_the_exact_value() {
    let pairs: Vec<_> = (0..14).map(|i| (f64::from(i % 5) - 1.2, 1.0)).collect();
    let set = set(&pairs);
    let exact = signs::test(&set, &COMMON, &Plan::all(), |_, _| {}).unwrap();
    let sampled = signs::test(&set, &COMMON, &Plan::sample(16_000, 7), |_, _| {}).unwrap();
    let error = sampled.sampling_error.unwrap();
    assert!(
        (sampled.p_value - exact.p_value).abs() < 5.0 * error,
        "{exact:?} {sampled:?}"
    );
}

#[test]
fn threads_do_not_change_the_answer_and_progress_reaches_the_end() {
    let pairs: Vec<_> = (0..30)
        .map(|i| (f64::from(i % 7) - 2.0, 1.0 + f64::from(i % 3)))
        .collect();
    let set = set(&pairs);
    let run = |threads| {
        let plan = Plan {
            threads,
            ..Plan::sample(3_000, 11)
        };
        let mut last = (0, 0);
        let test = signs::test(&set, &Options::default(), &plan, |done, of| {
            assert!(done > last.0);
            last = (done, of);
        });
        assert_eq!(last, (3_000, 3_000));
        test.unwrap()
    };
    assert_eq!(run(1), run(2));
    assert_eq!(run(1), run(3));
}

#[test]
fn the_limits_of_five_equal_steps() {
    let set = set(&[(1.0, 1.0), (2.0, 1.0), (3.0, 1.0), (4.0, 1.0), (5.0, 1.0)]);
    let options = Options {
        level: Probability::new(0.8).unwrap(),
        ..COMMON
    };
    // Tail 0.1: 3 of 32 arrangements are few enough, 4 are not.
    let found = interval::interval(&set, &options, &Plan::all(), |_| {}).unwrap();
    assert!((found.lower.unwrap() - 2.0).abs() < 1e-8, "{found:?}");
    assert!((found.upper.unwrap() - 4.0).abs() < 1e-8, "{found:?}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let few = set(&[(1.0, 1.0), (2.0, 1.0)]);
    let none = Plan::sample(0, 1);
    assert_eq!(
        signs::test(&few, &COMMON, &none, |_, _| {}),
        Err(PermutationError::NoDraws)
    );
    let too_few = interval::interval(&few, &COMMON, &Plan::all(), |_| {});
    assert_eq!(
        too_few,
        Err(PermutationError::TooFewArrangements {
            arrangements: 4,
            level: 0.95
        })
    );
    let many: Vec<_> = (0..40).map(|i| (f64::from(i), 1.0)).collect();
    assert_eq!(
        signs::test(&set(&many), &COMMON, &Plan::all(), |_, _| {}),
        Err(PermutationError::TooManyArrangements)
    );
    let equal = set(&[(1.0, 1.0), (1.0, 1.0)]);
    let knapp = Options {
        interval: Interval::HartungKnapp,
        ..COMMON
    };
    assert_eq!(
        signs::test(&equal, &knapp, &Plan::all(), |_, _| {}),
        Err(PermutationError::Fit(FitError::NoSpread))
    );
    let nothing = || |_: &[usize], _: &mut Vec<f64>| true;
    assert_eq!(
        rows::test(3, nothing, &Plan::all(), |_, _| {}),
        Err(PermutationError::NoStatistic)
    );
}

/// Two groups of two: the difference 2 of 1, 2 and 3, 4 is the largest of six equally likely splits,
/// each four times among the 24 orders.
#[test]
fn rows_of_two_groups() {
    let y = [1.0, 2.0, 3.0, 4.0];
    let group = [0.0, 0.0, 1.0, 1.0];
    let make = || {
        |order: &[usize], statistics: &mut Vec<f64>| {
            let sign = |i: usize| 2.0 * group[order[i]] - 1.0;
            statistics.push((0..4).map(|i| sign(i) * y[i] / 2.0).sum());
            true
        }
    };
    let tests = rows::test(4, make, &Plan::all(), |_, _| {}).unwrap();
    assert_eq!(tests[0].statistic, 2.0);
    assert_eq!(
        (tests[0].p_greater, tests[0].p_value),
        (1.0 / 6.0, 1.0 / 3.0)
    );
    let sampled = rows::test(4, make, &Plan::sample(20, 5), |_, _| {}).unwrap();
    assert_eq!(sampled[0].done, Done::Sample { draws: 20, seed: 5 });
}
