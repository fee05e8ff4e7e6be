//! The tagged format of PubMed (NBIB, MEDLINE): `PMID- 12345678`, four letters of tag, further
//! lines indented by six spaces, a blank line between records.
//!
//! What has no tag here is written as a note `GN  - [format:tag] value` and read back from it.

mod parse;
mod split;
pub(crate) mod tags;
mod write;

pub(crate) use parse::parse;
pub(crate) use split::{is, split};
pub use write::write;
