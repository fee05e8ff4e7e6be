//! What is measured around a session, and what a programme consists of besides its sessions.

use super::show::view;
use super::words::{listed, optional, source};
use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::file::{Element, Monitoring, SessionKind, Topic};
use euthymia_clinical::protocol::reading::Reading;
use euthymia_clinical::protocol::value::What;
use euthymia_table::{TableView, Value};

/// Said where no source was read.
const NOTHING_READ: &str = "nothing read";
/// Said of a combination, whose parts have programmes of their own.
const NOTHING_READ_TOGETHER: &str = "nothing read about the combination itself";

/// What is measured around a session.
pub(super) fn monitoring(protocol: &Protocol) -> TableView {
    let mut table = view(
        "monitoring",
        "Monitoring".to_owned(),
        &[
            ("when", "when"),
            ("what", "what"),
            ("minutes", "minutes"),
            ("source", "source"),
            ("note", "note"),
        ],
    );
    for one in &protocol.monitoring {
        table.rows.push(vec![
            Value::text(one.when.to_string()),
            Value::text(one.what.clone()),
            minutes(one, protocol),
            source(protocol, &one.source, one.status),
            optional(one.note.as_deref()),
        ]);
    }
    if table.rows.is_empty() {
        let mut row = vec![Value::Missing; table.columns.len()];
        if let Some(cell) = row.get_mut(1) {
            *cell = Value::text(NOTHING_READ);
        }
        table.rows.push(row);
    }
    table
}

/// The minutes as published, or every so many of them for as long as the infusion takes.
fn minutes(one: &Monitoring, protocol: &Protocol) -> Value {
    let words = |minutes: &[u32]| -> Vec<String> { minutes.iter().map(u32::to_string).collect() };
    let Some(every) = one.every_minutes else {
        return listed(&words(&one.minutes));
    };
    match infused_minutes(protocol) {
        Some(length) if every > 0 => {
            let times: Vec<u32> = (1..=length / every).map(|time| time * every).collect();
            listed(&words(&times))
        }
        _ => Value::text(format!("every {every}")),
    }
}

/// Whole minutes of an infusion, where every infusion of the protocol takes the same.
// Infusions take hours at most.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn infused_minutes(protocol: &Protocol) -> Option<u32> {
    let sessions = protocol.phases.iter().flat_map(|phase| &phase.sessions);
    let infusions = sessions.filter(|session| session.kind == SessionKind::Infusion);
    let mut lengths = infusions
        .flat_map(Reading::all)
        .filter_map(|reading| reading.exact(What::Duration));
    let first = lengths.next()?;
    lengths
        .all(|other| other == first)
        .then(|| (first / 60.0).clamp(0.0, 1440.0) as u32)
}

/// Preparation, integration, maintenance, who may run it, setting, consent: every topic has a row, and
/// one of which nothing was read says so.
pub(super) fn programme(protocol: &Protocol) -> TableView {
    let mut table = view(
        "programme",
        "Programme: preparation, integration, maintenance, who may run it, setting, consent"
            .to_owned(),
        &[
            ("id", "id"),
            ("topic", "topic"),
            ("role", "role"),
            ("text", "what"),
            ("source", "source"),
            ("note", "note"),
        ],
    );
    for topic in Topic::ALL {
        let mut elements = protocol
            .programme
            .iter()
            .filter(|one| one.topic == *topic)
            .peekable();
        let unread = match (protocol.unread.contains(topic), elements.peek()) {
            (true, _) => Some(NOTHING_READ_TOGETHER),
            (false, None) => Some(NOTHING_READ),
            (false, Some(_)) => None,
        };
        table
            .rows
            .extend(unread.map(|text| unread_row(*topic, text)));
        table
            .rows
            .extend(elements.map(|one| element_row(one, protocol)));
    }
    table.notes.push(
        "Nothing read: no source was read that says it, which does not mean that nothing is needed."
            .to_owned(),
    );
    table
}

fn unread_row(topic: Topic, text: &str) -> Vec<Value> {
    vec![
        Value::Missing,
        Value::text(topic.to_string()),
        Value::Missing,
        Value::text(text),
        Value::Missing,
        Value::Missing,
    ]
}

fn element_row(one: &Element, protocol: &Protocol) -> Vec<Value> {
    let role = one.role.as_ref().map(|role| match one.at_least {
        Some(many) => format!("{role}, at least {many}"),
        None => role.clone(),
    });
    vec![
        Value::text(one.id.clone()),
        Value::text(one.topic.to_string()),
        optional(role.as_deref()),
        Value::text(one.text.clone()),
        source(protocol, &one.source, one.status),
        optional(one.note.as_deref()),
    ]
}

/// The topics of which something was read or recalled.
pub(super) fn topics(protocol: &Protocol) -> String {
    let has = |topic: &&Topic| protocol.programme.iter().any(|one| one.topic == **topic);
    let found: Vec<String> = Topic::ALL
        .iter()
        .filter(has)
        .map(Topic::to_string)
        .collect();
    if found.is_empty() {
        NOTHING_READ.to_owned()
    } else {
        found.join(", ")
    }
}
