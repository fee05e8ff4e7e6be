//! Texts as numbers: words and pairs of words, how often they stand in a text, and how much each
//! tells one text from the others.

mod corpus;
mod matrix;
mod tokens;

pub use corpus::Corpus;
pub use matrix::{Matrix, Row, Weighting};
pub use tokens::for_each_word;
