//! A number that remembers where it came from.

use crate::tolerance::Tolerance;

/// An expected value with the place it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The number.
    pub value: f64,
    /// File and place, such as `expected/metafor/bcg_RR.json: k`; "the test" for a number written
    /// there.
    pub source: String,
}

impl Expected {
    /// Pairs a value with its source.
    pub fn new(value: f64, source: impl Into<String>) -> Self {
        Self {
            value,
            source: source.into(),
        }
    }

    /// The same source with a value derived from the one read, such as a percentage made a share.
    #[must_use]
    pub fn map(self, change: impl FnOnce(f64) -> f64) -> Self {
        Self {
            value: change(self.value),
            source: self.source,
        }
    }
}

impl From<f64> for Expected {
    fn from(value: f64) -> Self {
        Self::new(value, "the test")
    }
}

impl From<&Expected> for Expected {
    fn from(expected: &Expected) -> Self {
        expected.clone()
    }
}

/// Returns the size of the difference, or a message when it is larger than the tolerance allows.
///
/// Two infinities of one sign are equal. Anything that is not a number differs from everything.
///
/// # Errors
/// The message that a failing assertion shows.
///
/// # Example
/// ```
/// use euthymia_testkit::{check, Expected, tolerance};
/// let expected = Expected::new(2.0, "expected/some.json: k");
/// let message = check(2.5, &expected, &tolerance::named("algebra"), "k").unwrap_err();
/// assert!(message.contains("algebra") && message.contains("expected/some.json"));
/// ```
pub fn check(
    found: f64,
    expected: &Expected,
    tolerance: &Tolerance,
    context: &str,
) -> Result<f64, String> {
    let Expected { value, source } = expected;
    if found == *value {
        return Ok(0.0);
    }
    let difference = (found - value).abs();
    let allowed = tolerance.allowed(*value);
    if difference <= allowed && difference.is_finite() {
        return Ok(difference);
    }
    Err(format!(
        "{context}\n   found {found:?}\nexpected {value:?}\n    from {source}\n  differ {difference:e}, \
         allowed {allowed:e} by tolerance \"{}\"",
        tolerance.name
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tolerance::named;

    #[test]
    fn not_a_number_is_close_to_nothing() {
        for (found, expected) in [(f64::NAN, 1.0), (1.0, f64::NAN), (f64::NAN, f64::NAN)] {
            assert!(check(found, &expected.into(), &named("estimate"), "").is_err());
        }
    }

    #[test]
    fn infinities_are_equal_only_to_themselves() {
        let infinite = Expected::from(f64::INFINITY);
        assert!(check(f64::INFINITY, &infinite, &named("exact"), "").is_ok());
        assert!(check(f64::NEG_INFINITY, &infinite, &named("estimate"), "").is_err());
        assert!(check(1e308, &infinite, &named("estimate"), "").is_err());
    }

    #[test]
    fn the_edge_of_a_relative_tolerance_is_inside() {
        let allowed = named("special").value * 4.0;
        assert!(check(4.0 + allowed * 0.99, &4.0.into(), &named("special"), "").is_ok());
        assert!(check(4.0 + allowed * 1.1, &4.0.into(), &named("special"), "").is_err());
    }
}
