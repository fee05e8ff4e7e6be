//! Screening: decisions, disagreements, tags, progress, and who has to decide on what.

mod batch;
mod conflicts;
mod decide;
mod labels;
mod matching;
mod progress;
mod remove;
mod settle;
mod tag;
mod todo;
mod words;

pub use batch::{BatchRequest, Batched, screen_batch};
pub use conflicts::conflicts_view;
pub use decide::{Entered, ScreenRequest, screen_record};
pub use progress::screening_views;
pub(super) use progress::{next_steps, stages_view};
pub use remove::{RemoveRequest, remove_records};
pub use settle::{SettleRequest, settle_record};
pub use tag::{TagRequest, tag_records};
pub use todo::{TodoRequest, todo_view};
pub use words::{removal_from_word, stage_from_word, verdict_from_word};

pub(super) use matching::{Library, Match, title_words};
pub(super) use words::known_place;

use super::session::Session;
use euthymia_review::Screening;

/// What was decided of each report until now.
pub(super) fn folded(session: &Session) -> Screening {
    let reviewers = session.protocol.reviewers.iter();
    let people: Vec<String> = reviewers.map(|own| own.id.clone()).collect();
    let rules = session.protocol.screening.clone();
    let entries = session.folder.log().entries();
    Screening::of(entries, &session.state(), rules, &people)
}
