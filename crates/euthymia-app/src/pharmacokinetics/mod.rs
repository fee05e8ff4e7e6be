//! Concentrations by published models: what a dose leads to, compared between schedules and models.
//!
//! [`run`] takes what a person typed ([`Request`]) and returns the [`Cases`]; [`views`] are their
//! tables, [`figure`] their picture, [`models_views`] what is known of the models. A teaching and
//! planning aid: it says so on everything it returns.

mod case;
mod clock;
mod figure;
mod grid;
mod models;
mod request;
mod schedule;
mod section;
mod substance;
mod views;

pub use case::{Case, Cases, OutputCase, run};
pub use figure::figure;
pub use models::models_views;
pub use request::Request;
pub use schedule::{Schedule, Step};
pub(crate) use section::section;
pub use substance::Substance;
pub use views::views;

/// What stands on every output.
pub const LABEL: &str = "A teaching and planning aid: typical values of published models, not for \
    dosing a patient.";
