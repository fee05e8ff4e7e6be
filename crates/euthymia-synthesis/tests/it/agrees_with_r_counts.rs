//! R on Dong 2013, Gurusamy 2011 and Hasselblad 1998: `glm`, BiasedUrn, Mantel–Haenszel in matrix form,
//! Firth's penalty, random effects integrated on plain grids.

use crate::count_cases::published;
use crate::network_cases::strings;
use euthymia_numerics::Probability;
use euthymia_synthesis::network::counts::{
    Counts, Likelihood, RandomOptions, SaysNothing, Spread, fit, fit_penalised, fit_random,
    log_likelihood, mantel_haenszel, random_log_likelihood,
};
use euthymia_synthesis::network::{Estimates, Relative};
use euthymia_testkit::assert_close;
use euthymia_testkit::reference::Json;

const LEVEL: Probability = Probability::NINETY_FIVE;

const LIKELIHOODS: [(Likelihood, &str); 3] = [
    (Likelihood::Binomial, "binomial"),
    (Likelihood::ConditionalApproximate, "approximate"),
    (Likelihood::Conditional, "conditional"),
];

/// Compares each treatment with the first of a list.
fn compare(json: &Json, found: &Estimates, place: &str, treatments: &str, tolerance: &str) {
    let names = strings(json, treatments);
    let at = |name: &String| found.treatments().iter().position(|t| t == name).unwrap();
    assert_eq!(found.treatments().len(), names.len(), "{place}");
    for (i, name) in names.iter().enumerate().skip(1) {
        let difference = found.compare(at(name), at(&names[0])).unwrap();
        let expected = |key: &str| json.number(&format!("{place}.{key}.{i}"));
        assert_close!(
            difference.estimate,
            expected("b"),
            tolerance,
            "{place} {name}"
        );
        assert_close!(
            difference.standard_error,
            expected("se"),
            tolerance,
            "{place} {name}"
        );
    }
}

/// Values given in the order of R's treatments, in that of the counts.
fn in_order(json: &Json, counts: &Counts, place: &str) -> Vec<f64> {
    let names = strings(json, "treatments");
    let value = |name: &String| {
        let i = names.iter().position(|n| n == name).unwrap();
        json.number(&format!("{place}.values.{i}")).value
    };
    counts.treatments().iter().map(value).collect()
}

#[test]
fn likelihoods_at_fixed_values_agree() {
    for name in ["dong2013", "gurusamy2011"] {
        let (json, counts) = published(name);
        for at in 0..2 {
            let place = format!("fixed.{at}");
            let values = in_order(&json, &counts, &place);
            for (likelihood, key) in LIKELIHOODS {
                let found = log_likelihood(&counts, likelihood, &values).unwrap();
                let expected = json.number(&format!("{place}.{key}"));
                assert_close!(found, expected, "likelihood", "{name} {key}");
            }
        }
    }
}

#[test]
fn maxima_agree() {
    let (json, counts) = published("dong2013");
    for (likelihood, key) in LIKELIHOODS {
        let found = fit(&counts, likelihood, LEVEL).unwrap();
        assert!(found.converged(), "{key}");
        let expected = json.number(&format!("{key}.log_likelihood"));
        assert_close!(found.log_likelihood, expected, "likelihood", "{key}");
        compare(&json, &found.estimates, key, "treatments", "from_optimum");
    }
}

#[test]
fn mantel_haenszel_agrees() {
    for name in ["dong2013", "gurusamy2011"] {
        let (json, counts) = published(name);
        let found = mantel_haenszel(&counts, LEVEL).unwrap();
        let estimates = Estimates::from(&found.fit);
        let list = "mantel_haenszel.treatments";
        compare(&json, &estimates, "mantel_haenszel", list, "algebra");
        let heterogeneity = found.fit.heterogeneity.unwrap();
        let expected = |key: &str| json.number(&format!("mantel_haenszel.{key}"));
        assert_close!(heterogeneity.q, expected("Q"), "algebra", "{name}");
        assert_close!(heterogeneity.df as f64, expected("df"), "exact", "{name}");
        let designs = strings(&json, "mantel_haenszel.designs").len();
        assert_eq!(found.trials.len(), designs, "{name}");
    }
}

#[test]
fn penalised_maxima_agree() {
    for name in ["dong2013", "gurusamy2011"] {
        let (json, counts) = published(name);
        for (rule, key) in [
            (SaysNothing::Kept, "penalised.kept"),
            (SaysNothing::LeftOut, "penalised.left_out"),
        ] {
            let Ok(found) = fit_penalised(&counts, rule, LEVEL) else {
                // Without trials that say nothing a treatment may not be compared at all.
                assert_eq!((name, rule), ("gurusamy2011", SaysNothing::LeftOut));
                continue;
            };
            assert!(found.converged(), "{name} {key}");
            let expected = json.number(&format!("{key}.log_likelihood"));
            assert_close!(found.log_likelihood, expected, "likelihood", "{name} {key}");
            compare(&json, &found.estimates, key, "treatments", "from_optimum");
        }
    }
}

const SPREADS: [(Spread, &str); 2] = [(Spread::Centred, "centred"), (Spread::FromFirst, "first")];

#[test]
fn random_effects_likelihoods_at_fixed_values_agree() {
    let (json, counts) = published("hasselblad1998");
    for at in 0..3 {
        let place = format!("fixed.{at}");
        let values = in_order(&json, &counts, &place);
        let tau = json.number(&format!("{place}.tau")).value;
        for (spread, key) in SPREADS {
            let options = RandomOptions {
                spread,
                points: 31,
                ..RandomOptions::default()
            };
            let found = random_log_likelihood(&counts, &values, tau, &options).unwrap();
            let expected = json.number(&format!("{place}.{key}"));
            assert_close!(found, expected, "likelihood", "{key} {tau}");
        }
    }
}

#[test]
fn random_effects_maxima_agree() {
    let (json, counts) = published("hasselblad1998");
    for (spread, key) in SPREADS {
        let options = RandomOptions {
            spread,
            points: 31,
            ..RandomOptions::default()
        };
        let found = fit_random(&counts, &options).unwrap();
        assert!(found.converged() && found.quadrature_moves < 1e-8, "{key}");
        let place = format!("best.{key}");
        let expected = |name: &str| json.number(&format!("{place}.{name}"));
        assert_close!(
            found.log_likelihood,
            expected("log_likelihood"),
            "likelihood",
            "{key}"
        );
        assert_close!(found.tau, expected("tau"), "from_optimum", "{key}");
        let tau_error = found.tau_standard_error.unwrap();
        assert_close!(tau_error, expected("se_tau"), "from_optimum", "{key}");
        compare(
            &json,
            &found.estimates,
            &place,
            "treatments",
            "from_optimum",
        );
    }
}
