//! Studies and the reports that they have.

use super::super::library::for_each_record;
use super::super::screening::folded;
use super::super::session::Session;
use crate::error::AppError;
use euthymia_report::words::counted;
use euthymia_review::extract::{Extraction, Study, is_a_name};
use euthymia_review::{EntryId, Event, Link, RecordId};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeMap;

/// Names a study and its reports; a study that has the name already gets these reports.
///
/// # Errors
/// [`AppError::Usage`] for a name that cannot be one, a record that is not there, or none.
pub fn name_study(
    session: &mut Session,
    study: &str,
    records: &[RecordId],
) -> Result<EntryId, AppError> {
    if !is_a_name(study) {
        return Err(AppError::Usage(format!(
            "\"{study}\" is no name of a study: write small letters, digits, - and _, a letter or digit \
             first, such as roe2021"
        )));
    }
    if records.is_empty() {
        return Err(AppError::Usage(
            "a study has at least one report".to_owned(),
        ));
    }
    for record in records {
        super::super::library::reading_of(session, *record)?;
    }
    let event = Event::StudyNamed {
        study: study.to_owned(),
        records: records.to_vec(),
    };
    let stamp = session.stamp()?;
    Ok(session.folder.append(&stamp, vec![event])?)
}

/// Every study with its reports, and which reports linked to one as the same study it lacks.
///
/// # Errors
/// [`AppError`] when a file of the review is damaged.
pub fn studies_view(session: &Session) -> Result<TableView, AppError> {
    let extraction = Extraction::of(session.folder.log().entries());
    let state = session.state();
    let screening = folded(session);
    let report = |record: RecordId| screening.unit(record).map_or(record, |unit| unit.record);
    let has = |study: &Study, record: RecordId| {
        let is_same = |own: &RecordId| report(*own) == report(record);
        study.records.iter().any(is_same)
    };
    let is_named = |record: RecordId| extraction.studies().iter().any(|own| has(own, record));
    let mut titles: BTreeMap<RecordId, Option<String>> = BTreeMap::new();
    let mut rows_of: Vec<(&str, RecordId, &str)> = Vec::new();
    for study in extraction.studies() {
        let reports = study.records.iter();
        rows_of.extend(reports.map(|record| (study.name.as_str(), *record, "report")));
        for link in state.links.iter().filter(|own| own.link == Link::SameStudy) {
            for (here, there) in [(link.a, link.b), (link.b, link.a)] {
                if has(study, here) && !is_named(there) {
                    rows_of.push((
                        &study.name,
                        report(there),
                        "linked as the same study, not named",
                    ));
                }
            }
        }
    }
    titles.extend(rows_of.iter().map(|(_, record, _)| (*record, None)));
    if !titles.is_empty() {
        for_each_record(session, &mut |_| (), &mut |id, reading| {
            if let Some(title) = titles.get_mut(&id) {
                *title = reading.record.and_then(|record| record.title);
            }
            Ok(())
        })?;
    }
    let row = |(study, record, is): &(&str, RecordId, &str)| {
        let title = titles.get(record).and_then(Option::as_ref);
        vec![
            Value::text(*study),
            Value::text(record.to_string()),
            Value::text(*is),
            title.map_or(Value::Missing, Value::text),
        ]
    };
    let findings = extraction.findings().iter().map(ToString::to_string);
    let mut notes: Vec<String> = findings.collect();
    notes.push("review study NAME RECORD... names a study, or its reports anew.".to_owned());
    Ok(TableView {
        schema: "euthymia.review.studies.v1".to_owned(),
        title: counted(extraction.studies().len(), "study", "studies"),
        columns: vec![
            ColumnSpec::text("study", "Study"),
            ColumnSpec::text("record", "Record"),
            ColumnSpec::text("is", "Is"),
            ColumnSpec::text("title", "Title"),
        ],
        rows: rows_of.iter().map(row).collect(),
        notes,
    })
}
