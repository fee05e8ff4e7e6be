//! Values as printed in a paper, from `reference/published/*.toml`, against our own functions.

use crate::cases::{Case, case, fit};
use euthymia_numerics::Probability;
use euthymia_synthesis::pairwise::{Interval, Model, Prediction, Tau2Method};
use euthymia_testkit::reference::toml;
use euthymia_testkit::{Comparison, Expected};

/// Checks every printed value of a paper that our models cover.
///
/// `not_offered` names the places that are not checked, each with its reason; a place that is named
/// there and absent from the file fails, and so does a place that is neither checked nor named.
pub(crate) fn check(paper: &str, at_least: usize, not_offered: &[(&str, &str)]) {
    let file = format!("published/{paper}.toml");
    let parsed = toml(&file);
    let text = |key: &str| parsed[key].as_str().unwrap();
    let name = text("expected")
        .trim_start_matches("metafor/")
        .trim_end_matches(".json");
    let case = case(name);
    let mut all = Comparison::new(text("citation"));
    let mut skipped = Vec::new();
    for value in parsed["value"].as_array().unwrap() {
        let field = |key: &str| value.get(key).and_then(|v| v.as_str());
        let (at, what) = (field("at").unwrap(), field("name").unwrap());
        if let Some((place, _)) = not_offered.iter().find(|(place, _)| at.starts_with(place)) {
            skipped.push(*place);
            continue;
        }
        let printed = value["printed"].as_float().unwrap();
        let scale = value.get("scale").map_or(1.0, |s| s.as_float().unwrap());
        let locator = field("locator").unwrap();
        let expected = Expected::new(printed, format!("{file}: {what}, {locator}"));
        match found(&case, at) {
            Some(found) => {
                let tolerance = field("tolerance").unwrap();
                all.compare(what, scale * found, expected, tolerance, at);
            }
            None => all.require(false, || format!("{file}: {at} is not checked")),
        }
    }
    for (place, reason) in not_offered {
        assert!(
            skipped.contains(place),
            "{place} ({reason}) is not in {file}"
        );
    }
    all.finish(at_least);
}

fn found(case: &Case, at: &str) -> Option<f64> {
    let set = case.set();
    let parts: Vec<&str> = at.split('.').collect();
    let effect = |row: &str| case.effects[row.parse::<usize>().ok()?];
    if let ["effect", "yi", row] = parts[..] {
        return Some(effect(row)?.estimate);
    }
    if let ["effect", "vi", row] = parts[..] {
        return Some(effect(row)?.variance.get());
    }
    let model = match parts.get(1) {
        Some(&"DL") => Model::RandomEffects(Tau2Method::DerSimonianLaird),
        Some(&"REML") => Model::RandomEffects(Tau2Method::Reml),
        _ => Model::CommonEffect,
    };
    let fit = fit(&set, model, Interval::Wald, Prediction::Normal).unwrap();
    assert_eq!(fit.options.level, Probability::NINETY_FIVE);
    let heterogeneity = fit.heterogeneity?;
    let inference = fit.inference;
    let bounds = inference.bounds;
    match parts[..] {
        ["heterogeneity", "Q"] => Some(heterogeneity.q),
        ["q_profile", "tau2", "lower"] => Some(heterogeneity.profile.tau2.lower),
        ["q_profile", "tau2", "upper"] => Some(heterogeneity.profile.tau2.upper),
        ["models", _, "tau2"] => Some(fit.tau2?.value),
        ["models", _, "se_tau2"] => fit.tau2?.standard_error,
        ["models", _, "I2_percent"] => Some(100.0 * heterogeneity.i2),
        ["models", _, "H2"] => Some(heterogeneity.h2),
        ["models", _, "estimate"] => Some(fit.estimate),
        ["models", _, "z", "se"] => Some(inference.standard_error),
        ["models", _, "z", "statistic"] => Some(inference.statistic),
        ["models", _, "z", "ci", "lower"] => Some(bounds.lower),
        ["models", _, "z", "ci", "upper"] => Some(bounds.upper),
        ["models", _, "z", "back_transformed", "estimate"] => case.back(fit.estimate),
        ["models", _, "z", "back_transformed", "lower"] => case.back(bounds.lower),
        ["models", _, "z", "back_transformed", "upper"] => case.back(bounds.upper),
        _ => None,
    }
}
