//! What to ask before the first pulse. A yes is weighed by a person.

use crate::bundled::bundled;
use crate::protocol::file::FromRecord;
use crate::source::{Status, sourced};
use crate::words;
use serde::Deserialize;
use std::sync::LazyLock;

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
    /// Its key under `[conditions]` of a patient's record.
    pub condition: String,
    /// What a yes means.
    pub group: Group,
    /// What is asked about.
    pub name: String,
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

/// The points with what is said about all of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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

/// The screening that comes with the program.
#[must_use]
pub fn screening() -> &'static Screening {
    static READ: LazyLock<Screening> = bundled!("rules/tms/screening.toml");
    &READ
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_read_is_never_absolute() {
        let read = screening();
        let count = |group| read.items.iter().filter(|item| item.group == group).count();
        assert_eq!((count(Group::Absolute), count(Group::Question)), (9, 13));
        let decides = |item: &&Item| item.group == Group::Absolute;
        let mut absolute = read.items.iter().filter(decides);
        assert!(absolute.all(|item| item.status == Status::Confirmed));
        let asked = read.items.iter();
        let mut asked: Vec<(&str, Group)> = asked
            .map(|item| (item.condition.as_str(), item.group))
            .collect();
        asked.sort_unstable();
        asked.dedup();
        assert_eq!(asked.len(), read.items.len());
    }
}
