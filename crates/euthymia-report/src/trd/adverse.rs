//! Adverse events: how often, and how much more often than under control.

use super::Context;
use super::analysis::AdverseAnalyses;
use crate::document::{LinkedTable, Section};
use crate::number_needed::{Event, number_needed};
use crate::pooled::Pooled;
use crate::words;
use euthymia_clinical::treatment::ReportGroup;
use euthymia_synthesis::measure::Scale;
use euthymia_table::{ColumnSpec, TableView, Value};

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let mut section = Section::new("adverse", "Adverse events and drop-out");
    section.say(
        "How many patients reported an event during up to twelve weeks of treatment, pooled over arms, and \
         how that compares with control in randomised trials. Trials ask about events differently \
         and for different lengths of time; an event that is not listed was not reported with a \
         usable number, which is not the same as not having happened. Counts of events, which can exceed the \
         patients who had one, are left out. All doses are together.",
    );
    let told: Vec<(&AdverseAnalyses, &Pooled)> = context
        .adverse
        .iter()
        .filter_map(|adverse| Some((adverse, adverse.rate.pooled.as_ref()?)))
        .collect();
    let links = told
        .iter()
        .map(|(adverse, _)| Some(format!("p-{}", adverse.rate.id)))
        .collect();
    let rows = told
        .iter()
        .map(|(adverse, rate)| row(context, adverse, rate))
        .collect();
    let silent: Vec<String> = ReportGroup::ALL
        .iter()
        .filter(|group| !matches!(group, ReportGroup::Control | ReportGroup::Other))
        .filter(|group| told.iter().all(|(adverse, _)| adverse.group != **group))
        .map(ToString::to_string)
        .collect();
    if !silent.is_empty() {
        section.say(format!(
            "No usable number of any adverse event: {}.",
            silent.join("; ")
        ));
    }
    section.table(LinkedTable {
        view: TableView {
            schema: "euthymia.report.adverse.v1".to_owned(),
            title: "Adverse events, serious adverse events and drop-out".to_owned(),
            columns: vec![
                ColumnSpec::text("treatment", "Treatment"),
                ColumnSpec::text("event", "Event"),
                ColumnSpec::number("k", "Studies (TRD)"),
                ColumnSpec::number("n", "n"),
                ColumnSpec::number("rate", "Rate [95 % CI]"),
                ColumnSpec::number("prediction", "Prediction interval"),
                ColumnSpec::number("rr", "Risk ratio [95 % CI] (trials)"),
                ColumnSpec::number("rd", "Risk difference [95 % CI]"),
                ColumnSpec::text("nnh", "Number needed to harm"),
            ],
            rows,
            notes: vec![
                "One study: its exact (Clopper–Pearson) interval. NNTH: number needed to treat for \
                 one more patient to be harmed, rounded down."
                    .to_owned(),
            ],
        },
        links,
    });
    Some(section)
}

fn row(context: &Context<'_>, adverse: &AdverseAnalyses, rate: &Pooled) -> Vec<Value> {
    let mut cells = vec![
        Value::text(adverse.group.to_string()),
        Value::text(adverse.outcome.to_string()),
        Value::text(context.studies(rate)),
        Value::Count(rate.patients()),
        Value::text(words::shown(&rate.headline(), Scale::Proportion)),
        rate.prediction.map_or(Value::Missing, |p| {
            Value::text(words::bounds(&p, Scale::Proportion))
        }),
    ];
    let ratio = adverse.ratio.pooled.as_ref().map_or(Value::Missing, |rr| {
        Value::text(format!(
            "{} ({})",
            words::shown(&rr.shown, Scale::Ratio),
            rr.summary.k
        ))
    });
    match &adverse.difference.pooled {
        Some(rd) => cells.extend([
            if ratio == Value::Missing {
                Value::text("no events")
            } else {
                ratio
            },
            Value::text(words::shown(&rd.shown, Scale::ProportionDifference)),
            Value::text(number_needed(&rd.shown, Event::Harm)),
        ]),
        None => cells.extend([ratio, Value::Missing, Value::Missing]),
    }
    cells
}
