//! Screening one report after another: what a terminal or a page shows, and what it may ask for.
//!
//! [`Screener::open`] takes a review that is open and says what is on the screen
//! ([`Screener::shown`], [`Screener::progress`]); [`Screener::act`] does what the reviewer wants.
//! There is no terminal and no clock in it: whoever calls it says when.

mod act;
mod action;
mod advice;
mod lineup;
mod open;
mod order;
mod ordered;
mod progress;
mod prose;
mod reader;
mod search;
mod shown;
mod text;
mod words;

pub use super::order::Label;
pub use action::{Action, Moment, Told};
pub use open::{Screener, Setting};
pub use order::Order;
pub use ordered::Ordered;
pub use progress::Progress;
pub use prose::{Paragraph, paragraphs};
pub use shown::{Given, Remark, Shown};
pub use text::Text;
pub use words::{Marked, Marks, Words};
