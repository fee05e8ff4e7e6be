//! The words of the field: instruments, outcomes and their definitions, treatment classes.
//!
//! Medicine without statistics: nothing here knows a variance. Every threshold carries its source,
//! because sources disagree on nearly all of them.

mod decimal;
pub mod definition;
pub mod instrument;
pub mod outcome;
pub mod remission;
pub mod treatment;
pub mod vocabulary;
