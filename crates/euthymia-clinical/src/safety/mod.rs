//! Safety around a session of treatment: what is measured, the rules it is held against, grades of
//! adverse events, and what is watched over months.
//!
//! Reading order: [`quantity`] (what is measured, and what cannot be), [`session`] (what a session's
//! record says), [`rules`] (the files of `safety/`, and a clinic's own), [`check`](mod@check) (one
//! held against the other), [`hypertension`] (grades by numbers, with how long and what was done),
//! [`look`](mod@look) (what a person must look at), [`event`] (adverse events by name), [`watch`] (over
//! months).

pub mod check;
pub mod event;
mod grid;
pub mod hypertension;
mod judge;
pub mod look;
mod plausible;
pub mod quantity;
pub mod rules;
pub mod session;
pub mod site;
pub mod watch;
