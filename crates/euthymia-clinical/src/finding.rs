//! A statement about a patient with its answer, its source and the reasons below it.

use crate::answer::Answer;
use crate::source::Source;

/// A node of a reasoning tree.
///
/// The answer of a node is computed from those of its reasons by the code that builds it, so the
/// explanation cannot disagree with the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The answer.
    pub answer: Answer,
    /// What is answered, with the numbers it rests on.
    pub statement: String,
    /// Where the rule comes from; `None` where the node only restates the record.
    pub source: Option<Source>,
    /// What the record would have to say to settle a "cannot say".
    pub missing: Vec<String>,
    /// The reasons.
    pub because: Vec<Finding>,
}

impl Finding {
    /// A finding without reasons of its own.
    pub fn new(answer: Answer, statement: impl Into<String>) -> Self {
        Self {
            answer,
            statement: statement.into(),
            source: None,
            missing: Vec::new(),
            because: Vec::new(),
        }
    }

    /// A finding that the record does not settle, and the field that would.
    pub fn unknown(statement: impl Into<String>, missing: impl Into<String>) -> Self {
        Self {
            missing: vec![missing.into()],
            ..Self::new(Answer::CannotSay, statement)
        }
    }

    /// Yes when all the reasons are.
    pub fn all(statement: impl Into<String>, because: Vec<Finding>) -> Self {
        let answer = Answer::all(because.iter().map(|reason| reason.answer));
        Self {
            because,
            ..Self::new(answer, statement)
        }
    }

    /// Adds the source of the rule.
    #[must_use]
    pub fn by(mut self, source: Source) -> Self {
        self.source = Some(source);
        self
    }

    /// Every field that would settle what this finding could not say, each once, in order.
    #[must_use]
    pub fn missing_fields(&self) -> Vec<String> {
        let mut fields = Vec::new();
        self.collect_missing(&mut fields);
        fields
    }

    fn collect_missing(&self, fields: &mut Vec<String>) {
        if self.answer != Answer::CannotSay {
            return;
        }
        for field in &self.missing {
            if !fields.contains(field) {
                fields.push(field.clone());
            }
        }
        for reason in &self.because {
            reason.collect_missing(fields);
        }
    }

    /// The tree as lines, each with its depth, from the top.
    #[must_use]
    pub fn lines(&self) -> Vec<(usize, &Finding)> {
        let mut lines = vec![(0, self)];
        for reason in &self.because {
            lines.extend(
                reason
                    .lines()
                    .into_iter()
                    .map(|(depth, finding)| (depth + 1, finding)),
            );
        }
        lines
    }
}
