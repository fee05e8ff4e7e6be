//! Laws that hold for every sample.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used)]

use euthymia_cohort::proportion::{self, Proportion};
use euthymia_cohort::{CohortError, descriptive, paired, percent_change};
use euthymia_numerics::{Probability, binomial};
use proptest::prelude::*;

/// Whole scores, as rating scales give them: sums of them are exact.
fn scores() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    proptest::collection::vec((0_i32..=60, 0_i32..=60), 2..40).prop_map(|pairs| {
        pairs
            .into_iter()
            .map(|(b, a)| (f64::from(b), f64::from(a)))
            .unzip()
    })
}

fn t(before: &[f64], after: &[f64]) -> Result<paired::PairedT, CohortError> {
    paired::paired_t(before, after, Probability::NINETY_FIVE)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11 * a.abs().max(b.abs()).max(1.0)
}

fn proportion() -> impl Strategy<Value = Proportion> {
    (1_u64..2000)
        .prop_flat_map(|n| (0..=n, Just(n)))
        .prop_map(|(events, n)| Proportion::new(events, n).unwrap())
}

fn level() -> impl Strategy<Value = Probability> {
    (0.01..0.999_f64).prop_map(|level| Probability::new(level).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn swapping_before_and_after_flips_signs_only((before, after) in scores()) {
        let (Ok(one), Ok(other)) = (t(&before, &after), t(&after, &before)) else { return Ok(()) };
        prop_assert!(close(one.t, -other.t));
        prop_assert!(close(one.p_two_sided, other.p_two_sided));
        prop_assert!(close(one.interval.lower, -other.interval.upper));
        prop_assert!(close(one.standardised.d_z.unwrap(), -other.standardised.d_z.unwrap()));
    }

    #[test]
    fn shifting_both_changes_nothing_but_the_means((before, after) in scores(), shift in -500_i32..500) {
        let move_by = |values: &[f64]| values.iter().map(|v| v + f64::from(shift)).collect::<Vec<_>>();
        let (Ok(one), Ok(moved)) = (t(&before, &after), t(&move_by(&before), &move_by(&after)))
            else { return Ok(()) };
        prop_assert!(close(one.t, moved.t));
        prop_assert!(close(one.summary.sd_before, moved.summary.sd_before));
        prop_assert!(close(one.standardised.d_z.unwrap(), moved.standardised.d_z.unwrap()));
    }

    #[test]
    fn scaling_scales_points_and_leaves_t((before, after) in scores(), scale in 0.01..100.0_f64) {
        let times = |values: &[f64]| values.iter().map(|v| v * scale).collect::<Vec<_>>();
        let (Ok(one), Ok(scaled)) = (t(&before, &after), t(&times(&before), &times(&after)))
            else { return Ok(()) };
        prop_assert!(close(one.t, scaled.t));
        prop_assert!(close(one.interval.upper * scale, scaled.interval.upper));
    }

    #[test]
    fn the_interval_agrees_with_the_test((before, after) in scores()) {
        let Ok(test) = t(&before, &after) else { return Ok(()) };
        prop_assert!(test.interval.contains(test.summary.mean_difference));
        if (test.p_two_sided - 0.05).abs() > 1e-9 {
            prop_assert_eq!(test.interval.contains(0.0), test.p_two_sided > 0.05);
        }
        prop_assert!(test.summary.correlation.is_none_or(|r| (-1.0..=1.0).contains(&r)));
    }

    #[test]
    fn order_of_patients_does_not_matter((before, after) in scores()) {
        let reversed = |values: &[f64]| values.iter().rev().copied().collect::<Vec<_>>();
        let (one, other) = (t(&before, &after), t(&reversed(&before), &reversed(&after)));
        prop_assert_eq!(one.is_ok(), other.is_ok());
        if let (Ok(one), Ok(other)) = (one, other) {
            prop_assert!(close(one.t, other.t));
        }
    }

    #[test]
    fn no_numbers_panic(
        before in proptest::collection::vec(proptest::num::f64::ANY, 0..6),
        after in proptest::collection::vec(proptest::num::f64::ANY, 0..6),
    ) {
        let _ = (t(&before, &after), percent_change::summarise(&before, &after));
        let values: Vec<Option<f64>> = before.iter().copied().map(Some).collect();
        let _ = descriptive::describe(&values);
    }

    #[test]
    fn intervals_contain_the_estimate_and_stay_inside(p in proportion(), level in level()) {
        for interval in [
            proportion::wilson(p, level).unwrap(),
            proportion::clopper_pearson(p, level).unwrap(),
            proportion::jeffreys(p, level).unwrap(),
        ] {
            prop_assert!(interval.contains(p.estimate()), "{:?} {:?}", p, interval);
            prop_assert!(0.0 <= interval.lower && interval.upper <= 1.0);
        }
    }

    #[test]
    fn exact_limits_have_exactly_their_tails(p in proportion(), level in level()) {
        let exact = proportion::clopper_pearson(p, level).unwrap();
        let tail = (1.0 - level.get()) / 2.0;
        // At a small level a limit can meet the estimate, where it is cut off; not tested there.
        if p.events() > 0 && exact.lower < p.estimate() {
            let above = binomial::at_least(p.events(), p.n(), exact.lower);
            prop_assert!((above / tail - 1.0).abs() < 1e-8, "{} {}", above, tail);
        }
        if p.events() < p.n() && exact.upper > p.estimate() {
            let below = binomial::at_most(p.events(), p.n(), exact.upper);
            prop_assert!((below / tail - 1.0).abs() < 1e-8, "{} {}", below, tail);
        }
    }

    #[test]
    fn exact_interval_holds_the_jeffreys_interval(p in proportion()) {
        let exact = proportion::clopper_pearson(p, Probability::NINETY_FIVE).unwrap();
        let jeffreys = proportion::jeffreys(p, Probability::NINETY_FIVE).unwrap();
        prop_assert!(exact.lower <= jeffreys.lower + 1e-12);
        prop_assert!(jeffreys.upper <= exact.upper + 1e-12);
    }

    #[test]
    fn limits_grow_with_events(p in proportion(), level in level()) {
        prop_assume!(p.events() < p.n());
        let next = Proportion::new(p.events() + 1, p.n()).unwrap();
        for interval in [proportion::wilson, proportion::clopper_pearson, proportion::jeffreys] {
            let (fewer, more) = (interval(p, level).unwrap(), interval(next, level).unwrap());
            prop_assert!(fewer.lower <= more.lower && fewer.upper <= more.upper);
        }
    }

    #[test]
    fn counting_the_others_mirrors_the_interval(p in proportion(), level in level()) {
        let others = Proportion::new(p.n() - p.events(), p.n()).unwrap();
        for interval in [proportion::wilson, proportion::clopper_pearson, proportion::jeffreys] {
            let (these, those) = (interval(p, level).unwrap(), interval(others, level).unwrap());
            prop_assert!((these.lower - (1.0 - those.upper)).abs() < 1e-12);
        }
    }

    #[test]
    fn quartiles_are_ordered(values in proptest::collection::vec(-1e6..1e6_f64, 1..50)) {
        let all: Vec<Option<f64>> = values.into_iter().map(Some).collect();
        let s = descriptive::describe(&all).unwrap().spread.unwrap();
        prop_assert!(s.min <= s.q1 && s.q1 <= s.median && s.median <= s.q3 && s.q3 <= s.max);
        prop_assert!(s.min <= s.mean + 1e-9 && s.mean <= s.max + 1e-9);
    }
}
