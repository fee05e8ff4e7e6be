//! The evidence base and its description say the same.

use crate::require_none;
use crate::tree;
use serde_json::Value;
use std::collections::BTreeSet;

fn header(text: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .headers()
        .expect("a CSV file has a header")
        .iter()
        .map(str::to_owned)
        .collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn fields(resource: &Value) -> Vec<String> {
    let fields = resource.pointer("/schema/fields").and_then(Value::as_array);
    fields
        .into_iter()
        .flatten()
        .map(|field| text(field, "name").to_owned())
        .collect()
}

fn resources() -> Vec<Value> {
    let package: Value =
        serde_json::from_str(&tree::read("evidence/datapackage.json")).expect("datapackage.json");
    package
        .get("resources")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default()
}

#[test]
fn fields_are_the_columns() {
    let mut violations = Vec::new();
    for resource in resources() {
        let path = format!("evidence/{}", text(&resource, "path"));
        let (described, found) = (fields(&resource), header(&tree::read(&path)));
        if described != found {
            violations.push(format!("{path}: described as {described:?}, has {found:?}"));
        }
    }
    require_none(
        "datapackage.json describes the columns of each file, in order.",
        &violations,
    );
}

#[test]
fn every_table_is_described() {
    let described: BTreeSet<String> = resources()
        .iter()
        .map(|r| format!("evidence/{}", text(r, "path")))
        .collect();
    let tables: BTreeSet<String> = tree::paths("evidence")
        .into_iter()
        .filter(|path| path.ends_with(".csv"))
        .collect();
    let missing: Vec<String> = tables.symmetric_difference(&described).cloned().collect();
    require_none(
        "Every CSV file of the evidence base is a resource, and the reverse.",
        &missing,
    );
}
