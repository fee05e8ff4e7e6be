//! Curves over dose that a person can solve.

use crate::dose_cases::{common, doses_of, fitted_doses};
use euthymia_synthesis::network::dose::{
    Bend, Curve, Curves, Ed50, Knots, ProfileEnd, TargetOf, compare_curves,
};
use euthymia_synthesis::network::{Model, Relative, Tau2Method};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::assert_close;

const ESTIMATED: Curve = Curve::Emax(Ed50::Estimated);

#[test]
fn a_line_through_two_points() {
    // Weights 1 and 1/4 at doses 2 and 5: (2·1 + 5·4/4)/(4 + 25/4) = 7·4/41, variance 4/41.
    let doses = doses_of(&[("A 2", "none", 1.0, 1.0), ("A 5", "none", 4.0, 2.0)]);
    let fit = common(&doses, Curve::Linear);
    let slope = &fit.coefficients()[0];
    assert_eq!((slope.agent, slope.name.as_str()), (0, "dose"));
    assert_close!(slope.estimate.estimate, 28.0 / 41.0, "algebra", "slope");
    let variance = slope.estimate.standard_error.powi(2);
    assert_close!(variance, 4.0 / 41.0, "algebra", "variance");
    let at_ten = fit.effect(0, 10.0).unwrap();
    assert_close!(at_ten.estimate, 280.0 / 41.0, "algebra", "at 10");
    // Q = (1 − 56/41)² + (4 − 140/41)²/4 = 225/1681 + 144/1681 = 9/41, all of it for shape.
    let q = 225.0 / 1681.0 + 144.0 / 1681.0;
    assert_close!(fit.q.q, q, "algebra", "Q");
    let test = fit.shape_test().unwrap();
    assert_close!(test.common.q, q, "algebra", "shape");
    assert_eq!((test.common.df, test.random), (1, None));
}

#[test]
fn a_given_tau2_adds_to_every_variance() {
    // Variances 1 + 1 and 4 + 1: (2/2 + 5·4/5)/(4/2 + 25/5) = 5/7.
    let doses = doses_of(&[("A 2", "none", 1.0, 1.0), ("A 5", "none", 4.0, 2.0)]);
    let given = Tau2Method::Given(GivenTau2::new(1.0).unwrap());
    let fit = fitted_doses(
        &doses,
        &Curves::all(Curve::Linear),
        Model::RandomEffects(given),
    );
    let slope = fit.coefficients()[0].estimate;
    assert_close!(slope.estimate, 5.0 / 7.0, "algebra", "slope");
    assert_close!(slope.standard_error.powi(2), 1.0 / 7.0, "algebra", "v");
    // (1 − 10/7)²/2 + (4 − 25/7)²/5 = 9/98 + 9/245.
    let random = fit.shape_test().unwrap().random.unwrap();
    assert_close!(random.q, 9.0 / 98.0 + 9.0 / 245.0, "algebra", "shape");
}

#[test]
fn the_moment_estimate_of_a_line() {
    // Unit variances at doses 1 and 2, effects 0 and 5: slope 2, Q = 4 + 1 = 5, df 1;
    // tr(P) = 2 − 1 = 1, so that τ² = 4.
    let doses = doses_of(&[("A 1", "none", 0.0, 1.0), ("A 2", "none", 5.0, 1.0)]);
    let fit = fitted_doses(
        &doses,
        &Curves::all(Curve::Linear),
        Model::RandomEffects(Tau2Method::DerSimonianLaird),
    );
    assert_close!(fit.tau2.unwrap().value, 4.0, "algebra", "tau2");
    assert_close!(fit.q.q, 5.0, "algebra", "Q");
}

#[test]
fn a_parabola_through_two_points() {
    // β₁ + β₂ = 1 and 2β₁ + 4β₂ = 3: both are 1/2.
    let doses = doses_of(&[("A 1", "none", 1.0, 1.0), ("A 2", "none", 3.0, 1.0)]);
    let fit = common(&doses, Curve::Quadratic);
    for coefficient in fit.coefficients() {
        let found = coefficient.estimate.estimate;
        assert_close!(found, 0.5, "algebra", "{}", coefficient.name);
    }
    assert_eq!((fit.q.q, fit.q.df, fit.q.p_value), (0.0, 0, None));
}

#[test]
fn a_logarithm_through_one_point() {
    // β ln(1 + 6/2) = 3 at 6; at 30 it is 3 ln 16/ln 4 = 6.
    let doses = doses_of(&[("A 6", "none", 3.0, 1.0)]);
    let fit = common(&doses, Curve::LogLinear { shift: 2.0 });
    assert_close!(fit.effect(0, 30.0).unwrap().estimate, 6.0, "algebra", "30");
}

#[test]
fn an_emax_curve_through_two_points() {
    // E/(e + 1) = 2 and 3E/(e + 3) = 4: e = 3, E = 8. The derivatives by E and ln e are
    // (1/4, −3/2) and (1/2, −2), whose inverse is (−8, 6; −2, 1): variances 100 and 5.
    let doses = doses_of(&[("A 1", "none", 2.0, 1.0), ("A 3", "none", 4.0, 1.0)]);
    let fit = common(&doses, ESTIMATED);
    assert!(fit.converged());
    let largest = fit.coefficients()[0].estimate;
    assert_close!(largest.estimate, 8.0, "root", "Emax");
    assert_close!(largest.standard_error, 10.0, "root", "its error");
    let half = fit.half_doses()[0];
    assert_eq!(half.bend, Bend::Settled);
    assert_close!(half.ed50, 3.0, "root", "ED50");
    let error = half.ln_standard_error.unwrap();
    assert_close!(error, 5.0_f64.sqrt(), "root", "its error");
    // At the doses tried the standard errors are those of the trials.
    for dose in [1.0, 3.0] {
        let found = fit.effect(0, dose).unwrap();
        assert_close!(found.standard_error, 1.0, "root", "at {dose}");
    }
    let target = fit.target_dose(0, 0.95).unwrap();
    assert_close!(target.dose, 57.0, "root", "ED95 is 19 ED50");
    assert_close!(target.effect, 7.6, "root", "95 % of 8");
    assert_eq!(
        (target.of, target.beyond_tried),
        (TargetOf::Asymptote, true)
    );
    // With ED50 given, E = (2/4 + 4/2)/(1/16 + 1/4) = 8 too, with variance 16/5.
    let given = common(&doses, Curve::Emax(Ed50::Given(3.0)));
    let largest = given.coefficients()[0].estimate;
    assert_close!(largest.estimate, 8.0, "algebra", "given");
    let variance = largest.standard_error.powi(2);
    assert_close!(variance, 16.0 / 5.0, "algebra", "given");
}

#[test]
fn doses_that_do_not_bend_the_curve_are_said() {
    let at = |effects: [f64; 3]| {
        doses_of(&[
            ("A 1", "none", effects[0], 1.0),
            ("A 2", "none", effects[1], 1.0),
            ("A 4", "none", effects[2], 1.0),
        ])
    };
    let line = common(&at([1.0, 2.0, 4.0]), ESTIMATED);
    let half = line.half_doses()[0];
    assert_eq!((half.bend, half.bounds), (Bend::Line, None));
    assert_close!(half.ed50, 400.0, "algebra", "a hundred times the largest");
    assert!(
        half.bend.says().contains("straight line"),
        "{}",
        half.bend.says()
    );
    assert_eq!(line.target_dose(0, 0.5), None);
    let step = common(&at([3.0, 3.0, 3.0]), ESTIMATED);
    assert_eq!(step.half_doses()[0].bend, Bend::Step);
    assert_close!(step.half_doses()[0].ed50, 0.01, "algebra", "a hundredth");
    let [lower, upper] = step.profile_ed50(0).unwrap().unwrap();
    assert!(matches!(lower, ProfileEnd::Open(_)), "{lower:?}");
    assert!(matches!(upper, ProfileEnd::At(_)), "{upper:?}");
    // A curve that falls back is not Emax, but has its interval as a line.
    assert!(
        common(&at([4.0, 2.0, 1.0]), ESTIMATED)
            .effect(0, 2.0)
            .is_some()
    );
}

#[test]
fn agents_meet_without_the_reference() {
    // A is 1/5 per unit; A 10 less B 1 is 1, so that B is 1 per unit, with variance 100/25 + 1.
    let doses = doses_of(&[("A 5", "none", 1.0, 1.0), ("A 10", "B 1", 1.0, 1.0)]);
    let fit = common(&doses, Curve::Linear);
    let b = fit.effect(1, 1.0).unwrap();
    assert_close!(b.estimate, 1.0, "algebra", "B 1");
    assert_close!(b.standard_error.powi(2), 5.0, "algebra", "B 1");
    // A 10 less B 1 is what the trial says.
    let both = fit.compare((0, 10.0), (1, 1.0)).unwrap();
    assert_close!(both.estimate, 1.0, "algebra", "difference");
    assert_close!(both.standard_error, 1.0, "algebra", "difference");
    let estimates = fit.estimates().unwrap();
    assert_eq!(estimates.treatments(), ["A 5", "none", "A 10", "B 1"]);
    let direct = estimates.compare(2, 3).unwrap();
    assert_close!(direct.standard_error, 1.0, "algebra", "league");
    let other = fit.estimates_at(&[("B", 3.0), ("A", 1.0)], "0").unwrap();
    assert_eq!(other.treatments(), ["0", "B 3", "A 1"]);
    assert_close!(other.values()[1], 3.0, "algebra", "B 3");
}

#[test]
fn a_curve_joins_parts_that_no_trial_joins() {
    // Slopes 1 and 3 of equal weight: 2. Each part alone has Q = 0, so that Q = 2 is all for the curve.
    let doses = doses_of(&[("A 1", "none", 1.0, 1.0), ("A 3", "A 2", 3.0, 1.0)]);
    assert_eq!(doses.network().parts().len(), 2);
    let fit = common(&doses, Curve::Linear);
    assert_close!(fit.effect(0, 1.0).unwrap().estimate, 2.0, "algebra", "A 1");
    assert_close!(fit.q.q, 2.0, "algebra", "Q");
    let test = fit.shape_test().unwrap().common;
    assert_close!(test.q, 2.0, "algebra", "shape");
    assert_eq!(test.df, 1);
}

#[test]
fn the_smallest_dose_with_half_of_the_largest_effect() {
    // 4d − d² is largest at 2, with 4; it is 2 at 2 − √2.
    let doses = doses_of(&[
        ("A 1", "none", 3.0, 1.0),
        ("A 2", "none", 4.0, 1.0),
        ("A 4", "none", 0.0, 1.0),
    ]);
    let target = common(&doses, Curve::Quadratic)
        .target_dose(0, 0.5)
        .unwrap();
    assert_close!(target.dose, 2.0 - 2.0_f64.sqrt(), "root", "dose");
    assert_eq!(target.of, TargetOf::LargestTried { dose: 2.0 });
    assert_eq!(common(&doses, Curve::Categories).target_dose(0, 0.5), None);
}

#[test]
fn one_agent_may_have_a_curve_of_its_own() {
    let doses = doses_of(&[
        ("A 1", "none", 1.0, 1.0),
        ("A 2", "none", 3.0, 1.0),
        ("B 1", "none", 5.0, 1.0),
    ]);
    let curves = Curves {
        all: Curve::Categories,
        own: vec![("A".into(), Curve::Linear)],
    };
    let fit = fitted_doses(&doses, &curves, Model::CommonEffect);
    let names: Vec<String> = fit.coefficients().into_iter().map(|c| c.name).collect();
    assert_eq!(names, ["dose", "dose 1"]);
    assert_close!(fit.effect(0, 1.0).unwrap().estimate, 1.4, "algebra", "A");
    assert_close!(fit.effect(1, 1.0).unwrap().estimate, 5.0, "algebra", "B");
    assert_eq!(fit.effect(1, 2.0), None);
}

#[test]
fn criteria_count_every_parameter() {
    let doses = doses_of(&[
        ("A 1", "none", 2.0, 1.0),
        ("A 3", "none", 4.0, 1.0),
        ("A 9", "none", 6.0, 1.0),
    ]);
    let knots = Knots::At(vec![0.0, 3.0, 9.0]);
    let choices = [
        Curves::all(ESTIMATED),
        Curves::all(Curve::Spline(knots)),
        Curves::all(Curve::Linear),
    ];
    let found = compare_curves(
        &doses,
        &choices,
        false,
        euthymia_numerics::Probability::NINETY_FIVE,
    );
    for (fit, parameters) in found.iter().zip([2.0, 2.0, 1.0]) {
        let fit = fit.as_ref().unwrap();
        // −2ℓ = 3 ln 2π + Q for unit variances.
        let minus_two = 3.0 * (2.0 * std::f64::consts::PI).ln() + fit.fit.q.q;
        let aic = minus_two + 2.0 * parameters;
        assert_close!(fit.criteria.aic, aic, "algebra", "AIC");
    }
    // E = 8 and e = 3 pass through all three: 8·9/12 = 6.
    assert_close!(found[0].as_ref().unwrap().fit.q.q, 0.0, "zero_residue", "Q");
}
