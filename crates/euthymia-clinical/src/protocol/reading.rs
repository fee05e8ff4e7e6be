//! The values of a session as one source gives them.

use super::file::{Entry, Session};
use super::value::{Amount, What};

/// A session with one value for each thing.
///
/// Where sources disagree there is a reading for each of them: its own values, and those of sources
/// that take no part in the dispute. What it does not say itself is never taken from the source that it
/// disagrees with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading<'p> {
    session: &'p Session,
    source: Option<&'p str>,
}

impl<'p> Reading<'p> {
    /// Every reading, in the order in which the sources come; one where they agree.
    #[must_use]
    pub fn all(session: &'p Session) -> Vec<Self> {
        let sources = disputing(session);
        if sources.is_empty() {
            return vec![Self {
                session,
                source: None,
            }];
        }
        let of = |source| Self {
            session,
            source: Some(source),
        };
        sources.into_iter().map(of).collect()
    }

    /// The session that is read.
    #[must_use]
    pub fn session(&self) -> &'p Session {
        self.session
    }

    /// Key of the source whose values these are, where sources disagree.
    #[must_use]
    pub fn source(&self) -> Option<&'p str> {
        self.source
    }

    /// The entry for a thing: of the source that is read, or of one that takes no part in the dispute.
    #[must_use]
    pub fn entry(&self, what: What) -> Option<&'p Entry> {
        let disputing = disputing(self.session);
        let mut entries = self
            .session
            .values
            .iter()
            .filter(|entry| entry.what == what);
        let is_own = |entry: &&Entry| Some(entry.source.as_str()) == self.source;
        let is_common = |entry: &&Entry| !disputing.contains(&entry.source.as_str());
        entries
            .clone()
            .find(is_own)
            .or_else(|| entries.find(is_common))
    }

    /// The entries for several things, of those that are said: what a computed value rests on.
    #[must_use]
    pub fn entries(&self, whats: &[What]) -> Vec<&'p Entry> {
        whats.iter().filter_map(|what| self.entry(*what)).collect()
    }

    /// The number for a thing; `None` where it is not said, or is a text.
    #[must_use]
    pub fn amount(&self, what: What) -> Option<Amount> {
        // A file is read only when all its values are, so `ok` hides nothing.
        Amount::parse(what, &self.entry(what)?.is).ok().flatten()
    }

    /// The number for a thing where it is one and no range or choice.
    #[must_use]
    pub fn exact(&self, what: What) -> Option<f64> {
        self.amount(what)?.exact()
    }
}

/// The sources that disagree with another one on some value.
fn disputing(session: &Session) -> Vec<&str> {
    let mut sources: Vec<&str> = Vec::new();
    for entry in &session.values {
        let differs = |other: &Entry| {
            other.what == entry.what && other.is != entry.is && other.source != entry.source
        };
        let is_disputed = session.values.iter().any(differs);
        if is_disputed && !sources.contains(&entry.source.as_str()) {
            sources.push(&entry.source);
        }
    }
    sources
}
