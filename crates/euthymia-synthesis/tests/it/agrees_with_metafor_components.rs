//! metafor 3.8-1 (`rma.mv`) on component models of two published networks of means: one effect of any
//! intervention and additive components in heart disease (Welton 2009), kinds of therapy and their contents
//! in depression (López-López 2019). The tests against the full interaction model are matrix algebra in R.

use crate::component_cases::{
    CONTENT, Therapy, WELTON, network_of, therapies, welton, welton_as_listed, welton_by_parts,
};
use crate::network_cases::{fitted, strings};
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::network::component::{
    ComponentFit, Components, additivity, fit_components,
};
use euthymia_synthesis::network::{MeanMeasure, Model, Network, Tau2Method, from_means};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::reference::{self, Json};
use euthymia_testkit::{Comparison, assert_close};

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

/// Components of therapies by name, each with what says how much of it an arm has.
fn components(
    network: &Network,
    arms: &[Therapy],
    columns: &[(&str, &dyn Fn(&Therapy) -> f64)],
) -> Components {
    let matrix = Matrix::from_fn(arms.len(), columns.len(), |i, j| columns[j].1(&arms[i]));
    let names = columns.iter().map(|(name, _)| (*name).to_owned());
    Components::new(network, names.collect(), matrix).unwrap()
}

/// 1 for an arm of one of these kinds.
fn of(kinds: &'static [&'static str]) -> impl Fn(&Therapy) -> f64 {
    move |arm| f64::from(u8::from(kinds.contains(&arm.kind.as_str())))
}

#[test]
fn kinds_of_therapy_and_what_they_contain() {
    let json = reference::json("expected/network/lopez2019.json");
    let named = |arm: &Therapy| format!("{} {:?}", arm.kind, arm.content);
    let (network, arms) = network_of(&therapies(), named);
    assert_eq!(network.contrasts(), 96);
    let (none, wait, placebo) = (of(&["No treatment"]), of(&["Wait list"]), of(&["Placebo"]));
    let (face, media, hybrid) = (
        of(&["F2F CBT"]),
        of(&["Multimedia CBT"]),
        of(&["Hybrid CBT"]),
    );
    // A hybrid is what is given face to face and by other media.
    let (some_face, some_media) = (
        of(&["F2F CBT", "Hybrid CBT"]),
        of(&["Multimedia CBT", "Hybrid CBT"]),
    );
    let contents: Vec<Box<dyn Fn(&Therapy) -> f64>> = (0..CONTENT.len())
        .map(|at| Box::new(move |arm: &Therapy| arm.content[at]) as Box<dyn Fn(&Therapy) -> f64>)
        .collect();
    let mut types: Vec<(&str, &dyn Fn(&Therapy) -> f64)> = vec![
        ("No treatment", &none),
        ("Wait list", &wait),
        ("Placebo", &placebo),
    ];
    let mut delivery = types.clone();
    types.extend([
        ("F2F CBT", &face as &dyn Fn(&Therapy) -> f64),
        ("Multimedia CBT", &media),
        ("Hybrid CBT", &hybrid),
    ]);
    delivery.extend([
        ("Face to face", &some_face as &dyn Fn(&Therapy) -> f64),
        ("Multimedia", &some_media),
    ]);
    let mut content = delivery.clone();
    let named = CONTENT.iter().zip(&contents);
    content.extend(named.map(|(name, column)| (*name, column.as_ref())));
    let mut all = Comparison::new("López-López 2019");
    for (place, columns) in [
        ("types", &types),
        ("delivery", &delivery),
        ("content", &content),
    ] {
        let own = components(&network, &arms, columns);
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
    // Four arms of one trial and one of another kind.
    let trial = network
        .trials()
        .iter()
        .find(|t| t.label() == "Schmidt (1983)");
    assert_eq!(trial.unwrap().arms().len(), 5);
    let third = network.treatment("F2F CBT (3)").unwrap();
    assert_eq!(arms[third].kind, "F2F CBT");
    // The same model whether arms are called by kind alone, or by kind and content.
    let json = reference::json("expected/network/lopez2019.json");
    let kinds = [
        "No treatment",
        "Wait list",
        "Placebo",
        "F2F CBT",
        "Multimedia CBT",
        "Hybrid CBT",
    ];
    let matrix = Matrix::from_fn(arms.len(), kinds.len(), |i, j| {
        f64::from(u8::from(arms[i].kind == kinds[j]))
    });
    let names = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    let components = Components::new(&network, names, matrix).unwrap();
    let reml = Model::RandomEffects(Tau2Method::Reml);
    let fit = fit_components(&network, components, reml, LEVEL).unwrap();
    assert_close!(
        fit.tau2.unwrap().value,
        json.number("types.best.REML.tau2"),
        "from_optimum",
        "tau2"
    );
}
