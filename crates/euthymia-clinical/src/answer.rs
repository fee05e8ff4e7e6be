//! Answers to questions about a patient whose record has gaps: yes, no, cannot say.

use std::fmt;

/// An answer in three values, so that a gap in the record is never read as a no.
///
/// The connectives are those of Kleene's strong logic: a conjunction with a no is a no whatever is
/// unknown, a disjunction with a yes is a yes.
///
/// # Example
/// ```
/// use euthymia_clinical::answer::Answer::{self, CannotSay, No, Yes};
/// assert_eq!(Answer::all([Yes, CannotSay]), CannotSay);
/// assert_eq!(Answer::all([No, CannotSay]), No);
/// assert_eq!(Answer::any([Yes, CannotSay]), Yes);
/// assert_eq!(Answer::at_least(2, [Yes, Yes, CannotSay]), Yes);
/// assert_eq!(Answer::at_least(2, [Yes, No, CannotSay]), CannotSay);
/// assert_eq!(Answer::at_least(2, [Yes, No, No]), No);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The record says so.
    Yes,
    /// The record says otherwise.
    No,
    /// The record does not say.
    CannotSay,
}

impl Answer {
    /// Yes or no.
    #[must_use]
    pub fn of(known: bool) -> Self {
        if known { Self::Yes } else { Self::No }
    }

    /// Yes or no where known.
    #[must_use]
    pub fn of_known(known: Option<bool>) -> Self {
        known.map_or(Self::CannotSay, Self::of)
    }

    /// Yes when all are; yes for none at all.
    #[must_use]
    pub fn all(answers: impl IntoIterator<Item = Self>) -> Self {
        answers
            .into_iter()
            .fold(Self::Yes, |so_far, next| match (so_far, next) {
                (Self::No, _) | (_, Self::No) => Self::No,
                (Self::CannotSay, _) | (_, Self::CannotSay) => Self::CannotSay,
                (Self::Yes, Self::Yes) => Self::Yes,
            })
    }

    /// Yes when one is; no for none at all.
    #[must_use]
    pub fn any(answers: impl IntoIterator<Item = Self>) -> Self {
        Self::all(answers.into_iter().map(Self::not)).not()
    }

    /// Yes when at least `count` are, no when no completion of the gaps could make it so.
    #[must_use]
    pub fn at_least(count: usize, answers: impl IntoIterator<Item = Self>) -> Self {
        let (least, most) = Self::range(answers);
        if least >= count {
            Self::Yes
        } else if most < count {
            Self::No
        } else {
            Self::CannotSay
        }
    }

    /// Yes when at most `count` are, whatever the gaps hide.
    #[must_use]
    pub fn at_most(count: usize, answers: impl IntoIterator<Item = Self>) -> Self {
        Self::at_least(count.saturating_add(1), answers).not()
    }

    /// How many are a yes for certain, and how many could be.
    #[must_use]
    pub fn range(answers: impl IntoIterator<Item = Self>) -> (usize, usize) {
        let mut range = (0, 0);
        for answer in answers {
            match answer {
                Self::Yes => range = (range.0 + 1, range.1 + 1),
                Self::CannotSay => range.1 += 1,
                Self::No => {}
            }
        }
        range
    }

    /// The opposite; what cannot be said stays so.
    #[must_use]
    #[allow(clippy::should_implement_trait)]
    pub fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::CannotSay => Self::CannotSay,
        }
    }

    /// The identifier in machine-readable output.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::CannotSay => "cannot_say",
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::CannotSay => "cannot say",
        })
    }
}
