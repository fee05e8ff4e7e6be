//! The chain of custody of every expected number: generator, software version, data, hash.

use crate::require_none;
use crate::tree;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Where a file of expected numbers came from.
#[derive(Debug, Default, PartialEq, Eq)]
struct Made {
    generator: String,
    software: String,
}

/// What is missing in what a file says about itself.
fn incomplete(made: &Made, exists: impl Fn(&str) -> bool) -> Option<String> {
    if made.generator.is_empty() {
        return Some("names no generator".to_owned());
    }
    if !exists(&made.generator) {
        return Some(format!("its generator {} does not exist", made.generator));
    }
    let versioned = made.software.bytes().any(|b| b.is_ascii_digit());
    (!versioned).then(|| format!("names no software version (\"{}\")", made.software))
}

fn made_of_json(text: &str) -> Made {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return Made::default();
    };
    let text = |keys: &[&str]| {
        let found = keys.iter().try_fold(&value, |at, key| at.get(key));
        found.and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    if value.get("made").is_some() {
        let software = [
            text(&["made", "software"]),
            text(&["made", "software_version"]),
        ];
        return Made {
            generator: text(&["made", "generator"]),
            software: software.join(" "),
        };
    }
    Made {
        generator: text(&["script"]),
        software: text(&["software"]),
    }
}

/// The first line of a CSV or text file: `# generator <path>, <software> <version>, …`.
fn made_of_csv(text: &str) -> Made {
    let line = text.lines().next().unwrap_or_default();
    let mut parts = line.split(", ");
    let generator = parts
        .next()
        .and_then(|part| part.strip_prefix("# generator "));
    Made {
        generator: generator.unwrap_or_default().to_owned(),
        software: parts.next().unwrap_or_default().to_owned(),
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[test]
fn every_expected_file_names_its_generator_and_version() {
    let exists = |path: &str| tree::root().join(path).is_file();
    let mut violations = Vec::new();
    let files = tree::texts("reference/expected");
    assert!(!files.is_empty(), "reference/expected is empty");
    for file in files {
        let made = match file.path.rsplit('.').next() {
            Some("json") => made_of_json(&file.text),
            Some("csv" | "txt") => made_of_csv(&file.text),
            _ => Made::default(),
        };
        violations.extend(incomplete(&made, exists).map(|what| format!("{}: {what}", file.path)));
    }
    require_none(
        "A number without a chain of custody checks nothing.",
        &violations,
    );
}

#[test]
fn expected_files_were_made_from_the_data_that_are_here() {
    let mut violations = Vec::new();
    for file in tree::texts("reference/expected") {
        let Ok(value) = serde_json::from_str::<Value>(&file.text) else {
            continue;
        };
        let input = |key: &str| {
            value
                .get("input")
                .and_then(|i| i.get(key))
                .and_then(Value::as_str)
        };
        if let (Some(dataset), Some(hash)) = (input("dataset"), input("sha256")) {
            let now = sha256(&tree::bytes(&format!("reference/datasets/{dataset}")));
            if now != hash {
                violations.push(format!("{}: made from another {dataset}", file.path));
            }
        }
    }
    require_none("Regenerate: see reference/README.md.", &violations);
}

#[test]
fn every_dataset_has_a_card_that_fits() {
    let mut violations = Vec::new();
    let paths = tree::paths("reference/datasets");
    for path in paths.iter().filter(|path| path.ends_with(".csv")) {
        let card_path = path.replace(".csv", ".toml");
        if !paths.contains(&card_path) {
            violations.push(format!("{path}: no card {card_path}"));
            continue;
        }
        let card: toml::Table = tree::read(&card_path).parse().expect("a card is TOML");
        let hash = sha256(&tree::bytes(path));
        if card.get("sha256").and_then(toml::Value::as_str) != Some(hash.as_str()) {
            violations.push(format!("{card_path}: sha256 should be {hash}"));
        }
    }
    let orphan =
        |card: &&String| card.ends_with(".toml") && !paths.contains(&card.replace(".toml", ".csv"));
    violations.extend(
        paths
            .iter()
            .filter(orphan)
            .map(|card| format!("{card}: no data")),
    );
    require_none("A data set and its card go together.", &violations);
}

/// Paths of Rust files in a text, as cards and derivations name their tests.
fn tests_named(text: &str) -> Vec<&str> {
    let path = |c: char| c.is_ascii_alphanumeric() || "/_-.".contains(c);
    let words = text.split(|c: char| !path(c));
    words
        .filter(|word| word.starts_with("crates/") && word.ends_with(".rs"))
        .collect()
}

#[test]
fn the_tests_that_use_a_number_are_there() {
    let mut violations = Vec::new();
    for file in tree::texts("reference") {
        if file.path.ends_with(".md") || file.path.ends_with(".toml") {
            let named = tests_named(&file.text).into_iter();
            let missing = named.filter(|path| !tree::root().join(path).is_file());
            violations.extend(missing.map(|path| format!("{}: {path}", file.path)));
        }
    }
    require_none(
        "A file under reference/ names a test that is not there.",
        &violations,
    );
}

#[test]
fn a_missing_link_is_found() {
    let made = made_of_csv("# generator reference/g.py, mpmath 1.4.1, Python\nx,y\n");
    assert_eq!(
        made,
        Made {
            generator: "reference/g.py".into(),
            software: "mpmath 1.4.1".into()
        }
    );
    assert_eq!(incomplete(&made, |_| true), None);
    assert!(
        incomplete(&made, |_| false).is_some(),
        "a generator that does not exist"
    );
    assert!(
        incomplete(&made_of_csv("x,y\n1,2\n"), |_| true).is_some(),
        "no generator"
    );
    let unversioned = r#"{"made": {"generator": "g.R", "software": "metafor"}}"#;
    assert!(
        incomplete(&made_of_json(unversioned), |_| true).is_some(),
        "no version"
    );
    let card = r#"used_in = ["crates/a/tests/it/b.rs", "crates/a/src"]"#;
    assert_eq!(tests_named(card), ["crates/a/tests/it/b.rs"]);
    // FIPS 180-4, the empty message.
    assert_eq!(&sha256(b"")[..16], "e3b0c44298fc1c14");
}
