//! The shipped data files against their JSON Schemas, and the schemas against a few demands.

use crate::files::{in_folder, path, text, toml};
use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A compiled schema.
pub(crate) struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    pub(crate) fn read(file: &str) -> Self {
        let mut schemas = Schemas::new();
        let place = path(file).canonicalize().unwrap();
        let index = Compiler::new().compile(place.to_str().unwrap(), &mut schemas);
        let index = index.unwrap_or_else(|error| panic!("{file}: {error:#}"));
        Self { schemas, index }
    }

    /// What is wrong with a value, if anything.
    pub(crate) fn problem(&self, value: &Value) -> Option<String> {
        let found = self.schemas.validate(value, self.index);
        found.err().map(|error| format!("{error:#}"))
    }
}

fn value(file: &str) -> Value {
    serde_json::to_value(toml(file)).unwrap()
}

/// The schema of a data file.
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
        ("safety", "adverse_events" | "ctcae" | "look" | "watch") => {
            format!("safety/schema/{stem}.json")
        }
        ("safety", _) => "safety/schema/session_rules.json".to_owned(),
        ("examples/session", "clinic") => "safety/schema/session_site.json".to_owned(),
        ("examples/session", _) => "safety/schema/session.json".to_owned(),
        ("pharmacokinetics", "not_offered") => {
            "pharmacokinetics/schema/not_offered.json".to_owned()
        }
        ("pharmacokinetics", _) => "pharmacokinetics/schema/model.json".to_owned(),
        _ => panic!("no schema is meant for {file}"),
    }
}

fn shipped() -> Vec<String> {
    let folders = [
        "examples/session",
        "instruments",
        "pharmacokinetics",
        "protocols",
        "rules",
        "rules/crosswalks",
        "rules/doses",
        "rules/tms",
        "safety",
    ];
    folders
        .iter()
        .flat_map(|folder| in_folder(folder, "toml"))
        .collect()
}

fn schemas() -> Vec<String> {
    let folders = ["pharmacokinetics/schema", "rules/schema", "safety/schema"];
    let files = folders.iter().flat_map(|folder| in_folder(folder, "json"));
    let mut files: Vec<String> = files.collect();
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

/// Every value, as a pointer to it, with its parts.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(entries) => {
            for (key, entry) in entries {
                places(entry, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(list) => {
            for (index, entry) in list.iter().enumerate() {
                places(entry, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// A pointer without the places in lists: the same for the same key of like tables.
fn key_of(pointer: &str) -> String {
    let parts = pointer.split('/');
    let keys = parts.filter(|part| part.parse::<usize>().is_err());
    keys.collect::<Vec<_>>().join("/")
}

#[test]
fn a_value_of_another_type_is_found_under_every_key() {
    let mut tried = 0;
    for file in shipped() {
        let schema = Schema::read(&schema_of(&file));
        let whole = value(&file);
        let mut pointers = Vec::new();
        places(&whole, "", &mut pointers);
        let mut seen = BTreeSet::new();
        for pointer in pointers
            .iter()
            .filter(|pointer| seen.insert(key_of(pointer)))
        {
            let mut changed = whole.clone();
            let place = changed.pointer_mut(pointer).unwrap();
            // No key takes a truth value and something else.
            *place = match place {
                Value::Bool(_) => json!(7),
                _ => json!(true),
            };
            assert!(schema.problem(&changed).is_some(), "{file}{pointer}");
            tried += 1;
        }
    }
    assert!(tried > 1000, "{tried}");
}

/// Every table of a value, as a pointer to it.
fn tables(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    places(value, "", &mut found);
    found.retain(|pointer| value.pointer(pointer).is_some_and(Value::is_object));
    found
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
        let pointers = tables(&whole);
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
    let names = [
        "trd",
        "staging",
        "triage",
        "checklist",
        "expectation",
        "outcomes",
        "tms/safety",
        "tms/screening",
        "tms/targets",
    ];
    let rules = names.iter().map(|name| format!("rules/{name}.toml"));
    let beside = ["pharmacokinetics", "safety"].into_iter();
    let beside = beside.flat_map(|folder| in_folder(folder, "toml"));
    for file in rules.chain(beside) {
        let schema = Schema::read(&schema_of(&file));
        let whole = value(&file);
        let pointers = tables(&whole);
        for pointer in pointers {
            for (key, wrong) in [
                ("source", json!("")),
                ("status", json!("sure")),
                ("mark", json!("sure")),
            ] {
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
    assert!(tried > 300, "{tried}");
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
        (
            "safety/esketamine_nasal.toml",
            "/rule/0/kind",
            json!("goal"),
        ),
        ("safety/psilocybin.toml", "/rule/3/minutes", json!(-5)),
        (
            "safety/ctcae.toml",
            "/hypertension/systolic",
            json!([120, 140]),
        ),
        ("safety/ctcae.toml", "/general/4/grade", json!(6)),
        ("safety/adverse_events.toml", "/rate/0/events", json!(-1)),
        ("safety/watch.toml", "/watch/0/classes", json!([])),
        (
            "pharmacokinetics/kamp.toml",
            "/parameter/0/unit",
            json!("mL"),
        ),
        (
            "pharmacokinetics/kamp.toml",
            "/reference_weight_kg",
            json!(0),
        ),
        ("examples/session/esketamine.toml", "/discharge", json!(-5)),
        (
            "examples/session/esketamine.toml",
            "/discharge",
            json!("later"),
        ),
        (
            "examples/session/esketamine.toml",
            "/measured/0/spo2",
            json!(0.97),
        ),
        (
            "examples/session/esketamine.toml",
            "/measured/0/moaas",
            json!(4.5),
        ),
        (
            "examples/session/clinic.toml",
            "/set/0/rule",
            json!("systolic"),
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

/// Keys that are right one by one and wrong together.
#[test]
fn keys_that_contradict_each_other_are_found() {
    for (file, pointer, key, more) in [
        // A limit has no minutes, and one bound.
        (
            "safety/esketamine_nasal.toml",
            "/rule/4",
            "minutes",
            json!(5),
        ),
        (
            "safety/esketamine_nasal.toml",
            "/rule/4",
            "at_least",
            json!(5),
        ),
        (
            "safety/adverse_events.toml",
            "/rate/0",
            "percent",
            json!([1, 2]),
        ),
        (
            "safety/adverse_events.toml",
            "/event/2",
            "ctcae",
            json!("Dizziness"),
        ),
        (
            "pharmacokinetics/kamp.toml",
            "/flow/0",
            "rate",
            json!("ke0"),
        ),
        (
            "pharmacokinetics/perez_ruixo.toml",
            "/covariate/0",
            "above_years",
            json!(60),
        ),
        (
            "examples/session/clinic.toml",
            "/set/0",
            "minutes",
            json!(5),
        ),
        (
            "examples/session/esketamine.toml",
            "/measured/0",
            "minute",
            json!(5),
        ),
    ] {
        let mut changed = value(file);
        let table = changed.pointer_mut(pointer).and_then(Value::as_object_mut);
        let table = table.unwrap_or_else(|| panic!("{file} has no {pointer}"));
        assert!(
            table.insert(key.to_owned(), more).is_none(),
            "{file}{pointer}/{key}"
        );
        let schema = Schema::read(&schema_of(file));
        assert!(schema.problem(&changed).is_some(), "{file}{pointer}/{key}");
    }
}
