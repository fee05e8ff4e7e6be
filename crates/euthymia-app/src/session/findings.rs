//! What was found, in order of time; the discharge checklist; what nobody has set.

use super::Held;
use euthymia_clinical::safety::check::{Checked, Judged, Verdict};
use euthymia_clinical::safety::rules::{Bound, Demand, Rule};
use euthymia_table::{ColumnSpec, TableView, Value};

/// A number as a cell: whole where it is.
pub(super) fn plain(number: f64) -> Value {
    Value::number(number, u8::from(number.fract() != 0.0))
}

fn minute(one: &Judged<'_>) -> Value {
    one.minute
        .filter(|minute| minute.is_finite())
        .map_or(Value::Missing, plain)
}

/// The findings of rules that decide.
pub(super) fn findings(checked: &Checked<'_>) -> TableView {
    let rows = checked.judged.iter().map(|one| {
        vec![
            minute(one),
            Value::text(one.verdict.to_string()),
            Value::text(&one.found),
            Value::text(&one.rule.text),
            Value::text(&one.rule.id),
            Value::text(one.rule.source.to_string()),
        ]
    });
    TableView {
        schema: "euthymia.session.findings.v1".to_owned(),
        title: "Rules that decide, in order of time".to_owned(),
        columns: vec![
            ColumnSpec::number("minute", "Minute"),
            ColumnSpec::text("status", "Status"),
            ColumnSpec::text("found", "Found"),
            ColumnSpec::text("rule", "Rule"),
            ColumnSpec::text("rule_id", "Rule id").for_machines(),
            ColumnSpec::text("source", "Source"),
        ],
        rows: rows.collect(),
        notes: vec![
            format!(
                "{} breached, {} met, {} cannot be said because not measured or not recorded.",
                checked.count(Verdict::Breached),
                checked.count(Verdict::Met),
                checked.count(Verdict::CannotSay)
            ),
            "Minutes run from the start of the dose; before it they are negative.".to_owned(),
        ],
    }
}

/// What is met, not met, and not recorded when the patient leaves.
pub(super) fn discharge(checked: &Checked<'_>) -> TableView {
    let decides_or_told = |one: &&Judged<'_>| one.rule.decides() || is_told(one);
    let rows = checked.discharge().filter(decides_or_told).map(|one| {
        let status = match (one.rule.decides(), one.verdict) {
            (false, _) => "not set, decides nothing",
            (true, Verdict::Met) => "met",
            (true, Verdict::Breached) => "not met",
            (true, Verdict::CannotSay) => "not recorded or not known",
        };
        vec![
            Value::text(status),
            Value::text(&one.rule.text),
            Value::text(&one.found),
            Value::text(one.rule.source.to_string()),
        ]
    });
    TableView {
        schema: "euthymia.session.discharge.v1".to_owned(),
        title: "Discharge checklist".to_owned(),
        columns: vec![
            ColumnSpec::text("status", "Status"),
            ColumnSpec::text("point", "Point"),
            ColumnSpec::text("found", "Found"),
            ColumnSpec::text("source", "Source"),
        ],
        rows: rows.collect(),
        notes: vec!["It informs; a person decides who may leave.".to_owned()],
    }
}

/// Candidates of a rule, marked as what they are.
pub(super) fn candidates(rule: &Rule) -> Value {
    let each: Vec<String> = rule
        .candidates
        .iter()
        .map(|one| format!("{} ({}) [unverified]", one.text, one.source))
        .collect();
    if each.is_empty() {
        Value::Missing
    } else {
        Value::text(each.join("; "))
    }
}

/// Whether a rule says more than that a vital sign has no limit in a part of the session.
fn is_told(one: &&Judged<'_>) -> bool {
    one.rule.limits().is_none() || !one.rule.candidates.is_empty()
}

/// The limits that nobody has set and nobody proposes, by their names.
fn untold(checked: &Checked<'_>) -> Vec<String> {
    let rest = checked.open.iter().filter(|one| !is_told(one));
    rest.map(|one| one.rule.id.clone()).collect()
}

/// Rules that nobody has set, with what was measured; limits of which nothing is known are named in a
/// note.
pub(super) fn open(held: &Held, checked: &Checked<'_>) -> Option<TableView> {
    let rows: Vec<Vec<Value>> = checked
        .open
        .iter()
        .filter(is_told)
        .map(|one| {
            vec![
                Value::text(format!("{}.{}", held.rules.id, one.rule.id)),
                Value::text(&one.rule.text),
                Value::text(&one.found),
                candidates(one.rule),
            ]
        })
        .collect();
    let rest = untold(checked);
    (!rows.is_empty() || !rest.is_empty()).then(|| TableView {
        schema: "euthymia.session.open.v1".to_owned(),
        title: "Not set: nothing is decided here".to_owned(),
        columns: vec![
            ColumnSpec::text("rule", "Rule"),
            ColumnSpec::text("text", "About"),
            ColumnSpec::text("found", "Found"),
            ColumnSpec::text("candidates", "Unverified candidates"),
        ],
        rows,
        notes: [
            "No source was read that gives these a number. A clinic sets its own in a file: --site FILE."
                .to_owned(),
        ]
        .into_iter()
        .chain((!rest.is_empty()).then(|| {
            format!(
                "Without a limit as well, each to be set as {}.NAME: {}.",
                held.rules.id,
                rest.join(", ")
            )
        }))
        .collect(),
    })
}

/// What a rule asks for, as a number with its unit; missing where nobody set it.
pub(super) fn demanded(rule: &Rule) -> Value {
    let minutes = |minutes: &Option<f64>, least: &str| {
        minutes.map_or(Value::Missing, |m| Value::text(format!("{least} {m} min")))
    };
    match &rule.demand {
        Demand::Limit {
            quantity,
            bound: Some(bound),
            ..
        } => Value::text(match bound {
            Bound::AtMost(limit) => format!("at most {limit} {}", quantity.unit()),
            Bound::AtLeast(limit) => format!("at least {limit} {}", quantity.unit()),
            Bound::WithinPercentOfBefore(percent) => {
                format!("within {percent} % of the value before")
            }
        }),
        Demand::Limit { bound: None, .. } => Value::Missing,
        Demand::Measured {
            minute: Some(minute),
            tolerance,
            ..
        } => {
            let off = tolerance.map_or(String::new(), |off| format!(" ± {off}"));
            Value::text(format!("about {minute}{off} min after"))
        }
        Demand::Measured { minute: None, .. } => Value::text("measured"),
        Demand::Every { minutes: most, .. } => minutes(most, "no gap above"),
        Demand::Observed { minutes: least }
        | Demand::Abstained { minutes: least, .. }
        | Demand::Apart { minutes: least } => minutes(least, "at least"),
        Demand::Recorded { .. } => Value::text("yes"),
    }
}
