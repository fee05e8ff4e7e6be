//! What reviewers disagree on.

use super::words::{disagreement_words, stage_word};
use super::{folded, title_words};
use crate::error::AppError;
use crate::review::search::reports::Reports;
use crate::review::session::Session;
use euthymia_report::words::counted;
use euthymia_review::Screening;
use euthymia_review::log::Stage;
use euthymia_review::screen::{Decision, Outcome};
use euthymia_table::{ColumnSpec, TableView, Value};

/// Reports of which the decisions stand against each other, with who decided what. Where a stage is
/// blinded and somebody still has to decide, the decisions are not shown.
///
/// # Errors
/// [`AppError`] when a file of the review is damaged.
pub fn conflicts_view(session: &Session, stage: Option<Stage>) -> Result<TableView, AppError> {
    let screening = folded(session);
    let mut reports = Reports::of(session);
    let mut rows = Vec::new();
    for at in [Stage::TitleAbstract, Stage::FullText] {
        if stage.is_some_and(|only| only != at) {
            continue;
        }
        for place in screening.conflicts(at) {
            let (Some(unit), Outcome::Conflict(kind)) =
                (screening.units.get(place), screening.outcome(place, at))
            else {
                continue;
            };
            let record = reports.report(unit.record)?;
            rows.push(vec![
                Value::text(unit.record.to_string()),
                Value::text(stage_word(at)),
                Value::text(title_words(&record)),
                Value::text(disagreement_words(kind)),
                Value::text(decisions(&screening, place, at)),
            ]);
        }
    }
    Ok(TableView {
        schema: "euthymia.review.conflicts.v1".to_owned(),
        title: counted(rows.len(), "disagreement", "disagreements"),
        columns: vec![
            ColumnSpec::text("record", "Record"),
            ColumnSpec::text("stage", "Stage"),
            ColumnSpec::text("title", "Title"),
            ColumnSpec::text("kind", "Differs in"),
            ColumnSpec::text("decisions", "Decisions"),
        ],
        rows,
        notes: vec![
            "review settle RECORD include|exclude --with NAME says what was agreed on.".to_owned(),
        ],
    })
}

fn decisions(screening: &Screening, place: usize, stage: Stage) -> String {
    let Some(unit) = screening.units.get(place) else {
        return String::new();
    };
    let decided = unit.at(stage);
    let is_whole = decided.deciders() >= screening.needed(place, stage) as usize;
    if screening.rules.at(stage).blinded && !is_whole {
        return "hidden until all have decided".to_owned();
    }
    let has_copies = decided
        .decisions
        .iter()
        .any(|own| own.record != unit.record);
    let said = |own: &Decision| {
        let who = screening.reviewers.get(usize::from(own.reviewer));
        let who = who.map_or("?", String::as_str);
        let reasons = match own.reasons.is_empty() {
            true => String::new(),
            false => format!(" ({})", own.reasons.join(", ")),
        };
        let copy = match has_copies {
            true => format!(" on {}", own.record),
            false => String::new(),
        };
        format!("{who}: {}{reasons}{copy}", own.verdict.word())
    };
    let said: Vec<String> = decided.decisions.iter().map(said).collect();
    said.join("; ")
}
