//! So many irrelevant ones in a row.

use super::screened::share_of;
use super::{Assumption, Screened, Verdict};

/// How many irrelevant ones in a row are enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Run {
    /// A number.
    Count(u64),
    /// A share of all there are, from 0 to 1, rounded up.
    Share(f64),
}

/// What the rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consecutive {
    /// Irrelevant ones since the last relevant one.
    pub run: u64,
    /// How many are asked for, at least 1.
    pub needed: u64,
    /// Whether to stop; everything screened is enough, too.
    pub verdict: Verdict,
}

pub(super) const ASSUMES: &[Assumption] = &[
    Assumption::NoClaim,
    Assumption::RankedEarly,
    Assumption::NothingHidden,
];

impl Run {
    /// How many that are among `total`, at least 1.
    pub fn needed(self, total: u64) -> u64 {
        match self {
            Self::Count(count) => count.max(1),
            Self::Share(share) => share_of(share, total).max(1),
        }
    }
}

/// Applies the rule.
///
/// # References
/// Ros, Bjarnason & Runeson 2017, Proceedings of EASE, 118–127 (50 in a row); measured in Callaghan
/// & Müller-Hansen 2020, Systematic Reviews 9, 273: recall varies widely between reviews.
///
/// # Example
/// ```
/// use euthymia_screening::stopping::consecutive::{Run, consecutive};
/// use euthymia_screening::stopping::{Says, Screened};
/// let so_far = Screened::new(vec![true, false, false], 40)?;
/// let found = consecutive(&so_far, Run::Share(0.05));
/// assert_eq!((found.run, found.needed, found.verdict.says), (2, 2, Says::Stop));
/// # Ok::<(), euthymia_screening::stopping::NotScreened>(())
/// ```
pub fn consecutive(so_far: &Screened, run: Run) -> Consecutive {
    let needed = run.needed(so_far.total());
    let run = so_far.run();
    Consecutive {
        run,
        needed,
        verdict: Verdict::when(run >= needed || so_far.rest() == 0, ASSUMES),
    }
}
