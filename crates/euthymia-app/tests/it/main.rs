//! The verbs as functions: settings read, cohorts found, files written whole.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::expect_used, clippy::panic)]

mod agrees_with_r_case_series;
mod agrees_with_r_network_script;
mod any_bytes;
mod any_input_order;
mod any_input_plan;
mod any_input_stimulation;
mod appraise;
mod byhand_prose;
mod byhand_simulated_stopping;
mod case_series_agrees;
mod case_series_any_input;
mod case_series_bad;
mod case_series_guess;
mod case_series_read;
mod case_series_summary;
mod case_series_tools;
mod cohort_columns;
mod cohort_definitions;
mod derive;
mod evidence;
mod expectation;
mod output;
mod reconstruct;
mod record;
mod review_prisma;
mod review_stopping;
mod score_file;
mod screener;
mod session_any_input;
mod settings;
mod spec_adverse_events;
mod spec_body_weight;
mod spec_concentrations;
mod spec_order;
mod spec_protocol_cautions;
mod spec_screener;
mod spec_session_input;
mod spec_stimulation;
#[path = "../../../euthymia/tests/it/tools.rs"]
mod tools;
