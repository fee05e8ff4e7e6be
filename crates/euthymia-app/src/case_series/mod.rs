//! A clinic's files into a case series: which column is what, patients, visits, sessions, events.
//!
//! [`guess`] proposes what each column is, [`settings`] is the file in which that stands and can be
//! edited, [`read`](mod@read) applies it. Nothing is dropped in silence: what cannot be used is an error that
//! names row and column, or, where the settings say so, a counted entry of what was left out.

pub mod choices;
pub mod columns;
pub mod deidentify;
pub mod guess;
pub mod literature;
pub mod moment;
pub mod r_script;
pub mod read;
pub mod report;
pub mod scale;
pub mod settings;
pub mod to_evidence;
