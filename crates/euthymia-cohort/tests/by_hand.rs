//! Closed forms and fractions that need no computer.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used)]
// Zeros, ones and small whole numbers are compared exactly on purpose.
#![allow(clippy::float_cmp)]

use euthymia_cohort::paired::{self, complete_pairs, paired_t};
use euthymia_cohort::proportion::{self, Proportion};
use euthymia_cohort::{CohortError, descriptive, percent_change};
use euthymia_numerics::Probability;

#[track_caller]
fn close(value: f64, expected: f64) {
    assert!(
        (value - expected).abs() <= 4e-15 * expected.abs().max(1.0),
        "{value} ≠ {expected}"
    );
}

fn level(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

#[test]
fn four_pairs() {
    // before 10 12 9 11, after 8 9 8 7, differences 2 3 1 4.
    let test = paired_t(&[10.0, 12.0, 9.0, 11.0], &[8.0, 9.0, 8.0, 7.0], level(0.95)).unwrap();
    close(test.summary.sd_before, (5.0_f64 / 3.0).sqrt());
    close(test.summary.sd_after, (2.0_f64 / 3.0).sqrt());
    close(test.summary.sd_difference, (5.0_f64 / 3.0).sqrt());
    // Deviations −½ 3/2 −3/2 ½ and 0 1 0 −1: products sum to 1; r = (1/3) / (√10/3).
    close(test.summary.correlation.unwrap(), 1.0 / 10.0_f64.sqrt());
    close(test.t, 15.0_f64.sqrt());
    // With 3 degrees of freedom, θ = atan(t/√3): p = 1 − (2/π)(θ + sin θ cos θ).
    let theta = 5.0_f64.sqrt().atan();
    let p = 1.0 - std::f64::consts::FRAC_2_PI * (theta + theta.sin() * theta.cos());
    assert!((test.p_two_sided - p).abs() < 1e-15);
    close(test.standardised.d_z.unwrap(), 15.0_f64.sqrt() / 2.0);
    let average = 0.5 * ((5.0_f64 / 3.0).sqrt() + (2.0_f64 / 3.0).sqrt());
    close(test.standardised.d_av.unwrap(), 2.5 / average);
    // J(3) = √(π/6).
    let j = (std::f64::consts::PI / 6.0).sqrt();
    close(test.standardised.correction.unwrap(), j);
    close(test.standardised.g_z.unwrap(), j * 15.0_f64.sqrt() / 2.0);
}

#[test]
fn two_pairs_have_the_cauchy_distribution() {
    // Differences 1 and 3: d̄ 2, s √2, t 2, p = 1 − (2/π) atan 2; t* = tan(0.95 π/2).
    let test = paired_t(&[5.0, 9.0], &[4.0, 6.0], level(0.95)).unwrap();
    close(test.t, 2.0);
    close(
        test.p_two_sided,
        1.0 - std::f64::consts::FRAC_2_PI * 2.0_f64.atan(),
    );
    let half_width = (0.95 * std::f64::consts::FRAC_PI_2).tan();
    assert!((test.interval.upper - 2.0 - half_width).abs() < 1e-12);
    assert_eq!(test.standardised.g_z, None);
}

#[test]
fn equal_variances_make_d_av_equal_d_pre_and_tie_them_to_d_z() {
    // With equal SDs s: s_d = s √(2 (1 − r)), so d_z = d_av / √(2 (1 − r)).
    let test = paired_t(&[1.0, 2.0, 3.0, 4.0], &[1.0, 0.0, 3.0, 2.0], level(0.95)).unwrap();
    let d = test.standardised;
    close(test.summary.sd_before, test.summary.sd_after);
    close(d.d_av.unwrap(), d.d_pre.unwrap());
    let r = test.summary.correlation.unwrap();
    close(d.d_z.unwrap(), d.d_av.unwrap() / (2.0 * (1.0 - r)).sqrt());
}

#[test]
fn impossible_requests_say_why() {
    let ninety_five = level(0.95);
    let t = |before: &[f64], after: &[f64]| paired_t(before, after, ninety_five).unwrap_err();
    assert_eq!(
        t(&[30.0], &[12.0]),
        CohortError::TooFew {
            needed: 2,
            found: 1
        }
    );
    assert_eq!(
        t(&[], &[]),
        CohortError::TooFew {
            needed: 2,
            found: 0
        }
    );
    assert_eq!(
        t(&[1.0], &[1.0, 2.0]),
        CohortError::LengthMismatch {
            before: 1,
            after: 2
        }
    );
    assert_eq!(
        t(&[1.0, 2.0], &[0.0, f64::INFINITY]),
        CohortError::NotFinite {
            patient: 2,
            value: f64::INFINITY
        }
    );
    let same = t(&[30.0, 20.0, 10.0], &[25.0, 15.0, 5.0]);
    assert_eq!(
        same,
        CohortError::IdenticalDifferences {
            n: 3,
            difference: 5.0
        }
    );
    assert!(same.to_string().contains("t is undefined"));
    // 0.3 − 0.1 and 0.4 − 0.2 differ in the last bit only.
    let nearly = t(&[0.3, 0.4], &[0.1, 0.2]);
    assert!(matches!(nearly, CohortError::IdenticalDifferences { .. }));
    let certain = paired_t(&[1.0, 3.0], &[0.0, 1.0], level(1.0)).unwrap_err();
    assert_eq!(certain, CohortError::Level { level: 1.0 });
}

#[test]
fn values_without_spread_have_no_correlation_and_no_d_pre() {
    let test = paired_t(&[5.0, 5.0, 5.0], &[1.0, 2.0, 3.0], level(0.95)).unwrap();
    assert_eq!(test.summary.correlation, None);
    assert_eq!(test.standardised.d_pre, None);
    close(test.standardised.d_av.unwrap(), 6.0);
    assert!(paired::summarise(&[5.0, 5.0], &[5.0, 5.0]).is_ok());
}

#[test]
fn incomplete_pairs_are_counted() {
    let before = [Some(1.0), None, Some(3.0), None];
    let after = [Some(0.0), Some(1.0), None, None];
    assert_eq!(complete_pairs(&before, &after).unwrap().missing, 3);
    assert!(complete_pairs(&before, &after[..2]).is_err());
}

#[test]
fn exact_interval_has_closed_forms_at_both_ends() {
    for n in [1_u64, 2, 10, 21, 1000] {
        for confidence in [0.9, 0.95, 0.99] {
            let tail: f64 = (1.0 - confidence) / 2.0;
            let root = tail.powf(1.0 / n as f64);
            let none = Proportion::new(0, n).unwrap();
            let none = proportion::clopper_pearson(none, level(confidence)).unwrap();
            assert_eq!(none.lower, 0.0);
            close(none.upper, 1.0 - root);
            let all = Proportion::new(n, n).unwrap();
            let all = proportion::clopper_pearson(all, level(confidence)).unwrap();
            assert_eq!(all.upper, 1.0);
            close(all.lower, root);
        }
    }
}

#[test]
fn exact_interval_for_one_of_two() {
    // Lower: P(X ≥ 1) = 1 − (1 − p)² = 0.025, so p = 1 − √0.975; upper by symmetry √0.975.
    let half = Proportion::new(1, 2).unwrap();
    let exact = proportion::clopper_pearson(half, level(0.95)).unwrap();
    assert!((exact.lower - (1.0 - 0.975_f64.sqrt())).abs() < 1e-14);
    assert!((exact.upper - 0.975_f64.sqrt()).abs() < 1e-14);
}

#[test]
fn wilson_for_one_of_two_and_for_none() {
    let z: f64 = 1.959_963_984_540_054;
    // ½ ± z √(½ + z²/4) / (2 + z²) = ½ ± (z/2) / √(2 + z²).
    let half = Proportion::new(1, 2).unwrap();
    let score = proportion::wilson(half, level(0.95)).unwrap();
    let half_width = z / 2.0 / (2.0 + z * z).sqrt();
    assert!((score.lower - (0.5 - half_width)).abs() < 1e-14);
    assert!((score.upper - (0.5 + half_width)).abs() < 1e-14);
    // 0 of n: from 0 to z² / (n + z²).
    let none = proportion::wilson(Proportion::new(0, 10).unwrap(), level(0.95)).unwrap();
    assert_eq!(none.lower, 0.0);
    assert!((none.upper - z * z / (10.0 + z * z)).abs() < 1e-14);
}

#[test]
fn one_sided_limits_for_no_events() {
    let none = Proportion::new(0, 100).unwrap();
    let at = |confidence| proportion::upper_limit(none, level(confidence)).unwrap();
    close(at(0.95), 1.0 - 0.05_f64.powf(0.01));
    close(at(0.975), 1.0 - 0.025_f64.powf(0.01));
    // The rule of three is a little above the exact 95% limit and far below the 97.5% one.
    assert!(at(0.95) < 0.03 && 0.03 < at(0.975));
    let all = Proportion::new(3, 3).unwrap();
    assert_eq!(proportion::upper_limit(all, level(0.95)), Ok(1.0));
    assert_eq!(proportion::rule_of_three(2), Some(1.0));
}

#[test]
fn impossible_proportions() {
    let exceed = CohortError::EventsExceedPatients { events: 3, n: 2 };
    assert_eq!(Proportion::new(3, 2), Err(exceed));
    assert_eq!(
        Proportion::new(0, 0),
        Err(CohortError::TooFew {
            needed: 1,
            found: 0
        })
    );
    let half = Proportion::new(1, 2).unwrap();
    for impossible in [0.0, 1.0] {
        let error = CohortError::Level { level: impossible };
        assert_eq!(proportion::wilson(half, level(impossible)), Err(error));
        assert_eq!(
            proportion::clopper_pearson(half, level(impossible)),
            Err(error)
        );
        assert_eq!(proportion::jeffreys(half, level(impossible)), Err(error));
        assert_eq!(proportion::upper_limit(half, level(impossible)), Err(error));
    }
}

#[test]
fn a_baseline_of_zero_has_no_percentage() {
    let none = percent_change::summarise(&[0.0, 0.0], &[0.0, 1.0]).unwrap();
    assert_eq!((none.n, none.undefined), (0, 2));
    assert_eq!(none.mean_of_percentages, None);
    assert_eq!(none.percentage_of_means, None);
    assert!(percent_change::summarise(&[], &[]).is_err());
}

#[test]
fn describing_few_and_no_values() {
    let none = descriptive::describe(&[None, None]).unwrap();
    assert_eq!((none.n, none.missing, none.spread), (0, 2, None));
    let one = descriptive::describe(&[Some(7.0)]).unwrap().spread.unwrap();
    assert_eq!((one.mean, one.sd, one.q1, one.max), (7.0, None, 7.0, 7.0));
    let error = CohortError::NotFinite {
        patient: 2,
        value: f64::INFINITY,
    };
    assert_eq!(
        descriptive::describe(&[None, Some(f64::INFINITY)]),
        Err(error)
    );
}

#[test]
fn spread_survives_a_large_offset() {
    // 4, 7, 13, 16 have mean 10 and variance 30, wherever they are moved.
    let moved: Vec<f64> = [4.0, 7.0, 13.0, 16.0].iter().map(|x| x + 1e12).collect();
    close(descriptive::sd(&moved).unwrap(), 30.0_f64.sqrt());
}
