//! Appraisals: what people judged of studies, folded from the log of a review.
//!
//! A [`Case`] is a study, or one outcome of it, with one tool. Each person has one [`Opinion`] of
//! it, the last; what they agreed on goes before. Judgements are not stored: an answer is a fact
//! that somebody entered, and what answers lead to is asked of the tool.

mod case;
mod finding;
mod fold;

pub use case::{Case, Difference, Opinion, Standing};
pub use finding::Finding;
pub use fold::Appraisals;
