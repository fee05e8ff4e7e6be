//! The curves of a comparison.

use super::arms::{Dosed, dosed};
use super::choice::{DoseShape, Dosing};
use crate::compared::CompareError;
use crate::compared::analysis::{Compared, network};
use crate::pooled::LeftOut;
use euthymia_synthesis::network::dose::{
    Curve, CurveFit, Curves, DoseError, DoseFit, DoseNetwork, DoseOptions, Ed50, Knots,
    compare_curves, fit_doses,
};
use euthymia_synthesis::network::{Model, Tau2Method};
use std::collections::BTreeMap;

/// Curves of agents over their doses under random effects, with what they are made of.
#[derive(Clone, Debug)]
pub struct Responses {
    /// The curves.
    pub fit: DoseFit,
    /// The same doses with an effect of its own for each; `None` where curves alone join the trials.
    pub apart: Option<DoseFit>,
    /// The shape of agents without one of their own.
    pub shape: DoseShape,
    /// True where the shape was chosen for its AIC.
    pub chosen: bool,
    /// Every shape by maximum likelihood.
    pub shapes: Vec<(DoseShape, Result<CurveFit, DoseError>)>,
    /// Agents with too few doses for the shape, whose doses have effects of their own.
    pub too_few: Vec<String>,
    /// The unit of each agent; an empty one where none is stated.
    pub units: BTreeMap<String, String>,
    /// Arms and trials that were left out, with reasons.
    pub left_out: Vec<LeftOut>,
    /// What counts as dose 0 and as a dose of what, in sentences.
    pub rules: Vec<String>,
}

impl Responses {
    /// The label of an agent at a dose, as the network of doses has it.
    #[must_use]
    pub fn label(&self, agent: &str, dose: f64) -> String {
        let unit = self.units.get(agent).map_or("", String::as_str);
        super::arms::label(agent, dose, unit)
    }
}

/// Why there are no curves.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DosingError {
    /// Nobody asked for them.
    #[error("no curve was asked for: --dose-response SHAPE does")]
    NotAsked,
    /// No trial compares doses.
    #[error(
        "no trial compares a stated dose with another or with a control{}; a file needs a column dose",
        because(.0)
    )]
    NoDoses(Vec<LeftOut>),
    /// No agent has doses enough.
    #[error(
        "{shape} needs an agent at {needed} different doses or more; the trials that can be used \
         have {tried}{}",
        because(.left_out)
    )]
    TooFewDoses {
        /// The curve.
        shape: &'static str,
        /// How many doses it needs.
        needed: usize,
        /// Agents with their doses.
        tried: String,
        /// What could not be used.
        left_out: Vec<LeftOut>,
    },
    /// A curve or a dose is given for something that is no agent.
    #[error("there is no agent \"{wanted}\" with a dose; agents are: {known}")]
    NoAgent {
        /// What was named.
        wanted: String,
        /// What there is.
        known: String,
    },
    /// The trials do not make a network.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// The curves cannot be fitted.
    #[error(transparent)]
    Dose(#[from] DoseError),
}

/// What was left out, by reason.
fn because(left_out: &[LeftOut]) -> String {
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for left in left_out {
        reasons.entry(&left.reason).or_default().push(&left.label);
    }
    if reasons.is_empty() {
        return String::new();
    }
    let each = reasons.iter();
    let lines: Vec<String> = each
        .map(|(reason, labels)| format!("{reason} ({})", labels.join("; ")))
        .collect();
    format!(". Not usable: {}", lines.join("; "))
}

/// Fits the curves that were asked for.
///
/// Arms of a control are dose 0, whatever the choice of nodes does with them, and one node with doses
/// merged is one agent. An agent with fewer doses than the shape needs keeps an effect of its own for
/// each dose.
///
/// # Errors
/// [`DosingError`].
pub fn responses(compared: &Compared) -> Result<Responses, DosingError> {
    let dosing = compared.options.dosing.as_ref();
    let dosing = dosing.ok_or(DosingError::NotAsked)?;
    let mut dosed = dosed(compared, dosing)?;
    if is_empty(&dosed.rows) {
        return Err(DosingError::NoDoses(dosed.left_out));
    }
    let made = network(&dosed.rows, &compared.options, &mut dosed.left_out)?;
    let doses = joined(DoseNetwork::new(made, &dosed.doses)?, &mut dosed)?;
    named(&doses, dosing)?;
    let level = compared.options.level;
    let tau2 = compared.options.tau2;
    let random = !matches!(tau2, Tau2Method::Given(value) if value.get() == 0.0);
    let curves = DoseShape::ALL.map(|shape| curves(&doses, dosing, shape).0);
    let fitted = compare_curves(&doses, &curves, random, level);
    let shapes: Vec<_> = DoseShape::ALL.into_iter().zip(fitted).collect();
    let shape = match dosing.shape {
        Some(shape) => shape,
        None => smallest_aic(&shapes).unwrap_or(DoseShape::Linear),
    };
    let (curves, too_few) = self::curves(&doses, dosing, shape);
    if too_few.len() == doses.agents().len() {
        return Err(DosingError::TooFewDoses {
            shape: shape.name(),
            needed: shape.doses_needed(),
            tried: tried(&doses),
            left_out: dosed.left_out,
        });
    }
    let options = DoseOptions {
        model: Model::RandomEffects(tau2),
        level,
    };
    Ok(Responses {
        fit: fit_doses(&doses, &curves, &options)?,
        apart: fit_doses(&doses, &Curves::all(Curve::Categories), &options).ok(),
        shape,
        chosen: dosing.shape.is_none(),
        shapes,
        too_few,
        units: dosed.units,
        left_out: dosed.left_out,
        rules: dosed.rules,
    })
}

/// The trials that dose 0 or a curve may join: a part of the network without dose 0 in which every agent
/// was tried at one dose says nothing about dose 0.
fn joined(doses: DoseNetwork, dosed: &mut Dosed) -> Result<DoseNetwork, DosingError> {
    let network = doses.network();
    let several = |label: &String| {
        let own = dosed.doses.iter().find(|own| own.treatment == *label);
        own.is_some_and(|own| {
            let agent = doses.agents().iter().find(|agent| agent.name == own.agent);
            own.dose == 0.0 || agent.is_some_and(|agent| agent.doses.len() > 1)
        })
    };
    let lost: Vec<String> = network
        .each_part()
        .iter()
        .filter(|part| !part.treatments().iter().any(several))
        .flat_map(|part| part.trials().iter().map(|trial| trial.label().to_owned()))
        .collect();
    if lost.is_empty() {
        return Ok(doses);
    }
    let kept = network.restricted(|trial| !lost.iter().any(|label| label == trial.label()));
    dosed.left_out.extend(lost.into_iter().map(|label| LeftOut {
        label,
        reason: "neither dose 0 nor an agent at several doses joins it to the others".to_owned(),
    }));
    match kept {
        Some(kept) => Ok(DoseNetwork::new(kept, &dosed.doses)?),
        None => Err(DosingError::NoDoses(std::mem::take(&mut dosed.left_out))),
    }
}

fn is_empty(rows: &crate::compared::NodeRows) -> bool {
    match rows {
        crate::compared::NodeRows::Arms(arms) => arms.is_empty(),
        crate::compared::NodeRows::Contrasts(rows) => rows.is_empty(),
    }
}

/// Every agent with the doses it was tried at.
fn tried(doses: &DoseNetwork) -> String {
    let each = doses.agents().iter().map(|agent| {
        let list: Vec<String> = agent.doses.iter().map(f64::to_string).collect();
        format!("{} at {}", agent.name, list.join(", "))
    });
    each.collect::<Vec<_>>().join("; ")
}

/// Checks that what is named is an agent.
fn named(doses: &DoseNetwork, dosing: &Dosing) -> Result<(), DosingError> {
    let of_curves = dosing.own.iter().map(|(agent, _)| agent);
    for wanted in of_curves.chain(dosing.at.iter().map(|(agent, _)| agent)) {
        if doses.agent(wanted).is_none() {
            let known: Vec<&str> = doses.agents().iter().map(|a| a.name.as_str()).collect();
            return Err(DosingError::NoAgent {
                wanted: wanted.clone(),
                known: known.join(", "),
            });
        }
    }
    Ok(())
}

fn smallest_aic(shapes: &[(DoseShape, Result<CurveFit, DoseError>)]) -> Option<DoseShape> {
    let fitted = shapes
        .iter()
        .filter_map(|(shape, fit)| Some((shape, fit.as_ref().ok()?.criteria.aic)));
    let best = fitted.min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(*best.0)
}

/// A curve for each agent, and the agents with too few doses for the shape of all.
fn curves(doses: &DoseNetwork, dosing: &Dosing, shape: DoseShape) -> (Curves, Vec<String>) {
    let (mut own, mut too_few) = (Vec::new(), Vec::new());
    for agent in doses.agents() {
        let stated = dosing.own.iter().find(|(name, _)| *name == agent.name);
        let shape = match stated {
            Some((_, shape)) => *shape,
            None if agent.doses.len() < shape.doses_needed() => {
                too_few.push(agent.name.clone());
                DoseShape::Categories
            }
            None => shape,
        };
        own.push((agent.name.clone(), curve(shape, &agent.doses)));
    }
    let curves = Curves {
        all: Curve::Categories,
        own,
    };
    (curves, too_few)
}

fn curve(shape: DoseShape, doses: &[f64]) -> Curve {
    let smallest = doses.first().copied().unwrap_or(1.0);
    match shape {
        DoseShape::Linear => Curve::Linear,
        DoseShape::LogLinear => Curve::LogLinear { shift: smallest },
        DoseShape::Quadratic => Curve::Quadratic,
        DoseShape::Emax => Curve::Emax(Ed50::Estimated),
        DoseShape::Spline => {
            let middle = doses.get(doses.len().saturating_sub(1) / 2);
            let knots = [middle, doses.last()].into_iter().flatten().copied();
            Curve::Spline(Knots::At(std::iter::once(0.0).chain(knots).collect()))
        }
        DoseShape::Categories => Curve::Categories,
    }
}
