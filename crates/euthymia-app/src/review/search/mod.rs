//! The library searched: one query or a whole strategy, its recall, and terms to add to it; and
//! strategies checked and said on another platform.

mod feed;
mod index;
mod known;
mod lines;
pub(super) mod listed;
mod recall;
pub(super) mod reports;
mod strategy;
mod suggest;
mod thesaurus;
mod translate;

pub use euthymia_search::query::Platform;
pub use lines::{Searched, Shown, search_library};
pub use recall::recall_views;
pub use strategy::{SearchText, Written, platform_from_word, read_strategy};
pub use suggest::suggest_view;
pub use thesaurus::Thesaurus;
pub use translate::{TranslateRequest, Translated, check_strategy, translate_strategy};

pub(super) use known::read_known;

use crate::error::AppError;
use euthymia_search::engine::SearchError;

impl From<SearchError> for AppError {
    fn from(error: SearchError) -> Self {
        Self::Usage(error.to_string())
    }
}
