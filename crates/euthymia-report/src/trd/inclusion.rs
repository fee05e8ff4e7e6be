//! What was included, and every exclusion with its reason.

use super::Context;
use super::analysis::Analysis;
use crate::document::{Item, Part, Section};
use crate::pooled::by_reason;
use crate::words;
use euthymia_evidence::study::Study;
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeSet;

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let mut section = Section::new("included", "What was included, and what was not");
    let analyses = rates(context);
    let used: BTreeSet<&str> = analyses
        .iter()
        .filter_map(|(_, analysis)| analysis.pooled.as_ref())
        .flat_map(|pooled| pooled.rows.iter().map(|row| row.candidate.label.as_str()))
        .collect();
    section.say(format!(
        "{} of {} studies contribute to a pooled response or remission rate or to a controlled \
         comparison of one. The others, and the arms of contributing studies that could not be \
         used, are listed with the reason for each number.",
        used.len(),
        context.base.studies.len()
    ));
    section.table(studies(context, &used));
    section.heading("exclusions", "Exclusions, number by number");
    let items = analyses
        .iter()
        .filter(|(_, analysis)| !analysis.left_out.is_empty() || analysis.failure.is_some())
        .map(|(_, analysis)| {
            let mut below = by_reason(&analysis.left_out);
            below.extend(analysis.failure.clone());
            Item {
                id: None,
                text: format!(
                    "{} ({} included)",
                    analysis.title,
                    words::counted(
                        analysis.pooled.as_ref().map_or(0, |p| p.summary.k),
                        "study",
                        "studies"
                    )
                ),
                below,
            }
        })
        .collect();
    section.parts.push(Part::List(items));
    Some(section)
}

fn rates<'a>(context: &'a Context<'_>) -> Vec<(&'static str, &'a Analysis)> {
    context
        .strands
        .iter()
        .flat_map(|a| {
            [
                (a.strand.name, &a.response),
                (a.strand.name, &a.remission),
                (a.strand.name, &a.response_rr),
                (a.strand.name, &a.remission_rr),
            ]
        })
        .collect()
}

fn studies(context: &Context<'_>, used: &BTreeSet<&str>) -> TableView {
    let row = |study: &Study| {
        let arms: Vec<&str> = context
            .base
            .arms_of(&study.id)
            .map(|arm| arm.label.as_str())
            .collect();
        vec![
            Value::text(&study.label),
            Value::text(
                study
                    .design
                    .map_or("not stated".to_owned(), |design| design.to_string()),
            ),
            Value::text(study.trd.to_string()),
            Value::text(study.bipolar_included.to_string()),
            Value::text(if arms.is_empty() {
                "no arm of its own".to_owned()
            } else {
                arms.join("; ")
            }),
            Value::Flag(used.contains(study.label.as_str())),
            Value::text(study.notes.as_deref().unwrap_or("")),
        ]
    };
    TableView {
        schema: "euthymia.report.studies.v1".to_owned(),
        title: "The studies".to_owned(),
        columns: vec![
            ColumnSpec::text("study", "Study"),
            ColumnSpec::text("design", "Design"),
            ColumnSpec::text("trd", "TRD"),
            ColumnSpec::text("bipolar", "Bipolar patients"),
            ColumnSpec::text("arms", "Arms"),
            ColumnSpec::text("used", "In a rate"),
            ColumnSpec::text("notes", "Doubts and notes"),
        ],
        rows: context.base.studies.iter().map(row).collect(),
        notes: Vec::new(),
    }
}
