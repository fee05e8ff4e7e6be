//! A limit for every vital sign in every part of a session, empty until a clinic sets it.

use super::quantity::Quantity;
use super::rules::{Demand, Rule, When};
use crate::source::{Source, Status};

/// The vital signs, with the word that the name of a rule begins with.
const SIGNS: [(Quantity, &str); 6] = [
    (Quantity::Systolic, "systolic"),
    (Quantity::Diastolic, "diastolic"),
    (Quantity::Pulse, "pulse"),
    (Quantity::Spo2, "spo2"),
    (Quantity::Moaas, "sedation"),
    (Quantity::Cadss, "dissociation"),
];

const PARTS: [When; 4] = [When::Before, When::During, When::After, When::Discharge];

/// Adds the limits that a file does not have itself.
pub(super) fn complete(rules: &mut Vec<Rule>) {
    for when in PARTS {
        for (quantity, word) in SIGNS {
            let id = format!("{word}_{}", when.id());
            let is_there = rules
                .iter()
                .any(|rule| rule.id == id || rule.limits() == Some((when, quantity)));
            if !is_there {
                rules.push(empty(id, when, quantity));
            }
        }
    }
}

fn empty(id: String, when: When, quantity: Quantity) -> Rule {
    Rule {
        id,
        text: format!("{quantity} {when}"),
        demand: Demand::Limit {
            when,
            quantity,
            bound: None,
        },
        source: Source {
            text: "no source read".to_owned(),
            status: Status::Unverified,
        },
        candidates: Vec::new(),
    }
}
