//! Sums of pairs: the same as with all values at hand, in any parts and order.

use std::num::NonZeroUsize;

use euthymia_cohort::CohortError;
use euthymia_cohort::bootstrap::{jackknife, jackknife_of_mean};
use euthymia_cohort::descriptive;
use euthymia_cohort::paired::{PairedSummary, paired_t, summarise};
use euthymia_cohort::paired_sums::{Billionths, PairedSums};
use euthymia_numerics::Probability;
use proptest::prelude::*;

const LEVEL: Probability = Probability::NINETY_FIVE;

fn sums(pairs: &[(f64, f64)]) -> PairedSums {
    let mut sums = PairedSums::default();
    for (before, after) in pairs {
        sums.add(
            Billionths::of(*before).unwrap(),
            Billionths::of(*after).unwrap(),
        );
    }
    sums
}

/// Scores in tenths of a point.
fn scores() -> impl Strategy<Value = Vec<(f64, f64)>> {
    let tenths = || (-300_i32..=600).prop_map(|tenths| f64::from(tenths) / 10.0);
    proptest::collection::vec((tenths(), tenths()), 2..60)
}

/// Every number of a summary.
fn numbers(summary: &PairedSummary) -> [f64; 7] {
    [
        summary.mean_before,
        summary.mean_after,
        summary.sd_before,
        summary.sd_after,
        summary.mean_difference,
        summary.sd_difference,
        summary.correlation.unwrap_or(2.0),
    ]
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11 * a.abs().max(b.abs()).max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_summary_is_that_of_the_values(pairs in scores()) {
        let (before, after): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let (found, wanted) = (sums(&pairs).summary().unwrap(), summarise(&before, &after).unwrap());
        prop_assert_eq!(found.n, wanted.n);
        for (a, b) in numbers(&found).into_iter().zip(numbers(&wanted)) {
            prop_assert!(close(a, b), "{found:?} {wanted:?}");
        }
        let (found, wanted) = (sums(&pairs).paired_t(LEVEL), paired_t(&before, &after, LEVEL));
        prop_assert_eq!(found.is_ok(), wanted.is_ok());
        if let (Ok(found), Ok(wanted)) = (found, wanted) {
            prop_assert!(close(found.interval.lower, wanted.interval.lower));
            prop_assert!(close(found.p_two_sided, wanted.p_two_sided));
        }
    }

    #[test]
    fn parts_and_order_change_nothing(pairs in scores(), cut in 0..60_usize) {
        let (first, second) = pairs.split_at(cut.min(pairs.len()));
        let mut together = sums(second);
        together.append(&sums(first));
        prop_assert_eq!(together, sums(&pairs));
        let backwards: Vec<(f64, f64)> = pairs.iter().rev().copied().collect();
        prop_assert_eq!(sums(&backwards), sums(&pairs));
    }

    #[test]
    fn the_jackknife_of_a_mean_is_the_jackknife(pairs in scores()) {
        let values: Vec<f64> = pairs.iter().map(|(before, _)| *before).collect();
        let long = jackknife(&values, NonZeroUsize::MIN, |sample: &mut [f64]| descriptive::mean(sample));
        match (jackknife_of_mean(&values), long) {
            (Ok(a), Ok(b)) => {
                prop_assert!(close(a.standard_error, b.standard_error));
                prop_assert!((a.acceleration - b.acceleration).abs() < 1e-9);
            }
            (a, b) => prop_assert_eq!(a.is_err(), b.is_err()),
        }
    }

    #[test]
    fn any_number_is_taken_or_refused(value in any::<f64>()) {
        let fits = value.abs() <= 100_000.0;
        prop_assert_eq!(Billionths::of(value).is_some(), fits);
    }
}

#[test]
fn differences_that_are_the_same_as_written_have_no_spread() {
    // 0.3 − 0.1 and 0.4 − 0.2 differ in binary.
    let found = sums(&[(0.3, 0.1), (0.4, 0.2), (12.1, 11.9)]).paired_t(LEVEL);
    let wanted = CohortError::IdenticalDifferences {
        n: 3,
        difference: 0.2,
    };
    assert_eq!(found, Err(wanted));
}

#[test]
fn a_large_mean_takes_nothing_from_a_small_spread() {
    // 99,999 ± 0.001: SD √(2·10⁻⁶/2) = 0.001.
    let found = sums(&[(99_999.001, 0.0), (99_999.0, 0.0), (99_998.999, 0.0)]);
    let summary = found.summary().unwrap();
    assert!((summary.sd_before - 0.001).abs() < 1e-17);
    assert_eq!(summary.mean_before, 99_999.0);
}

#[test]
fn few_pairs_have_no_spread() {
    assert_eq!(sums(&[]).mean_after(), None);
    assert_eq!(sums(&[(3.0, 2.0)]).mean_after(), Some(2.0));
    assert_eq!(sums(&[(3.0, 2.0)]).sd_after(), None);
    let wanted = CohortError::TooFew {
        needed: 2,
        found: 1,
    };
    assert_eq!(sums(&[(3.0, 2.0)]).summary(), Err(wanted));
}
