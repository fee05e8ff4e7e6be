//! Identities that hold for every sample.

use std::num::NonZeroUsize;

use euthymia_cohort::bayes_t::{Alternative, Design, bayes_t};
use euthymia_cohort::bootstrap::{Plan, resample};
use euthymia_cohort::descriptive;
use euthymia_cohort::differences::Differences;
use euthymia_cohort::hodges_lehmann::hodges_lehmann;
use euthymia_cohort::multiplicity::{Adjustment, adjust};
use euthymia_cohort::paired::summarise;
use euthymia_cohort::shapiro_wilk::shapiro_wilk;
use euthymia_cohort::sign_test::sign_test;
use euthymia_cohort::signed_rank::{Method, MethodRule, ZeroRule, signed_rank};
use euthymia_cohort::standardised_interval::d_z_interval;
use euthymia_numerics::Probability;
use proptest::prelude::*;

const LEVEL: Probability = Probability::NINETY_FIVE;

/// Whole differences, so that sums of them are exact.
fn changes() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec((-12_i32..=20).prop_map(f64::from), 1..30)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11 * a.abs().max(b.abs()).max(1.0)
}

fn negated(values: &[f64]) -> Vec<f64> {
    values.iter().map(|v| -v).collect()
}

/// P(W⁺ ≥ w) by going through every pattern of signs.
fn by_enumeration(ranks: &[f64], w_plus: f64) -> f64 {
    let patterns = 1_u32 << ranks.len();
    let as_large = (0..patterns).filter(|pattern| {
        let chosen = ranks
            .iter()
            .enumerate()
            .filter(|(i, _)| pattern >> i & 1 == 1);
        chosen.map(|(_, rank)| rank).sum::<f64>() >= w_plus
    });
    as_large.count() as f64 / f64::from(patterns)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn exact_signed_ranks_are_the_share_of_sign_patterns(
        values in proptest::collection::vec((-6_i32..=6).prop_map(f64::from), 1..11),
    ) {
        let falls = Differences::of_values(&values).unwrap();
        let exact = MethodRule::Fixed(Method::Exact);
        let Ok(test) = signed_rank(&falls, ZeroRule::Pratt, exact) else {
            return Ok(());
        };
        // Midranks by definition: smaller ones plus half of the equal ones and a half.
        let rank = |v: f64| {
            let smaller = values.iter().filter(|o| o.abs() < v.abs()).count() as f64;
            let equal = values.iter().filter(|o| o.abs() == v.abs()).count() as f64;
            smaller + (equal + 1.0) / 2.0
        };
        let nonzero = || values.iter().filter(|v| **v != 0.0);
        let ranks: Vec<f64> = nonzero().map(|v| rank(*v)).collect();
        let w_plus: f64 = nonzero().filter(|v| **v > 0.0).map(|v| rank(*v)).sum();
        prop_assert_eq!(test.w_plus, w_plus);
        prop_assert!(close(test.p_greater, by_enumeration(&ranks, w_plus)));
    }

    #[test]
    fn turning_all_signs_swaps_the_sides(values in changes()) {
        let (one, other) = (Differences::of_values(&values).unwrap(), Differences::of_values(&negated(&values)).unwrap());
        for zeros in [ZeroRule::Drop, ZeroRule::Pratt, ZeroRule::Split] {
            for method in [Method::Exact, Method::Normal { continuity: true }] {
                let run = |d| signed_rank(d, zeros, MethodRule::Fixed(method));
                let (Ok(a), Ok(b)) = (run(&one), run(&other)) else { continue };
                prop_assert_eq!((a.w_plus, a.w_minus), (b.w_minus, b.w_plus));
                prop_assert!(close(a.p_greater, b.p_less) && close(a.p_two_sided, b.p_two_sided));
                prop_assert_eq!(a.rank_biserial, -b.rank_biserial);
            }
        }
        let (a, b) = (sign_test(&one, LEVEL).unwrap(), sign_test(&other, LEVEL).unwrap());
        prop_assert_eq!((a.positive, a.median), (b.negative, -b.median));
        let (a, b) = (hodges_lehmann(&one, LEVEL).unwrap(), hodges_lehmann(&other, LEVEL).unwrap());
        prop_assert_eq!(a.estimate, -b.estimate);
        if let (Some(a), Some(b)) = (a.interval, b.interval) {
            prop_assert_eq!((a.lower, a.upper), (-b.upper, -b.lower));
            prop_assert!(a.achieved >= 0.95);
        }
    }

    #[test]
    fn the_pseudomedian_moves_with_the_values(values in changes(), shift in -50_i32..50) {
        let moved: Vec<f64> = values.iter().map(|v| v + f64::from(shift)).collect();
        let run = |v: &[f64]| hodges_lehmann(&Differences::of_values(v).unwrap(), LEVEL).unwrap();
        prop_assert_eq!(run(&values).estimate + f64::from(shift), run(&moved).estimate);
    }

    #[test]
    fn replicates_do_not_depend_on_threads(values in changes(), seed in any::<u64>(), threads in 2_usize..5) {
        prop_assume!(values.len() >= 2);
        let run = |threads| {
            let plan = Plan { resamples: 300, seed, threads: NonZeroUsize::new(threads).unwrap() };
            resample(&values, plan, |x: &mut [f64]| descriptive::mean(x)).unwrap()
        };
        prop_assert_eq!(run(1), run(threads));
    }

    #[test]
    fn adjustments_keep_the_order_and_are_never_below(
        p in proptest::collection::vec(proptest::option::of(0.0..=1.0_f64), 0..20),
    ) {
        let given: Vec<Option<Probability>> = p.iter().map(|p| p.and_then(|p| Probability::new(p).ok())).collect();
        let bonferroni = adjust(&given, Adjustment::Bonferroni);
        let holm = adjust(&given, Adjustment::Holm);
        let hochberg = adjust(&given, Adjustment::Hochberg);
        let bh = adjust(&given, Adjustment::BenjaminiHochberg);
        for i in 0..p.len() {
            prop_assert_eq!(p[i].is_some(), holm[i].is_some());
            if let (Some(raw), Some(most), Some(step), Some(up), Some(rate)) = (p[i], bonferroni[i], holm[i], hochberg[i], bh[i]) {
                prop_assert!(raw <= rate + 1e-15 && rate <= up + 1e-15 && up <= step + 1e-15 && step <= most + 1e-15);
            }
        }
    }

    #[test]
    fn normality_does_not_depend_on_unit_or_sign(values in changes(), scale in 1_i32..9) {
        prop_assume!(values.len() >= 3);
        let other: Vec<f64> = values.iter().map(|v| 100.0 - v * f64::from(scale)).collect();
        match (shapiro_wilk(&values), shapiro_wilk(&other)) {
            (Ok(a), Ok(b)) => prop_assert!(close(a.w, b.w) && (a.p - b.p).abs() < 1e-8),
            (a, b) => prop_assert!(a.is_err() && b.is_err()),
        }
    }

    #[test]
    fn the_interval_of_d_z_decides_as_the_t_test(pairs in proptest::collection::vec((0_i32..40, 0_i32..40), 3..25)) {
        let (before, after): (Vec<f64>, Vec<f64>) = pairs.iter().map(|(b, a)| (f64::from(*b), f64::from(*a))).unzip();
        let Ok(test) = euthymia_cohort::paired::paired_t(&before, &after, LEVEL) else { return Ok(()) };
        prop_assume!((test.p_two_sided - 0.05).abs() > 1e-9);
        let found = d_z_interval(&summarise(&before, &after).unwrap(), LEVEL).unwrap();
        prop_assert_eq!(found.d_interval.contains(0.0), test.p_two_sided > 0.05);
        prop_assert!(found.d_interval.contains(found.d));
    }
}

proptest! {
    // Each takes three integrals.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_two_sided_factor_is_the_mean_of_the_one_sided(t in -12.0..12.0_f64, n in 2_usize..200, scale in 0.1..3.0_f64) {
        let run = |alternative| bayes_t(t, Design::OneSample { n }, scale, alternative, LEVEL).unwrap();
        let (two, up, down) = (run(Alternative::TwoSided), run(Alternative::Greater), run(Alternative::Less));
        prop_assert!(close(two.bf10(), 0.5 * (up.bf10() + down.bf10())));
        prop_assert!(close(two.posterior.above_zero, 0.5 * up.bf10() / two.bf10()));
        let p = two.posterior;
        prop_assert!(p.interval.lower < p.median && p.median < p.interval.upper);
        prop_assert!(p.interval.contains(p.mean));
    }
}
