//! Sessions, findings and facts of magnetic stimulation as tables.

use euthymia_clinical::finding::Finding;
use euthymia_clinical::source::Status;
use euthymia_clinical::tms::day::{DayError, IntervalMeaning, SessionDay};
use euthymia_clinical::tms::quantity::PercentOfMotorThreshold;
use euthymia_clinical::tms::safety::pause::shortened;
use euthymia_clinical::tms::safety::table::facts;
use euthymia_clinical::tms::safety::train_limit::check_train;
use euthymia_clinical::tms::screen::screening;
use euthymia_clinical::tms::session::{Convention, Session};
use euthymia_clinical::tms::train::Pattern;
use euthymia_table::{ColumnSpec, TableView, Value};

const INFORMS: &str = "It informs and flags; it neither prescribes nor forbids.";

/// A quantity with its value for machines and for people, its unit and how it is counted.
type Quantity = (&'static str, Value, String, &'static str, String);

fn count(quantity: &'static str, count: u64, unit: &'static str, how: &str) -> Quantity {
    let shown = count.to_string();
    (quantity, Value::Count(count), shown, unit, how.to_owned())
}

fn quantities(session: &Session, sessions: Option<u32>) -> Vec<Quantity> {
    let (train, pulses) = (session.train(), session.pulses().count());
    let duty = Value::percent(session.duty_cycle(), 1);
    let shown = duty.for_people();
    let mut all = vec![
        count(
            "pulses of a train",
            train.pulses().count(),
            "pulses",
            "rate × length, in whole pulses",
        ),
        count("trains", u64::from(session.trains()), "trains", ""),
        count(
            "pulses of the session",
            pulses,
            "pulses",
            "pulses of a train × trains",
        ),
        ("duty cycle", duty, shown, "", "on / (on + off)".to_owned()),
    ];
    all.extend(Convention::ALL.iter().map(|convention| {
        let length = session.length(*convention);
        let value = Value::number(length.value(), 1);
        (
            "length of the session",
            value,
            length.clock(),
            "min:s",
            convention.to_string(),
        )
    }));
    all.extend(sessions.map(|sessions| {
        let how = format!("{sessions} sessions");
        count(
            "pulses of the course",
            pulses * u64::from(sessions),
            "pulses",
            &how,
        )
    }));
    all
}

/// What a session adds up to.
pub(super) fn session_view(session: &Session, sessions: Option<u32>) -> TableView {
    let rows = quantities(session, sessions).into_iter();
    let rows = rows.map(|(quantity, value, shown, unit, how)| {
        let [quantity, shown, unit, how] = [quantity, &shown, unit, &how].map(Value::text);
        vec![quantity, shown, value, unit, how]
    });
    let mut notes = vec![
        "Lengths are in seconds in CSV and JSON. Papers and makers use all three conventions; say which.".to_owned(),
    ];
    if !session.train().is_whole() {
        notes.push("Rate × length is not a whole number of pulses: it was rounded.".to_owned());
    }
    TableView {
        schema: "euthymia.tms.session.v1".to_owned(),
        title: "The session".to_owned(),
        columns: vec![
            ColumnSpec::text("quantity", "quantity"),
            ColumnSpec::number("shown", "value").for_people(),
            ColumnSpec::number("value", "value").for_machines(),
            ColumnSpec::text("unit", "unit"),
            ColumnSpec::text("how", "how it is counted"),
        ],
        rows: rows.collect(),
        notes,
    }
}

/// The length of a day with either meaning of the interval.
pub(super) fn day_view(
    sessions: u32,
    pulses: u64,
    days: &[(IntervalMeaning, Result<SessionDay, DayError>)],
) -> TableView {
    let row = |(meaning, day): &(IntervalMeaning, Result<SessionDay, DayError>)| {
        let minutes = day.as_ref().ok().map(|day| day.length().value() / 60.0);
        let remark = day.as_ref().err().map(ToString::to_string);
        vec![
            Value::text(meaning.id()),
            Value::text(meaning.to_string()),
            Value::number(minutes, 0),
            remark.map_or(Value::Missing, Value::Text),
        ]
    };
    TableView {
        schema: "euthymia.tms.day.v1".to_owned(),
        title: format!("A day of {sessions} sessions, {pulses} pulses"),
        columns: vec![
            ColumnSpec::text("meaning", "meaning").for_machines(),
            ColumnSpec::text("interval", "the interval runs"),
            ColumnSpec::number("minutes", "length of the day").in_unit("min"),
            ColumnSpec::text("remark", "remark"),
        ],
        rows: days.iter().map(row).collect(),
        notes: vec![
            "An \"intersession interval\" can mean either: ask, and write it down.".to_owned(),
        ],
    }
}

fn finding_columns() -> Vec<ColumnSpec> {
    vec![
        ColumnSpec::text("question", "question"),
        ColumnSpec::text("answer", "answer"),
        ColumnSpec::text("statement", "what was found"),
        ColumnSpec::text("source", "source"),
        ColumnSpec::text("status", "status"),
    ]
}

/// The findings with their sources, and what the authors advise beside.
pub(super) fn safety_view(
    session: &Session,
    intensity: Option<PercentOfMotorThreshold>,
    findings: &[Finding],
) -> TableView {
    let questions = [
        "Is the train within the published limit?",
        "Was the pause tested?",
    ];
    let mut rows: Vec<Vec<Value>> = findings
        .iter()
        .zip(questions)
        .map(|(finding, question)| {
            let status = finding
                .source
                .as_ref()
                .map_or(Status::Unverified, |s| s.status);
            let source = finding.source.as_ref().map(|source| source.text.clone());
            vec![
                Value::text(question),
                Value::text(finding.answer.to_string()),
                Value::text(finding.statement.clone()),
                source.map_or(Value::Missing, Value::Text),
                Value::text(status.id()),
            ]
        })
        .collect();
    rows.extend(intensity.and_then(|intensity| advice(session, intensity)));
    let at = intensity.map_or_else(
        || "without an intensity".to_owned(),
        |intensity| format!("at {intensity}"),
    );
    TableView {
        schema: "euthymia.tms.safety.v1".to_owned(),
        title: format!("Held against published limits, {at}"),
        columns: finding_columns(),
        rows,
        notes: vec![
            "Between the cells of the table the strictest neighbour decides; the straight line is shown beside. Beyond its edge what is over at the edge is over by at least as much, and nothing is inside.".to_owned(),
            facts().train_limits.note.clone(),
            INFORMS.to_owned(),
        ],
    }
}

/// What those advise who tested pauses, for trains of the rate that they tested.
fn advice(session: &Session, intensity: PercentOfMotorThreshold) -> Option<Vec<Value>> {
    let chen = &facts().intervals;
    let Pattern::Simple(rate) = session.train().pattern() else {
        return None;
    };
    let limit = check_train(&facts().train_limits, session.train(), intensity).limit;
    let limit = limit.filter(|limit| limit.hertz == rate.value() && limit.hertz == chen.hertz)?;
    let shorter = Value::number(shortened(chen, limit.seconds), 2).for_people();
    Some(vec![
        Value::text("What do those who tested pauses advise beside?"),
        Value::Missing,
        Value::text(format!(
            "after trains of {} Hz: shorter by {} %, {shorter} s in place of {} s",
            chen.hertz, chen.shorter_by_percent, limit.seconds
        )),
        Value::text(chen.source.clone()),
        Value::text(chen.status.id()),
    ])
}

/// How often seizures were reported.
#[must_use]
pub fn seizure_view() -> TableView {
    let rates = facts().seizure_rates.iter().map(|rate| {
        let counted = rate.events.zip(rate.of);
        vec![
            Value::text(rate.what.clone()),
            counted.map_or(Value::Missing, |(events, of)| {
                Value::text(format!("{events}/{of}"))
            }),
            Value::number(rate.rate, 2),
            Value::number(rate.low, 2),
            Value::number(rate.high, 2),
            Value::text(format!("per {} {}", rate.per, rate.unit)),
            Value::text(rate.source.clone()),
            Value::text(rate.status.id()),
        ]
    });
    TableView {
        schema: "euthymia.tms.seizures.v1".to_owned(),
        title: "Reported seizures".to_owned(),
        columns: vec![
            ColumnSpec::text("what", "what"),
            ColumnSpec::text("counts", "counts"),
            ColumnSpec::number("rate", "rate"),
            ColumnSpec::number("low", "95 % from"),
            ColumnSpec::number("high", "to"),
            ColumnSpec::text("per", "per"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status"),
        ],
        rows: rates.collect(),
        notes: facts()
            .seizure_rates
            .iter()
            .filter_map(|rate| rate.note.clone())
            .collect(),
    }
}

/// What to ask before the first pulse.
#[must_use]
pub fn screening_view() -> TableView {
    let rows = screening().items.iter().map(|item| {
        vec![
            Value::text(item.name.clone()),
            Value::text(item.group.to_string()),
            item.note.clone().map_or(Value::Missing, Value::Text),
            Value::text(item.source.clone()),
            Value::text(item.status.id()),
        ]
    });
    TableView {
        schema: "euthymia.tms.screening.v1".to_owned(),
        title: "What to ask before the first pulse".to_owned(),
        columns: vec![
            ColumnSpec::text("point", "point"),
            ColumnSpec::text("group", "a yes is"),
            ColumnSpec::text("note", "remark"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status"),
        ],
        rows: rows.collect(),
        notes: vec![screening().note.clone(), INFORMS.to_owned()],
    }
}
