//! Whether screening may stop: every rule beside the others, none of which decides.

mod end;
mod one_order;
mod order;
mod people;
mod ruling;
mod view;
mod words;

pub use end::{EndRequest, EndedScreening, end_screening};
pub(super) use one_order::said_of_one_order;
pub(super) use ruling::sample_size;
pub use ruling::{Ruling, StoppingRequest, rulings};
pub use view::stopping_views;
pub(super) use words::assumption;
pub use words::rule_words;
