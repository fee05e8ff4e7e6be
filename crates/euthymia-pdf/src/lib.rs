//! The texts of the pages of a PDF document.
//!
//! The library that reads the format gives up on some files by panicking. Here that is a page
//! without a text, never a panic: pages are read on a thread of their own, each apart, and what
//! would lead it round in a circle is left out before.
//!
//! # Example
//! ```
//! use euthymia_pdf::{PdfError, read};
//! assert_eq!(read(b"plain words"), Err(PdfError::NotPdf));
//! ```

mod clean;
mod document;
mod quiet;
mod tame;

pub use clean::flowing;
pub use document::{MOST_BYTES, Pdf, PdfError, read};
