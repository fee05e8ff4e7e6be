//! Component models of Linde 2016 (depression in primary care) by matrix algebra in base R: additive, with
//! selected interactions, against the full interaction model; whole, and cut into two parts that no trial
//! joins.

use crate::network_cases::{contrasts, network, strings};
use euthymia_numerics::Probability;
use euthymia_synthesis::network::component::{
    Candidate, ComponentFit, Components, Criterion, Selection, additivity, fit_components,
    improvement, select_interactions,
};
use euthymia_synthesis::network::{
    Better, Draws, Model, Network, Relative, Tau2Method, p_scores, rank_estimates,
};
use euthymia_testkit::reference::{self, Json};
use euthymia_testkit::{Expected, assert_close};

const CASES: [&str; 4] = ["whole", "whole_placebo", "parts", "parts_placebo"];
const MODELS: [(&str, Model, &str); 3] = [
    ("common", Model::CommonEffect, "estimate"),
    (
        "DL",
        Model::RandomEffects(Tau2Method::DerSimonianLaird),
        "estimate",
    ),
    (
        "REML",
        Model::RandomEffects(Tau2Method::Reml),
        "from_optimum",
    ),
];
const LEVEL: Probability = Probability::NINETY_FIVE;

fn from(name: &str) -> (Json, Network, Components) {
    let json = reference::json("expected/network/linde2016_components.json");
    let source = reference::json("expected/netmeta/linde2016_resp_lnOR.json");
    let mut rows = contrasts(&source);
    if name.starts_with("parts") {
        let kept = strings(&json, "kept");
        rows.retain(|row| kept.contains(&row.study));
    }
    let network = network(&rows);
    let inactive = name.ends_with("placebo").then_some("Placebo");
    let components = Components::from_labels(&network, "+", inactive).unwrap();
    (json, network, components)
}

/// One number of an expected file, where it has one.
fn numbers(json: &Json, place: &str) -> Vec<Option<Expected>> {
    json.numbers(place)
}

fn compare(json: &Json, network: &Network, fit: &ComponentFit, place: &str, tolerance: &str) {
    let at = |label: &String| network.treatment(label).unwrap();
    let (ones, others) = (
        strings(json, &format!("{place}.one")),
        strings(json, &format!("{place}.other")),
    );
    let estimates = numbers(json, &format!("{place}.estimate"));
    let errors = numbers(json, &format!("{place}.se"));
    assert!(ones.len() > 30);
    for i in 0..ones.len() {
        let what = format!("{place} {} {}", ones[i], others[i]);
        let found = fit.compare(at(&ones[i]), at(&others[i]));
        let (Some(estimate), Some(se)) = (estimates[i].clone(), errors[i].clone()) else {
            assert!(found.is_none(), "{what}");
            continue;
        };
        let found = found.unwrap();
        assert_close!(found.estimate, estimate, tolerance, "{what}");
        assert_close!(found.standard_error, se, tolerance, "{what}");
    }
}

fn compare_models(
    json: &Json,
    network: &Network,
    components: &Components,
    place: &str,
) -> ComponentFit {
    let fit = |model| fit_components(network, components.clone(), model, LEVEL).unwrap();
    for (which, model, tolerance) in MODELS {
        let found = fit(model);
        assert!(found.converged());
        let expected = json.number(&format!("{place}.{which}.tau2"));
        let tau2 = found.tau2.map_or(0.0, |t| t.value);
        assert_close!(tau2, expected, tolerance, "{place} {which}");
        compare(
            json,
            network,
            &found,
            &format!("{place}.{which}"),
            tolerance,
        );
    }
    let found = fit(Model::CommonEffect);
    let expected = |key: &str| json.number(&format!("{place}.{key}"));
    assert_close!(found.q.q, expected("q"), "estimate", "{place} Q");
    assert_close!(found.q.df as f64, expected("df"), "exact", "{place} df");
    let p = found.q.p_value.unwrap();
    assert_close!(p, expected("p"), "estimate", "{place} p");
    let aliases = found.aliases.len() as f64;
    assert_close!(aliases, expected("not_determined"), "exact", "{place}");
    found
}

#[test]
fn additive_models_agree() {
    for name in CASES {
        let (json, network, components) = from(name);
        let parts = if name.starts_with("parts") { 2 } else { 1 };
        assert_eq!(network.parts().len(), parts, "{name}");
        compare_models(&json, &network, &components, &format!("{name}.additive"));
    }
}

#[test]
fn tests_against_the_full_interaction_model_agree() {
    for name in CASES {
        let (json, network, components) = from(name);
        let fit = fit_components(&network, components, Model::CommonEffect, LEVEL).unwrap();
        let test = additivity(&network, &fit).unwrap();
        let expected = |key: &str| json.number(&format!("{name}.full.{key}"));
        assert_close!(test.q, expected("difference"), "estimate", "{name}");
        assert_close!(test.df as f64, expected("df_difference"), "exact", "{name}");
        assert_close!(test.p_value.unwrap(), expected("p"), "estimate", "{name}");
    }
}

/// The pair as R names it, whose components are in another order.
fn is_called(found: &Candidate, name: &str) -> bool {
    let (a, b) = &found.components;
    name == format!("{a}*{b}") || name == format!("{b}*{a}")
}

fn check_candidate(json: &Json, found: &Candidate, place: &str) {
    let expected = |key: &str| json.number(&format!("{place}.{key}"));
    let test = found.improvement;
    assert_close!(test.q, expected("q"), "estimate", "{place} Q");
    assert_close!(test.df as f64, expected("df"), "exact", "{place} df");
    assert_close!(test.p_value.unwrap(), expected("p"), "estimate", "{place}");
    assert_close!(found.left.q, expected("left"), "estimate", "{place} left");
}

#[test]
fn selected_models_agree() {
    for (name, taken) in CASES.into_iter().zip([1, 1, 0, 0]) {
        let (json, network, components) = from(name);
        let limit = json.number(&format!("{name}.forward.threshold")).value;
        let select = |criterion| -> Selection {
            let own = components.clone();
            select_interactions(&network, own, Model::CommonEffect, LEVEL, criterion).unwrap()
        };
        let found = select(Criterion::BelowP(Probability::new(limit).unwrap()));
        assert_eq!(found.taken.len(), taken, "{name}");
        for (at, step) in found.taken.iter().enumerate() {
            let place = format!("{name}.forward.steps.{at}");
            let label = json.get(&format!("{place}.interaction")).unwrap();
            assert!(is_called(step, label.as_str().unwrap()), "{place}");
            check_candidate(&json, step, &place);
        }
        // Two pairs do equally well where either makes the model that of the network: no name.
        let refused = format!("{name}.forward.refused");
        check_candidate(&json, found.refused.as_ref().unwrap(), &refused);
        let expected = strings(&json, &format!("{name}.forward.aliased"));
        assert_eq!(found.aliased.len(), expected.len(), "{name}");
        for (a, b) in &found.aliased {
            let (one, other) = (format!("{a}*{b}"), format!("{b}*{a}"));
            assert!(expected.contains(&one) || expected.contains(&other));
        }
        let place = format!("{name}.forward.model");
        let model = compare_models(&json, &network, &found.fit.components, &place);
        assert_eq!(model.q, found.fit.q);
        // Every step costs one degree of freedom, for which the criteria are the same.
        assert_eq!(select(Criterion::Akaike).taken, found.taken);
        let before = fit_components(&network, components.clone(), Model::CommonEffect, LEVEL);
        let all = improvement(&before.unwrap(), &found.fit);
        let sum: f64 = found.taken.iter().map(|step| step.improvement.q).sum();
        assert_close!(all.q, sum, "estimate", "{name}: steps add up");
        assert_eq!(all.df, taken);
    }
}

#[test]
fn what_cannot_be_told_apart_is_named() {
    let (_, network, components) = from("parts");
    let rich = components
        .with_interaction("Face-to-face CBT", "SSRI")
        .unwrap();
    let fit = fit_components(&network, rich, Model::CommonEffect, LEVEL).unwrap();
    assert_eq!(fit.aliases.len(), 1);
    let text = fit.aliases[0].to_string();
    for part in ["Face-to-face CBT*SSRI", "Face-to-face CBT", "UC", "−"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn more_treatments_than_components_are_ranked() {
    let (_, network, components) = from("whole_placebo");
    let (_, model, _) = MODELS[1];
    let fit = fit_components(&network, components, model, LEVEL).unwrap();
    let placebo = network.treatment("Placebo").unwrap();
    let estimates = fit.estimates(&network, placebo).unwrap();
    assert_eq!(estimates.treatments(), network.treatments());
    for ((i, j), found) in estimates.league() {
        let expected = fit.compare(i, j).unwrap();
        assert_close!(found.estimate, expected.estimate, "estimate", "{i} {j}");
        let se = expected.standard_error;
        assert_close!(found.standard_error, se, "estimate", "{i} {j}");
    }
    assert_eq!(estimates.size(), 22);
    let draws = Draws {
        count: 100_000,
        seed: 3,
        threads: 2,
    };
    let ranking = rank_estimates(&estimates, Better::Larger, &draws).unwrap();
    let scores = p_scores(&estimates, Better::Larger, 0.0).unwrap();
    for (sucra, score) in ranking.sucra().iter().zip(scores) {
        assert_close!(*sucra, score, "paper_2_digits", "SUCRA");
    }
}

#[test]
fn only_what_is_determined_is_ranked() {
    let (_, network, components) = from("parts");
    let rich = components
        .with_interaction("Face-to-face CBT", "SSRI")
        .unwrap();
    let fit = fit_components(&network, rich, Model::CommonEffect, LEVEL).unwrap();
    for reference in [0, 1, network.treatments().len() - 1] {
        let estimates = fit.estimates(&network, reference).unwrap();
        let label = &network.treatments()[reference];
        assert!(estimates.treatments().contains(label));
        assert!(estimates.size() < network.treatments().len());
    }
    assert!(fit.estimates(&network, 99).is_none());
}
