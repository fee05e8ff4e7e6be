//! Patient-level statistics by hand, against papers and other programs, their laws, any input.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agrees_with_mpmath_bayes_t;
mod agrees_with_mpmath_counts;
mod agrees_with_python_reconstruct;
mod agrees_with_python_threshold;
mod agrees_with_r_bayes_t;
mod agrees_with_r_bootstrap;
mod agrees_with_r_counts;
mod agrees_with_r_groups;
mod agrees_with_r_multiplicity;
mod agrees_with_r_patients;
mod agrees_with_r_ranks;
mod agrees_with_r_real_patients;
mod agrees_with_r_shapiro;
mod agrees_with_r_standardised;
mod agrees_with_r_survival;
mod agrees_with_scipy_groups;
mod any_input_counts;
mod any_input_groups;
mod any_input_paired;
mod any_input_reconstruct;
mod byhand_against;
mod byhand_counts;
mod byhand_groups;
mod byhand_paired_tests;
mod byhand_reconstruct;
mod example_efron1993;
mod example_freireich1963;
mod example_jacobson1991;
mod example_reconstruct;
mod example_rouder2009;
mod example_shirota2025;
mod laws_paired_sums;
mod laws_paired_tests;
mod laws_reconstruct;
mod laws_threshold;
