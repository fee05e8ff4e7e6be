//! What must hold for every location–scale model.

use crate::strategies::{near, pairs, set, wild_pairs};
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::design::Design;
use euthymia_synthesis::location_scale::{
    Link, LocationScaleError, Method, Model, Outcome, Reference, fit,
};
use euthymia_synthesis::pairwise::tau2::{reml, restricted_log_likelihood};
use proptest::prelude::*;

fn methods() -> impl Strategy<Value = Method> {
    prop::sample::select(vec![Method::Ml, Method::Reml])
}

fn links() -> impl Strategy<Value = Link> {
    prop::sample::select(vec![Link::Log, Link::Identity])
}

/// An intercept and a covariate that goes up, or up and down.
fn design(k: usize, wave: bool, centre: f64) -> Design {
    let matrix = Matrix::from_fn(k, 2, |i, j| match (j, wave) {
        (0, _) => 1.0,
        (_, true) => (i as f64 * 1.7).sin(),
        (_, false) => centre + i as f64 / k as f64,
    });
    Design::new(vec!["one".into(), "covariate".into()], matrix).unwrap()
}

proptest! {
    // A fit searches from a dozen starts, slowly without optimisation.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn derivatives_are_slopes_of_the_likelihood(
        rows in pairs(6..14), method in methods(), link in links(), a in 0.1..2.0_f64, b in -0.05..0.05_f64,
    ) {
        let k = rows.len();
        let model = Model::new(&set(&rows), &design(k, false, 0.0), &design(k, true, 0.0), method, link).unwrap();
        let at = |da: f64, db: f64| [a + da, b + db];
        let value = |da, db| model.log_likelihood(&at(da, db)).unwrap();
        let derivatives = |da, db| model.score_and_information(&at(da, db)).unwrap().unwrap();
        let here = derivatives(0.0, 0.0);
        let h = 1e-5;
        for (j, (da, db)) in [(h, 0.0), (0.0, h)].into_iter().enumerate() {
            let slope = (value(da, db) - value(-da, -db)) / (2.0 * h);
            prop_assert!(near(here.score[j], slope, 1e-5, 10.0), "{} {}", here.score[j], slope);
            let (above, below) = (derivatives(da, db), derivatives(-da, -db));
            for l in 0..2 {
                let curvature = -(above.score[l] - below.score[l]) / (2.0 * h);
                let found = here.information[(j, l)];
                prop_assert!(near(found, curvature, 1e-5, 10.0), "{found} {curvature}");
            }
        }
    }

    #[test]
    fn an_intercept_gives_the_pairwise_estimate(rows in pairs(3..15)) {
        let studies = set(&rows);
        let one = Design::intercept(rows.len());
        let expected = reml(&studies).value;
        let model = Model::new(&studies, &one, &one, Method::Reml, Link::Identity).unwrap();
        let likelihood = restricted_log_likelihood(&studies, expected);
        prop_assert!(near(model.log_likelihood(&[expected]).unwrap(), likelihood, 1e-11, 1.0));
        let found = fit(&studies, &one, &one, Method::Reml, Link::Log).unwrap();
        prop_assert!(near(found.log_likelihood, likelihood, 1e-9, 1.0), "{found:?}");
        match found.outcome {
            Outcome::Converged => prop_assert!(near(found.tau2[0], expected, 1e-6, 1e-9)),
            Outcome::AtZero { .. } => prop_assert!(expected < 1e-6, "{expected}"),
            Outcome::Level | Outcome::NotConverged => prop_assert!(false, "{:?}", found.trace),
        }
    }

    #[test]
    fn no_other_coefficients_are_more_likely(rows in pairs(8..20), method in methods(), steps in [-1.0..1.0_f64, -1.0..1.0_f64]) {
        let k = rows.len();
        let (studies, location, scale) = (set(&rows), Design::intercept(k), design(k, true, 0.0));
        let found = fit(&studies, &location, &scale, method, Link::Log).unwrap();
        prop_assume!(found.outcome == Outcome::Converged);
        let model = Model::new(&studies, &location, &scale, method, Link::Log).unwrap();
        let there = [found.alpha[0] + steps[0], found.alpha[1] + steps[1]];
        prop_assert!(model.log_likelihood(&there).unwrap() <= found.log_likelihood + 1e-9);
    }

    #[test]
    fn no_other_allowed_coefficients_are_more_likely(
        rows in pairs(6..20), method in methods(), steps in [-1.0..1.0_f64, -1.0..1.0_f64], size in -4.0..0.5_f64,
    ) {
        let k = rows.len();
        let (studies, location, scale) = (set(&rows), Design::intercept(k), design(k, true, 0.0));
        let found = fit(&studies, &location, &scale, method, Link::Identity).unwrap();
        prop_assert_ne!(&found.outcome, &Outcome::NotConverged);
        let model = Model::new(&studies, &location, &scale, method, Link::Identity).unwrap();
        let there: Vec<f64> = found.alpha.iter().zip(steps).map(|(a, s)| a + s * 10.0_f64.powf(size)).collect();
        // Another place may be a higher maximum; a near one may not be higher at all.
        let near_by = size < -1.0;
        let higher = model.log_likelihood(&there).unwrap() > found.log_likelihood + 1e-8;
        prop_assert!(!(near_by && higher), "{found:?}");
    }

    #[test]
    fn shifts_and_units_go_through(rows in pairs(8..20), method in methods()) {
        let k = rows.len();
        let (location, scale) = (design(k, false, 0.0), design(k, true, 0.0));
        let plain = fit(&set(&rows), &location, &scale, method, Link::Log).unwrap();
        prop_assume!(plain.outcome == Outcome::Converged);
        let moved: Vec<(f64, f64)> = rows.iter().map(|(y, v)| (10.0 * y + 1e4, 100.0 * v)).collect();
        // A covariate counted in years of our era.
        let moved = fit(&set(&moved), &design(k, false, 2000.0), &scale, method, Link::Log).unwrap();
        prop_assert_eq!(&moved.outcome, &Outcome::Converged);
        prop_assert!(near(moved.alpha[0], plain.alpha[0] + 100.0_f64.ln(), 1e-6, 1.0));
        prop_assert!(near(moved.alpha[1], plain.alpha[1], 1e-6, 1.0));
        prop_assert!(near(moved.beta[1], 10.0 * plain.beta[1], 1e-6, 1.0));
    }

    #[test]
    fn more_coefficients_are_never_less_likely(rows in pairs(8..20), method in methods()) {
        let k = rows.len();
        let (studies, one) = (set(&rows), Design::intercept(k));
        let smaller = fit(&studies, &one, &one, method, Link::Log).unwrap();
        let larger = fit(&studies, &one, &design(k, true, 0.0), method, Link::Log).unwrap();
        prop_assert!(larger.log_likelihood >= smaller.log_likelihood - 1e-8, "{larger:?}");
        let ratio = larger.likelihood_ratio(&smaller).unwrap();
        prop_assert!(ratio.statistic >= 0.0 && (0.0..=1.0).contains(&ratio.p_value));
        prop_assert_eq!(smaller.likelihood_ratio(&larger), Err(LocationScaleError::NotNested));
    }

    #[test]
    fn any_studies(rows in wild_pairs(), method in methods(), link in links(), x in any::<[f64; 2]>()) {
        let k = rows.len();
        let location = Design::intercept(k);
        let found = fit(&set(&rows), &location, &design(k, true, 0.0), method, link);
        if let Ok(found) = found {
            prop_assert!(found.beta.iter().chain(&found.alpha).chain(&found.tau2).all(|b| b.is_finite()));
            prop_assert!(found.tau2.iter().all(|t| *t >= 0.0));
            prop_assert!(found.log_likelihood.is_finite());
            prop_assert_eq!(found.alpha_covariance.is_some(), found.outcome == Outcome::Converged);
            let _ = found.predict(&x[..1], &x, Reference::StudentT, Probability::NINETY_FIVE);
            let _ = found.scale_omnibus(&[0, 1], Reference::StudentT);
        }
    }
}

#[test]
fn what_cannot_be_answered_is_said() {
    let studies = set(&[(0.0, 1.0), (2.0, 1.0), (4.0, 1.0)]);
    let one = Design::intercept(3);
    let new = |location: &Design, scale: &Design| {
        Model::new(&studies, location, scale, Method::Reml, Link::Log).map(|_| ())
    };
    let rows = LocationScaleError::Rows {
        design: "scale",
        rows: 4,
        studies: 3,
    };
    assert_eq!(new(&one, &Design::intercept(4)), Err(rows));
    let names = ["a", "b", "c"].map(str::to_owned).to_vec();
    let full = Design::new(names, Matrix::identity(3, 3)).unwrap();
    let few = LocationScaleError::TooFewStudies {
        studies: 3,
        coefficients: 3,
    };
    assert_eq!(new(&full, &one), Err(few));
    let found = fit(&studies, &one, &one, Method::Reml, Link::Log).unwrap();
    let level = Probability::new(1.0).unwrap();
    let refused = found.location_tests(Reference::Normal, level);
    assert_eq!(refused, Err(LocationScaleError::Level(1.0)));
    assert_eq!(found.location_omnibus(&[1], Reference::Normal), None);
    assert_eq!(found.location_omnibus(&[], Reference::Normal), None);
}
