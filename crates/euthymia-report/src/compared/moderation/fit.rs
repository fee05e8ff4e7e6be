//! The network meta-regression of each part.

use super::choice::{ModeratorChoice, Sharing};
use crate::compared::analysis::{Compared, Part, controls, reference};
use crate::compared::data::{Treatment, TrialFacts};
use crate::pooled::LeftOut;
use euthymia_synthesis::network::regression::{
    Covariate, Interaction, Moderator, RegressionError, RegressionFit, RegressionOptions,
    fit_regression,
};
use euthymia_synthesis::network::{Model, Network};
use std::collections::{BTreeMap, BTreeSet};

/// The meta-regression of one part under random effects.
#[derive(Clone, Debug)]
pub struct PartModerated {
    /// The part, as a place in [`Compared::parts`].
    pub part: usize,
    /// The model.
    pub fit: RegressionFit,
    /// The mean of each moderator over the trials used, at which it is centred.
    pub means: Vec<f64>,
    /// The settings at which effects are stated, a value for each moderator.
    pub settings: Vec<Vec<f64>>,
    /// The nodes without interaction.
    pub controls: Vec<String>,
    /// Trials that were left out, with reasons.
    pub left_out: Vec<LeftOut>,
}

/// Why there is no meta-regression.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ModerationError {
    /// Nobody asked for one.
    #[error("no moderator was named: --moderator NAME names a covariate of the trials")]
    NotAsked,
    /// No trial has such a covariate.
    #[error("no trial states \"{name}\"; covariates there are: {known}")]
    NoCovariate {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// A value is given for something that is no moderator.
    #[error("a value of \"{0}\" is given, which is no moderator: add --moderator {0}")]
    NoModerator(String),
    /// More settings than can be read.
    #[error("effects at {0} combinations of values: ask for 12 at most")]
    ManySettings(usize),
    /// Treatments of one node are of several classes.
    #[error("by class: \"{node}\" {found}; give each treatment a class, or let all share one")]
    Classes {
        /// The node.
        node: String,
        /// What is wrong.
        found: String,
    },
    /// No trial has every covariate.
    #[error("no trial has a value of every moderator: {0}")]
    NoTrial(String),
    /// The regression itself.
    #[error(transparent)]
    Regression(#[from] RegressionError),
}

/// Most settings that are stated.
const SETTINGS_MOST: usize = 12;

/// The covariates that some trial states, by name.
#[must_use]
pub fn covariate_names(facts: &BTreeMap<String, TrialFacts>) -> Vec<&str> {
    let names: BTreeSet<&str> = facts
        .values()
        .flat_map(|own| own.covariates.keys().map(String::as_str))
        .collect();
    names.into_iter().collect()
}

/// Fits the moderators that were asked for to each part. A part that cannot be fitted is passed over
/// where another can.
///
/// # Errors
/// [`ModerationError`]: that of the first part where none can be fitted.
pub fn moderated(compared: &Compared) -> Result<Vec<PartModerated>, ModerationError> {
    asked(compared)?;
    let (mut fitted, mut first) = (Vec::new(), None);
    for (at, part) in compared.parts.iter().enumerate() {
        match of_part(compared, at, part) {
            Ok(one) => fitted.push(one),
            Err(error) => first = first.or(Some(error)),
        }
    }
    match (fitted.is_empty(), first) {
        (false, _) => Ok(fitted),
        (true, Some(error)) => Err(error),
        (true, None) => Err(ModerationError::NotAsked),
    }
}

/// Checks what was asked for against what the trials state.
fn asked(compared: &Compared) -> Result<(), ModerationError> {
    let moderation = &compared.options.moderation;
    if moderation.moderators.is_empty() {
        return Err(ModerationError::NotAsked);
    }
    let known = covariate_names(&compared.data.facts);
    for moderator in &moderation.moderators {
        if !known.contains(&moderator.name.as_str()) {
            return Err(ModerationError::NoCovariate {
                name: moderator.name.clone(),
                known: known.join(", "),
            });
        }
    }
    for (name, _) in &moderation.at {
        if !moderation.moderators.iter().any(|own| own.name == *name) {
            return Err(ModerationError::NoModerator(name.clone()));
        }
    }
    let counts = moderation.moderators.iter().map(|own| {
        let values = moderation.at.iter().filter(|(name, _)| *name == own.name);
        values.count().max(1)
    });
    match counts.fold(1_usize, usize::saturating_mul) {
        settings if settings > SETTINGS_MOST => Err(ModerationError::ManySettings(settings)),
        _ => Ok(()),
    }
}

fn of_part(compared: &Compared, at: usize, part: &Part) -> Result<PartModerated, ModerationError> {
    let moderation = &compared.options.moderation;
    let (network, left_out) = usable(compared, part)?;
    let own = match network.treatment(part.reference_name()) {
        Some(place) => place,
        None => reference(&network, &controls(&compared.data, &compared.choice)),
    };
    let own = network.treatments().get(own).cloned().unwrap_or_default();
    let mut controls = vec![own];
    for node in network.treatments() {
        let of_node = treatments_of(compared, node);
        let control = !of_node.is_empty() && of_node.iter().all(|one| one.control.is_some());
        if control && !controls.contains(node) {
            controls.push(node.clone());
        }
    }
    let mut moderators = Vec::with_capacity(moderation.moderators.len());
    let mut means = Vec::with_capacity(moderation.moderators.len());
    for choice in &moderation.moderators {
        let mut covariate = Covariate {
            name: choice.name.clone(),
            values: values(compared, &network, &choice.name),
            centre: 0.0,
        };
        covariate.centre = covariate.mean().unwrap_or_default();
        means.push(covariate.centre);
        moderators.push(Moderator {
            covariate,
            interaction: interaction(compared, &network, choice, &controls)?,
        });
    }
    let model = Model::RandomEffects(compared.options.tau2);
    let options = RegressionOptions {
        controls: controls.clone(),
        network: compared.options.network(model),
    };
    Ok(PartModerated {
        part: at,
        fit: fit_regression(&network, &moderators, &options)?,
        settings: moderation.settings(&means),
        means,
        controls,
        left_out,
    })
}

/// The trials of a part that have every covariate and hang together with the reference.
fn usable(compared: &Compared, part: &Part) -> Result<(Network, Vec<LeftOut>), ModerationError> {
    let moderators = &compared.options.moderation.moderators;
    let mut left_out = Vec::new();
    for trial in part.network().trials() {
        let reasons: Vec<String> = moderators
            .iter()
            .filter_map(|own| lacking(compared, trial.label(), &own.name))
            .collect();
        if !reasons.is_empty() {
            left_out.push(LeftOut {
                label: trial.label().to_owned(),
                reason: reasons.join("; "),
            });
        }
    }
    let stated = |label: &str| !left_out.iter().any(|left| left.label == label);
    let complete = part.network().restricted(|trial| stated(trial.label()));
    let Some(complete) = complete else {
        let names: Vec<String> = moderators.iter().map(|own| own.name.clone()).collect();
        return Err(ModerationError::NoTrial(names.join(", ")));
    };
    let mut pieces = complete.each_part();
    pieces.sort_by_key(|piece| {
        let has_reference = piece.treatment(part.reference_name()).is_some();
        (!has_reference, std::cmp::Reverse(piece.trials().len()))
    });
    let mut pieces = pieces.into_iter();
    let Some(used) = pieces.next() else {
        return Err(ModerationError::NoTrial(String::new()));
    };
    for piece in pieces {
        left_out.extend(piece.trials().iter().map(|trial| {
            LeftOut {
                label: trial.label().to_owned(),
                reason:
                    "without the trials that lack a moderator, nothing joins it to the reference"
                        .to_owned(),
            }
        }));
    }
    Ok((used, left_out))
}

/// Why a trial lacks a covariate; `None` where it has it.
fn lacking(compared: &Compared, trial: &str, name: &str) -> Option<String> {
    let facts = compared.data.facts.get(trial);
    if facts.is_some_and(|facts| facts.covariates.contains_key(name)) {
        return None;
    }
    let reason = facts.and_then(|facts| facts.lacking.get(name));
    Some(reason.map_or_else(|| format!("does not state {name}"), Clone::clone))
}

/// The values of a covariate in the trials of a network.
fn values(compared: &Compared, network: &Network, name: &str) -> Vec<Option<f64>> {
    let of = |label: &str| {
        compared
            .data
            .facts
            .get(label)?
            .covariates
            .get(name)
            .copied()
    };
    let trials = network.trials().iter();
    trials.map(|trial| of(trial.label())).collect()
}

/// The treatments of the data that a node takes in.
fn treatments_of<'c>(compared: &'c Compared, node: &str) -> Vec<&'c Treatment> {
    let is = |one: &&Treatment| compared.choice.node(one).as_deref() == Some(node);
    compared.data.rows.treatments().filter(is).collect()
}

fn interaction(
    compared: &Compared,
    network: &Network,
    choice: &ModeratorChoice,
    controls: &[String],
) -> Result<Interaction, ModerationError> {
    Ok(match choice.sharing {
        Sharing::Shared => Interaction::Shared,
        Sharing::Independent => Interaction::Independent,
        Sharing::Exchangeable => Interaction::Exchangeable,
        Sharing::ByClass => {
            let mut classes = BTreeMap::new();
            let nodes = network.treatments().iter();
            for node in nodes.filter(|node| !controls.contains(node)) {
                classes.insert(node.clone(), class(compared, node)?);
            }
            Interaction::ByClass(classes)
        }
    })
}

/// The one class of the treatments of a node.
fn class(compared: &Compared, node: &str) -> Result<String, ModerationError> {
    let of_node = treatments_of(compared, node);
    let classes: BTreeSet<&str> = of_node
        .iter()
        .filter_map(|one| one.class.as_deref())
        .collect();
    let found = match classes.into_iter().collect::<Vec<_>>().as_slice() {
        [class] => return Ok((*class).to_owned()),
        [] => "has no class".to_owned(),
        several => format!("is of several classes ({})", several.join(", ")),
    };
    Err(ModerationError::Classes {
        node: node.to_owned(),
        found,
    })
}
