//! How often a rule was met, not met, and could not be said.

use super::outcomes::Share;
use euthymia_cohort::CohortError;
use euthymia_cohort::proportion::{Proportion, clopper_pearson, wilson};
use euthymia_numerics::Probability;

/// Verdicts of one rule, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Met.
    pub met: u64,
    /// Met or not met.
    pub known: u64,
    /// Cannot be said.
    pub unknown: usize,
}

impl Verdicts {
    /// Counts a verdict; `None` where it cannot be said.
    pub fn add(&mut self, verdict: Option<bool>) {
        match verdict {
            Some(met) => {
                self.known += 1;
                self.met += u64::from(met);
            }
            None => self.unknown += 1,
        }
    }

    /// Counts so many patients who do not meet it.
    pub fn add_not_met(&mut self, patients: usize) {
        self.known += patients as u64;
    }

    /// Adds the counts of another part.
    pub fn append(&mut self, part: Self) {
        self.met += part.met;
        self.known += part.known;
        self.unknown += part.unknown;
    }

    /// The share with its intervals; `None` where it can be said of nobody.
    ///
    /// # Errors
    /// [`CohortError`] for a level that is none.
    pub fn share(self, level: Probability) -> Result<Option<Share>, CohortError> {
        if self.known == 0 {
            return Ok(None);
        }
        let proportion = Proportion::new(self.met, self.known)?;
        Ok(Some(Share {
            proportion,
            exact: clopper_pearson(proportion, level)?,
            wilson: wilson(proportion, level)?,
            unknown: self.unknown,
        }))
    }
}
