//! Cases small enough to count.

use std::num::NonZeroUsize;

use euthymia_cohort::bootstrap::{Plan, Replicates, jackknife, resample};
use euthymia_cohort::bootstrap_interval::{bca, percentile};
use euthymia_cohort::differences::Differences;
use euthymia_cohort::hodges_lehmann::hodges_lehmann;
use euthymia_cohort::paired::summarise;
use euthymia_cohort::reliable_change::{Better, Change, Criterion, reliable_change};
use euthymia_cohort::shapiro_wilk::shapiro_wilk;
use euthymia_cohort::sign_test::sign_test;
use euthymia_cohort::signed_rank::{EXACT_MAX, Method, MethodRule, ZeroRule, signed_rank};
use euthymia_cohort::standardised_interval::d_z_interval;
use euthymia_cohort::{CohortError, descriptive};
use euthymia_numerics::Probability;
use euthymia_testkit::assert_close;

const LEVEL: Probability = Probability::NINETY_FIVE;

fn of(values: &[f64]) -> Differences {
    Differences::of_values(values).unwrap()
}

/// |d| = 1, 1, 2 have midranks 3/2, 3/2, 3. With + − + the sum is 9/2; the eight sums are 0, 3/2,
/// 3/2, 3, 3, 9/2, 9/2, 6, of which three are at least 9/2.
#[test]
fn a_tie_of_two() {
    let test = signed_rank(
        &of(&[1.0, -1.0, 2.0]),
        ZeroRule::Drop,
        MethodRule::Automatic,
    )
    .unwrap();
    assert_eq!((test.w_plus, test.w_minus, test.tied), (4.5, 1.5, 2));
    assert_eq!((test.p_greater, test.p_two_sided), (3.0 / 8.0, 6.0 / 8.0));
    assert_eq!(test.method, Method::Exact);
    // Mean 3, variance (9/4 + 9/4 + 9)/4 = 27/8.
    assert_close!(test.z, 1.5 / (27.0_f64 / 8.0).sqrt(), "algebra", "z");
    assert_close!(test.rank_biserial, 0.5, "algebra", "rank-biserial");
}

/// One zero beside −1, 2, 3: dropped, the ranks are 1, 2, 3; ranked, they are 2, 3, 4 and the zero
/// has rank 1.
#[test]
fn a_zero_under_three_rules() {
    let values = of(&[0.0, -1.0, 2.0, 3.0]);
    let run = |rule, method| signed_rank(&values, rule, MethodRule::Fixed(method)).unwrap();
    let dropped = run(ZeroRule::Drop, Method::Exact);
    assert_eq!(
        (dropped.w_plus, dropped.w_minus, dropped.zeros),
        (5.0, 1.0, 1)
    );
    // Sums of {1, 2, 3} of at least 5: 5 and 6.
    assert_eq!(dropped.p_greater, 0.25);
    let pratt = run(ZeroRule::Pratt, Method::Exact);
    assert_eq!((pratt.w_plus, pratt.w_minus), (7.0, 2.0));
    // Sums of {2, 3, 4} of at least 7: 7 and 9.
    assert_eq!(pratt.p_greater, 0.25);
    let split = run(ZeroRule::Split, Method::Normal { continuity: false });
    assert_eq!((split.w_plus, split.w_minus), (7.5, 2.5));
    // The variance counts the zero: (1 + 4 + 9 + 16)/4.
    assert_close!(split.z, 2.5 / 7.5_f64.sqrt(), "algebra", "z");
}

#[test]
fn decimals_that_differ_by_rounding_are_tied() {
    let falls = Differences::of_pairs(&[0.3, 0.4, 0.9], &[0.1, 0.2, 0.1]).unwrap();
    let test = signed_rank(&falls, ZeroRule::Drop, MethodRule::Automatic).unwrap();
    assert_eq!(test.tied, 2);
    let same = Differences::of_pairs(&[0.3, 5.0], &[0.1 + 0.2, 4.0]).unwrap();
    assert_eq!(sign_test(&same, LEVEL).unwrap().zeros, 1);
}

/// All positive: p = 2⁻ⁿ, which must not be lost for n = 500.
#[test]
fn the_smallest_p_of_the_largest_exact_test() {
    let values: Vec<f64> = (1..=EXACT_MAX).map(|i| i as f64).collect();
    let test = signed_rank(&of(&values), ZeroRule::Drop, MethodRule::Automatic).unwrap();
    assert_eq!(test.p_greater, 0.5_f64.powi(EXACT_MAX as i32));
    let more: Vec<f64> = (1..=EXACT_MAX + 1).map(|i| i as f64).collect();
    let test = signed_rank(&of(&more), ZeroRule::Drop, MethodRule::Automatic).unwrap();
    assert_eq!(test.method, Method::Normal { continuity: true });
    let exact = MethodRule::Fixed(Method::Exact);
    let refused = signed_rank(&of(&more), ZeroRule::Drop, exact);
    assert!(matches!(refused, Err(CohortError::TooMany { .. })));
}

#[test]
fn nothing_but_zeros() {
    let zeros = of(&[0.0; 4]);
    let refused = signed_rank(&zeros, ZeroRule::Pratt, MethodRule::Automatic);
    assert_eq!(refused, Err(CohortError::AllZero { n: 4 }));
    let test = sign_test(&zeros, LEVEL).unwrap();
    assert_eq!((test.zeros, test.p_two_sided, test.median), (4, 1.0, 0.0));
    assert!(hodges_lehmann(&zeros, LEVEL).unwrap().interval.is_none());
}

/// n = 10: P(B ≤ 1) = 11/1024 and P(B ≤ 2) = 56/1024, so the limits are the 2nd and the 9th.
#[test]
fn the_median_interval_of_ten() {
    let values: Vec<f64> = (1..=10).map(f64::from).collect();
    let interval = sign_test(&of(&values), LEVEL).unwrap().interval.unwrap();
    assert_eq!(
        (interval.lower, interval.upper, interval.order),
        (2.0, 9.0, 2)
    );
    assert_close!(interval.achieved, 1.0 - 22.0 / 1024.0, "algebra", "level");
    // Five patients: even the range has only 1 − 2/32.
    let five = sign_test(&of(&values[..5]), LEVEL).unwrap();
    assert!(five.interval.is_none());
}

/// n = 6: P(W ≤ 0) = 1/64, P(W ≤ 1) = 2/64: with 0.95 the range is the interval, achieved 1 − 2/64.
#[test]
fn the_pseudomedian_interval_of_six() {
    let found = hodges_lehmann(&of(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0]), LEVEL).unwrap();
    let interval = found.interval.unwrap();
    assert_eq!(
        (interval.lower, interval.upper, interval.order),
        (1.0, 32.0, 1)
    );
    assert_close!(interval.achieved, 62.0 / 64.0, "algebra", "level");
}

/// Two patients with differences d₁, d₂: t = (d₁ + d₂)/|d₁ − d₂| with one degree of freedom. For t = 0
/// the limits are ∓ z/√n whatever the degrees of freedom.
#[test]
fn the_interval_of_a_zero_effect() {
    let summary = summarise(&[1.0, 3.0, 2.0], &[2.0, 2.0, 2.0]).unwrap();
    let found = d_z_interval(&summary, LEVEL).unwrap().d_interval;
    let expected = 1.959_963_984_540_054 / 3.0_f64.sqrt();
    assert_close!(found.upper, expected, "algebra", "upper");
    assert_close!(found.lower, -expected, "algebra", "lower");
}

/// Values 0, 0, 3 without each: means 3/2, 3/2, 0, mean 1; u = −1/2, −1/2, 1: Σu² = 3/2, Σu³ = 3/4.
#[test]
fn the_acceleration_of_three() {
    let one = NonZeroUsize::MIN;
    let found = jackknife(&[0.0, 0.0, 3.0], one, |x: &mut [f64]| descriptive::mean(x)).unwrap();
    let expected = 0.75 / (6.0 * 1.5_f64.powf(1.5));
    assert_close!(found.acceleration, expected, "algebra", "acceleration");
}

#[test]
fn degenerate_replicates_are_refused_by_name() {
    let plan = Plan {
        resamples: 100,
        seed: 3,
        threads: NonZeroUsize::MIN,
    };
    let mean = |x: &mut [f64]| descriptive::mean(x);
    let same = resample(&[2.0, 2.0, 2.0], plan, mean).unwrap();
    assert!(matches!(
        percentile(&same, LEVEL),
        Err(CohortError::NoSpread { .. })
    ));
    let refused = jackknife(&[2.0, 2.0, 2.0], NonZeroUsize::MIN, mean);
    assert!(matches!(refused, Err(CohortError::NoSpread { .. })));
    // A maximum is never exceeded by its replicates, so only ties keep z₀ finite; here none is below.
    let above = Replicates::of_values(0.0, &[1.0, 2.0, 3.0]).unwrap();
    let refused = bca(&above, 0.0, LEVEL);
    assert_eq!(refused, Err(CohortError::BiasUndefined { below: 0, of: 3 }));
    let nothing = resample(&[1.0, 2.0], plan, |_: &mut [f64]| None);
    assert_eq!(nothing, Err(CohortError::UndefinedStatistic));
}

#[test]
fn resamples_without_a_value_are_counted() {
    let plan = Plan {
        resamples: 400,
        seed: 5,
        threads: NonZeroUsize::MIN,
    };
    let spread = |x: &mut [f64]| descriptive::sd(x).filter(|sd| *sd > 0.0);
    let found = resample(&[1.0, 2.0], plan, spread).unwrap();
    assert_eq!(found.sorted.len() + found.undefined, 400);
    // Half of the resamples of two patients are one of them twice: 200 ± 5 · 10.
    assert!(
        (150..=250).contains(&found.undefined),
        "{}",
        found.undefined
    );
}

/// Of three values W = (x₃ − x₁)²/(2 Σ(x − x̄)²): for 0, 1, 4 it is 16/(2 · 26/3) = 12/13.
#[test]
fn the_shapiro_wilk_statistic_of_three() {
    let test = shapiro_wilk(&[4.0, 0.0, 1.0]).unwrap();
    assert_close!(test.w, 12.0 / 13.0, "algebra", "W");
    let p = 6.0 / std::f64::consts::PI * ((12.0_f64 / 13.0).sqrt().asin() - 0.75_f64.sqrt().asin());
    assert_close!(test.p, p, "algebra", "p");
    let same = shapiro_wilk(&[2.0; 5]);
    assert_eq!(same, Err(CohortError::NoSpread { n: 5, value: 2.0 }));
}

#[test]
fn a_change_at_the_threshold_is_unchanged() {
    // r = 1/2 and SD 1: S_diff = √2 √½ = 1 up to rounding.
    let level = Probability::new(0.9).unwrap();
    let rule = reliable_change(1.0, 0.5, Criterion::Normal { level }, Better::Lower).unwrap();
    assert_close!(
        rule.threshold,
        1.644_853_626_951_472_2,
        "algebra",
        "threshold"
    );
    assert_eq!(rule.classify(rule.threshold, 0.0), Change::Unchanged);
    assert_eq!(rule.classify(0.0, 2.0), Change::Deteriorated);
    assert!(reliable_change(1.0, 1.0, Criterion::Printed196, Better::Lower).is_err());
}
