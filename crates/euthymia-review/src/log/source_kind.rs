//! What kind of place was searched.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Source;

/// What kind of place was searched, as a flow diagram tells them apart.
///
/// # Example
/// ```
/// use euthymia_review::log::SourceKind;
/// assert_eq!(SourceKind::of_name("ClinicalTrials.gov"), SourceKind::Register);
/// assert_eq!(SourceKind::of_name("Reference lists"), SourceKind::CitationSearching);
/// assert_eq!("website".parse(), Ok(SourceKind::Website));
/// assert!(SourceKind::Register.is_database_or_register());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A bibliographic database.
    Database,
    /// A register of studies.
    Register,
    /// A website.
    Website,
    /// An organisation that was asked.
    Organisation,
    /// Reference lists, and works that cite a work.
    CitationSearching,
    /// Another way, such as experts who were asked.
    Other,
}

/// A word that is no kind of source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no kind of source; there are: {words}", words = SourceKind::words().join(", "))]
pub struct NotASourceKind(pub String);

/// Parts of names, in small letters, that say what kind a source is; the first that fits counts.
const TOLD: [(&str, SourceKind); 22] = [
    ("clinicaltrials", SourceKind::Register),
    ("ictrp", SourceKind::Register),
    ("isrctn", SourceKind::Register),
    ("anzctr", SourceKind::Register),
    ("chictr", SourceKind::Register),
    ("drks", SourceKind::Register),
    ("euctr", SourceKind::Register),
    ("eu ctr", SourceKind::Register),
    ("ctis", SourceKind::Register),
    ("trials register", SourceKind::Register),
    ("trial register", SourceKind::Register),
    ("trial registry", SourceKind::Register),
    ("trials registry", SourceKind::Register),
    ("reference list", SourceKind::CitationSearching),
    ("citation", SourceKind::CitationSearching),
    ("snowball", SourceKind::CitationSearching),
    ("citing", SourceKind::CitationSearching),
    ("website", SourceKind::Website),
    ("organisation", SourceKind::Organisation),
    ("organization", SourceKind::Organisation),
    ("expert", SourceKind::Other),
    ("hand search", SourceKind::Other),
];

impl SourceKind {
    /// All kinds, in the order of a flow diagram.
    pub const ALL: [Self; 6] = [
        Self::Database,
        Self::Register,
        Self::Website,
        Self::Organisation,
        Self::CitationSearching,
        Self::Other,
    ];

    /// The kind that the name of a source tells; a database where it tells none.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        let name = name.to_lowercase();
        let told = TOLD.iter().find(|(part, _)| name.contains(part));
        told.map_or(Self::Database, |(_, kind)| *kind)
    }

    /// Its word in the log and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Register => "register",
            Self::Website => "website",
            Self::Organisation => "organisation",
            Self::CitationSearching => "citation_searching",
            Self::Other => "other",
        }
    }

    /// All words, in order.
    #[must_use]
    pub fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|kind| kind.word()).collect()
    }

    /// Whether a flow diagram shows it on the side of databases and registers.
    #[must_use]
    pub fn is_database_or_register(self) -> bool {
        matches!(self, Self::Database | Self::Register)
    }
}

impl Source {
    /// What kind of place it is: what was said, or else what its name tells.
    #[must_use]
    pub fn kind(&self) -> SourceKind {
        self.kind
            .unwrap_or_else(|| SourceKind::of_name(&self.database))
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

impl FromStr for SourceKind {
    type Err = NotASourceKind;

    fn from_str(text: &str) -> Result<Self, NotASourceKind> {
        let word = text.trim().to_lowercase().replace('-', "_");
        let found = Self::ALL.into_iter().find(|kind| kind.word() == word);
        found.ok_or_else(|| NotASourceKind(text.to_owned()))
    }
}
