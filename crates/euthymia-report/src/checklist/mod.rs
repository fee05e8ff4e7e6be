//! Reporting checklists: what a report must say, held against what is known.
//!
//! A [`Checklist`] is a data file of items, each with the facts it needs; [`fill`] holds it against
//! [`Facts`], so that what a spreadsheet cannot know is shown as missing with what must be written.
//! [`section`] makes a section of a document from the result. Items are worded here, not quoted.
//!
//! **Invariant:** whether something is said is decided, never whether it is good.

mod facts;
mod fill;
mod view;

pub use facts::{Fact, Facts, Known};
pub use fill::{Counts, Filled, State, fill};
pub use view::{section, to_write, view};

use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// A reporting checklist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    #[serde(rename = "schema")]
    _schema: String,
    /// Identifier.
    pub id: String,
    /// Short name.
    pub name: String,
    /// What it is and what it is used for.
    pub title: String,
    /// Where it is published.
    pub source: String,
    /// Digital object identifier of the source, where it has one.
    #[serde(default)]
    pub doi: Option<String>,
    /// Whose the wording is.
    pub licence: String,
    /// What a reader of the filled list must know.
    pub note: String,
    /// Its items in order.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
}

/// An item of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its number in the source, such as `12c`.
    pub number: String,
    /// Which part of a report it is about.
    pub section: String,
    /// Its topic.
    pub topic: String,
    /// What it asks for, in our words.
    pub asks: String,
    /// The facts that answer it.
    pub needs: Vec<Need>,
    /// Why it does not arise in a series that says nothing about it; `None` where it always does.
    #[serde(default)]
    pub not_applicable: Option<String>,
}

/// A fact that an item needs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Its name among [`Facts::NAMES`], or the number of the item.
    pub fact: String,
    /// What the author must write where it is missing.
    pub add: String,
}

/// Why a checklist cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChecklistError {
    /// It is not of the expected form.
    #[error("the checklist cannot be read: {0}")]
    Form(String),
    /// It has no items.
    #[error("the checklist has no items")]
    Empty,
    /// A number is used twice.
    #[error("item {0} is there twice")]
    Twice(String),
    /// An item needs nothing, so that it could never be missing.
    #[error("item {0} needs no fact")]
    NeedsNothing(String),
    /// An item needs a fact that nobody can fill.
    #[error("item {item} needs \"{fact}\", which is no fact")]
    UnknownFact {
        /// Which item.
        item: String,
        /// What it asks for.
        fact: String,
    },
}

impl Checklist {
    /// Reads a checklist from its file's text.
    ///
    /// # Errors
    /// [`ChecklistError`] where the form is wrong, a number is there twice, or an item needs no fact
    /// or an unknown one.
    pub fn read(text: &str) -> Result<Self, ChecklistError> {
        let list = Self::read_form(text)?;
        for item in &list.items {
            let unknown = |need: &&Need| !Facts::NAMES.contains(&need.fact.as_str());
            if let Some(need) = item.needs.iter().find(unknown) {
                return Err(ChecklistError::UnknownFact {
                    item: item.number.clone(),
                    fact: need.fact.clone(),
                });
            }
        }
        Ok(list)
    }

    /// Reads a checklist of which every item needs the fact of its own number.
    ///
    /// # Errors
    /// [`ChecklistError`] where the form is wrong, a number is there twice, or an item needs
    /// another fact.
    pub fn read_numbered(text: &str) -> Result<Self, ChecklistError> {
        let list = Self::read_form(text)?;
        for item in &list.items {
            let other = |need: &&Need| need.fact != item.number;
            if let Some(need) = item.needs.iter().find(other) {
                return Err(ChecklistError::UnknownFact {
                    item: item.number.clone(),
                    fact: need.fact.clone(),
                });
            }
        }
        Ok(list)
    }

    fn read_form(text: &str) -> Result<Self, ChecklistError> {
        let list: Self =
            toml::from_str(text).map_err(|error| ChecklistError::Form(error.to_string()))?;
        if list.items.is_empty() {
            return Err(ChecklistError::Empty);
        }
        let mut numbers = BTreeSet::new();
        for item in &list.items {
            let number = || item.number.clone();
            if !numbers.insert(&item.number) {
                return Err(ChecklistError::Twice(number()));
            }
            if item.needs.is_empty() {
                return Err(ChecklistError::NeedsNothing(number()));
            }
        }
        Ok(list)
    }

    /// STROBE: observational studies, 22 items with their parts.
    #[must_use]
    pub fn strobe() -> &'static Self {
        static READ: OnceLock<Checklist> = OnceLock::new();
        once(&READ, include_str!("../../checklists/strobe.toml"))
    }

    /// CARE: case reports, 13 topics.
    #[must_use]
    pub fn care() -> &'static Self {
        static READ: OnceLock<Checklist> = OnceLock::new();
        once(&READ, include_str!("../../checklists/care.toml"))
    }

    /// JBI: critical appraisal of a case series, 10 questions.
    #[must_use]
    pub fn jbi() -> &'static Self {
        static READ: OnceLock<Checklist> = OnceLock::new();
        once(&READ, include_str!("../../checklists/jbi.toml"))
    }

    /// The statements on ethics, interests and openness that medical journals ask for, 6 topics.
    #[must_use]
    pub fn statements() -> &'static Self {
        static READ: OnceLock<Checklist> = OnceLock::new();
        once(&READ, include_str!("../../checklists/statements.toml"))
    }

    /// PRISMA 2020: systematic reviews, 27 items with their parts.
    #[must_use]
    pub fn prisma2020() -> &'static Self {
        static READ: OnceLock<Checklist> = OnceLock::new();
        once_numbered(&READ, include_str!("../../checklists/prisma2020.toml"))
    }

    /// PRISMA 2020 for abstracts, 12 items.
    #[must_use]
    pub fn prisma2020_abstract() -> &'static Self {
        static READ: OnceLock<Checklist> = OnceLock::new();
        let text = include_str!("../../checklists/prisma2020_abstract.toml");
        once_numbered(&READ, text)
    }

    /// PRISMA-S: searches of the literature, 16 items.
    #[must_use]
    pub fn prisma_s() -> &'static Self {
        static READ: OnceLock<Checklist> = OnceLock::new();
        once_numbered(&READ, include_str!("../../checklists/prisma_s.toml"))
    }

    /// The bundled checklists that a systematic review is held against. Their facts are called by
    /// the numbers of the items.
    #[must_use]
    pub fn of_reviews() -> [&'static Self; 3] {
        [
            Self::prisma2020(),
            Self::prisma2020_abstract(),
            Self::prisma_s(),
        ]
    }

    /// The bundled checklists that a case series is held against.
    #[must_use]
    pub fn bundled() -> [&'static Self; 4] {
        [
            Self::strobe(),
            Self::jbi(),
            Self::care(),
            Self::statements(),
        ]
    }
}

/// A bundled file; that each of them can be read is tested.
fn once(read: &'static OnceLock<Checklist>, text: &str) -> &'static Checklist {
    read.get_or_init(|| Checklist::read(text).unwrap_or_default())
}

/// The same for a file whose items need facts of their own numbers.
fn once_numbered(read: &'static OnceLock<Checklist>, text: &str) -> &'static Checklist {
    read.get_or_init(|| Checklist::read_numbered(text).unwrap_or_default())
}
