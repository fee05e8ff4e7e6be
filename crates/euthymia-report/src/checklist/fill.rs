//! A checklist held against what is known.

use super::{Checklist, Fact, Item, Known, Need};
use std::collections::BTreeSet;

/// An item with its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled<'a> {
    /// The item.
    pub item: &'a Item,
    /// Whether the report answers it.
    pub state: State,
}

/// Whether a report answers an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Everything the item needs is said.
    Answered {
        /// The section where the first of it is said.
        section: String,
        /// What is said.
        text: String,
    },
    /// Some of it is said.
    Partly {
        /// The section where the first of it is said.
        section: String,
        /// What is said.
        text: String,
        /// What must be written besides.
        add: Vec<String>,
    },
    /// Nothing of it is said.
    Missing {
        /// What must be written.
        add: Vec<String>,
    },
    /// It does not arise.
    NotApplicable {
        /// Why.
        why: String,
    },
}

impl State {
    /// The state in words.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Self::Answered { .. } => "answered",
            Self::Partly { .. } => "partly",
            Self::Missing { .. } => "MISSING",
            Self::NotApplicable { .. } => "not applicable",
        }
    }

    /// What must still be written.
    #[must_use]
    pub fn add(&self) -> &[String] {
        match self {
            Self::Partly { add, .. } | Self::Missing { add } => add,
            Self::Answered { .. } | Self::NotApplicable { .. } => &[],
        }
    }

    /// The section where the answer stands.
    #[must_use]
    pub fn section(&self) -> Option<&str> {
        match self {
            Self::Answered { section, .. } | Self::Partly { section, .. } => Some(section),
            Self::Missing { .. } | Self::NotApplicable { .. } => None,
        }
    }
}

/// How many items are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Answered.
    pub answered: usize,
    /// Answered in part.
    pub partly: usize,
    /// Missing.
    pub missing: usize,
    /// Not applicable.
    pub not_applicable: usize,
}

impl Counts {
    /// Counts the states of a filled checklist.
    #[must_use]
    pub fn of(filled: &[Filled<'_>]) -> Self {
        let mut counts = Self::default();
        for item in filled {
            match item.state {
                State::Answered { .. } => counts.answered += 1,
                State::Partly { .. } => counts.partly += 1,
                State::Missing { .. } => counts.missing += 1,
                State::NotApplicable { .. } => counts.not_applicable += 1,
            }
        }
        counts
    }

    /// All items.
    #[must_use]
    pub fn all(&self) -> usize {
        self.answered + self.partly + self.missing + self.not_applicable
    }
}

/// Holds a checklist against what is known: one state for each item, in order.
///
/// An item is answered where every fact it needs is said, partly where some are, and missing where
/// none is. A fact that does not arise is not needed; an item of which nothing arises, or which says
/// itself when it does not, is not applicable. A fact of blanks alone is not said.
///
/// # Example
/// ```
/// use euthymia_report::checklist::{Checklist, Fact, Facts, State, fill};
/// let facts = Facts { setting: Fact::said("methods", "One clinic."), ..Facts::default() };
/// let filled = fill(Checklist::strobe(), &facts);
/// let setting = filled.iter().find(|filled| filled.item.number == "5").unwrap();
/// assert!(matches!(&setting.state, State::Partly { add, .. } if add.len() == 2));
/// ```
#[must_use]
pub fn fill<'a>(checklist: &'a Checklist, facts: &impl Known) -> Vec<Filled<'a>> {
    let filled = |item: &'a Item| Filled {
        item,
        state: state(item, facts),
    };
    checklist.items.iter().map(filled).collect()
}

fn state(item: &Item, facts: &impl Known) -> State {
    let mut said: Vec<(&str, &str)> = Vec::new();
    let mut reasons: Vec<&str> = Vec::new();
    let mut open: Vec<&Need> = Vec::new();
    for need in &item.needs {
        match facts.fact(&need.fact) {
            Some(Fact::Said { section, text }) if !text.trim().is_empty() => {
                said.push((section, text.trim()));
            }
            Some(Fact::NotApplicable { why }) => reasons.push(why),
            Some(Fact::Said { .. }) | None => open.push(need),
        }
    }
    let add: Vec<String> = open.iter().map(|need| need.add.clone()).collect();
    match (said.first(), add.is_empty()) {
        (Some((section, _)), true) => State::Answered {
            section: (*section).to_owned(),
            text: joined(said.iter().map(|(_, text)| *text)),
        },
        (Some((section, _)), false) => State::Partly {
            section: (*section).to_owned(),
            text: joined(said.iter().map(|(_, text)| *text)),
            add,
        },
        (None, true) => State::NotApplicable {
            why: joined(reasons.into_iter()),
        },
        (None, false) => unsaid(item, reasons.is_empty(), add),
    }
}

/// Nothing is said: missing, unless the item itself says when it does not arise.
fn unsaid(item: &Item, untouched: bool, add: Vec<String>) -> State {
    match &item.not_applicable {
        Some(why) if untouched => State::NotApplicable { why: why.clone() },
        _ => State::Missing { add },
    }
}

/// Sentences one after another, each once.
fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut seen = BTreeSet::new();
    let texts: Vec<&str> = texts.filter(|text| seen.insert(*text)).collect();
    texts.join(" ")
}
