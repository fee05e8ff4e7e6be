//! Treatment protocols as cited data: what a published course consists of, value by value.
//!
//! One file format for every kind of treatment: course → phases → sessions → values, with monitoring,
//! assessments, cautions, interactions and programme beside. Nothing that follows from other values is
//! stored, except what a source printed, so that it can be held against the arithmetic.
//!
//! Reading order: [`file`](mod@file) (what a file says), [`value`] (how a value is read), [`faults`] (what must hold),
//! [`library`] (the protocols that come with the program), [`reading`] (the values as one source gives
//! them), [`stimulation`], [`lengths`] and [`dosing`] (arithmetic), [`plausible`] and [`published`] (what
//! a value is held against), [`record_key`], [`points`] (what it asks of a patient) and [`cautions`] (a
//! patient's record beside), and
//! [`plan`](mod@plan) (a course laid out in a calendar).

pub mod body;
pub mod cautions;
pub mod dosing;
pub mod faults;
pub mod file;
pub mod lengths;
pub mod library;
pub mod plan;
pub mod plausible;
pub mod points;
pub mod published;
pub mod reading;
pub mod record_key;
mod schedule_faults;
pub mod stimulation;
mod told;
mod unread;
pub mod value;
mod washout;

pub use faults::{Fault, ProtocolError};
pub use file::Protocol;
pub use library::{Library, bundled, bundled_all, bundled_ids};
