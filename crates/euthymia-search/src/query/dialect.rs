//! How a platform writes: order of operators, wildcards, distances, words side by side.

use super::platform::Family;
use super::{Platform, Wildcard};

/// An operator between two searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    And,
    Or,
    Not,
    Near { words_between: u32, ordered: bool },
}

impl Op {
    /// Its place among [`Level`]s.
    pub(super) fn level(self) -> Level {
        match self {
            Self::And => Level::And,
            Self::Or => Level::Or,
            Self::Not => Level::Not,
            Self::Near { .. } => Level::Near,
        }
    }
}

/// Operators that bind alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    And,
    Or,
    Not,
    Near,
}

use Level::{And, Near, Not, Or};

/// What words side by side mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SideBySide {
    Phrase,
    Both,
}

impl Platform {
    /// The operators, those that bind least first.
    ///
    /// PubMed and Embase.com read from left to right and give no operator precedence; Scopus binds
    /// OR before AND.
    pub(super) fn order(self) -> &'static [&'static [Level]] {
        match self.family() {
            Family::PubMed | Family::Embase => &[&[And, Or, Not], &[Near]],
            Family::Scopus => &[&[Not], &[And], &[Near], &[Or]],
            _ => &[&[Or], &[And, Not], &[Near]],
        }
    }

    pub(super) fn side_by_side(self) -> SideBySide {
        match self.family() {
            Family::PubMed | Family::Ovid | Family::Ebsco => SideBySide::Phrase,
            _ => SideBySide::Both,
        }
    }

    /// The characters that leave others open.
    pub(super) fn wildcards(self) -> &'static [(char, Wildcard)] {
        use Wildcard::{Any, One, ZeroOrOne};
        match self.family() {
            Family::PubMed => &[('*', Any)],
            Family::Ovid => &[('*', Any), ('$', Any), ('#', One), ('?', ZeroOrOne)],
            Family::Embase | Family::WebOfScience => &[('*', Any), ('?', One), ('$', ZeroOrOne)],
            Family::Cochrane | Family::Scopus => &[('*', Any), ('?', One)],
            Family::Ebsco => &[('*', Any), ('?', One), ('#', ZeroOrOne)],
        }
    }

    /// Whether `NEAR/1` means side by side; elsewhere the number counts the words between.
    pub(super) fn counts_steps(self) -> bool {
        matches!(
            self.family(),
            Family::Ovid | Family::Embase | Family::Cochrane
        )
    }

    /// Whether one term may carry a list of tags.
    pub(super) fn lists_tags(self) -> bool {
        matches!(
            self.family(),
            Family::Ovid | Family::Embase | Family::Cochrane
        )
    }

    /// Reads an operator.
    pub(super) fn operator(self, word: &str) -> Option<Op> {
        let lower = word.to_ascii_lowercase();
        match lower.as_str() {
            "and" => return Some(Op::And),
            "or" => return Some(Op::Or),
            "not" => return Some(Op::Not),
            _ => {}
        }
        let (steps, ordered) = self.distance(&lower)?;
        let less = u32::from(self.counts_steps());
        Some(Op::Near {
            words_between: steps.saturating_sub(less),
            ordered,
        })
    }

    /// The number of an operator of distance, and whether it keeps the order.
    fn distance(self, word: &str) -> Option<(u32, bool)> {
        let number = |text: &str| -> Option<u32> {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse().ok()).flatten()
        };
        let after = |prefix: &str| word.strip_prefix(prefix).and_then(number);
        match (self.family(), word) {
            (Family::Ovid, "adj") => Some((1, true)),
            (Family::Ovid, _) => after("adj").map(|n| (n, false)),
            (Family::Cochrane, "near") => Some((6, false)),
            (Family::WebOfScience, "near") => Some((15, false)),
            (Family::Cochrane | Family::Embase, "next") => Some((1, true)),
            (Family::Embase | Family::Cochrane, _) => after("near/")
                .map(|n| (n, false))
                .or_else(|| after("next/").map(|n| (n, true))),
            (Family::WebOfScience, _) => after("near/").map(|n| (n, false)),
            (Family::Scopus, _) => after("w/")
                .map(|n| (n, false))
                .or_else(|| after("pre/").map(|n| (n, true))),
            (Family::Ebsco, _) => after("n")
                .map(|n| (n, false))
                .or_else(|| after("w").map(|n| (n, true))),
            (Family::PubMed, _) => None,
        }
    }

    /// Writes an operator of distance; `None` where this cannot be said.
    pub(super) fn write_distance(self, words_between: u32, ordered: bool) -> Option<String> {
        let steps = words_between.saturating_add(u32::from(self.counts_steps()));
        match (self.family(), ordered) {
            (Family::Ovid, true) => (words_between == 0).then(|| "adj".to_owned()),
            (Family::Ovid, false) => Some(format!("adj{steps}")),
            (Family::Cochrane, true) => (words_between == 0).then(|| "NEXT".to_owned()),
            (Family::Embase, true) => Some(format!("NEXT/{steps}")),
            (Family::Cochrane | Family::Embase | Family::WebOfScience, false) => {
                Some(format!("NEAR/{steps}"))
            }
            (Family::Scopus, true) => Some(format!("PRE/{steps}")),
            (Family::Scopus, false) => Some(format!("W/{steps}")),
            (Family::Ebsco, true) => Some(format!("W{steps}")),
            (Family::Ebsco, false) => Some(format!("N{steps}")),
            (Family::WebOfScience, true) | (Family::PubMed, _) => None,
        }
    }
}
