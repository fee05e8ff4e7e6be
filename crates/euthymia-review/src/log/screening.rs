//! What people decide of records: at which stage, which way, and why.

use serde::{Deserialize, Deserializer, Serialize};

use crate::RecordId;

/// How closely a report is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// By title and abstract.
    TitleAbstract,
    /// By the full text.
    FullText,
}

impl Stage {
    /// The stage for people: `title and abstract`, `full text`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Stage::TitleAbstract => "title and abstract",
            Stage::FullText => "full text",
        }
    }
}

/// Which way a decision goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It may answer the question.
    Include,
    /// It cannot be said from the title and abstract: the full text must be looked at.
    Maybe,
    /// It does not answer the question.
    Exclude,
}

impl Verdict {
    /// The decision for people and tables: `include`, `maybe`, `exclude`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Include => "include",
            Verdict::Maybe => "maybe",
            Verdict::Exclude => "exclude",
        }
    }
}

/// One reviewer's decision on one record. A later one of the same reviewer replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screened {
    /// The record.
    pub record: RecordId,
    /// The stage.
    pub stage: Stage,
    /// The decision.
    pub verdict: Verdict,
    /// Reasons for exclusion by their short names in `review.toml`; the first is the one that is
    /// reported.
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        default,
        deserialize_with = "few"
    )]
    pub reasons: Vec<String>,
    /// Seconds that the record was on the screen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seconds: Option<u32>,
}

/// Reads a list that is short as a rule, without room for more than it holds.
fn few<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let mut list = Vec::<String>::deserialize(from)?;
    list.shrink_to_fit();
    Ok(list)
}

/// What reviewers who had decided differently agreed on, or what a third person decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The record.
    pub record: RecordId,
    /// The stage.
    pub stage: Stage,
    /// The decision.
    pub verdict: Verdict,
    /// The reason for exclusion by its short name in `review.toml`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// Who took part besides the author of the entry.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub with: Vec<String>,
}

/// What a drawn set of records is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// All reviewers decide on them, to see whether they mean the same.
    Pilot,
    /// A random sample of what was left, to estimate what was missed.
    Sample,
}

/// Records that were drawn to be decided on together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Short name, unique in the review: `pilot-1`.
    pub name: String,
    /// The stage.
    pub stage: Stage,
    /// What for.
    pub purpose: Purpose,
    /// The records, in the order in which they were drawn.
    pub records: Vec<RecordId>,
    /// Seed of the draw.
    pub seed: u64,
}

/// Screening ended before every record had been looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// The stage.
    pub stage: Stage,
    /// The rule that said so, with its settings.
    pub rule: String,
    /// What the rule claims, and what it assumes.
    pub statement: String,
}

/// The order in which records are shown, so that it can be made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// The stage.
    pub stage: Stage,
    /// The model and its settings.
    pub model: String,
    /// Seed of what is drawn at random.
    pub seed: u64,
    /// Texts outside the records that count as included from the beginning, such as a study that
    /// is known or the criteria in words.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub known: Vec<String>,
}

/// Who or what removed records before anybody looked at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Removal {
    /// A program marked them as ineligible.
    Automation,
    /// Another reason.
    Other,
}
