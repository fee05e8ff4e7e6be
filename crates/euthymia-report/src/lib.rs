//! Numbers into words, tables and documents.
//!
//! Reading order: [`pooled`] (an analysis as it is presented: rows, fit, exclusions, table, forest
//! plot), [`cohort`] (a cohort as it is presented), [`document`] and [`html`] (a document of plain
//! parts and its one-file web page), [`trd`] (the report on treatment-resistant depression).
//!
//! **Invariant:** no file is read or written and nothing is printed; a document is a string.

pub mod against;
pub mod assessment;
pub mod cohort;
pub mod derive;
pub mod document;
pub mod effect;
pub mod html;
pub mod instrument;
pub mod location_scale;
pub mod multilevel;
pub mod number_needed;
pub mod pooled;
pub mod rules;
pub mod trd;
pub mod words;
