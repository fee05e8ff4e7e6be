//! Named tolerances and the loader of reference numbers, for tests only.
//!
//! A test compares what the program found with a number from the folder `reference`, under a
//! tolerance named in `reference/tolerances.toml`. It never writes a tolerance of its own, and a
//! missing file fails the test: nothing here skips.
//!
//! Reading order: [`tolerance`] (what "close" means), [`expected`] (a number that remembers its
//! file), [`reference`](mod@reference) (the files), [`comparison`] (many numbers at once).
//!
//! # Example
//! ```
//! use euthymia_testkit::{assert_close, reference};
//! let file = reference::json("expected/metafor/two_studies_GEN.json");
//! let expected = file.number("heterogeneity.Q");
//! assert_close!(10.0 / 3.0, expected, "algebra", "Q of two studies");
//! // A value worked out in the test itself is a plain number.
//! assert_close!(1.0 / 3.0, 0.3333, "paper_4_digits", "a third");
//! ```

// This crate is the failing end of every test: a wrong or missing reference number must stop it.
#![allow(clippy::panic)]

pub mod comparison;
pub mod expected;
pub mod reference;
pub mod tolerance;

pub use comparison::Comparison;
pub use expected::{Expected, check};

/// Fails unless `found` is close to `expected` under the named tolerance.
///
/// `expected` is an `f64` or an [`Expected`]; the last argument says what is compared. The message
/// shows both values, the tolerance by name and the file of the expected value.
///
/// # Example: a difference is shown with everything needed to judge it
/// ```should_panic
/// euthymia_testkit::assert_close!(1.0, 2.0, "exact", "number of studies");
/// ```
#[macro_export]
macro_rules! assert_close {
    ($found:expr, $expected:expr, $tolerance:expr, $($context:tt)+) => {{
        let expected = $crate::Expected::from($expected);
        let tolerance = $crate::tolerance::named($tolerance);
        let outcome = $crate::check($found, &expected, &tolerance, &format!($($context)+));
        assert!(outcome.is_ok(), "{}", outcome.err().unwrap_or_default());
    }};
}
