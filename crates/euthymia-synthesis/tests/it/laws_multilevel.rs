//! Identities of multilevel models on random data.

use crate::strategies::{near, pairs, set, wild_pairs};
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::design::Design;
use euthymia_synthesis::multilevel::{
    self, Data, Decay, Grouping, KnownBlock, KnownCovariance, LevelPattern, Method, Metric,
    MultilevelError, Options, Term, Test, log_likelihood,
};
use euthymia_synthesis::pairwise::{self, Interval, Model, Prediction, Tau2Method};
use euthymia_synthesis::variance::Variance;
use proptest::prelude::*;

fn numbered(name: &str, of_rows: impl Iterator<Item = usize>) -> Grouping {
    let labels: Vec<String> = of_rows.map(|i| i.to_string()).collect();
    Grouping::new(name, &labels)
}

fn variances(pairs: &[(f64, f64)]) -> Vec<Variance> {
    pairs
        .iter()
        .map(|(_, v)| Variance::new(*v).unwrap())
        .collect()
}

/// Nested groups of `width` rows, and rows; `full` has the same variances as a matrix.
fn nested(pairs: &[(f64, f64)], width: usize, full: bool) -> Data {
    let n = pairs.len();
    let known = if full {
        let entry = |i: usize, j: usize| if i == j { pairs[i].1 } else { 0.0 };
        let whole = KnownBlock {
            rows: (0..n).collect(),
            matrix: Matrix::from_fn(n, n, entry),
        };
        KnownCovariance::blocks(&variances(pairs), vec![whole]).unwrap()
    } else {
        KnownCovariance::independent(&variances(pairs))
    };
    let terms = vec![
        Term::Intercept(numbered("region", (0..n).map(|i| i / (2 * width)))),
        Term::Intercept(numbered("study", (0..n).map(|i| i / width))),
        Term::Intercept(numbered("row", 0..n)),
    ];
    let estimates = pairs.iter().map(|(y, _)| *y).collect();
    Data::new(estimates, known, Design::intercept(n), terms).unwrap()
}

/// The likelihood that was found, and the highest found by moving one variance from there.
fn highest_beside(pairs: &[(f64, f64)], width: usize) -> (f64, f64) {
    let data = nested(pairs, width, false);
    let found = multilevel::fit(&data, &Options::default()).unwrap();
    let theta = found.parameters();
    let mut highest = f64::NEG_INFINITY;
    for place in 0..theta.len() {
        let now = theta[place];
        for moved in [0.0, 0.5 * now, 0.9 * now, 1.1 * now, now + 0.3] {
            let mut other = theta.clone();
            other[place] = moved;
            let there = log_likelihood(&data, Method::Reml, &other).unwrap();
            highest = highest.max(there);
        }
    }
    (found.reml.log_likelihood, highest)
}

/// Three exact rows among five vague ones: the likelihood has several maxima.
#[test]
fn the_highest_of_several_maxima() {
    let pairs = [
        (-2.9068427948641187, 1.0),
        (-4.889536974176555, 2.590758847647578),
        (-4.445090598811325, 1.0),
        (0.4170524606893526, 0.005533531198376284),
        (-3.7510153268130484, 1.9205807251018625),
        (0.43367829342162767, 0.07463519723528547),
        (-4.825009004284365, 1.0),
        (-4.0230836610884415, 0.002019325002900422),
    ];
    let (best, higher) = highest_beside(&pairs, 3);
    assert!(higher <= best, "{higher} {best}");
    // A grid over the three variances, whatever the search believes.
    let data = nested(&pairs, 3, false);
    let sizes = [0.0, 0.01, 0.1, 0.5, 1.0, 2.0, 4.0, 6.0, 10.0, 20.0];
    for a in sizes {
        for b in sizes {
            for c in sizes {
                let there = log_likelihood(&data, Method::Reml, &[a, b, c]).unwrap();
                assert!(there <= best + 1e-9, "{there} {best} at {a} {b} {c}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The pass over nested groups and the factored matrix are two ways to one number.
    #[test]
    fn both_ways_to_the_likelihood_agree(
        pairs in pairs(3..14), width in 1..4_usize, theta in [0.0..2.0_f64, 0.0..2.0, 0.0..2.0],
    ) {
        let (quick, full) = (nested(&pairs, width, false), nested(&pairs, width, true));
        for method in [Method::Ml, Method::Reml] {
            let a = log_likelihood(&quick, method, &theta).unwrap();
            let b = log_likelihood(&full, method, &theta).unwrap();
            prop_assert!(near(a, b, 1e-11, 1.0), "{a} {b}");
        }
    }

    /// So are, in a large block, the matrix of levels and the matrix of rows.
    #[test]
    fn both_ways_to_the_likelihood_of_crossed_terms_agree(
        pairs in pairs(100..130), theta in [0.0..2.0_f64, 0.0..2.0, 0.0..2.0, 0.0..2.0],
    ) {
        let n = pairs.len();
        let at = |full: bool, method| {
            let independent = KnownCovariance::independent(&variances(&pairs));
            let pair = KnownBlock {
                rows: vec![0, 1],
                matrix: Matrix::from_row_slice(2, 2, &[pairs[0].1, 0.0, 0.0, pairs[1].1]),
            };
            let blocks = KnownCovariance::blocks(&variances(&pairs), vec![pair]).unwrap();
            let terms = vec![
                Term::Intercept(numbered("lab", (0..n).map(|i| i % 7))),
                Term::Intercept(numbered("study", (0..n).map(|i| i / 4))),
                Term::Intercept(numbered("row", 0..n)),
                Term::Intercept(numbered("year", (0..n).map(|i| (i * i) % 11))),
            ];
            let slope = |i: usize, j: usize| if j == 0 { 1.0 } else { (i % 5) as f64 };
            let names = vec!["intercept".to_owned(), "slope".to_owned()];
            let design = Design::new(names, Matrix::from_fn(n, 2, slope)).unwrap();
            let estimates = pairs.iter().map(|(y, _)| *y).collect();
            let known = if full { blocks } else { independent };
            let data = Data::new(estimates, known, design, terms).unwrap();
            log_likelihood(&data, method, &theta).unwrap()
        };
        for method in [Method::Ml, Method::Reml] {
            let (levels, rows) = (at(false, method), at(true, method));
            prop_assert!(near(levels, rows, 1e-10, 1.0), "{levels} {rows}");
        }
    }

    /// The order of the rows does not matter.
    #[test]
    fn rows_may_be_turned_around(pairs in pairs(6..12), theta in [0.0..2.0_f64, 0.0..2.0]) {
        let n = pairs.len();
        let data = |order: &[usize]| {
            let group = numbered("group", order.iter().map(|i| i % 3));
            let other = numbered("other", order.iter().map(|i| i / 3));
            let chosen: Vec<(f64, f64)> = order.iter().map(|i| pairs[*i]).collect();
            let known = KnownCovariance::independent(&variances(&chosen));
            let terms = vec![Term::Intercept(group), Term::Intercept(other)];
            let estimates = chosen.iter().map(|(y, _)| *y).collect();
            Data::new(estimates, known, Design::intercept(n), terms).unwrap()
        };
        let forward: Vec<usize> = (0..n).collect();
        let backward: Vec<usize> = (0..n).rev().collect();
        let at = |order: &[usize]| log_likelihood(&data(order), Method::Reml, &theta).unwrap();
        prop_assert!(near(at(&forward), at(&backward), 1e-11, 1.0));
    }

    /// With one estimate per study a random intercept is the pairwise model.
    #[test]
    fn one_estimate_per_study_is_the_pairwise_model(pairs in pairs(3..12)) {
        let n = pairs.len();
        let known = KnownCovariance::independent(&variances(&pairs));
        let terms = vec![Term::Intercept(numbered("study", 0..n))];
        let estimates = pairs.iter().map(|(y, _)| *y).collect();
        let data = Data::new(estimates, known, Design::intercept(n), terms).unwrap();
        let found = multilevel::fit(&data, &Options::default()).unwrap();
        let simple = pairwise::Options {
            model: Model::RandomEffects(Tau2Method::Reml),
            interval: Interval::Wald,
            prediction: Prediction::Normal,
            level: Probability::NINETY_FIVE,
        };
        let simple = pairwise::fit(&set(&pairs), &simple).unwrap();
        let likelihood =
            |tau2| pairwise::tau2::restricted_log_likelihood(&set(&pairs), tau2);
        let (ours, theirs) = (found.components[0].value, simple.tau2.unwrap().value);
        // The likelihood can have two maxima; ours is no lower.
        prop_assert!(likelihood(ours) >= likelihood(theirs) - 1e-10 * likelihood(theirs).abs().max(1.0));
        if likelihood(ours) - likelihood(theirs) < 1e-10 {
            prop_assert!(near(ours, theirs, 1e-5, 1e-4), "{ours} {theirs}");
            prop_assert!(near(found.coefficients[0].estimate, simple.estimate, 1e-5, 0.1));
        }
    }

    /// A larger model is never less likely, and at its best no parameter can be moved upward.
    #[test]
    fn a_maximum_is_one(pairs in pairs(6..14), width in 2..4_usize) {
        let (best, higher) = highest_beside(&pairs, width);
        prop_assert!(higher <= best + 1e-9 * best.abs().max(1.0), "{higher} {best}");
    }

    /// No panic and no number that is none, whatever the sizes.
    #[test]
    fn any_input(
        pairs in wild_pairs(), groups in prop::collection::vec(0..4_usize, 12), pattern in 0..7_usize,
        rho in -1.5..1.5_f64,
    ) {
        let n = pairs.len();
        let patterns = [
            LevelPattern::CompoundSymmetry, LevelPattern::HeterogeneousCompoundSymmetry,
            LevelPattern::Unstructured, LevelPattern::Identity, LevelPattern::Diagonal,
            LevelPattern::Autoregressive, LevelPattern::HeterogeneousAutoregressive,
        ];
        let outer = numbered("outer", groups.iter().take(n).copied());
        let term = Term::Levels {
            pattern: patterns[pattern],
            inner: numbered("inner", (0..n).map(|i| i % 3)),
            outer: outer.clone(),
        };
        let correlations = multilevel::CorrelationPattern {
            cluster: &outer, correlation: rho, kind: None, time: None,
        };
        let known = match KnownCovariance::with_correlations(&variances(&pairs), &correlations) {
            Ok(known) => known,
            Err(MultilevelError::Correlation { .. } | MultilevelError::KnownNotPositiveDefinite { .. }) => {
                KnownCovariance::independent(&variances(&pairs))
            }
            Err(other) => return Err(TestCaseError::fail(other.to_string())),
        };
        let estimates = pairs.iter().map(|(y, _)| *y).collect();
        let data = Data::new(estimates, known, Design::intercept(n), vec![term]).unwrap();
        let options = Options { test: Test::Contained, ..Options::default() };
        match multilevel::fit(&data, &options) {
            Ok(found) => {
                let mut numbers = found.parameters();
                numbers.push(found.coefficients[0].estimate);
                numbers.push(found.coefficients[0].test.standard_error);
                numbers.push(found.reml.log_likelihood);
                prop_assert!(numbers.iter().all(|x| x.is_finite()), "{numbers:?}");
                let _ = multilevel::random_effects(&data, &found);
                let _ = multilevel::i2(&data, &found);
                let _ = multilevel::predict(&data, &found, &[1.0], &[None]);
                let _ = multilevel::clusters(&data, &found, &outer);
                let _ = multilevel::likelihood_ratio(&found, &found);
            }
            Err(MultilevelError::OutOfRange) => {}
            Err(other) => return Err(TestCaseError::fail(other.to_string())),
        }
    }

    /// A profile interval holds the estimate, and ends where the likelihood says.
    #[test]
    fn a_profile_interval_holds_the_estimate(pairs in pairs(6..10), width in 2..4_usize) {
        let data = nested(&pairs, width, false);
        let options = Options { fixed: vec![Some(0.1), None, None], ..Options::default() };
        let found = multilevel::fit(&data, &options).unwrap();
        let interval = multilevel::profile(&data, &found, 1).unwrap();
        prop_assert!(interval.lower <= interval.estimate);
        prop_assert!(interval.upper.is_none_or(|upper| upper >= interval.estimate));
        if let Some(upper) = interval.upper.filter(|_| interval.converged) {
            let there = multilevel::profile_at(&data, &found, 1, upper).unwrap();
            let drop = 2.0 * (found.reml.log_likelihood - there);
            // χ²₁ at 95 %.
            prop_assert!(near(drop, 3.841_458_820_694_124, 1e-5, 1.0), "{drop}");
        }
        prop_assert!(multilevel::profile(&data, &found, 0).is_err());
        prop_assert!(multilevel::profile(&data, &found, 9).is_err());
    }

    /// Distances, slopes and shared groups of any size: an answer or an error, and no panic.
    #[test]
    fn any_distance_and_any_slope(
        pairs in wild_pairs(), places in prop::collection::vec(-1e3..1e3_f64, 12), decay in 0..6_usize,
        shared in prop::collection::vec(-1.0..10.0_f64, 12),
    ) {
        let n = pairs.len();
        let decays = [
            Decay::Power, Decay::Exponential, Decay::Gaussian, Decay::Linear,
            Decay::RationalQuadratic, Decay::Spherical,
        ];
        let outer = numbered("outer", (0..n).map(|i| i / 3));
        let distances = Term::Distances {
            decay: decays[decay],
            metric: Metric::Manhattan,
            positions: places.iter().take(n).map(|x| vec![*x]).collect(),
            outer: outer.clone(),
        };
        let slopes = Term::Slopes {
            names: vec!["one".to_owned(), "x".to_owned()],
            columns: places.iter().take(n).map(|x| vec![1.0, *x]).collect(),
            outer: outer.clone(),
        };
        let with_shared = KnownCovariance::with_shared_group(&variances(&pairs), &outer, &shared[..n]);
        let known = with_shared.unwrap_or_else(|_| KnownCovariance::independent(&variances(&pairs)));
        for term in [distances, slopes] {
            let estimates = pairs.iter().map(|(y, _)| *y).collect();
            let data = Data::new(estimates, known.clone(), Design::intercept(n), vec![term]).unwrap();
            if let Ok(found) = multilevel::fit(&data, &Options::default()) {
                prop_assert!(found.parameters().iter().all(|x| x.is_finite()));
                let _ = multilevel::random_effects(&data, &found);
                let _ = multilevel::predict(&data, &found, &[1.0], &[]);
            }
        }
    }
}
