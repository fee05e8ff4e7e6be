//! Filled checklists as tables and as a section of a document.

use super::{Checklist, Counts, Filled, State};
use crate::document::{LinkedTable, Section};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeSet;

/// A filled checklist as a table: one row for each item.
#[must_use]
pub fn view(checklist: &Checklist, filled: &[Filled<'_>]) -> TableView {
    let row = |filled: &Filled<'_>| {
        let item = filled.item;
        vec![
            Value::text(&item.number),
            Value::text(format!("{}: {}", item.section, item.topic)),
            Value::text(&item.asks),
            Value::text(filled.state.words()),
            known(&filled.state),
            words(&filled.state.add().join(" ")),
        ]
    };
    TableView {
        schema: "euthymia.checklist_filled.v1".to_owned(),
        title: checklist.title.clone(),
        columns: vec![
            ColumnSpec::text("item", "Item"),
            ColumnSpec::text("topic", "Topic"),
            ColumnSpec::text("asks", "Asks"),
            ColumnSpec::text("state", "State"),
            ColumnSpec::text("said", "What is said"),
            ColumnSpec::text("to_write", "Still to write"),
        ],
        rows: filled.iter().map(row).collect(),
        notes: vec![
            checklist.note.clone(),
            format!("Source: {}. {}", source(checklist), checklist.licence),
        ],
    }
}

fn source(checklist: &Checklist) -> String {
    match &checklist.doi {
        Some(doi) => format!("{}, doi:{doi}", checklist.source),
        None => checklist.source.clone(),
    }
}

fn known(state: &State) -> Value {
    match state {
        State::Answered { text, .. } | State::Partly { text, .. } => words(text),
        State::NotApplicable { why } => words(why),
        State::Missing { .. } => Value::Missing,
    }
}

fn words(text: &str) -> Value {
    if text.is_empty() {
        Value::Missing
    } else {
        Value::text(text)
    }
}

/// What the author must still write, each thing once, in the order in which it is asked for.
#[must_use]
pub fn to_write(lists: &[(&Checklist, Vec<Filled<'_>>)]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let filled = lists.iter().flat_map(|(_, filled)| filled);
    let add = filled.flat_map(|filled| filled.state.add());
    add.filter(|text| seen.insert(text.as_str()))
        .cloned()
        .collect()
}

/// How many items of each checklist are answered, partly answered, missing, not applicable.
fn counts_view(lists: &[(&Checklist, Vec<Filled<'_>>)]) -> TableView {
    let count = |n: usize| Value::Count(n as u64);
    let row = |(checklist, filled): &(&Checklist, Vec<Filled<'_>>)| {
        let counts = Counts::of(filled);
        vec![
            Value::text(&checklist.name),
            count(counts.answered),
            count(counts.partly),
            count(counts.missing),
            count(counts.not_applicable),
            count(counts.all()),
        ]
    };
    TableView {
        schema: "euthymia.checklist_counts.v1".to_owned(),
        title: "Reporting checklists: how many items the report answers".to_owned(),
        columns: vec![
            ColumnSpec::text("checklist", "Checklist"),
            ColumnSpec::number("answered", "Answered"),
            ColumnSpec::number("partly", "Partly"),
            ColumnSpec::number("missing", "Missing"),
            ColumnSpec::number("not_applicable", "Not applicable"),
            ColumnSpec::number("items", "Items"),
        ],
        rows: lists.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

/// Filled checklists as a section: counts, what is still to write, and every item; an item's number
/// leads to the section where it is answered.
#[must_use]
pub fn section(id: &str, lists: &[(&Checklist, Vec<Filled<'_>>)]) -> Section {
    let mut section = Section::new(id, "Reporting checklists");
    section.say(
        "Filled from what this report says. Answered means that it is said, not that it is good: \
         that is for authors, reviewers and appraisers to judge.",
    );
    section.table(counts_view(lists));
    let open = to_write(lists);
    section.heading(format!("{id}-to-write"), "Still to write");
    if open.is_empty() {
        section.say("Nothing: every item that applies is answered.");
    } else {
        section.list(open);
    }
    for (checklist, filled) in lists {
        section.heading(format!("{id}-{}", checklist.id), &checklist.name);
        let link = |filled: &Filled<'_>| filled.state.section().map(str::to_owned);
        section.table(LinkedTable {
            view: view(checklist, filled),
            links: filled.iter().map(link).collect(),
        });
    }
    section
}
