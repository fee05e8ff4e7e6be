//! The cited evidence base: studies, arms, outcomes, provenance; loads, validates, selects.
//!
//! The files live in `evidence/` at the root of the repository and are compiled in
//! ([`EvidenceBase::bundled`]), so that the program answers without any other file; a folder of the
//! same layout can be read instead ([`EvidenceBase::from_dir`]).
//!
//! Reading order: [`mark`] (how sure a number is), [`study`], [`arm`], [`outcome_row`], [`base`],
//! then [`check`] and [`select`].
//!
//! **Invariant:** nothing here computes a statistic. Selecting rows and saying why others were left
//! out is all; pooling happens above.

pub mod appraisal;
pub mod arm;
pub mod base;
pub mod check;
pub mod claim;
pub mod contrast;
pub mod files;
pub mod mark;
pub mod outcome_row;
pub mod reference;
pub mod select;
mod sheet;
pub mod study;
pub mod treatment;

pub use base::{EvidenceBase, LoadError};
