//! What can happen to a review.

use serde::{Deserialize, Serialize};

use super::{
    Appraised, Extracted, FullText, Ranked, Removal, Round, Screened, Settled, SourceKind, Stage,
    Stopped, Target, Verdict,
};
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
    /// Records were removed before anybody looked at them.
    RemovedBeforeScreening {
        /// Which.
        records: Vec<RecordId>,
        /// Who or what removed them.
        by: Removal,
        /// Why.
        reason: String,
    },
    /// A reviewer decided on a record.
    Screened(Box<Screened>),
    /// A disagreement was settled.
    Settled(Box<Settled>),
    /// A reviewer put a tag on a record or took it away.
    Tagged {
        /// The record.
        record: RecordId,
        /// The tag.
        tag: String,
        /// Whether it is there now.
        on: bool,
    },
    /// Records were drawn to be decided on together.
    RoundDrawn(Box<Round>),
    /// Records are shown in another order.
    Ranked(Box<Ranked>),
    /// Screening ended before every record had been looked at.
    ScreeningStopped(Box<Stopped>),
    /// A full text was taken in.
    FullTextAttached(Box<FullText>),
    /// A full text was asked for.
    FullTextRequested {
        /// A record of the report.
        record: RecordId,
        /// From whom.
        from: String,
    },
    /// A full text cannot be had.
    FullTextNotRetrieved {
        /// A record of the report.
        record: RecordId,
        /// Why.
        reason: String,
    },
    /// A study has a short name, and these are its reports.
    StudyNamed {
        /// Its short name: `zarate2006`.
        study: String,
        /// A record of each of its reports.
        records: Vec<RecordId>,
    },
    /// The text of a form, new or changed.
    FormEntered {
        /// Its name.
        form: String,
        /// Its text.
        text: String,
    },
    /// Somebody took values from the reports of a study.
    Extracted(Box<Extracted>),
    /// The values that count, after what several people took was compared.
    Adjudicated(Box<Extracted>),
    /// Somebody judged a study with a tool.
    Appraised(Box<Appraised>),
    /// The judgement that counts, after what several people judged was compared.
    AppraisalAgreed(Box<Appraised>),
    /// Where an item of a reporting checklist is answered.
    ChecklistAnswered {
        /// The checklist by its word: `prisma2020`.
        checklist: String,
        /// The item: `13d`.
        item: String,
        /// Where, or why it does not apply.
        answer: String,
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
    /// What kind of place it is, where it was said; see [`Source::kind`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<SourceKind>,
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
    /// A decision that leaves open what has to be decided.
    #[error(
        "a full text is included or excluded, and so is what is settled: \"maybe\" is for titles"
    )]
    Maybe,
    /// A reason without an exclusion.
    #[error("a reason is given for an exclusion only")]
    ReasonWithoutExclusion,
    /// A name, a reason or a tag of no letters.
    #[error("{0} is empty")]
    Empty(&'static str),
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
            Self::Screened(own) => check_verdict(
                own.verdict,
                own.stage == Stage::TitleAbstract,
                own.reasons.is_empty(),
            ),
            Self::Settled(own) => check_verdict(own.verdict, false, own.reason.is_none()),
            Self::RemovedBeforeScreening {
                records, reason, ..
            } => {
                filled("the list of records", !records.is_empty())?;
                filled("the reason", !reason.trim().is_empty())
            }
            Self::Tagged { tag, .. } => filled("the tag", !tag.trim().is_empty()),
            Self::RoundDrawn(own) => {
                filled("the name of the round", !own.name.trim().is_empty())?;
                filled("the list of records", !own.records.is_empty())
            }
            Self::FullTextNotRetrieved { reason, .. } => {
                filled("the reason", !reason.trim().is_empty())
            }
            Self::StudyNamed { study, .. } => {
                filled("the name of the study", !study.trim().is_empty())
            }
            _ => Ok(()),
        }
    }
}

fn filled(what: &'static str, is_filled: bool) -> Result<(), NotAllowed> {
    match is_filled {
        true => Ok(()),
        false => Err(NotAllowed::Empty(what)),
    }
}

fn check_verdict(verdict: Verdict, may_be_open: bool, no_reason: bool) -> Result<(), NotAllowed> {
    match verdict {
        Verdict::Maybe if !may_be_open => Err(NotAllowed::Maybe),
        Verdict::Exclude => Ok(()),
        _ if !no_reason => Err(NotAllowed::ReasonWithoutExclusion),
        _ => Ok(()),
    }
}
