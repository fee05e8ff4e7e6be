//! RIS: `TY  - JOUR`, one tag a line, `ER  -` at the end.
//!
//! Every database has its own reading of RIS. Here each tag has one meaning, and where a tag means
//! different things (`T2`, `JO`, `AN`, `M3`, `U1`) the type of the work, the database and the form
//! of the value decide. What stays unclear is kept under its tag.
//!
//! What RIS has no tag for is written as a note `N1  - [format:tag] value` and read back from it.

mod line;
mod parse;
mod split;
mod tags;
mod write;

pub(crate) use line::is;
pub(crate) use parse::parse;
pub(crate) use split::split;
pub use write::write;
