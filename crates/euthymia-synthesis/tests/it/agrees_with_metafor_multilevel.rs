//! Every file in `reference/expected/metafor-multilevel` (metafor 3.8-1): likelihoods at fixed
//! parameters first, then fits.

use crate::multilevel_cases::data;
use euthymia_synthesis::multilevel::fit::Component;
use euthymia_synthesis::multilevel::{
    Data, Kind, Method, MultilevelFit, Options, Term, Test, fit, i2, likelihood_ratio,
    log_likelihood, predict, profile, random_effects,
};
use euthymia_testkit::reference::{Json, json, stems};
use euthymia_testkit::{Comparison, Expected, assert_close};

/// Every analysis, as (data set, model).
fn all() -> Vec<(String, String)> {
    let names = stems("expected/metafor-multilevel", "json");
    assert!(names.len() >= 26, "{} files", names.len());
    let split = |name: String| {
        let sets = [
            "konstantopoulos2011",
            "berkey1998",
            "ishak2007",
            "synthetic_multilevel",
        ];
        let set = sets.into_iter().find(|set| name.starts_with(set)).unwrap();
        (set.to_owned(), name[set.len() + 1..].to_owned())
    };
    names.into_iter().map(split).collect()
}

fn file(set: &str, model: &str) -> Json {
    json(&format!("expected/metafor-multilevel/{set}_{model}.json"))
}

fn list(file: &Json, place: &str) -> Vec<Expected> {
    file.numbers(place).into_iter().flatten().collect()
}

fn values(list: &[Expected]) -> Vec<f64> {
    list.iter().map(|e| e.value).collect()
}

#[test]
fn likelihoods_at_fixed_parameters() {
    let mut table = Comparison::new("metafor 3.8-1, fixed parameters");
    for (set, model) in all() {
        let (file, data) = (file(&set, &model), data(&set, &model));
        for point in ["fixed.0", "fixed.1"] {
            if file.get(point).is_none() {
                continue;
            }
            let theta = values(&list(&file, &format!("{point}.parameters")));
            let context = format!("{set} {model} {point}");
            for (method, place) in [(Method::Ml, "loglik_ml"), (Method::Reml, "loglik_reml")] {
                let found = log_likelihood(&data, method, &theta).unwrap();
                let expected = file.number(&format!("{point}.{place}"));
                table.compare(place, found, expected, "likelihood", &context);
            }
            let options = Options {
                fixed: theta.iter().map(|t| Some(*t)).collect(),
                ..Options::default()
            };
            let fit = fit(&data, &options).unwrap();
            let (b, se) = (format!("{point}.b"), format!("{point}.se"));
            for ((c, b), se) in fit
                .coefficients
                .iter()
                .zip(list(&file, &b))
                .zip(list(&file, &se))
            {
                table.compare("b, fixed", c.estimate, b, "likelihood", &context);
                table.compare(
                    "se, fixed",
                    c.test.standard_error,
                    se,
                    "likelihood",
                    &context,
                );
            }
        }
    }
    table.finish(250);
}

fn options(method: Method, test: Test) -> Options {
    Options {
        method,
        test,
        ..Options::default()
    }
}

#[test]
fn fits() {
    let mut table = Comparison::new("metafor 3.8-1, optimum");
    for (set, model) in all() {
        let (file, data) = (file(&set, &model), data(&set, &model));
        if let Some(best) = file.number_if_any("best_loglik_reml") {
            // A likelihood with kinks: only that we are no lower.
            let found = fit(&data, &options(Method::Reml, Test::Normal)).unwrap();
            let short = best.value - found.reml.log_likelihood;
            table.require(short < 1e-9, || {
                format!("{set} {model}: short by {short:e}")
            });
            continue;
        }
        for (method, name) in [(Method::Reml, "REML"), (Method::Ml, "ML")] {
            let found = fit(&data, &options(method, Test::Normal)).unwrap();
            let context = format!("{set} {model} {name}");
            table.require(found.converged(), || {
                format!("{context}: {:?}", found.search.outcome)
            });
            compare(&mut table, &file, name, &found, &context);
        }
        if file.get("REML.polished") == Some(&true.into()) {
            with_t(&mut table, &file, &data, &format!("{set} {model} t"));
        }
    }
    table.finish(1000);
}

fn compare(table: &mut Comparison, file: &Json, name: &str, found: &MultilevelFit, context: &str) {
    let place = |what: &str| format!("{name}.{what}");
    let own = if name == "REML" {
        "loglik_reml"
    } else {
        "loglik_ml"
    };
    // No worse than the best that the other program found.
    let best = file.number(&place(own));
    let short = best.value - found.statistics().log_likelihood;
    table.require(short < 1e-9, || {
        format!("{context}: likelihood short by {short:e}")
    });
    table.compare(
        own,
        found.statistics().log_likelihood,
        best,
        "estimate",
        context,
    );
    if file.get(&place("polished")) != Some(&true.into()) {
        return;
    }
    for (component, expected) in found
        .components
        .iter()
        .zip(list(file, &place("parameters")))
    {
        let context = format!("{context} {}", component.parameter.name);
        // Nothing is known about the correlation of effects that do not vary.
        let own = |c: &&Component| c.parameter.term == component.parameter.term;
        let varies = |c: &Component| c.parameter.kind == Kind::Variance && c.value > 0.0;
        if component.parameter.kind != Kind::Variance
            && !found.components.iter().filter(own).any(varies)
        {
            continue;
        }
        table.compare("parameter", component.value, expected, "optimum", &context);
    }
    let numbers = [
        (
            "b",
            found
                .coefficients
                .iter()
                .map(|c| c.estimate)
                .collect::<Vec<_>>(),
        ),
        (
            "se",
            found
                .coefficients
                .iter()
                .map(|c| c.test.standard_error)
                .collect(),
        ),
        (
            "z",
            found
                .coefficients
                .iter()
                .map(|c| c.test.statistic)
                .collect(),
        ),
        (
            "p",
            found
                .coefficients
                .iter()
                .map(|c| c.test.p_value.unwrap())
                .collect(),
        ),
        (
            "lower",
            found
                .coefficients
                .iter()
                .map(|c| c.test.bounds.unwrap().lower)
                .collect(),
        ),
        (
            "upper",
            found
                .coefficients
                .iter()
                .map(|c| c.test.bounds.unwrap().upper)
                .collect(),
        ),
        ("vb", found.covariance.iter().copied().collect()),
    ];
    for (what, numbers) in numbers {
        let expected = list(file, &place(what));
        assert_eq!(numbers.len(), expected.len(), "{context} {what}");
        for (found, expected) in numbers.into_iter().zip(expected) {
            table.compare(what, found, expected, "from_optimum", context);
        }
    }
    let q = found.heterogeneity.unwrap();
    table.compare("QE", q.q, file.number(&place("QE")), "likelihood", context);
    table.compare(
        "QE_df",
        q.df,
        file.number(&place("QE_df")),
        "exact",
        context,
    );
    table.compare(
        "QE_p",
        q.p_value,
        file.number(&place("QE_p")),
        "likelihood",
        context,
    );
    let omnibus = found.omnibus.clone().unwrap();
    table.compare(
        "QM",
        omnibus.statistic,
        file.number(&place("QM")),
        "from_optimum",
        context,
    );
    table.compare(
        "QM_p",
        omnibus.p_value.unwrap(),
        file.number(&place("QM_p")),
        "from_optimum",
        context,
    );
    let (statistics, kind) = (found.statistics(), name.to_lowercase());
    for (what, value) in [
        ("aic", statistics.aic),
        ("bic", statistics.bic),
        ("aicc", statistics.aicc),
    ] {
        let expected = file.number(&place(&format!("{what}_{kind}")));
        table.compare(what, value, expected, "estimate", context);
    }
}

fn with_t(table: &mut Comparison, file: &Json, data: &Data, context: &str) {
    let found = fit(data, &options(Method::Reml, Test::Residual)).unwrap();
    let at = |what: &str| list(file, &format!("t.{what}"));
    let expected = at("df")
        .into_iter()
        .zip(at("p"))
        .zip(at("lower").into_iter().zip(at("upper")));
    for (c, ((df, p), (lower, upper))) in found.coefficients.iter().zip(expected) {
        table.compare("df", c.test.df.unwrap(), df, "exact", context);
        table.compare("t p", c.test.p_value.unwrap(), p, "from_optimum", context);
        table.compare(
            "t lower",
            c.test.bounds.unwrap().lower,
            lower,
            "from_optimum",
            context,
        );
        table.compare(
            "t upper",
            c.test.bounds.unwrap().upper,
            upper,
            "from_optimum",
            context,
        );
    }
    let omnibus = found.omnibus.unwrap();
    table.compare(
        "F",
        omnibus.statistic,
        file.number("t.QM"),
        "from_optimum",
        context,
    );
    table.compare(
        "F p",
        omnibus.p_value.unwrap(),
        file.number("t.QM_p"),
        "from_optimum",
        context,
    );
    if file.get("contained_df").is_some() {
        let found = fit(data, &options(Method::Reml, Test::Contained)).unwrap();
        for (c, df) in found.coefficients.iter().zip(list(file, "contained_df")) {
            table.compare("contained df", c.test.df.unwrap(), df, "exact", context);
        }
    }
}

#[test]
fn intervals_effects_and_predictions() {
    let mut table = Comparison::new("metafor 3.8-1, after the fit");
    for (set, model) in all() {
        let (file, data) = (file(&set, &model), data(&set, &model));
        if file.get("confint").is_none() {
            continue;
        }
        let context = format!("{set} {model}");
        let found = fit(&data, &options(Method::Reml, Test::Normal)).unwrap();
        profiles(&mut table, &file, &data, &found, &context);
        effects(&mut table, &file, &data, &found, &context);
        if let Some(upper) = file.number_if_any("predict.pi_ub.0") {
            let row: Vec<f64> = data.design().matrix().row(0).iter().copied().collect();
            let inner = match &data.terms()[0] {
                Term::Levels { inner, .. } => Some(inner.labels()[inner.level_of_row()[0]].clone()),
                _ => None,
            };
            let found = predict(&data, &found, &row, &[inner.as_deref()]).unwrap();
            let se = file.number("predict.se.0");
            table.compare(
                "predict se",
                found.standard_error,
                se,
                "from_optimum",
                &context,
            );
            let bounds = found.prediction.unwrap();
            table.compare("prediction", bounds.upper, upper, "from_optimum", &context);
            let lower = file.number("predict.pi_lb.0");
            table.compare("prediction", bounds.lower, lower, "from_optimum", &context);
        }
    }
    table.finish(300);
}

fn profiles(
    table: &mut Comparison,
    file: &Json,
    data: &Data,
    found: &MultilevelFit,
    context: &str,
) {
    for place in 0..found.components.len() {
        let lower = file.number(&format!("confint.{place}.1"));
        let interval = profile(data, found, place).unwrap();
        let context = format!("{context} {}", interval.parameter.name);
        table.require(interval.converged, || context.clone());
        table.compare("profile lower", interval.lower, lower, "profile", &context);
        let upper = file.number(&format!("confint.{place}.2"));
        table.compare(
            "profile upper",
            interval.upper.unwrap(),
            upper,
            "profile",
            &context,
        );
    }
}

fn effects(table: &mut Comparison, file: &Json, data: &Data, found: &MultilevelFit, context: &str) {
    for (place, term) in random_effects(data, found).unwrap().into_iter().enumerate() {
        let at = |what: &str| list(file, &format!("ranef.{place}.{what}"));
        let labels = file.get(&format!("ranef.{place}.labels")).unwrap();
        let labels: Vec<&str> = labels
            .as_array()
            .unwrap()
            .iter()
            .map(|l| l.as_str().unwrap().trim())
            .collect();
        assert_eq!(labels.len(), term.effects.len(), "{context}");
        for ((label, value), se) in labels.into_iter().zip(at("effect")).zip(at("se")) {
            let effect = term.effects.iter().find(|e| e.label == label);
            let effect = effect.unwrap_or_else(|| panic!("{context}: no effect {label}"));
            table.compare("effect", effect.value, value, "from_optimum", context);
            table.compare(
                "effect se",
                effect.standard_error,
                se,
                "from_optimum",
                context,
            );
        }
    }
}

/// Slopes of columns that say which outcome a row has are effects of outcomes.
#[test]
fn slopes_of_indicators_are_an_unstructured_matrix() {
    let levels = data("synthetic_multilevel", "un3");
    let Term::Levels { inner, outer, .. } = &levels.terms()[0] else {
        panic!("the model has one term with levels");
    };
    let of = |level: &usize| (0..3).map(|l| f64::from(u8::from(l == *level))).collect();
    let slopes = Term::Slopes {
        names: inner.labels().to_vec(),
        columns: inner.level_of_row().iter().map(of).collect(),
        outer: outer.clone(),
    };
    let slopes = Data::new(
        levels.estimates().to_vec(),
        levels.known().clone(),
        levels.design().clone(),
        vec![slopes],
    );
    let file = file("synthetic_multilevel", "un3");
    let theta = values(&list(&file, "fixed.0.parameters"));
    let found = log_likelihood(&slopes.unwrap(), Method::Reml, &theta).unwrap();
    let expected = file.number("fixed.0.loglik_reml");
    assert_close!(found, expected, "likelihood", "slopes");
}

#[test]
fn schools_differ_within_districts() {
    let both = |model| {
        let data = data("konstantopoulos2011", model);
        fit(&data, &options(Method::Reml, Test::Normal)).unwrap()
    };
    let (larger, smaller) = (both("nested"), both("district"));
    let found = likelihood_ratio(&larger, &smaller).unwrap();
    let at = |model| file("konstantopoulos2011", model).number("REML.loglik_reml");
    let expected = 2.0 * (at("nested").value - at("district").value);
    assert_close!(found.statistic, expected, "estimate", "likelihood ratio");
    assert_close!(found.df, 1.0, "exact", "degrees of freedom");
    assert!(likelihood_ratio(&smaller, &larger).is_err());
    let ml = fit(
        &data("konstantopoulos2011", "nested"),
        &options(Method::Ml, Test::Normal),
    );
    assert!(likelihood_ratio(&ml.unwrap(), &smaller).is_err());
}

/// metafor's page on I² in multilevel models, for the same data: 95.19, 63.32, 31.86.
/// https://www.metafor-project.org/doku.php/tips:i2_multilevel_multivariate
#[test]
fn shares_of_variance() {
    let data = data("konstantopoulos2011", "nested");
    let found = fit(&data, &options(Method::Reml, Test::Normal)).unwrap();
    let shares = i2(&data, &found).unwrap().unwrap();
    assert_close!(100.0 * shares.total, 95.19, "paper_2_digits", "I²");
    assert_close!(
        100.0 * shares.by_term[0],
        63.32,
        "paper_2_digits",
        "districts"
    );
    assert_close!(
        100.0 * shares.by_term[1],
        31.86,
        "paper_2_digits",
        "schools"
    );
}
