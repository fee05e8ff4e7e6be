//! A tool in full: what is asked, what may be answered, and what follows.

use crate::condition::Condition;

/// A tool for judging studies.
#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    /// Its word: `rob2`.
    pub id: String,
    /// Its name in print.
    pub name: String,
    /// What it is for, in a sentence.
    pub about: String,
    /// Version of the tool and of this file; another version may lead to other judgements.
    pub version: String,
    /// Where it is published.
    pub citation: String,
    /// Its digital object identifier.
    pub doi: Option<String>,
    /// What may be reproduced, and whose words these are.
    pub licence: String,
    /// What is judged.
    pub unit: Unit,
    /// Remarks for those who use it.
    pub notes: Vec<String>,
    /// Words of answers.
    pub answers: Vec<AnswerWord>,
    /// Words of judgements, the best first.
    pub judgements: Vec<JudgementWord>,
    /// Domains in order.
    pub domains: Vec<Domain>,
    /// The judgement over all domains, where the tool has one.
    pub overall: Option<Overall>,
}

/// What a tool judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A study as a whole.
    Study,
    /// One result of a study: an outcome.
    Outcome,
}

/// A word that may answer questions.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerWord {
    /// Its identifier in files: `probably_yes`.
    pub id: String,
    /// A shorter one for typing: `PY`.
    pub short: String,
    /// For people.
    pub words: String,
    /// Points, where a tool counts them.
    #[serde(default)]
    pub points: usize,
}

/// A word of a judgement.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgementWord {
    /// Its identifier in files: `some_concerns`.
    pub id: String,
    /// For people.
    pub words: String,
    /// What it is in a list of appraisals that knows `low`, `some_concerns` and `high` only; `None`
    /// where it says nothing of the three.
    #[serde(default)]
    pub counts_as: Option<String>,
}

/// Where rules come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A published algorithm or flow chart.
    Algorithm,
    /// Published guidance in words, which we read as rules: a proposal.
    Guidance,
    /// Nothing but a person's judgement.
    Person,
    /// The domain has questions but no judgement of its own.
    None,
}

/// A respect in which a study is judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// Its identifier: `1`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What its rules rest on.
    pub basis: Basis,
    /// Where they are published.
    pub source: String,
    /// Whether somebody held the rules against the publication or an independent copy of it.
    pub confirmed: bool,
    /// Whether it counts in the overall judgement.
    pub counts: bool,
    /// Questions in the order in which they are asked.
    pub questions: Vec<Question>,
    /// Rules in order: the first that holds decides.
    pub rules: Vec<Rule>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its number: `1.2`.
    pub id: String,
    /// What is asked, in our words.
    pub text: String,
    /// What helps to answer it.
    pub help: Option<String>,
    /// Identifiers of the answers that are allowed.
    pub answers: Vec<String>,
    /// What an answer means for this question, by its identifier.
    pub means: Vec<(String, String)>,
    /// When it is asked.
    pub ask: Condition,
    /// The same as the file has it; `None` where it is always asked.
    pub asked_when: Option<String>,
}

/// What follows from what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What has to be true.
    pub when: Condition,
    /// The judgement that follows, by its identifier.
    pub judgement: String,
    /// The rule in words.
    pub why: String,
}

/// How the overall judgement is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overall {
    /// What its rules rest on.
    pub basis: Basis,
    /// Where they are published.
    pub source: String,
    /// Whether somebody held the rules against the publication or an independent copy of it.
    pub confirmed: bool,
    /// Rules in order: the first that holds decides.
    pub rules: Vec<Rule>,
}

impl Tool {
    /// The key of the overall judgement among judgements of domains.
    pub const OVERALL: &'static str = "overall";

    /// A domain by its identifier.
    #[must_use]
    pub fn domain(&self, id: &str) -> Option<&Domain> {
        self.domains.iter().find(|domain| domain.id == id)
    }

    /// A question by its number.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }

    /// All questions in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.domains.iter().flat_map(|domain| &domain.questions)
    }

    /// The same tool with one domain only, and no overall judgement.
    #[must_use]
    pub fn only(&self, domain: &Domain) -> Self {
        Self {
            domains: vec![domain.clone()],
            overall: None,
            id: self.id.clone(),
            name: self.name.clone(),
            about: self.about.clone(),
            version: self.version.clone(),
            citation: self.citation.clone(),
            doi: self.doi.clone(),
            licence: self.licence.clone(),
            unit: self.unit,
            notes: self.notes.clone(),
            answers: self.answers.clone(),
            judgements: self.judgements.clone(),
        }
    }

    /// The word of an answer, by its identifier or its short form in any case.
    #[must_use]
    pub fn answer(&self, word: &str) -> Option<&AnswerWord> {
        let is = |own: &&AnswerWord| own.id == word || own.short.eq_ignore_ascii_case(word);
        self.answers.iter().find(is)
    }

    /// The word of a judgement.
    #[must_use]
    pub fn judgement(&self, id: &str) -> Option<&JudgementWord> {
        self.judgements.iter().find(|own| own.id == id)
    }

    /// What an answer means for a question: its own words, or those of the tool.
    #[must_use]
    pub fn meaning<'t>(&'t self, question: &'t Question, answer: &'t str) -> &'t str {
        let own = question.means.iter().find(|(id, _)| id == answer);
        let own = own.map(|(_, words)| words.as_str());
        let common = || self.answer(answer).map(|word| word.words.as_str());
        own.or_else(common).unwrap_or(answer)
    }
}
