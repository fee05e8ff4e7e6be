//! The order in which the records of a review are best read, learnt from decisions.

use super::export::for_each_report;
use super::library::Progress;
use super::session::Session;
use crate::error::AppError;
use euthymia_review::log::Stage;
use euthymia_review::screen::{Outcome, Screening};
use euthymia_review::{Record, RecordId};
use euthymia_screening::{Explanation, Known, Ranker, Settings};
use euthymia_table::{ColumnSpec, TableView, Value};

/// The reports of a review as texts that are put in order again and again.
///
/// It is made once, holds nothing of the session and can be sent to another thread.
#[derive(Clone, Debug)]
pub struct ReviewRanker {
    ranker: Ranker,
    /// The text of each report, by its place in [`Screening::units`].
    texts: usize,
}

impl ReviewRanker {
    /// The places of the undecided reports in [`Screening::units`], in the order in which they
    /// should be read. `decisions` is what [`decisions_of`] says.
    pub fn retrain(&mut self, decisions: &[Option<bool>]) -> Vec<usize> {
        self.ranker.retrain(decisions)
    }

    /// Which words moved a report in the last order, and by how much.
    #[must_use]
    pub fn explain(&self, place: usize) -> Option<Explanation> {
        self.ranker.explain(place)
    }

    /// Reports.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts
    }

    /// Whether there is no report.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts == 0
    }
}

/// Reads the title and abstract of every report. `known` are texts outside the review of
/// which the answer is known, such as the criteria in words.
///
/// # Errors
/// [`AppError`] when a file of the review is damaged.
pub fn review_ranker(
    session: &Session,
    screening: &Screening,
    known: &[Known],
    settings: Settings,
    progress: &mut dyn FnMut(Progress),
) -> Result<ReviewRanker, AppError> {
    let mut texts = vec![String::new(); screening.units.len()];
    for_each_report(session, false, progress, &mut |id, record| {
        let place = screening.place(id);
        if let Some(text) = place.and_then(|place| texts.get_mut(place)) {
            *text = text_of(&record);
        }
        Ok(())
    })?;
    Ok(ReviewRanker {
        ranker: Ranker::new(&texts, known, settings),
        texts: texts.len(),
    })
}

/// What is read of a record.
fn text_of(record: &Record) -> String {
    let parts = [&record.title, &record.abstract_text];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(" ")
}

/// What was decided of each report at a stage: `None` where it is still to be decided on., or its
/// decisions stand against each other.
#[must_use]
pub fn decisions_of(screening: &Screening, stage: Stage) -> Vec<Option<bool>> {
    let places = 0..screening.units.len();
    places
        .map(|place| match screening.outcome(place, stage) {
            Outcome::Included => Some(true),
            Outcome::Excluded(_) => Some(false),
            Outcome::NotHere
            | Outcome::Undecided
            | Outcome::Partial
            | Outcome::Conflict(_)
            | Outcome::SetAside => None,
        })
        .collect()
}

/// The undecided reports of a stage in the order in which they should be read, by their places in
/// [`Screening::units`], learnt from the decisions at that stage. The same decisions and seed give
/// the same order.
///
/// # Errors
/// [`AppError`] when a file of the review is damaged.
pub fn rank_review(
    session: &Session,
    screening: &Screening,
    stage: Stage,
    settings: Settings,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<usize>, AppError> {
    let mut ranker = review_ranker(session, screening, &[], settings, progress)?;
    let order = ranker.retrain(&decisions_of(screening, stage));
    Ok(waiting(screening, stage, order))
}

/// Of an order those reports that somebody still has to read at the stage.
#[must_use]
pub fn waiting(screening: &Screening, stage: Stage, mut order: Vec<usize>) -> Vec<usize> {
    order.retain(|&place| {
        let outcome = screening.outcome(place, stage);
        matches!(outcome, Outcome::Undecided | Outcome::Partial)
    });
    order
}

/// Which words moved a record, as a table: the `most` that moved it most; 0 for all.
#[must_use]
pub fn order_view(record: RecordId, explanation: &Explanation, most: usize) -> TableView {
    let most = if most == 0 { usize::MAX } else { most };
    let (shown, rest) = explanation
        .words
        .split_at(most.min(explanation.words.len()));
    let mut parts: Vec<(String, f64)> = shown.to_vec();
    let sum: f64 = rest.iter().map(|(_, by)| by).sum();
    parts.extend((!rest.is_empty()).then(|| (format!("{} other terms", rest.len()), sum)));
    let own = explanation.own;
    parts.extend((own != 0.0).then(|| ("words found in no other record".to_owned(), own)));
    let rows = parts.into_iter();
    TableView {
        schema: "euthymia.review.order.v1".to_owned(),
        title: format!("What moved {record}"),
        columns: vec![
            ColumnSpec::text("term", "Term"),
            ColumnSpec::number("by", "By"),
        ],
        rows: rows
            .map(|(term, by)| vec![Value::text(term), Value::number(by, 4)])
            .collect(),
        notes: vec![format!(
            "Score {:.4}, which is {:.4} before any word is read and what the terms add.",
            explanation.score, explanation.intercept
        )],
    }
}
