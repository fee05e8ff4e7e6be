//! Tests of the crate as its users see it.

#![allow(clippy::unwrap_used)]

mod agrees_with_scipy;
mod any_input;
mod byhand_compartments;
mod laws_course;
mod spec_models;
mod spec_population;
mod support;
