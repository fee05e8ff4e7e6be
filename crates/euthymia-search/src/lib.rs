//! Search strategies as bibliographic platforms write them: read, checked and translated.

pub mod query;
