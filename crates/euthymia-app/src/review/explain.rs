//! Why two records are one, or not.

use super::dedupe::settings;
use super::library::reading_of;
use super::session::Session;
use crate::error::AppError;
use euthymia_review::RecordId;
use euthymia_review::dedupe::{Candidate, Verdict, explain};
use euthymia_table::{ColumnSpec, TableView, Value};

/// The judgement of a pair, field by field, whether or not the two were ever held against each
/// other.
///
/// # Errors
/// [`AppError::Usage`] when there is no such record.
pub fn explain_view(session: &Session, a: RecordId, b: RecordId) -> Result<TableView, AppError> {
    let one = candidate(session, a)?;
    let two = candidate(session, b)?;
    let explained = explain(&one, &two, settings(&session.protocol).thresholds);
    let judgement = &explained.judgement;
    let verdict = match judgement.verdict {
        Verdict::Same => "one report".to_owned(),
        Verdict::Unsure => "a person is to decide".to_owned(),
        Verdict::Linked(link) => format!("two reports that belong together ({})", link.word()),
        Verdict::Apart => "two reports".to_owned(),
    };
    let mut notes = vec![format!(
        "{verdict}: the fields alone give a probability of {:.4} that they are one.",
        judgement.probability
    )];
    notes.extend(judgement.conflict.map(|conflict| {
        format!(
            "They are not merged without asking: {}.",
            conflict.message()
        )
    }));
    notes.extend(decided(session, a, b));
    notes.push("A weight is what a field adds to the log-odds of being one report.".to_owned());
    let optional = |text: &Option<String>| text.as_ref().map_or(Value::Missing, Value::text);
    Ok(TableView {
        schema: "euthymia.review.explanation.v1".to_owned(),
        title: format!("{a} and {b}"),
        columns: vec![
            ColumnSpec::text("field", "Field"),
            ColumnSpec::text("a", a.to_string()),
            ColumnSpec::text("b", b.to_string()),
            ColumnSpec::text("level", "Compared"),
            ColumnSpec::number("weight", "Weight"),
        ],
        rows: explained
            .reasons
            .iter()
            .map(|reason| {
                vec![
                    Value::text(reason.field.word()),
                    optional(&reason.a),
                    optional(&reason.b),
                    Value::text(reason.level.word()),
                    Value::Number {
                        value: reason.weight,
                        decimals: 2,
                    },
                ]
            })
            .collect(),
        notes,
    })
}

/// What the log says about the pair.
fn decided(session: &Session, a: RecordId, b: RecordId) -> Vec<String> {
    let state = session.state();
    let both = |list: &[RecordId]| list.contains(&a) && list.contains(&b);
    let pair = |x: RecordId, y: RecordId| (x, y) == (a, b) || (x, y) == (b, a);
    let mut said = Vec::new();
    if state.merged.iter().any(|merged| both(&merged.records)) {
        said.push("In the log they are merged.".to_owned());
    }
    if state.kept_apart.iter().any(|(x, y)| pair(*x, *y)) {
        said.push("In the log they are kept apart.".to_owned());
    }
    for link in state.links.iter().filter(|link| pair(link.a, link.b)) {
        said.push(format!(
            "In the log {} is {} {}.",
            link.a,
            super::link::word(link.link).replace('-', " "),
            link.b
        ));
    }
    said
}

fn candidate(session: &Session, id: RecordId) -> Result<Candidate, AppError> {
    let (_, reading) = reading_of(session, id)?;
    let record = reading.record.unwrap_or_default();
    Ok(Candidate::of(id, &record))
}
