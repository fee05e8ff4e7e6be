//! Where a fact comes from, and whether anybody has read it there.

use serde::Deserialize;
use std::fmt;

/// Whether a fact was read in the source that it names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Somebody read it there.
    Confirmed,
    /// From general knowledge, or second hand: shown, never a rule that decides unasked.
    #[default]
    Unverified,
    /// The source's own numbers, which another source disputes with numbers of its own.
    Contested,
    /// Set by the clinic that runs the program.
    Site,
}

/// A source in words, with an identifier (DOI, PMID, address) where there is one, and its status.
///
/// # Example
/// ```
/// use euthymia_clinical::source::{Source, Status};
/// let source = Source { text: "Hawley 2002".into(), status: Status::Unverified };
/// assert_eq!(source.to_string(), "Hawley 2002 [unverified]");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Who says it, and where.
    pub text: String,
    /// Whether it was read there.
    pub status: Status,
}

impl Source {
    /// A source that was read.
    pub fn confirmed(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            status: Status::Confirmed,
        }
    }

    /// A choice of the clinic.
    pub fn site(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            status: Status::Site,
        }
    }
}

impl Status {
    /// The least sure of several; `None` for none at all. What rests on an unverified value is
    /// unverified, what rests on a contested one at best contested.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::source::Status::{self, Confirmed, Contested, Unverified};
    /// assert_eq!(Status::worst([Confirmed, Contested]), Some(Contested));
    /// assert_eq!(Status::worst([Unverified, Contested, Confirmed]), Some(Unverified));
    /// assert_eq!(Status::worst([]), None);
    /// ```
    #[must_use]
    pub fn worst(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        let doubt = |status: &Self| match status {
            Self::Confirmed => 0,
            Self::Site => 1,
            Self::Contested => 2,
            Self::Unverified => 3,
        };
        all.into_iter().max_by_key(doubt)
    }

    /// True for what was read in its source, or set by the clinic: only that decides.
    #[must_use]
    pub fn decides(self) -> bool {
        matches!(self, Self::Confirmed | Self::Site)
    }

    /// The identifier in data files and in machine-readable output.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Unverified => "unverified",
            Self::Contested => "contested",
            Self::Site => "site",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        match self.status {
            Status::Confirmed => Ok(()),
            Status::Unverified => f.write_str(" [unverified]"),
            Status::Contested => f.write_str(" [contested]"),
            Status::Site => f.write_str(" [set by the clinic]"),
        }
    }
}

/// Gives a type with the fields `source` and `status` of a data file the method that joins them.
macro_rules! sourced {
    ($($type:ty),+ $(,)?) => {
        $(impl $type {
            /// Where it comes from.
            #[must_use]
            pub fn source(&self) -> $crate::source::Source {
                $crate::source::Source { text: self.source.clone(), status: self.status }
            }
        })+
    };
}
pub(crate) use sourced;
