//! A session held against its rules, as tables.

use super::findings::{candidates, demanded, discharge, findings, open, plain};
use super::look::look_view;
use super::{Held, bp};
use euthymia_clinical::answer::Answer;
use euthymia_clinical::safety::check::check;
use euthymia_clinical::safety::event::find as find_event;
use euthymia_clinical::safety::hypertension::grades;
use euthymia_clinical::safety::quantity::Quantity;
use euthymia_clinical::safety::rules::RuleSet;
use euthymia_clinical::safety::session::{Convention, Phase, Session};
use euthymia_table::{ColumnSpec, TableView, Value};

/// Every table of a session; suicidality stands first.
#[must_use]
pub fn views(held: &Held) -> Vec<TableView> {
    let checked = check(&held.session, &held.rules, held.site.convention);
    let mut views = vec![suicidality(held)];
    views.extend(look_view(&held.looks()));
    views.extend([summary(held), findings(&checked), discharge(&checked)]);
    views.extend(bp::rises_view(&held.session));
    views.extend(events(&held.session));
    views.push(trend(&held.session));
    views.extend(open(held, &checked));
    views.extend(practice(&held.rules));
    views
}

fn suicidality(held: &Held) -> TableView {
    let words = |answer: Answer| match answer {
        Answer::Yes => "positive",
        Answer::No => "answered no",
        Answer::CannotSay => "not answered",
    };
    let asked = &held.session.suicidality;
    let mut rows: Vec<Vec<Value>> = asked
        .iter()
        .map(|one| {
            let source = one.source.as_ref();
            vec![
                Value::text(words(one.answer)),
                Value::text(&one.words),
                source.map_or(Value::Missing, |source| Value::text(source.to_string())),
            ]
        })
        .collect();
    if rows.is_empty() {
        rows.push(vec![
            Value::text("not asked"),
            Value::text("no answer is recorded"),
            Value::Missing,
        ]);
    }
    TableView {
        schema: "euthymia.session.suicidality.v1".to_owned(),
        title: held
            .alarm()
            .unwrap_or_else(|| "Suicidality: asked, and every answer is a no.".to_owned()),
        columns: vec![
            ColumnSpec::text("status", "Suicidality"),
            ColumnSpec::text("found", "Asked and found"),
            ColumnSpec::text("source", "Source of the threshold"),
        ],
        rows,
        notes: Vec::new(),
    }
}

fn summary(held: &Held) -> TableView {
    let session = &held.session;
    let minute = |minute: Option<f64>| {
        minute.map_or("not recorded".to_owned(), |minute| {
            format!("minute {minute}")
        })
    };
    let convention = session.convention.or(held.site.convention);
    let convention = match convention {
        _ if session.devices.is_empty() => "the end of the dose",
        Some(Convention::FirstDevice) => "the first device",
        Some(Convention::LastDevice) => "the last device",
        None => "not recorded: first or last device",
    };
    let fields = [
        ("treatment", "Treatment", session.treatment.clone()),
        (
            "dose",
            "Dose",
            session
                .dose
                .clone()
                .unwrap_or_else(|| "not recorded".to_owned()),
        ),
        ("dose_end", "Dose ended", minute(session.end_of_dose())),
        ("devices", "Devices", session.devices.len().to_string()),
        (
            "observed_from",
            "Observation counted from",
            convention.to_owned(),
        ),
        ("discharge", "Left", minute(session.discharge)),
        (
            "rules",
            "Rules",
            format!("{}, version {}", held.rules.name, held.rules.version),
        ),
        (
            "site",
            "Set by the clinic",
            match (held.site.settings.len(), &held.site.name) {
                (0, _) => "nothing".to_owned(),
                (n, Some(name)) => format!("{n} limits, {name}"),
                (n, None) => format!("{n} limits"),
            },
        ),
    ];
    TableView {
        schema: "euthymia.session.v1".to_owned(),
        title: "The session".to_owned(),
        columns: vec![
            ColumnSpec::text("field", "field").for_machines(),
            ColumnSpec::text("name", "Field").for_people(),
            ColumnSpec::text("value", "Value"),
        ],
        rows: fields
            .into_iter()
            .map(|(field, name, value)| {
                vec![Value::text(field), Value::text(name), Value::text(value)]
            })
            .collect(),
        notes: vec!["It informs; it never prescribes.".to_owned()],
    }
}

/// Measured values by moment.
fn trend(session: &Session) -> TableView {
    let measured: Vec<Quantity> = Quantity::ALL
        .iter()
        .copied()
        .filter(|quantity| session.measured(*quantity).next().is_some())
        .collect();
    let mut columns = vec![
        ColumnSpec::text("moment", "Moment"),
        ColumnSpec::number("minute", "minute").for_machines(),
        ColumnSpec::text("phase", "Part"),
    ];
    columns.extend(measured.iter().map(|quantity| {
        let name = match quantity {
            Quantity::Systolic => "Systolic",
            Quantity::Diastolic => "Diastolic",
            Quantity::Pulse => "Pulse",
            Quantity::Spo2 => "SpO2",
            Quantity::Moaas => "MOAA/S",
            Quantity::Cadss => "CADSS",
            Quantity::Temperature => "Temperature",
        };
        ColumnSpec::number(quantity.id(), name).in_unit(quantity.unit())
    }));
    let rows = session.readings.iter().map(|reading| {
        let phase = match session.phase(reading.moment) {
            Some(Phase::Before) => Value::text("before"),
            Some(Phase::During) => Value::text("during"),
            Some(Phase::After) => Value::text("after"),
            None => Value::Missing,
        };
        let mut cells = vec![
            Value::text(reading.moment.words()),
            reading.moment.minute().map_or(Value::Missing, plain),
            phase,
        ];
        let value = |quantity: &Quantity| reading.of(*quantity).map_or(Value::Missing, plain);
        cells.extend(measured.iter().map(value));
        cells
    });
    TableView {
        schema: "euthymia.session.trend.v1".to_owned(),
        title: "Measurements over the session".to_owned(),
        columns,
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// The adverse events of the session, each with its place in the vocabulary.
fn events(session: &Session) -> Option<TableView> {
    let happened = session.events.as_ref().filter(|list| !list.is_empty())?;
    let rows = happened.iter().map(|one| {
        let known = find_event(&one.name);
        let term = known.and_then(|event| {
            let term = event.ctcae.as_deref()?;
            let status = event.ctcae_status.unwrap_or_default();
            let mark = if status == euthymia_clinical::source::Status::Confirmed {
                ""
            } else {
                " [unverified]"
            };
            Some(Value::text(format!("{term}{mark}")))
        });
        vec![
            one.moment
                .map_or(Value::Missing, |m| Value::text(m.words())),
            Value::text(&one.name),
            known.map_or(Value::text("not in the vocabulary"), |event| {
                Value::text(&event.id)
            }),
            one.grade
                .map_or(Value::Missing, |grade| Value::Count(u64::from(grade))),
            term.unwrap_or(Value::Missing),
        ]
    });
    let grades = grades();
    let each = grades.general.iter();
    let each: Vec<String> = { each }
        .map(|one| format!("{}: {}", one.grade, one.text))
        .collect();
    let notes = vec![format!(
        "Grades of any event, CTCAE version {}: {}. A person grades.",
        grades.version,
        each.join("; ")
    )];
    Some(TableView {
        schema: "euthymia.session.events.v1".to_owned(),
        title: "Adverse events of the session".to_owned(),
        columns: vec![
            ColumnSpec::text("moment", "Moment"),
            ColumnSpec::text("event", "Event"),
            ColumnSpec::text("id", "In the vocabulary"),
            ColumnSpec::number("grade", "Grade given"),
            ColumnSpec::text("ctcae", "CTCAE term"),
        ],
        rows: rows.collect(),
        notes,
    })
}

fn practice(set: &RuleSet) -> Option<TableView> {
    let rows: Vec<Vec<Value>> = set
        .practice
        .iter()
        .map(|one| {
            let source = euthymia_clinical::source::Source {
                text: one.source.clone(),
                status: one.status,
            };
            vec![Value::text(&one.text), Value::text(source.to_string())]
        })
        .collect();
    (!rows.is_empty()).then(|| TableView {
        schema: "euthymia.session.practice.v1".to_owned(),
        title: "Said or seen elsewhere; nothing of it is checked here".to_owned(),
        columns: vec![
            ColumnSpec::text("what", "What"),
            ColumnSpec::text("source", "Source"),
        ],
        rows,
        notes: Vec::new(),
    })
}

/// The rules of a treatment, with what a clinic set.
#[must_use]
pub fn rules_views(set: &RuleSet) -> Vec<TableView> {
    let rows = set.rules.iter().map(|rule| {
        vec![
            Value::text(format!("{}.{}", set.id, rule.id)),
            Value::text(&rule.text),
            demanded(rule),
            Value::text(if rule.decides() {
                "decides"
            } else {
                "decides nothing"
            }),
            candidates(rule),
            Value::text(rule.source.to_string()),
        ]
    });
    let rules = TableView {
        schema: "euthymia.session.rules.v1".to_owned(),
        title: format!("{}: rules, version {}", set.name, set.version),
        columns: vec![
            ColumnSpec::text("rule", "Rule"),
            ColumnSpec::text("text", "About"),
            ColumnSpec::text("asks", "Asks for"),
            ColumnSpec::text("decides", "Decides"),
            ColumnSpec::text("candidates", "Unverified candidates"),
            ColumnSpec::text("source", "Source"),
        ],
        rows: rows.collect(),
        notes: vec![format!("Treatments: {}.", set.treatments.join(", "))],
    };
    [rules].into_iter().chain(practice(set)).collect()
}
