//! REDCap: a project's data dictionary, and an export held against it.
//!
//! A data dictionary is a CSV file with one row per field. [`Dictionary::read`] turns it into typed
//! [`Field`]s; [`Dictionary::role`] says what a column of an export is (a field, one choice of a
//! checkbox, the event, the instance of a repeated form); [`Dictionary::check`] names every cell
//! that does not fit, and the columns that identify a person.
//!
//! # Example
//! ```
//! use euthymia_table::{ReadOptions, read};
//! use euthymia_workbook::redcap::Dictionary;
//!
//! let text = "field_name,form_name,field_type,field_label,select_choices_or_calculations,\
//!             text_validation_type_or_show_slider_number,text_validation_min,text_validation_max,identifier\n\
//!             id,start,text,Record,,,,,\n\
//!             born,start,text,Date of birth,,date_ymd,,,y\n\
//!             mood,start,radio,Mood,\"0, low | 1, high\",,,,\n";
//! let options = ReadOptions::default();
//! let dictionary = Dictionary::read(text.as_bytes(), "dictionary.csv", &options).unwrap();
//!
//! let export = read(b"id,born,mood\n1,1990-05-01,2\n", "export.csv", &options).unwrap();
//! let check = dictionary.check(&export, 20);
//! assert_eq!(check.identifiers, ["born"]);
//! assert_eq!(
//!     check.findings[0].to_string(),
//!     "export.csv, row 2, column \"mood\": found \"2\", expected a code of the data dictionary. \
//!      The codes are: 0 (low), 1 (high)."
//! );
//! ```

mod check;
mod choices;
mod dictionary;
mod field;
mod limits;
mod repeats;
mod role;

pub use check::ExportCheck;
pub use dictionary::Dictionary;
pub use field::{Field, FieldKind};
pub use role::ColumnRole;
