//! Terms that records which must be found have more often than others, as a table.

use super::super::export::for_each_report;
use super::super::library::Progress;
use super::super::session::Session;
use super::feed::fed;
use super::index::library_index;
use super::known::{in_library, places, read_known};
use super::{Thesaurus, Written};
use crate::error::AppError;
use euthymia_review::RecordId;
use euthymia_search::recall::recall_at;
use euthymia_search::suggest::{Suggesting, Suggestion, SuggestionKind, suggest};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeSet;
use std::path::Path;

/// Words, phrases and headings of the known records of a file, those first that set them apart most
/// from the other reports of the library; with a strategy, also how many known records that it
/// misses each of them has.
///
/// # Errors
/// [`AppError::Input`] when the file cannot be read; [`AppError`] as for a search.
pub fn suggest_view(
    session: &Session,
    known: &Path,
    strategy: Option<(&Written, Option<&Thesaurus>)>,
    most: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<TableView, AppError> {
    let known = read_known(known)?;
    let index = library_index(session, progress)?;
    let places = places(session, &index, &known.records)?;
    let own: BTreeSet<RecordId> = places
        .iter()
        .flat_map(|place| index.ids(&place.hits))
        .collect();
    let is_found: Vec<bool> = match strategy {
        None => Vec::new(),
        Some((written, thesaurus)) => {
            let hits: Vec<_> = places.iter().map(|place| place.hits.clone()).collect();
            let mesh = thesaurus.map(Thesaurus::mesh);
            let recall = recall_at(&index, &written.lines(), (&known.records, &hits), mesh)?;
            recall.known.iter().map(|one| one.is_found).collect()
        }
    };
    let suggesting = Suggesting {
        least: 2.min(known.records.len()),
        most: if most == 0 { usize::MAX } else { most },
        ..Suggesting::default()
    };
    let records = &known.records;
    let list = fed(
        |each| for_each_report(session, false, progress, each),
        |reports| {
            let others = reports.filter(|(id, _)| !own.contains(id));
            let others = others.map(|(_, record)| record);
            Ok(suggest(records, &is_found, others, &suggesting))
        },
    )?;
    let mut view = view(&list, strategy.is_some());
    view.notes.push(in_library(&places));
    view.notes.push(
        "Apart: how many standard errors the log odds of having the term lie above those of the other \
         reports of the library."
            .to_owned(),
    );
    view.notes.extend(known.notes);
    Ok(view)
}

fn view(list: &[Suggestion], has_strategy: bool) -> TableView {
    let mut columns = vec![
        ColumnSpec::text("term", "Term"),
        ColumnSpec::text("kind", "Kind"),
        ColumnSpec::number("known", "Known records"),
        ColumnSpec::number("others", "Others"),
    ];
    if has_strategy {
        columns.push(ColumnSpec::number("adds", "Missed ones that have it"));
    }
    columns.push(ColumnSpec::number("z", "Apart"));
    let rows = list.iter().map(|own| {
        let kind = match own.kind {
            SuggestionKind::Words => "words",
            SuggestionKind::Heading => "heading",
        };
        let mut row = vec![
            Value::text(&own.term),
            Value::text(kind),
            Value::Count(own.relevant as u64),
            Value::Count(own.background as u64),
        ];
        if has_strategy {
            row.push(Value::Count(own.adds as u64));
        }
        row.push(Value::number(own.z, 2));
        row
    });
    TableView {
        schema: "euthymia.review.suggestions.v1".to_owned(),
        title: "Terms that set the known records apart".to_owned(),
        columns,
        rows: rows.collect(),
        notes: Vec::new(),
    }
}
