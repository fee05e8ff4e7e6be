//! Arms as doses of agents: what is dose 0, what is a dose of what, in which unit.

use super::choice::Dosing;
use crate::compared::CompareError;
use crate::compared::analysis::Compared;
use crate::compared::choice::{CONTROL, Controls, Doses, NodeChoice};
use crate::compared::data::{ArmRow, ContrastRow, Rows, Treatment, TrialData};
use crate::compared::nodes::{NodeRows, nodes};
use crate::pooled::LeftOut;
use euthymia_synthesis::network::dose::TreatmentDose;
use std::collections::{BTreeMap, BTreeSet};

/// Trials whose treatments are doses of agents.
pub(super) struct Dosed {
    /// The trials, under labels "agent dose unit".
    pub(super) rows: NodeRows,
    /// What the labels mean.
    pub(super) doses: Vec<TreatmentDose>,
    /// The unit of each agent; an empty one where none is stated.
    pub(super) units: BTreeMap<String, String>,
    /// Arms and trials that were left out, with reasons.
    pub(super) left_out: Vec<LeftOut>,
    /// What was decided, in sentences.
    pub(super) rules: Vec<String>,
}

/// What an arm is.
enum Role {
    Zero,
    Dose {
        agent: String,
        dose: f64,
        unit: String,
    },
}

/// The prefix of a control that is a dose of the treatment itself.
const LOW_DOSE: &str = "low_dose_";

struct Reading<'c> {
    dosing: &'c Dosing,
    compared: &'c Compared,
    /// The choice of nodes with doses merged: its nodes are the agents.
    agents: NodeChoice,
    reference: &'c str,
    /// What counts as dose 0, what is a dose of something else, and what was converted.
    zeros: BTreeSet<String>,
    doses_of: BTreeSet<(String, String)>,
    converted: BTreeSet<String>,
}

/// Reads the arms as doses.
pub(super) fn dosed(compared: &Compared, dosing: &Dosing) -> Result<Dosed, CompareError> {
    let mut reading = Reading {
        dosing,
        compared,
        agents: NodeChoice {
            doses: Doses::Merged,
            ..compared.choice.clone()
        },
        reference: compared
            .parts
            .first()
            .map_or("", |part| part.reference_name()),
        zeros: BTreeSet::new(),
        doses_of: BTreeSet::new(),
        converted: BTreeSet::new(),
    };
    let units = usual_units(&mut reading);
    let mut left_out = Vec::new();
    let mut doses: BTreeMap<String, TreatmentDose> = BTreeMap::new();
    let label = |study: &str, treatment: &Treatment| -> Option<Treatment> {
        let role = reading
            .role(treatment)
            .and_then(|role| in_unit(role, &units));
        match role {
            Ok(role) => {
                let made = labelled(role);
                let id = made.treatment.clone();
                doses.entry(id.clone()).or_insert(made);
                Some(Treatment {
                    id,
                    ..Treatment::default()
                })
            }
            Err(reason) => {
                left_out.push(LeftOut {
                    label: format!("{study}, {}", dose_words(treatment)),
                    reason,
                });
                None
            }
        }
    };
    let rows = relabelled(&compared.data.rows, label);
    let data = TrialData {
        rows,
        facts: BTreeMap::new(),
        left_out: Vec::new(),
    };
    let apart = NodeChoice {
        controls: Controls::Apart,
        ..NodeChoice::named("doses")
    };
    let (rows, without_another) = nodes(&data, &apart)?;
    left_out.extend(without_another.into_iter().map(|left| LeftOut {
        reason: "without another arm of a dose that can be used, it compares nothing".to_owned(),
        ..left
    }));
    Ok(Dosed {
        rows,
        doses: doses.into_values().collect(),
        rules: reading.rules(),
        units,
        left_out,
    })
}

/// The rows with their treatments under other labels, without those that have none.
fn relabelled(rows: &Rows, mut label: impl FnMut(&str, &Treatment) -> Option<Treatment>) -> Rows {
    match rows {
        Rows::Arms(arms) => {
            let each = arms.iter().filter_map(|arm| {
                let treatment = label(&arm.study, &arm.treatment)?;
                Some(ArmRow {
                    treatment,
                    ..arm.clone()
                })
            });
            Rows::Arms(each.collect())
        }
        Rows::Contrasts(rows) => {
            let each = rows.iter().filter_map(|row| {
                // Both are read, so that both are named where both are left out.
                let one = label(&row.study, &row.treatment1);
                let other = label(&row.study, &row.treatment2);
                Some(ContrastRow {
                    treatment1: one?,
                    treatment2: other?,
                    ..row.clone()
                })
            });
            Rows::Contrasts(each.collect())
        }
    }
}

fn labelled(role: Role) -> TreatmentDose {
    match role {
        Role::Zero => TreatmentDose {
            treatment: CONTROL.to_owned(),
            agent: CONTROL.to_owned(),
            dose: 0.0,
        },
        Role::Dose { agent, dose, unit } => TreatmentDose {
            treatment: label(&agent, dose, &unit),
            agent,
            dose,
        },
    }
}

/// The label of an agent at a dose.
pub(super) fn label(agent: &str, dose: f64, unit: &str) -> String {
    format!("{agent} {dose} {unit}").trim_end().to_owned()
}

fn dose_words(treatment: &Treatment) -> String {
    match &treatment.dose {
        Some(dose) => format!("{} {dose}", treatment.id),
        None => treatment.id.clone(),
    }
}

impl Reading<'_> {
    /// What an arm is, with its unit as stated or, where a body weight is assumed, without weight.
    fn role(&mut self, treatment: &Treatment) -> Result<Role, String> {
        let Some(node) = self.agents.node(treatment) else {
            return Err("the choice of nodes leaves this treatment out".to_owned());
        };
        let agent = match self.other_agent(treatment) {
            Some(agent) => agent,
            None if treatment.control.is_some() => {
                self.zeros.insert(treatment.id.clone());
                return Ok(Role::Zero);
            }
            None => node,
        };
        match treatment.amount {
            Some(0.0) => {
                self.zeros.insert(format!("{agent} at dose 0"));
                Ok(Role::Zero)
            }
            Some(dose) => {
                let (dose, unit) = self.without_weight(dose, treatment.unit.as_deref());
                Ok(Role::Dose { agent, dose, unit })
            }
            None if agent == self.reference => {
                self.zeros.insert(treatment.id.clone());
                Ok(Role::Zero)
            }
            None => Err(match &treatment.dose {
                Some(_) => "a range of doses, not one dose".to_owned(),
                None => "its dose is not stated".to_owned(),
            }),
        }
    }

    /// The agent of a treatment that counts as a dose of another one.
    fn other_agent(&mut self, treatment: &Treatment) -> Option<String> {
        let id = &treatment.id;
        let named = self.dosing.dose_of.iter().find(|(own, _)| own == id);
        let by_prefix = || {
            let low = treatment.control.is_some() && treatment.amount.is_some();
            id.strip_prefix(LOW_DOSE).filter(|_| low)
        };
        let agent = named.map(|(_, agent)| agent.as_str()).or_else(by_prefix)?;
        self.doses_of.insert((id.clone(), agent.to_owned()));
        let known = |one: &&Treatment| one.id == agent;
        let found = self.compared.data.rows.treatments().find(known);
        let node = found.and_then(|one| self.agents.node(one));
        Some(node.unwrap_or_else(|| agent.to_owned()))
    }

    /// A dose per body weight as a dose, where a weight is assumed.
    fn without_weight(&mut self, dose: f64, unit: Option<&str>) -> (f64, String) {
        let unit = unit.unwrap_or_default();
        let Some(weight) = self.dosing.body_weight else {
            return (dose, unit.to_owned());
        };
        for (ending, kilograms) in [("/kg", 1.0), ("/70kg", 70.0)] {
            if let Some(plain) = unit.strip_suffix(ending) {
                let made = without_rounding(dose * weight / kilograms);
                self.converted
                    .insert(format!("{dose} {unit} = {made} {plain}"));
                return (made, plain.to_owned());
            }
        }
        (dose, unit.to_owned())
    }

    /// What was decided, in sentences.
    fn rules(&self) -> Vec<String> {
        let list = |of: &BTreeSet<String>| of.iter().cloned().collect::<Vec<_>>().join(", ");
        let mut rules = Vec::new();
        if !self.zeros.is_empty() {
            rules.push(format!("Dose 0 is every control: {}.", list(&self.zeros)));
        }
        for (id, agent) in &self.doses_of {
            rules.push(format!(
                "{id} counts as a dose of {agent} here, not as a control."
            ));
        }
        if let (Some(weight), false) = (self.dosing.body_weight, self.converted.is_empty()) {
            rules.push(format!(
                "A body weight of {weight} kg is assumed: {}.",
                list(&self.converted)
            ));
        }
        rules
    }
}

/// A product without the rounding of its last digits, which would tell doses apart.
fn without_rounding(value: f64) -> f64 {
    format!("{value:.10e}").parse().unwrap_or(value)
}

/// The unit of most arms of each agent.
fn usual_units(reading: &mut Reading<'_>) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let compared = reading.compared;
    for treatment in compared.data.rows.treatments() {
        if let Ok(Role::Dose { agent, unit, .. }) = reading.role(treatment) {
            *counts.entry(agent).or_default().entry(unit).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .filter_map(|(agent, units)| {
            let most = units.into_iter().rev().max_by_key(|(_, arms)| *arms)?;
            Some((agent, most.0))
        })
        .collect()
}

fn in_unit(role: Role, units: &BTreeMap<String, String>) -> Result<Role, String> {
    let Role::Dose { agent, dose, unit } = role else {
        return Ok(role);
    };
    match units.get(&agent) {
        Some(usual) if *usual != unit => {
            let said = |unit: &str| match unit {
                "" => "no unit".to_owned(),
                unit => unit.to_owned(),
            };
            let help = match unit.contains("kg") || usual.contains("kg") {
                true => "; --body-weight KG makes doses per weight into doses",
                false => "",
            };
            Err(format!(
                "its dose is in {}, most of {agent} in {}{help}",
                said(&unit),
                said(usual)
            ))
        }
        _ => Ok(Role::Dose { agent, dose, unit }),
    }
}
