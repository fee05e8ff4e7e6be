//! Trials of one active treatment against another, one by one.

use super::Context;
use super::analysis::StrandAnalyses;
use super::gather::provenance;
use crate::document::{Item, LinkedTable, Section};
use crate::pooled::{Candidate, Inputs, PoolOptions, pool};
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
    let trials = trials(context);
    if trials.is_empty() {
        return None;
    }
    let mut section = Section::new("head-to-head", "One treatment against another");
    section.say(
        "Randomised trials of two active treatments. They are too few and too different to pool; \
         each stands for itself, with the mark of its numbers.",
    );
    let links = trials.iter().map(|trial| trial.item.id.clone()).collect();
    let view = TableView {
        schema: "euthymia.report.head_to_head.v1".to_owned(),
        title: "Head-to-head trials: risk ratio of the first treatment against the second"
            .to_owned(),
        columns: vec![
            ColumnSpec::text("study", "Study"),
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::text("first", "First"),
            ColumnSpec::number("first_events", "Events/n"),
            ColumnSpec::text("second", "Second"),
            ColumnSpec::number("second_events", "Events/n"),
            ColumnSpec::number("rr", "Risk ratio [95 % CI]"),
            ColumnSpec::text("mark", "Mark"),
        ],
        rows: trials.into_iter().map(|trial| trial.cells).collect(),
        notes: vec![
            "The mark is the weaker of the two arms'. Rows whose denominator nobody read are shown \
             here with their mark, and are in no pooled number above."
                .to_owned(),
        ],
    };
    section.table(LinkedTable { view, links });
    Some(section)
}

/// A head-to-head comparison: its row of the table and its provenance.
struct Trial<'a> {
    arms: [&'a Arm; 2],
    cells: Vec<Value>,
    item: Item,
}

/// True when a head-to-head trial has an arm of the strand.
pub(super) fn names(context: &Context<'_>, analyses: &StrandAnalyses) -> bool {
    let includes = |arm: &Arm| analyses.strand.includes(context.base, arm);
    trials(context)
        .iter()
        .any(|trial| trial.arms.into_iter().any(includes))
}

/// The provenance of every head-to-head comparison.
pub(super) fn items(context: &Context<'_>) -> Vec<Item> {
    trials(context)
        .into_iter()
        .map(|trial| trial.item)
        .collect()
}

fn trials<'a>(context: &Context<'a>) -> Vec<Trial<'a>> {
    let base = context.base;
    let mut trials = Vec::new();
    for outcome in ["response", "remission"]
        .iter()
        .filter_map(|id| Outcome::parse(id).ok())
    {
        for second in base.arms.iter().filter(|arm| {
            arm.role == Role::ActiveComparator && arm.allocation == Allocation::RandomisedParallel
        }) {
            for first in base
                .arms_of(&second.study_id)
                .filter(|a| a.role == Role::Experimental)
            {
                let rows = (
                    main_row(context, first, &outcome),
                    main_row(context, second, &outcome),
                );
                if let (Some(a), Some(b)) = rows {
                    trials.extend(trial(context, (first, a), (second, b)));
                }
            }
        }
    }
    trials
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

fn trial<'a>(
    context: &Context<'a>,
    (first, a): (&'a Arm, &'a OutcomeRow),
    (second, b): (&'a Arm, &'a OutcomeRow),
) -> Option<Trial<'a>> {
    let base = context.base;
    let study = base.study(&first.study_id)?;
    let table = TwoByTwo::new(a.events?, a.n?, b.events?, b.n?).ok()?;
    let candidate = Candidate::new(study.label.as_str(), Inputs::TwoProportions(table));
    let pooled = pool(vec![candidate], &PoolOptions::of(Measure::RiskRatio)).ok()?;
    let ratio = words::shown(&pooled.shown, Scale::Ratio);
    let item = Item {
        id: Some(format!(
            "p-{}-{}-{}-{}",
            study.id,
            first.id,
            second.id,
            a.outcome.id()
        )),
        text: format!(
            "{}: {}, {} against {}, risk ratio {ratio}",
            study.label, a.outcome, first.label, second.label
        ),
        below: vec![
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
        ],
    };
    let cells = vec![
        Value::text(&study.label),
        Value::text(a.outcome.to_string()),
        Value::text(&first.label),
        Value::text(format!("{}/{}", a.events?, a.n?)),
        Value::text(&second.label),
        Value::text(format!("{}/{}", b.events?, b.n?)),
        Value::text(ratio),
        Value::text(a.verification.max(b.verification).to_string()),
    ];
    Some(Trial {
        arms: [first, second],
        cells,
        item,
    })
}
