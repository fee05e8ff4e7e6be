//! Patient tables in the file formats that clinics have, through one door.
//!
//! [`read`] recognises a file by its content and gives a [`euthymia_table::Table`]: delimited text,
//! Excel (`.xlsx`, `.xlsb`, `.xls`), OpenDocument (`.ods`), Parquet, SAS transport files (`.xpt`,
//! version 5 and 8) and SPSS files (`.sav`, `.zsav`). Every other kind of file is refused by its
//! own name, with what to do.
//!
//! **What becomes of a value.** A number is the shortest decimal text that reads back as the same
//! number, a date `yyyy-mm-dd`, a date with a time of day `yyyy-mm-ddThh:mm:ss`, a truth value
//! `true` or `false`. What the file calls missing is an empty cell; nothing else is. What had to be
//! decided on the way is among [`euthymia_table::Table::notes`].
//!
//! **What a file says about its columns** (labels, labels of codes, codes declared missing) is kept
//! as [`ColumnNote`]s; cells hold the codes.
//!
//! **REDCap**: [`redcap`] reads a project's data dictionary and holds an export against it.
//!
//! **Text, however it is packed**: [`unpack`] opens a file as it stands, from gzip or from a zip
//! archive as a stream, and a sheet of a workbook as CSV.
//!
//! The crate knows no statistics and no medicine.
//!
//! # Example
//! ```
//! use euthymia_workbook::{FileFormat, FileOptions, read};
//!
//! let file = read(b"id;score\n1;0,5\n", "scores.csv", &FileOptions::default()).unwrap();
//! assert_eq!(file.format, FileFormat::Text);
//! assert_eq!(file.table.column(&["score"]).unwrap().numbers().unwrap(), [Some(0.5)]);
//!
//! let picture = read(b"%PDF-1.7", "scores.csv", &FileOptions::default()).unwrap_err();
//! assert_eq!(
//!     picture[0].to_string(),
//!     "scores.csv: this is a PDF document. \
//!      Export the data from the program that made it as CSV or as a workbook."
//! );
//! ```

mod calendar;
mod choice;
mod column_note;
mod cursor;
mod decoder;
mod door;
mod format;
mod guard;
mod number;
#[cfg(feature = "parquet")]
mod parquet;
pub mod redcap;
mod sav;
mod sheet;
mod unpack;
mod xport;

pub use column_note::{ColumnNote, ValueLabel};
pub use door::{FileOptions, PatientFile, read, read_path};
pub use format::FileFormat;
pub use guard::is_guarded;
#[cfg(feature = "parquet")]
pub use parquet::ParquetBatches;
pub use unpack::{Member, UnpackOptions, unpack};
