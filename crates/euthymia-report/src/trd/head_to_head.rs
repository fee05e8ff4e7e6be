//! Trials of one active treatment against another, one by one.

use super::Context;
use super::gather::provenance;
use crate::document::Section;
use crate::pooled::{Candidate, Data, PoolOptions, pool};
use crate::words;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::arm::{Allocation, Arm, Role};
use euthymia_evidence::mark::Verification;
use euthymia_evidence::outcome_row::OutcomeRow;
use euthymia_evidence::select::Answer;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::measure::{Measure, Scale};
use euthymia_table::{ColumnSpec, TableView, Value};

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let rows: Vec<Vec<Value>> = ["response", "remission"]
        .iter()
        .filter_map(|id| Outcome::parse(id).ok())
        .flat_map(|outcome| rows(context, &outcome))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let mut section = Section::new("head-to-head", "One treatment against another");
    section.say(
        "Randomised trials of two active treatments. They are too few and too different to pool; \
         each stands for itself, with the mark of its numbers.",
    );
    section.table(TableView {
        schema: "euthymia.report.head_to_head.v1".to_owned(),
        title: "Head-to-head trials: risk ratio of the first treatment against the second"
            .to_owned(),
        columns: vec![
            ColumnSpec::text("study", "Study"),
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::text("first", "First"),
            ColumnSpec::number("first_events", "Events/n"),
            ColumnSpec::text("second", "Second"),
            ColumnSpec::number("second_events", "Events/n").for_people(),
            ColumnSpec::number("rr", "Risk ratio [95 % CI]"),
            ColumnSpec::text("mark", "Mark"),
        ],
        rows,
        notes: vec![
            "The mark is the weaker of the two arms'. Rows whose denominator nobody read are shown \
             here with their mark, and are in no pooled number above."
                .to_owned(),
        ],
    });
    Some(section)
}

fn rows(context: &Context<'_>, outcome: &Outcome) -> Vec<Vec<Value>> {
    let base = context.base;
    let mut rows = Vec::new();
    for second in base.arms.iter().filter(|arm| {
        arm.role == Role::ActiveComparator && arm.allocation == Allocation::RandomisedParallel
    }) {
        for first in base
            .arms_of(&second.study_id)
            .filter(|arm| arm.role == Role::Experimental)
        {
            let (Some(a), Some(b)) = (
                main_row(context, first, outcome),
                main_row(context, second, outcome),
            ) else {
                continue;
            };
            rows.extend(row(context, (first, a), (second, b)));
        }
    }
    rows
}

fn main_row<'a>(context: &Context<'a>, arm: &'a Arm, outcome: &Outcome) -> Option<&'a OutcomeRow> {
    context.base.outcomes_of(arm).find(|row| {
        row.outcome == *outcome
            && row.main
            && row.events.is_some()
            && row.n.is_some()
            && row.verification != Verification::Recalled
    })
}

fn row(
    context: &Context<'_>,
    (first, a): (&Arm, &OutcomeRow),
    (second, b): (&Arm, &OutcomeRow),
) -> Option<Vec<Value>> {
    let base = context.base;
    let study = base.study(&first.study_id)?;
    let table = TwoByTwo::new(a.events?, a.n?, b.events?, b.n?).ok()?;
    let lines = vec![
        provenance(
            base,
            &Answer {
                study,
                arm: first,
                row: a,
            },
        ),
        provenance(
            base,
            &Answer {
                study,
                arm: second,
                row: b,
            },
        ),
    ];
    let candidate = Candidate {
        provenance: lines,
        ..Candidate::new(study.label.as_str(), Data::Two(table))
    };
    let pooled = pool(vec![candidate], &PoolOptions::of(Measure::RiskRatio)).ok()?;
    Some(vec![
        Value::text(&study.label),
        Value::text(a.outcome.to_string()),
        Value::text(&first.label),
        Value::text(format!("{}/{}", a.events?, a.n?)),
        Value::text(&second.label),
        Value::text(format!("{}/{}", b.events?, b.n?)),
        Value::text(words::shown(&pooled.shown, Scale::Ratio)),
        Value::text(a.verification.max(b.verification).to_string()),
    ])
}
