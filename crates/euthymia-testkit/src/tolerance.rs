//! What "close" means, by name.

use crate::reference;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How a tolerance is applied to an expected value b.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// |a − b| ≤ value.
    Absolute,
    /// |a − b| ≤ value · |b|.
    Relative,
    /// |a − b| ≤ value · max(1, |b|).
    Mixed,
}

/// A tolerance of `reference/tolerances.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Tolerance {
    /// Its name there.
    pub name: String,
    /// How it is applied.
    pub kind: Kind,
    /// Its size.
    pub value: f64,
    /// Why it is what it is; never empty.
    pub reason: String,
}

impl Tolerance {
    /// The largest difference from `expected` that it allows.
    ///
    /// # Example
    /// ```
    /// let algebra = euthymia_testkit::tolerance::named("algebra");
    /// assert_eq!(algebra.allowed(-500.0), 500.0 * algebra.value);
    /// assert_eq!(algebra.allowed(0.0), algebra.value);
    /// ```
    #[must_use]
    pub fn allowed(&self, expected: f64) -> f64 {
        match self.kind {
            Kind::Absolute => self.value,
            Kind::Relative => self.value * expected.abs(),
            Kind::Mixed => self.value * expected.abs().max(1.0),
        }
    }

    /// The same tolerance for a quantity that magnifies the rounding of its argument `condition`
    /// times; the reason for the factor is part of the name.
    #[must_use]
    pub fn times(&self, condition: f64, why: &str) -> Self {
        Self {
            name: format!("{} × {condition:.3} ({why})", self.name),
            value: self.value * condition,
            ..self.clone()
        }
    }
}

/// Returns the tolerance of that name.
///
/// # Panics
/// When `tolerances.toml` has none of that name: a test may not invent one.
#[must_use]
pub fn named(name: &str) -> Tolerance {
    match all().get(name) {
        Some(tolerance) => tolerance.clone(),
        None => panic!("there is no tolerance \"{name}\" in reference/tolerances.toml"),
    }
}

/// Every tolerance by name, read once.
///
/// # Panics
/// When an entry lacks its kind, its value or its reason.
pub fn all() -> &'static BTreeMap<String, Tolerance> {
    static ALL: OnceLock<BTreeMap<String, Tolerance>> = OnceLock::new();
    ALL.get_or_init(|| {
        let parsed = reference::toml("tolerances.toml");
        let entries = parsed.iter().map(|(name, entry)| match read(name, entry) {
            Some(tolerance) => (name.clone(), tolerance),
            None => panic!("reference/tolerances.toml: [{name}] lacks kind, value or reason"),
        });
        entries.collect()
    })
}

fn read(name: &str, entry: &toml::Value) -> Option<Tolerance> {
    let kind = match entry.get("kind")?.as_str()? {
        "absolute" => Kind::Absolute,
        "relative" => Kind::Relative,
        "mixed" => Kind::Mixed,
        _ => return None,
    };
    let value = entry.get("value")?.as_float()?;
    let reason = entry.get("reason")?.as_str()?.to_owned();
    (value >= 0.0 && !reason.is_empty()).then(|| Tolerance {
        name: name.to_owned(),
        kind,
        value,
        reason,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tolerance_of_the_file_is_read() {
        let headers = reference::text("tolerances.toml");
        let count = headers.lines().filter(|l| l.starts_with('[')).count();
        assert_eq!(all().len(), count);
        assert_eq!(named("exact").value, 0.0);
        assert_eq!(named("quantile").kind, Kind::Relative);
    }

    #[test]
    #[should_panic(expected = "no tolerance \"loose\"")]
    fn a_tolerance_cannot_be_invented() {
        let _ = named("loose");
    }
}
