//! What a searcher should know about a strategy.

use std::fmt;

/// Something that was not understood, does not carry over, or is better written otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What it is about.
    pub concern: Concern,
    /// Number of the line of the strategy, as references name it.
    pub line: u32,
    /// The text that it is about.
    pub found: String,
    /// Why it matters, as a clause without a full stop.
    pub why: String,
    /// What to do, as a clause without a full stop.
    pub advice: String,
}

/// What a [`Warning`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Concern {
    /// Text that is no search on its platform.
    Syntax,
    /// Brackets that do not match.
    Brackets,
    /// A number of a line.
    Reference,
    /// Operators, or their order.
    Operators,
    /// Words that the platform interprets by itself.
    Mapping,
    /// A heading of a thesaurus.
    Heading,
    /// A field.
    Field,
    /// Truncation or another wildcard.
    Truncation,
    /// Words near each other.
    Proximity,
    /// A limit.
    Limit,
    /// Quotation marks.
    Quotes,
    /// The same search twice.
    Duplicate,
    /// A line that the last line does not use.
    Unused,
    /// Records that are taken away.
    Negation,
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            found,
            why,
            advice,
            ..
        } = self;
        write!(out, "line {line}: `{found}`: {why}; {advice}")
    }
}

/// The warnings of one line while they are collected.
#[derive(Debug, Default)]
pub(super) struct Warnings {
    pub(super) line: u32,
    pub(super) list: Vec<Warning>,
}

impl Warnings {
    pub(super) fn of_line(line: u32) -> Self {
        let list = Vec::new();
        Self { line, list }
    }

    /// Adds a warning once.
    pub(super) fn add(&mut self, concern: Concern, found: &str, why: &str, advice: &str) {
        let warning = Warning {
            concern,
            line: self.line,
            found: found.to_owned(),
            why: why.to_owned(),
            advice: advice.to_owned(),
        };
        if !self.list.contains(&warning) {
            self.list.push(warning);
        }
    }
}
