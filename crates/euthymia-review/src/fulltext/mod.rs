//! Full texts: which reports have one, for which one was asked, and which cannot be had; folded
//! from the log.
//!
//! # Example
//! ```
//! use euthymia_review::screen::{Rules, Screening};
//! use euthymia_review::{FullTexts, State};
//! let screening = Screening::of(&[], &State::default(), Rules::default(), &[]);
//! let full_texts = FullTexts::of(&[], &screening);
//! assert!(full_texts.missing(&screening).is_empty());
//! ```

mod fold;
mod got;

pub use fold::{Finding, FullTexts};
pub use got::{Attached, Got, Requested, Retrieval};
