//! Every decision that counts, for whoever checks a review.

use super::reading::PrismaReading;
use euthymia_review::log::Stage;
use euthymia_review::screen::{Decision, Unit};
use euthymia_table::{ColumnSpec, TableView, Value};

/// The last decision of each reviewer on each record and what disagreements were settled with, in
/// the order of the imports.
#[must_use]
pub fn decisions_view(reading: &PrismaReading<'_>) -> TableView {
    let mut rows = Vec::new();
    for unit in &reading.screening.units {
        for stage in [Stage::TitleAbstract, Stage::FullText] {
            let decisions = unit.at(stage).decisions.iter();
            rows.extend(decisions.map(|own| row(reading, unit, stage, own)));
            if let Some(own) = &unit.at(stage).consensus {
                let mut people = vec![own.by.clone()];
                people.extend(own.with.iter().cloned());
                rows.push(vec![
                    Value::text(unit.record.to_string()),
                    Value::text(unit.record.to_string()),
                    Value::text(stage_word(stage)),
                    Value::text("settled"),
                    Value::text(people.join("; ")),
                    Value::text(own.verdict.word()),
                    own.reason.as_deref().map_or(Value::Missing, Value::text),
                    Value::Missing,
                    Value::text(own.event.to_string()),
                ]);
            }
        }
    }
    let column = |key: &str, header: &str| ColumnSpec::text(key, header);
    TableView {
        schema: "euthymia.review.decisions.v1".to_owned(),
        title: "Decisions".to_owned(),
        columns: vec![
            column("report", "Report"),
            column("record", "Record"),
            column("stage", "Stage"),
            column("kind", "Kind"),
            column("by", "By"),
            column("verdict", "Verdict"),
            column("reasons", "Reasons"),
            column("time", "Time"),
            column("event", "Event"),
        ],
        rows,
        notes: Vec::new(),
    }
}

fn row(reading: &PrismaReading<'_>, unit: &Unit, stage: Stage, own: &Decision) -> Vec<Value> {
    let reviewer = reading.screening.reviewers.get(usize::from(own.reviewer));
    let reasons = (!own.reasons.is_empty()).then(|| own.reasons.join("; "));
    vec![
        Value::text(unit.record.to_string()),
        Value::text(own.record.to_string()),
        Value::text(stage_word(stage)),
        Value::text("decided"),
        reviewer.map_or(Value::Missing, Value::text),
        Value::text(own.verdict.word()),
        reasons.map_or(Value::Missing, Value::text),
        Value::text(own.time.to_string()),
        Value::text(own.event.to_string()),
    ]
}

fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::TitleAbstract => "title_abstract",
        Stage::FullText => "full_text",
    }
}
