//! Extremes in every model: variances over thirty orders of magnitude, one study or two, equal
//! estimates, huge counts, and no event at all. There may be an error, but no panic, no number that
//! is none, and no end of a search that is not said.

use crate::strategies::set;
use euthymia_numerics::Probability;
use euthymia_synthesis::beta_binomial;
use euthymia_synthesis::design::Design;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::glmm::{
    self, Coding, Effects, GlmmFit, Model as GlmmModel, Options as GlmmOptions,
};
use euthymia_synthesis::location_scale::{self, Link, Method, Reference};
use euthymia_synthesis::multilevel::{
    self, Data, Grouping, KnownCovariance, Options as MultilevelOptions, Term,
};
use euthymia_synthesis::pairwise::{self, Interval, Model, Options, Tau2Method};
use euthymia_synthesis::robust::{self, Degrees, Kind};
use euthymia_synthesis::stratified::mantel_haenszel::{
    DifferenceVariance, odds_ratio, risk_difference, risk_ratio,
};
use euthymia_synthesis::stratified::{self, Stratum, peto};
use euthymia_synthesis::variance::Variance;
use proptest::prelude::*;

/// One to seven estimates, equal or not, with variances from 10⁻¹⁵ to 10¹⁵.
fn extreme_pairs() -> impl Strategy<Value = Vec<(f64, f64)>> {
    let variance = (-15.0..15.0_f64).prop_map(|exponent| 10.0_f64.powf(exponent));
    let estimate = (-1.0..1.0_f64, -8.0..8.0_f64).prop_map(|(y, e)| y * 10.0_f64.powf(e));
    let equal = prop_oneof![Just(true), Just(false), Just(false)];
    (prop::collection::vec((estimate, variance), 1..8), equal).prop_map(|(mut pairs, equal)| {
        let first = pairs[0].0;
        if equal {
            pairs.iter_mut().for_each(|pair| pair.0 = first);
        }
        pairs
    })
}

/// A count out of a size: none, all, few, or any part of up to 2⁴⁰.
fn extreme_count() -> impl Strategy<Value = (u64, u64)> {
    let size = prop_oneof![1..20_u64, 1..5_000_u64, 1..=1_u64 << 40];
    size.prop_flat_map(|n| (prop_oneof![Just(0), Just(n), 0..=n, 0..=n.min(3)], Just(n)))
}

fn extreme_tables() -> impl Strategy<Value = Vec<TwoByTwo>> {
    let any = prop::collection::vec((extreme_count(), extreme_count()), 1..5);
    (any, prop_oneof![Just(true), Just(false), Just(false)]).prop_map(|(pairs, empty)| {
        let events = |x: u64| if empty { 0 } else { x };
        let tables = pairs
            .iter()
            .map(|((x1, n1), (x2, n2))| TwoByTwo::new(events(*x1), *n1, events(*x2), *n2).unwrap());
        tables.collect()
    })
}

fn all_finite(numbers: &[f64], what: &dyn std::fmt::Debug) {
    assert!(
        numbers.iter().all(|x| x.is_finite()),
        "{numbers:?}: {what:?}"
    );
}

fn sound_glmm(fit: &GlmmFit) {
    let mut numbers = vec![
        fit.estimate,
        fit.standard_error,
        fit.statistic,
        fit.p_value,
        fit.bounds.lower,
        fit.bounds.upper,
        fit.log_likelihood,
        fit.aic,
        fit.bic,
    ];
    numbers.extend(fit.tau2.iter().map(|tau2| tau2.value));
    numbers.extend(fit.tau2.and_then(|tau2| tau2.standard_error));
    numbers.extend(
        fit.prediction
            .into_iter()
            .flat_map(|ends| [ends.lower, ends.upper]),
    );
    if let Some(h) = fit.heterogeneity {
        let tests = [
            h.likelihood_ratio.statistic,
            h.likelihood_ratio.p_value,
            h.i2,
            h.h2,
        ];
        numbers.extend(tests);
    }
    let effects = fit.study_effects.iter().flatten();
    numbers.extend(effects.flat_map(|effect| [effect.estimate, effect.standard_deviation]));
    all_finite(&numbers, fit);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_tables_under_every_stratified_model(tables in extreme_tables()) {
        let strata: Vec<_> = tables.iter().map(|table| Stratum::new("", *table)).collect();
        let options = stratified::Options::default();
        for found in [
            odds_ratio(&strata, &options),
            risk_ratio(&strata, &options),
            risk_difference(&strata, DifferenceVariance::Sato, &options),
            risk_difference(&strata, DifferenceVariance::GreenlandRobins, &options),
            peto::odds_ratio(&strata, &options),
        ]
        .into_iter()
        .flatten()
        {
            let inference = found.inference;
            let bounds = inference.bounds;
            let numbers = [
                found.estimate, inference.standard_error, inference.statistic, inference.p_value,
                bounds.lower, bounds.upper,
            ];
            all_finite(&numbers, &found);
        }
    }

    #[test]
    fn any_studies_under_a_pairwise_model(pairs in extreme_pairs()) {
        let methods = [Tau2Method::Reml, Tau2Method::MaximumLikelihood, Tau2Method::DerSimonianLaird];
        for method in methods {
            let options = Options {
                model: Model::RandomEffects(method),
                interval: Interval::HartungKnapp,
                ..Options::default()
            };
            let Ok(fit) = pairwise::fit(&set(&pairs), &options) else { continue };
            let tau2 = fit.tau2.map_or(0.0, |tau2| tau2.value);
            all_finite(&[fit.estimate, fit.inference.standard_error, tau2], &fit);
            prop_assert!(fit.converged(), "{fit:?}");
        }
    }

    #[test]
    fn any_studies_under_a_robust_variance(pairs in extreme_pairs(), tau2 in 0.0..10.0_f64) {
        let studies = set(&pairs);
        let clusters: Vec<usize> = (0..pairs.len()).map(|i| i / 2).collect();
        for kind in [Kind::Cr0, Kind::Cr1p, Kind::Cr2, Kind::Cr3] {
            let Ok(found) = robust::of_pairwise(&studies, tau2, &clusters, kind) else { continue };
            let level = Probability::NINETY_FIVE;
            let tests = found.variance.tests(&found.estimates, Degrees::Satterthwaite, level);
            for test in tests.into_iter().flatten().flatten() {
                prop_assert!(test.standard_error.is_finite(), "{test:?}");
                prop_assert!((0.0..=1.0).contains(&test.p_value), "{test:?}");
            }
        }
    }

    #[test]
    fn any_rows_under_a_multilevel_model(pairs in extreme_pairs()) {
        let n = pairs.len();
        let labels = |name: &str, width: usize| {
            let labels: Vec<String> = (0..n).map(|i| (i / width).to_string()).collect();
            Grouping::new(name, &labels)
        };
        let terms = vec![Term::Intercept(labels("study", 2)), Term::Intercept(labels("row", 1))];
        let variances: Vec<Variance> = pairs.iter().map(|(_, v)| Variance::new(*v).unwrap()).collect();
        let known = KnownCovariance::independent(&variances);
        let estimates = pairs.iter().map(|(y, _)| *y).collect();
        let Ok(data) = Data::new(estimates, known, Design::intercept(n), terms) else { return Ok(()) };
        if let Ok(found) = multilevel::fit(&data, &MultilevelOptions::default()) {
            let mut numbers = found.parameters();
            numbers.push(found.coefficients[0].estimate);
            numbers.push(found.coefficients[0].test.standard_error);
            numbers.push(found.reml.log_likelihood);
            all_finite(&numbers, &pairs);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_counts_under_every_mixed_model(tables in extreme_tables(), which in 0..5_usize) {
        let models = [
            GlmmModel::FixedStudies(Coding::Half),
            GlmmModel::RandomStudies { coding: Coding::Half, correlated: false },
            GlmmModel::RandomStudies { coding: Coding::Half, correlated: true },
            GlmmModel::Conditional,
            GlmmModel::ConditionalApproximate,
        ];
        for effects in [Effects::Random, Effects::Common] {
            let options = GlmmOptions { effects, ..GlmmOptions::default() };
            // A plane of points for each study, and sums over every possible count, take their time.
            let largest = if which == 0 || which == 4 { 100_000 } else { 300 };
            let small = |table: &&TwoByTwo| table.counts().iter().all(|x| *x <= largest);
            let tables: Vec<TwoByTwo> = tables.iter().filter(small).copied().collect();
            if let Ok(fit) = glmm::fit_odds_ratios(&tables, models[which], &options) {
                sound_glmm(&fit);
            }
            let count = |table: &TwoByTwo| {
                let [x, n, ..] = table.counts();
                Count::new(x, n).ok()
            };
            let counts: Vec<Count> = tables.iter().filter_map(count).collect();
            if let Ok(fit) = glmm::fit_proportions(&counts, &options) {
                sound_glmm(&fit);
            }
            let level = Probability::NINETY_FIVE;
            let counts: Vec<Count> = counts.into_iter().filter(|count| count.n() <= 300).collect();
            if let Ok(fit) = beta_binomial::fit_proportions(&counts, effects, level) {
                all_finite(&[fit.estimate, fit.standard_error, fit.log_likelihood], &fit);
            }
        }
    }

    #[test]
    fn any_studies_under_a_location_scale_model(pairs in extreme_pairs(), identity in any::<bool>()) {
        let studies = set(&pairs);
        let k = pairs.len();
        let link = if identity { Link::Identity } else { Link::Log };
        let one = Design::intercept(k);
        for method in [Method::Ml, Method::Reml] {
            let Ok(fit) = location_scale::fit(&studies, &one, &one, method, link) else { continue };
            all_finite(&fit.beta, &pairs);
            all_finite(&fit.alpha, &pairs);
            all_finite(&fit.tau2, &pairs);
            let level = Probability::NINETY_FIVE;
            let tests = fit.location_tests(Reference::Normal, level);
            for test in tests.into_iter().flatten() {
                prop_assert!(test.standard_error.is_finite() && test.p_value.is_finite(), "{test:?}");
            }
        }
    }
}
