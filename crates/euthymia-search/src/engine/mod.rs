//! A full-text index of a library, and searches run on it.
//!
//! The library underneath keeps a dictionary of words and, for every word, the records and the
//! places where it stands. Everything that a search means is decided here: what a word is, what
//! a field is, which words a truncated one stands for, what is near. Answers are exact sets.

pub(crate) mod analyser;
mod error;
mod headings;
mod highlights;
mod hits;
mod index;
mod language;
mod lines;
mod near;
mod note;
mod part;
mod pattern;
mod ranking;
mod run;
mod stretches;
mod tokenizer;

pub use error::SearchError;
pub use highlights::{highlights, snippet};
pub use hits::Hits;
pub use index::{Building, Index};
pub use lines::LineRun;
pub use note::Note;
pub use ranking::free_text;
pub use run::{Found, Lookup};
