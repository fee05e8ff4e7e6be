//! By how many levels, and why.

/// Levels that a rule proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steps {
    /// So many.
    Settled(u8),
    /// What is not known decides between these.
    Between {
        /// If all of it were as good as possible.
        least: u8,
        /// If all of it were as bad as possible.
        most: u8,
    },
    /// The rule cannot say: something that it needs was not given.
    Undecided,
}

impl Steps {
    /// Settles what two bounds agree on.
    #[must_use]
    pub fn between(least: u8, most: u8) -> Self {
        match least == most {
            true => Self::Settled(least),
            false => Self::Between { least, most },
        }
    }

    /// The fewest and the most levels; `None` where nothing can be said.
    #[must_use]
    pub fn bounds(self) -> Option<(u8, u8)> {
        match self {
            Self::Settled(steps) => Some((steps, steps)),
            Self::Between { least, most } => Some((least, most)),
            Self::Undecided => None,
        }
    }
}

/// What a rule proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// By how many levels.
    pub steps: Steps,
    /// Why, with the numbers; no full stop.
    pub because: String,
}

impl Proposal {
    /// A settled proposal.
    pub(super) fn settled(steps: u8, because: impl Into<String>) -> Self {
        Self {
            steps: Steps::Settled(steps),
            because: because.into(),
        }
    }

    /// What cannot be said.
    pub(super) fn undecided(because: impl Into<String>) -> Self {
        Self {
            steps: Steps::Undecided,
            because: because.into(),
        }
    }
}
