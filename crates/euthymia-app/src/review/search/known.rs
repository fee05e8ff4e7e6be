//! Records that a search should find: read from a file, and looked for in the library.

use super::super::dedupe::settings;
use super::super::session::Session;
use super::reports::Reports;
use crate::error::AppError;
use euthymia_report::words::counted;
use euthymia_review::dedupe::{Candidate, Verdict, judge};
use euthymia_review::{Context, Format, ImportId, PieceKind, Record, RecordId, parse, split};
use euthymia_search::engine::{Hits, Index, Lookup, free_text};
use euthymia_search::recall::copies;
use euthymia_table::{Diagnostic, Intake, cannot_read};
use euthymia_workbook::{UnpackOptions, unpack};
use std::io::BufRead;
use std::path::Path;

/// The records of a file, and what must be said of it.
pub(in crate::review) struct KnownFile {
    pub(in crate::review) records: Vec<Record>,
    pub(in crate::review) notes: Vec<String>,
}

/// Reads a file of any format that can be imported.
pub(in crate::review) fn read_known(path: &Path) -> Result<KnownFile, AppError> {
    let mut known = KnownFile {
        records: Vec::new(),
        notes: Vec::new(),
    };
    for member in unpack(path, &UnpackOptions::default())? {
        let name = member.name.clone();
        let unreadable = |error: std::io::Error| cannot_read(&name, &error);
        let mut text = Intake::open(member.reader, None).map_err(unreadable)?;
        let head = String::from_utf8_lossy(text.fill_buf().map_err(unreadable)?).into_owned();
        let format = Format::identify(&head)
            .map_err(|error| Diagnostic::error(name.as_str(), error.to_string()))?;
        take(&name, format, text, &mut known);
    }
    if known.records.is_empty() {
        let name = path.display().to_string();
        return Err(Diagnostic::error(name, "no record is in it")
            .with_help("Give the records that the strategy must find.")
            .into());
    }
    Ok(known)
}

fn take(name: &str, format: Format, text: impl BufRead, known: &mut KnownFile) {
    let mut context = Context::default();
    for next in split(format, text) {
        match next {
            Ok(piece) if piece.kind == PieceKind::Context => context.texts.push(piece.text),
            Ok(piece) => known.records.extend(parse(format, &piece, &context).record),
            Err(broken) => known
                .notes
                .push(format!("{name}, line {}: {}", broken.line, broken.message)),
        }
    }
}

/// What is known of a record in the library.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Its report in the index; empty when the library has none.
    pub(super) hits: Hits,
    /// How it was recognised.
    pub(super) by: Option<&'static str>,
    /// Reports that may be it, which a person has to look at.
    pub(super) perhaps: Vec<RecordId>,
}

/// Reports with similar words in the title that are held against a known record.
const NEAREST: usize = 20;

/// Looks for every known record: by its identifiers, otherwise by comparing its fields with those
/// of the reports whose titles are nearest.
pub(super) fn places(
    session: &Session,
    index: &Index,
    known: &[Record],
) -> Result<Vec<Place>, AppError> {
    let mut reports = Reports::of(session);
    let mut place = |record: &Record| -> Result<Place, AppError> {
        let hits = copies(index, record)?;
        if hits.count() > 0 {
            let by = Some("identifier");
            let perhaps = Vec::new();
            return Ok(Place { hits, by, perhaps });
        }
        let (same, perhaps) = compared(session, index, &mut reports, record)?;
        let by = (!same.is_empty()).then_some("comparison");
        let hits = Hits::of(index, same);
        Ok(Place { hits, by, perhaps })
    };
    known.iter().map(&mut place).collect()
}

/// Reports that are the known record, and reports that may be.
fn compared(
    session: &Session,
    index: &Index,
    reports: &mut Reports<'_>,
    record: &Record,
) -> Result<(Vec<RecordId>, Vec<RecordId>), AppError> {
    let (mut same, mut perhaps) = (Vec::new(), Vec::new());
    let words = record.title.as_deref().and_then(free_text);
    if let Some(words) = words {
        let thresholds = settings(&session.protocol).thresholds;
        let own = RecordId {
            import: ImportId(0),
            number: 1,
        };
        let wanted = Candidate::of(own, record);
        let found = index.search(&words, &Lookup::default())?;
        for (id, _) in index.ranked(&found.hits, &words, NEAREST)? {
            for copy in reports.copies(id) {
                let candidate = Candidate::of(copy, &reports.record(copy)?);
                match judge(&wanted, &candidate, thresholds).verdict {
                    Verdict::Same => same.push(id),
                    Verdict::Unsure => perhaps.push(id),
                    Verdict::Linked(_) | Verdict::Apart => {}
                }
            }
        }
    }
    same.dedup();
    perhaps.retain(|id| !same.contains(id));
    perhaps.dedup();
    Ok((same, perhaps))
}

/// Of the known records that may be in the library, what a person should look at.
pub(super) fn doubts(known: &[Record], places: &[Place]) -> Vec<String> {
    let unclear = known.iter().zip(places);
    unclear
        .filter(|(_, place)| place.by.is_none() && !place.perhaps.is_empty())
        .map(|(record, place)| {
            let names: Vec<String> = place.perhaps.iter().map(ToString::to_string).collect();
            format!(
                "\"{}\" may be in the library as {}: euthymia review show tells; it was counted as not \
                 in the library.",
                record.title.as_deref().unwrap_or_default(),
                names.join(" or ")
            )
        })
        .collect()
}

/// How many of the known records the library has, as a sentence.
pub(super) fn in_library(places: &[Place]) -> String {
    let here = places.iter().filter(|place| place.by.is_some()).count();
    format!(
        "{here} of {} in the library.",
        counted(places.len(), "known record is", "known records are")
    )
}
