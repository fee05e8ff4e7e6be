//! The clinical core against second implementations in Python, against its own laws, and on small
//! patients whose answers can be worked out by hand; the shipped packs and rules against schemas.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agrees_with_python_scores;
mod agrees_with_python_staging;
mod agrees_with_python_suicidality;
mod agrees_with_python_trials;
mod any_input_protocols;
mod any_input_session;
mod byhand_plan_totals;
mod byhand_plans;
mod byhand_plans_together;
mod byhand_protocol_values;
mod byhand_protocols;
mod byhand_scores;
mod byhand_session;
mod byhand_tms;
mod byhand_tms_safety;
mod byhand_tms_target;
mod edges;
mod files;
mod laws;
mod laws_answers;
mod laws_cautions;
mod laws_protocols;
mod laws_scoring;
mod laws_tms;
mod packs;
mod packs_refused;
mod protocols_refused;
mod record_keys;
mod records;
mod schema_of_a_session;
mod schemas;
mod spec_cautions;
mod spec_look;
mod spec_programme;
mod spec_site_limits;
mod trd_cases;
mod trd_counting;
