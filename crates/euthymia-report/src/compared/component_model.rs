//! What each part of a combination adds, and what combinations would do.

use super::analysis::Compared;
use super::choice::CONTROL;
use super::component_options::Inactive;
use super::error::CompareError;
use euthymia_synthesis::network::component::{
    ComponentError, ComponentFit, Components, Estimate, Selection, additivity, fit_components,
    select_interactions,
};
use euthymia_synthesis::network::{Comparison, FitError, Model, QTest, Relative};
use euthymia_table::nearest;

/// With more components than this, and where combinations are asked for, pairs that nobody tried are
/// predicted on request alone.
pub const COMPONENTS_MOST: usize = 12;

/// What a row of the component model is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComponentKind {
    /// One component.
    Component,
    /// What two components do together beyond their sum.
    Interaction,
    /// A combination that somebody asked for.
    Asked,
    /// A combination that trials tried.
    Combination,
    /// A pair of components that no trial tried together, of which the trials determine the sum.
    Untried,
}

impl ComponentKind {
    /// In words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Component => "component",
            Self::Interaction => "interaction",
            Self::Asked => "asked for",
            Self::Combination => "combination",
            Self::Untried => "never tried together",
        }
    }
}

/// A component, or a sum of components, against the inactive one.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentRow {
    /// What it is.
    pub kind: ComponentKind,
    /// Its components; two for an interaction.
    pub parts: Vec<String>,
    /// Trials with an arm that contains all of them.
    pub trials: usize,
    /// The sum of its components and their interactions; `None` where the trials do not determine it.
    pub estimate: Option<Estimate>,
    /// The estimate of the network, which needs nothing to add up; `None` for what is no node, or not
    /// in one part with the inactive node.
    pub of_network: Option<Comparison>,
    /// What the trials do not determine of it: each a single component that no trial shows the effect
    /// of, or several that no trial tells apart.
    pub undetermined: Vec<Vec<String>>,
}

impl ComponentRow {
    /// Its components joined by `+`, or by `*` for an interaction.
    #[must_use]
    pub fn name(&self) -> String {
        match self.kind {
            ComponentKind::Interaction => self.parts.join("*"),
            _ => self.parts.join("+"),
        }
    }
}

/// A component model of a network, under random effects.
#[derive(Clone, Debug)]
pub struct ComponentModel {
    /// The component that counts as nothing; `None` where none does.
    pub inactive: Option<String>,
    /// The fit.
    pub fit: ComponentFit,
    /// The interactions in the model.
    pub interactions: Vec<(String, String)>,
    /// How interactions were selected, where they were.
    pub selection: Option<Selection>,
    /// Components, interactions, what was asked for, what was tried, pairs that were not.
    pub rows: Vec<ComponentRow>,
    /// Whether effects add up without any interaction: Q of the additive model less Q of the network.
    pub additivity: QTest,
    /// What the interactions of the model leave of it; `None` without one.
    pub left: Option<QTest>,
}

/// Why there is no component model.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoComponents {
    /// No node is made of several components.
    #[error("no node is a combination joined by +: choose nodes by their components")]
    NoCombination,
    /// A component that was named is not there.
    #[error("there is no \"{wanted}\" among the components: {components}{}", did_you_mean(.nearest.as_deref()))]
    NoSuchComponent {
        /// What was named.
        wanted: String,
        /// The components there are.
        components: String,
        /// The one that is spelt most alike.
        nearest: Option<String>,
    },
    /// The labels name no components, or an interaction cannot be.
    #[error(transparent)]
    Components(#[from] ComponentError),
    /// The model cannot be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or(String::new(), |name| format!(". Did you mean \"{name}\"?"))
}

/// Checks that what was asked of components can be answered.
///
/// # Errors
/// [`CompareError::Components`].
pub fn components_asked(compared: &Compared) -> Result<(), CompareError> {
    if compared.options.components.is_asked() {
        component_model(compared)?;
    }
    Ok(())
}

/// The names in the labels of the nodes, each once.
fn names_in(compared: &Compared) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for label in compared.network.treatments() {
        for piece in label.split('+').map(str::trim) {
            if !names.iter().any(|known| known == piece) {
                names.push(piece.to_owned());
            }
        }
    }
    names
}

fn known(wanted: &str, names: &[String]) -> Result<(), NoComponents> {
    if names.iter().any(|name| name == wanted) {
        return Ok(());
    }
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    Err(NoComponents::NoSuchComponent {
        nearest: nearest(&[wanted], &all).map(str::to_owned),
        wanted: wanted.to_owned(),
        components: all.join(", "),
    })
}

/// The component that counts as nothing.
fn inactive(compared: &Compared, names: &[String]) -> Result<Option<String>, NoComponents> {
    match &compared.options.components.inactive {
        Inactive::Nothing => Ok(None),
        Inactive::Named(name) => {
            known(name, names)?;
            Ok(Some(name.clone()))
        }
        Inactive::Usual if names.iter().any(|name| name == CONTROL) => Ok(Some(CONTROL.to_owned())),
        Inactive::Usual => {
            let reference = compared.parts.first().map(|part| part.reference_name());
            let single = |name: &&str| !name.contains('+') && !name.is_empty();
            Ok(reference.filter(single).map(str::to_owned))
        }
    }
}

/// Fits the component model to the whole network, whether or not it is connected.
///
/// # Errors
/// [`NoComponents`].
pub fn component_model(compared: &Compared) -> Result<ComponentModel, NoComponents> {
    let network = &compared.network;
    let asked = &compared.options.components;
    let combined = network.treatments().iter().any(|label| label.contains('+'));
    if !combined && asked.combinations.is_empty() {
        return Err(NoComponents::NoCombination);
    }
    let names = names_in(compared);
    let pairs = asked.interactions.iter();
    let pairs = pairs.flat_map(|(one, other)| [one, other]);
    for wanted in pairs.chain(asked.combinations.iter().flatten()) {
        known(wanted, &names)?;
    }
    let inactive = inactive(compared, &names)?;
    let additive = Components::from_labels(network, "+", inactive.as_deref())?;
    let mut components = additive.clone();
    for (one, other) in &asked.interactions {
        components = components.with_interaction(one, other)?;
    }
    let level = compared.options.level;
    let model = Model::RandomEffects(compared.options.tau2);
    let mut interactions = asked.interactions.clone();
    let (fit, selection) = match asked.select {
        None => (fit_components(network, components, model, level)?, None),
        Some(criterion) => {
            let found = select_interactions(network, components, model, level, criterion)?;
            interactions.extend(found.taken.iter().map(|own| own.components.clone()));
            (found.fit.clone(), Some(found))
        }
    };
    let plain = fit_components(network, additive, Model::CommonEffect, level)?;
    let left = match interactions.is_empty() {
        true => None,
        false => Some(additivity(network, &fit)?),
    };
    let made = Made {
        compared,
        fit: &fit,
        interactions: &interactions,
        inactive: inactive.as_deref(),
        simple: plain.components.names(),
    };
    Ok(ComponentModel {
        additivity: additivity(network, &plain)?,
        rows: made.rows(),
        left,
        inactive,
        interactions,
        selection,
        fit,
    })
}

/// What rows are made from.
struct Made<'a> {
    compared: &'a Compared,
    fit: &'a ComponentFit,
    interactions: &'a [(String, String)],
    inactive: Option<&'a str>,
    /// The components without interactions.
    simple: &'a [String],
}

impl Made<'_> {
    fn rows(&self) -> Vec<ComponentRow> {
        let one = |name: &String| self.row(ComponentKind::Component, vec![name.clone()]);
        let mut rows: Vec<ComponentRow> = self.simple.iter().map(one).collect();
        for (one, other) in self.interactions {
            rows.push(self.row(ComponentKind::Interaction, vec![one.clone(), other.clone()]));
        }
        for parts in &self.compared.options.components.combinations {
            let mut unique: Vec<String> = Vec::with_capacity(parts.len());
            for part in parts {
                if !unique.contains(part) {
                    unique.push(part.clone());
                }
            }
            rows.push(self.row(ComponentKind::Asked, unique));
        }
        for label in self.compared.network.treatments() {
            let parts = pieces(label);
            if self.active(&parts).count() > 1 {
                rows.push(self.row(ComponentKind::Combination, parts));
            }
        }
        let asked = &self.compared.options.components.combinations;
        if self.simple.len() <= COMPONENTS_MOST && asked.is_empty() {
            rows.extend(self.untried());
        }
        rows
    }

    /// Pairs of components that no arm contains, of which the trials determine the sum.
    fn untried(&self) -> Vec<ComponentRow> {
        let mut rows = Vec::new();
        for (i, one) in self.simple.iter().enumerate() {
            for other in self.simple.iter().skip(i + 1) {
                let row = self.row(ComponentKind::Untried, vec![one.clone(), other.clone()]);
                if row.trials == 0 && row.estimate.is_some() {
                    rows.push(row);
                }
            }
        }
        rows
    }

    fn active<'p>(&'p self, parts: &'p [String]) -> impl Iterator<Item = &'p String> {
        parts
            .iter()
            .filter(|part| Some(part.as_str()) != self.inactive)
    }

    fn row(&self, kind: ComponentKind, parts: Vec<String>) -> ComponentRow {
        let names: Vec<String> = match kind {
            ComponentKind::Interaction => vec![parts.join("*")],
            _ => {
                let inside =
                    |(one, other): &&(String, String)| parts.contains(one) && parts.contains(other);
                let joint = self.interactions.iter().filter(inside);
                let joint = joint.map(|(one, other)| format!("{one}*{other}"));
                self.active(&parts).cloned().chain(joint).collect()
            }
        };
        let terms: Vec<(&str, f64)> = names.iter().map(|name| (name.as_str(), 1.0)).collect();
        let estimate = self.fit.sum(&terms);
        let undetermined = match estimate {
            Some(_) => Vec::new(),
            None => self.undetermined(&names),
        };
        ComponentRow {
            trials: self.trials(&parts),
            of_network: match kind {
                ComponentKind::Interaction => None,
                _ => self.of_network(&parts),
            },
            estimate,
            undetermined,
            kind,
            parts,
        }
    }

    /// Trials with an arm that contains all of `parts`.
    fn trials(&self, parts: &[String]) -> usize {
        let labels = self.compared.network.treatments();
        let contains = |label: &String| {
            let own = pieces(label);
            parts.iter().all(|part| own.contains(part))
        };
        let holds: Vec<bool> = labels.iter().map(contains).collect();
        let trials = self.compared.network.trials().iter();
        trials
            .filter(|trial| {
                let mut arms = trial.arms().iter();
                arms.any(|arm| holds.get(*arm).copied().unwrap_or_default())
            })
            .count()
    }

    /// What the network says of a node of exactly these parts against the inactive one.
    fn of_network(&self, parts: &[String]) -> Option<Comparison> {
        let inactive = self.inactive?;
        let same = |label: &String| {
            let own = pieces(label);
            own.len() == parts.len() && parts.iter().all(|part| own.contains(part))
        };
        self.compared.parts.iter().find_map(|part| {
            let place = part.network().treatments().iter().position(same)?;
            let against = part.network().treatment(inactive)?;
            (place != against)
                .then(|| Relative::compare(&part.random, place, against))
                .flatten()
        })
    }

    /// Which sums without evidence a sum of `names` hangs on.
    fn undetermined(&self, names: &[String]) -> Vec<Vec<String>> {
        let bears = |components: &[(String, f64)]| {
            let along = components.iter().filter(|(name, _)| names.contains(name));
            along.map(|(_, coefficient)| coefficient).sum::<f64>() != 0.0
        };
        let aliases = self.fit.aliases.iter();
        aliases
            .filter(|alias| bears(&alias.components))
            .map(|alias| {
                let components = alias.components.iter();
                components.map(|(name, _)| name.clone()).collect()
            })
            .collect()
    }
}

fn pieces(label: &str) -> Vec<String> {
    label
        .split('+')
        .map(|piece| piece.trim().to_owned())
        .collect()
}
