//! Between-arm results as published, where the arms' own numbers cannot reproduce them.

use super::Context;
use crate::document::Section;
use euthymia_evidence::contrast::Contrast;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    if context.base.contrasts.is_empty() {
        return None;
    }
    let mut section = Section::new("published", "Between-arm results as published");
    section.say(
        "Adjusted differences, hazard ratios, relative risks and numbers needed to treat as sources \
         print them, among them the newest psilocybin trials, of which nothing else is public. They \
         are not pooled. The relative risks of the older TMS trials are the exception in one way: \
         the arm counts of those trials were worked out from them, and those counts are pooled.",
    );
    section.table(TableView {
        schema: "euthymia.report.contrasts.v1".to_owned(),
        title: "Published contrasts".to_owned(),
        columns: vec![
            ColumnSpec::text("study", "Study"),
            ColumnSpec::text("comparison", "Comparison"),
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::text("measure", "Measure"),
            ColumnSpec::number("value", "Value [CI]"),
            ColumnSpec::text("adjusted", "Adjusted"),
            ColumnSpec::text("source", "Source and mark"),
        ],
        rows: context
            .base
            .contrasts
            .iter()
            .map(|contrast| row(context, contrast))
            .collect(),
        notes: vec![
            "MD: mean difference on the scale named, negative means fewer symptoms; HR: hazard \
             ratio; NNT: number needed to treat."
                .to_owned(),
        ],
    });
    Some(section)
}

fn row(context: &Context<'_>, contrast: &Contrast) -> Vec<Value> {
    let base = context.base;
    let arm = |id: &str| {
        base.arm(&contrast.study_id, id)
            .map_or(id.to_owned(), |a| a.label.clone())
    };
    let study = base
        .study(&contrast.study_id)
        .map_or(contrast.study_id.clone(), |s| s.label.clone());
    let scale = contrast
        .instrument
        .as_deref()
        .and_then(euthymia_clinical::instrument::find);
    let mut outcome = contrast.outcome.to_string();
    outcome.push_str(&scale.map_or(String::new(), |s| format!(", {}", s.name)));
    outcome.push_str(
        &contrast
            .time_days
            .map_or(String::new(), |d| format!(", day {}", fmt::number(d, 0))),
    );
    let value = match (contrast.value, contrast.ci_low, contrast.ci_high) {
        (Some(value), Some(low), Some(high)) => fmt::interval(value, low, high, 2),
        (Some(value), _, _) => fmt::number(value, 2),
        _ => fmt::MISSING.to_owned(),
    };
    vec![
        Value::text(study),
        Value::text(format!(
            "{} vs {}",
            arm(&contrast.arm_id),
            arm(&contrast.reference_arm_id)
        )),
        Value::text(outcome),
        Value::text(&contrast.measure),
        Value::text(value),
        Value::text(
            contrast
                .adjusted
                .as_deref()
                .unwrap_or("not stated")
                .replace('_', " "),
        ),
        Value::text(format!(
            "{} ({}, {})",
            contrast.source, contrast.provenance, contrast.verification
        )),
    ]
}
