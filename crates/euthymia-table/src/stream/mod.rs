//! Reading a file of any length piece by piece, under the rules of [`crate::read`].
//!
//! [`TextStream`] turns the file's bytes into UTF-8, [`Head`] says what its start settles about the
//! whole, [`RawRecord`] is one row, and [`lone_number`] reads one cell without its column.
//! [`Intake`] turns any text into UTF-8 without giving up.

mod head;
mod intake;
mod lone_number;
mod record;
mod text;

pub use head::Head;
pub use intake::{Intake, UnknownEncoding};
pub use lone_number::{LoneNumber, LoneNumberError, lone_number};
pub use record::RawRecord;
pub use text::TextStream;
