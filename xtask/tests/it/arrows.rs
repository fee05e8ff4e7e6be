//! Which crate may use which, and which library only one crate may name: the tables of
//! ARCHITECTURE.md against the manifests.

use crate::manifests::{self, Manifest};
use crate::{require_none, tree};
use std::collections::{BTreeMap, BTreeSet};

type Table = BTreeMap<String, BTreeSet<String>>;

/// The statistics side of the wall and the medicine side.
const STATISTICS: [&str; 3] = ["numerics", "synthesis", "cohort"];
const MEDICINE: [&str; 2] = ["clinical", "evidence"];

/// Parses the fenced block after a marker: `name: a, b` on each line.
fn table(document: &str, marker: &str) -> Table {
    let after = document.split_once(marker).unwrap_or_else(|| {
        panic!("ARCHITECTURE.md has no {marker}: the table that the manifests are held against")
    });
    let block = after.1.split("```").nth(1).unwrap_or_default();
    let lines = block.lines().skip(1).filter(|line| !line.trim().is_empty());
    let entry = |line: &str| {
        let (name, used) = line
            .split_once(':')
            .unwrap_or_else(|| panic!("no colon in \"{line}\""));
        let used = used
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        (name.trim().to_owned(), used.map(str::to_owned).collect())
    };
    lines.map(entry).collect()
}

fn short(name: &str) -> String {
    name.strip_prefix("euthymia-").unwrap_or(name).to_owned()
}

fn is_ours(name: &str) -> bool {
    name == "euthymia" || name.starts_with("euthymia-") || name == "xtask"
}

/// Arrows among our crates, from the manifests.
fn arrows(manifests: &BTreeMap<String, Manifest>) -> Table {
    let ours = |manifest: &Manifest| {
        manifest
            .used
            .iter()
            .filter(|name| is_ours(name))
            .map(|name| short(name))
            .collect()
    };
    manifests
        .iter()
        .map(|(name, manifest)| (short(name), ours(manifest)))
        .collect()
}

fn differences(allowed: &Table, found: &Table) -> Vec<String> {
    let names: BTreeSet<&String> = allowed.keys().chain(found.keys()).collect();
    let mut violations = Vec::new();
    for name in names {
        let (Some(allowed), Some(found)) = (allowed.get(name), found.get(name)) else {
            violations.push(format!("{name} is a crate in only one of the two"));
            continue;
        };
        let extra = found.difference(allowed);
        violations.extend(extra.map(|to| format!("{name} uses {to}: the table does not allow it")));
        let unused = allowed.difference(found);
        violations.extend(unused.map(|to| format!("{name} does not use {to}: remove the arrow")));
    }
    violations
}

fn reachable(arrows: &Table, from: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from.to_owned()];
    while let Some(name) = open.pop() {
        for to in arrows.get(&name).into_iter().flatten() {
            if seen.insert(to.clone()) {
                open.push(to.clone());
            }
        }
    }
    seen
}

fn across(arrows: &Table, from: &[&str], to: &[&str]) -> Vec<String> {
    let mut violations = Vec::new();
    for name in from {
        let reached = reachable(arrows, name);
        let crossed = to.iter().filter(|other| reached.contains(**other));
        violations.extend(crossed.map(|other| format!("{name} reaches {other}")));
    }
    violations
}

#[test]
fn manifests_have_exactly_the_allowed_arrows() {
    let allowed = table(&tree::read("ARCHITECTURE.md"), "<!-- arrows -->");
    let violations = differences(&allowed, &arrows(&manifests::all()));
    require_none(
        "The manifests and the arrows in ARCHITECTURE.md differ.",
        &violations,
    );
}

#[test]
fn tests_add_no_arrow_but_testkit() {
    let mut violations = Vec::new();
    for (name, manifest) in manifests::all() {
        let added = manifest
            .for_tests
            .difference(&manifest.used)
            .filter(|to| is_ours(to));
        let forbidden = added.filter(|to| *to != "euthymia-testkit");
        violations.extend(forbidden.map(|to| format!("{name} uses {to} in its tests")));
    }
    require_none(
        "The only crate of ours that tests may add is euthymia-testkit.",
        &violations,
    );
}

#[test]
fn statistics_and_medicine_do_not_meet() {
    let arrows = arrows(&manifests::all());
    let mut violations = across(&arrows, &STATISTICS, &MEDICINE);
    violations.extend(across(&arrows, &MEDICINE, &STATISTICS));
    require_none(
        "Statistics and medicine meet only in report and above.",
        &violations,
    );
}

#[test]
fn a_fenced_library_is_named_by_one_crate() {
    let fences = table(&tree::read("ARCHITECTURE.md"), "<!-- fences -->");
    let mut violations = Vec::new();
    for (name, manifest) in manifests::all() {
        for (library, owners) in &fences {
            if manifest.used.contains(library) != owners.contains(&short(&name)) {
                violations.push(format!(
                    "{library} and {name}: not as the table of fences says"
                ));
            }
        }
    }
    require_none(
        "A library behind a fence is named by its one crate only.",
        &violations,
    );
}

#[test]
fn every_crate_is_on_the_map_with_an_invariant() {
    let document = tree::read("ARCHITECTURE.md");
    let mut violations = Vec::new();
    for name in tree::crates() {
        let heading = format!("\n### `{name}`\n");
        let section = document.split_once(&heading).map(|(_, after)| after);
        let section = section.map(|after| after.split("\n#").next().unwrap_or_default());
        match section {
            None => violations.push(format!("{name}: no heading \"### `{name}`\"")),
            Some(text) if !text.contains("**Invariant:**") => {
                violations.push(format!("{name}: no line **Invariant:**"));
            }
            Some(_) => {}
        }
    }
    require_none(
        "The code map of ARCHITECTURE.md describes every crate.",
        &violations,
    );
}

#[test]
fn an_arrow_too_many_and_one_too_few_are_both_found() {
    let document = "<!-- arrows -->\n```text\na: b, c\nb:\nc:\n```\n";
    let found = table(
        "<!-- arrows -->\n```text\na: b\nb: c\nc:\n```\n",
        "<!-- arrows -->",
    );
    let violations = differences(&table(document, "<!-- arrows -->"), &found);
    let expected = [
        "a does not use c: remove the arrow",
        "b uses c: the table does not allow it",
    ];
    assert_eq!(violations, expected);
    assert_eq!(across(&found, &["a"], &["c"]), ["a reaches c"], "through b");
}
