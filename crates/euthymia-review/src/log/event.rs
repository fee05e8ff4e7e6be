//! What can happen to a review.

use serde::{Deserialize, Serialize};

use super::Target;
use crate::{ImportId, RecordId};

/// One thing that happened.
///
/// In the log it is an object with one key, its kind: `{"note":{"text":"…"}}`. A later kind is a
/// further variant; a program that does not know it keeps it as [`Event::Unknown`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The review began. The first event of every log, once; it cannot be undone.
    ReviewCreated(Box<Created>),
    /// The text of `review.toml` is another one.
    ProtocolChanged(Box<ProtocolText>),
    /// A place that is searched.
    SourceAdded(Box<Source>),
    /// A file was taken in.
    Imported(Box<Imported>),
    /// A file no longer counts.
    ImportWithdrawn {
        /// Which.
        import: ImportId,
        /// Why.
        reason: String,
    },
    /// Records are copies of one report.
    RecordsMerged {
        /// At least two different ones.
        records: Vec<RecordId>,
        /// Who or what decided.
        how: How,
    },
    /// Two records are not copies of one report.
    KeptApart {
        /// One.
        a: RecordId,
        /// The other.
        b: RecordId,
    },
    /// Two records are different reports that belong together.
    Linked {
        /// One.
        a: RecordId,
        /// The other.
        b: RecordId,
        /// How they belong together.
        link: Link,
    },
    /// Duplicates were looked for among the records of these files.
    DuplicatesSearched {
        /// The files that counted then.
        imports: Vec<ImportId>,
        /// Name and version of the rule.
        rule: String,
    },
    /// Something earlier no longer counts.
    Undone {
        /// What.
        target: Target,
    },
    /// A field of a record should read differently.
    FieldAmended {
        /// Which record.
        record: RecordId,
        /// Name of the field: `title`, `doi`.
        field: String,
        /// The new value; `None` when the field should be empty.
        value: Option<String>,
    },
    /// A remark.
    Note {
        /// The record it is about, if it is about one.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        record: Option<RecordId>,
        /// The remark.
        text: String,
    },
    /// An event of a kind that a newer version of the program writes. It counts for nothing here.
    #[serde(skip)]
    Unknown(Box<Unknown>),
}

/// The beginning of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Created {
    /// Title.
    pub title: String,
    /// Text of `review.toml` at the beginning.
    pub protocol: String,
}

/// A version of `review.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtocolText {
    /// The whole text.
    pub protocol: String,
}

/// A search: where, when, with which words. A repeated search is a source of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Short name, unique in the review: `embase-2026-03`.
    pub name: String,
    /// What was searched: `Embase`, `ClinicalTrials.gov`, `reference lists`.
    pub database: String,
    /// Through which door: `Ovid`, `embase.com`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub platform: Option<String>,
    /// Day of the search: `2026-03-01`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub searched_on: Option<String>,
    /// The strategy, exactly as it was run.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub strategy: Option<String>,
    /// Who searched.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub searched_by: Option<String>,
    /// Limits that were set, such as languages and years.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limits: Option<String>,
    /// Number of hits that the database reported.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hits_reported: Option<u64>,
}

/// A file that was taken in, and what was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Its name in the review.
    pub import: ImportId,
    /// Short name of the source it came from, if it was said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<String>,
    /// Name of the file as received.
    pub file_name: String,
    /// Format, by its word: `ris`.
    pub format: String,
    /// Encoding of the file: `UTF-8`, `windows-1252`.
    pub encoding: String,
    /// What was said about the columns of a table: `Titel=title; Wer=authors`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub columns: Option<String>,
    /// Records that were cut out.
    pub records: u32,
    /// Stretches that are no record.
    pub broken: u32,
    /// Things in records that were not understood.
    pub problems: u64,
    /// SHA-256 of the bytes of the file, 64 hexadecimal digits.
    pub sha256: String,
}

/// Who or what decided that records are copies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// A rule did.
    Automatic {
        /// Probability that they are copies, with six decimals, from 0 to 1.
        probability: f64,
        /// Name and version of the rule.
        rule: String,
    },
    /// The author of the entry did.
    ByPerson,
}

/// How different reports belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Both report the same study.
    SameStudy,
    /// `a` is a conference abstract, `b` the full paper.
    AbstractOf,
    /// `a` is an erratum for `b`.
    ErratumFor,
    /// `a` is a comment on `b`.
    CommentOn,
    /// `a` retracts `b`.
    RetractionOf,
    /// `a` is a preprint of `b`.
    PreprintOf,
    /// `a` is the registration or the protocol of `b`.
    RegistrationOf,
    /// `a` updates `b`.
    UpdateOf,
    /// `a` is a translation of `b`.
    TranslationOf,
    /// Parts, editions or years under one title.
    PartOfSeries,
    /// Versions of one work.
    OtherVersion,
    /// One work in two places.
    Republished,
}

/// An event of a kind that is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Its kind, if it has one.
    pub kind: Option<String>,
    /// The event as JSON.
    pub json: String,
}

/// An event that may not be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// Fewer than two different records.
    #[error("a merge needs at least two different records")]
    TooFewRecords,
    /// Twice the same record.
    #[error("a record cannot be held against itself")]
    SameRecord,
    /// No probability.
    #[error("a probability lies between 0 and 1")]
    NotAProbability,
    /// A kind that this program does not know.
    #[error("an event of an unknown kind cannot be entered")]
    Unknown,
    /// A review begins once.
    #[error("a review begins only once")]
    SecondBeginning,
}

impl How {
    /// A decision by a rule. The probability is kept with six decimals.
    pub fn automatic(probability: f64, rule: impl Into<String>) -> Self {
        Self::Automatic {
            probability: (probability * 1e6).round() / 1e6,
            rule: rule.into(),
        }
    }
}

impl Event {
    /// Whether it may be entered.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), NotAllowed> {
        match self {
            Self::RecordsMerged { records, how } => {
                let first = records.first();
                if records.iter().all(|record| Some(record) == first) {
                    return Err(NotAllowed::TooFewRecords);
                }
                match how {
                    How::Automatic { probability, .. } if !(0.0..=1.0).contains(probability) => {
                        Err(NotAllowed::NotAProbability)
                    }
                    _ => Ok(()),
                }
            }
            Self::KeptApart { a, b } | Self::Linked { a, b, .. } if a == b => {
                Err(NotAllowed::SameRecord)
            }
            Self::Unknown(_) => Err(NotAllowed::Unknown),
            _ => Ok(()),
        }
    }
}
