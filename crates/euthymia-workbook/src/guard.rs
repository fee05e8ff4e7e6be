//! Libraries that may give up on a damaged file by a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use euthymia_table::Diagnostic;

/// Calls a library's reader, and turns a panic in it into a finding.
///
/// Random damage makes the libraries for `.xls` and Parquet panic now and then. Nothing that it had begun is used
/// afterwards.
pub(crate) fn guarded<T>(
    file: &str,
    read: impl FnOnce() -> Result<T, Vec<Diagnostic>>,
) -> Result<T, Vec<Diagnostic>> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let message = "the file is damaged, and its reader gave up";
        Err(vec![Diagnostic::error(file, message).with_help(
            "Copy it again, or open it in the program that made it and save it anew.",
        )])
    })
}
