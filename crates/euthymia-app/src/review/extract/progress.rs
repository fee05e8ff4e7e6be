//! How far the taking of values is, what differs, and what is doubtful.

use super::super::session::Session;
use super::adjudicate::{cell_words, shown};
use super::checks::{Doubt, doubts};
use super::take::{form_of, known_study};
use crate::error::AppError;
use euthymia_report::words::counted;
use euthymia_review::extract::{Extraction, Form, Line, Standing};
use euthymia_table::{ColumnSpec, TableView, Value};

/// A study with what was taken of it.
struct Progress<'e> {
    study: &'e str,
    form: Form,
    people: Vec<&'e str>,
    lines: Vec<Line>,
    doubts: Vec<Doubt>,
}

/// Three tables: how far each study is, every value that people took differently, and every doubt.
/// With a study, a fourth one of all its values comes second.
///
/// # Errors
/// [`AppError::Usage`] for a study or form that is not there; [`AppError::Input`] for a form that
/// cannot be read.
pub fn extraction_views(
    session: &Session,
    form: &str,
    study: Option<&str>,
) -> Result<Vec<TableView>, AppError> {
    let extraction = Extraction::of(session.folder.log().entries());
    let form = form_of(session, form)?;
    if let Some(study) = study {
        known_study(&extraction, study)?;
    }
    let needed = session.protocol.extraction.people;
    let names = extraction.studies().iter().map(|own| own.name.as_str());
    let names: Vec<&str> = names
        .filter(|name| study.is_none_or(|wanted| wanted == *name))
        .collect();
    let all: Vec<Progress<'_>> = names
        .iter()
        .map(|&study| {
            let lines = extraction.lines(study, &form.name, needed);
            let taken = extraction.taken(study, &form.name).into_iter();
            Progress {
                study,
                form: form.clone(),
                people: taken.map(|taken| taken.by.as_str()).collect(),
                doubts: doubts(&form, &shown(&lines)),
                lines,
            }
        })
        .collect();
    let mut views = vec![table(&extraction, needed, &all)];
    if let (Some(_), [only]) = (study, all.as_slice()) {
        views.push(values(only));
    }
    views.push(differences(&all));
    let each = all
        .iter()
        .flat_map(|own| own.doubts.iter().map(|doubt| (own.study, doubt)));
    views.push(doubtful(each));
    Ok(views)
}

fn table(extraction: &Extraction, needed: u32, all: &[Progress<'_>]) -> TableView {
    let row = |own: &Progress<'_>| {
        let count = |standing: fn(&Standing) -> bool| {
            let lines = own.lines.iter().filter(|line| standing(&line.standing));
            Value::Count(lines.count() as u64)
        };
        let asked_again = own
            .lines
            .iter()
            .any(|line| line.standing == Standing::NotAsked);
        vec![
            Value::text(own.study),
            Value::text(&own.form.name),
            match own.people.is_empty() {
                true => Value::Missing,
                false => Value::text(own.people.join(", ")),
            },
            count(Standing::counts),
            count(|standing| *standing == Standing::Waiting),
            count(|standing| *standing == Standing::Differs),
            Value::Count(own.doubts.len() as u64),
            Value::text(match own.people.len() >= needed as usize {
                _ if asked_again => "the form was changed",
                false => "values are being taken",
                true if own
                    .lines
                    .iter()
                    .any(|line| line.standing == Standing::Differs) =>
                {
                    "differences wait"
                }
                true => "complete",
            }),
        ]
    };
    let findings = extraction.findings().iter();
    TableView {
        schema: "euthymia.review.extraction.v1".to_owned(),
        title: format!(
            "Values of {}, each to be taken by {}",
            counted(all.len(), "study", "studies"),
            counted(needed as usize, "person", "people")
        ),
        columns: vec![
            ColumnSpec::text("study", "Study"),
            ColumnSpec::text("form", "Form"),
            ColumnSpec::text("people", "By"),
            ColumnSpec::number("counts", "Count"),
            ColumnSpec::number("waiting", "Waiting"),
            ColumnSpec::number("differ", "Differ"),
            ColumnSpec::number("doubts", "Doubts"),
            ColumnSpec::text("state", "State"),
        ],
        rows: all.iter().map(row).collect(),
        notes: findings.map(ToString::to_string).collect(),
    }
}

fn values(own: &Progress<'_>) -> TableView {
    let row = |line: &Line| {
        let by = match &line.standing {
            Standing::Settled { by } => format!("settled by {by}"),
            other => other.word().to_owned(),
        };
        let cell = line.value.as_ref();
        vec![
            Value::text(&line.place),
            cell.map_or(Value::Missing, |cell| Value::text(cell_words(cell))),
            Value::text(by),
            cell.and_then(|cell| cell.note.as_ref())
                .map_or(Value::Missing, Value::text),
        ]
    };
    TableView {
        schema: "euthymia.review.values.v1".to_owned(),
        title: format!("Values of {}", own.study),
        columns: vec![
            ColumnSpec::text("place", "Place"),
            ColumnSpec::text("value", "Value"),
            ColumnSpec::text("standing", "Standing"),
            ColumnSpec::text("note", "Note"),
        ],
        rows: own.lines.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

fn differences(all: &[Progress<'_>]) -> TableView {
    let row = |study: &str, line: &Line| {
        let said = |(who, cell): &(String, Option<euthymia_review::log::Cell>)| {
            let words = cell.as_ref().map_or("nothing".to_owned(), cell_words);
            format!("{who}: {words}")
        };
        let all: Vec<String> = line.taken.iter().map(said).collect();
        vec![
            Value::text(study),
            Value::text(&line.place),
            Value::text(all.join("; ")),
        ]
    };
    let differ = all.iter().flat_map(|own| {
        let lines = own.lines.iter();
        let differ = lines.filter(|line| line.standing == Standing::Differs);
        differ.map(|line| row(own.study, line))
    });
    let rows: Vec<Vec<Value>> = differ.collect();
    TableView {
        schema: "euthymia.review.open-differences.v1".to_owned(),
        title: counted(rows.len(), "difference", "differences"),
        columns: vec![
            ColumnSpec::text("study", "Study"),
            ColumnSpec::text("place", "Place"),
            ColumnSpec::text("taken", "Taken"),
        ],
        rows,
        notes: vec!["review adjudicate STUDY settles them.".to_owned()],
    }
}

/// Every doubt about the values of one study.
#[must_use]
pub fn doubts_view(study: &str, doubts: &[Doubt]) -> TableView {
    doubtful(doubts.iter().map(|doubt| (study, doubt)))
}

fn doubtful<'d>(each: impl Iterator<Item = (&'d str, &'d Doubt)>) -> TableView {
    let row = |(study, doubt): (&str, &Doubt)| {
        vec![
            Value::text(study),
            Value::text(&doubt.place),
            Value::text(doubt.check),
            match doubt.found.is_empty() {
                true => Value::Missing,
                false => Value::text(&doubt.found),
            },
            Value::text(&doubt.why),
            Value::text(&doubt.help),
        ]
    };
    let rows: Vec<Vec<Value>> = each.map(row).collect();
    TableView {
        schema: "euthymia.review.doubts.v1".to_owned(),
        title: counted(rows.len(), "doubt", "doubts"),
        columns: vec![
            ColumnSpec::text("study", "Study"),
            ColumnSpec::text("place", "Place"),
            ColumnSpec::text("check", "Check"),
            ColumnSpec::text("found", "Found"),
            ColumnSpec::text("why", "Why"),
            ColumnSpec::text("help", "What to do"),
        ],
        rows,
        notes: vec![
            "A doubt blocks nothing; it stays until the value or the form changes.".to_owned(),
        ],
    }
}
