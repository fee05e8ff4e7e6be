//! Protocols as tables: a list of them, and one in full.

use super::INFORMS;
use super::arithmetic::is_treatment;
use super::cautions_view::points_view;
use super::programme_view::{monitoring, programme};
use super::words::{listed, optional, schedule, source};
use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::file::{Schedule, Statement};
use euthymia_clinical::source::Status;
use euthymia_table::{ColumnSpec, TableView, Value};

/// An empty table of this command.
pub(super) fn view(name: &str, title: String, columns: &[(&str, &str)]) -> TableView {
    TableView {
        schema: format!("euthymia.protocol.{name}.v1"),
        title,
        columns: columns
            .iter()
            .map(|(key, header)| ColumnSpec::text(*key, *header))
            .collect(),
        ..TableView::default()
    }
}

/// One row per protocol.
#[must_use]
pub fn list_view<'p>(protocols: impl IntoIterator<Item = &'p Protocol>) -> TableView {
    let mut table = view(
        "list",
        "Treatment protocols".to_owned(),
        &[("id", "id"), ("name", "name")],
    );
    table.columns.extend([
        ColumnSpec::text("class", "class").for_machines(),
        ColumnSpec::text("indication", "given for").for_machines(),
        ColumnSpec::text("sessions_shown", "sessions").for_people(),
        ColumnSpec::number("sessions", "sessions").for_machines(),
        ColumnSpec::text("goes_on", "goes on without an end").for_machines(),
        ColumnSpec::text("unverified_shown", "unverified").for_people(),
        ColumnSpec::number("values", "values").for_machines(),
        ColumnSpec::number("unverified", "unverified").for_machines(),
    ]);
    for protocol in protocols {
        let marks = marks(protocol);
        let unverified = marks
            .iter()
            .filter(|mark| **mark == Status::Unverified)
            .count();
        table.rows.push(vec![
            Value::text(protocol.id.clone()),
            Value::text(protocol.name.clone()),
            Value::text(protocol.class.to_string()),
            optional(protocol.indication.as_deref()),
            Value::text(sessions(protocol)),
            match sessions_with_end(protocol) {
                (0, true) => Value::Missing,
                (sessions, _) => Value::Count(sessions),
            },
            Value::Flag(sessions_with_end(protocol).1),
            Value::text(format!("{unverified} of {}", marks.len())),
            count(marks.len()),
            count(unverified),
        ]);
    }
    table.notes.push(
        "Unverified are the values and times of a course that nobody read in a source. euthymia protocol show ID \
         has every value with its source, and what the course was given for."
            .to_owned(),
    );
    table
}

fn count(number: usize) -> Value {
    Value::Count(u64::try_from(number).unwrap_or(u64::MAX))
}

/// The marks of all values and schedules.
fn marks(protocol: &Protocol) -> Vec<Status> {
    let phases = || protocol.phases.iter();
    let schedules = phases()
        .flat_map(|phase| &phase.schedule)
        .map(|one| one.status);
    let sessions = phases().flat_map(|phase| &phase.sessions);
    let values = sessions
        .flat_map(|session| &session.values)
        .map(|one| one.status);
    schedules.chain(values).collect()
}

/// The sessions of the treatment that have an end, preparation and integration left out, and whether
/// it goes on without one.
fn sessions_with_end(protocol: &Protocol) -> (u64, bool) {
    let treatment = protocol.phases.iter().filter(|phase| is_treatment(phase));
    let schedules = treatment.filter_map(|phase| phase.schedule.first());
    let sessions = schedules.map(Schedule::sessions);
    sessions.fold((0, false), |(sum, goes_on), one| match one {
        Some(sessions) => (sum + sessions, goes_on),
        None => (sum, true),
    })
}

/// The same in words.
pub(super) fn sessions(protocol: &Protocol) -> String {
    match sessions_with_end(protocol) {
        (0, true) => "without an end".to_owned(),
        (sum, true) => format!("{sum} and on"),
        (sum, false) => sum.to_string(),
    }
}

/// Everything about a protocol.
#[must_use]
pub fn show_views(protocol: &Protocol) -> Vec<TableView> {
    let mut views = vec![course(protocol), values(protocol)];
    views.push(monitoring(protocol));
    views.push(assessments(protocol));
    views.push(points_view(protocol));
    views.push(programme(protocol));
    views.push(statements(protocol));
    views.retain(|view| !view.rows.is_empty());
    if let Some(first) = views.first_mut() {
        let given = protocol.indication.as_ref();
        first
            .notes
            .extend(given.map(|one| format!("Given for: {one}.")));
        first.notes.extend(protocol.note.clone());
        first.notes.push(INFORMS.to_owned());
    }
    views
}

fn course(protocol: &Protocol) -> TableView {
    let mut table = view(
        "course",
        format!(
            "{} ({}, version {})",
            protocol.name, protocol.id, protocol.version
        ),
        &[
            ("phase", "phase"),
            ("kind", "kind"),
            ("times", "times"),
            ("source", "source"),
            ("note", "note"),
        ],
    );
    for phase in &protocol.phases {
        for (at, one) in phase.schedule.iter().enumerate() {
            table.rows.push(vec![
                Value::text(phase.name.clone()),
                Value::text(phase.kind.to_string()),
                Value::text(match (phase.schedule.len(), &one.name) {
                    (0 | 1, _) => schedule(one),
                    (_, None) => format!("--schedule {}: {}", at + 1, schedule(one)),
                    (_, Some(name)) => {
                        format!("--schedule {} or {name}: {}", at + 1, schedule(one))
                    }
                }),
                source(protocol, &one.source, one.status),
                optional(one.note.as_deref()),
            ]);
        }
    }
    table
}

fn values(protocol: &Protocol) -> TableView {
    let mut table = view(
        "values",
        "Values".to_owned(),
        &[
            ("phase", "phase"),
            ("session", "session"),
            ("what", "what"),
            ("value", "value"),
            ("differs", "sources"),
            ("source", "source"),
            ("note", "note"),
        ],
    );
    for phase in &protocol.phases {
        for session in &phase.sessions {
            for entry in &session.values {
                let mut others = session.values.iter();
                let differs = others.any(|other| other.what == entry.what && other.is != entry.is);
                table.rows.push(vec![
                    Value::text(phase.name.clone()),
                    Value::text(session.name.clone()),
                    Value::text(entry.what.to_string()),
                    Value::text(entry.is.clone()),
                    optional(differs.then_some("disagree")),
                    source(protocol, &entry.source, entry.status),
                    optional(entry.note.as_deref()),
                ]);
            }
        }
    }
    for entry in &protocol.printed {
        table.rows.push(vec![
            Value::text("whole course"),
            Value::text("as printed"),
            Value::text(entry.what.to_string()),
            Value::text(entry.is.clone()),
            Value::Missing,
            source(protocol, &entry.source, entry.status),
            optional(entry.note.as_deref()),
        ]);
    }
    table
}

fn assessments(protocol: &Protocol) -> TableView {
    let mut table = view(
        "assessments",
        "Assessments".to_owned(),
        &[
            ("instruments", "scales"),
            ("when", "when"),
            ("days", "days"),
            ("source", "source"),
            ("note", "note"),
        ],
    );
    for one in &protocol.assessments {
        let days: Vec<String> = one.days.iter().map(u32::to_string).collect();
        table.rows.push(vec![
            Value::text(one.instruments.join(", ")),
            Value::text(one.anchor.to_string()),
            listed(&days),
            source(protocol, &one.source, one.status),
            optional(one.note.as_deref()),
        ]);
    }
    table
}

fn statements(protocol: &Protocol) -> TableView {
    let mut table = view(
        "statements",
        "What is known, and where it is approved".to_owned(),
        &[("place", "place"), ("text", "what"), ("source", "source")],
    );
    let all: Vec<&Statement> = protocol
        .evidence
        .iter()
        .chain(&protocol.regulatory)
        .collect();
    for one in all {
        table.rows.push(vec![
            optional(one.place.as_deref()),
            Value::text(one.text.clone()),
            source(protocol, &one.source, one.status),
        ]);
    }
    table
}
