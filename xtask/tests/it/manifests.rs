//! The crates' manifests: who depends on whom.

use crate::tree;
use std::collections::{BTreeMap, BTreeSet};

/// The dependencies of one crate.
pub(crate) struct Manifest {
    /// Names under `[dependencies]` and `[build-dependencies]`, target tables included.
    pub(crate) used: BTreeSet<String>,
    /// Names under `[dev-dependencies]`.
    pub(crate) for_tests: BTreeSet<String>,
    /// Whether the workspace's lints are in force.
    pub(crate) inherits_lints: bool,
}

/// Every crate's manifest, by name.
pub(crate) fn all() -> BTreeMap<String, Manifest> {
    let read = |name: String| {
        let path = format!("{}/Cargo.toml", tree::folder(&name));
        let table: toml::Table = tree::read(&path)
            .parse()
            .unwrap_or_else(|e| panic!("{path}: {e}"));
        (name, manifest(&table))
    };
    tree::crates().into_iter().map(read).collect()
}

fn manifest(table: &toml::Table) -> Manifest {
    let mut used = names(table, "dependencies");
    used.extend(names(table, "build-dependencies"));
    let targets = table.get("target").and_then(toml::Value::as_table);
    for target in targets
        .into_iter()
        .flat_map(|t| t.values())
        .filter_map(toml::Value::as_table)
    {
        used.extend(names(target, "dependencies"));
    }
    let lints = table.get("lints").and_then(|lints| lints.get("workspace"));
    Manifest {
        used,
        for_tests: names(table, "dev-dependencies"),
        inherits_lints: lints.and_then(toml::Value::as_bool) == Some(true),
    }
}

fn names(table: &toml::Table, section: &str) -> BTreeSet<String> {
    let section = table.get(section).and_then(toml::Value::as_table);
    section
        .into_iter()
        .flat_map(|entries| entries.keys().cloned())
        .collect()
}

#[test]
fn every_crate_inherits_the_lints() {
    let without: Vec<String> = all()
        .into_iter()
        .filter(|(_, manifest)| !manifest.inherits_lints)
        .map(|(name, _)| name)
        .collect();
    crate::require_none(
        "A crate without `[lints] workspace = true` escapes the lints.",
        &without,
    );
}

#[test]
fn every_locked_package_comes_from_the_public_registry() {
    let foreign: Vec<String> = tree::read("Cargo.lock")
        .lines()
        .filter(|line| line.starts_with("source = "))
        .filter(|line| !line.contains("registry+https://github.com/rust-lang/crates.io-index"))
        .map(str::to_owned)
        .collect();
    crate::require_none("Cargo.lock names a source other than crates.io.", &foreign);
}
