//! Identities of the binomial–normal model of a network.

use crate::count_cases::{arm, counts};
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::glmm::{self, Coding, Model};
use euthymia_synthesis::network::Relative;
use euthymia_synthesis::network::counts::{
    CountError, Counts, Likelihood, RandomOptions, Spread, fit_random, log_likelihood,
    random_log_likelihood,
};
use euthymia_testkit::assert_close;

/// Events and patients of two groups, trial by trial, with much heterogeneity and a zero.
const PAIRS: [[(u64, u64); 2]; 6] = [
    [(12, 40), (5, 42)],
    [(3, 25), (9, 24)],
    [(0, 18), (4, 20)],
    [(30, 90), (10, 88)],
    [(7, 31), (6, 30)],
    [(2, 15), (8, 16)],
];

fn two_treatments() -> Counts {
    let arms: Vec<_> = PAIRS
        .iter()
        .enumerate()
        .flat_map(|(at, pair)| {
            let study = at.to_string();
            [("A", pair[0]), ("B", pair[1])].map(|(name, (x, n))| arm(&study, name, x, n))
        })
        .collect();
    Counts::new(&arms).unwrap()
}

#[test]
fn two_treatments_are_the_model_of_two_groups() {
    let tables: Vec<_> = PAIRS
        .iter()
        .map(|[(a, n), (c, m)]| TwoByTwo::new(*a, *n, *c, *m).unwrap())
        .collect();
    let counts = two_treatments();
    // From the first arm, which is the treatment: its group has none of the effect.
    for (spread, coding) in [
        (Spread::Centred, Coding::Half),
        (Spread::FromFirst, Coding::Control),
    ] {
        let options = RandomOptions {
            spread,
            points: 41,
            ..RandomOptions::default()
        };
        let found = fit_random(&counts, &options).unwrap();
        let model = Model::FixedStudies(coding);
        let expected = glmm::fit_odds_ratios(&tables, model, &glmm::Options::default()).unwrap();
        assert!(found.converged() && found.quadrature_moves < 1e-9);
        let difference = found.estimates.compare(0, 1).unwrap();
        assert_close!(
            difference.estimate,
            expected.estimate,
            "estimate",
            "{spread:?}"
        );
        let se = expected.standard_error;
        assert_close!(difference.standard_error, se, "estimate", "{spread:?}");
        let tau2 = expected.tau2.unwrap().value;
        assert_close!(found.tau * found.tau, tau2, "estimate", "{spread:?}");
    }
}

#[test]
fn without_spread_it_is_logistic_regression() {
    let three = counts(&[
        ("1", "A", 3, 10),
        ("1", "B", 4, 12),
        ("1", "C", 9, 14),
        ("2", "B", 2, 9),
        ("2", "C", 0, 9),
    ]);
    let values = [0.0, 0.4, -0.7];
    let expected = log_likelihood(&three, Likelihood::Binomial, &values).unwrap();
    for spread in [Spread::Centred, Spread::FromFirst] {
        let options = RandomOptions {
            spread,
            ..RandomOptions::default()
        };
        let found = random_log_likelihood(&three, &values, 0.0, &options).unwrap();
        assert_close!(found, expected, "algebra", "{spread:?}");
    }
}

#[test]
fn the_order_of_arms_does_not_matter_when_effects_are_centred() {
    let rows = [("1", "A", 3, 10), ("1", "B", 4, 12), ("1", "C", 9, 14)];
    let turned = [rows[2], rows[0], rows[1]];
    let options = RandomOptions::default();
    let found = random_log_likelihood(&counts(&rows), &[0.0, 0.4, -0.7], 0.6, &options).unwrap();
    let other = random_log_likelihood(&counts(&turned), &[-0.7, 0.0, 0.4], 0.6, &options).unwrap();
    assert_close!(found, other, "glmm_likelihood", "centred");
}

#[test]
fn trials_that_agree_have_no_spread() {
    let agreed = counts(&[
        ("1", "A", 10, 40),
        ("1", "B", 20, 40),
        ("2", "A", 10, 40),
        ("2", "B", 20, 40),
        ("3", "A", 10, 40),
        ("3", "B", 20, 40),
    ]);
    let found = fit_random(&agreed, &RandomOptions::default()).unwrap();
    assert_eq!((found.tau, found.tau_standard_error), (0.0, None));
    assert_eq!(found.log_likelihood, found.log_likelihood_common);
    let difference = found.estimates.compare(1, 0).unwrap();
    assert_close!(difference.estimate, 3.0_f64.ln(), "algebra", "three to one");
}

#[test]
fn what_cannot_be_integrated_is_named() {
    let wide: Vec<_> = (0..9)
        .map(|i| arm("1", &i.to_string(), i + 1, 20))
        .collect();
    let found = fit_random(&Counts::new(&wide).unwrap(), &RandomOptions::default()).unwrap_err();
    assert!(
        matches!(found, CountError::Points { dimensions: 8, .. }),
        "{found}"
    );
    let none = RandomOptions {
        points: 0,
        ..RandomOptions::default()
    };
    let found = fit_random(&two_treatments(), &none).unwrap_err();
    assert!(matches!(found, CountError::Points { points: 0, .. }));
    let spread = random_log_likelihood(
        &two_treatments(),
        &[0.0, 0.0],
        -1.0,
        &RandomOptions::default(),
    );
    assert_eq!(spread.unwrap_err(), CountError::Spread(-1.0));
}
