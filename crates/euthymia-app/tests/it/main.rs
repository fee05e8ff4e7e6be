//! The verbs as functions: settings read, cohorts found, files written whole.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::expect_used, clippy::panic)]

mod any_bytes;
mod case_series_summary;
mod cohort_columns;
mod cohort_definitions;
mod derive;
mod evidence;
mod expectation;
mod output;
mod record;
mod score_file;
mod settings;
