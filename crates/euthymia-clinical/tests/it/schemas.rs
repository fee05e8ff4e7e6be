//! The shipped packs and rules against their JSON Schemas, and the schemas against a few demands.

use crate::files::{in_folder, path, text, toml};
use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A compiled schema.
struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    fn read(file: &str) -> Self {
        let mut schemas = Schemas::new();
        let place = path(file).canonicalize().unwrap();
        let index = Compiler::new().compile(place.to_str().unwrap(), &mut schemas);
        let index = index.unwrap_or_else(|error| panic!("{file}: {error:#}"));
        Self { schemas, index }
    }

    /// What is wrong with a value, if anything.
    fn problem(&self, value: &Value) -> Option<String> {
        let found = self.schemas.validate(value, self.index);
        found.err().map(|error| format!("{error:#}"))
    }
}

fn value(file: &str) -> Value {
    serde_json::to_value(toml(file)).unwrap()
}

/// The schema of a rules file or a pack.
fn schema_of(file: &str) -> String {
    let (folder, name) = file.rsplit_once('/').unwrap();
    let stem = name.strip_suffix(".toml").unwrap();
    match (folder, stem) {
        ("instruments", _) => "instruments/schema.json".to_owned(),
        ("protocols", _) => "protocols/schema.json".to_owned(),
        ("rules/crosswalks", "chains") => "rules/schema/chains.json".to_owned(),
        ("rules/crosswalks", _) => "rules/schema/crosswalk.json".to_owned(),
        ("rules/doses", _) => "rules/schema/doses.json".to_owned(),
        ("rules/tms", _) => format!("rules/schema/tms_{stem}.json"),
        ("rules", _) => format!("rules/schema/{stem}.json"),
        _ => panic!("no schema is meant for {file}"),
    }
}

fn shipped() -> Vec<String> {
    let folders = [
        "instruments",
        "protocols",
        "rules",
        "rules/crosswalks",
        "rules/doses",
        "rules/tms",
    ];
    folders
        .iter()
        .flat_map(|folder| in_folder(folder, "toml"))
        .collect()
}

fn schemas() -> Vec<String> {
    let mut files = in_folder("rules/schema", "json");
    files.push("instruments/schema.json".to_owned());
    files.push("protocols/schema.json".to_owned());
    files
}

#[test]
fn every_shipped_file_is_as_its_schema_says() {
    let files = shipped();
    // 33 packs, 8 files of rules, 10 crosswalks and their chains, a dose table.
    let least = 33 + 8 + 11 + 1;
    assert!(files.len() >= least, "{}", files.len());
    for file in files {
        let schema = Schema::read(&schema_of(&file));
        assert_eq!(schema.problem(&value(&file)), None, "{file}");
    }
}

#[test]
fn every_schema_has_a_file_that_it_describes() {
    let used: BTreeSet<String> = shipped().iter().map(|file| schema_of(file)).collect();
    let there: BTreeSet<String> = schemas().into_iter().collect();
    assert_eq!(used, there);
}

/// Every table of a value, as a pointer to it.
fn tables(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            found.push(at.to_owned());
            for (key, entry) in entries {
                tables(entry, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(list) => {
            for (index, entry) in list.iter().enumerate() {
                tables(entry, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn a_key_that_a_schema_does_not_know_is_found_in_every_table() {
    let mut tried = 0;
    for file in shipped()
        .iter()
        .filter(|file| !file.starts_with("instruments/"))
    {
        let schema = Schema::read(&schema_of(file));
        let whole = value(file);
        let mut pointers = Vec::new();
        tables(&whole, "", &mut pointers);
        // The first of many like tables stand for the rest.
        for pointer in pointers.iter().take(60) {
            let mut changed = whole.clone();
            let table = changed
                .pointer_mut(pointer)
                .unwrap()
                .as_object_mut()
                .unwrap();
            table.insert("colour".to_owned(), json!("red"));
            assert!(schema.problem(&changed).is_some(), "{file}{pointer}");
            tried += 1;
        }
    }
    assert!(tried > 200, "{tried}");
}

#[test]
fn a_missing_source_is_found_wherever_a_rule_has_one() {
    let mut tried = 0;
    for name in [
        "trd",
        "staging",
        "triage",
        "checklist",
        "expectation",
        "outcomes",
        "tms/safety",
        "tms/screening",
        "tms/targets",
    ] {
        let file = format!("rules/{name}.toml");
        let schema = Schema::read(&schema_of(&file));
        let whole = value(&file);
        let mut pointers = Vec::new();
        tables(&whole, "", &mut pointers);
        for pointer in pointers {
            for (key, wrong) in [("source", json!("")), ("status", json!("sure"))] {
                let mut changed = whole.clone();
                let table = changed
                    .pointer_mut(&pointer)
                    .unwrap()
                    .as_object_mut()
                    .unwrap();
                if !table.contains_key(key) {
                    continue;
                }
                table.insert(key.to_owned(), wrong);
                assert!(schema.problem(&changed).is_some(), "{file}{pointer}/{key}");
                let table = changed
                    .pointer_mut(&pointer)
                    .unwrap()
                    .as_object_mut()
                    .unwrap();
                table.remove(key);
                assert!(
                    schema.problem(&changed).is_some(),
                    "{file}{pointer}/{key} left out"
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

/// Objects of a schema that name properties and allow others. Conditions of `if` and `then` add to
/// an object that is closed elsewhere.
fn open_objects(schema: &Value, at: &str, found: &mut Vec<String>) {
    match schema {
        Value::Object(entries) => {
            let is_described = entries.get("type") == Some(&json!("object"));
            if is_described && entries.get("additionalProperties") != Some(&json!(false)) {
                found.push(at.to_owned());
            }
            for (key, entry) in entries {
                open_objects(entry, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(list) => {
            for (index, entry) in list.iter().enumerate() {
                open_objects(entry, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_schema_is_of_2020_12_and_closed() {
    for file in schemas() {
        let schema: Value = serde_json::from_str(&text(&file)).unwrap();
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{file}"
        );
        assert_eq!(schema["additionalProperties"], false, "{file}");
        let mut open = Vec::new();
        open_objects(&schema, "", &mut open);
        assert_eq!(open, Vec::<String>::new(), "{file}");
    }
}

/// Numbers that a definition cannot mean.
#[test]
fn impossible_numbers_in_rules_are_found() {
    for (file, pointer, wrong) in [
        (
            "rules/trd.toml",
            "/definition/0/criterion/0/count_min",
            json!(0),
        ),
        (
            "rules/trd.toml",
            "/definition/4/criterion/0/weeks_min",
            json!(-6),
        ),
        (
            "rules/trd.toml",
            "/definition/4/criterion/0/failure/percent",
            json!(250),
        ),
        (
            "rules/trd.toml",
            "/definition/3/criterion/0/failure/kind",
            json!("improvement"),
        ),
        (
            "rules/trd.toml",
            "/definition/0/concept",
            json!("depression"),
        ),
        ("rules/staging.toml", "/model/0/trd_at_least", json!("5")),
        ("rules/triage.toml", "/level/0/level", json!("none")),
        ("rules/triage.toml", "/level/0/any", json!([])),
        (
            "rules/expectation.toml",
            "/series/0/remission_percent/0",
            json!(136.8),
        ),
        ("rules/outcomes.toml", "/definition/0/kind", json!("single")),
        (
            "rules/outcomes.toml",
            "/definition/0/rule",
            json!("IT>=50pct"),
        ),
    ] {
        let mut changed = value(file);
        let place = changed.pointer_mut(pointer);
        *place.unwrap_or_else(|| panic!("{file} has no {pointer}")) = wrong;
        assert!(
            Schema::read(&schema_of(file)).problem(&changed).is_some(),
            "{file}{pointer}"
        );
    }
}
