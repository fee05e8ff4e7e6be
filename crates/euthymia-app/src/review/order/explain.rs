//! Why a report is where it is in an order.

use super::chosen::{OrderRequest, chosen_order};
use super::labels::labels_of;
use super::learner::Learner;
use super::reading_order::ReadingOrder;
use crate::error::AppError;
use crate::review::library::Progress;
use crate::review::screening::folded;
use crate::review::session::{Session, reviewer};
use euthymia_review::RecordId;
use euthymia_review::log::Stage;
use euthymia_screening::Explanation;
use euthymia_table::{ColumnSpec, TableView, Value};

/// Which words moved a report in the order that a reviewer's decisions give, and where it stands
/// among those that wait for the reviewer: the `most` terms that moved it most; 0 for all.
///
/// # Errors
/// [`AppError::Usage`] for a record or a name that is not there, for an order that is not learnt,
/// or where too little was decided; [`AppError`] when a file of the review is damaged.
pub fn explain_order_view(
    session: &Session,
    record: RecordId,
    (stage, by): (Stage, Option<&str>),
    most: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<TableView, AppError> {
    let by = reviewer(&session.protocol, by)?;
    let screening = folded(session);
    if screening.place(record).is_none() {
        return Err(AppError::Usage(format!("there is no record {record}")));
    }
    let request = OrderRequest::default();
    let (order, _) = chosen_order(session, (stage, &by), &request, ReadingOrder::learnt())?;
    let ReadingOrder::Learnt { settings, known } = &order else {
        return Err(AppError::Usage(format!(
            "{by} reads {}: no word moves a record in that order",
            order.said()
        )));
    };
    let mut learner = Learner::read(session, *settings, known, &|| Ok(()), progress)?;
    let labels = labels_of(&screening, stage, &by);
    let records = learner.order(&labels).ok_or_else(too_little)?;
    let explanation = learner.explain(record).ok_or_else(too_little)?;
    let unit = screening.unit(record).map(|unit| unit.record);
    let rank = records.iter().position(|own| Some(*own) == unit);
    let place = match rank {
        Some(at) => format!("Number {} of {} in the order", at + 1, records.len()),
        None => "It was decided on, and is no longer in the order".to_owned(),
    };
    let note = format!(
        "{place}, {}, from {} decisions of {by}.",
        order.said(),
        labels.len()
    );
    let mut view = order_view(record, &explanation, most);
    view.notes.insert(0, note);
    Ok(view)
}

fn too_little() -> AppError {
    AppError::Usage(
        "nothing can be learnt yet: at least one record must be included and one excluded, or \
         known ones given (review screen --prior FILE)"
            .to_owned(),
    )
}

/// Which words moved a record, as a table.
fn order_view(record: RecordId, explanation: &Explanation, most: usize) -> TableView {
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
