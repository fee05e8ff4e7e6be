//! Questions one after another, as the answers lead to them.

use super::answers::{Appraisal, said};
use crate::error::AppError;
use euthymia_appraisal::{Assessment, Tool};
use std::collections::BTreeSet;

/// A question as it is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// Its number.
    pub id: String,
    /// The domain it belongs to, for people.
    pub domain: String,
    /// What is asked.
    pub text: String,
    /// What helps to answer it.
    pub help: Option<String>,
    /// What may be answered: the short word and what it means.
    pub choices: Vec<(String, String)>,
}

/// A tool gone through question by question. It reads and prints nothing.
///
/// # Example
/// ```
/// use euthymia_app::review::{Appraisal, AppraisalInterview, tool};
/// let mut interview = AppraisalInterview::new(tool("rob2").unwrap(), Appraisal::default());
/// assert_eq!(interview.prompt().unwrap().id, "1.1");
/// interview.answer("Y", "a computer made the sequence").unwrap();
/// assert_eq!(interview.prompt().unwrap().id, "1.2");
/// interview.back();
/// assert_eq!(interview.prompt().unwrap().id, "1.1");
/// ```
#[derive(Clone, Debug)]
pub struct AppraisalInterview {
    tool: &'static Tool,
    appraisal: Appraisal,
    skipped: BTreeSet<String>,
    gone: Vec<String>,
}

impl AppraisalInterview {
    /// Begins, with answers that there may be already.
    #[must_use]
    pub fn new(tool: &'static Tool, appraisal: Appraisal) -> Self {
        Self {
            tool,
            appraisal,
            skipped: BTreeSet::new(),
            gone: Vec::new(),
        }
    }

    /// What the answers lead to so far.
    #[must_use]
    pub fn seen(&self) -> Assessment {
        self.tool.assess(&self.appraisal.given())
    }

    /// The next question; `None` when all are answered or left out.
    #[must_use]
    pub fn prompt(&self) -> Option<Prompt> {
        let seen = self.seen();
        let is_open = |(id, answer): &&(String, Option<String>)| {
            answer.is_none() && !self.skipped.contains(id)
        };
        let (id, _) = seen.asked.iter().find(is_open)?;
        let has =
            |domain: &&euthymia_appraisal::Domain| domain.questions.iter().any(|own| own.id == *id);
        let domain = self.tool.domains.iter().find(has)?;
        let question = self.tool.question(id)?;
        let choice = |word: &String| {
            let short = self.tool.answer(word)?.short.clone();
            Some((short, self.tool.meaning(question, word).to_owned()))
        };
        Some(Prompt {
            id: id.clone(),
            domain: format!("{} {}", domain.id, domain.name),
            text: question.text.clone(),
            help: question.help.clone(),
            choices: question.answers.iter().filter_map(choice).collect(),
        })
    }

    /// Whether this word answers the next question.
    #[must_use]
    pub fn takes(&self, word: &str) -> bool {
        let question = self
            .prompt()
            .and_then(|prompt| self.tool.question(&prompt.id));
        let answer = self.tool.answer(word.trim());
        question
            .zip(answer)
            .is_some_and(|(question, answer)| question.allows(&answer.id))
    }

    /// Answers the next question, with what supports it.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that does not answer it, and where no question is left.
    pub fn answer(&mut self, word: &str, support: &str) -> Result<(), AppError> {
        let wrong = |what: String| AppError::Usage(what);
        let prompt = self
            .prompt()
            .ok_or_else(|| wrong("no question is left".to_owned()))?;
        if !self.takes(word) {
            let short: Vec<&str> = prompt.choices.iter().map(|own| own.0.as_str()).collect();
            return Err(wrong(format!("answer one of: {}", short.join(", "))));
        }
        let long = self.tool.answer(word.trim()).map(|own| own.id.as_str());
        if let Some(own) = said(long.unwrap_or_default(), support) {
            self.appraisal.answers.insert(prompt.id.clone(), own);
            self.gone.push(prompt.id);
        }
        Ok(())
    }

    /// Leaves the next question without an answer.
    pub fn skip(&mut self) {
        if let Some(prompt) = self.prompt() {
            self.skipped.insert(prompt.id.clone());
            self.gone.push(prompt.id);
        }
    }

    /// Takes the last step back.
    pub fn back(&mut self) {
        if let Some(id) = self.gone.pop() {
            self.skipped.remove(&id);
            self.appraisal.answers.remove(&id);
        }
    }

    /// What was answered.
    #[must_use]
    pub fn into_appraisal(self) -> Appraisal {
        self.appraisal
    }
}
