//! Libraries that may give up on a damaged file by a panic.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use euthymia_table::Diagnostic;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// True while this thread is in a library's reader whose panic becomes a finding. A program that sets a
/// panic hook asks this, so that nobody reads of a panic that was caught.
///
/// # Example
/// ```
/// assert!(!euthymia_workbook::is_guarded());
/// ```
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Calls a library's reader, and turns a panic in it into a finding.
///
/// Random damage makes the libraries for `.xls` and Parquet panic now and then. Nothing that it had begun is used
/// afterwards.
pub(crate) fn guarded<T>(
    file: &str,
    read: impl FnOnce() -> Result<T, Vec<Diagnostic>>,
) -> Result<T, Vec<Diagnostic>> {
    GUARDED.set(true);
    let found = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(false);
    found.unwrap_or_else(|_| {
        let message = "the file is damaged, and its reader gave up";
        Err(vec![Diagnostic::error(file, message).with_help(
            "Copy it again, or open it in the program that made it and save it anew.",
        )])
    })
}
