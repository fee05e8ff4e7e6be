//! Numbers into words, tables and documents.
//!
//! Reading order: [`pooled`] (an analysis as it is presented: rows, fit, exclusions, table, forest
//! plot), [`cohort`] (a cohort as it is presented), [`document`], [`html`] and [`docx`] (a document of
//! plain parts, its one-file web page, and its word-processor file), [`checklist`] (what a report must
//! say, held against what is known), [`trd`] (the report on treatment-resistant depression), [`moved`]
//! (what a change of the evidence did to it).
//!
//! **Invariant:** no file is read or written and nothing is printed; a document is a string or bytes.

pub mod against;
pub mod appraised;
pub mod assessment;
pub mod case_series;
pub mod checklist;
pub mod cohort;
pub mod compared;
pub mod derive;
pub mod document;
pub mod docx;
pub mod effect;
pub mod grade;
pub mod html;
pub mod instrument;
pub mod location_scale;
pub mod moved;
pub mod multilevel;
pub mod number_needed;
pub mod numbering;
pub mod pooled;
pub mod reconstruct;
pub mod rules;
pub mod trd;
pub mod words;
