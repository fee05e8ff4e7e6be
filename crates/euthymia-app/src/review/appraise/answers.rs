//! Answers to the questions of a tool, read from a file.

use crate::error::AppError;
use euthymia_appraisal::{Given, Tool};
use euthymia_review::log::Answer;
use euthymia_table::{Diagnostic, Problems, ReadOptions, cannot_read, read_path};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Findings listed before they are only counted.
const FINDINGS_MAX: usize = 20;

/// What a person says of a study.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appraisal {
    /// Answers by the number of the question.
    pub answers: BTreeMap<String, Answer>,
    /// Judgements by domain where the person departs from what the answers lead to, with why.
    pub judgements: BTreeMap<String, Answer>,
    /// Version of the tool that the file was written for, if it says so.
    pub version: Option<String>,
}

impl Appraisal {
    /// The words alone.
    #[must_use]
    pub fn given(&self) -> Given {
        let words = |own: &BTreeMap<String, Answer>| {
            let pairs = own.iter();
            pairs
                .map(|(id, own)| (id.clone(), own.answer.clone()))
                .collect()
        };
        Given {
            answers: words(&self.answers),
            judgements: words(&self.judgements),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    tool: Option<String>,
    #[serde(default)]
    version: Option<String>,
    #[serde(default)]
    answers: BTreeMap<String, Said>,
    #[serde(default)]
    judgements: BTreeMap<String, Judged>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    #[serde(default)]
    answer: String,
    #[serde(default)]
    support: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    #[serde(default)]
    judgement: String,
    #[serde(default)]
    why: String,
}

/// Reads a file of answers: TOML as the template has it, or a table with the columns question,
/// answer and support, in which `domain 1` and `overall` in the first column are judgements. An
/// empty answer is none.
///
/// # Errors
/// [`AppError::Input`] with every finding: a file for another tool, a question twice, a file that is
/// neither.
pub fn read_answers(path: &Path, tool: &Tool) -> Result<Appraisal, AppError> {
    let is_toml = path
        .extension()
        .is_some_and(|own| own.eq_ignore_ascii_case("toml"));
    match is_toml {
        true => from_toml(path, tool),
        false => from_table(path),
    }
}

fn from_toml(path: &Path, tool: &Tool) -> Result<Appraisal, AppError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| cannot_read(&name, &error))?;
    let file: File = toml::from_str(&text).map_err(|error| {
        Diagnostic::error(name.as_str(), error.to_string()).with_help(format!(
            "euthymia review appraise --template {} prints a file to fill in.",
            tool.id
        ))
    })?;
    if let Some(other) = file.tool.filter(|own| *own != tool.id) {
        let finding = Diagnostic::error(name.as_str(), "the answers are for another tool")
            .with_found(other)
            .with_help(format!("The tool that was asked for is {}.", tool.id));
        return Err(finding.into());
    }
    let answers = file.answers.into_iter();
    let judgements = file.judgements.into_iter();
    Ok(Appraisal {
        answers: answers
            .filter_map(|(id, own)| Some((id, said(&own.answer, &own.support)?)))
            .collect(),
        judgements: judgements
            .filter_map(|(id, own)| Some((id, said(&own.judgement, &own.why)?)))
            .collect(),
        version: file.version,
    })
}

fn from_table(path: &Path) -> Result<Appraisal, AppError> {
    let table = read_path(path, &ReadOptions::default())?;
    let question = table.column(&["question", "item", "domain"])?;
    let answer = table.column(&["answer", "judgement"])?;
    let support = table.find_column(&["support", "why", "note"])?;
    let mut problems = Problems::new(FINDINGS_MAX);
    let mut read = Appraisal::default();
    for row in 0..table.row_count() {
        let cell = question.cell(row);
        let Some(id) = problems.keep(cell.required_text()) else {
            continue;
        };
        let why = support.and_then(|column| column.cell(row).text());
        let words = answer.cell(row).text().unwrap_or_default();
        let Some(own) = said(words, why.unwrap_or_default()) else {
            continue;
        };
        let domain = match id {
            Tool::OVERALL => Some(Tool::OVERALL),
            other => other.strip_prefix("domain ").map(str::trim),
        };
        let before = match domain {
            Some(domain) => read.judgements.insert(domain.to_owned(), own),
            None => read.answers.insert(id.to_owned(), own),
        };
        if before.is_some() {
            problems.add(cell.error("this is answered twice").with_help("Keep one."));
        }
    }
    Ok(problems.into_result(read)?)
}

/// An answer with its support; `None` where nothing was answered.
pub(super) fn said(answer: &str, support: &str) -> Option<Answer> {
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Some(Answer {
        answer: filled(answer)?,
        support: filled(support),
    })
}
