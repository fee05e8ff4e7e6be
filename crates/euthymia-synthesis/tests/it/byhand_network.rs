//! Networks that a person can solve: `reference/byhand/network.md`.

use crate::network_cases::{contrast, fitted, network, triangle};
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::network::component::{
    Components, Criterion, additivity, fit_components, select_interactions,
};
use euthymia_synthesis::network::contribution::{ContributionMethod, contribution};
use euthymia_synthesis::network::{
    Better, Draws, Model, Network, Tau2Method, TrialEstimates, decompose, flows, p_scores,
    rank_estimates, splits,
};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::assert_close;

const COMMON: Model = Model::CommonEffect;

#[test]
fn the_triangle() {
    let fit = fitted(&triangle(), COMMON);
    let pairs = [
        ((0, 1), 4.0 / 3.0),
        ((1, 2), 4.0 / 3.0),
        ((0, 2), 8.0 / 3.0),
    ];
    for ((i, j), exact) in pairs {
        let found = fit.compare(i, j).unwrap();
        assert_close!(found.estimate, exact, "algebra", "{i} {j}");
        assert_close!(
            found.standard_error.powi(2),
            2.0 / 3.0,
            "algebra",
            "{i} {j}"
        );
    }
    let heterogeneity = fit.heterogeneity.unwrap();
    assert_close!(heterogeneity.q, 1.0 / 3.0, "algebra", "Q");
    assert_eq!(heterogeneity.df, 1);
    for leverage in &fit.leverages {
        assert_close!(*leverage, 2.0 / 3.0, "algebra", "leverage");
    }
}

#[test]
fn the_triangle_split() {
    for split in splits(&fitted(&triangle(), COMMON)) {
        let (direct, indirect) = (split.direct.unwrap(), split.indirect.unwrap());
        let exact = if split.treatments == (0, 2) {
            (3.0, 2.0)
        } else {
            (1.0, 2.0)
        };
        assert_close!(direct.estimate, exact.0, "algebra", "direct");
        assert_close!(indirect.estimate, exact.1, "algebra", "indirect");
        assert_close!(
            indirect.standard_error,
            2.0_f64.sqrt(),
            "algebra",
            "indirect"
        );
        let difference = split.difference.unwrap();
        // (±1)/√3, so that z² = Q.
        assert_close!(difference.statistic.powi(2), 1.0 / 3.0, "algebra", "z");
    }
}

#[test]
fn the_triangle_between_designs() {
    let parts = decompose(&triangle()).unwrap();
    assert_close!(parts.between.q, 1.0 / 3.0, "algebra", "Q between");
    assert_eq!((parts.between.df, parts.within.df), (1, 0));
    assert_eq!(parts.between_random.tau2_within, 0.0);
}

#[test]
fn the_moment_estimate_of_a_wide_triangle() {
    // AB 1, BC 1, AC 8: the loop misses by 6, Q = 36/3 = 12, df 1. With unit weights
    // tr(PΣ₀) = tr(I − H) = 1, so that τ² = 11; weights 1/12 give the same estimates.
    let wide = network(&[
        contrast("1", "A", "B", 1.0, 1.0),
        contrast("2", "B", "C", 1.0, 1.0),
        contrast("3", "A", "C", 8.0, 1.0),
    ]);
    for method in [Tau2Method::DerSimonianLaird, Tau2Method::Reml] {
        let fit = fitted(&wide, Model::RandomEffects(method));
        assert_close!(fit.tau2.unwrap().value, 11.0, "estimate", "{method:?}");
        let found = fit.compare(0, 2).unwrap();
        assert_close!(found.estimate, 6.0, "estimate", "A − C");
        assert_close!(found.standard_error.powi(2), 8.0, "estimate", "variance");
    }
    // The likelihood divides by all three contrasts: 12 + 0 = 3(1 + τ²)/1 gives τ² = 3.
    let fit = fitted(&wide, Model::RandomEffects(Tau2Method::MaximumLikelihood));
    assert_close!(fit.tau2.unwrap().value, 3.0, "estimate", "ML");
}

/// Three arms with sampling variances of 1, 2 and 3 and means of 0, 1 and 5.
fn three_arms(base: usize) -> Network {
    let (names, means, variances) = (["A", "B", "C"], [0.0, 1.0, 5.0], [1.0, 2.0, 3.0]);
    let order = [base, (base + 1) % 3, (base + 2) % 3];
    let trial = TrialEstimates {
        study: "1".into(),
        treatments: order.iter().map(|i| names[*i].to_owned()).collect(),
        estimates: order[1..].iter().map(|i| means[*i] - means[base]).collect(),
        covariance: Matrix::from_fn(2, 2, |i, j| {
            variances[base] + if i == j { variances[order[i + 1]] } else { 0.0 }
        }),
    };
    Network::from_trials(vec![trial]).unwrap()
}

#[test]
fn one_trial_of_three_arms_is_itself_whatever_the_base() {
    for base in 0..3 {
        let network = three_arms(base);
        let fit = fitted(&network, COMMON);
        let place = |name: &str| network.treatment(name).unwrap();
        let found = fit.compare(place("C"), place("B")).unwrap();
        assert_close!(found.estimate, 4.0, "algebra", "C − B");
        assert_close!(found.standard_error.powi(2), 5.0, "algebra", "variance");
        let given = Tau2Method::Given(GivenTau2::new(0.5).unwrap());
        let fit = fitted(&network, Model::RandomEffects(given));
        let found = fit.compare(place("A"), place("B")).unwrap();
        assert_close!(found.standard_error.powi(2), 3.5, "algebra", "with τ²");
        assert_eq!(fit.heterogeneity, None);
    }
}

#[test]
fn contrasts_of_three_arms_say_the_same_as_covariances() {
    let printed = network(&[
        contrast("1", "B", "A", 1.0, 3.0_f64.sqrt()),
        contrast("1", "C", "A", 5.0, 2.0),
        contrast("1", "C", "B", 4.0, 5.0_f64.sqrt()),
    ]);
    let trial = &printed.trials()[0];
    // From B: A and C share the variance of B, 2.
    assert_close!(trial.covariance()[(0, 1)], 2.0, "algebra", "shared");
    assert_close!(trial.covariance()[(0, 0)], 3.0, "algebra", "A − B");
    assert_close!(trial.values()[2], 4.0, "algebra", "C − B");
}

#[test]
fn shares_of_the_triangle() {
    let fit = fitted(&triangle(), COMMON);
    let flows = flows(&fit).unwrap();
    for method in [
        ContributionMethod::RandomWalk,
        ContributionMethod::ShortestPath,
    ] {
        let shares = contribution(&flows, 0, 1, method).unwrap();
        // AB, AC, BC.
        for (found, exact) in shares.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert_close!(*found, exact, "algebra", "{method:?}");
        }
    }
}

#[test]
fn scores_of_two_treatments_are_one_probability() {
    let fit = fitted(&network(&[contrast("1", "A", "B", 1.0, 1.0)]), COMMON);
    let scores = p_scores(&fit, Better::Larger, 0.0).unwrap();
    // Φ(1).
    assert_close!(scores[0], 0.841_344_746_068_542_9, "algebra", "A");
    assert_close!(scores[0] + scores[1], 1.0, "algebra", "sum");
    let scores = p_scores(&fit, Better::Larger, 1.0).unwrap();
    assert_close!(scores[0], 0.5, "algebra", "by more than 1");
}

#[test]
fn components_of_a_square() {
    // A and B against nothing 1 and 2, A + B against nothing 6: adding up misses by 3, which three
    // unit variances share. β = (1, 2) + 1, and Q = 3²/3.
    let square = network(&[
        contrast("1", "A", "nil", 1.0, 1.0),
        contrast("2", "B", "nil", 2.0, 1.0),
        contrast("3", "A+B", "nil", 6.0, 1.0),
    ]);
    let components = || Components::from_labels(&square, "+", Some("nil")).unwrap();
    let level = Probability::NINETY_FIVE;
    let fit = fit_components(&square, components(), COMMON, level).unwrap();
    let effects = fit.effects();
    assert_close!(effects[0].unwrap().estimate, 2.0, "algebra", "A");
    assert_close!(effects[1].unwrap().estimate, 3.0, "algebra", "B");
    // (C′C)⁻¹ of rows (1, 0), (0, 1), (1, 1) has 2/3 on its diagonal.
    assert_close!(
        effects[0].unwrap().standard_error.powi(2),
        2.0 / 3.0,
        "algebra",
        "se"
    );
    let test = additivity(&square, &fit).unwrap();
    assert_close!(test.q, 3.0, "algebra", "Q");
    assert_eq!(test.df, 1);
    let with = components().with_interaction("A", "B").unwrap();
    let fit = fit_components(&square, with, COMMON, level).unwrap();
    assert_close!(fit.effects()[2].unwrap().estimate, 3.0, "algebra", "A*B");
    assert_eq!(fit.q.df, 0);
}

#[test]
fn an_interaction_is_taken_by_one_criterion_and_not_by_another() {
    // As above: A*B lets Q fall by 3, more than 2, with p = P(χ² > 3) = 0.083.
    let square = network(&[
        contrast("1", "A", "nil", 1.0, 1.0),
        contrast("2", "B", "nil", 2.0, 1.0),
        contrast("3", "A+B", "nil", 6.0, 1.0),
    ]);
    let select = |criterion| {
        let components = Components::from_labels(&square, "+", Some("nil")).unwrap();
        let level = Probability::NINETY_FIVE;
        select_interactions(&square, components, COMMON, level, criterion).unwrap()
    };
    let taken = select(Criterion::Akaike);
    assert_eq!(taken.fit.components.names(), ["A", "B", "A*B"]);
    assert_close!(taken.taken[0].improvement.q, 3.0, "algebra", "Q");
    assert_eq!(taken.taken[0].left.df, 0);
    for (limit, count) in [(0.1, 1), (0.05, 0)] {
        let found = select(Criterion::BelowP(Probability::new(limit).unwrap()));
        assert_eq!(found.taken.len(), count);
        assert_eq!(found.refused.is_some(), count == 0);
        assert!(found.aliased.is_empty());
    }
}

#[test]
fn components_rank_more_treatments_than_there_are_effects() {
    // Three differences of four treatments are made of two effects: a variance matrix of rank two.
    let square = network(&[
        contrast("1", "A", "nil", 100.0, 1.0),
        contrast("2", "B", "nil", 200.0, 1.0),
        contrast("3", "A+B", "nil", 300.0, 1.0),
    ]);
    let components = Components::from_labels(&square, "+", Some("nil")).unwrap();
    let fit = fit_components(&square, components, COMMON, Probability::NINETY_FIVE).unwrap();
    for reference in 0..4 {
        let estimates = fit.estimates(&square, reference).unwrap();
        let draws = Draws {
            count: 500,
            seed: 1,
            threads: 1,
        };
        let ranking = rank_estimates(&estimates, Better::Larger, &draws).unwrap();
        // In the order A, nil, B, A+B: far apart, so that every draw agrees.
        assert_eq!(ranking.expected_ranks(), [3.0, 4.0, 2.0, 1.0]);
    }
}

#[test]
fn aliased_components_are_named() {
    // A and B come only together; D is in both arms of its trial.
    let joined = network(&[
        contrast("1", "A+B", "nil", 1.0, 1.0),
        contrast("2", "A+B+D", "A+D", 2.0, 1.0),
        contrast("3", "E+F", "nil", 5.0, 1.0),
    ]);
    let components = Components::from_labels(&joined, "+", Some("nil")).unwrap();
    let fit = fit_components(&joined, components, COMMON, Probability::NINETY_FIVE).unwrap();
    let names: Vec<Vec<&str>> = fit
        .aliases
        .iter()
        .map(|alias| {
            alias
                .components
                .iter()
                .map(|(name, _)| name.as_str())
                .collect()
        })
        .collect();
    assert_eq!(names, [vec!["D"], vec!["E", "F"]]);
    assert_eq!(fit.aliases[1].to_string(), "−E + F");
    // B from the second trial, A from the first less B.
    assert_close!(
        fit.sum(&[("A", 1.0)]).unwrap().estimate,
        -1.0,
        "algebra",
        "A"
    );
    assert_eq!(fit.sum(&[("E", 1.0)]), None);
    assert_close!(
        fit.sum(&[("E", 1.0), ("F", 1.0)]).unwrap().estimate,
        5.0,
        "algebra",
        "E+F"
    );
    let other = joined.treatment("A+D").unwrap();
    let nil = joined.treatment("nil").unwrap();
    assert_eq!(fit.compare(other, nil), None);
}
