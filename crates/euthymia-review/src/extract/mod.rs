//! What is taken from the reports of a study: forms, values by their place, and what of them counts.
//!
//! A [`Form`] is a text in TOML with [`Field`]s and groups that repeat, such as arms and their
//! outcomes. A value stands at a [`Place`] of it: `arms/ketamine/n_randomised`. Several people fill
//! a form in without seeing each other; [`Extraction`] is the fold over what they entered, and
//! [`Extraction::lines`] holds it side by side and says what counts.

mod answers;
mod cell;
mod csv_answers;
mod digitise;
mod extraction;
mod field;
mod finding;
mod form;
mod lines;
mod place;
mod rules;
mod template;
mod written;

pub use answers::{Answers, NOT_REPORTED, read_answers};
pub use cell::{Misfit, Misplaced, Value};
pub use csv_answers::read_csv_answers;
pub use digitise::{Axis, AxisError, Digitised};
pub use extraction::{Extraction, FormState, Study, Taken, Version};
pub use field::{Field, FieldType, Unit};
pub use finding::Finding;
pub use form::{CheckKind, CheckRule, Form, Group, Locators, TRIALS, TRIALS_TEXT, is_a_name};
pub use lines::{Line, Standing};
pub use place::{NotAPlace, Place};
pub use rules::ExtractionRules;
pub use template::{Known, csv_template, template};
