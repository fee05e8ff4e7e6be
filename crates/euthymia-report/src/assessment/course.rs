//! A course on one scale as tables: visit by visit, and what it shows.

use super::source_cells;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::assessment::Followed;
use euthymia_clinical::course::BaselineError;
use euthymia_clinical::course::events::Durability;
use euthymia_clinical::course::trajectory::{Step, Trajectory, When};
use euthymia_clinical::date::days_between;
use euthymia_clinical::finding::Finding;
use euthymia_clinical::instrument::bundled;
use euthymia_clinical::outcome_rule::{self, Kind, RuleOutcome};
use euthymia_clinical::source::Source;
use euthymia_table::{Audience, ColumnSpec, TableView, Value};
use jiff::civil::Date;

/// How the moments of a course are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// By date.
    Dates,
    /// By the days of a file that has no dates.
    Days {
        /// The date that day 0 of the file stands on; it means nothing and is never shown.
        zero: Date,
    },
}

impl Calendar {
    fn show(self, date: Date) -> String {
        match self {
            Self::Dates => date.to_string(),
            Self::Days { zero } => format!("day {}", days_between(zero, date)),
        }
    }

    fn list(self, dates: &[Date]) -> String {
        let shown: Vec<String> = dates.iter().map(|date| self.show(*date)).collect();
        shown.join(", ")
    }

    fn error(self, error: &BaselineError) -> String {
        match error {
            BaselineError::NoScore => error.to_string(),
            BaselineError::NoneBefore(date) => format!(
                "no score on or before the first day of treatment, {}",
                self.show(*date)
            ),
            BaselineError::NoneOn(date) => format!("no score on {}", self.show(*date)),
        }
    }
}

/// The tables of a course: visits, then events. Where there is no baseline, one table that says so.
#[must_use]
pub fn course_views(followed: &Followed, calendar: Calendar) -> Vec<TableView> {
    let name =
        bundled(&followed.instrument).map_or(followed.instrument.as_str(), |pack| &pack.name);
    match &followed.shown {
        // Nothing can be said of a course that is only a baseline.
        Ok(shown) if shown.steps.is_empty() => vec![visits(name, followed, shown, calendar)],
        Ok(shown) => vec![
            visits(name, followed, shown, calendar),
            events(name, followed, shown, calendar),
        ],
        Err(error) => vec![TableView {
            schema: "euthymia.course.visits.v1".to_owned(),
            title: format!("{name}: course"),
            columns: visit_columns(calendar),
            rows: Vec::new(),
            notes: vec![format!(
                "The course cannot be followed: {}.",
                calendar.error(error)
            )],
        }],
    }
}

fn visit_columns(calendar: Calendar) -> Vec<ColumnSpec> {
    let first = match calendar {
        Calendar::Dates => ColumnSpec::text("date", "date"),
        Calendar::Days { .. } => ColumnSpec::text("file_day", "in the file"),
    };
    vec![
        first,
        ColumnSpec::number("day", "day"),
        ColumnSpec::number("total", "total"),
        ColumnSpec::number("improvement", "improvement").in_unit("points"),
        ColumnSpec::number("improvement_percent", "improvement").in_unit("%"),
        ColumnSpec::text("response", "response"),
        ColumnSpec::text("remission", "remission"),
    ]
}

fn visits(name: &str, followed: &Followed, shown: &Trajectory, calendar: Calendar) -> TableView {
    let flag = |met: Option<bool>| met.map_or(Value::Missing, Value::Flag);
    let mut rows = vec![vec![
        Value::text(calendar.show(shown.baseline.0)),
        Value::number(day_number(shown), 0),
        Value::number(shown.baseline.1, 1),
        Value::Missing,
        Value::Missing,
        Value::text("baseline"),
        Value::Missing,
    ]];
    for step in &shown.steps {
        #[allow(clippy::cast_precision_loss)]
        let day = step.day as f64;
        rows.push(vec![
            Value::text(calendar.show(step.date)),
            Value::number(day, 0),
            Value::number(step.total, 1),
            Value::number(step.improvement, 1),
            Value::number(step.improvement_percent, 0),
            flag(step.response),
            flag(step.remission),
        ]);
    }
    let mut notes = vec![format!(
        "Response: {} ({}).",
        followed.rules.response.0, followed.rules.response.1
    )];
    notes.push(match &followed.rules.remission {
        Some((rule, source)) => format!("Remission: {rule} ({source}); other rules exist."),
        None => "Remission: no source here has a rule for this scale.".to_owned(),
    });
    if shown.steps.is_empty() {
        notes.push("No score after the baseline: nothing can be said of the course.".to_owned());
    }
    if !shown.unscored.is_empty() {
        notes.push(format!(
            "Visits without a score, which neither confirm nor interrupt anything: {}.",
            calendar.list(&shown.unscored)
        ));
    }
    if !shown.before_baseline.is_empty() {
        notes.push(format!(
            "Scores before the baseline, not used: {}.",
            calendar.list(&shown.before_baseline)
        ));
    }
    TableView {
        schema: "euthymia.course.visits.v1".to_owned(),
        title: format!("{name}: course"),
        columns: visit_columns(calendar),
        rows,
        notes,
    }
}

fn day_number(shown: &Trajectory) -> f64 {
    #[allow(clippy::cast_precision_loss)]
    let day = days_between(shown.day_zero, shown.baseline.0) as f64;
    day
}

fn events(name: &str, followed: &Followed, shown: &Trajectory, calendar: Calendar) -> TableView {
    let rules = &followed.rules;
    let undefined = shown.steps.iter().any(|step| step.response.is_none());
    let mut rows = vec![first(
        "response",
        shown.first_response,
        undefined,
        &rules.response.1,
    )];
    if let Some((rule, source)) = &rules.remission {
        if rule.met(shown.baseline.1, shown.baseline.1) == Some(true) {
            rows.push(plain(
                "remission at the baseline",
                "yes",
                "before anything was treated",
            ));
        }
        rows.push(first("remission", shown.first_remission, false, source));
    }
    if let Some(finding) = &shown.early_non_response {
        rows.push(found("early non-response".to_owned(), finding));
    }
    for event in &shown.events {
        let what = format!("{}: {}", event.rule.outcome, event.rule.name);
        rows.push(found(what, &event.finding));
    }
    rows.extend(at_last_visit(followed, shown));
    if let Some(worse) = shown.worse_at_end {
        let answer = if worse { "yes" } else { "no" };
        rows.push(plain("above the baseline at the last visit", answer, ""));
    }
    let (answer, words) = durability_words(shown.durability, rules.tolerance_days);
    rows.push(plain("response after the last treatment", answer, &words));
    rows.push(match shown.next_due {
        Some(day) => plain(
            "next assessment due",
            &calendar.show(day),
            "by the clinic's schedule",
        ),
        None => plain("next assessment due", "not set", "no schedule was given"),
    });
    TableView {
        schema: "euthymia.course.events.v1".to_owned(),
        title: format!("{name}: what the course shows"),
        columns: vec![
            ColumnSpec::text("event", "event"),
            ColumnSpec::text("answer", "answer"),
            ColumnSpec::text("because", "because"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status").for_machines(),
        ],
        rows,
        notes: vec![format!(
            "A visit serves a planned day within {} days. Day 0 is {}.",
            rules.tolerance_days,
            calendar.show(shown.day_zero)
        )],
    }
}

fn first(what: &str, when: Option<When>, undefined: bool, rule: &Source) -> Vec<Value> {
    let (answer, because) = match when {
        Some(when) => (
            "yes",
            format!("by day {}, after day {}", when.by_day, when.after_day),
        ),
        None if undefined => (
            "cannot say",
            "a percent decrease from a baseline of 0 is undefined".to_owned(),
        ),
        None => ("no", "at no scored visit".to_owned()),
    };
    let [source, status] = source_cells(Some(rule));
    vec![
        Value::text(what),
        Value::text(answer),
        Value::text(because),
        source,
        status,
    ]
}

fn found(what: String, finding: &Finding) -> Vec<Value> {
    let [source, status] = source_cells(finding.source.as_ref());
    vec![
        Value::text(what),
        Value::text(finding.answer.to_string()),
        Value::text(finding.statement.clone()),
        source,
        status,
    ]
}

/// The rules about a pair of scores that no column of the visits shows: partial response,
/// meaningful change.
fn at_last_visit(followed: &Followed, shown: &Trajectory) -> Vec<Vec<Value>> {
    let Some(last) = shown.steps.last() else {
        return Vec::new();
    };
    let wanted = [
        RuleOutcome::Remission,
        RuleOutcome::PartialResponse,
        RuleOutcome::MeaningfulChange,
    ];
    let of_pair = outcome_rule::all()
        .iter()
        .filter(|rule| wanted.contains(&rule.outcome))
        .filter_map(|rule| {
            let met = rule.met_by_pair(&followed.instrument, shown.baseline.1, last.total)?;
            let words = format!("{} to {} on day {}", shown.baseline.1, last.total, last.day);
            let finding = Finding::new(Answer::of(met), words).by(rule.source());
            Some(found(
                format!("{} at the last visit: {}", rule.outcome, rule.name),
                &finding,
            ))
        });
    let mut rows: Vec<Vec<Value>> = of_pair.collect();
    rows.extend(reliable_row(followed, shown, last));
    rows
}

/// Reliable change at the last visit, where its standard deviation and reliability were stated.
fn reliable_row(followed: &Followed, shown: &Trajectory, last: &Step) -> Option<Vec<Value>> {
    let stated = followed.rules.reliable?;
    let rule = outcome_rule::all()
        .iter()
        .find(|rule| rule.outcome == RuleOutcome::ReliableChange)?;
    let Kind::Reliable { z } = rule.kind else {
        return None;
    };
    let least = outcome_rule::reliable_change(stated.sd, stated.r, z)?;
    let class = outcome_rule::reliable_class(shown.baseline.1, last.total, least, None);
    let words = format!(
        "{} to {}; at least {least:.2} points are reliable with SD {} and r {}",
        shown.baseline.1, last.total, stated.sd, stated.r
    );
    let [source, status] = source_cells(Some(&rule.source()));
    Some(vec![
        Value::text(format!("{} at the last visit", rule.outcome)),
        Value::text(class.to_string()),
        Value::text(words),
        source,
        status,
    ])
}

fn plain(event: &str, answer: &str, because: &str) -> Vec<Value> {
    vec![
        Value::text(event),
        Value::text(answer),
        if because.is_empty() {
            Value::Missing
        } else {
            Value::text(because)
        },
        Value::Missing,
        Value::Missing,
    ]
}

fn durability_words(durability: Durability, tolerance: i64) -> (&'static str, String) {
    match durability {
        Durability::Unknown => (
            "cannot say",
            format!(
                "no day of treatment recorded, or no score within {tolerance} days after the last one"
            ),
        ),
        Durability::NoResponse => ("no", "no response at the end of treatment".to_owned()),
        Durability::AtLeast { days } => ("yes", format!("still there {days} days after it")),
        Durability::Lost { after, by } => {
            ("lost", format!("between {after} and {by} days after it"))
        }
    }
}

/// Courses of many patients, one row each.
#[must_use]
pub fn courses_view(patients: &[(String, Followed)], calendar: Calendar) -> TableView {
    let mut table = TableView {
        schema: "euthymia.course.patients.v1".to_owned(),
        title: "Courses".to_owned(),
        columns: vec![
            ColumnSpec::text("patient", "patient"),
            ColumnSpec::number("baseline", "baseline"),
            ColumnSpec::number("last", "last"),
            ColumnSpec::number("last_day", "on day"),
            ColumnSpec::number("improvement_percent", "improvement").in_unit("%"),
            ColumnSpec::number("response_day", "response, day"),
            ColumnSpec::number("remission_day", "remission, day"),
            ColumnSpec::text("sustained", "sustained"),
            ColumnSpec::text("relapse", "relapse"),
            ColumnSpec::text("after_treatment", "lasts after treatment"),
            ColumnSpec::text("early_non_response", "early non-response").for_machines(),
            ColumnSpec::number("unscored", "unscored visits").for_machines(),
        ],
        ..TableView::default()
    };
    let mut without = Vec::new();
    let has_early = patients
        .iter()
        .any(|(_, followed)| followed.rules.early.is_some());
    if let Some(early) = table
        .columns
        .iter_mut()
        .find(|column| has_early && column.key == "early_non_response")
    {
        early.audience = Audience::Everyone;
    }
    for (patient, followed) in patients {
        match &followed.shown {
            Ok(shown) => table.rows.push(patient_row(patient, shown)),
            Err(error) => without.push(format!("{patient}: {}", calendar.error(error))),
        }
    }
    if let Some((_, followed)) = patients.first() {
        let rules = &followed.rules;
        table.notes.push(format!(
            "Response: {} ({}).",
            rules.response.0, rules.response.1
        ));
        table.notes.push(match &rules.remission {
            Some((rule, source)) => format!("Remission: {rule} ({source}); other rules exist."),
            None => "Remission: no source here has a rule for this scale.".to_owned(),
        });
        table.notes.push(format!(
            "A visit serves a planned day within {} days; a visit without a score neither confirms nor \
             interrupts anything.",
            rules.tolerance_days
        ));
    }
    let unscored: usize = patients
        .iter()
        .filter_map(|(_, followed)| followed.shown.as_ref().ok())
        .map(|shown| shown.unscored.len())
        .sum();
    table
        .notes
        .push(format!("Visits without a score: {unscored}."));
    if !without.is_empty() {
        table.notes.push(format!(
            "Left out for want of a baseline: {}.",
            without.join("; ")
        ));
    }
    table
}

fn patient_row(patient: &str, shown: &Trajectory) -> Vec<Value> {
    #[allow(clippy::cast_precision_loss)]
    let number = |day: Option<i64>| Value::number(day.map(|day| day as f64), 0);
    let event = |prefix: &str| {
        let found = shown
            .events
            .iter()
            .find(|event| event.rule.id.starts_with(prefix));
        found.map_or(Value::Missing, |event| {
            Value::text(event.finding.answer.to_string())
        })
    };
    let last = shown.steps.last();
    let durable = match shown.durability {
        Durability::AtLeast { days } => format!("≥ {days} days"),
        Durability::Lost { after, by } => format!("{after} to {by} days"),
        Durability::Unknown => "cannot say".to_owned(),
        Durability::NoResponse => "none".to_owned(),
    };
    vec![
        Value::text(patient),
        Value::number(shown.baseline.1, 1),
        Value::number(last.map(|step| step.total), 1),
        number(last.map(|step| step.day)),
        Value::number(last.and_then(|step| step.improvement_percent), 0),
        number(shown.first_response.map(|when| when.by_day)),
        number(shown.first_remission.map(|when| when.by_day)),
        event("sustained_response"),
        event("relapse"),
        Value::text(durable),
        shown
            .early_non_response
            .as_ref()
            .map_or(Value::Missing, |finding| {
                Value::text(finding.answer.to_string())
            }),
        Value::Count(u64::try_from(shown.unscored.len()).unwrap_or(u64::MAX)),
    ]
}
