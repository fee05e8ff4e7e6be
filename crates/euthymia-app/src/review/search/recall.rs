//! The recall of a strategy against records that it must find, as tables.

use super::super::library::Progress;
use super::super::session::Session;
use super::index::library_index;
use super::known::{Place, doubts, in_library, places, read_known};
use super::listed::first_author;
use super::{Searched, Thesaurus, Written};
use crate::error::AppError;
use euthymia_review::Record;
use euthymia_search::recall::{Known, Loss, LossKind, Recall, recall_at};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::path::Path;

/// Which of the known records of a file each line of the strategy finds, and for every one that the
/// last line misses, what lost it. Those that the library does not have are told apart; on them the
/// strategy is run as they stand in the file.
///
/// # Errors
/// [`AppError::Input`] when the file cannot be read; [`AppError`] as for a search.
pub fn recall_views(
    session: &Session,
    written: &Written,
    known: &Path,
    thesaurus: Option<&Thesaurus>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Searched, AppError> {
    let known = read_known(known)?;
    let index = library_index(session, progress)?;
    let places = places(session, &index, &known.records)?;
    let hits: Vec<_> = places.iter().map(|place| place.hits.clone()).collect();
    let lines = written.lines();
    let mesh = thesaurus.map(Thesaurus::mesh);
    let recall = recall_at(&index, &lines, (&known.records, &hits), mesh)?;
    let mut by_line = lines_view(written, &recall, &places);
    by_line.notes.push(in_library(&places));
    by_line.notes.push(share(&recall, &places));
    let mut by_record = records_view(written, &recall, &known.records, &places);
    by_record.notes.extend(known.notes);
    by_record.notes.extend(doubts(&known.records, &places));
    let runs = recall.lines.iter();
    let is_run = runs.filter(|line| line.hits.is_ok()).count();
    Ok(Searched {
        tables: vec![by_line, by_record],
        is_whole: is_run == written.strategy.lines.len(),
    })
}

fn is_here(place: &Place) -> bool {
    place.by.is_some()
}

/// Known records with their places, those in the library or the others.
fn those<'r>(
    recall: &'r Recall,
    places: &'r [Place],
    wanted: bool,
) -> impl Iterator<Item = &'r Known> {
    let all = recall.known.iter().zip(places);
    all.filter(move |(_, place)| is_here(place) == wanted)
        .map(|(known, _)| known)
}

fn share(recall: &Recall, places: &[Place]) -> String {
    let count = |wanted: bool| {
        let found = those(recall, places, wanted).filter(|one| one.is_found);
        (found.count(), those(recall, places, wanted).count())
    };
    let (found, here) = count(true);
    let mut said = match here {
        0 => "The library has none of them, so that there is no recall.".to_owned(),
        _ => format!(
            "Recall: the strategy finds {found} of {here} ({:.1} %).",
            100.0 * found as f64 / here as f64
        ),
    };
    let (beside, not_here) = count(false);
    if not_here > 0 {
        said += &format!(
            " Of the {not_here} that the library does not have, it would find {beside} by what stands in \
             their file."
        );
    }
    said
}

fn lines_view(written: &Written, recall: &Recall, places: &[Place]) -> TableView {
    let rows = written.strategy.lines.iter().map(|line| {
        let run = recall.lines.iter().find(|run| run.number == line.number);
        let hits = run.and_then(|run| run.hits.as_ref().ok());
        let known = |wanted: bool| {
            let own = those(recall, places, wanted).filter(|one| one.lines.contains(&line.number));
            match hits {
                Some(_) => Value::Count(own.count() as u64),
                None => Value::Missing,
            }
        };
        vec![
            Value::Count(line.number.into()),
            Value::text(line.text.replace('\n', " ")),
            hits.map_or(Value::Missing, |hits| Value::Count(*hits as u64)),
            known(true),
            known(false),
        ]
    });
    let failed = recall.lines.iter().filter_map(|line| {
        let error = line.hits.as_ref().err()?;
        Some(format!("Line {}: not run: {error}.", line.number))
    });
    TableView {
        schema: "euthymia.review.recall.v1".to_owned(),
        title: "Known records found by each line".to_owned(),
        columns: vec![
            ColumnSpec::number("line", "Line"),
            ColumnSpec::text("search", "Search"),
            ColumnSpec::number("found", "Found here"),
            ColumnSpec::number("known", "Known, in the library"),
            ColumnSpec::number("known_outside", "Known, not in it"),
        ],
        rows: rows.collect(),
        notes: failed.collect(),
    }
}

fn records_view(
    written: &Written,
    recall: &Recall,
    known: &[Record],
    places: &[Place],
) -> TableView {
    let rows = known.iter().zip(places).zip(&recall.known);
    let rows = rows.map(|((record, place), found)| {
        let name = found.copies.first().map(ToString::to_string);
        let year = record.date.as_ref().and_then(|date| date.year);
        let year = year.map_or(String::new(), |year| format!(" {year}"));
        let author = first_author(record).map(|author| author + &year);
        let optional = |text: Option<String>| text.map_or(Value::Missing, Value::Text);
        let is_found = match (is_here(place), found.is_found) {
            (true, true) => "found",
            (true, false) => "missed",
            (false, true) => "would be found",
            (false, false) => "would be missed",
        };
        vec![
            optional(record.title.clone()),
            optional(author),
            optional(name),
            place
                .by
                .map_or(Value::text("not in the library"), Value::text),
            Value::text(is_found),
            Value::Text(lost(written, &found.lost)),
        ]
    });
    TableView {
        schema: "euthymia.review.known.v1".to_owned(),
        title: "Known records".to_owned(),
        columns: vec![
            ColumnSpec::text("title", "Title"),
            ColumnSpec::text("author", "First author"),
            ColumnSpec::text("record", "Record"),
            ColumnSpec::text("recognised_by", "Recognised by"),
            ColumnSpec::text("found", "Strategy"),
            ColumnSpec::text("lost_by", "Lost by"),
        ],
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// What lost a record, in words.
fn lost(written: &Written, losses: &[Loss]) -> String {
    let words = losses.iter().map(|loss| {
        let (start, end) = loss.place;
        let (start, end) = (start as usize, end as usize);
        let part = written.text.get(start..end).unwrap_or_default();
        let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
        let how = match loss.how {
            LossKind::Missing => "does not find it",
            LossKind::Excluded => "excludes it",
            LossKind::NotRun => "was not run",
        };
        format!("line {} {how}: {part}", loss.line)
    });
    words.collect::<Vec<_>>().join("; ")
}
