//! Network meta-regression on cases that a person can compute.

use crate::network_cases::{contrast, network};
use crate::network_regression_cases::{moderator, options, refused, regression};
use euthymia_numerics::chi_squared;
use euthymia_synthesis::network::regression::{
    Interaction, LeftOut, RegressionError as E, Term, fit_regression,
};
use euthymia_synthesis::network::{
    Contrast, FitError, Model, Network, Options, Prediction, Relative, Tau2Method, fit,
};
use euthymia_testkit::assert_close;

const COMMON: Model = Model::CommonEffect;
const REML: Model = Model::RandomEffects(Tau2Method::Reml);

/// Trials of unit variance, numbered from 1.
fn unit(trials: &[(&str, &str, f64)]) -> Network {
    let rows: Vec<Contrast> = trials
        .iter()
        .enumerate()
        .map(|(i, (one, other, y))| contrast(&(i + 1).to_string(), one, other, *y, 1.0))
        .collect();
    network(&rows)
}

/// A less C is 0, 1 and 5 at x = 0, 1 and 2.
fn line() -> Network {
    unit(&[("A", "C", 0.0), ("A", "C", 1.0), ("A", "C", 5.0)])
}

fn x(
    values: &[f64],
    interaction: Interaction,
) -> [euthymia_synthesis::network::regression::Moderator; 1] {
    [moderator("x", 0.0, values, interaction)]
}

/// Least squares: slope 5/2, value −1/2 at 0, residuals ½, −1, ½.
#[test]
fn three_trials_on_a_line() {
    let all = x(&[0.0, 1.0, 2.0], Interaction::Shared);
    let found = regression(&line(), &all, &options("C", COMMON));
    let [effect, slope] = &found.coefficients()[..] else {
        panic!("two coefficients")
    };
    let (effect, slope) = (effect.estimate.unwrap(), slope.estimate.unwrap());
    assert_close!(effect.estimate, -0.5, "algebra", "at x = 0");
    assert_close!(
        effect.standard_error,
        (5.0_f64 / 6.0).sqrt(),
        "algebra",
        "its error"
    );
    assert_close!(slope.estimate, 2.5, "algebra", "slope");
    assert_close!(slope.standard_error, 0.5_f64.sqrt(), "algebra", "its error");
    assert_close!(found.residual.q, 1.5, "algebra", "Q of the residuals");
    assert_eq!(found.residual.df, 1);
    assert_close!(found.wald_test().unwrap().q, 12.5, "algebra", "Wald");
    let [of_x] = &found.interaction_tests()[..] else {
        panic!("one covariate")
    };
    assert_eq!(
        (of_x.covariate.as_str(), of_x.wald),
        ("x", found.wald_test())
    );
    // With known variances it is the difference of Q, 14 − 3/2.
    assert_close!(
        found.likelihood_ratio.unwrap().q,
        12.5,
        "algebra",
        "likelihood ratio"
    );
    assert_eq!((found.ranges[0].lower, found.ranges[0].upper), (0.0, 2.0));
}

/// Equal variances: REML is RSS/(n − p) − 1, so ½ with and 6 without the covariate.
#[test]
fn equal_variances_have_closed_forms() {
    let all = x(&[0.0, 1.0, 2.0], Interaction::Shared);
    let found = regression(&line(), &all, &options("C", REML));
    assert_close!(found.tau2.unwrap().value, 0.5, "root", "tau2");
    assert_close!(
        found.explained.tau2_without.unwrap(),
        6.0,
        "root",
        "without"
    );
    assert_close!(found.explained.share.unwrap(), 11.0 / 12.0, "root", "share");
    // ML: τ² is 0 with and 14/3 − 1 without, and −2ℓ is 3/2 and 3 ln(14/3) + 3 but for a constant.
    let ratio = 3.0 * (14.0_f64 / 3.0).ln() + 1.5;
    assert_close!(
        found.likelihood_ratio.unwrap().q,
        ratio,
        "root",
        "likelihood ratio"
    );
    let moments = Model::RandomEffects(Tau2Method::DerSimonianLaird);
    let moments = regression(&line(), &all, &options("C", moments));
    assert_close!(moments.tau2.unwrap().value, 0.5, "algebra", "moments");
}

/// At x = 4: −½ + 4·5/2, variance (1/3 + 9/2)(1 + τ²) with τ² = ½; prediction adds τ².
#[test]
fn effects_at_a_chosen_value() {
    let all = x(&[0.0, 1.0, 2.0], Interaction::Shared);
    let mut options = options("C", REML);
    options.network.prediction = Prediction::Normal;
    let found = regression(&line(), &all, &options);
    let (a, c) = (found.network.treatment("A").unwrap(), found.reference);
    let at = found.compare_at(a, c, &[4.0]).unwrap();
    let variance: f64 = 1.5 * (1.0 / 3.0 + 4.5);
    assert_close!(at.estimate, 9.5, "root", "estimate");
    assert_close!(at.standard_error, variance.sqrt(), "root", "error");
    let prediction = at.prediction.unwrap();
    let half = 1.959_963_984_540_054 * (variance + 0.5).sqrt();
    assert_close!(prediction.upper, 9.5 + half, "root", "prediction");
    let table = found.estimates_at(&[4.0]).unwrap();
    assert!(table.undetermined.is_empty());
    let same = table.estimates.compare(a, c).unwrap();
    assert_close!(same.estimate, at.estimate, "algebra", "table");
    assert_close!(same.standard_error, at.standard_error, "algebra", "table");
    assert_eq!(found.compare_at(a, a, &[4.0]), None);
    assert_eq!(found.compare_at(a, c, &[]), None);
    assert_eq!(found.compare_at(a, c, &[f64::NAN]), None);
    assert_eq!(found.compare_at(a, 7, &[4.0]), None);
}

/// A shared interaction cancels between two treatments that have it.
#[test]
fn a_shared_interaction_says_nothing_between_active_treatments() {
    let network = unit(&[
        ("A", "C", 1.0),
        ("A", "C", 3.0),
        ("B", "C", 2.0),
        ("A", "B", 7.0),
    ]);
    let all = x(&[0.0, 1.0, 1.0, 9.0], Interaction::Shared);
    let found = regression(&network, &all, &options("C", COMMON));
    let rows = found.design_rows();
    // The contrasts are from the first arm, so that C less A loses the interaction.
    let interaction = |terms: &[(Term, f64)]| {
        let own = terms
            .iter()
            .find(|(t, _)| matches!(t, Term::Interaction { .. }));
        own.map(|(_, multiple)| *multiple)
    };
    let found: Vec<_> = rows.iter().map(|row| interaction(&row.terms)).collect();
    let expected = [None, Some(-1.0), Some(-1.0), None];
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found.map(f64::abs), expected.map(f64::abs));
    }
}

/// A has two trials, B a single one at x = 3: there B is known, elsewhere it is not.
#[test]
fn one_trial_says_what_it_says_where_it_was_made() {
    let network = unit(&[("A", "C", 1.0), ("A", "C", 3.0), ("B", "C", 2.0)]);
    let all = x(&[0.0, 1.0, 3.0], Interaction::Independent);
    let error = refused(&network, &all, &options("C", COMMON));
    assert_eq!(
        error,
        E::TooFew {
            coefficients: 4,
            contrasts: 3
        }
    );

    let network = unit(&[
        ("A", "C", 1.0),
        ("A", "C", 3.0),
        ("B", "C", 2.0),
        ("A", "C", 1.0),
    ]);
    let all = x(&[0.0, 1.0, 3.0, 0.0], Interaction::Independent);
    let found = regression(&network, &all, &options("C", COMMON));
    let (b, c) = (found.network.treatment("B").unwrap(), found.reference);
    let at = found.compare_at(b, c, &[3.0]).unwrap();
    assert_close!(at.estimate, 2.0, "algebra", "where it was made");
    assert_close!(at.standard_error, 1.0, "algebra", "its error");
    assert_eq!(found.compare_at(b, c, &[2.0]), None);
    let table = found.estimates_at(&[2.0]).unwrap();
    assert_eq!(table.undetermined, ["B"]);
    assert_eq!(table.estimates.treatments(), ["A", "C"]);
    let slopes = found.slopes();
    assert_eq!(slopes.len(), 2);
    assert_close!(slopes[0].estimate.unwrap().estimate, 2.0, "algebra", "A");
    assert_eq!(slopes[1].estimate, None);
    // 3 times the effect is what the interaction may take from it.
    let [direction] = &found.unidentified[..] else {
        panic!("one direction")
    };
    let multiples: Vec<f64> = direction.terms.iter().map(|(_, m)| *m).collect();
    assert_close!(multiples[0] / multiples[1], -3.0, "algebra", "multiples");
    assert_eq!(found.wald_test().unwrap().df, 1);
}

/// Slopes 3 and −1 with variance ½: s² = 8, so that σ²_β = 15/2 about B = 1; A is drawn in by 15/16.
#[test]
fn exchangeable_slopes_of_two_treatments() {
    let trials = [
        ("A", "C", 3.0),
        ("A", "C", -3.0),
        ("B", "C", -1.0),
        ("B", "C", 1.0),
    ];
    // A fifth trial would be needed for τ², which is zero here.
    let all = x(&[1.0, -1.0, 1.0, -1.0], Interaction::Exchangeable);
    let found = regression(&unit(&trials), &all, &options("C", COMMON));
    let variance = found.slope_variance.unwrap();
    assert!(found.converged());
    assert_close!(variance.value, 7.5, "optimum", "variance");
    let mean = found.coefficients()[2].estimate.unwrap();
    assert_close!(mean.estimate, 1.0, "algebra", "B");
    assert_close!(mean.standard_error, 2.0, "optimum", "its error");
    let slopes = found.slopes();
    let (a, b) = (slopes[0].estimate.unwrap(), slopes[1].estimate.unwrap());
    assert_close!(a.estimate, 1.0 + 2.0 * 15.0 / 16.0, "optimum", "A");
    assert_close!(b.estimate, 1.0 - 2.0 * 15.0 / 16.0, "optimum", "B");
    assert_close!(
        a.standard_error,
        (31.0_f64 / 64.0).sqrt(),
        "optimum",
        "error of A"
    );
    // −2ℓ is ln 8 + 1 at the maximum and ln ½ + 16 at zero, but for a constant.
    let statistic = 15.0 - 16.0_f64.ln();
    assert_close!(variance.test.statistic, statistic, "root", "statistic");
    let p = 0.5 * chi_squared::sf(statistic, 1.0);
    assert_close!(variance.test.p_value, p, "root", "p");
    assert_eq!(found.likelihood_ratio, None);
}

#[test]
fn equal_slopes_have_no_variance() {
    let trials = [
        ("A", "C", 2.0),
        ("A", "C", -2.0),
        ("B", "C", 2.0),
        ("B", "C", -2.0),
    ];
    let all = x(&[1.0, -1.0, 1.0, -1.0], Interaction::Exchangeable);
    let found = regression(&unit(&trials), &all, &options("C", REML));
    let variance = found.slope_variance.unwrap();
    assert_eq!((variance.value, variance.test.p_value), (0.0, 1.0));
    let shared = x(&[1.0, -1.0, 1.0, -1.0], Interaction::Shared);
    let shared = regression(&unit(&trials), &shared, &options("C", REML));
    let slope = |f: &euthymia_synthesis::network::regression::RegressionFit| {
        f.slopes()[1].estimate.unwrap()
    };
    assert_close!(
        slope(&found).estimate,
        slope(&shared).estimate,
        "algebra",
        "slope"
    );
    assert_close!(
        slope(&found).standard_error,
        slope(&shared).standard_error,
        "algebra",
        "error"
    );
}

#[test]
fn classes_of_their_own_are_independent_interactions() {
    let network = unit(&[
        ("A", "C", 1.0),
        ("A", "C", 3.0),
        ("B", "C", 2.0),
        ("B", "C", 5.0),
    ]);
    let values = [0.0, 1.0, 0.0, 2.0];
    let classes = [("A", "one"), ("B", "two")].map(|(t, c)| (t.to_owned(), c.to_owned()));
    let by_class = Interaction::ByClass(classes.into_iter().collect());
    let one = regression(&network, &x(&values, by_class), &options("C", COMMON));
    let other = regression(
        &network,
        &x(&values, Interaction::Independent),
        &options("C", COMMON),
    );
    for (a, b) in one.slopes().iter().zip(other.slopes()) {
        assert_eq!(a.estimate, b.estimate);
    }
    assert_close!(
        one.slopes()[1].estimate.unwrap().estimate,
        1.5,
        "algebra",
        "B"
    );
}

#[test]
fn trials_without_a_covariate_are_named() {
    let network = unit(&[
        ("A", "C", 0.0),
        ("A", "C", 1.0),
        ("D", "C", 9.0),
        ("A", "C", 5.0),
    ]);
    let mut all = x(&[0.0, 1.0, 0.0, 2.0], Interaction::Shared);
    all[0].covariate.values[2] = None;
    let found = regression(&network, &all, &options("C", COMMON));
    let left_out = LeftOut {
        trial: "3".into(),
        covariates: vec!["x".into()],
    };
    assert_eq!(found.left_out, [left_out]);
    assert_eq!(found.treatments_left_out, ["D"]);
    assert_close!(
        found.slopes()[0].estimate.unwrap().estimate,
        2.5,
        "algebra",
        "slope"
    );
}

#[test]
fn what_cannot_be_asked_is_refused_by_name() {
    let all = x(&[0.0, 1.0, 2.0], Interaction::Shared);
    let line = line();
    let common = options("C", COMMON);
    assert_eq!(refused(&line, &[], &common), E::NoCovariate);
    let again = [all[0].clone(), all[0].clone()];
    assert_eq!(refused(&line, &again, &common), E::Name("x".into()));
    let short = x(&[0.0, 1.0], Interaction::Shared);
    assert!(matches!(
        refused(&line, &short, &common),
        E::Length {
            found: 2,
            trials: 3,
            ..
        }
    ));
    let flat = x(&[4.0; 3], Interaction::Shared);
    assert_eq!(
        refused(&line, &flat, &common),
        E::Constant {
            covariate: "x".into(),
            value: 4.0
        }
    );
    let odd = x(&[0.0, f64::INFINITY, 1.0], Interaction::Shared);
    assert!(matches!(refused(&line, &odd, &common), E::Value { .. }));
    assert_eq!(
        refused(&line, &all, &options("Z", COMMON)),
        E::UnknownTreatment("Z".into())
    );
    let mut controls = common.clone();
    controls.controls = vec!["C".into(), "A".into()];
    assert_eq!(refused(&line, &all, &controls), E::OnlyControls);
    controls.controls.clear();
    assert_eq!(refused(&line, &all, &controls), E::NoControl);
    let mut none = all.clone();
    none[0].covariate.values = vec![None; 3];
    assert_eq!(refused(&line, &none, &common), E::NoTrial);
    let mut centre = all.clone();
    centre[0].covariate.centre = f64::NAN;
    assert!(matches!(refused(&line, &centre, &common), E::Centre { .. }));
    let exchangeable = x(&[0.0, 1.0, 2.0], Interaction::Exchangeable);
    let moments = options("C", Model::RandomEffects(Tau2Method::DerSimonianLaird));
    assert_eq!(refused(&line, &exchangeable, &moments), E::NoMoments);
    let mut twice = [exchangeable[0].clone(), exchangeable[0].clone()];
    twice[1].covariate.name = "z".into();
    assert_eq!(refused(&line, &twice, &common), E::ManyExchangeable);
    let class = |name: &str| {
        let classes = [(name.to_owned(), "one".to_owned())];
        x(
            &[0.0, 1.0, 2.0],
            Interaction::ByClass(classes.into_iter().collect()),
        )
    };
    assert_eq!(
        refused(&line, &class("C"), &common),
        E::ControlWithClass("C".into())
    );
    assert_eq!(
        refused(&line, &class("Z"), &common),
        E::UnknownTreatment("Z".into())
    );
    let empty = x(&[0.0, 1.0, 2.0], Interaction::ByClass(Default::default()));
    assert!(matches!(refused(&line, &empty, &common), E::NoClass { .. }));
}

#[test]
fn collinear_covariates_and_split_networks_are_refused() {
    let network = unit(&[
        ("A", "C", 0.0),
        ("A", "C", 1.0),
        ("A", "C", 5.0),
        ("A", "C", 2.0),
    ]);
    let one = moderator("year", 0.0, &[0.0, 1.0, 2.0, 3.0], Interaction::Shared);
    let other = moderator("age", 0.0, &[1.0, 3.0, 5.0, 7.0], Interaction::Shared);
    let error = refused(&network, &[one.clone(), other], &options("C", COMMON));
    let E::Collinear {
        covariate,
        together,
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!(
        (covariate.as_str(), together.as_str()),
        ("year", "A, age, year")
    );

    let apart = unit(&[
        ("A", "C", 0.0),
        ("A", "C", 1.0),
        ("B", "D", 5.0),
        ("B", "D", 2.0),
    ]);
    let error = refused(&apart, std::slice::from_ref(&one), &options("C", COMMON));
    assert_eq!(error, E::Network(FitError::Disconnected { parts: 2 }));
    let between = moderator("year", 0.0, &[0.0, 0.0, 0.0, 1.0], Interaction::Shared);
    let active = unit(&[
        ("A", "C", 0.0),
        ("A", "C", 1.0),
        ("B", "C", 5.0),
        ("A", "B", 2.0),
    ]);
    // The covariate differs only where it cancels.
    let error = refused(&active, &[between], &options("C", COMMON));
    assert!(matches!(error, E::Collinear { .. }), "{error}");
}

/// Two trials with unit variances, 0 and 10: DL is 49 with P = I/2·…: Q = 50, tr(PΣ₀) = 1, tr(PΣ₀PΣ₀) = 1.
#[test]
fn standard_errors_of_tau2_of_two_trials() {
    let network = unit(&[("A", "C", 0.0), ("A", "C", 10.0)]);
    // REML: information ½ · 1/(1 + τ²)², so that the error is √2 · 50; moments have the same.
    for method in [Tau2Method::Reml, Tau2Method::DerSimonianLaird] {
        let model = Model::RandomEffects(method);
        let found = fit(
            &network,
            &Options {
                model,
                ..Options::default()
            },
        )
        .unwrap();
        assert_close!(found.tau2.unwrap().value, 49.0, "root", "tau2");
        let error = found.heterogeneity.unwrap().tau2_standard_error.unwrap();
        assert_close!(error, 50.0 * 2.0_f64.sqrt(), "root", "error");
    }
    // ML: information ½ · 2/(1 + τ²)² at τ² = 24.
    let model = Model::RandomEffects(Tau2Method::MaximumLikelihood);
    let found = fit(
        &network,
        &Options {
            model,
            ..Options::default()
        },
    )
    .unwrap();
    let error = found.heterogeneity.unwrap().tau2_standard_error.unwrap();
    assert_close!(error, 25.0, "root", "error");
}

#[test]
fn the_level_is_checked() {
    let all = x(&[0.0, 1.0, 2.0], Interaction::Shared);
    let mut options = options("C", COMMON);
    options.network.level = euthymia_numerics::Probability::new(1.0).unwrap();
    let error = fit_regression(&line(), &all, &options).unwrap_err();
    assert_eq!(error, E::Network(FitError::Level(1.0)));
}
