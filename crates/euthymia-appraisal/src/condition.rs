//! The language of rules: what has to be true of answers and judgements.

use std::collections::BTreeSet;

/// What has to be true.
///
/// ```text
/// always
/// 1.2 is yes|probably_yes
/// 1.2 is yes and not (1.3 is no or 1.1 is no)
/// at least 2 of [2, 4, 7] are no
/// points of [S1, S2, S3] at least 3
/// domain 1 is high
/// some domain is high
/// all domains are low
/// at least 2 domains are some_concerns
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Nothing has to be true.
    Always,
    /// The answer to a question is one of these words.
    Answer {
        /// Number of the question.
        question: String,
        /// Words of answers.
        words: Vec<String>,
    },
    /// So many of these questions have one of these answers.
    Answers {
        /// How many at least.
        at_least: usize,
        /// Numbers of the questions.
        of: Vec<String>,
        /// Words of answers.
        words: Vec<String>,
    },
    /// The points of the answers to these questions add up to so many.
    Points {
        /// How many at least.
        at_least: usize,
        /// Numbers of the questions.
        of: Vec<String>,
    },
    /// A domain is judged in one of these words.
    Judged {
        /// Identifier of the domain.
        domain: String,
        /// Words of judgements.
        words: Vec<String>,
    },
    /// So many domains that count are judged in one of these words.
    Domains {
        /// How many at least; `None` for all.
        at_least: Option<usize>,
        /// Words of judgements.
        words: Vec<String>,
    },
    /// All of these.
    All(Vec<Condition>),
    /// At least one of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
}

/// A text that is no condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is no condition: {what}")]
pub struct ConditionError {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub what: String,
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// [`ConditionError`] with what is wrong.
    ///
    /// # Example
    /// ```
    /// use euthymia_appraisal::Condition;
    /// let condition = Condition::read("1.1 is yes|no and not 1.2 is no").unwrap();
    /// assert!(condition.questions().contains("1.2"));
    /// assert!(Condition::read("1.1 is").is_err());
    /// ```
    pub fn read(text: &str) -> Result<Self, ConditionError> {
        crate::parse::condition(text)
    }

    /// The questions it speaks of.
    #[must_use]
    pub fn questions(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        self.visit(&mut |own| match own {
            Self::Answer { question, .. } => {
                found.insert(question.as_str());
            }
            Self::Answers { of, .. } | Self::Points { of, .. } => {
                found.extend(of.iter().map(String::as_str));
            }
            _ => {}
        });
        found
    }

    /// Goes through it and all its parts.
    pub(crate) fn visit<'c>(&'c self, each: &mut impl FnMut(&'c Self)) {
        each(self);
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.visit(each);
                }
            }
            Self::Not(part) => part.visit(each),
            _ => {}
        }
    }
}
