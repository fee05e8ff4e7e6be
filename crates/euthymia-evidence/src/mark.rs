//! How sure a number is: where it was read, and whether anyone read it.

use euthymia_clinical::vocabulary;

vocabulary! {
    /// Where a number was read.
    Provenance, "provenance":
    /// The full text of the report.
    FullText = "full_text", "full text";
    /// A trial registry's results.
    Registry = "registry", "registry";
    /// The abstract.
    Abstract = "abstract", "abstract";
    /// A review, assessment report or other paper about the study.
    Review = "review", "review";
    /// A data set compiled by others.
    SecondaryDataset = "secondary_dataset", "secondary data set";
    /// A press release or news text.
    Press = "press", "press";
    /// Nowhere yet: counted from the patients' own rows by whoever holds them; not published.
    OwnData = "own_data", "own data, not published";
    /// Nowhere: nobody has read it in a source.
    Unverified = "unverified", "unverified";
}

vocabulary! {
    /// Whether and how a number was obtained from what was read.
    Verification, "verification mark":
    /// Read as printed.
    Seen = "seen", "seen";
    /// Computed from numbers that were all read: the one count that fits a printed percentage and a
    /// printed n, a standard deviation from a standard error.
    Computed = "computed", "computed";
    /// Computed, but from a denominator that was recalled or inferred, not read.
    ComputedNNotSeen = "computed_n_not_seen", "computed, n not seen";
    /// From memory: unverified, left out of every analysis unless asked for.
    Recalled = "recalled", "recalled (unverified)";
}

/// Which marks an analysis admits. Strict by default: seen and computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Admitted {
    /// Also rows whose denominator was not read.
    pub n_not_seen: bool,
    /// Also rows from memory.
    pub recalled: bool,
}

impl Admitted {
    /// True when a row with this mark may be analysed.
    #[must_use]
    pub fn admits(self, mark: Verification) -> bool {
        match mark {
            Verification::Seen | Verification::Computed => true,
            Verification::ComputedNNotSeen => self.n_not_seen,
            Verification::Recalled => self.recalled,
        }
    }
}
