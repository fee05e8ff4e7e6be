//! `reference/byhand/location_scale_groups.md`: groups of their own mean and τ² are separate analyses.

use crate::strategies::set;
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::design::Design;
use euthymia_synthesis::location_scale::{Fit, Link, Method, Outcome, Reference, fit};
use euthymia_synthesis::studies::StudySet;
use euthymia_testkit::assert_close;

/// Three studies with v = 1, four with v = 2.
fn studies() -> StudySet {
    set(&[
        (0.0, 1.0),
        (2.0, 1.0),
        (4.0, 1.0),
        (0.0, 2.0),
        (6.0, 2.0),
        (6.0, 2.0),
        (12.0, 2.0),
    ])
}

/// A column for each of two groups, or an intercept and the second.
fn groups(intercept: bool) -> Design {
    let matrix = Matrix::from_fn(7, 2, |i, j| match (i >= 3, j) {
        (false, 0) | (true, 1) => 1.0,
        (true, 0) if intercept => 1.0,
        _ => 0.0,
    });
    Design::new(vec!["first".into(), "second".into()], matrix).unwrap()
}

fn fitted(method: Method, link: Link) -> Fit {
    let design = groups(false);
    let found = fit(&studies(), &design, &design, method, link).unwrap();
    assert_eq!(found.outcome, Outcome::Converged, "{:?}", found.trace);
    found
}

#[test]
fn each_group_keeps_its_own_mean_and_variance() {
    for (method, tau2) in [
        (Method::Reml, [3.0, 22.0]),
        (Method::Ml, [8.0 / 3.0 - 1.0, 16.0]),
    ] {
        for link in [Link::Log, Link::Identity] {
            let found = fitted(method, link);
            for (j, (mean, n, v)) in [(2.0, 3.0, 1.0), (6.0, 4.0, 2.0)].into_iter().enumerate() {
                let context = format!("{method:?} {link:?} group {j}");
                let alpha = match link {
                    Link::Log => f64::ln(tau2[j]),
                    Link::Identity => tau2[j],
                };
                assert_close!(found.alpha[j], alpha, "root", "{context}");
                assert_close!(found.tau2[3 * j], tau2[j], "root", "{context}");
                assert_close!(found.beta[j], mean, "algebra", "{context}");
                let variance = found.beta_covariance[(j, j)];
                assert_close!(variance, (v + tau2[j]) / n, "root", "{context}");
            }
        }
    }
}

/// The information for ln τ² is ½ df τ⁴/(v + τ²)² at the maximum, with df = n − 1 or n.
#[test]
fn the_standard_errors_of_the_scale() {
    for (method, df, tau2) in [
        (Method::Reml, [2.0, 3.0], [3.0, 22.0]),
        (Method::Ml, [3.0, 4.0], [8.0 / 3.0 - 1.0, 16.0]),
    ] {
        let found = fitted(method, Link::Log);
        let tests = found.scale_tests(Reference::Normal, Probability::NINETY_FIVE);
        let tests = tests.unwrap().unwrap();
        for (j, v) in [1.0, 2.0].into_iter().enumerate() {
            let expected = (2.0_f64 / df[j]).sqrt() * (v + tau2[j]) / tau2[j];
            assert_close!(tests[j].standard_error, expected, "root", "{method:?} {j}");
        }
    }
}

/// −½[(k−p) ln 2π + Σ df ln S + Σ df], with S = s² in each group, and no constant: |X′X| = |X′WX| ΠS.
#[test]
fn the_restricted_likelihood() {
    let found = fitted(Method::Reml, Link::Log);
    let tau = std::f64::consts::TAU;
    let expected = -0.5 * (5.0 * tau.ln() + 2.0 * 4.0_f64.ln() + 3.0 * 24.0_f64.ln() + 5.0);
    assert_close!(
        found.log_likelihood,
        expected,
        "algebra",
        "restricted likelihood"
    );
}

#[test]
fn coding_does_not_change_the_fit() {
    let coded = groups(true);
    let found = fit(&studies(), &coded, &coded, Method::Reml, Link::Log).unwrap();
    assert_close!(found.beta[1], 4.0, "algebra", "difference of means");
    assert_close!(found.alpha[0], 3.0_f64.ln(), "root", "ln τ² of the first");
    assert_close!(found.alpha[1], (22.0_f64 / 3.0).ln(), "root", "ratio of τ²");
    assert_close!(
        found.log_likelihood,
        fitted(Method::Reml, Link::Log).log_likelihood,
        "algebra",
        "likelihood"
    );
}

/// One mean and one τ² for all: the usual random-effects model.
#[test]
fn an_intercept_alone_is_the_usual_model() {
    let equal = set(&[(0.0, 0.5), (1.0, 0.5), (4.0, 0.5), (2.5, 0.5)]);
    let one = Design::intercept(4);
    for (method, expected) in [(Method::Reml, 41.0 / 16.0), (Method::Ml, 115.0 / 64.0)] {
        for link in [Link::Log, Link::Identity] {
            let found = fit(&equal, &one, &one, method, link).unwrap();
            assert_close!(found.tau2[0], expected, "root", "{method:?} {link:?}");
            assert_close!(found.beta[0], 15.0 / 8.0, "algebra", "{method:?} {link:?}");
        }
    }
}

/// The first group varies less than chance allows: its τ² is zero, and ln τ² has no estimate.
#[test]
fn a_group_without_heterogeneity_is_reported() {
    let mixed = set(&[
        (1.0, 1.0),
        (1.1, 1.0),
        (0.9, 1.0),
        (0.0, 2.0),
        (6.0, 2.0),
        (6.0, 2.0),
        (12.0, 2.0),
    ]);
    let design = groups(false);
    let found = fit(&mixed, &design, &design, Method::Reml, Link::Log).unwrap();
    let vanishing = vec![0, 1, 2];
    assert_eq!(found.outcome, Outcome::AtZero { vanishing });
    assert_eq!(found.alpha_covariance, None);
    assert!(found.tau2[0] < 1e-8, "{:?}", found.tau2);
    assert_close!(
        found.tau2[3],
        22.0,
        "estimate",
        "the other group is not touched"
    );
    assert_close!(found.beta_covariance[(0, 0)], 1.0 / 3.0, "estimate", "v/n");
}

/// Identity link, one group without heterogeneity: its τ² is held at zero, the other is s² − v, and where
/// the columns are an intercept and a difference the edge is no coordinate.
#[test]
fn the_edge_of_the_identity_link_is_a_maximum() {
    let mixed = set(&[
        (1.0, 1.0),
        (1.1, 1.0),
        (0.9, 1.0),
        (0.0, 2.0),
        (6.0, 2.0),
        (6.0, 2.0),
        (12.0, 2.0),
    ]);
    for intercept in [false, true] {
        let design = groups(intercept);
        let found = fit(&mixed, &design, &design, Method::Reml, Link::Identity).unwrap();
        let vanishing = vec![0, 1, 2];
        assert_eq!(
            found.outcome,
            Outcome::AtZero { vanishing },
            "{:?}",
            found.trace
        );
        assert_close!(found.tau2[0], 0.0, "zero_residue", "held at zero");
        assert_close!(found.tau2[3], 22.0, "root", "the other group");
        assert_close!(found.alpha[0], 0.0, "zero_residue", "the edge");
        assert_close!(found.alpha[1], 22.0, "root", "the other coefficient");
    }
}
