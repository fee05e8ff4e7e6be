//! An assessed record as tables and as a letter.
//!
//! [`views`] are the tables of the command and of machine-readable output; [`letter`](mod@letter)
//! is one page for the chart.

mod course;
mod letter;
mod reasoning;
mod views;

pub use course::{Calendar, course_views, courses_view};
pub use letter::{Letter, letter};
pub use reasoning::reasoning_view;
pub use views::{
    about_diagnosis, checklist_view, definitions_view, expectation_view, open_questions,
    record_view, rules_view, signs_view, staging_view, trials_view,
};

use euthymia_clinical::source::{Source, Status};
use euthymia_table::Value;

/// The status of a source as people read it: nothing for what was read.
fn status_words(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "",
        Status::Unverified => "unverified",
        Status::Contested => "contested",
        Status::Site => "set by the clinic",
    }
}

/// The cells of a source: its text, and its status for machines.
fn source_cells(source: Option<&Source>) -> [Value; 2] {
    match source {
        Some(source) => [
            Value::text(source.to_string()),
            Value::text(source.status.id()),
        ],
        None => [Value::Missing, Value::Missing],
    }
}
