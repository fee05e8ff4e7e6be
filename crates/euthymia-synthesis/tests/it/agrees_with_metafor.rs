//! Every file in `reference/expected/metafor`: effects, models, intervals, heterogeneity.
//!
//! The list of files is in `covered.rs`.

use crate::cases::{Case, case, fit};
use crate::covered::METAFOR;
use euthymia_synthesis::pairwise::tau2::restricted_log_likelihood;
use euthymia_synthesis::pairwise::{
    Bounds, Fit, FitError, Interval, Model, Prediction, Tau2Method, mean, tau2,
};
use euthymia_synthesis::studies::StudySet;
use euthymia_testkit::reference::{Json, json};
use euthymia_testkit::tolerance::{Tolerance, named};
use euthymia_testkit::{Comparison, Expected};

/// The tolerances that go with how a τ² was found.
#[derive(Clone, Copy)]
struct Kinds {
    tau2: &'static str,
    rest: &'static str,
    p: &'static str,
}

const CLOSED: Kinds = Kinds {
    tau2: "algebra",
    rest: "algebra",
    p: "quantile",
};
const MODELS: [(&str, Option<Tau2Method>, Kinds); 4] = [
    ("EE", None, CLOSED),
    ("DL", Some(Tau2Method::DerSimonianLaird), CLOSED),
    (
        "PM",
        Some(Tau2Method::PauleMandel),
        Kinds {
            tau2: "root",
            rest: "estimate",
            p: "root",
        },
    ),
    (
        "REML",
        Some(Tau2Method::Reml),
        Kinds {
            tau2: "optimum",
            rest: "estimate",
            p: "optimum",
        },
    ),
];

#[test]
fn every_analysis() {
    let mut all = Comparison::new("metafor 3.8-1");
    for name in METAFOR {
        let file = json(&format!("expected/metafor/{name}.json"));
        let case = case(name);
        effects(&mut all, &file, &case);
        let set = case.set();
        all.compare("k", set.k() as f64, file.number("k"), "exact", name);
        for (model, method, kinds) in MODELS {
            if file.get(&format!("models.{model}")).is_some() {
                pooled(&mut all, &file, &case, &set, (model, method, kinds));
            }
        }
        heterogeneity(&mut all, &file, &set, name);
        likelihood(&mut all, &file, &set, name);
    }
    all.finish(10_900);
}

fn effects(all: &mut Comparison, file: &Json, case: &Case) {
    let (yi, vi) = (file.numbers("effect.yi"), file.numbers("effect.vi"));
    for (row, effect) in case.effects.iter().enumerate() {
        let context = format!("{} row {row}", case.name);
        let used = file
            .get(&format!("effect.used.{row}"))
            .and_then(|u| u.as_bool());
        all.require(used == Some(effect.is_some()), || {
            format!("{context}: used {used:?}, found {effect:?}")
        });
        let Some(effect) = effect else { continue };
        let (Some(y), Some(v)) = (&yi[row], &vi[row]) else {
            all.require(false, || format!("{context}: no estimate in the file"));
            continue;
        };
        all.compare("yi", effect.estimate, y, "algebra", &context);
        all.compare("vi", effect.variance.get(), v, "algebra", &context);
        let place = format!("effect.back_transformed.{row}");
        if let Some(back) = file.number_if_any(&place) {
            let found = case.back_of_row(row, effect.estimate).unwrap();
            all.compare("back, study", found, back, "algebra", &context);
        }
    }
}

fn model_of(method: Option<Tau2Method>) -> Model {
    method.map_or(Model::CommonEffect, Model::RandomEffects)
}

fn pooled(
    all: &mut Comparison,
    file: &Json,
    case: &Case,
    set: &StudySet,
    (model, method, kinds): (&str, Option<Tau2Method>, Kinds),
) {
    let at = format!("models.{model}");
    let context = format!("{} {model}", case.name);
    let wald = fit(set, model_of(method), Interval::Wald, Prediction::Normal).unwrap();
    let number = |place: &str| file.number(&format!("{at}.{place}"));
    all.compare(
        "estimate",
        wald.estimate,
        number("estimate"),
        kinds.rest,
        &context,
    );
    let tau2 = wald.tau2.map_or(0.0, |t| t.value);
    all.compare("tau2", tau2, number("tau2"), kinds.tau2, &context);
    if method == Some(Tau2Method::Reml) {
        let se = wald.tau2.and_then(|t| t.standard_error).unwrap();
        all.compare("se of tau2", se, number("se_tau2"), "optimum", &context);
    }
    if let Some(h) = wald.heterogeneity {
        let i2 = number("I2_percent").map(|i2| i2 / 100.0);
        all.compare("I2", h.i2, i2, kinds.rest, &context);
        let h2 = if kinds.tau2 == "algebra" {
            "algebra"
        } else {
            "optimum"
        };
        all.compare("H2", h.h2, number("H2"), h2, &context);
    }
    let weights = file.numbers(&format!("{at}.weights_percent"));
    all.require(weights.len() == set.k(), || format!("{context}: weights"));
    for (found, expected) in wald.weights.iter().zip(weights) {
        let share = expected.unwrap().map(|percent| percent / 100.0);
        all.compare("weight", *found, share, kinds.rest, &context);
    }
    test(all, file, case, (&format!("{at}.z"), kinds), Ok(&wald));
    if set.k() < 2 || method.is_none() {
        return;
    }
    for (name, interval) in [
        ("knha", Interval::HartungKnapp),
        ("adhoc", Interval::HartungKnappFloor),
    ] {
        let found = fit(set, model_of(method), interval, Prediction::StudentKMinus1);
        test(
            all,
            file,
            case,
            (&format!("{at}.{name}"), kinds),
            found.as_ref(),
        );
    }
    let wider = fit(
        set,
        model_of(method),
        Interval::Wald,
        Prediction::StudentKMinus2,
    )
    .unwrap();
    let place = format!("{at}.prediction_t_k_minus_2");
    let expected = file.get(&place).is_some();
    all.require(wider.prediction.is_some() == expected, || {
        format!("{context}: prediction with k - 2: {:?}", wider.prediction)
    });
    if let Some(bounds) = wider.prediction {
        ends(all, file, &place, "prediction", bounds, kinds.rest);
    }
}

fn ends(all: &mut Comparison, file: &Json, place: &str, kind: &str, found: Bounds, with: &str) {
    for (end, value) in [("lower", found.lower), ("upper", found.upper)] {
        let place = format!("{place}.{end}");
        let expected = file.number(&place);
        all.compare(
            kind,
            value,
            expected,
            with,
            &format!("{} {place}", file.file),
        );
    }
}

/// A p-value is as good as its statistic, magnified by the slope of the tail.
fn p_tolerance(kinds: Kinds, statistic: f64) -> Tolerance {
    named(kinds.p).times(statistic.powi(2).max(1.0), "slope of the tail")
}

/// One of the blocks `z`, `knha`, `adhoc`.
fn test(
    all: &mut Comparison,
    file: &Json,
    case: &Case,
    (at, kinds): (&str, Kinds),
    fit: Result<&Fit, &FitError>,
) {
    let context = format!("{} {at}", case.name);
    let number = |place: &str| file.number(&format!("{at}.{place}"));
    // metafor reports a standard error of zero with p = 0 where no interval exists.
    if number("se").value == 0.0 {
        all.require(fit == Err(&FitError::NoSpread), || {
            format!("{context}: {fit:?} for a standard error of 0")
        });
        return;
    }
    let Ok(fit) = fit else {
        all.require(false, || format!("{context}: {fit:?}"));
        return;
    };
    let inference = &fit.inference;
    all.compare(
        "se",
        inference.standard_error,
        number("se"),
        kinds.rest,
        &context,
    );
    all.compare(
        "statistic",
        inference.statistic,
        number("statistic"),
        kinds.rest,
        &context,
    );
    let df = file.number_if_any(&format!("{at}.df")).map(|df| df.value);
    all.require(df == inference.df, || {
        format!("{context}: df {:?}", inference.df)
    });
    // R's pnorm is zero from 37.52 on; the file of mpmath holds the value itself.
    if number("p").value == 0.0 {
        let p = inference.p_value;
        all.require(p < 1e-300, || format!("{context}: p {p:e}"));
    } else {
        let with = p_tolerance(kinds, inference.statistic);
        all.compare_under("p", inference.p_value, number("p"), &with, &context);
    }
    ends(
        all,
        file,
        &format!("{at}.ci"),
        "interval",
        inference.bounds,
        kinds.rest,
    );
    if let Some(factor) = inference.factor {
        all.compare(
            "s2",
            factor,
            number("scale_factor_s2"),
            kinds.rest,
            &context,
        );
    }
    let back_at = format!("{at}.back_transformed");
    if file.get(&back_at).is_some() {
        let back = |x: f64| case.back(x).unwrap();
        let Bounds { lower, upper } = inference.bounds;
        let (lower, upper) = (back(lower), back(upper));
        let estimate = number("back_transformed.estimate");
        all.compare(
            "back, pooled",
            back(fit.estimate),
            estimate,
            kinds.rest,
            &context,
        );
        ends(
            all,
            file,
            &back_at,
            "back, pooled",
            Bounds { lower, upper },
            kinds.rest,
        );
    }
    let predicted_at = format!("{at}.prediction");
    let expected = file.get(&predicted_at).is_some();
    all.require(fit.prediction.is_some() == expected, || {
        format!("{context}: prediction {:?}", fit.prediction)
    });
    if let Some(bounds) = fit.prediction {
        ends(all, file, &predicted_at, "prediction", bounds, kinds.rest);
        let back_at = format!("{predicted_at}.back_transformed");
        if file.get(&back_at).is_some() {
            let back = |x: f64| case.back(x).unwrap();
            let bounds = Bounds {
                lower: back(bounds.lower),
                upper: back(bounds.upper),
            };
            ends(all, file, &back_at, "back, prediction", bounds, kinds.rest);
        }
    }
}

fn heterogeneity(all: &mut Comparison, file: &Json, set: &StudySet, name: &str) {
    let common = fit(set, Model::CommonEffect, Interval::Wald, Prediction::Normal).unwrap();
    let Some(found) = common.heterogeneity else {
        all.require(set.k() == 1, || format!("{name}: no heterogeneity"));
        return;
    };
    let number = |place: &str| file.number(place);
    all.compare("Q", found.q, number("heterogeneity.Q"), "algebra", name);
    all.compare("Q df", found.df, number("heterogeneity.df"), "exact", name);
    let with = named("special").times(found.q.max(100.0), "slope of the tail");
    all.compare_under("Q p", found.p_value, number("heterogeneity.p"), &with, name);
    let share = |place: &str| number(place).map(|percent| percent / 100.0);
    let i2 = share("heterogeneity.I2_percent_from_Q");
    all.compare("I2", found.i2, i2, "algebra", name);
    all.compare(
        "H2",
        found.h2,
        number("heterogeneity.H2_from_Q"),
        "algebra",
        name,
    );
    let typical = euthymia_synthesis::pairwise::heterogeneity::typical_variance(set);
    let expected = number("heterogeneity.typical_variance");
    all.compare("typical variance", typical, expected, "algebra", name);
    let profile = found.profile;
    all.require(profile.converged, || format!("{name}: Q-profile"));
    for (end, tau2, i2, h2) in [
        (
            "lower",
            profile.tau2.lower,
            profile.i2.lower,
            profile.h2.lower,
        ),
        (
            "upper",
            profile.tau2.upper,
            profile.i2.upper,
            profile.h2.upper,
        ),
    ] {
        let place = |of: &str| format!("q_profile.{of}.{end}");
        let expected = number(&place("tau2"));
        let with = if expected.value == 0.0 {
            "exact"
        } else {
            "root"
        };
        all.compare("Q-profile", tau2, expected, with, name);
        all.compare(
            "Q-profile I2",
            i2,
            share(&place("I2_percent")),
            "estimate",
            name,
        );
        all.compare("Q-profile H2", h2, number(&place("H2")), "root", name);
    }
}

/// The objective apart from its optimum: at fixed τ² and at the τ² of each model in the file.
fn likelihood(all: &mut Comparison, file: &Json, set: &StudySet, name: &str) {
    let at = |all: &mut Comparison, tau2: Expected, place: &str| {
        if let Some(expected) = file.number_if_any(&format!("{place}.loglik_reml")) {
            let found = restricted_log_likelihood(set, tau2.value);
            all.compare("log-likelihood", found, expected, "algebra", name);
        }
    };
    for model in ["EE", "DL", "PM", "REML", "ML"] {
        let place = format!("models.{model}");
        if let Some(tau2) = file.number_if_any(&format!("{place}.tau2")) {
            at(all, tau2, &place);
        }
    }
    for i in 0..3 {
        let place = format!("fixed_tau2.{i}");
        if let Some(tau2) = file.number_if_any(&format!("{place}.tau2")) {
            at(all, tau2.clone(), &place);
            let found = mean::weighted(set, tau2.value);
            let number = |what: &str| file.number(&format!("{place}.{what}"));
            all.compare(
                "estimate at fixed tau2",
                found.mean,
                number("estimate"),
                "algebra",
                name,
            );
            let se = (1.0 / found.weight_sum).sqrt();
            all.compare("se at fixed tau2", se, number("se"), "algebra", name);
        }
    }
}

/// A single study has no between-study variance in any estimator, though metafor prints zero.
#[test]
fn one_study_has_no_tau2() {
    let set = case("one_study_GEN").set();
    for (_, method, _) in MODELS {
        assert_eq!(method.and_then(|m| tau2::tau2(&set, m)), None);
    }
}
