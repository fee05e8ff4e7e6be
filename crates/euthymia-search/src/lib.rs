//! Search strategies as bibliographic platforms write them: read, checked and translated; and a
//! full-text index of a library to run them on.

pub mod engine;
pub mod mesh;
pub mod query;
pub mod recall;
pub mod suggest;
