//! metafor 3.8-1 (`rma.mv`) on component models of two published networks of means: one effect of any
//! intervention and additive components in heart disease (Welton 2009), kinds of therapy and their contents
//! in depression (López-López 2019). The tests against the full interaction model are matrix algebra in R.

use crate::component_cases::{
    Therapy, WELTON, network_of, therapies, therapy_components, welton, welton_as_listed,
    welton_by_parts,
};
use crate::network_cases::{fitted, strings};
use euthymia_numerics::Probability;
use euthymia_synthesis::network::component::{
    ComponentFit, Components, additivity, fit_components,
};
use euthymia_synthesis::network::{MeanMeasure, Model, Network, Tau2Method, from_means};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{self, Json};

const LEVEL: Probability = Probability::NINETY_FIVE;

/// The models at given τ², at both maxima and by moments, each with its place and tolerance.
fn models(json: &Json, place: &str) -> Vec<(String, Model, &'static str)> {
    let random = Model::RandomEffects;
    let mut all: Vec<_> = (0..3)
        .map(|at| {
            let here = format!("{place}.fixed.{at}");
            let tau2 = GivenTau2::new(json.number(&format!("{here}.tau2")).value).unwrap();
            (here, random(Tau2Method::Given(tau2)), "estimate")
        })
        .collect();
    for (key, method, tolerance) in [
        ("best.ML", Tau2Method::MaximumLikelihood, "from_optimum"),
        ("best.REML", Tau2Method::Reml, "from_optimum"),
        ("moments", Tau2Method::DerSimonianLaird, "estimate"),
    ] {
        all.push((format!("{place}.{key}"), random(method), tolerance));
    }
    all
}

/// Compares every effect with its limits under every model, and Q; returns the fit with common effects.
fn compare(
    all: &mut Comparison,
    json: &Json,
    place: &str,
    network: &Network,
    components: &Components,
) -> ComponentFit {
    let fit = |model| fit_components(network, components.clone(), model, LEVEL).unwrap();
    let names = strings(json, &format!("{place}.names"));
    assert_eq!(names.len(), components.names().len(), "{place}");
    for (here, model, tolerance) in models(json, place) {
        let found = fit(model);
        assert!(found.converged() && found.aliases.is_empty(), "{here}");
        let tau2 = found.tau2.unwrap().value;
        all.compare(
            "tau2",
            tau2,
            json.number(&format!("{here}.tau2")),
            tolerance,
            &here,
        );
        let effects = found.effects();
        for (i, name) in names.iter().enumerate() {
            let mut own = components.names().iter();
            let effect = effects[own.position(|own| own == name).unwrap()].unwrap();
            for (key, value) in [
                ("b", effect.estimate),
                ("se", effect.standard_error),
                ("lower", effect.bounds.lower),
                ("upper", effect.bounds.upper),
            ] {
                let expected = json.number(&format!("{here}.{key}.{i}"));
                all.compare(key, value, expected, tolerance, &format!("{here} {name}"));
            }
        }
    }
    let common = fit(Model::CommonEffect);
    let expected = |key: &str| json.number(&format!("{place}.{key}"));
    all.compare("Q", common.q.q, expected("QE"), "estimate", place);
    all.compare("df", common.q.df as f64, expected("df"), "exact", place);
    let p = common.q.p_value.unwrap();
    all.compare("p", p, expected("p"), "estimate", place);
    common
}

/// The test against the network in which every treatment has an effect of its own.
fn compare_full(
    all: &mut Comparison,
    json: &Json,
    place: &str,
    network: &Network,
    fit: &ComponentFit,
) {
    let expected = |key: &str| json.number(&format!("{place}.full.{key}"));
    let test = additivity(network, fit).unwrap();
    let (treatments, df) = (network.treatments().len() as f64, test.df as f64);
    all.compare(
        "treatments",
        treatments,
        expected("treatments"),
        "exact",
        place,
    );
    all.compare("above", test.q, expected("difference"), "estimate", place);
    all.compare("df above", df, expected("df_difference"), "exact", place);
    let p = test.p_value.unwrap();
    all.compare("p above", p, expected("p"), "estimate", place);
}

#[test]
fn one_effect_of_any_intervention() {
    let json = reference::json("expected/network/welton2009.json");
    let mut all = Comparison::new("Welton 2009, single effect");
    for (outcome, _) in WELTON {
        let network = from_means(&welton(outcome), MeanMeasure::Difference).unwrap();
        let network = network.network;
        let place = format!("single.{outcome}");
        let components = Components::from_labels(&network, "+", Some("usual care")).unwrap();
        compare(&mut all, &json, &place, &network, &components);
        // The network of two treatments is the same model.
        let at = |name| network.treatment(name).unwrap();
        for (here, model, tolerance) in models(&json, &place) {
            let fit = fitted(&network, model);
            let found = fit.compare(at("psychological"), at("usual care")).unwrap();
            for (key, value) in [
                ("b", found.estimate),
                ("se", found.standard_error),
                ("lower", found.bounds.lower),
                ("upper", found.bounds.upper),
            ] {
                let expected = json.number(&format!("{here}.{key}.0"));
                all.compare(key, value, expected, tolerance, &here);
            }
        }
    }
    all.finish(3 * (6 * 9 + 3));
}

#[test]
fn components_of_interventions_against_high_pressure() {
    let json = reference::json("expected/network/welton2009.json");
    let mut all = Comparison::new("Welton 2009, additive components");
    for (outcome, _) in &WELTON[..2] {
        let made = from_means(&welton_by_parts(outcome), MeanMeasure::Difference).unwrap();
        let network = made.network;
        let present = Components::from_labels(&network, "+", Some("usual care")).unwrap();
        let place = format!("additive.{outcome}");
        let fit = compare(&mut all, &json, &place, &network, &present);
        compare_full(&mut all, &json, &place, &network, &fit);
        let listed = welton_as_listed(&network);
        let place = format!("listed.{outcome}");
        compare(&mut all, &json, &place, &network, &listed);
    }
    all.finish(2 * (2 * (6 * 21 + 3) + 4));
}

#[test]
fn kinds_of_therapy_and_what_they_contain() {
    let json = reference::json("expected/network/lopez2019.json");
    let named = |arm: &Therapy| format!("{} {:?}", arm.kind, arm.content);
    let (network, arms) = network_of(&therapies(), named);
    assert_eq!(network.contrasts(), 96);
    let mut all = Comparison::new("López-López 2019");
    for (place, count) in [("types", 6), ("delivery", 5), ("content", 16)] {
        let names = strings(&json, &format!("{place}.names"));
        assert_eq!(names.len(), count);
        let own = therapy_components(&network, &arms, &names);
        let fit = compare(&mut all, &json, place, &network, &own);
        if place == "content" {
            compare_full(&mut all, &json, place, &network, &fit);
        }
    }
    all.finish(6 * (3 + 4 * (6 + 5 + 16)) + 3 * 3 + 4);
}

#[test]
fn like_arms_of_one_trial_stay_arms_of_their_own() {
    let (network, arms) = network_of(&therapies(), |arm| arm.kind.clone());
    // Five arms of three kinds.
    let mut trials = network.trials().iter();
    let trial = trials.find(|t| t.label() == "Schmidt (1983)").unwrap();
    assert_eq!(trial.arms().len(), 5);
    let third = network.treatment("F2F CBT (3)").unwrap();
    assert_eq!(arms[third].kind, "F2F CBT");
    // The same model whether arms are called by kind alone, or by kind and content.
    let json = reference::json("expected/network/lopez2019.json");
    let names = strings(&json, "types.names");
    let own = therapy_components(&network, &arms, &names);
    let mut all = Comparison::new("López-López 2019, by kind");
    compare(&mut all, &json, "types", &network, &own);
    all.finish(6 * (1 + 4 * 6) + 3);
}
