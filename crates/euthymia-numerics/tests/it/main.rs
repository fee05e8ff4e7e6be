//! The numerics against 60-digit values, against their own laws, and against any input at all.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::unwrap_used)]

mod agrees_with_mpmath;
mod agrees_with_mpmath_noncentral_t;
mod agrees_with_python_random;
mod agrees_with_r_posterior;
mod any_input;
mod any_input_noncentral_t;
mod any_input_sparse;
mod laws_distributions;
mod laws_nuts;
mod laws_root_and_sum;
