//! The network of one choice of nodes, fitted part by part.

use super::choice::{CONTROL, NodeChoice};
use super::data::{ArmResult, TrialData};
use super::error::CompareError;
use super::measure::NetworkMeasure;
use super::models::ModelOutcome;
use super::nodes::{NodeArm, NodeContrast, NodeRows, nodes};
use super::options::CompareOptions;
use super::survival;
use crate::pooled::{LeftOut, counts_by_reason};
use euthymia_synthesis::network::{
    Arm, Contrast, CountMeasure, Fit, FromArms, MeanMeasure, Model, Network, fit, from_counts,
    from_means, from_person_time,
};
use std::collections::BTreeSet;

/// One choice of nodes with everything that was fitted under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// What was asked.
    pub options: CompareOptions,
    /// The nodes.
    pub choice: NodeChoice,
    /// The trials with what is known of them.
    pub data: TrialData,
    /// The trials under the choice of nodes.
    pub rows: NodeRows,
    /// The network, whether or not it is connected.
    pub network: Network,
    /// Its parts, the one with the reference first, then by their number of trials.
    pub parts: Vec<Part>,
    /// What came of the further models that were asked for, in each part.
    pub further: Vec<Vec<ModelOutcome>>,
    /// What was left out, with reasons.
    pub left_out: Vec<LeftOut>,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// A connected part of a network, fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The treatment that the others are compared with, as a place in the network of the part.
    pub reference: usize,
    /// Common effect.
    pub common: Fit,
    /// Random effects.
    pub random: Fit,
}

impl Part {
    /// The trials and nodes of the part.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.random.network
    }

    /// The name of the node that the others are compared with.
    #[must_use]
    pub fn reference_name(&self) -> &str {
        self.network()
            .treatments()
            .get(self.reference)
            .map_or("", String::as_str)
    }
}

/// Compares the treatments of trials under one choice of nodes.
///
/// A network in parts is fitted part by part, with a warning that names them.
///
/// # Errors
/// [`CompareError`].
pub fn compared(
    data: &TrialData,
    choice: &NodeChoice,
    options: &CompareOptions,
) -> Result<Compared, CompareError> {
    let (rows, mut left_out) = nodes(data, choice)?;
    let network = network(&rows, options, &mut left_out)?;
    let wanted = wanted_reference(&network, options)?;
    let mut parts = Vec::new();
    let controls = controls(data, choice);
    for part in network.each_part() {
        let reference = wanted
            .as_deref()
            .and_then(|name| part.treatment(name))
            .unwrap_or_else(|| reference(&part, &controls));
        parts.push(fitted(&part, reference, options)?);
    }
    parts.sort_by_key(|part| {
        let has_reference = Some(part.reference_name()) == wanted.as_deref();
        (
            !has_reference,
            std::cmp::Reverse(part.network().trials().len()),
        )
    });
    let mut made = Compared {
        options: options.clone(),
        choice: choice.clone(),
        data: data.clone(),
        warnings: super::warnings::warnings(&rows, &parts, options),
        rows,
        network,
        parts,
        further: Vec::new(),
        left_out,
    };
    let of_part = |part: &Part| super::models::further(&made, part);
    made.further = made.parts.iter().map(of_part).collect();
    let said = super::models::warnings(&made.further, options);
    made.warnings.splice(0..0, said);
    Ok(made)
}

fn fitted(
    part: &Network,
    reference: usize,
    options: &CompareOptions,
) -> Result<Part, CompareError> {
    let common = fit(part, &options.network(Model::CommonEffect))?;
    let random = fit(part, &options.network(Model::RandomEffects(options.tau2)))?;
    Ok(Part {
        reference,
        common,
        random,
    })
}

/// The node that was asked for, where there was one; else the one that [`reference`] picks in the
/// largest part.
fn wanted_reference(
    network: &Network,
    options: &CompareOptions,
) -> Result<Option<String>, CompareError> {
    let Some(wanted) = &options.reference else {
        return Ok(None);
    };
    match network.treatment(wanted) {
        Some(_) => Ok(Some(wanted.clone())),
        None => {
            let all: Vec<&str> = network.treatments().iter().map(String::as_str).collect();
            Err(CompareError::NoSuchNode {
                nearest: euthymia_table::nearest(&[wanted], &all).map(str::to_owned),
                wanted: wanted.clone(),
                nodes: all.join(", "),
            })
        }
    }
}

/// The nodes that are controls by what the data say of their treatments.
pub(crate) fn controls(data: &TrialData, choice: &NodeChoice) -> BTreeSet<String> {
    let treatments = data.rows.treatments();
    treatments
        .filter(|treatment| treatment.control.is_some())
        .filter_map(|treatment| choice.node(treatment))
        .collect()
}

/// Picks the node that others are compared with, where nobody has: the control, else a node that is
/// called placebo, sham or the like, else of `controls` the one in most trials, else the one in most
/// trials; the first of equals.
#[must_use]
pub fn reference(network: &Network, controls: &BTreeSet<String>) -> usize {
    const NAMES: [&str; 7] = [
        CONTROL,
        "placebo",
        "plac",
        "sham",
        "no treatment",
        "nil",
        "usual care",
    ];
    let called = |name: &&str| {
        let is = |label: &String| label.trim().eq_ignore_ascii_case(name);
        network.treatments().iter().position(is)
    };
    NAMES
        .iter()
        .find_map(called)
        .or_else(|| most_used(network, |node| controls.contains(node)))
        .or_else(|| most_used(network, |_| true))
        .unwrap_or_default()
}

/// The node in most trials among some, the first of equals; `None` where there are none.
fn most_used(network: &Network, among: impl Fn(&str) -> bool) -> Option<usize> {
    let mut trials = vec![0_usize; network.treatments().len()];
    for arm in network.trials().iter().flat_map(|trial| trial.arms()) {
        if let Some(count) = trials.get_mut(*arm) {
            *count += 1;
        }
    }
    let nodes = network.treatments().iter().zip(trials).enumerate();
    nodes
        .filter(|(_, (node, _))| among(node))
        .max_by_key(|(place, (_, count))| (*count, std::cmp::Reverse(*place)))
        .map(|(place, _)| place)
}

/// Makes a network of the trials on the scale asked for.
pub(super) fn network(
    rows: &NodeRows,
    options: &CompareOptions,
    left_out: &mut Vec<LeftOut>,
) -> Result<Network, CompareError> {
    let arms = match rows {
        NodeRows::Arms(arms) => arms,
        NodeRows::Contrasts(rows) => return of_contrasts(rows, options),
    };
    if arms.is_empty() && !left_out.is_empty() {
        return Err(CompareError::NothingLeft(counts_by_reason(left_out)));
    }
    let counts = |measure| -> Result<_, CompareError> {
        let arms = of_kind(
            arms,
            options.measure,
            "counts of patients",
            |result| match result {
                ArmResult::Count(count) => Some(count),
                _ => None,
            },
        )?;
        Ok(from_counts(&arms, measure, &options.zero_cells)?)
    };
    let means = |measure| -> Result<_, CompareError> {
        let needed = "means with standard deviations";
        let arms = of_kind(arms, options.measure, needed, |result| match result {
            ArmResult::Mean(group) => Some(group),
            _ => None,
        })?;
        Ok(from_means(&arms, measure)?)
    };
    let made = match options.measure {
        NetworkMeasure::OddsRatio => counts(CountMeasure::OddsRatio)?,
        NetworkMeasure::RiskRatio => counts(CountMeasure::RiskRatio)?,
        NetworkMeasure::RiskDifference => counts(CountMeasure::RiskDifference)?,
        NetworkMeasure::MeanDifference => means(MeanMeasure::Difference)?,
        NetworkMeasure::StandardisedMeanDifference => means(MeanMeasure::Standardised)?,
        NetworkMeasure::RateRatio => {
            let needed = "events in a time at risk";
            let arms = of_kind(arms, options.measure, needed, |result| match result {
                ArmResult::PersonTime(rate) => Some(rate),
                _ => None,
            })?;
            from_person_time(&arms, &options.zero_cells)?
        }
        NetworkMeasure::HazardRatio => {
            let made = survival::survival(arms, options)?;
            FromArms {
                network: made.network,
                uninformative: made.uninformative,
            }
        }
        measure @ NetworkMeasure::Generic => {
            return Err(CompareError::Measure {
                measure: measure.code(),
                needed: "comparisons with standard errors",
                trial: arms.first().map_or(String::new(), |arm| arm.study.clone()),
                found: "arms",
            });
        }
    };
    left_out.extend(made.uninformative.into_iter().map(|label| LeftOut {
        label,
        reason: "nobody, or everybody, had the event: it says nothing about a ratio".to_owned(),
    }));
    Ok(made.network)
}

/// Makes a network of comparisons.
fn of_contrasts(rows: &[NodeContrast], options: &CompareOptions) -> Result<Network, CompareError> {
    let contrasts: Vec<Contrast> = rows
        .iter()
        .map(|row| Contrast {
            study: row.study.clone(),
            treatment1: row.node1.clone(),
            treatment2: row.node2.clone(),
            estimate: row.estimate,
            standard_error: row.standard_error,
        })
        .collect();
    Ok(Network::from_contrasts(&contrasts, options.adds_up_within)?)
}

/// The arms as one kind of result.
fn of_kind<T>(
    arms: &[NodeArm],
    measure: NetworkMeasure,
    needed: &'static str,
    pick: impl Fn(ArmResult) -> Option<T>,
) -> Result<Vec<Arm<T>>, CompareError> {
    arms.iter()
        .map(|arm| {
            let result = pick(arm.result).ok_or_else(|| CompareError::Measure {
                measure: measure.code(),
                needed,
                trial: arm.study.clone(),
                found: match arm.result {
                    ArmResult::Count(_) => "counts of patients",
                    ArmResult::Mean(_) => "means",
                    ArmResult::PersonTime(_) => "events in a time at risk",
                },
            })?;
            Ok(Arm {
                study: arm.study.clone(),
                treatment: arm.node.clone(),
                result,
            })
        })
        .collect()
}
