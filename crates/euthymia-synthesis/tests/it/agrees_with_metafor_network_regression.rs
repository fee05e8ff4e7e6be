//! metafor 3.8-1 (`rma`, `rma.mv`) and `lm` on Linde 2015 and BCG: network meta-regression, the standard
//! error of τ², the regression of a comparison-adjusted funnel. Likelihoods at fixed variances come first.

use crate::network_cases::{fitted, strings};
use crate::network_regression_cases::{Linde, bcg, linde, moderator, options, regression};
use euthymia_numerics::Probability;
use euthymia_synthesis::estimation::Method;
use euthymia_synthesis::network::regression::{
    Coefficient, Interaction, Moderator, RegressionFit, Term, log_likelihood,
};
use euthymia_synthesis::network::{
    Dispersion, Model, Tau2Method, comparison_adjusted, small_study_test,
};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::assert_close;
use euthymia_testkit::reference::{self, Json};

const CASES: [&str; 5] = ["shared", "by_class", "independent", "two", "two_ways"];
const CONTROL: &str = "Placebo";

fn classes(linde: &Linde) -> Interaction {
    let active = linde.network.treatments().iter().filter(|t| *t != CONTROL);
    let class = |name: &String| {
        let place = format!("classes.{name}");
        let class = linde.json.get(&place).and_then(|v| v.as_str()).unwrap();
        (name.clone(), class.to_owned())
    };
    Interaction::ByClass(active.map(class).collect())
}

fn moderators(linde: &Linde, case: &str) -> Vec<Moderator> {
    let centre = |key: &str| linde.json.number(&format!("centre.{key}")).value;
    let year = |interaction| moderator("year", centre("year"), &linde.year, interaction);
    let size = |interaction| moderator("size", centre("size"), &linde.size, interaction);
    match case {
        "shared" => vec![year(Interaction::Shared)],
        "by_class" => vec![year(classes(linde))],
        "independent" => vec![year(Interaction::Independent)],
        "two" => vec![year(Interaction::Shared), size(Interaction::Shared)],
        "two_ways" => vec![year(Interaction::Shared), size(classes(linde))],
        "year" => vec![year(Interaction::Exchangeable)],
        "size" => vec![size(Interaction::Exchangeable)],
        _ => panic!("no case {case}"),
    }
}

/// The name that the generator gives to a coefficient.
fn name(term: &Term) -> String {
    match term {
        Term::Effect { treatment } => treatment.clone(),
        Term::Interaction { covariate, of } => {
            format!("{covariate}|{}", of.as_deref().unwrap_or(""))
        }
    }
}

fn find<'a>(coefficients: &'a [Coefficient], column: &str) -> &'a Coefficient {
    let named = |c: &&Coefficient| name(&c.term) == column;
    coefficients.iter().find(named).unwrap()
}

/// Holds every coefficient that the trials determine to those at one place, and says how many there were.
fn compare(json: &Json, fit: &RegressionFit, case: &str, place: &str, tolerance: &str) -> usize {
    let columns = strings(json, &format!("{case}.columns"));
    let known = json.get(&format!("{case}.determined"));
    let known = known.and_then(|v| v.as_array());
    let coefficients = fit.coefficients();
    let mut compared = 0;
    for (i, column) in columns.iter().enumerate() {
        let found = find(&coefficients, column);
        if known.is_some_and(|k| k[i] == false) {
            assert_eq!(found.estimate, None, "{case} {column}");
            continue;
        }
        let found = found.estimate.unwrap();
        let expected = |key: &str| json.number(&format!("{place}.{key}.{i}"));
        let what = format!("{place} {column}");
        assert_close!(found.estimate, expected("b"), tolerance, "{what}");
        assert_close!(found.standard_error, expected("se"), tolerance, "{what}");
        compared += 1;
    }
    compared
}

fn given(json: &Json, place: &str) -> GivenTau2 {
    GivenTau2::new(json.number(&format!("{place}.tau2")).value).unwrap()
}

#[test]
fn fixed_variances_agree() {
    let linde = linde();
    let json = &linde.json;
    for case in CASES {
        let all = moderators(&linde, case);
        for at in 0..3 {
            let place = format!("cases.{case}.fixed.{at}");
            let tau2 = given(json, &place);
            for (method, key) in [(Method::Ml, "ml"), (Method::Reml, "reml")] {
                let controls = [CONTROL.to_owned()];
                let found = log_likelihood(&linde.network, &all, &controls, method, tau2, 0.0);
                let expected = json.number(&format!("{place}.{key}"));
                assert_close!(found.unwrap(), expected, "likelihood", "{place} {key}");
            }
            let model = Model::RandomEffects(Tau2Method::Given(tau2));
            let fit = regression(&linde.network, &all, &options(CONTROL, model));
            let case = format!("cases.{case}");
            assert!(compare(json, &fit, &case, &place, "estimate") > 8);
            let number = |key: &str| json.number(&format!("{place}.{key}"));
            assert_close!(fit.residual.q, number("QE"), "estimate", "{place} Q");
            assert_close!(fit.residual.df as f64, number("df"), "exact", "{place} df");
            let wald = fit.wald_test().unwrap();
            assert_close!(wald.q, number("wald"), "estimate", "{place} Wald");
        }
    }
}

#[test]
fn maxima_agree() {
    let linde = linde();
    let json = &linde.json;
    for case in CASES {
        let all = moderators(&linde, case);
        let place = format!("cases.{case}");
        for (method, key) in [
            (Tau2Method::MaximumLikelihood, "ML"),
            (Tau2Method::Reml, "REML"),
        ] {
            let model = Model::RandomEffects(method);
            let fit = regression(&linde.network, &all, &options(CONTROL, model));
            let best = format!("{place}.best.{key}");
            let expected = json.number(&format!("{best}.tau2"));
            assert_close!(fit.tau2.unwrap().value, expected, "from_optimum", "{best}");
            assert!(fit.converged());
            compare(json, &fit, &place, &best, "from_optimum");
            let ratio = fit.likelihood_ratio.unwrap();
            let expected = json.number(&format!("{place}.likelihood_ratio"));
            assert_close!(ratio.q, expected, "from_optimum", "{place}");
        }
        let fit = regression(
            &linde.network,
            &all,
            &options(CONTROL, Model::RandomEffects(Tau2Method::Reml)),
        );
        let without = json.number(&format!("{place}.tau2_without"));
        let explained = fit.explained;
        assert_close!(
            explained.tau2_without.unwrap(),
            without.clone(),
            "from_optimum",
            "{case}"
        );
        let with = json.number(&format!("{place}.best.REML.tau2")).value;
        let share = (1.0 - with / without.value).max(0.0);
        assert_close!(explained.share.unwrap(), share, "from_optimum", "{case}");
    }
}

#[test]
fn moment_estimates_agree() {
    let linde = linde();
    for case in CASES {
        let model = Model::RandomEffects(Tau2Method::DerSimonianLaird);
        let all = moderators(&linde, case);
        let fit = regression(&linde.network, &all, &options(CONTROL, model));
        let expected = linde.json.number(&format!("cases.{case}.moments"));
        assert_close!(fit.tau2.unwrap().value, expected, "estimate", "{case}");
    }
}

#[test]
fn what_the_trials_do_not_determine_is_named() {
    let linde = linde();
    for case in CASES {
        let all = moderators(&linde, case);
        let fit = regression(&linde.network, &all, &options(CONTROL, Model::CommonEffect));
        let coefficients = fit.coefficients();
        let missing = coefficients.iter().filter(|c| c.estimate.is_none());
        let mut missing: Vec<String> = missing.map(|c| name(&c.term)).collect();
        let mut expected = strings(&linde.json, &format!("cases.{case}.undetermined"));
        missing.sort();
        expected.sort();
        assert_eq!(missing, expected, "{case}");
        assert_eq!(fit.unidentified.is_empty(), expected.is_empty(), "{case}");
    }
}

#[test]
fn exchangeable_interactions_agree_at_fixed_variances() {
    let linde = linde();
    let json = &linde.json;
    for case in ["year", "size"] {
        let all = moderators(&linde, case);
        for at in 0..6 {
            let place = format!("exchangeable.{case}.fixed.{at}");
            let slope = json.number(&format!("{place}.slope_variance")).value;
            for (method, key) in [(Method::Ml, "ml"), (Method::Reml, "reml")] {
                let controls = [CONTROL.to_owned()];
                let tau2 = given(json, &place);
                let found = log_likelihood(&linde.network, &all, &controls, method, tau2, slope);
                let expected = json.number(&format!("{place}.{key}"));
                assert_close!(found.unwrap(), expected, "likelihood", "{place} {key}");
            }
        }
    }
}

#[test]
fn exchangeable_interactions_agree_at_maxima() {
    let linde = linde();
    let json = &linde.json;
    for case in ["year", "size"] {
        for (method, key) in [
            (Tau2Method::MaximumLikelihood, "ML"),
            (Tau2Method::Reml, "REML"),
        ] {
            let all = moderators(&linde, case);
            let model = Model::RandomEffects(method);
            let fit = regression(&linde.network, &all, &options(CONTROL, model));
            let place = format!("exchangeable.{case}.best.{key}");
            let number = |key: &str| json.number(&format!("{place}.{key}"));
            let slope = fit.slope_variance.unwrap();
            assert!(fit.converged(), "{place}");
            assert_close!(
                fit.tau2.unwrap().value,
                number("tau2"),
                "from_optimum",
                "{place}"
            );
            assert_close!(
                slope.value,
                number("slope_variance"),
                "from_optimum",
                "{place}"
            );
            assert_close!(
                slope.test.statistic,
                number("statistic"),
                "from_optimum",
                "{place}"
            );
            let base = format!("exchangeable.{case}");
            compare(json, &fit, &base, &place, "from_optimum");
            let slopes = fit.slopes();
            for (i, treatment) in strings(json, &format!("{base}.treatments"))
                .iter()
                .enumerate()
            {
                let own = slopes.iter().find(|s| s.treatment == *treatment).unwrap();
                let own = own.estimate.unwrap();
                let what = format!("{place} {treatment}");
                let expected = json.number(&format!("{place}.slopes.{i}"));
                assert_close!(own.estimate, expected, "from_optimum", "{what}");
                let expected = json.number(&format!("{place}.slope_se.{i}"));
                assert_close!(own.standard_error, expected, "from_optimum", "{what}");
            }
        }
    }
}

#[test]
fn two_treatments_are_an_ordinary_meta_regression() {
    let json = reference::json("expected/network/regression_bcg.json");
    let (network, latitude) = bcg(&json);
    let latitude = moderator("latitude", 33.0, &latitude, Interaction::Shared);
    for (model, key) in [
        (Model::CommonEffect, "FE"),
        (Model::RandomEffects(Tau2Method::DerSimonianLaird), "DL"),
        (Model::RandomEffects(Tau2Method::MaximumLikelihood), "ML"),
        (Model::RandomEffects(Tau2Method::Reml), "REML"),
    ] {
        let fit = regression(
            &network,
            std::slice::from_ref(&latitude),
            &options("none", model),
        );
        let number = |what: &str| json.number(&format!("fits.{key}.{what}"));
        assert_close!(
            fit.tau2.map_or(0.0, |t| t.value),
            number("tau2"),
            "estimate",
            "{key} tau2"
        );
        for (i, coefficient) in fit.coefficients().iter().enumerate() {
            let found = coefficient.estimate.unwrap();
            for (value, what) in [
                (found.estimate, "b"),
                (found.standard_error, "se"),
                (found.statistic, "z"),
                (found.p_value, "p"),
                (found.bounds.lower, "lower"),
                (found.bounds.upper, "upper"),
            ] {
                assert_close!(
                    value,
                    number(&format!("{what}.{i}")),
                    "estimate",
                    "{key} {what}"
                );
            }
        }
        assert_close!(fit.residual.q, number("QE"), "estimate", "{key} QE");
        assert_close!(
            fit.residual.p_value.unwrap(),
            number("QEp"),
            "estimate",
            "{key} QEp"
        );
        let wald = fit.wald_test().unwrap();
        assert_close!(wald.q, number("QM"), "estimate", "{key} QM");
        assert_close!(
            wald.p_value.unwrap(),
            number("QMp"),
            "estimate",
            "{key} QMp"
        );
        if let Some(share) = fit.explained.share {
            assert_close!(share, number("R2"), "estimate", "{key} R2");
            let plain = fitted(&network, model);
            let error = plain.heterogeneity.unwrap().tau2_standard_error.unwrap();
            assert_close!(
                error,
                number("plain_se_tau2"),
                "estimate",
                "{key} se of tau2"
            );
        }
    }
}

#[test]
fn standard_errors_of_tau2_agree() {
    let linde = linde();
    for (method, key) in [
        (Tau2Method::DerSimonianLaird, "DL"),
        (Tau2Method::MaximumLikelihood, "ML"),
        (Tau2Method::Reml, "REML"),
    ] {
        let fit = fitted(&linde.network, Model::RandomEffects(method));
        let found = fit.heterogeneity.unwrap().tau2_standard_error.unwrap();
        let expected = linde.json.number(&format!("standard_error.{key}.se"));
        assert_close!(found, expected, "from_optimum", "{key}");
    }
}

#[test]
fn the_line_through_the_funnel_agrees() {
    let linde = linde();
    let fit = fitted(&linde.network, Model::CommonEffect);
    let order = strings(&linde.json, "funnel.order");
    let order: Vec<usize> = order
        .iter()
        .map(|t| linde.network.treatment(t).unwrap())
        .collect();
    let points = comparison_adjusted(&fit, &order).unwrap();
    let number = |key: &str| linde.json.number(&format!("funnel.{key}"));
    for (dispersion, key) in [
        (Dispersion::Multiplicative, "multiplicative"),
        (Dispersion::Sampling, "common"),
    ] {
        let found = small_study_test(&points, dispersion, Probability::NINETY_FIVE).unwrap();
        let expected = |what: &str| number(&format!("{key}.{what}"));
        assert_close!(found.points as f64, number("points"), "exact", "points");
        assert_close!(found.slope.estimate, expected("b"), "estimate", "{key} b");
        assert_close!(
            found.slope.standard_error,
            expected("se"),
            "estimate",
            "{key} se"
        );
        assert_close!(
            found.slope.statistic,
            expected("statistic"),
            "estimate",
            "{key} statistic"
        );
        assert_close!(found.slope.p_value, expected("p"), "estimate", "{key} p");
        if dispersion == Dispersion::Multiplicative {
            assert_close!(
                found.factor,
                expected("dispersion"),
                "estimate",
                "dispersion"
            );
            assert_close!(found.limit, expected("intercept"), "estimate", "intercept");
        }
    }
}
