//! Many numbers at once: every difference is reported, and the largest of each kind is kept.

use crate::expected::{Expected, check};
use crate::tolerance::{Tolerance, named};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The outcome of comparing a table of numbers.
///
/// # Example
/// ```
/// use euthymia_testkit::Comparison;
/// let mut all = Comparison::new("a doubled table");
/// for i in [1.0, 2.0] {
///     all.compare("double", 2.0 * i, i + i, "exact", "row");
/// }
/// all.finish(2);
/// ```
#[derive(Debug)]
pub struct Comparison {
    title: String,
    count: usize,
    failures: Vec<String>,
    worst: BTreeMap<String, Worst>,
}

#[derive(Debug)]
struct Worst {
    relative: f64,
    absolute: f64,
    count: usize,
    context: String,
}

/// A failing table shows this many differences and the number of the rest.
const SHOWN_MAX: usize = 12;

impl Comparison {
    /// Starts an empty comparison.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            count: 0,
            failures: Vec::new(),
            worst: BTreeMap::new(),
        }
    }

    /// Compares one number of some kind under a named tolerance.
    pub fn compare(
        &mut self,
        kind: &str,
        found: f64,
        expected: impl Into<Expected>,
        tolerance: &str,
        context: &str,
    ) {
        self.compare_under(kind, found, expected, &named(tolerance), context);
    }

    /// Compares under a tolerance that was adapted to the quantity, see [`Tolerance::times`].
    pub fn compare_under(
        &mut self,
        kind: &str,
        found: f64,
        expected: impl Into<Expected>,
        tolerance: &Tolerance,
        context: &str,
    ) {
        let expected = expected.into();
        self.count += 1;
        match check(found, &expected, tolerance, &format!("{kind}, {context}")) {
            Ok(difference) => self.note(kind, difference, expected.value, context),
            Err(message) => self.failures.push(message),
        }
    }

    /// Notes a difference that is not about two numbers, such as an absent value.
    pub fn require(&mut self, holds: bool, message: impl FnOnce() -> String) {
        self.count += 1;
        if !holds {
            self.failures.push(message());
        }
    }

    fn note(&mut self, kind: &str, absolute: f64, expected: f64, context: &str) {
        let relative = if absolute == 0.0 {
            0.0
        } else {
            absolute / expected.abs().max(f64::MIN_POSITIVE)
        };
        let worst = self.worst.entry(kind.to_owned()).or_insert(Worst {
            relative: 0.0,
            absolute: 0.0,
            count: 0,
            context: String::new(),
        });
        worst.count += 1;
        worst.absolute = worst.absolute.max(absolute);
        if relative > worst.relative {
            worst.relative = relative;
            worst.context = context.to_owned();
        }
    }

    /// The largest relative difference of a kind so far; `None` when none was compared.
    #[must_use]
    pub fn largest_relative(&self, kind: &str) -> Option<f64> {
        self.worst.get(kind).map(|worst| worst.relative)
    }

    /// One line per kind: how many, the largest differences, and where.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut text = format!("{}: {} comparisons", self.title, self.count);
        for (kind, worst) in &self.worst {
            // Writing to a string cannot fail.
            let _ = write!(
                text,
                "\n{kind:<22} {:>5}  relative {:.1e}  absolute {:.1e}  {}",
                worst.count, worst.relative, worst.absolute, worst.context
            );
        }
        text
    }

    /// Ends the comparison.
    ///
    /// # Panics
    /// When a number differed, or when fewer than `at_least` were compared: a table that came out
    /// empty has checked nothing.
    pub fn finish(self, at_least: usize) {
        let failed = self.failures.len();
        let shown = self.failures[..failed.min(SHOWN_MAX)].join("\n\n");
        assert!(
            failed == 0,
            "{failed} of {} differ; the first of them:\n\n{shown}\n\n{}",
            self.count,
            self.summary()
        );
        assert!(
            self.count >= at_least,
            "only {} comparisons were made, at least {at_least} are due\n{}",
            self.count,
            self.summary()
        );
    }
}

#[cfg(test)]
mod tests {
    use super::Comparison;

    #[test]
    #[should_panic(expected = "1 of 2 differ")]
    fn one_difference_fails_the_table() {
        let mut all = Comparison::new("table");
        all.compare("k", 1.0, 1.0, "exact", "first");
        all.compare("k", 1.0, 2.0, "exact", "second");
        all.finish(1);
    }

    #[test]
    #[should_panic(expected = "only 0 comparisons")]
    fn an_empty_table_fails() {
        Comparison::new("table").finish(1);
    }

    #[test]
    fn the_largest_difference_is_kept() {
        let mut all = Comparison::new("table");
        all.compare("p", 100.01, 100.0, "paper_1_digit", "near");
        all.compare("p", 10.04, 10.0, "paper_1_digit", "far");
        assert!((all.largest_relative("p").unwrap() - 0.004).abs() < 1e-12);
    }
}
