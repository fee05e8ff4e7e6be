//! `review.toml`: the question, criteria and reviewers, read with the line of what is wrong.

use std::fs;

use euthymia_table::Diagnostic;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::{Folder, FolderError, PROTOCOL, at};
use crate::extract::ExtractionRules;
use crate::log::{EntryId, Event, ProtocolText, Stamp};
use crate::prisma::Previous;
use crate::screen::{Reason, Rules, StageRules};

/// What a review asks, and who does it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Protocol {
    /// Title.
    pub title: Option<String>,
    /// The question.
    pub question: Question,
    /// What is included and excluded.
    pub criteria: Criteria,
    /// Who may decide.
    pub reviewers: Vec<Reviewer>,
    /// When records count as copies.
    pub duplicates: Thresholds,
    /// How reports are screened.
    pub screening: Rules,
    /// How values are taken from reports.
    pub extraction: ExtractionRules,
    /// What an earlier version of the review had included.
    pub previous: Previous,
}

/// The question by its parts (PICO). What is not said is `None` or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Question {
    /// Who is studied.
    pub population: Option<String>,
    /// What is done.
    pub intervention: Option<String>,
    /// What it is compared with.
    pub comparator: Option<String>,
    /// What is measured.
    pub outcomes: Vec<String>,
    /// Which designs of studies answer it.
    pub designs: Vec<String>,
}

/// Eligibility.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Criteria {
    /// What a report must be to be included.
    pub include: Vec<String>,
    /// What excludes it.
    pub exclude: Vec<String>,
}

/// Someone who decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// What the log calls them.
    pub id: String,
    /// Their name, if they want it to be there.
    pub name: Option<String>,
}

/// Probabilities, from 0 to 1, from which records are merged or put before a person.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Thresholds {
    /// Merged without asking from here; `None` for what the rule recommends.
    pub merge_from: Option<f64>,
    /// A person is asked from here; `None` for what the rule recommends.
    pub ask_from: Option<f64>,
}

/// The file as it is written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Written {
    title: Option<String>,
    question: Question,
    criteria: Criteria,
    reviewers: Vec<WrittenReviewer>,
    duplicates: WrittenThresholds,
    screening: WrittenScreening,
    extraction: Option<Spanned<ExtractionRules>>,
    exclusion_reasons: Vec<Spanned<Reason>>,
    previous: Previous,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WrittenScreening {
    title_abstract: Option<Spanned<StageRules>>,
    full_text: Option<Spanned<StageRules>>,
    include_words: Vec<String>,
    exclude_words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenReviewer {
    id: Spanned<String>,
    name: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WrittenThresholds {
    merge_from: Option<Spanned<f64>>,
    ask_from: Option<Spanned<f64>>,
}

impl Protocol {
    /// The text of a new `review.toml`, with remarks for whoever edits it.
    ///
    /// # Example
    /// ```
    /// use euthymia_review::Protocol;
    /// let text = Protocol::template("Ketamine \"by\" mouth", "kd");
    /// let protocol = Protocol::read(&text).unwrap();
    /// assert_eq!(protocol.title.as_deref(), Some("Ketamine \"by\" mouth"));
    /// assert_eq!(protocol.reviewers[0].id, "kd");
    /// ```
    pub fn template(title: &str, reviewer: &str) -> String {
        let quoted = |text: &str| Value::String(text.to_owned()).to_string();
        TEMPLATE
            .replace("{title}", &quoted(title))
            .replace("{reviewer}", &quoted(reviewer))
    }

    /// Reads the text of a `review.toml`.
    ///
    /// # Errors
    /// Everything that is wrong, each with its line.
    pub fn read(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let finding = Diagnostic::error(PROTOCOL, error.message().trim_end().to_owned());
            vec![match error.span() {
                Some(span) => finding.at_row(line(text, span.start)),
                None => finding,
            }]
        })?;
        let mut findings = Vec::new();
        check_reviewers(text, &written.reviewers, &mut findings);
        check_thresholds(text, &written.duplicates, &mut findings);
        check_stages(text, &written.screening, &mut findings);
        check_reasons(text, &written.exclusion_reasons, &mut findings);
        check_extraction(text, written.extraction.as_ref(), &mut findings);
        match findings.is_empty() {
            true => Ok(written.into_protocol()),
            false => Err(findings),
        }
    }
}

impl Folder {
    /// The text of its `review.toml`.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn protocol_text(&self) -> Result<String, FolderError> {
        let path = self.path().join(PROTOCOL);
        fs::read_to_string(&path).map_err(|error| at(&path, error))
    }

    /// Enters the text of `review.toml` into the log if people have changed it since it was last
    /// entered. To be called before a command that decides by it.
    ///
    /// # Errors
    /// The file cannot be read, or the log not written.
    pub fn note_protocol(&mut self, stamp: &Stamp) -> Result<Option<EntryId>, FolderError> {
        let protocol = self.protocol_text()?;
        if self.state().protocol.as_ref() == Some(&protocol) {
            return Ok(None);
        }
        let changed = Event::ProtocolChanged(Box::new(ProtocolText { protocol }));
        self.append(stamp, vec![changed]).map(Some)
    }
}

fn check_reviewers(text: &str, reviewers: &[WrittenReviewer], findings: &mut Vec<Diagnostic>) {
    for (index, reviewer) in reviewers.iter().enumerate() {
        let id = reviewer.id.get_ref();
        let earlier = reviewers.iter().take(index);
        let message = if id.trim().is_empty() {
            "a reviewer needs a short name"
        } else if earlier.clone().any(|other| other.id.get_ref() == id) {
            "two reviewers have the same short name"
        } else {
            continue;
        };
        let at = line(text, reviewer.id.span().start);
        findings.push(finding(message, at, "id", id).with_help("Write another one."));
    }
}

fn check_thresholds(text: &str, written: &WrittenThresholds, findings: &mut Vec<Diagnostic>) {
    let both = [
        ("merge_from", &written.merge_from),
        ("ask_from", &written.ask_from),
    ];
    for (key, value) in both {
        if let Some(value) = value
            && !(0.0..=1.0).contains(value.get_ref())
        {
            let at = line(text, value.span().start);
            let found = value.get_ref().to_string();
            findings.push(finding(
                "a probability lies between 0 and 1",
                at,
                key,
                &found,
            ));
        }
    }
    if let (Some(merge), Some(ask)) = (&written.merge_from, &written.ask_from)
        && ask.get_ref() > merge.get_ref()
    {
        let at = line(text, ask.span().start);
        let found = ask.get_ref().to_string();
        findings.push(
            finding("it is above merge_from", at, "ask_from", &found)
                .with_help("A person is asked about what is too uncertain to be merged."),
        );
    }
}

fn check_stages(text: &str, written: &WrittenScreening, findings: &mut Vec<Diagnostic>) {
    let stages = [&written.title_abstract, &written.full_text];
    for stage in stages.into_iter().flatten() {
        if stage.get_ref().reviewers == 0 {
            let at = line(text, stage.span().start);
            findings.push(
                finding("at least one reviewer decides", at, "reviewers", "0")
                    .with_help("Write 1 for one reviewer, 2 for two who do not see each other."),
            );
        }
    }
}

fn check_extraction(
    text: &str,
    rules: Option<&Spanned<ExtractionRules>>,
    findings: &mut Vec<Diagnostic>,
) {
    if let Some(rules) = rules.filter(|rules| rules.get_ref().people == 0) {
        let at = line(text, rules.span().start);
        findings.push(
            finding("at least one person takes values", at, "people", "0")
                .with_help("Write 1 for one person, 2 for two who do not see each other's values."),
        );
    }
}

fn check_reasons(text: &str, reasons: &[Spanned<Reason>], findings: &mut Vec<Diagnostic>) {
    for (index, reason) in reasons.iter().enumerate() {
        let id = &reason.get_ref().id;
        let mut earlier = reasons.iter().take(index);
        let message = if id.trim().is_empty() {
            "a reason for exclusion needs a short name"
        } else if earlier.any(|other| other.get_ref().id == *id) {
            "two reasons for exclusion have the same short name"
        } else {
            continue;
        };
        let at = line(text, reason.span().start);
        findings.push(finding(message, at, "id", id).with_help("Write another one."));
    }
}

fn finding(message: &str, line: usize, key: &str, found: &str) -> Diagnostic {
    Diagnostic::error(PROTOCOL, message)
        .at_key(line, key)
        .with_found(found)
}

/// The line of a place in a text.
pub(crate) fn line(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before.matches('\n').count() + 1
}

impl Written {
    fn into_protocol(self) -> Protocol {
        let reviewers = self.reviewers.into_iter().map(|reviewer| Reviewer {
            id: reviewer.id.into_inner(),
            name: reviewer.name,
        });
        Protocol {
            title: self.title,
            question: self.question,
            criteria: self.criteria,
            reviewers: reviewers.collect(),
            duplicates: Thresholds {
                merge_from: self.duplicates.merge_from.map(Spanned::into_inner),
                ask_from: self.duplicates.ask_from.map(Spanned::into_inner),
            },
            screening: self.screening.into_rules(self.exclusion_reasons),
            extraction: self.extraction.map(Spanned::into_inner).unwrap_or_default(),
            previous: self.previous,
        }
    }
}

impl WrittenScreening {
    fn into_rules(self, reasons: Vec<Spanned<Reason>>) -> Rules {
        let stage = |own: Option<Spanned<StageRules>>| own.map(Spanned::into_inner);
        Rules {
            title_abstract: stage(self.title_abstract).unwrap_or_default(),
            full_text: stage(self.full_text).unwrap_or_default(),
            reasons: reasons.into_iter().map(Spanned::into_inner).collect(),
            include_words: self.include_words,
            exclude_words: self.exclude_words,
        }
    }
}

const TEMPLATE: &str = r#"# The protocol of this review. Edit it freely: the log keeps every version.
title = {title}

# The question. Remove the number sign from a line and write your own.
[question]
# population = "Adults with treatment-resistant depression"
# intervention = "Ketamine or esketamine"
# comparator = "Placebo or midazolam"
# outcomes = ["Response after 24 hours", "Remission after 7 days"]
# designs = ["Randomised trial"]

[criteria]
# include = ["At least two adequate trials of antidepressants had failed"]
# exclude = ["Bipolar depression"]

# Who decides. The log says who decided what by the id.
[[reviewers]]
id = {reviewer}
# name = "Full name"

# Probabilities from which records are merged as copies, or put before a person. Without them the
# recommended ones are used.
[duplicates]
# merge_from = 0.99
# ask_from = 0.5

# How reports are screened: how many reviewers decide, and whether they see each other's decisions
# before their own. Words are highlighted.
[screening]
# include_words = ["ketamin", "randomi"]
# exclude_words = ["rats", "anesthesia"]

[screening.title_abstract]
reviewers = 2
blinded = true

[screening.full_text]
reviewers = 2
blinded = true
reasons_must_agree = true

# How many people take the values of each study, without seeing each other's.
[extraction]
people = 2

# Why reports are excluded. Where several reasons apply, the first in this list is reported.
[[exclusion_reasons]]
id = "design"
text = "Wrong study design"

[[exclusion_reasons]]
id = "population"
text = "Wrong population"

[[exclusion_reasons]]
id = "intervention"
text = "Wrong intervention"

[[exclusion_reasons]]
id = "comparator"
text = "Wrong comparator"

[[exclusion_reasons]]
id = "outcome"
text = "No outcome of interest"

[[exclusion_reasons]]
id = "publication"
text = "Wrong kind of publication"

# What an earlier version of this review had included, where this one is an update of it.
[previous]
# studies = 12
# reports = 15
"#;
