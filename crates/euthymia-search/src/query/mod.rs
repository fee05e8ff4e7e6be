//! A search strategy as a value: what all platforms can say, whatever their spelling.
//!
//! A text is read by the rules of its [`Platform`] into a [`Strategy`] of lines, each an [`Expr`].
//! [`translate`] says the same on another platform, with a [`Warning`] for what cannot carry over.
//! [`check`] tells what a second searcher would ask about.
//!
//! # Example
//! ```
//! use euthymia_search::query::{HeadingMap, Platform, read, translate};
//!
//! let (ovid, warnings) = read("1 (ketamine adj3 infusion*).ti,ab.", Platform::OvidMedline);
//! assert!(warnings.is_empty());
//! let there = translate(&ovid, Platform::WebOfScience, &HeadingMap::default());
//! let text = there.strategy.text();
//! assert_eq!(text, "#1 TI=(ketamine NEAR/2 infusion*) OR AB=(ketamine NEAR/2 infusion*)\n");
//! ```

mod check;
mod cover;
mod dialect;
mod expr;
mod field;
mod heading_map;
mod parse;
mod platform;
mod print;
mod qualifier;
mod rewrite;
mod scan;
mod strategy;
mod tags;
mod token;
mod translate;
mod warning;
mod word;

pub use check::check;
pub use expr::{Bool, Expr, Heading, Limit, Span, Term, Vocabulary};
pub use field::Field;
pub use heading_map::HeadingMap;
pub use parse::parse;
pub use platform::Platform;
pub use print::print;
pub use rewrite::rewrite;
pub use strategy::{Line, Strategy, read};
pub use translate::{Translation, translate};
pub use warning::{Concern, Warning};
pub use word::{Part, Wildcard, Word};
