//! Tabular text in and out: encodings, delimiters, decimal commas, diagnostics; terminal, CSV, Markdown and JSON tables.
//!
//! **In.** [`read`] turns bytes into a [`Table`] of raw strings that remember the line of the file
//! they came from, or into a list of [`Diagnostic`]s that name file, row, column, what was found
//! and what to do. Nothing is guessed: whatever can be read in two ways is an error that names the
//! option which settles it. Numbers are read afterwards, cell by cell, through [`Column`] and
//! [`Cell`].
//!
//! **In, already split.** A reader of another file format hands names and rows of text to a
//! [`TableBuilder`] and gets the same checks.
//!
//! **Out.** A [`TableView`] holds headers, values and notes once; [`render`] writes it for people
//! (terminal, Markdown) or for machines (CSV, JSON) without a second formatting path.
//!
//! **In, without holding it.** A file of any length is read piece by piece under the same rules:
//! [`TextStream`], [`Head`], [`RawRecord`], [`lone_number`]; [`Intake`] turns a file of unknown
//! encoding into UTF-8 line by line.
//!
//! The crate knows no statistics and no medicine.
//!
//! # Example
//! ```
//! use euthymia_table::{Problems, ReadOptions, read};
//!
//! let bytes = b"arm;events;n;change\nketamine;14;23;-9,5\nplacebo;twelve;22;-4,25\n";
//! let table = read(bytes, "trials.csv", &ReadOptions::default()).unwrap();
//! let events = table.column(&["events", "ai"]).unwrap();
//! let change = table.column(&["change"]).unwrap();
//!
//! let mut problems = Problems::new(20);
//! let mut sum = 0.0;
//! for row in 0..table.row_count() {
//!     problems.keep(events.cell(row).count());
//!     sum += problems.keep(change.cell(row).number()).flatten().unwrap_or(0.0);
//! }
//! assert_eq!(sum, -13.75);
//! assert_eq!(
//!     problems.list()[0].to_string(),
//!     "trials.csv, row 3, column \"events\": found \"twelve\", expected a whole number ≥ 0. \
//!      Write the count as digits, or leave the cell empty if it is missing."
//! );
//! ```

mod builder;
mod cell;
mod column;
mod convention;
mod delimiter;
mod diagnostic;
mod encoding;
pub mod fmt;
mod header;
mod nearest;
mod number;
mod options;
mod problems;
mod read;
mod render;
mod stream;
mod table;
mod tokens;
mod view;

pub use builder::TableBuilder;
pub use cell::Cell;
pub use column::Column;
pub use diagnostic::{Diagnostic, Severity};
pub use encoding::decode_named;
pub use nearest::nearest;
pub use options::{DecimalMark, Encoding, ReadOptions};
pub use problems::Problems;
pub use read::{cannot_read, read, read_path};
pub use render::{Format, ViewError, render};
pub use stream::{
    Head, Intake, LoneNumber, LoneNumberError, RawRecord, TextStream, UnknownEncoding, lone_number,
};
pub use table::Table;
pub use view::{Align, Audience, ColumnSpec, TableView, Value};
