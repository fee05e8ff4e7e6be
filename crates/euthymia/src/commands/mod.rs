//! One file per command.

pub(crate) mod adverse_events;
pub(crate) mod against;
pub(crate) mod appraise;
pub(crate) mod assess;
pub(crate) mod case_series;
mod case_series_files;
pub(crate) mod cohort;
pub(crate) mod compare;
pub(crate) mod course;
pub(crate) mod derive;
pub(crate) mod effect;
pub(crate) mod evidence;
pub(crate) mod instrument;
pub(crate) mod pk;
pub(crate) mod pool;
pub(crate) mod protocol;
pub(crate) mod reconstruct;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod rules;
pub(crate) mod score;
pub(crate) mod session;
pub(crate) mod target;
pub(crate) mod threshold;
pub(crate) mod tms;
