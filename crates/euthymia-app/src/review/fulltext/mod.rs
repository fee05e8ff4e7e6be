//! Full texts: taken in, matched to records, asked for, searched, shown.

mod add;
mod assign;
mod missing;
mod pages;
mod recognise;
mod request;
mod search;
mod show;

pub use add::{AddRequest, Added, add_full_text};
pub use assign::{Assigned, assign_full_texts};
pub use missing::missing_view;
pub use request::{request_full_texts, say_not_retrieved};
pub use search::search_full_texts;
pub use show::{full_text_page, full_text_views};
