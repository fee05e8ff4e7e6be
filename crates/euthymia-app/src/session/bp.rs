//! Rises of blood pressure: the grade by numbers, and beside it how long it lasted and what was done.

use euthymia_clinical::safety::hypertension::{Grades, Rise, grades, rises};
use euthymia_clinical::safety::session::{Done, Happened, Session};
use euthymia_table::{ColumnSpec, TableView, Value};

/// The rises of a session from grade 2 on; `None` without one.
pub(super) fn rises_view(session: &Session) -> Option<TableView> {
    let grades = grades()?;
    let found = rises(session);
    if found.is_empty() {
        return None;
    }
    let rows = found.iter().map(|rise| row(session, grades, rise));
    Some(TableView {
        schema: "euthymia.session.pressure.v1".to_owned(),
        title: "Rises of blood pressure, graded by their numbers".to_owned(),
        columns: vec![
            ColumnSpec::number("grade", "Grade by numbers"),
            ColumnSpec::text("peak", "Highest"),
            ColumnSpec::text("when", "When"),
            ColumnSpec::text("lasted", "Lasted"),
            ColumnSpec::text("done", "Done about it"),
            ColumnSpec::text("symptoms", "Symptoms"),
            ColumnSpec::text("remark", "What the grade says and does not say"),
        ],
        rows: rows.collect(),
        notes: notes(grades),
    })
}

fn notes(grades: &Grades) -> Vec<String> {
    let rules = &grades.hypertension;
    let mut notes = vec![format!("Numbers of {}. {}", rules.source(), rules.note)];
    let asks: Vec<String> = rules
        .needs
        .iter()
        .enumerate()
        .map(|(index, need)| format!("grade {}: {need}", index + 1))
        .collect();
    notes.push(format!("What CTCAE asks for besides: {}.", asks.join("; ")));
    notes.push(format!("{} ({}).", rules.passing, rules.passing()));
    notes
}

fn row(session: &Session, grades: &Grades, rise: &Rise) -> Vec<Value> {
    let number = |value: Option<f64>| value.map_or("?".to_owned(), |value| value.to_string());
    vec![
        Value::Count(u64::from(rise.grade)),
        Value::text(format!(
            "{}/{} mmHg",
            number(rise.peak.0),
            number(rise.peak.1)
        )),
        Value::text(rise.moment.words()),
        Value::text(lasted(rise)),
        Value::text(done(session.done.as_deref())),
        Value::text(symptoms(session.events.as_deref())),
        Value::text(remark(session, grades, rise)),
    ]
}

/// How long it lasted, within what the measurements tell.
fn lasted(rise: &Rise) -> String {
    let least = match rise.at_least() {
        Some(0.0) => "one measurement".to_owned(),
        Some(minutes) => format!("at least {minutes} min"),
        None => "not known".to_owned(),
    };
    match (rise.at_most, rise.has_passed) {
        (Some(minutes), _) => format!("{least}, at most {minutes} min"),
        (None, true) => format!("{least}, passed"),
        (None, false) => format!("{least}, still there at the last measurement"),
    }
}

fn done(done: Option<&[Done]>) -> String {
    match done {
        None => "not recorded".to_owned(),
        Some([]) => "nothing".to_owned(),
        Some(list) => {
            let each: Vec<String> = list
                .iter()
                .map(|one| match one.moment {
                    Some(moment) => format!("{} ({})", one.what, moment.words()),
                    None => one.what.clone(),
                })
                .collect();
            each.join("; ")
        }
    }
}

fn symptoms(events: Option<&[Happened]>) -> String {
    match events {
        None => "not recorded".to_owned(),
        Some([]) => "none".to_owned(),
        Some(list) => {
            let names: Vec<&str> = list.iter().map(|one| one.name.as_str()).collect();
            names.join("; ")
        }
    }
}

fn remark(session: &Session, grades: &Grades, rise: &Rise) -> String {
    if rise.began_before {
        return "raised before the dose already".to_owned();
    }
    if !rise.has_passed {
        return "not seen to pass: measure again before the patient leaves".to_owned();
    }
    match session.events.as_deref() {
        None => "it passed; whether there were symptoms is not recorded, and that is what matters"
            .to_owned(),
        Some([]) => {
            let phase = if rise.during { " during the dose" } else { "" };
            format!(
                "a rise{phase} that passed without symptoms is numerically grade {} and not a crisis ({})",
                rise.grade,
                grades.hypertension.passing()
            )
        }
        Some(_) => {
            "it passed; events were recorded: a person judges whether an organ was in danger"
                .to_owned()
        }
    }
}
