//! Trials under one choice of nodes: arms of one node added up, trials of one node left out.

use super::choice::NodeChoice;
use super::data::{ArmResult, ArmRow, ContrastRow, Rows, TrialData};
use super::error::CompareError;
use crate::pooled::LeftOut;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::proportion::Count;
use std::collections::BTreeMap;

/// One arm under a choice of nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeArm {
    /// The trial.
    pub study: String,
    /// The node.
    pub node: String,
    /// What the arms of this node report together.
    pub result: ArmResult,
    /// What the arms were treated with, in the words of the data.
    pub treatments: Vec<String>,
}

/// One comparison under a choice of nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeContrast {
    /// The trial.
    pub study: String,
    /// The node whose result stands first.
    pub node1: String,
    /// The node that is subtracted.
    pub node2: String,
    /// Node 1 less node 2 on the analysis scale.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// Trials under a choice of nodes, of at least two nodes each.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeRows {
    /// Arms; those of a trial stand together.
    Arms(Vec<NodeArm>),
    /// Comparisons.
    Contrasts(Vec<NodeContrast>),
}

/// Puts trials under a choice of nodes.
///
/// # Errors
/// [`CompareError::Combine`] where the results of two arms of one node cannot be added up, and
/// [`CompareError::MergedContrasts`] where comparisons of one trial would have to be.
pub fn nodes(
    data: &TrialData,
    choice: &NodeChoice,
) -> Result<(NodeRows, Vec<LeftOut>), CompareError> {
    let mut left_out = data.left_out.clone();
    let rows = match &data.rows {
        Rows::Arms(arms) => NodeRows::Arms(of_arms(arms, choice, &mut left_out)?),
        Rows::Contrasts(rows) => NodeRows::Contrasts(of_contrasts(rows, choice, &mut left_out)?),
    };
    Ok((rows, left_out))
}

fn leave_out(left_out: &mut Vec<LeftOut>, label: String, reason: &str) {
    left_out.push(LeftOut {
        label,
        reason: reason.to_owned(),
    });
}

/// Rows by trial, in the order in which the trials first come.
fn by_trial<T>(rows: &[T], study: impl Fn(&T) -> &str) -> Vec<Vec<&T>> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut trials: Vec<Vec<&T>> = Vec::new();
    for row in rows {
        let place = *places.entry(study(row).to_owned()).or_insert(trials.len());
        match trials.get_mut(place) {
            Some(trial) => trial.push(row),
            None => trials.push(vec![row]),
        }
    }
    trials
}

fn of_arms(
    arms: &[ArmRow],
    choice: &NodeChoice,
    left_out: &mut Vec<LeftOut>,
) -> Result<Vec<NodeArm>, CompareError> {
    let mut kept = Vec::with_capacity(arms.len());
    for trial in by_trial(arms, |arm| &arm.study) {
        let mut merged: Vec<NodeArm> = Vec::with_capacity(trial.len());
        let dropped = trial.len();
        for arm in &trial {
            let Some(node) = choice.node(&arm.treatment) else {
                leave_out(
                    left_out,
                    format!("{}, {}", arm.study, arm.treatment.id),
                    "the choice of nodes leaves this treatment out",
                );
                continue;
            };
            match merged.iter_mut().find(|before| before.node == node) {
                None => merged.push(NodeArm {
                    study: arm.study.clone(),
                    node,
                    result: arm.result,
                    treatments: vec![arm.treatment.id.clone()],
                }),
                Some(before) => {
                    before.result = together(before.result, arm.result).map_err(|reason| {
                        CompareError::Combine {
                            trial: arm.study.clone(),
                            node,
                            reason,
                        }
                    })?;
                    before.treatments.push(arm.treatment.id.clone());
                }
            }
        }
        match merged.len() {
            0 => {}
            1 => {
                let label = trial.first().map_or(String::new(), |arm| arm.study.clone());
                let reason = match dropped {
                    1 => "a single arm compares nothing",
                    _ => "all its arms are one node under this choice",
                };
                leave_out(left_out, label, reason);
            }
            _ => kept.append(&mut merged),
        }
    }
    Ok(kept)
}

/// Two arms as one.
fn together(one: ArmResult, other: ArmResult) -> Result<ArmResult, String> {
    let text = |error: euthymia_synthesis::effect::EffectError| error.to_string();
    match (one, other) {
        (ArmResult::Count(a), ArmResult::Count(b)) => {
            let sum = |x: u64, y: u64| {
                x.checked_add(y)
                    .ok_or_else(|| "too many patients".to_owned())
            };
            let count = Count::new(sum(a.events(), b.events())?, sum(a.n(), b.n())?);
            count.map(ArmResult::Count).map_err(text)
        }
        (ArmResult::Mean(a), ArmResult::Mean(b)) => {
            a.combined(&b).map(ArmResult::Mean).map_err(text)
        }
        (ArmResult::PersonTime(a), ArmResult::PersonTime(b)) => {
            let events = a
                .events()
                .checked_add(b.events())
                .ok_or_else(|| "too many events".to_owned())?;
            let sum = PersonTime::new(events, a.time() + b.time());
            sum.map(ArmResult::PersonTime).map_err(text)
        }
        _ => Err("they report different things".to_owned()),
    }
}

fn of_contrasts(
    rows: &[ContrastRow],
    choice: &NodeChoice,
    left_out: &mut Vec<LeftOut>,
) -> Result<Vec<NodeContrast>, CompareError> {
    let mut kept = Vec::with_capacity(rows.len());
    for trial in by_trial(rows, |row| &row.study) {
        let mut of_trial: Vec<NodeContrast> = Vec::with_capacity(trial.len());
        for row in trial {
            let label = || {
                format!(
                    "{}, {} – {}",
                    row.study, row.treatment1.id, row.treatment2.id
                )
            };
            let nodes = (choice.node(&row.treatment1), choice.node(&row.treatment2));
            let (Some(node1), Some(node2)) = nodes else {
                leave_out(
                    left_out,
                    label(),
                    "the choice of nodes leaves one of its treatments out",
                );
                continue;
            };
            if node1 == node2 {
                leave_out(
                    left_out,
                    label(),
                    "both sides are one node under this choice",
                );
                continue;
            }
            let same = |other: &NodeContrast| {
                (&other.node1, &other.node2) == (&node1, &node2)
                    || (&other.node1, &other.node2) == (&node2, &node1)
            };
            let apart = row.treatment1.id != node1 || row.treatment2.id != node2;
            if apart && of_trial.iter().any(same) {
                return Err(CompareError::MergedContrasts {
                    trial: row.study.clone(),
                    node1,
                    node2,
                });
            }
            of_trial.push(NodeContrast {
                study: row.study.clone(),
                node1,
                node2,
                estimate: row.estimate,
                standard_error: row.standard_error,
            });
        }
        kept.append(&mut of_trial);
    }
    Ok(kept)
}
