//! Statistics of patients by hand, against papers and other programs, their laws, any input.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::unwrap_used, clippy::panic)]
// A test that needs data which are not here says that it was skipped.
#![allow(clippy::print_stderr)]

mod agrees_with_mpmath_counts;
mod agrees_with_r_counts;
mod agrees_with_r_groups;
mod agrees_with_r_patients;
mod agrees_with_r_survival;
mod agrees_with_scipy_groups;
mod any_input_counts;
mod any_input_groups;
mod byhand_counts;
mod byhand_groups;
mod example_freireich1963;
