//! The words of the field: instruments, outcomes and their definitions, treatment classes.
//!
//! Medicine without statistics: nothing here knows a variance. Every threshold carries its source,
//! because sources disagree on nearly all of them.

pub mod answer;
pub mod assessment;
mod bundled;
pub mod checklist;
pub mod course;
pub mod crosswalk;
pub mod date;
mod decimal;
pub mod definition;
pub mod dose;
pub mod drug;
pub mod expectation;
pub mod finding;
pub mod instrument;
pub mod outcome;
pub mod outcome_rule;
pub mod patient;
pub mod protocol;
pub mod remission;
pub mod safety;
pub mod source;
pub mod staging;
pub mod suicidality;
pub mod tms;
pub mod trd;
pub mod treatment;
pub mod trial;
pub mod twelve_months;
pub mod vocabulary;
mod words;

use words::words;
