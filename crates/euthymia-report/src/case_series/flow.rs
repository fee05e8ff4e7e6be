//! Who was there: read, started, completed, missing at the end, analysed.

use super::data::{CaseSeries, LeftOut, Patient, Status};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeMap;

/// The numbers of patients from the first row to the analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Patients in the files.
    pub read: usize,
    /// Without a baseline on the main scale: in no analysis of change.
    pub without_baseline: usize,
    /// With a baseline.
    pub started: usize,
    /// Who completed the treatment as planned, where it is recorded.
    pub completed: Option<usize>,
    /// Who stopped, by reason; `None` where nothing is recorded.
    pub stopped: Option<BTreeMap<String, usize>>,
    /// Whose treatment goes on, where it is recorded.
    pub ongoing: Option<usize>,
    /// Of whom it is not recorded how the treatment ended, where it is recorded of others.
    pub end_not_recorded: Option<usize>,
    /// With a baseline and any later score.
    pub with_any_later: usize,
    /// With a score at the endpoint.
    pub analysed: usize,
    /// With a baseline and without a score at the endpoint.
    pub missing_at_endpoint: usize,
}

/// Counts the patients of a group.
#[must_use]
pub fn flow(series: &CaseSeries, group: Option<usize>) -> Flow {
    let members: Vec<&Patient> = series.members(group).collect();
    let started: Vec<&&Patient> = members
        .iter()
        .filter(|patient| series.baseline_score(patient, 0).is_ok())
        .collect();
    let count = |wanted: &dyn Fn(&Patient) -> bool| started.iter().filter(|p| wanted(p)).count();
    let is_recorded = members.iter().any(|p| p.status != Status::NotRecorded);
    let analysed = count(&|p| series.score_at(p, 0, series.endpoint).is_some());
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for patient in &started {
        if let Status::Stopped { reason } = &patient.status {
            let reason = reason
                .clone()
                .unwrap_or_else(|| "no reason recorded".to_owned());
            *reasons.entry(reason).or_insert(0) += 1;
        }
    }
    Flow {
        read: members.len(),
        without_baseline: members.len() - started.len(),
        started: started.len(),
        completed: is_recorded.then(|| count(&|p| p.status == Status::Completed)),
        stopped: is_recorded.then_some(reasons),
        ongoing: is_recorded.then(|| count(&|p| p.status == Status::Ongoing)),
        end_not_recorded: is_recorded.then(|| count(&|p| p.status == Status::NotRecorded)),
        with_any_later: count(&|p| series.last_score(p, 0).is_some()),
        analysed,
        missing_at_endpoint: started.len() - analysed,
    }
}

/// A stage: its key, what it is, how many there were, of how many.
type Stage = (&'static str, String, Option<usize>, usize);

fn stages(flow: &Flow, endpoint: &str) -> Vec<Stage> {
    let of_read = |key, label: &str, count| (key, label.to_owned(), Some(count), flow.read);
    let of_started = |key, label: String, count| (key, label, count, flow.started);
    let without = "Without a baseline score: in no analysis of change";
    let completed = "Completed the treatment as planned".to_owned();
    let mut stages = vec![
        of_read("read", "In the files", flow.read),
        of_read("without_baseline", without, flow.without_baseline),
        of_read("started", "Started, with a baseline", flow.started),
        of_started("completed", completed, flow.completed),
    ];
    for (reason, count) in flow.stopped.iter().flatten() {
        stages.push(of_started(
            "stopped",
            format!("Stopped: {reason}"),
            Some(*count),
        ));
    }
    for (key, label, count) in [
        ("ongoing", "Treatment goes on", flow.ongoing),
        (
            "end_not_recorded",
            "End of treatment not recorded",
            flow.end_not_recorded,
        ),
    ] {
        if count.is_some_and(|count| count > 0) {
            stages.push(of_started(key, label.to_owned(), count));
        }
    }
    for (key, label, count) in [
        (
            "any_later_score",
            "With any later score up to",
            flow.with_any_later,
        ),
        (
            "missing_at_endpoint",
            "Without a score at",
            flow.missing_at_endpoint,
        ),
        ("analysed", "With a score at", flow.analysed),
    ] {
        stages.push(of_started(key, format!("{label} {endpoint}"), Some(count)));
    }
    stages
}

/// The flow as a table, one stage a row.
#[must_use]
pub fn flow_view(series: &CaseSeries, flow: &Flow) -> TableView {
    let endpoint = series
        .planned
        .get(series.endpoint)
        .map_or("the endpoint", |visit| visit.label.as_str());
    let row = |(key, label, count, of): Stage| {
        let share = count
            .filter(|_| of > 0)
            .map(|count| count as f64 / of as f64);
        vec![
            Value::text(key),
            Value::text(label),
            count.map_or(Value::text("not recorded"), |count| {
                Value::Count(count as u64)
            }),
            Value::Count(of as u64),
            share.map_or(Value::Missing, |share| Value::percent(share, 1)),
        ]
    };
    TableView {
        schema: "euthymia.case_series.flow.v1".to_owned(),
        title: format!("Patients: {}", series.name),
        columns: vec![
            ColumnSpec::text("stage", "stage").for_machines(),
            ColumnSpec::text("label", "Patients"),
            ColumnSpec::number("count", "Number"),
            ColumnSpec::number("of", "Of"),
            ColumnSpec::number("share", "Share"),
        ],
        rows: stages(flow, endpoint).into_iter().map(row).collect(),
        notes: flow_notes(series, endpoint),
    }
}

fn flow_notes(series: &CaseSeries, endpoint: &str) -> Vec<String> {
    let scale = series.main_measure();
    let mut notes = vec![format!(
        "Scores are those on the {}. Whoever completed the treatment may still lack a score at {endpoint}, and \
         whoever stopped may have one.",
        scale.map_or("main scale", |scale| scale.name.as_str())
    )];
    notes.extend(series.cautions());
    notes
}

/// What was read and not used, counted by reason, with where the first of each stands.
#[must_use]
pub fn left_out_view(series: &CaseSeries) -> TableView {
    let mut counted = LeftOutCounts::default();
    for one in &series.left_out {
        counted.add(one.clone(), 1);
    }
    counted.view()
}

/// What was not used, counted by reason, in the order in which it was first seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOutCounts(Vec<(LeftOut, usize)>);

impl LeftOutCounts {
    /// Counts so many of a kind, of which this is the first.
    pub fn add(&mut self, one: LeftOut, count: usize) {
        let same = |known: &&mut (LeftOut, usize)| {
            (known.0.what, &known.0.reason, &known.0.column) == (one.what, &one.reason, &one.column)
        };
        match self.0.iter_mut().find(same) {
            Some((_, so_far)) => *so_far += count,
            None => self.0.push((one, count)),
        }
    }

    /// Adds the counts of the next part.
    pub fn append(&mut self, part: Self) {
        for (one, count) in part.0 {
            self.add(one, count);
        }
    }

    /// The counts as a table.
    #[must_use]
    pub fn view(&self) -> TableView {
        left_out_table(&self.0)
    }
}

fn left_out_table(counted: &[(LeftOut, usize)]) -> TableView {
    let rows = counted.iter().map(|(one, count)| {
        let row = one.row.map_or(String::new(), |row| format!(", row {row}"));
        let column = one
            .column
            .as_ref()
            .map_or(String::new(), |c| format!(", column {c}"));
        vec![
            Value::text(one.what),
            Value::Count(*count as u64),
            Value::text(&one.reason),
            Value::text(format!("{}{row}{column}", one.file)),
        ]
    });
    TableView {
        schema: "euthymia.case_series.left_out.v1".to_owned(),
        title: "Read and not used".to_owned(),
        columns: vec![
            ColumnSpec::text("what", "What"),
            ColumnSpec::number("count", "Number"),
            ColumnSpec::text("reason", "Why"),
            ColumnSpec::text("first", "First"),
        ],
        rows: rows.collect(),
        notes: match counted.iter().map(|(_, count)| count).sum::<usize>() {
            0 => vec!["Nothing was left out. Patients without a baseline are counted in the flow; their scores enter no change.".to_owned()],
            n => vec![format!("{} in all.", n)],
        },
    }
}
