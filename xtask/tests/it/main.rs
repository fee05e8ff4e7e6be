//! The rules of the repository, as tests: a rule that is not tested is a wish.
//!
//! Each rule is a function from texts to a list of violations, a small test that it can fail, and a
//! test that applies it to the repository. Reading order: [`tree`] (the files), [`source`] (Rust
//! source without its comments and strings), then one file per rule.

// Helpers of tests stop with a message; clippy.toml allows that in test functions only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod arrows;
mod banned;
mod custody;
mod datapackage;
mod documents;
mod glossary;
mod manifests;
mod readme;
mod sizes;
mod source;
mod test_names;
mod text;
mod tree;

/// Fails with every violation, and the rule in a sentence.
fn require_none(rule: &str, violations: &[String]) {
    assert!(
        violations.is_empty(),
        "{rule}\n  {}\n",
        violations.join("\n  ")
    );
}
