//! The numerics against 60-digit values, against their own laws, and against any input at all.

mod agrees_with_mpmath;
mod any_input;
mod laws_distributions;
mod laws_root_and_sum;
