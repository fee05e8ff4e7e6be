//! The flow of records as tables.

use super::counted;
use super::reading::PrismaReading;
use euthymia_review::prisma::{Column, Flow, Totals};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeMap;

/// A box of the flow, or a line in one.
struct Line {
    side: &'static str,
    key: &'static str,
    what: &'static str,
    detail: Option<String>,
    count: Value,
}

/// The flow as a table: every box, and below it the lines in it.
///
/// The notes say what is not decided yet, and whether every box balances.
#[must_use]
pub fn prisma_views(reading: &PrismaReading<'_>) -> Vec<TableView> {
    let flow = &reading.flow;
    let mut lines = Vec::new();
    let sides = ["databases and registers", "other methods"];
    for (side, column) in sides.into_iter().zip(flow.columns()) {
        if !column.is_empty() || side == sides[0] {
            lines.extend(side_lines(side, column));
        }
    }
    lines.extend(sum_lines(flow));
    let row = |line: Line| {
        vec![
            Value::text(line.side),
            Value::text(line.key),
            Value::text(line.what),
            line.detail.map_or(Value::Missing, Value::text),
            line.count,
        ]
    };
    vec![TableView {
        schema: "euthymia.review.prisma.v1".to_owned(),
        title: "Flow of records (PRISMA 2020)".to_owned(),
        columns: vec![
            ColumnSpec::text("side", "Found through"),
            ColumnSpec::text("box", "Box").for_machines(),
            ColumnSpec::text("what", "What"),
            ColumnSpec::text("detail", "Of which"),
            ColumnSpec::number("count", "n"),
        ],
        rows: lines.into_iter().map(row).collect(),
        notes: notes(flow),
    }]
}

fn side_lines(side: &'static str, column: &Column) -> Vec<Line> {
    let mut lines = Lines {
        side,
        all: Vec::new(),
    };
    lines.add("identified", "Records identified", column.records());
    for own in &column.identified {
        let named = source_words(own.database.as_deref());
        let detail = match &own.source {
            Some(source) if *source != named => format!("{named} ({source})"),
            _ => named,
        };
        lines.of("identified", "Records identified", &detail, own.records);
    }
    if column.carried > 0 {
        let what = "Reports from before, not decided on then";
        lines.add("carried", what, column.carried);
    }
    lines.add("duplicates", "Duplicate records removed", column.duplicates);
    let what = "Records removed by automation tools";
    lines.with("removed_by_automation", what, &column.automation);
    let what = "Records removed for other reasons";
    lines.with("removed_otherwise", what, &column.otherwise);
    lines.add("screened", "Records screened", column.screened);
    lines.add("excluded", "Records excluded", column.excluded);
    if column.set_aside > 0 {
        let what = "Records not looked at: screening was stopped";
        lines.add("set_aside", what, column.set_aside);
    }
    let what = "Records not decided yet";
    lines.add("screening_open", what, column.screening_open);
    lines.add("sought", "Reports sought for retrieval", column.sought);
    lines.with(
        "not_retrieved",
        "Reports not retrieved",
        &column.not_retrieved,
    );
    let what = "Reports whose full text is not decided yet";
    lines.add("assessment_open", what, column.assessment_open);
    let what = "Reports assessed for eligibility";
    lines.add("assessed", what, column.assessed);
    let what = "Reports excluded by full text";
    lines.add("ineligible", what, column.excluded_by_full_text());
    for own in &column.ineligible {
        lines.of("ineligible", what, &own.text, own.reports);
    }
    if column.assessment_set_aside > 0 {
        let what = "Reports not assessed: screening was stopped";
        lines.add("assessment_set_aside", what, column.assessment_set_aside);
    }
    lines.add("included", "Reports included", column.included);
    lines.all
}

fn sum_lines(flow: &Flow) -> Vec<Line> {
    let mut lines = Lines {
        side: "all",
        all: Vec::new(),
    };
    let mut both = |keys: [&'static str; 2], what: [&'static str; 2], own: Totals| {
        lines.add(keys[0], what[0], own.studies);
        lines.add(keys[1], what[1], own.reports);
    };
    if let Some(previous) = flow.previous {
        let what = ["Studies included before", "Reports of them"];
        both(["previous_studies", "previous_reports"], what, previous);
    }
    let what = ["New studies included", "New reports included"];
    both(["new_studies", "new_reports"], what, flow.new);
    let what = ["Studies included in all", "Reports of them"];
    both(["total_studies", "total_reports"], what, flow.total);
    let change = flow.change;
    let changed = [
        (
            "changed_studies",
            "Studies of before: change",
            change.studies,
        ),
        (
            "changed_reports",
            "Reports of before: change",
            change.reports,
        ),
    ];
    for (key, what, by) in changed.into_iter().filter(|(_, _, by)| *by != 0) {
        lines.push(key, what, None, Value::number(by as f64, 0));
    }
    lines.all
}

struct Lines {
    side: &'static str,
    all: Vec<Line>,
}

impl Lines {
    fn push(&mut self, key: &'static str, what: &'static str, of: Option<String>, count: Value) {
        self.all.push(Line {
            side: self.side,
            key,
            what,
            detail: of,
            count,
        });
    }

    fn add(&mut self, key: &'static str, what: &'static str, count: u64) {
        self.push(key, what, None, Value::Count(count));
    }

    fn of(&mut self, key: &'static str, what: &'static str, detail: &str, count: u64) {
        self.push(key, what, Some(detail.to_owned()), Value::Count(count));
    }

    fn with(&mut self, key: &'static str, what: &'static str, own: &BTreeMap<String, u64>) {
        self.add(key, what, own.values().sum());
        for (reason, count) in own {
            self.of(key, what, reason, *count);
        }
    }
}

/// The name of a source for people.
pub(super) fn source_words(database: Option<&str>) -> String {
    database.map_or_else(|| "source not described".to_owned(), str::to_owned)
}

/// What is not finished, as sentences; empty where everything is decided.
pub(super) fn unfinished(flow: &Flow) -> Vec<String> {
    let screening: u64 = flow.columns().iter().map(|own| own.screening_open).sum();
    let full: u64 = flow.columns().iter().map(|own| own.assessment_open).sum();
    let mut said = Vec::new();
    if screening > 0 {
        said.push(format!(
            "Screening goes on: {} not decided by title and abstract.",
            counted(screening, "record is", "records are")
        ));
    }
    if full > 0 {
        said.push(format!(
            "Assessment goes on: {} for a decision by full text.",
            counted(full, "report waits", "reports wait")
        ));
    }
    said
}

fn notes(flow: &Flow) -> Vec<String> {
    let mut notes = unfinished(flow);
    let unbalanced = flow.check();
    match unbalanced.is_empty() {
        true => notes.push("Every box balances: what comes in goes out.".to_owned()),
        false => notes.extend(unbalanced.iter().map(ToString::to_string)),
    }
    notes
}
