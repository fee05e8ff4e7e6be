//! Conditions and medicines that matter: as a list, held against a record, and counted side by side.

use super::show::view;
use super::words::{listed, optional};
use crate::record::Record;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::cautions::{Flag, flags, remarkable};
use euthymia_clinical::protocol::file::CautionKind;
use euthymia_clinical::protocol::points::{Point, points, stimulates};
use euthymia_clinical::source::Status;
use euthymia_clinical::tms::screen::screening;
use euthymia_table::{ColumnSpec, TableView, Value};

/// Said of a protocol without any.
const NOTHING_READ: &str = "nothing read: no condition or medicine that matters was read of this protocol, \
     which does not mean that there is none";

/// Every condition and medicine that a protocol asks about.
pub(super) fn points_view(protocol: &Protocol) -> TableView {
    let mut table = view(
        "cautions",
        "Conditions and medicines that matter".to_owned(),
        &[
            ("kind", "kind"),
            ("name", "what"),
            ("key", "key in a patient's record"),
            ("washout_days", "days stopped before"),
            ("source", "source"),
            ("note", "note"),
        ],
    );
    for point in points(protocol) {
        table.rows.push(vec![
            Value::text(point.kind.to_string()),
            Value::text(point.name.clone()),
            Value::text(point.key()),
            point
                .washout_days()
                .map_or(Value::Missing, |days| Value::Count(days.into())),
            Value::text(point.source.to_string()),
            optional(point.note),
        ]);
    }
    if table.rows.is_empty() {
        let mut row = vec![Value::Missing; table.columns.len()];
        if let Some(cell) = row.get_mut(1) {
            *cell = Value::text(NOTHING_READ);
        }
        table.rows.push(row);
    }
    table.notes.extend(screening_note(protocol));
    table
}

/// How a yes to the screening is meant, where there is one.
fn screening_note(protocol: &Protocol) -> Option<String> {
    stimulates(protocol).then(|| screening().note.clone())
}

/// The conditions and medicines of a protocol against a record, a yes first.
pub(super) fn flags_view(protocol: &Protocol, record: &Record) -> (TableView, Vec<Flag>) {
    let mut found = flags(protocol, &record.patient, &record.background);
    found.sort_by_key(|flag| match flag.finding.answer {
        Answer::Yes => 0,
        Answer::CannotSay => 1,
        Answer::No => 2,
    });
    let title = format!(
        "Conditions and medicines in the record of {}",
        record.patient.id
    );
    let mut table = view(
        "flags",
        title,
        &[
            ("present", "in the record"),
            ("kind", "kind"),
            ("what", "what"),
        ],
    );
    table.columns.extend([
        ColumnSpec::text("settles", "what would settle it, and remarks").for_people(),
        ColumnSpec::text("missing", "what would settle it").for_machines(),
        ColumnSpec::text("note", "note").for_machines(),
        ColumnSpec::text("key", "key in a patient's record").for_machines(),
        ColumnSpec::text("source", "source"),
    ]);
    table.rows.extend(found.iter().map(flag_row));
    if found.is_empty() {
        let mut row = vec![Value::Missing; table.columns.len()];
        for (at, text) in [(0, "cannot say"), (2, NOTHING_READ)] {
            if let Some(cell) = row.get_mut(at) {
                *cell = Value::text(text);
            }
        }
        table.rows.push(row);
    }
    let told = remarkable(&record.patient);
    if !told.is_empty() {
        table.notes.push(format!(
            "Of psychosis, mania and suicidality the record says: {}.",
            told.join("; ")
        ));
    }
    table.notes.extend(screening_note(protocol));
    (table, found)
}

fn flag_row(flag: &Flag) -> Vec<Value> {
    let finding = &flag.finding;
    let missing = finding.missing_fields();
    let mut settles = missing.join(", ");
    if let Some(note) = &flag.note {
        if !settles.is_empty() {
            settles.push_str(". ");
        }
        settles.push_str(note);
    }
    vec![
        Value::text(match finding.answer {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::CannotSay => "cannot say",
        }),
        Value::text(flag.kind.to_string()),
        Value::text(finding.statement.clone()),
        optional(Some(settles.as_str()).filter(|text| !text.is_empty())),
        listed(&missing),
        optional(flag.note.as_deref()),
        Value::text(flag.key.clone()),
        finding
            .source
            .as_ref()
            .map_or(Value::Missing, |source| Value::text(source.to_string())),
    ]
}

/// How many points there are, in all and of each kind: a label, and what each protocol has of it.
pub(super) fn compared(protocols: &[Protocol]) -> Vec<(String, Vec<Option<String>>)> {
    let all: Vec<Vec<Point<'_>>> = protocols.iter().map(points).collect();
    let label = "conditions and medicines";
    let totals = all.iter().map(|points| {
        let total = counted(points, |_| true);
        Some(total.unwrap_or_else(|| "nothing read".to_owned()))
    });
    let mut lines = vec![(label.to_owned(), totals.collect())];
    for kind in CautionKind::ALL {
        let of_kind = |points: &Vec<Point<'_>>| counted(points, |point| point.kind == *kind);
        lines.push((
            format!("{label}: {kind}"),
            all.iter().map(of_kind).collect(),
        ));
    }
    lines
}

/// How many, and how many of them nobody read in a source; nothing for none.
fn counted(points: &[Point<'_>], is_meant: impl Fn(&Point<'_>) -> bool) -> Option<String> {
    let meant = points.iter().filter(|point| is_meant(point));
    let marks: Vec<Status> = meant.map(|point| point.source.status).collect();
    let is_unread = |mark: &&Status| **mark == Status::Unverified;
    match (marks.len(), marks.iter().filter(is_unread).count()) {
        (0, _) => None,
        (many, 0) => Some(many.to_string()),
        (many, unread) => Some(format!("{many}, {unread} unverified")),
    }
}
