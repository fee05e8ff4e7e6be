//! Protocols side by side.

use super::INFORMS;
use super::arithmetic::{is_treatment, span, totals};
use super::cautions_view::compared;
use super::programme_view::topics;
use super::show::sessions;
use super::words::{optional, schedule};
use crate::error::AppError;
use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::file::{Phase, Session};
use euthymia_clinical::protocol::reading::Reading;
use euthymia_clinical::protocol::stimulation;
use euthymia_clinical::protocol::value::What;
use euthymia_clinical::source::Status;
use euthymia_clinical::tms::session::Convention;
use euthymia_table::{ColumnSpec, TableView, Value};

/// What is compared: a label, and how a protocol says it.
type Line = (String, Vec<Option<String>>);

/// All values of several protocols, one column for each, with a mark where they differ.
///
/// # Errors
/// [`AppError::Usage`] for fewer than two protocols, or one twice.
pub fn compare_view(protocols: &[Protocol]) -> Result<TableView, AppError> {
    if protocols.len() < 2 {
        return Err(AppError::Usage(
            "name at least two protocols to compare".to_owned(),
        ));
    }
    for (at, one) in protocols.iter().enumerate() {
        if protocols.iter().take(at).any(|other| other.id == one.id) {
            return Err(AppError::Usage(format!("\"{}\" is named twice", one.id)));
        }
    }
    let mut table = TableView {
        schema: "euthymia.protocol.comparison.v1".to_owned(),
        title: "Protocols side by side".to_owned(),
        columns: vec![
            ColumnSpec::text("what", "what"),
            ColumnSpec::text("differs", "differs"),
        ],
        ..TableView::default()
    };
    for protocol in protocols {
        table
            .columns
            .push(ColumnSpec::text(protocol.id.clone(), protocol.name.clone()));
    }
    for (label, cells) in lines(protocols) {
        if cells.iter().all(Option::is_none) {
            continue;
        }
        let differs = cells.windows(2).any(|pair| pair[0] != pair[1]);
        let mut row = vec![Value::text(label), optional(differs.then_some("≠"))];
        row.extend(
            cells
                .into_iter()
                .map(|cell| cell.map_or(Value::Missing, Value::text)),
        );
        table.rows.push(row);
    }
    table.notes.push(
        "≠ where they differ. A question mark stands behind what is unverified, both values where sources disagree. \
         A dash means that it was not published here, not that there is none."
            .to_owned(),
    );
    table.notes.push(INFORMS.to_owned());
    Ok(table)
}

fn lines(protocols: &[Protocol]) -> Vec<Line> {
    let each = |label: &str, of: &dyn Fn(&Protocol) -> Option<String>| -> Line {
        (label.to_owned(), protocols.iter().map(of).collect())
    };
    let mut lines = vec![
        each("class", &|one| Some(one.class.to_string())),
        each("given for", &|one| one.indication.clone()),
        each("sessions of the treatment", &|one| Some(sessions(one))),
    ];
    let phases = protocols
        .iter()
        .map(|one| one.phases.len())
        .max()
        .unwrap_or(0);
    for at in 0..phases {
        let of = |one: &Protocol| {
            let phase = one.phases.get(at)?;
            let times = phase
                .schedule
                .iter()
                .map(|one| marked(&schedule(one), one.status));
            Some(format!(
                "{}: {}",
                phase.name,
                times.collect::<Vec<_>>().join(" | ")
            ))
        };
        lines.push(each(&format!("phase {}", at + 1), &of));
    }
    let parts = protocols
        .iter()
        .filter_map(|one| one.treatment())
        .map(|phase| phase.sessions.len());
    let parts = parts.max().unwrap_or(0);
    for at in 0..parts {
        let prefix = if parts > 1 {
            format!("part {}: ", at + 1)
        } else {
            String::new()
        };
        let name = |one: &Protocol| part(one, at).map(|session| session.name.clone());
        lines.push(each(&format!("{prefix}what"), &name));
        for what in What::ALL {
            let of = |one: &Protocol| value(part(one, at)?, *what);
            lines.push(each(&format!("{prefix}{what}"), &of));
        }
        for convention in Convention::ALL {
            let of = |one: &Protocol| length(part(one, at)?, *convention);
            lines.push(each(&format!("{prefix}length, {convention}"), &of));
        }
    }
    lines.extend(whole_course(protocols));
    lines
}

/// What is compared of the whole course, behind the parts of a session.
fn whole_course(protocols: &[Protocol]) -> Vec<Line> {
    let each = |label: &str, of: &dyn Fn(&Protocol) -> Option<String>| -> Line {
        (label.to_owned(), protocols.iter().map(of).collect())
    };
    let mut lines = Vec::new();
    lines.push(each("pulses of the treatment", &all_pulses));
    lines.push(each("monitoring", &|one| {
        let what = one.monitoring.iter().map(|monitoring| {
            marked(
                &format!("{}: {}", monitoring.when, monitoring.what),
                monitoring.status,
            )
        });
        list(what, "; ")
    }));
    lines.extend(compared(protocols));
    lines.push(each("programme", &|one| Some(topics(one))));
    lines.push(each("assessments", &|one| {
        let scales = one
            .assessments
            .iter()
            .flat_map(|assessment| assessment.instruments.clone());
        let mut scales: Vec<String> = scales.collect();
        scales.dedup();
        (!scales.is_empty()).then(|| scales.join(", "))
    }));
    lines
}

/// Texts, each once, in one; `None` without any.
fn list(texts: impl Iterator<Item = String>, between: &str) -> Option<String> {
    let mut once: Vec<String> = Vec::new();
    for text in texts {
        if !once.contains(&text) {
            once.push(text);
        }
    }
    (!once.is_empty()).then(|| once.join(between))
}

/// The pulses of each phase of treatment, as each source has them where they disagree.
fn all_pulses(protocol: &Protocol) -> Option<String> {
    let phases = protocol.phases.iter().filter(|phase| is_treatment(phase));
    let totals = phases.flat_map(|phase| totals(protocol, phase));
    let texts: Vec<String> = totals
        .map(|total| match total.pulses {
            Some((low, high)) => {
                let worst = Status::worst(total.from.iter().map(|source| source.status));
                marked(&span(low, high), worst.unwrap_or_default())
            }
            None => "cannot say".to_owned(),
        })
        .collect();
    (!texts.is_empty()).then(|| texts.join(" | "))
}

fn part(protocol: &Protocol, at: usize) -> Option<&Session> {
    let phase: Option<&Phase> = protocol.treatment().or_else(|| protocol.phases.first());
    phase?.sessions.get(at)
}

fn marked(text: &str, status: Status) -> String {
    match status {
        Status::Unverified => format!("{text} ?"),
        _ => text.to_owned(),
    }
}

fn value(session: &Session, what: What) -> Option<String> {
    let entries = session.values.iter().filter(|entry| entry.what == what);
    let texts: Vec<String> = entries
        .map(|entry| marked(&entry.is, entry.status))
        .collect();
    (!texts.is_empty()).then(|| texts.join(" | "))
}

fn length(session: &Session, convention: Convention) -> Option<String> {
    let mut clocks: Vec<String> = Vec::new();
    for reading in Reading::all(session) {
        for one in stimulation::sessions(&reading).unwrap_or_default() {
            clocks.push(one.length(convention).clock());
        }
    }
    clocks.dedup();
    (!clocks.is_empty()).then(|| clocks.join(" | "))
}
