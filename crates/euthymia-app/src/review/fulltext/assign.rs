//! A folder of PDFs, each given to the report it is of.

use super::add::Opened;
use super::recognise::recognise;
use crate::error::AppError;
use crate::review::library::Progress;
use crate::review::screening::{Library, Match, folded, title_words};
use crate::review::search::reports::Reports;
use crate::review::session::Session;
use euthymia_report::words::counted;
use euthymia_review::{EntryId, Event, FullTexts, Screening};
use euthymia_table::{ColumnSpec, TableView, Value, cannot_read};
use std::path::{Path, PathBuf};

/// How many folders deep files are looked for.
const DEEPEST: usize = 8;

/// What became of a folder of files.
#[derive(Debug)]
pub struct Assigned {
    /// The entry, by which all can be undone; `None` where nothing was entered.
    pub entry: Option<EntryId>,
    /// A row for every file.
    pub view: TableView,
}

/// What became of a file.
enum Became {
    New(usize, &'static str),
    Known(usize),
    Unsure(Vec<usize>),
    Unknown,
    Unreadable(String),
}

/// Gives each PDF of a folder to the report it is of, where that is sure; others are listed for a
/// person. With `dry_run` nothing is entered.
///
/// # Errors
/// [`AppError::Usage`] when the folder cannot be read or has no PDF; [`AppError`] when a file of
/// the review is damaged.
pub fn assign_full_texts(
    session: &mut Session,
    folder: &Path,
    dry_run: bool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Assigned, AppError> {
    let mut paths = Vec::new();
    collect(folder, DEEPEST, &mut paths)?;
    if paths.is_empty() {
        let shown = folder.display();
        return Err(AppError::Usage(format!("{shown}: no PDF is in it")));
    }
    paths.sort();
    let screening = folded(session);
    let library = Library::of(session, &screening, progress)?;
    let full_texts = FullTexts::of(session.folder.log().entries(), &screening);
    let mut events = Vec::new();
    let mut rows = Vec::new();
    for path in &paths {
        let file = Opened::read(path);
        let became = match &file {
            Err(error) => Became::Unreadable(error.to_string()),
            Ok(file) => match recognise(&library, file) {
                Match::One(place, by) => Became::New(place, by),
                Match::Several(places) => Became::Unsure(places),
                Match::Nothing => Became::Unknown,
            },
        };
        let became = match (became, &file) {
            (Became::New(place, by), Ok(file)) => {
                let taken = (place, by, file, dry_run);
                take(session, &screening, &full_texts, taken, &mut events)?
            }
            (became, _) => became,
        };
        rows.push((path.clone(), became));
    }
    let entry = match events.is_empty() || dry_run {
        true => None,
        false => Some(session.folder.append(&session.stamp()?, events)?),
    };
    let view = view(session, &screening, folder, &rows, dry_run)?;
    Ok(Assigned { entry, view })
}

fn take(
    session: &Session,
    screening: &Screening,
    full_texts: &FullTexts,
    (place, by, file, dry_run): (usize, &'static str, &Opened, bool),
    events: &mut Vec<Event>,
) -> Result<Became, AppError> {
    let Some(unit) = screening.units.get(place) else {
        return Ok(Became::Unknown);
    };
    let sha256 = file.sha256();
    let known = full_texts.at(place).map_or(&[][..], |got| &got.attached);
    let is_new_here = |own: &Event| match own {
        Event::FullTextAttached(own) => (own.record, &own.sha256) != (unit.record, &sha256),
        _ => true,
    };
    if known.iter().any(|own| own.file.sha256 == sha256) || !events.iter().all(is_new_here) {
        return Ok(Became::Known(place));
    }
    if !dry_run {
        let event = file.keep(session, unit.record)?;
        events.push(Event::FullTextAttached(Box::new(event)));
    }
    Ok(Became::New(place, by))
}

fn collect(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> Result<(), AppError> {
    let shown = folder.display().to_string();
    let unreadable = |error: std::io::Error| AppError::from(cannot_read(&shown, &error));
    for item in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = item.map_err(unreadable)?.path();
        let ending = path.extension().map(|end| end.to_ascii_lowercase());
        if path.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, paths)?;
            }
        } else if ending.is_some_and(|end| end == "pdf") {
            paths.push(path);
        }
    }
    Ok(())
}

fn view(
    session: &Session,
    screening: &Screening,
    folder: &Path,
    files: &[(PathBuf, Became)],
    dry_run: bool,
) -> Result<TableView, AppError> {
    let mut reports = Reports::of(session);
    let mut rows = Vec::with_capacity(files.len());
    let mut new = 0;
    let name = |place: &usize| {
        let unit = screening.units.get(*place);
        unit.map_or(String::new(), |unit| unit.record.to_string())
    };
    for (path, became) in files {
        let (place, said) = match became {
            Became::New(place, by) => {
                new += 1;
                (Some(place), format!("by {by}"))
            }
            Became::Known(place) => (Some(place), "has it already".to_owned()),
            Became::Unsure(places) => {
                let names: Vec<String> = places.iter().map(name).collect();
                (None, format!("unsure: {}", names.join(" or ")))
            }
            Became::Unknown => (None, "no record found".to_owned()),
            Became::Unreadable(why) => (None, why.clone()),
        };
        let unit = place.and_then(|place| screening.units.get(*place));
        let title = unit.map(|unit| reports.report(unit.record)).transpose()?;
        let shown = path.strip_prefix(folder).unwrap_or(path);
        rows.push(vec![
            Value::text(shown.display().to_string()),
            unit.map_or(Value::Missing, |unit| Value::text(unit.record.to_string())),
            Value::text(said),
            title.map_or(Value::Missing, |own| Value::text(title_words(&own))),
        ]);
    }
    let files = counted(rows.len(), "file", "files");
    let verb = if dry_run { "would be" } else { "were" };
    Ok(TableView {
        schema: "euthymia.review.fulltext_match.v1".to_owned(),
        title: format!("{files}, {new} of which {verb} taken in"),
        columns: vec![
            ColumnSpec::text("file", "File"),
            ColumnSpec::text("record", "Record"),
            ColumnSpec::text("how", "How"),
            ColumnSpec::text("title", "Title"),
        ],
        rows,
        notes: vec!["review fulltext add RECORD FILE takes one in by hand.".to_owned()],
    })
}
