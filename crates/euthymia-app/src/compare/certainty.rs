//! How certain estimates are, in words: rules, and what people judged.

use super::words;
use crate::error::AppError;
use euthymia_report::compared::{CertaintyOptions, Choice, Judged, ReportingOf};
use euthymia_synthesis::network::certainty::{
    Concern, Confidence, Domain, Related, Reporting, WeighingRule,
};
use euthymia_table::{Problems, ReadOptions, Table, read_path};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The rules of certainty in words, and the files with what people found.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct CertaintySettings {
    /// `average`, `majority` or `worst`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_study_bias: Option<String>,
    /// `average`, `majority` or `worst`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indirectness: Option<String>,
    /// `one-by-one` or `worst`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related: Option<String>,
    /// Of every comparison: `undetected`, `suspected`, `no`, `some` or `major`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporting_bias: Option<String>,
    /// A CSV file with reporting bias of single comparisons, relative to the saved analysis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporting_file: Option<PathBuf>,
    /// A CSV file with appraisals of trials, relative to the saved analysis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appraisals: Option<PathBuf>,
}

/// What a person judged of one comparison in the place of a rule.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct JudgementSettings {
    /// One node.
    pub treatment: String,
    /// The other.
    pub reference: String,
    /// One of the six domains, such as `imprecision`, or `overall`.
    pub domain: String,
    /// `no`, `some` or `major`; for `overall` `high`, `moderate`, `low` or `very low`.
    pub judgement: String,
    /// Why.
    pub reason: String,
}

impl CertaintySettings {
    /// True where nothing was said.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The rules in the terms of the analysis, with what `judged` puts in their place.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that is none of the choices, and for a judgement without a reason.
    pub fn options(&self, judged: &[JudgementSettings]) -> Result<CertaintyOptions, AppError> {
        let reporting = match self.reporting_bias.as_deref() {
            None => Reporting::NotAssessed,
            Some(word) => reporting(word).ok_or_else(|| {
                AppError::Usage(format!(
                    "reporting bias \"{word}\" is none; use {REPORTING}, or name a CSV file"
                ))
            })?,
        };
        Ok(CertaintyOptions {
            within_study_bias: weighing("within-study bias", self.within_study_bias.as_deref())?,
            indirectness: weighing("indirectness", self.indirectness.as_deref())?,
            related: related(self.related.as_deref())?,
            reporting_everywhere: reporting,
            reporting: Vec::new(),
            judged: judged
                .iter()
                .map(JudgementSettings::judged)
                .collect::<Result<_, _>>()?,
        })
    }

    /// The files that are named, to be changed.
    pub(super) fn files(&mut self) -> [&mut Option<PathBuf>; 2] {
        [&mut self.reporting_file, &mut self.appraisals]
    }
}

/// The words of reporting bias.
pub const REPORTING: &str = "undetected, suspected, no, some or major";

/// Reads a word of reporting bias; `None` for another.
#[must_use]
pub fn reporting(word: &str) -> Option<Reporting> {
    match plain(word).as_str() {
        "undetected" => Some(Reporting::Undetected),
        "suspected" => Some(Reporting::Suspected),
        other => concern(other).map(Reporting::Graded),
    }
}

/// Reads reporting bias of single comparisons: columns treatment, reference, judgement.
///
/// # Errors
/// [`AppError::Input`] with every finding.
pub(super) fn reporting_file(
    path: &Path,
    options: &ReadOptions,
) -> Result<Vec<ReportingOf>, AppError> {
    let table = read_path(path, options)?;
    let mut problems = Problems::new(20);
    let rows = reporting_rows(&table, &mut problems)?;
    Ok(problems.into_result(rows)?)
}

fn reporting_rows(table: &Table, problems: &mut Problems) -> Result<Vec<ReportingOf>, AppError> {
    let one = table.column(&["treatment", "treatment1", "treat1"])?;
    let other = table.column(&["reference", "treatment2", "treat2", "against"])?;
    let judgement = table.column(&["judgement", "reporting_bias"])?;
    let mut rows = Vec::with_capacity(table.row_count());
    for row in 0..table.row_count() {
        let cell = judgement.cell(row);
        let said = cell.required_text().and_then(|text| {
            reporting(text).ok_or_else(|| {
                cell.error("not a judgement of reporting bias")
                    .with_help(format!("Write {REPORTING}."))
            })
        });
        let found = (
            problems.keep(one.cell(row).required_text()),
            problems.keep(other.cell(row).required_text()),
            problems.keep(said),
        );
        if let (Some(treatment), Some(reference), Some(said)) = found {
            rows.push(ReportingOf {
                treatment: treatment.to_owned(),
                reference: reference.to_owned(),
                said,
            });
        }
    }
    Ok(rows)
}

/// Small letters, words joined by one hyphen.
fn plain(word: &str) -> String {
    let words = word.split([' ', '_', '-']).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words.join("-")
}

fn concern(word: &str) -> Option<Concern> {
    match plain(word).as_str() {
        "no" | "none" | "no-concerns" => Some(Concern::No),
        "some" | "some-concerns" => Some(Concern::Some),
        "major" | "major-concerns" => Some(Concern::Major),
        _ => None,
    }
}

fn weighing(what: &str, word: Option<&str>) -> Result<WeighingRule, AppError> {
    const RULES: [(&str, WeighingRule); 3] = [
        ("average", WeighingRule::Average),
        ("majority", WeighingRule::Majority),
        ("worst", WeighingRule::Worst),
    ];
    words::pick(what, word, WeighingRule::Average, &RULES)
}

fn related(word: Option<&str>) -> Result<Related, AppError> {
    const RULES: [(&str, Related); 2] = [
        ("one-by-one", Related::OneByOne),
        ("worst", Related::WorstOfThree),
    ];
    words::pick("related", word, Related::OneByOne, &RULES)
}

impl JudgementSettings {
    fn judged(&self) -> Result<Judged, AppError> {
        let of = format!(
            "the judgement of {} against {}",
            self.treatment, self.reference
        );
        if self.reason.trim().is_empty() {
            return Err(AppError::Usage(format!(
                "{of} has no reason: write why in reason = \"...\""
            )));
        }
        Ok(Judged {
            treatment: self.treatment.clone(),
            reference: self.reference.clone(),
            choice: self.choice(&of)?,
            reason: self.reason.clone(),
        })
    }

    fn choice(&self, of: &str) -> Result<Choice, AppError> {
        let wrong = |words: &str| {
            AppError::Usage(format!(
                "{of}: \"{}\" is no judgement of {}; use {words}",
                self.judgement, self.domain
            ))
        };
        let wanted = plain(&self.domain);
        if wanted == "overall" {
            return match plain(&self.judgement).as_str() {
                "high" => Ok(Confidence::High),
                "moderate" => Ok(Confidence::Moderate),
                "low" => Ok(Confidence::Low),
                "very-low" => Ok(Confidence::VeryLow),
                _ => Err(wrong("high, moderate, low or very low")),
            }
            .map(Choice::Overall);
        }
        let domain = Domain::ALL
            .into_iter()
            .find(|domain| plain(domain.name()) == wanted);
        let Some(domain) = domain else {
            let names: Vec<&str> = Domain::ALL.into_iter().map(Domain::name).collect();
            return Err(AppError::Usage(format!(
                "{of}: \"{}\" is no domain; use {}, or overall",
                self.domain,
                names.join(", ")
            )));
        };
        match concern(&self.judgement) {
            Some(concern) => Ok(Choice::Domain(domain, concern)),
            None => Err(wrong("no, some or major")),
        }
    }
}
