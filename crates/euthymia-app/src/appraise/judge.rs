//! Answers as they stand, with what supports them.

use crate::review::Appraisal;
use euthymia_appraisal::{Assessment, Tool};
use euthymia_table::{ColumnSpec, TableView, Value};

/// Every question that is asked, with its answer and what supports it, or why it cannot be answered.
#[must_use]
pub fn answers_view(tool: &Tool, appraisal: &Appraisal, seen: &Assessment) -> TableView {
    let row = |(id, answer): &(String, Option<String>)| {
        let text = tool.question(id).map_or("", |own| own.text.as_str());
        let word = answer.as_deref().and_then(|id| tool.answer(id));
        let support = appraisal
            .answers
            .get(id)
            .and_then(|own| own.support.as_ref());
        let because = support.or_else(|| appraisal.open.get(id));
        vec![
            Value::text(id),
            Value::text(text),
            Value::text(word.map_or("cannot say", |own| own.words.as_str())),
            because.map_or(Value::Missing, Value::text),
        ]
    };
    TableView {
        schema: "euthymia.appraisal_answers.v1".to_owned(),
        title: format!("{}: answers", tool.name),
        columns: vec![
            ColumnSpec::text("question", "Question"),
            ColumnSpec::text("asks", "In our words"),
            ColumnSpec::text("answer", "Answer"),
            ColumnSpec::text("support", "What supports it, or why it is open"),
        ],
        rows: seen.asked.iter().map(row).collect(),
        notes: tool.notes.clone(),
    }
}
