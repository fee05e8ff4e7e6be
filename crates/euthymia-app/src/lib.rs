//! Every verb a person can do, as functions over plain data: no terminal, no HTTP.
//!
//! [`pool`], [`cohort`], [`evidence`], [`report`] and [`score_file`](mod@score_file) each take a
//! request and return what is to be shown; [`output`] writes files whole or not at all; [`error`]
//! says what went wrong in a way that can be acted on.

pub mod adverse_events;
pub mod against;
mod amount;
pub mod appraise;
pub mod assess;
pub mod case_series;
pub mod cohort;
pub mod compare;
pub mod course;
pub mod derive;
pub mod effect;
pub mod error;
pub mod evidence;
pub mod expectation;
mod explain;
pub mod location_scale;
pub mod multilevel;
pub mod network_script;
pub mod output;
pub mod pharmacokinetics;
pub mod pieces;
pub mod pool;
pub mod protocol;
pub mod reconstruct;
pub mod record;
pub mod report;
pub mod review;
pub mod score;
pub mod score_file;
mod seen_from;
pub mod session;
pub mod settings;
mod studies;
pub mod threshold;
pub mod tms;
mod toml_text;
mod values;

pub use error::AppError;
pub use euthymia_workbook::is_guarded;
