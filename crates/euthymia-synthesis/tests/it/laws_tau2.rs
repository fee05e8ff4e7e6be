//! Laws 11 to 20 of `reference/properties.md`: the between-study variance.

use crate::strategies::{METHODS, near, pairs, set, wild_pairs};
use euthymia_numerics::{Probability, chi_squared};
use euthymia_synthesis::pairwise::heterogeneity::{heterogeneity, typical_variance};
use euthymia_synthesis::pairwise::mean::weighted;
use euthymia_synthesis::pairwise::tau2::{
    Search, dersimonian_laird, paule_mandel, reml, reml_score, restricted_log_likelihood, tau2,
};
use euthymia_synthesis::pairwise::{Model, Tau2Method};
use euthymia_synthesis::studies::StudySet;
use proptest::prelude::*;

/// The score has the size of 1/(v + τ²): on that scale it is zero to rounding.
fn score_is_zero(studies: &StudySet, at: f64) -> bool {
    let (score, information) = reml_score(studies, at);
    let smallest = studies.studies().iter().map(|s| s.effect.variance.get());
    // A scoring step from here would not change the weights.
    (score / information).abs() <= 1e-9 * (at + smallest.fold(f64::INFINITY, f64::min))
}

fn settled(search: Search) -> bool {
    !matches!(search, Search::NotConverged { .. })
}

/// Every value the between-study variance might have, 0 included.
fn grid(pairs: &[(f64, f64)]) -> Vec<f64> {
    let low = pairs.iter().map(|p| p.1).fold(f64::INFINITY, f64::min) * 1e-3;
    let range = pairs
        .iter()
        .flat_map(|a| pairs.iter().map(move |b| (a.0 - b.0).abs()));
    let high = range.fold(low * 10.0, f64::max).powi(2) + low * 1e3;
    let ratio = (high / low).powf(1.0 / 200.0);
    let steps = (0..=200).map(|i| low * ratio.powi(i));
    std::iter::once(0.0).chain(steps).collect()
}

proptest! {
    #[test]
    fn tau2_is_never_negative_and_says_when_it_was_cut(pairs in wild_pairs()) {
        let studies = set(&pairs);
        let df = (pairs.len() - 1) as f64;
        let small_q = weighted(&studies, 0.0).q <= df;
        let dl = dersimonian_laird(&studies);
        prop_assert_eq!(dl.value == 0.0, dl.raw.unwrap() <= 0.0);
        prop_assert_eq!(dl.value == 0.0, small_q);
        let pm = paule_mandel(&studies);
        prop_assert_eq!(pm.search == Search::AtZero, small_q);
        prop_assert_eq!(pm.value == 0.0, small_q);
        for method in METHODS {
            let found = tau2(&studies, method).unwrap();
            prop_assert!(found.value >= 0.0 && settled(found.search), "{found:?}");
        }
    }

    #[test]
    fn paule_mandel_brings_q_to_its_expectation(pairs in wild_pairs()) {
        let studies = set(&pairs);
        let found = paule_mandel(&studies);
        if found.value > 0.0 {
            let df = (pairs.len() - 1) as f64;
            prop_assert!(near(weighted(&studies, found.value).q, df, 1e-9, 0.0));
        }
    }

    #[test]
    fn q_falls_as_tau2_grows(pairs in pairs(2..12), at in 0.0..5.0_f64, more in 0.01..5.0_f64) {
        let studies = set(&pairs);
        let (low, high) = (weighted(&studies, at + more).q, weighted(&studies, at).q);
        prop_assert!(low < high || high < 1e-12);
    }

    #[test]
    fn reml_is_at_a_level_point_or_at_the_boundary(pairs in wild_pairs()) {
        let studies = set(&pairs);
        let found = reml(&studies);
        if found.value == 0.0 {
            prop_assert_eq!(found.search, Search::AtZero);
            prop_assert!(reml_score(&studies, 0.0).0 <= 0.0);
        } else {
            prop_assert!(score_is_zero(&studies, found.value), "{found:?}");
        }
    }

    // The restricted likelihood can have two maxima: the higher one counts.
    #[test]
    fn no_tau2_is_more_likely_than_reml(pairs in wild_pairs()) {
        let studies = set(&pairs);
        let found = reml(&studies);
        let best = restricted_log_likelihood(&studies, found.value);
        for at in grid(&pairs) {
            let other = restricted_log_likelihood(&studies, at);
            prop_assert!(best >= other - 1e-9 * best.abs().max(1.0), "{found:?}: {best}, {at:e}: {other}");
        }
    }

    #[test]
    fn two_studies_are_one_contrast(pairs in pairs(2)) {
        let d = pairs[0].0 - pairs[1].0;
        let expected = ((d * d - pairs[0].1 - pairs[1].1) / 2.0).max(0.0);
        for method in METHODS {
            let found = tau2(&set(&pairs), method).unwrap().value;
            prop_assert!(near(found, expected, 1e-9, 1e-3), "{method:?}: {found}, {expected}");
        }
    }

    #[test]
    fn equal_variances_leave_the_sample_variance(ys in prop::collection::vec(-5.0..5.0_f64, 2..20), v in 0.001..5.0_f64) {
        let k = ys.len() as f64;
        let mean = ys.iter().sum::<f64>() / k;
        let s2 = ys.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / (k - 1.0);
        let pairs: Vec<_> = ys.iter().map(|y| (*y, v)).collect();
        for method in METHODS {
            let found = tau2(&set(&pairs), method).unwrap().value;
            prop_assert!(near(found, (s2 - v).max(0.0), 1e-9, 1e-2), "{method:?}: {found}, {}", s2 - v);
        }
    }

    #[test]
    fn equal_estimates_do_not_disagree(y in -5.0..5.0_f64, vs in prop::collection::vec(0.001..5.0_f64, 2..10)) {
        let pairs: Vec<_> = vs.iter().map(|v| (y, *v)).collect();
        let studies = set(&pairs);
        for method in METHODS {
            prop_assert_eq!(tau2(&studies, method).unwrap().value, 0.0);
        }
        let found = heterogeneity(&studies, Model::CommonEffect, 0.0, Probability::NINETY_FIVE).unwrap();
        prop_assert_eq!((found.q, found.p_value, found.i2, found.h2), (0.0, 1.0, 0.0, 0.0));
    }

    #[test]
    fn q_profile_ends_hit_the_chi_squared_points(pairs in wild_pairs(), level in 0.5..0.999_f64) {
        let studies = set(&pairs);
        let df = (pairs.len() - 1) as f64;
        let level = Probability::new(level).unwrap();
        let tail = level.complement().half();
        let found = heterogeneity(&studies, Model::CommonEffect, 0.0, level).unwrap();
        let ends = found.profile.tau2;
        prop_assert!(found.profile.converged && ends.lower <= ends.upper);
        for (end, upper_tail) in [(ends.lower, tail), (ends.upper, tail.complement())] {
            let point = chi_squared::upper_quantile(upper_tail, df);
            if end > 0.0 {
                prop_assert!(near(weighted(&studies, end).q, point, 1e-8, 0.0));
            } else {
                prop_assert!(found.q <= point);
            }
        }
        // k − 1 is a value that a chi-squared variable with k − 1 degrees exceeds between 31.7 and
        // 50 % of the time, so that a level above 0.95 always has Paule and Mandel's inside.
        if level.get() > 0.95 {
            let pm = paule_mandel(&studies).value;
            prop_assert!(ends.lower <= pm * (1.0 + 1e-9) && pm <= ends.upper * (1.0 + 1e-9));
        }
    }

    #[test]
    fn both_forms_of_i2_agree_for_dersimonian_laird(pairs in pairs(2..15)) {
        let studies = set(&pairs);
        let model = Model::RandomEffects(Tau2Method::DerSimonianLaird);
        let tau2 = dersimonian_laird(&studies).value;
        let level = Probability::NINETY_FIVE;
        let random = heterogeneity(&studies, model, tau2, level).unwrap();
        let common = heterogeneity(&studies, Model::CommonEffect, 0.0, level).unwrap();
        prop_assert!(near(random.i2, common.i2, 1e-10, 1.0));
        prop_assert!(near(random.h2, common.h2.max(1.0), 1e-9, 1.0));
        prop_assert!((0.0..=1.0).contains(&random.i2) && random.h2 >= 1.0);
        prop_assert!(near(random.i2, tau2 / (tau2 + typical_variance(&studies)), 1e-12, 1.0));
    }

    // One study may hold all but 10⁻¹⁶ of the weight: no digit may be lost to that.
    #[test]
    fn two_studies_have_closed_forms_however_unequal(exponents in [-8.0..8.0_f64, -8.0..8.0_f64], y in -5.0..5.0_f64, tau2 in 0.0..2.0_f64) {
        let [a, b] = exponents.map(|e| 10.0_f64.powf(e));
        let studies = set(&[(0.0, a), (y, b)]);
        prop_assert!(near(typical_variance(&studies), (a + b) / 2.0, 1e-14, 0.0));
        // The one contrast y₁ − y₂ has variance S: score (d²/S − 1)/S and information 2/S².
        let total = a + b + 2.0 * tau2;
        let (score, information) = reml_score(&studies, tau2);
        prop_assert!(near(information, 2.0 / (total * total), 1e-13, 0.0));
        prop_assert!(near(score, (y * y / total - 1.0) / total, 1e-9, 1.0 / total));
    }
}

/// A likelihood with two maxima: three precise studies agree, one imprecise study lies far off. The
/// true effects differ little, or much; much is likelier.
#[test]
fn the_higher_of_two_maxima_is_found() {
    let pairs = [(0.04, 0.001), (-0.017, 0.001), (7.0, 1.0), (-0.02, 0.001)];
    let studies = set(&pairs);
    let grid = grid(&pairs);
    let slopes: Vec<f64> = grid.iter().map(|at| reml_score(&studies, *at).0).collect();
    let peaks = slopes
        .windows(2)
        .filter(|pair| pair[0] > 0.0 && pair[1] <= 0.0);
    assert_eq!(peaks.count(), 2, "the example has two maxima");
    let found = reml(&studies);
    assert!((8.0..17.0).contains(&found.value), "{found:?}");
    let highest = restricted_log_likelihood(&studies, found.value);
    for at in grid {
        assert!(restricted_log_likelihood(&studies, at) <= highest);
    }
}
