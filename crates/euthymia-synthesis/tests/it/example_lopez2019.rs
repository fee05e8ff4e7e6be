//! López-López JA, Davies SR, Caldwell DM, et al. Psychol Med 2019;49:1937–1947, abstract (read there; no
//! table was): kinds of cognitive behavioural therapy against treatment as usual, difference of standardised
//! mean change with 95 % credible intervals, and no evidence of an effect of any content.
//!
//! The data are those of R's metadat: 76 of their 91 studies, with standard errors that have the size of
//! variances and that the published intervals call for. Two arms of one trial with the same treatment are one
//! arm here where the model is Bayesian, their mean by inverse variances, which moves the ends of intervals
//! by some hundredths.

use crate::component_cases::{CONTENT, Therapy, network_of, therapies, therapy_components};
use euthymia_numerics::Probability;
use euthymia_synthesis::bayes::TauPrior;
use euthymia_synthesis::network::bayes::{Options, integrate};
use euthymia_synthesis::network::component::{ComponentFit, fit_components};
use euthymia_synthesis::network::{Model, Network, Tau2Method};
use euthymia_testkit::Comparison;
use euthymia_testkit::tolerance::{Tolerance, named};

/// Treatment less treatment as usual: estimate and 95 % limits.
const PRINTED: [(&str, [f64; 3]); 4] = [
    ("F2F CBT", [-1.11, -1.62, -0.60]),
    ("Hybrid CBT", [-1.06, -2.05, -0.08]),
    ("Multimedia CBT", [-0.59, -1.20, 0.02]),
    ("Wait list", [0.72, 0.09, 1.35]),
];
const CONTROLS: [&str; 3] = ["No treatment", "Wait list", "Placebo"];
const THERAPIES: [&str; 3] = ["F2F CBT", "Multimedia CBT", "Hybrid CBT"];

fn fit(network: &Network, arms: &[Therapy], names: &[&str]) -> ComponentFit {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let components = therapy_components(network, arms, &names);
    let model = Model::RandomEffects(Tau2Method::Reml);
    fit_components(network, components, model, Probability::NINETY_FIVE).unwrap()
}

fn compare(all: &mut Comparison, name: &str, found: [f64; 3], printed: [f64; 3], ends: &Tolerance) {
    all.compare("effect", found[0], printed[0], "printed_draws", name);
    all.compare_under("lower", found[1], printed[1], ends, name);
    all.compare_under("upper", found[2], printed[2], ends, name);
}

#[test]
fn kinds_as_printed_by_restricted_maximum_likelihood() {
    let (network, arms) = network_of(&therapies(), |arm| arm.kind.clone());
    let kinds = [CONTROLS, THERAPIES].concat();
    let found = fit(&network, &arms, &kinds);
    let ends = named("printed_draws").times(2.5, "few draws lie beyond the end of an interval");
    let mut all = Comparison::new("abstract, by REML");
    for (kind, printed) in PRINTED {
        let effect = found.sum(&[(kind, 1.0)]).unwrap();
        let bounds = effect.bounds;
        let own = [effect.estimate, bounds.lower, bounds.upper];
        compare(&mut all, kind, own, printed, &ends);
    }
    all.finish(12);
}

/// Arms of one kind in one trial made one; trials of a single kind left out.
fn merged() -> Vec<Vec<Therapy>> {
    let mut trials = therapies();
    for trial in &mut trials {
        let mut kept: Vec<Therapy> = Vec::new();
        for arm in trial.drain(..) {
            let Some(first) = kept.iter_mut().find(|first| first.kind == arm.kind) else {
                kept.push(arm);
                continue;
            };
            let (own, other) = (1.0 / first.variance, 1.0 / arm.variance);
            first.change = (own * first.change + other * arm.change) / (own + other);
            first.variance = 1.0 / (own + other);
        }
        *trial = kept;
    }
    trials.retain(|trial| trial.len() > 1);
    trials
}

#[test]
fn kinds_as_printed_by_integration() {
    let trials = merged();
    assert_eq!(trials.len(), 73);
    let (network, _) = network_of(&trials, |arm| arm.kind.clone());
    assert_eq!(network.treatments().len(), 7);
    let options = Options::new(TauPrior::Uniform { upper: 5.0 });
    let found = integrate(&network, &options).unwrap();
    assert!(found.converged());
    let place = |label: &str| network.treatment(label).unwrap();
    let why = "few draws lie beyond an end, and with arms made one there are fewer comparisons";
    let ends = named("printed_draws").times(3.5, why);
    let mut all = Comparison::new("abstract, by integration");
    for (kind, printed) in PRINTED {
        let effect = found.compare(place(kind), place("TAU")).unwrap().effect;
        let own = [effect.median, effect.interval.lower, effect.interval.upper];
        compare(&mut all, kind, own, printed, &ends);
    }
    all.finish(12);
}

#[test]
fn no_content_has_an_effect_that_shows() {
    let called = |arm: &Therapy| format!("{} {:?}", arm.kind, arm.content);
    let (network, arms) = network_of(&therapies(), called);
    let own = [
        &CONTROLS[..],
        &["Face to face", "Multimedia"][..],
        &CONTENT[..],
    ]
    .concat();
    let found = fit(&network, &arms, &own);
    assert!(found.aliases.is_empty());
    for content in CONTENT {
        let bounds = found.sum(&[(content, 1.0)]).unwrap().bounds;
        assert!(bounds.lower < 0.0 && bounds.upper > 0.0, "{content}");
    }
    let face_to_face = found.sum(&[("Face to face", 1.0)]).unwrap();
    assert!(face_to_face.bounds.upper < 0.0);
}
