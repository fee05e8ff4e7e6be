//! What was judged of the studies of an analysis, and what the analysis says without some of them.
//!
//! Start in `gather.rs`: rows of appraisals become one judgement for each study and respect.
//! [`sensitivity`] pools again without studies, [`subgroups`] pools groups apart and tests them,
//! [`level_shares`] says how much of the weight comes from studies of which judgement.
//!
//! **Invariant:** a study that nobody appraised is never taken as low: it stands in the main analysis
//! and in no restricted one, and it is named.

mod gather;
mod sensitivity;
mod shares;
mod subgroups;
mod view;

pub use gather::{
    Appraised, AppraisedDomain, AppraisedError, JudgementRow, Respect, StudyJudgements,
};
pub use sensitivity::{Kept, SensitivityRow, Wanted, difference, exclude, sensitivity};
pub use shares::{Shares, level_shares, weights};
pub use subgroups::{Subgroups, subgroups};
pub use view::{sensitivity_view, subgroups_view};

use crate::pooled::{Candidate, PoolError, Pooled};

/// How studies are pooled once more.
pub type Again<'a> = &'a dyn Fn(Vec<Candidate>) -> Result<Pooled, PoolError>;
