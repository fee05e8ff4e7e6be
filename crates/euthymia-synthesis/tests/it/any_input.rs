//! Any finite input at all: no panic, and never a number that is not one.

use crate::laws_tau2_methods::{EVERY, INTERVALS};
use crate::strategies::{METHODS, set};
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::means::{Group, hedges_g, mean_difference, small_sample_factor};
use euthymia_synthesis::effect::proportion::{
    self, Count, double_arcsine, from_double_arcsine, from_logit, harmonic_mean, logit, raw,
    size_for_variance,
};
use euthymia_synthesis::effect::two_by_two::{
    self, Comparison, TwoByTwo, log_odds_ratio, log_risk_ratio, risk_difference,
};
use euthymia_synthesis::effect::zero_cells::{Scope, ZeroCells};
use euthymia_synthesis::effect::{Effect, EffectError};
use euthymia_synthesis::pairwise::explain::{Step, explain};
use euthymia_synthesis::pairwise::fit_statistics::fit_statistics;
use euthymia_synthesis::pairwise::suspicion::suspicions;
use euthymia_synthesis::pairwise::tau2_interval::tau2_interval;
use euthymia_synthesis::pairwise::true_effects::true_effects;
use euthymia_synthesis::pairwise::{
    self, Bounds, Fit, FitError, Interval, Model, Options, Prediction, QWeights, Tau2Method,
    Weighting, Weights,
};
use proptest::prelude::*;

/// 2⁵³: the largest count that a double holds exactly.
const COUNT_MAX: u64 = 1 << 53;

fn all_options(level: f64) -> Vec<Options> {
    let [dl, pm, reml] = METHODS.map(Model::RandomEffects);
    let level = Probability::new(level).unwrap();
    let mut all = Vec::new();
    for model in [Model::CommonEffect, dl, pm, reml] {
        for interval in [
            Interval::Wald,
            Interval::HartungKnapp,
            Interval::HartungKnappFloor,
        ] {
            for prediction in [
                Prediction::Normal,
                Prediction::StudentKMinus1,
                Prediction::StudentKMinus2,
            ] {
                all.push(Options {
                    model,
                    interval,
                    prediction,
                    level,
                });
            }
        }
    }
    all
}

/// Every number of a fit.
fn numbers(fit: &Fit) -> Vec<f64> {
    let inference = fit.inference;
    let ends = |bounds: Bounds| [bounds.lower, bounds.upper];
    let mut all = vec![
        fit.estimate,
        inference.standard_error,
        inference.statistic,
        inference.p_value,
    ];
    all.extend(ends(inference.bounds));
    all.extend(inference.df.into_iter().chain(inference.factor));
    all.extend(&fit.weights);
    if let Some(tau2) = fit.tau2 {
        all.push(tau2.value);
        all.extend(tau2.raw.into_iter().chain(tau2.standard_error));
    }
    if let Some(h) = fit.heterogeneity {
        all.extend([h.q, h.df, h.p_value, h.i2, h.h2]);
        let profile = h.profile;
        all.extend([profile.tau2, profile.i2, profile.h2].map(ends).concat());
    }
    all.extend(fit.prediction.map(ends).into_iter().flatten());
    all
}

fn check_set(pairs: &[(f64, f64)], level: f64) {
    let studies = set(pairs);
    for options in all_options(level) {
        match pairwise::fit(&studies, &options) {
            Ok(fit) => {
                let all = numbers(&fit);
                assert!(
                    all.iter().all(|x| x.is_finite()),
                    "{options:?} of {pairs:?}: {fit:?}"
                );
                finite_steps(&explain(&studies, &fit));
            }
            Err(FitError::Level(_)) => panic!("the level {level} is allowed"),
            Err(_) => {}
        }
    }
}

/// Every estimator, interval and statistic that a set can be asked for: finite, or absent.
fn check_everything(pairs: &[(f64, f64)], level: f64) {
    let studies = set(pairs);
    let level = Probability::new(level).unwrap();
    for method in EVERY {
        let options = Options {
            model: Model::RandomEffects(method),
            interval: Interval::Student,
            prediction: Prediction::HartungKnappKMinus2,
            level,
        };
        let Ok(fit) = pairwise::fit_weighted(&studies, &options, &Weighting::Equal) else {
            continue;
        };
        assert!(numbers(&fit).iter().all(|x| x.is_finite()), "{fit:?}");
        finite_steps(&explain(&studies, &fit));
        let statistics = fit_statistics(&studies, &fit);
        assert!(!statistics.full.aicc.is_nan(), "{statistics:?}");
        for effect in true_effects(&studies, &fit).into_iter().flatten() {
            assert!((0.0..=1.0).contains(&effect.own_share), "{effect:?}");
            assert!(effect.bounds.lower <= effect.bounds.upper, "{effect:?}");
        }
    }
    for method in INTERVALS {
        if let Some(found) = tau2_interval(&studies, method, None, level) {
            assert!(
                found.tau2.lower >= 0.0 && !found.tau2.upper.is_nan(),
                "{found:?}"
            );
        }
    }
    let sizes: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    for suspicion in suspicions(&studies, Some(&sizes)) {
        assert!(!suspicion.to_string().contains("NaN"), "{suspicion:?}");
    }
}

fn finite_steps(step: &Step) {
    assert!(step.value.is_finite(), "{}: {}", step.what, step.value);
    step.from.iter().for_each(finite_steps);
}

/// A positive double of any size, evenly in its exponent.
fn any_size() -> impl Strategy<Value = f64> {
    (-300.0..300.0_f64).prop_map(|exponent| 10.0_f64.powf(exponent))
}

fn any_finite() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>().prop_filter("finite", |x| x.is_finite()),
        -10.0..10.0_f64,
        Just(0.0)
    ]
}

fn any_count() -> impl Strategy<Value = u64> {
    prop_oneof![0..=COUNT_MAX, 0..100_u64]
}

fn finite_or_error(effect: Result<Effect, EffectError>) {
    if let Ok(effect) = effect {
        let v = effect.variance.get();
        assert!(
            effect.estimate.is_finite() && v.is_finite() && v > 0.0,
            "{effect:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_studies(pairs in prop::collection::vec((any_finite(), any_size()), 1..6), level in 0.01..0.999_f64) {
        check_set(&pairs, level);
    }

    #[test]
    fn any_weights(weights in prop::collection::vec(any::<f64>(), 0..5), level in 0.01..0.999_f64) {
        let studies = set(&[(0.1, 0.2), (1.5, 0.4), (-0.7, 0.1)]);
        if let Ok(weights) = Weights::new(weights) {
            let level = Probability::new(level).unwrap();
            let model = Model::RandomEffects(Tau2Method::GeneralisedQ(QWeights::Given));
            let options = Options { model, level, ..Options::default() };
            let count = weights.values().len();
            match pairwise::fit_weighted(&studies, &options, &Weighting::Given(weights)) {
                Ok(fit) => prop_assert!(numbers(&fit).iter().all(|x| x.is_finite()), "{fit:?}"),
                Err(FitError::WeightCount { .. }) => prop_assert!(count != 3),
                Err(error) => prop_assert!(error == FitError::OutOfRange, "{error}"),
            }
        }
    }

    #[test]
    fn any_scale_that_is_the_same_for_all(
        pairs in prop::collection::vec((-5.0..5.0_f64, 0.01..10.0_f64), 1..8),
        exponent in -120.0..120.0_f64,
    ) {
        let c = 10.0_f64.powf(exponent);
        let scaled: Vec<_> = pairs.iter().map(|(y, v)| (y * c.sqrt(), v * c)).collect();
        check_set(&scaled, 0.95);
        // On these scales there is always an answer, and a settled one.
        for options in all_options(0.95) {
            let fit = pairwise::fit(&set(&scaled), &options);
            let no_spread = fit == Err(FitError::NoSpread);
            prop_assert!(no_spread || fit.as_ref().is_ok_and(Fit::converged), "{options:?}: {fit:?}");
        }
    }

    #[test]
    fn variances_over_sixteen_orders_of_magnitude(
        pairs in prop::collection::vec((-1e3..1e3_f64, -8.0..8.0_f64), 2..10),
    ) {
        let pairs: Vec<_> = pairs.iter().map(|(y, e)| (*y, 10.0_f64.powf(*e))).collect();
        check_set(&pairs, 0.95);
        for options in all_options(0.95) {
            let fit = pairwise::fit(&set(&pairs), &options);
            let no_spread = fit == Err(FitError::NoSpread);
            prop_assert!(no_spread || fit.as_ref().is_ok_and(Fit::converged), "{options:?}: {fit:?}");
        }
    }

    #[test]
    fn any_tables(counts in prop::collection::vec([any_count(), any_count(), any_count(), any_count()], 1..4), amount in any_finite()) {
        let tables: Vec<_> = counts.iter().filter_map(|[a, n1, c, n2]| TwoByTwo::new(*a, *n1, *c, *n2).ok()).collect();
        for scope in [Scope::AnyZero, Scope::Undefined, Scope::AllIfAny, Scope::All, Scope::Never] {
            for keep_uninformative in [true, false] {
                let rule = ZeroCells { amount, scope, keep_uninformative };
                for comparison in [Comparison::RiskRatio, Comparison::OddsRatio, Comparison::RiskDifference] {
                    for cells in two_by_two::corrected(&tables, comparison, &rule).iter().flatten() {
                        for measure in [log_risk_ratio, log_odds_ratio, risk_difference] {
                            finite_or_error(measure(cells));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn any_proportions(x in any_count(), n in any_count(), t in any_finite(), size in any_size()) {
        if let Ok(count) = Count::new(x, n) {
            finite_or_error(double_arcsine(&count));
            for rule in [ZeroCells::PROPORTION, ZeroCells { scope: Scope::Never, ..ZeroCells::PROPORTION }] {
                let split = proportion::corrected(&[count], &rule)[0];
                finite_or_error(raw(&split));
                finite_or_error(logit(&split));
            }
        }
        for p in [from_logit(t), from_double_arcsine(t, size), from_double_arcsine(t, n as f64)] {
            prop_assert!((0.0..=1.0).contains(&p), "t {t:e}, n {size:e} or {n}: {p}");
        }
        prop_assert!(size_for_variance(size) > 0.0);
        prop_assert!(harmonic_mean(&[x, n]).is_none_or(f64::is_finite));
    }

    #[test]
    fn any_means(means in [any_finite(), any_finite()], sds in [any_finite(), any_finite()], n in [any_count(), any_count()]) {
        let groups = (Group::new(means[0], sds[0], n[0]), Group::new(means[1], sds[1].abs(), n[1]));
        if let (Ok(one), Ok(other)) = groups {
            finite_or_error(mean_difference(&one, &other));
            finite_or_error(hedges_g(&one, &other));
            if let Ok(both) = one.combined(&other) {
                prop_assert!(both.mean().is_finite() && both.sd().is_finite() && both.sd() > 0.0);
            }
        }
        prop_assert!(small_sample_factor((n[0] as f64).max(2.0)) <= 1.0);
    }

    #[test]
    fn any_double_is_refused_or_kept_as_it_is(y in any::<f64>(), v in any::<f64>()) {
        match Effect::new(y, v) {
            Ok(effect) => prop_assert!(effect.estimate == y && effect.variance.get() == v && v > 0.0),
            Err(_) => prop_assert!(!y.is_finite() || !v.is_finite() || v <= 0.0),
        }
    }
}

#[test]
fn a_level_without_an_interval_is_refused() {
    for level in [0.0, 1.0] {
        let options = Options {
            level: Probability::new(level).unwrap(),
            ..Options::default()
        };
        let found = pairwise::fit(&set(&[(1.0, 1.0), (2.0, 1.0)]), &options);
        assert_eq!(found, Err(FitError::Level(level)));
    }
}

#[test]
fn a_group_that_overflows_its_count_is_refused_not_wrapped() {
    let huge = Group::new(0.0, 1.0, u64::MAX).unwrap();
    let _ = huge.combined(&huge);
}

proptest! {
    // Distributions of Q are integrated many times here.
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn any_studies_under_every_estimator(pairs in prop::collection::vec((any_finite(), any_size()), 1..5), level in 0.01..0.999_f64) {
        check_everything(&pairs, level);
    }

    #[test]
    fn usual_studies_under_every_estimator(pairs in prop::collection::vec((-5.0..5.0_f64, 0.01..10.0_f64), 1..8), level in 0.5..0.999_f64) {
        check_everything(&pairs, level);
    }
}
