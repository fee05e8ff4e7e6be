//! The binary as a person meets it: arguments and files in, text, files and an exit status out.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::expect_used, clippy::panic)]

mod against;
mod agrees_with_base_r;
mod agrees_with_rma;
mod assess;
mod bad_bytes;
mod bad_cohort;
mod bad_files;
mod bad_pool;
mod browser;
mod case_series_bad;
mod case_series_files;
mod case_series_summary;
mod cohort;
mod compare;
mod compare_against;
mod compare_certainty;
mod compare_components;
mod compare_doses;
mod compare_models;
mod compare_moderators;
mod compare_r_script;
mod compare_report;
mod compare_survival;
mod derive;
mod effect;
mod evidence;
mod help;
mod help_folders;
mod library;
mod odd_but_certain;
mod packed;
mod page;
mod pool;
mod pool_choices;
mod pool_evidence;
mod pool_models;
mod pool_multilevel;
mod reconstruct;
mod report;
mod report_page;
mod review_bad;
mod review_copies;
mod review_files;
mod review_killed;
#[cfg(feature = "pubmed")]
mod review_pubmed;
mod review_round;
mod review_search;
mod run;
mod score;
mod tools;
