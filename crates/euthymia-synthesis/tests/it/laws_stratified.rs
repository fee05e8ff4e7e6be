//! Laws of the stratified methods and of permutation tests, and any input at all.

use crate::strategies::{full_table, pairs, set, table, wild_pairs};
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::effect::zero_cells::{Scope, ZeroCells};
use euthymia_synthesis::pairwise::{Interval, Model, Options as FitOptions, Tau2Method};
use euthymia_synthesis::permutation::{Plan, interval, signs};
use euthymia_synthesis::stratified::association::{Continuity, ScoreVariance, association};
use euthymia_synthesis::stratified::exact::{Tail, odds_ratio as exact_odds_ratio};
use euthymia_synthesis::stratified::homogeneity::homogeneity;
use euthymia_synthesis::stratified::mantel_haenszel::{
    DifferenceVariance, cells, odds_ratio, risk_difference, risk_ratio,
};
use euthymia_synthesis::stratified::person_time::{rate_difference, rate_ratio};
use euthymia_synthesis::stratified::{Options, Pooled, StratifiedError, Stratum, peto};
use proptest::prelude::*;

fn strata(cells: &[[u64; 4]]) -> Vec<Stratum<TwoByTwo>> {
    cells
        .iter()
        .map(|cells| Stratum::new("", table(*cells)))
        .collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-10 * a.abs().max(b.abs()).max(1.0)
}

/// Every number is finite, the limits hold the estimate, and the p-value is one.
fn sound(found: &Result<Pooled, StratifiedError>) {
    let Ok(found) = found else { return };
    let inference = &found.inference;
    let bounds = inference.bounds;
    assert!(
        bounds.lower <= found.estimate && found.estimate <= bounds.upper,
        "{found:?}"
    );
    assert!(inference.standard_error > 0.0 && inference.standard_error.is_finite());
    assert!((0.0..=1.0).contains(&inference.p_value), "{found:?}");
    if let Some(h) = found.heterogeneity {
        assert!(
            h.q >= 0.0 && h.q.is_finite() && (0.0..=1.0).contains(&h.i2),
            "{found:?}"
        );
    }
}

fn small_table() -> impl Strategy<Value = [u64; 4]> {
    [0..12_u64, 0..12_u64, 0..12_u64, 0..12_u64]
        .prop_filter("two groups", |[a, b, c, d]| a + b > 0 && c + d > 0)
}

fn any_rule() -> impl Strategy<Value = ZeroCells> {
    let scope = prop_oneof![
        Just(Scope::AnyZero),
        Just(Scope::Undefined),
        Just(Scope::AllIfAny),
        Just(Scope::All),
        Just(Scope::Never)
    ];
    let amount = prop_oneof![Just(0.5), any::<f64>()];
    (amount, scope, any::<bool>()).prop_map(|(amount, scope, keep_uninformative)| ZeroCells {
        amount,
        scope,
        keep_uninformative,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Exchanging the groups turns a ratio upside down and a difference around; exchanging events
    /// and others turns the odds ratio upside down and leaves its precision.
    #[test]
    fn exchanging_the_groups(given in prop::collection::vec(full_table(), 1..8)) {
        let turned: Vec<_> = given.iter().map(|[a, b, c, d]| [*c, *d, *a, *b]).collect();
        let others: Vec<_> = given.iter().map(|[a, b, c, d]| [*b, *a, *d, *c]).collect();
        let options = Options::default();
        let rd = |s: &[Stratum<TwoByTwo>]| risk_difference(s, DifferenceVariance::Sato, &options);
        let same = |one: Pooled, other: Pooled| {
            close(one.estimate, -other.estimate)
                && close(one.inference.standard_error, other.inference.standard_error)
        };
        let (one, other) = (strata(&given), strata(&turned));
        prop_assert!(same(odds_ratio(&one, &options).unwrap(), odds_ratio(&other, &options).unwrap()));
        prop_assert!(same(risk_ratio(&one, &options).unwrap(), risk_ratio(&other, &options).unwrap()));
        prop_assert!(same(peto::odds_ratio(&one, &options).unwrap(), peto::odds_ratio(&other, &options).unwrap()));
        prop_assert!(same(rd(&one).unwrap(), rd(&other).unwrap()));
        let other = strata(&others);
        prop_assert!(same(odds_ratio(&one, &options).unwrap(), odds_ratio(&other, &options).unwrap()));
    }

    /// Peto's z² is the Mantel–Haenszel score statistic without correction.
    #[test]
    fn peto_and_the_score_test(given in prop::collection::vec(full_table(), 1..8)) {
        let strata = strata(&given);
        let peto = peto::odds_ratio(&strata, &Options::default()).unwrap();
        let cells = cells(&strata, &Options::default().pooling).unwrap();
        let test = association(&cells, ScoreVariance::MantelHaenszel, Continuity::Without).unwrap();
        prop_assert!(close(peto.inference.statistic.powi(2), test.chi_squared));
        prop_assert!(close(peto.inference.p_value, test.p_value));
    }

    /// Tables with the same odds ratio are homogeneous, and it is the pooled one.
    #[test]
    fn equal_odds_ratios_are_homogeneous(first in full_table(), factors in prop::collection::vec((1..9_u64, 1..9_u64), 2..6)) {
        let [a, b, c, d] = first;
        // Multiplying a column keeps the odds ratio.
        let given: Vec<_> = factors.iter().map(|(e, o)| [a * e, b * o, c * e, d * o]).collect();
        let strata = strata(&given);
        let pooled = odds_ratio(&strata, &Options::default()).unwrap();
        let psi = (a * d) as f64 / (b * c) as f64;
        prop_assert!(close(pooled.estimate, psi.ln()));
        let cells = cells(&strata, &Options::default().pooling).unwrap();
        let test = homogeneity(&cells, pooled.estimate.exp()).unwrap();
        prop_assert!(test.breslow_day < 1e-8 && test.breslow_day_p > 0.999, "{test:?}");
    }

    /// The exact limits hold the estimate; mid-p limits lie inside them; tails add up.
    #[test]
    fn exact_limits(given in prop::collection::vec(small_table(), 1..6), level in 0.5..0.99_f64) {
        let strata = strata(&given);
        let level = Probability::new(level).unwrap();
        let both = (exact_odds_ratio(&strata, Tail::Exact, level), exact_odds_ratio(&strata, Tail::MidP, level));
        let (Ok(exact), Ok(mid)) = both else {
            prop_assert_eq!(both.0, Err(StratifiedError::NoVariance));
            return Ok(());
        };
        prop_assert!(exact.converged && mid.converged);
        let slack = 1.0 + 1e-9;
        if let Some(estimate) = exact.estimate {
            prop_assert!(exact.lower <= estimate * slack);
            prop_assert!(exact.upper.is_none_or(|u| u * slack >= estimate));
        }
        prop_assert!(exact.lower <= mid.lower * slack);
        if let (Some(wide), Some(narrow)) = (exact.upper, mid.upper) {
            prop_assert!(narrow <= wide * slack);
        }
        prop_assert!(exact.p_greater + exact.p_less >= 1.0 - 1e-12);
        prop_assert!(close(mid.p_greater + mid.p_less, 1.0));
        prop_assert!((0.0..=1.0).contains(&exact.p_likelihood));
    }

    #[test]
    fn any_strata(
        counts in prop::collection::vec([0..=1_u64 << 53, 0..=1_u64 << 53, 0..=40_u64, 0..=40_u64], 0..5),
        small in prop::collection::vec(small_table(), 0..4),
        pooling in any_rule(), single in any_rule(), level in 0.0..=1.0_f64,
    ) {
        let mut given = strata(&small);
        given.extend(counts.iter().filter_map(|[a, n1, c, n2]| {
            Some(Stratum::new("", TwoByTwo::new(*a, *n1, *c, *n2).ok()?))
        }));
        let level = Probability::new(level).unwrap();
        let options = Options { pooling, single, level };
        sound(&odds_ratio(&given, &options));
        sound(&risk_ratio(&given, &options));
        sound(&risk_difference(&given, DifferenceVariance::Sato, &options));
        sound(&risk_difference(&given, DifferenceVariance::GreenlandRobins, &options));
        sound(&peto::odds_ratio(&given, &options));
        if let Ok(cells) = cells(&given, &pooling) {
            for variance in [ScoreVariance::Cochran, ScoreVariance::MantelHaenszel] {
                let test = association(&cells, variance, Continuity::Half);
                prop_assert!(test.is_none_or(|t| t.chi_squared >= 0.0 && !t.p_value.is_nan()));
            }
            let test = homogeneity(&cells, 1.7);
            prop_assert!(test.is_none_or(|t| t.tarone >= 0.0 && !t.breslow_day_p.is_nan()));
        }
        let _ = exact_odds_ratio(&strata(&small), Tail::MidP, level);
    }

    #[test]
    fn any_rates(
        given in prop::collection::vec((0..1000_u64, any::<f64>(), 0..1000_u64, 1e-3..1e6_f64), 0..6),
        pooling in any_rule(), single in any_rule(),
    ) {
        let strata: Vec<_> = given.iter().filter_map(|(x1, t1, x2, t2)| {
            let groups = [PersonTime::new(*x1, t1.abs()), PersonTime::new(*x2, *t2)];
            let [Ok(first), Ok(second)] = groups else { return None };
            Some(Stratum::new("", [first, second]))
        }).collect();
        let options = Options { pooling, single, ..Options::default() };
        sound(&rate_ratio(&strata, &options));
        sound(&rate_difference(&strata, &options));
    }

    /// Turning all signs turns the one-sided p-values around; the scale does not matter.
    #[test]
    fn signs_and_scale(given in pairs(2..8_usize), c in 0.1..10.0_f64) {
        let options = FitOptions {
            model: Model::RandomEffects(Tau2Method::DerSimonianLaird),
            interval: Interval::Wald,
            ..FitOptions::default()
        };
        let test = |given: &[(f64, f64)]| signs::test(&set(given), &options, &Plan::all(), |_, _| {}).unwrap();
        let found = test(&given);
        let turned: Vec<_> = given.iter().map(|(y, v)| (-y, *v)).collect();
        let turned = test(&turned);
        prop_assert_eq!((found.p_greater, found.p_value), (turned.p_less, turned.p_value));
        let scaled: Vec<_> = given.iter().map(|(y, v)| (y * c, v * c * c)).collect();
        prop_assert!((test(&scaled).p_value - found.p_value).abs() < 1e-12);
    }

    #[test]
    fn any_signs(given in wild_pairs(), draws in 0..40_u64, seed in any::<u64>(), threads in 0..4_usize) {
        for interval_kind in [Interval::Wald, Interval::HartungKnapp, Interval::HartungKnappFloor] {
            let options = FitOptions { interval: interval_kind, ..FitOptions::default() };
            let plan = Plan { draws, exact: false, seed, threads };
            if let Ok(test) = signs::test(&set(&given), &options, &plan, |_, _| {}) {
                for p in [test.p_value, test.p_greater, test.p_less] {
                    prop_assert!(p > 0.0 && p <= 1.0, "{:?}", test);
                }
            }
        }
        let options = FitOptions {
            model: Model::CommonEffect,
            interval: Interval::Wald,
            level: Probability::new(0.8).unwrap(),
            ..FitOptions::default()
        };
        let plan = Plan { draws, exact: false, seed, threads: 1 };
        if let Ok(found) = interval::interval(&set(&given), &options, &plan, |_| {}) {
            prop_assert!(found.lower.is_none_or(|x| x <= found.estimate));
            prop_assert!(found.upper.is_none_or(|x| x >= found.estimate));
        }
    }
}
