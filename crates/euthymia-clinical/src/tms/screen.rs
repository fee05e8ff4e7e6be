//! What to ask before the first pulse. A yes is weighed by a person.

use crate::protocol::file::FromRecord;
use crate::source::{Status, sourced};
use crate::words;
use serde::Deserialize;
use std::sync::OnceLock;

words! {
    /// What a yes means.
    Group {
        /// The source names it as absolute.
        Absolute = "absolute", "absolute in the source";
        /// The source says how it is seen.
        Consideration = "consideration", "to be considered";
        /// A question of the usual questionnaire; a yes is weighed.
        Question = "question", "question, to be weighed";
    }
}

/// A point of the screening.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Identifier.
    pub id: String,
    /// What a yes means.
    pub group: Group,
    /// What is asked about.
    pub name: String,
    /// Its key under `[conditions]` of a patient's record, where that is not the identifier: several
    /// points may ask about one fact.
    #[serde(default)]
    pub condition: Option<String>,
    /// Keys of conditions that imply it: one of them present is a yes.
    #[serde(default)]
    pub also: Vec<String>,
    /// Keys of conditions that may mean it: one of them present is told, and settles nothing.
    #[serde(default)]
    pub perhaps: Vec<String>,
    /// What other part of the record tells it.
    #[serde(default)]
    pub from_record: Option<FromRecord>,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

sourced!(Item);

impl Item {
    /// Its key under `[conditions]` of a patient's record.
    #[must_use]
    pub fn key(&self) -> &str {
        self.condition.as_deref().unwrap_or(&self.id)
    }
}

/// The points with what is said about all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screening {
    #[serde(rename = "schema")]
    _schema: String,
    /// How a yes is meant.
    pub note: String,
    /// The points.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
}

const TEXT: &str = include_str!("../../../../rules/tms/screening.toml");

/// The screening that comes with the program.
#[must_use]
pub fn screening() -> &'static Screening {
    static READ: OnceLock<Screening> = OnceLock::new();
    // A test reads the text, so the default is never met.
    READ.get_or_init(|| toml::from_str(TEXT).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_read_is_never_absolute() {
        let read: Screening = toml::from_str(TEXT).unwrap_or_else(|e| panic!("{e}"));
        let count = |group| read.items.iter().filter(|item| item.group == group).count();
        assert_eq!((count(Group::Absolute), count(Group::Question)), (9, 13));
        let decides = |item: &&Item| item.group == Group::Absolute;
        let mut absolute = read.items.iter().filter(decides);
        assert!(absolute.all(|item| item.status == Status::Confirmed));
        let mut ids: Vec<&str> = read.items.iter().map(|item| item.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), read.items.len());
    }
}
