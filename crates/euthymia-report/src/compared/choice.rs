//! Which treatments count as one node of the network: a choice that is named, saved and shown.

use super::data::Treatment;
use std::fmt;

/// How finely treatments are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// As the data name them.
    #[default]
    Treatment,
    /// By the groups in which reports show them.
    Group,
    /// By broad class.
    Class,
    /// By what they consist of, joined by `+`, for models of components.
    Components,
}

/// Whether controls are one node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Controls {
    /// All controls, whatever their kind, are one node.
    #[default]
    Merged,
    /// One node for each kind: inert placebo, active placebo, sham, waiting list …
    ByKind,
    /// As the data name them.
    Apart,
}

/// Whether doses are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Doses {
    /// One node whatever the dose.
    #[default]
    Merged,
    /// One node for each treatment and dose; a treatment without a stated dose keeps its name.
    Apart,
}

/// A choice of nodes.
///
/// # Example
/// ```
/// use euthymia_report::compared::{Controls, Doses, NodeChoice, Treatment};
/// let sham = Treatment { id: "sham_tms".into(), control: Some("sham".into()), ..Treatment::default() };
/// let choice = NodeChoice { controls: Controls::Merged, ..NodeChoice::named("one control") };
/// assert_eq!(choice.node(&sham).as_deref(), Some("control"));
/// let choice = NodeChoice { controls: Controls::ByKind, ..choice };
/// assert_eq!(choice.node(&sham).as_deref(), Some("sham"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeChoice {
    /// What it is called, in tables that show several side by side.
    pub name: String,
    /// How finely treatments that are no controls are told apart.
    pub level: Level,
    /// Whether controls are one node.
    pub controls: Controls,
    /// Whether doses are told apart.
    pub doses: Doses,
    /// Days after the start within which outcomes count, first and last; `None` for any.
    pub days: Option<(f64, f64)>,
    /// Nodes made by hand: a name, and the treatments (by identifier, or by the node they would be)
    /// that it takes in. These come before every other rule.
    pub merge: Vec<(String, Vec<String>)>,
    /// Treatments or nodes to leave out.
    pub drop: Vec<String>,
}

/// The node of all controls together.
pub const CONTROL: &str = "control";

impl NodeChoice {
    /// The choice that merges controls and doses and tells treatments apart as the data do.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// The node of a treatment; `None` for one that the choice leaves out.
    #[must_use]
    pub fn node(&self, treatment: &Treatment) -> Option<String> {
        let own = self.by_rule(treatment);
        let is = |word: &String| *word == own || *word == treatment.id;
        let by_hand = self.merge.iter().find(|(_, taken)| taken.iter().any(is));
        let node = by_hand.map_or(own.clone(), |(name, _)| name.clone());
        let dropped = self.drop.iter().any(|word| is(word) || *word == node);
        (!dropped).then_some(node)
    }

    /// The node that level, controls and doses make.
    fn by_rule(&self, treatment: &Treatment) -> String {
        if self.level == Level::Components {
            return self.components(treatment);
        }
        match (&treatment.control, self.controls) {
            (Some(_), Controls::Merged) => return CONTROL.to_owned(),
            (Some(kind), Controls::ByKind) => return kind.clone(),
            (Some(_), Controls::Apart) => return treatment.id.clone(),
            (None, _) => {}
        }
        let name = match self.level {
            Level::Treatment | Level::Components => None,
            Level::Group => treatment.group.clone(),
            Level::Class => treatment.class.clone(),
        };
        let name = name.unwrap_or_else(|| treatment.id.clone());
        match (self.doses, &treatment.dose) {
            (Doses::Apart, Some(dose)) => format!("{name} {dose}"),
            _ => name,
        }
    }
}

impl NodeChoice {
    /// What a treatment consists of, joined by `+`; a control that consists of nothing else is the
    /// control, and controls that are told apart are a component themselves.
    fn components(&self, treatment: &Treatment) -> String {
        let mut parts = treatment.components.clone();
        match (&treatment.control, self.controls) {
            (Some(_), Controls::Merged) if parts.is_empty() => parts.push(CONTROL.to_owned()),
            (Some(kind), Controls::ByKind) => parts.push(kind.clone()),
            (Some(_), Controls::Apart) => parts.push(treatment.id.clone()),
            (None, _) if parts.is_empty() => parts.push(treatment.id.clone()),
            _ => {}
        }
        parts.sort();
        parts.dedup();
        parts.join("+")
    }
}

/// The choice in a sentence without its name.
impl fmt::Display for NodeChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.level {
            Level::Treatment => "treatments as named",
            Level::Group => "treatments by report group",
            Level::Class => "treatments by class",
            Level::Components => "treatments by their components",
        })?;
        f.write_str(match self.controls {
            Controls::Merged => "; all controls one node",
            Controls::ByKind => "; one node for each kind of control",
            Controls::Apart => "; every control apart",
        })?;
        f.write_str(match self.doses {
            Doses::Merged => "; doses merged",
            Doses::Apart => "; doses apart",
        })?;
        if let Some((first, last)) = self.days {
            match (first.is_finite(), last.is_finite()) {
                (true, true) => write!(f, "; days {first} to {last}")?,
                (true, false) => write!(f, "; from day {first}")?,
                (false, true) => write!(f, "; to day {last}")?,
                (false, false) => {}
            }
        }
        for (name, taken) in &self.merge {
            write!(f, "; {name} = {}", taken.join(" + "))?;
        }
        match self.drop.as_slice() {
            [] => Ok(()),
            dropped => write!(f, "; without {}", dropped.join(", ")),
        }
    }
}
