//! The networks that two published component models were fitted to: Welton 2009 and López-López 2019.

use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::network::component::Components;
use euthymia_synthesis::network::{Arm, Network, TrialEstimates};
use euthymia_testkit::reference;
use std::collections::BTreeMap;

/// The outcomes of Welton 2009 with the largest difference within a trial, the scale of gemtc's priors.
pub(crate) const WELTON: [(&str, f64); 3] = [
    ("systolic", 8.6),
    ("diastolic", 8.2),
    ("cholesterol", 0.823),
];
/// The parts of an intervention, as the columns of `welton2009_components.csv` are called.
const PARTS: [&str; 5] = [
    "educational",
    "behavioural",
    "cognitive",
    "relaxation",
    "support",
];

/// The arms of one outcome of Welton 2009, psychological or usual care.
pub(crate) fn welton(outcome: &str) -> Vec<Arm<Group>> {
    let file = reference::csv("datasets/welton2009.csv");
    let own = file.rows().filter(|row| row.cell("outcome") == outcome);
    own.map(|row| Arm {
        study: row.cell("study").to_owned(),
        treatment: row.cell("treatment").to_owned(),
        result: Group::new(row.parse("mean"), row.parse("sd"), row.parse("n")).unwrap(),
    })
    .collect()
}

/// The same arms with the mean and its standard error.
pub(crate) fn with_errors(arms: Vec<Arm<Group>>) -> Vec<Arm<(f64, f64)>> {
    let error = |group: &Group| group.sd() / (group.n() as f64).sqrt();
    arms.into_iter()
        .map(|arm| Arm {
            result: (arm.result.mean(), error(&arm.result)),
            study: arm.study,
            treatment: arm.treatment,
        })
        .collect()
}

/// What the intervention of each study is made of, as listed.
fn parts_of_studies() -> BTreeMap<String, Vec<f64>> {
    let file = reference::csv("datasets/welton2009_components.csv");
    let parts = |row: &reference::Row<'_>| PARTS.iter().map(|name| row.parse(name)).collect();
    file.rows()
        .map(|row| (row.cell("study").to_owned(), parts(&row)))
        .collect()
}

/// The arms of one outcome with the components of an intervention for its name: "cognitive + relaxation".
pub(crate) fn welton_by_parts(outcome: &str) -> Vec<Arm<Group>> {
    let parts = parts_of_studies();
    let mut arms = welton(outcome);
    for arm in &mut arms {
        if arm.treatment == "psychological" {
            let own = PARTS.iter().zip(&parts[&arm.study]);
            let present: Vec<&str> = own.filter(|(_, x)| **x > 0.0).map(|(n, _)| *n).collect();
            arm.treatment = present.join(" + ");
        }
    }
    arms
}

/// The components of such a network as they are listed, one of them as 2.
pub(crate) fn welton_as_listed(network: &Network) -> Components {
    let parts = parts_of_studies();
    let n = network.treatments().len();
    let mut matrix = Matrix::zeros(n, PARTS.len());
    for trial in network.trials() {
        for at in trial.arms() {
            if network.treatments()[*at] != "usual care" {
                for (j, part) in parts[trial.label()].iter().enumerate() {
                    matrix[(*at, j)] = *part;
                }
            }
        }
    }
    let names = PARTS.iter().map(|name| (*name).to_owned()).collect();
    Components::new(network, names, matrix).unwrap()
}

/// The contents of a therapy, as the columns of `lopez2019.csv` are called.
pub(crate) const CONTENT: [&str; 11] = [
    "cognitive",
    "activation",
    "psychoeducation",
    "homework",
    "problem_solving",
    "social_skills",
    "relaxation",
    "goals",
    "final_session",
    "mindfulness",
    "acceptance",
];

/// One arm of López-López 2019.
#[derive(Clone, Debug)]
pub(crate) struct Therapy {
    pub(crate) study: String,
    pub(crate) kind: String,
    /// Standardised mean change and its variance.
    pub(crate) change: f64,
    pub(crate) variance: f64,
    /// Which of the contents it has.
    pub(crate) content: Vec<f64>,
}

/// The arms, trial by trial.
pub(crate) fn therapies() -> Vec<Vec<Therapy>> {
    let file = reference::csv("datasets/lopez2019.csv");
    let mut trials: Vec<Vec<Therapy>> = Vec::new();
    for row in file.rows() {
        let error: f64 = row.parse("standard_error");
        let arm = Therapy {
            study: row.cell("study").to_owned(),
            kind: row.cell("treatment").to_owned(),
            change: row.parse("change"),
            variance: error * error,
            content: CONTENT.iter().map(|name| row.parse(name)).collect(),
        };
        match trials.last_mut() {
            Some(trial) if trial[0].study == arm.study => trial.push(arm),
            _ => trials.push(vec![arm]),
        }
    }
    assert_eq!(trials.len(), 76);
    trials
}

/// A network of trials, each arm called as `name` says; of arms of one trial with one name the second is
/// called "name (2)". With it an arm of each treatment, by place.
pub(crate) fn network_of(
    trials: &[Vec<Therapy>],
    name: impl Fn(&Therapy) -> String,
) -> (Network, Vec<Therapy>) {
    let mut known: BTreeMap<String, &Therapy> = BTreeMap::new();
    let mut given = Vec::new();
    for trial in trials {
        let mut treatments: Vec<String> = Vec::new();
        for arm in trial {
            let first = name(arm);
            let mut label = first.clone();
            let mut again = 1;
            while treatments.contains(&label) {
                again += 1;
                label = format!("{first} ({again})");
            }
            known.insert(label.clone(), arm);
            treatments.push(label);
        }
        let (base, others) = trial.split_first().unwrap();
        given.push(TrialEstimates {
            study: base.study.clone(),
            treatments,
            estimates: others.iter().map(|arm| arm.change - base.change).collect(),
            covariance: Matrix::from_fn(others.len(), others.len(), |i, j| {
                base.variance + if i == j { others[i].variance } else { 0.0 }
            }),
        });
    }
    let network = Network::from_trials(given).unwrap();
    let labels = network.treatments().iter();
    let arms = labels.map(|label| known[label].clone()).collect();
    (network, arms)
}

/// Components of therapies by name: a kind, a content, or what a hybrid has of both: "Face to face" and
/// "Multimedia".
pub(crate) fn therapy_components(
    network: &Network,
    arms: &[Therapy],
    names: &[String],
) -> Components {
    let matrix = Matrix::from_fn(arms.len(), names.len(), |i, j| amount(&arms[i], &names[j]));
    Components::new(network, names.to_vec(), matrix).unwrap()
}

fn amount(arm: &Therapy, name: &str) -> f64 {
    if let Some(at) = CONTENT.iter().position(|content| *content == name) {
        return arm.content[at];
    }
    let kind = arm.kind.as_str();
    let has = match name {
        "Face to face" => matches!(kind, "F2F CBT" | "Hybrid CBT"),
        "Multimedia" => matches!(kind, "Multimedia CBT" | "Hybrid CBT"),
        _ => kind == name,
    };
    f64::from(u8::from(has))
}
