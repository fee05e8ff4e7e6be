//! What is got and taken from reports: full texts, studies, values and judgements.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::RecordId;

/// A file with the full text of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FullText {
    /// A record of the report.
    pub record: RecordId,
    /// Name of the file as received.
    pub file_name: String,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Pages, where they could be counted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pages: Option<u32>,
}

/// A value that somebody took from a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The value as it was entered; `None` for "the report does not say".
    pub value: Option<String>,
    /// Its unit, where the form asks for one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
    /// Where in the report it stands: `Table 2, p. 5`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub locator: Option<String>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
}

/// What one person took from the reports of a study with one form. A later one of the same person
/// replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extracted {
    /// Short name of the study.
    pub study: String,
    /// Name of the form.
    pub form: String,
    /// Version of the form: the first 16 hexadecimal digits of the SHA-256 of its text.
    pub version: String,
    /// Values by their place in the form: `arms/ketamine/n_randomised`.
    pub cells: BTreeMap<String, Cell>,
}

/// An answer to a question of a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The answer by its word: `probably_yes`.
    pub answer: String,
    /// What supports it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub support: Option<String>,
}

/// What one person judged of a study, or of one result of it, with one tool. A later one of the
/// same person replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appraised {
    /// Short name of the study.
    pub study: String,
    /// The outcome that is judged; `None` where the tool judges the study as a whole.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub outcome: Option<String>,
    /// The tool by its word: `rob2`.
    pub tool: String,
    /// Version of the tool.
    pub version: String,
    /// Answers by the number of the question: `2.1`.
    pub answers: BTreeMap<String, Answer>,
    /// Judgements by domain where the person departs from what the answers lead to, with why.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub judgements: BTreeMap<String, Answer>,
}
