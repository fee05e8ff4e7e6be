//! What is taken from reports: studies named, forms filled in, values checked, compared and settled,
//! and the evidence base that follows.

mod adjudicate;
mod checks;
mod evidence;
mod evidence_rows;
mod interview;
mod progress;
mod studies;
mod take;

pub use adjudicate::{Settling, settle, settling, settling_template};
pub use checks::{Doubt, doubts};
pub use evidence::{EvidenceWritten, write_evidence};
pub(super) use evidence::{loaded, made};
pub use interview::{FormInterview, Question};
pub use progress::{doubts_view, extraction_views};
pub use studies::{name_study, studies_view};
pub use take::{EnteredValues, Sheet, answers_from, sheet, take};
