//! Laws of every estimator of τ² and of every interval for it.

use crate::strategies::{near, pairs, set, wild_pairs};
use euthymia_numerics::{Probability, chi_squared};
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::pairwise::tau2::{
    First, QWeights, generalised_q, log_likelihood, maximum_likelihood, median_paule_mandel,
    ml_score, restricted_log_likelihood, search_trace, sidik_jonkman, tau2, tau2_weighted,
    two_step,
};
use euthymia_synthesis::pairwise::tau2_interval::{Tau2IntervalMethod, tau2_interval};
use euthymia_synthesis::pairwise::{Tau2Method, Weights};
use euthymia_synthesis::studies::{Study, StudySet};
use proptest::prelude::*;

/// Every estimator that needs nothing but the studies.
pub(crate) const EVERY: [Tau2Method; 16] = [
    Tau2Method::Reml,
    Tau2Method::DerSimonianLaird,
    Tau2Method::PauleMandel,
    Tau2Method::MaximumLikelihood,
    Tau2Method::EmpiricalBayes,
    Tau2Method::MedianPauleMandel,
    Tau2Method::HedgesOlkin,
    Tau2Method::HunterSchmidt,
    Tau2Method::HunterSchmidtCorrected,
    Tau2Method::SidikJonkman,
    Tau2Method::TwoStepDerSimonianLaird,
    Tau2Method::TwoStepHedgesOlkin,
    Tau2Method::GeneralisedQ(QWeights::InverseStandardError),
    Tau2Method::GeneralisedQ(QWeights::Equal),
    Tau2Method::GeneralisedQMedian(QWeights::InverseVariance),
    Tau2Method::GeneralisedQMedian(QWeights::Equal),
];

pub(crate) const INTERVALS: [Tau2IntervalMethod; 5] = [
    Tau2IntervalMethod::QProfile,
    Tau2IntervalMethod::GeneralisedQ(QWeights::InverseVariance),
    Tau2IntervalMethod::GeneralisedQ(QWeights::InverseStandardError),
    Tau2IntervalMethod::ProfileLikelihood,
    Tau2IntervalMethod::RestrictedProfileLikelihood,
];

fn value(studies: &StudySet, method: Tau2Method) -> f64 {
    let found = tau2(studies, method).unwrap();
    assert!(found.search.settled(), "{found:?}");
    found.value
}

/// The size of the variances: a τ² far below it is zero to rounding.
fn scale(pairs: &[(f64, f64)]) -> f64 {
    pairs.iter().map(|p| p.1).fold(f64::INFINITY, f64::min)
}

proptest! {
    // Distributions of Q are integrated many times here.
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn order_and_place_do_not_matter(pairs in pairs(2..10), shift in -3.0..3.0_f64) {
        let mut moved: Vec<_> = pairs.iter().map(|(y, v)| (y + shift, *v)).collect();
        moved.reverse();
        let (one, other) = (set(&pairs), set(&moved));
        for method in EVERY {
            let (a, b) = (value(&one, method), value(&other, method));
            prop_assert!(near(a, b, 1e-8, scale(&pairs)), "{method:?}: {a} {b}");
        }
    }

    #[test]
    fn tau2_is_in_squared_units(pairs in pairs(2..10), exponent in -3.0..3.0_f64) {
        let c = 10.0_f64.powf(exponent);
        let scaled: Vec<_> = pairs.iter().map(|(y, v)| (c * y, c * c * v)).collect();
        let (one, other) = (set(&pairs), set(&scaled));
        for method in EVERY {
            let (a, b) = (c * c * value(&one, method), value(&other, method));
            prop_assert!(near(a, b, 1e-8, c * c * scale(&pairs)), "{method:?}: {a} {b}");
            let se = |studies| tau2(studies, method).unwrap().standard_error;
            if let (Some(a), Some(b)) = (se(&one), se(&other)) {
                prop_assert!(near(c * c * a, b, 1e-6, 0.0), "{method:?}: {a} {b}");
            }
        }
    }

    #[test]
    fn every_estimate_settles_at_zero_or_above(pairs in wild_pairs()) {
        let studies = set(&pairs);
        for method in EVERY {
            let found = tau2(&studies, method).unwrap();
            prop_assert!(found.value >= 0.0 && found.search.settled(), "{found:?}");
            prop_assert!(found.standard_error.is_none_or(|se| se > 0.0), "{found:?}");
            if let Some(raw) = found.raw {
                prop_assert_eq!(found.value, raw.max(0.0));
            }
        }
    }

    // One contrast y₁ − y₂: Q with any weights is a multiple of its square.
    #[test]
    fn two_studies_have_one_moment_estimate(pairs in pairs(2), weights in [0.1..9.0_f64, 0.1..9.0_f64]) {
        let d = pairs[0].0 - pairs[1].0;
        let expected = ((d * d - pairs[0].1 - pairs[1].1) / 2.0).max(0.0);
        let studies = set(&pairs);
        let given = Weights::new(weights.to_vec()).unwrap();
        let mut found: Vec<f64> = [Tau2Method::HedgesOlkin, Tau2Method::EmpiricalBayes,
            Tau2Method::TwoStepDerSimonianLaird, Tau2Method::TwoStepHedgesOlkin]
            .map(|method| value(&studies, method)).to_vec();
        found.push(generalised_q(&studies, QWeights::Given, Some(&given)).unwrap().value);
        for found in found {
            prop_assert!(near(found, expected, 1e-9, 1e-3), "{found}, {expected}");
        }
        // The median of χ² with one degree of freedom in place of its mean, whatever the weights.
        let median = (d * d / 0.454_936_423_119_572_75 - pairs[0].1 - pairs[1].1) / 2.0;
        let method = Tau2Method::GeneralisedQMedian(QWeights::Given);
        let by_q = tau2_weighted(&studies, method, Some(&given)).unwrap().value;
        prop_assert!(near(median_paule_mandel(&studies).value, median.max(0.0), 1e-9, 1e-3));
        prop_assert!(near(by_q, median.max(0.0), 1e-9, 1e-3), "{by_q}, {median}");
    }

    #[test]
    fn the_weights_of_the_named_moments_are_theirs(pairs in pairs(2..10), factor in 0.01..100.0_f64) {
        let studies = set(&pairs);
        let inverse = Weights::new(pairs.iter().map(|p| factor / p.1).collect()).unwrap();
        let found = generalised_q(&studies, QWeights::Given, Some(&inverse)).unwrap();
        let dl = tau2(&studies, Tau2Method::DerSimonianLaird).unwrap();
        prop_assert!(near(found.raw.unwrap(), dl.raw.unwrap(), 1e-10, 1.0));
        prop_assert!(near(found.standard_error.unwrap(), dl.standard_error.unwrap(), 1e-9, 0.0));
        let equal = generalised_q(&studies, QWeights::Equal, None).unwrap();
        let he = tau2(&studies, Tau2Method::HedgesOlkin).unwrap();
        prop_assert_eq!(equal.raw, he.raw);
    }

    // Steps repeated from their own result come to rest where Paule and Mandel's equation holds.
    #[test]
    fn paule_mandel_stays_where_it_is(pairs in pairs(3..10)) {
        let pm = value(&set(&pairs), Tau2Method::PauleMandel);
        if pm > 1e-3 {
            let weights = Weights::new(pairs.iter().map(|p| 1.0 / (p.1 + pm)).collect()).unwrap();
            let again = generalised_q(&set(&pairs), QWeights::Given, Some(&weights)).unwrap();
            prop_assert!(near(again.value, pm, 1e-9, 1e-2));
        }
    }

    #[test]
    fn sidik_jonkman_is_never_cut(pairs in pairs(2..10)) {
        let studies = set(&pairs);
        prop_assert!(sidik_jonkman(&studies).value > 0.0);
        prop_assert_eq!(sidik_jonkman(&studies).raw, None);
    }

    #[test]
    fn no_tau2_is_more_likely_than_ml(pairs in wild_pairs(), more in -8.0..8.0_f64) {
        let studies = set(&pairs);
        let best = maximum_likelihood(&studies).value;
        let highest = log_likelihood(&studies, best);
        for at in [0.0, 10.0_f64.powf(more), best * 1.01, best * 0.99] {
            prop_assert!(log_likelihood(&studies, at) <= highest + 1e-9 * highest.abs().max(1.0));
        }
        if best > 0.0 {
            let (score, information) = ml_score(&studies, best);
            prop_assert!((score / information).abs() <= 1e-8 * (best + scale(&pairs)));
        } else {
            prop_assert!(ml_score(&studies, 0.0).0 <= 0.0);
        }
    }

    #[test]
    fn likelihood_ends_are_half_a_quantile_down(pairs in pairs(2..10), level in 0.5..0.99_f64) {
        let studies = set(&pairs);
        let level = Probability::new(level).unwrap();
        let drop = 0.5 * chi_squared::upper_quantile(level.complement(), 1.0);
        type Log = fn(&StudySet, f64) -> f64;
        for (interval, method, log) in [
            (Tau2IntervalMethod::ProfileLikelihood, Tau2Method::MaximumLikelihood, log_likelihood as Log),
            (Tau2IntervalMethod::RestrictedProfileLikelihood, Tau2Method::Reml, restricted_log_likelihood as Log),
        ] {
            let found = tau2_interval(&studies, interval, None, level).unwrap();
            let best = value(&studies, method);
            prop_assert!(found.converged && found.tau2.lower <= best && best <= found.tau2.upper);
            let cut = log(&studies, best) - drop;
            prop_assert!(near(log(&studies, found.tau2.upper), cut, 1e-9, 1.0));
            if found.tau2.lower > 0.0 {
                prop_assert!(near(log(&studies, found.tau2.lower), cut, 1e-9, 1.0));
            } else {
                prop_assert!(log(&studies, 0.0) >= cut - 1e-9);
            }
        }
    }

    #[test]
    fn a_higher_level_contains_a_lower_one(pairs in pairs(2..10)) {
        let studies = set(&pairs);
        for method in INTERVALS {
            let [narrow, wide] = [0.8, 0.95].map(|level| {
                tau2_interval(&studies, method, None, Probability::new(level).unwrap()).unwrap()
            });
            let slack = 1e-9 * (1.0 + wide.tau2.upper);
            prop_assert!(narrow.converged && wide.converged);
            prop_assert!(wide.tau2.lower <= narrow.tau2.lower + slack, "{narrow:?} {wide:?}");
            prop_assert!(narrow.tau2.upper <= wide.tau2.upper + slack, "{narrow:?} {wide:?}");
            prop_assert_eq!(wide.empty && !narrow.empty, false);
        }
    }

    // With equal variances Q with fixed weights is a multiple of χ²: both exact intervals coincide.
    #[test]
    fn equal_variances_make_one_exact_interval(ys in prop::collection::vec(-5.0..5.0_f64, 2..12), v in 0.01..5.0_f64) {
        let studies = set(&ys.iter().map(|y| (*y, v)).collect::<Vec<_>>());
        let [a, b] = [Tau2IntervalMethod::QProfile, Tau2IntervalMethod::GeneralisedQ(QWeights::InverseVariance)]
            .map(|method| tau2_interval(&studies, method, None, Probability::NINETY_FIVE).unwrap());
        prop_assert!(near(a.tau2.lower, b.tau2.lower, 1e-8, v), "{a:?} {b:?}");
        prop_assert!(near(a.tau2.upper, b.tau2.upper, 1e-8, v), "{a:?} {b:?}");
    }

    #[test]
    fn a_trace_has_as_many_steps_as_the_search(pairs in pairs(2..10)) {
        let studies = set(&pairs);
        for method in [Tau2Method::Reml, Tau2Method::MaximumLikelihood] {
            let trace = search_trace(&studies, method, None);
            if let euthymia_synthesis::pairwise::tau2::Search::Converged { steps } = tau2(&studies, method).unwrap().search {
                prop_assert!(trace.len() >= steps as usize);
            }
            let usable = trace.iter().all(|seen| seen.tau2 >= 0.0 && seen.value.is_finite());
            prop_assert!(usable);
        }
        prop_assert!(search_trace(&studies, Tau2Method::HedgesOlkin, None).is_empty());
        prop_assert!(!search_trace(&studies, Tau2Method::PauleMandel, None).is_empty());
    }
}

/// One study may hold all but 10⁻¹⁶ of the weight: no estimator may lose its digits to that.
#[test]
fn moments_of_two_studies_keep_their_digits() {
    for [a, b] in [[1e-8, 1e8], [1e-8, 1.0], [1e7, 1e-7]] {
        let effect = |y, v| Effect::new(y, v).unwrap();
        let far = 3.0 * f64::sqrt(a + b);
        let studies = vec![
            Study::new("A", effect(0.0, a)),
            Study::new("B", effect(far, b)),
        ];
        let studies = StudySet::new(studies).unwrap();
        // 9(a + b) less the variances, over two.
        let expected = 4.0 * (a + b);
        for found in [
            two_step(&studies, First::DerSimonianLaird),
            generalised_q(&studies, QWeights::InverseVariance, None).unwrap(),
            generalised_q(&studies, QWeights::InverseStandardError, None).unwrap(),
        ] {
            assert!(
                near(found.value, expected, 1e-13, 0.0),
                "{found:?} {expected}"
            );
        }
    }
}
