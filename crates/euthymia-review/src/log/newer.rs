//! Lines of a newer version: what is understood is read, the rest is kept and told.

use serde_json::{Map, Value};

use super::event::Unknown;
use super::line::{LineError, SCHEMA, as_value};
use super::{Entry, EntryId, Event};

/// What a line says that this program does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Newer {
    /// Schema of the line, if it is another one.
    pub(crate) schema: Option<String>,
    /// Kinds of events that are not known.
    pub(crate) kinds: Vec<String>,
    /// Fields that are not known, as paths: `events.0.note.colour`.
    pub(crate) fields: Vec<String>,
}

/// What every schema of the log begins with.
const SCHEMA_STEM: &str = "euthymia.review.log.v";

/// Reads a line of which not everything is known.
pub(crate) fn read(id: EntryId, line: &[u8]) -> Result<(Entry, Option<Newer>), LineError> {
    let value: Value =
        serde_json::from_slice(line).map_err(|error| LineError::Content(error.to_string()))?;
    let Value::Object(object) = &value else {
        return Err(LineError::NotAnEntry);
    };
    let schema = text(object, "schema")?;
    if !schema.starts_with(SCHEMA_STEM) {
        return Err(LineError::Content(format!("unknown schema \"{schema}\"")));
    }
    let entry = Entry {
        id,
        clock: clock(object)?,
        time: text(object, "time")?.parse().map_err(content)?,
        author: text(object, "author")?.to_owned(),
        events: events(object)?,
    };
    let mut fields = Vec::new();
    if let Some(known) = as_value(&entry, schema) {
        missing(&value, &known, &mut String::new(), &mut fields);
    }
    let newer = Newer {
        schema: (schema != SCHEMA).then(|| schema.to_owned()),
        kinds: unknown_kinds(&entry.events),
        fields,
    };
    let is_known = newer.schema.is_none() && newer.kinds.is_empty() && newer.fields.is_empty();
    Ok((entry, (!is_known).then_some(newer)))
}

fn content(error: impl ToString) -> LineError {
    LineError::Content(error.to_string())
}

fn text<'a>(object: &'a Map<String, Value>, key: &str) -> Result<&'a str, LineError> {
    let value = object.get(key).and_then(Value::as_str);
    value.ok_or_else(|| content(format!("\"{key}\" is not there")))
}

fn clock(object: &Map<String, Value>) -> Result<u64, LineError> {
    let value = object.get("clock").and_then(Value::as_u64);
    value.ok_or_else(|| content("\"clock\" is not there"))
}

fn events(object: &Map<String, Value>) -> Result<Vec<Event>, LineError> {
    let list = object.get("events").and_then(Value::as_array);
    let list = list.ok_or_else(|| content("\"events\" is not there"))?;
    Ok(list.iter().map(event).collect())
}

/// The event, or the text of it.
fn event(value: &Value) -> Event {
    Event::deserialize_known(value).unwrap_or_else(|| {
        let kind = value.as_object().and_then(|object| object.keys().next());
        Event::Unknown(Box::new(Unknown {
            kind: kind.cloned(),
            json: value.to_string(),
        }))
    })
}

impl Event {
    fn deserialize_known(value: &Value) -> Option<Self> {
        serde_json::from_value(value.clone()).ok()
    }
}

fn unknown_kinds(events: &[Event]) -> Vec<String> {
    let mut kinds: Vec<String> = events
        .iter()
        .filter_map(|event| match event {
            Event::Unknown(unknown) => Some(unknown.kind.clone().unwrap_or_default()),
            _ => None,
        })
        .collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

/// Paths of what `found` has and `known` has not.
fn missing(found: &Value, known: &Value, path: &mut String, fields: &mut Vec<String>) {
    let length = path.len();
    let mut step = |name: &str, found: &Value, known: Option<&Value>| {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        match known {
            Some(known) => missing(found, known, path, fields),
            None if found.is_null() => {}
            None => fields.push(path.clone()),
        }
        path.truncate(length);
    };
    match (found, known) {
        (Value::Object(found), Value::Object(known)) => {
            for (key, value) in found {
                step(key, value, known.get(key));
            }
        }
        (Value::Array(found), Value::Array(known)) => {
            for (index, value) in found.iter().enumerate() {
                step(&index.to_string(), value, known.get(index));
            }
        }
        _ => {}
    }
}
