//! What the JSON formats share: cutting an array into its objects, and texts of values.

mod cut;
mod scan;

pub(crate) use cut::cut;

use serde_json::Value;

/// Whether a text begins like JSON.
pub(crate) fn begins(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with(['{', '['])
}

/// A value as text: a string as it is, a number as written; `None` when it is blank or absent.
pub(crate) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Every value within with its path; items of a list share the path of the list.
pub(crate) fn leaves(value: &Value, path: &str, take: &mut impl FnMut(&str, String)) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                leaves(value, &format!("{path}/{name}"), take);
            }
        }
        Value::Array(list) => {
            for value in list {
                leaves(value, path, take);
            }
        }
        _ => {
            if let Some(text) = plain(value) {
                take(path, text);
            }
        }
    }
}
