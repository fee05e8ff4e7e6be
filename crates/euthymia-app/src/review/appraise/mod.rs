//! Judging studies with tools: questions asked, answers entered, judgements with their path.

mod agree;
mod answers;
mod enter;
mod evidence;
mod interview;
mod picture;
mod template;
mod view;

pub(super) use agree::agreement_notes;
pub use answers::{Appraisal, read_answers};
pub use enter::{AppraisalRequest, EnteredAppraisal, enter_appraisal};
pub(super) use evidence::rows_of;
pub use evidence::{EvidenceRows, evidence_rows};
pub use interview::{AppraisalInterview, Prompt};
pub use picture::{JudgedStudies, judged_studies};
pub use template::answers_template;
pub use view::{appraisals_views, assessment_views, tools_view};

use crate::error::AppError;
use euthymia_appraisal::{Tool, bundled, bundled_ids};
use euthymia_table::nearest;

/// The tool of a word.
///
/// # Errors
/// [`AppError::Usage`] with the words there are.
pub fn tool(word: &str) -> Result<&'static Tool, AppError> {
    bundled(word).ok_or_else(|| {
        let all: Vec<&str> = bundled_ids().collect();
        let near = match nearest(&[word], &all) {
            Some(near) => format!("did you mean \"{near}\"? "),
            None => String::new(),
        };
        AppError::Usage(format!(
            "--tool: \"{word}\" is no tool; {near}there are: {}",
            all.join(", ")
        ))
    })
}
