//! A search strategy as a value: what all platforms can say, whatever their spelling.

mod expr;
mod field;
mod word;

pub use expr::{Bool, Expr, Heading, Limit, Span, Term, Vocabulary};
pub use field::Field;
pub use word::{Part, Wildcard, Word};
