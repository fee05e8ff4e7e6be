//! Rises of blood pressure: the grade by numbers, and beside it how long it lasted and what was done.

use euthymia_clinical::safety::hypertension::{Grades, Rise, grades, rises};
use euthymia_clinical::safety::look::unusual_during;
use euthymia_clinical::safety::session::{Done, Happened, Session};
use euthymia_table::{ColumnSpec, TableView, Value};

/// The runs of raised pressure of a session from grade 1 on; `None` without one.
pub(super) fn rises_view(session: &Session) -> Option<TableView> {
    let grades = grades();
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
    vec![
        Value::Count(u64::from(rise.grade)),
        Value::text(rise.words()),
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
    match (rise.at_most(), rise.has_passed || rise.went_on) {
        (Some(minutes), _) => format!("{least}, at most {minutes} min"),
        (None, true) => format!("{least}, until the next one"),
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

/// What the grade says and does not say. Nothing here is milder than its source, which is about rises
/// during an infusion that passed without symptoms.
fn remark(session: &Session, grades: &Grades, rise: &Rise) -> String {
    if rise.grade == 1 {
        let grade = "grade 1: by numbers alone";
        return match (rise.began_before, rise.went_on) {
            (true, true) => format!("{grade}, before the dose already; then higher"),
            (true, false) => format!("{grade}, before the dose already"),
            (false, true) => format!("{grade}; then higher"),
            (false, false) => grade.to_owned(),
        };
    }
    if !rise.has_passed {
        return match session.discharge {
            Some(_) => "not seen to pass before the patient left: a person must look".to_owned(),
            None => "not seen to pass: measure again before the patient leaves".to_owned(),
        };
    }
    if rise.began_before {
        return "raised before the dose already; it passed".to_owned();
    }
    let judges = "whether an organ was in danger a person judges";
    match session.events.as_deref() {
        _ if unusual_during(session, rise) => {
            format!(
                "it passed, and there were readings at that time that anybody would look at; {judges}"
            )
        }
        None => format!(
            "it passed; whether there were symptoms is not recorded, and that is what matters; {judges}"
        ),
        Some([]) if rise.during => format!(
            "it passed without symptoms: by its number alone not a crisis ({}); {judges}",
            grades.hypertension.passing()
        ),
        Some([]) => format!("it passed, and no symptom is recorded; {judges}"),
        Some(_) => format!("it passed; events were recorded; {judges}"),
    }
}
