//! Courses laid out in a calendar, as tables.

use super::INFORMS;
use super::words::{clock, number, optional};
use crate::error::AppError;
use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::plan::{Calendar, Choices, Order, Plan, Planned, Totals, plan};
use euthymia_clinical::tms::day::IntervalMeaning;
use euthymia_table::{ColumnSpec, Diagnostic, TableView, Value, cannot_read};
use jiff::civil::{Date, Weekday};
use std::collections::BTreeSet;
use std::path::Path;

/// What a person gives for a plan, as text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// First day.
    pub start: String,
    /// Days of the week, separated by commas.
    pub weekdays: Option<String>,
    /// Dates separated by commas, or a file with one on each line.
    pub holidays: Option<String>,
    /// Last day of what has no end of its own.
    pub until: Option<String>,
    /// What an interval is counted between: gap or onset_to_onset.
    pub interval: Option<String>,
    /// When the first session of a day starts.
    pub at: Option<String>,
    /// True where all courses start together.
    pub together: bool,
    /// Days between courses.
    pub gap_days: Option<u32>,
    /// What an hour of the clinic costs.
    pub rate: Option<f64>,
}

fn usage(option: &str, message: impl std::fmt::Display) -> AppError {
    AppError::Usage(format!("{option}: {message}"))
}

fn day(option: &str, text: &str) -> Result<Date, AppError> {
    let bad = || {
        usage(
            option,
            format!("\"{text}\" is not a date such as 2026-11-30"),
        )
    };
    text.trim().parse().map_err(|_| bad())
}

/// The choices for a plan.
///
/// # Errors
/// [`AppError::Usage`] for what cannot be read, [`AppError::Input`] for a file of holidays that cannot
/// be used.
pub fn choices(asked: &Asked) -> Result<Choices, AppError> {
    let mut choices = Choices::from(day("--start", &asked.start)?);
    if let Some(text) = &asked.weekdays {
        choices.calendar.weekdays = weekdays(text)?;
    }
    if let Some(text) = &asked.holidays {
        choices.calendar.holidays = holidays(text)?;
    }
    choices.until = asked
        .until
        .as_deref()
        .map(|text| day("--until", text))
        .transpose()?;
    if let Some(text) = &asked.interval {
        let all = IntervalMeaning::ALL;
        let found = all.iter().copied().find(|one| one.id() == text);
        choices.meaning = found.ok_or_else(|| {
            usage(
                "--interval",
                format!("\"{text}\" is neither gap nor onset_to_onset"),
            )
        })?;
    }
    if let Some(text) = &asked.at {
        choices.starts_at = minutes(text)?;
    }
    if asked.together {
        choices.order = Order::Concurrent;
    }
    if let Some(days) = asked.gap_days {
        if !(1..=3660).contains(&days) {
            return Err(usage(
                "--gap",
                format!("{days} is not a number of days from 1 to 3660"),
            ));
        }
        choices.gap_days = days;
    }
    if let Some(rate) = asked.rate
        && !(rate.is_finite() && rate >= 0.0)
    {
        return Err(usage(
            "--rate",
            format!("{rate} is not what an hour can cost"),
        ));
    }
    Ok(choices)
}

const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

fn weekdays(text: &str) -> Result<Vec<Weekday>, AppError> {
    let mut asked = Vec::new();
    for word in text.split(',') {
        let short: String = word.trim().to_lowercase().chars().take(3).collect();
        let found = DAYS.iter().find(|(name, _)| *name == short);
        let (_, day) = found.ok_or_else(|| {
            usage(
                "--weekdays",
                format!(
                    "\"{}\" is not a day of the week; write mon,wed,fri",
                    word.trim()
                ),
            )
        })?;
        asked.push(*day);
    }
    // In the order of the week, each once.
    Ok(DAYS
        .iter()
        .map(|(_, day)| *day)
        .filter(|day| asked.contains(day))
        .collect())
}

fn holidays(text: &str) -> Result<BTreeSet<Date>, AppError> {
    let path = Path::new(text);
    if !path.is_file() {
        return text.split(',').map(|one| day("--holidays", one)).collect();
    }
    let name = path.display().to_string();
    let read = std::fs::read_to_string(path).map_err(|error| cannot_read(&name, &error))?;
    let (mut days, mut findings) = (BTreeSet::new(), Vec::new());
    for (at, line) in read.trim_start_matches('\u{feff}').lines().enumerate() {
        // A day may be followed by what it is called.
        let line = line.split('#').next().unwrap_or_default().trim();
        let first = line.split([',', ';', ' ', '\t']).next().unwrap_or_default();
        if first.is_empty() {
            continue;
        }
        match first.parse::<Date>() {
            Ok(day) => {
                days.insert(day);
            }
            Err(_) => findings.push(
                Diagnostic::error(name.as_str(), "expected a date")
                    .at_row(at + 1)
                    .with_found(first)
                    .with_help("Write one day on each line, such as 2026-12-25."),
            ),
        }
    }
    if findings.is_empty() {
        Ok(days)
    } else {
        Err(findings.into())
    }
}

/// A time of day as minutes after midnight.
fn minutes(text: &str) -> Result<u32, AppError> {
    let bad = || {
        usage(
            "--at",
            format!("\"{text}\" is not a time of day such as 09:00"),
        )
    };
    let (hours, minutes) = text.split_once(':').ok_or_else(bad)?;
    let hours: u32 = hours.trim().parse().map_err(|_| bad())?;
    let minutes: u32 = minutes.trim().parse().map_err(|_| bad())?;
    (hours < 24 && minutes < 60)
        .then_some(60 * hours + minutes)
        .ok_or_else(bad)
}

/// Lays protocols out.
///
/// # Errors
/// [`AppError::Usage`] for a plan that cannot be: one that ends before it starts, more visits a week
/// than days, nothing but holidays.
pub fn lay_out(protocols: &[Protocol], choices: &Choices) -> Result<Plan, AppError> {
    let borrowed: Vec<&Protocol> = protocols.iter().collect();
    let mut plan = plan(&borrowed, choices).map_err(|error| AppError::Usage(error.to_string()))?;
    if protocols.len() > 1 {
        plan.notes.extend(combination_note());
    }
    Ok(plan)
}

/// What is known of the order of treatments, from the shared file.
fn combination_note() -> Option<String> {
    let library = euthymia_clinical::protocol::Library::bundled();
    let shared = library
        .shared()
        .iter()
        .find(|one| one.id == "shared_combination")?;
    shared.evidence.first().map(|one| one.text.clone())
}

/// A plan as tables: visits, assessments, totals.
#[must_use]
pub fn plan_views(plan: &Plan, choices: &Choices, rate: Option<f64>) -> Vec<TableView> {
    let mut views = vec![visits_view(plan), ratings_view(plan)];
    views.retain(|view| !view.rows.is_empty());
    views.push(totals_view(&plan.totals(), rate));
    if let Some(first) = views.first_mut() {
        first.notes.extend(plan.notes.clone());
        first.notes.push(calendar_note(&choices.calendar));
        first.notes.push(INFORMS.to_owned());
    }
    views
}

fn calendar_note(calendar: &Calendar) -> String {
    format!(
        "Days with visits: {}; {} holidays.",
        calendar.words(),
        calendar.holidays.len()
    )
}

fn visits_view(plan: &Plan) -> TableView {
    let mut table = TableView {
        schema: "euthymia.protocol.visits.v1".to_owned(),
        title: "Visits".to_owned(),
        columns: vec![
            ColumnSpec::text("date", "date"),
            ColumnSpec::text("weekday", "day"),
            ColumnSpec::text("protocol", "protocol"),
            ColumnSpec::text("phase", "phase"),
            ColumnSpec::number("visit", "visit"),
            ColumnSpec::text("what", "what"),
            ColumnSpec::number("sessions", "sessions"),
            ColumnSpec::text("from", "from"),
            ColumnSpec::text("to", "to"),
            ColumnSpec::text("observed_to", "observed to"),
            ColumnSpec::text("moved_from", "moved from"),
        ],
        ..TableView::default()
    };
    for visit in &plan.visits {
        let start = visit
            .sessions
            .iter()
            .map(|one| one.start)
            .fold(f64::INFINITY, f64::min);
        let mut names: Vec<&str> = Vec::new();
        for one in &visit.sessions {
            if !names.contains(&one.name.as_str()) {
                names.push(&one.name);
            }
        }
        let weekday = visit.date.weekday();
        let name = DAYS.iter().find(|(_, day)| *day == weekday);
        table.rows.push(vec![
            Value::text(visit.date.to_string()),
            optional(name.map(|(name, _)| *name)),
            Value::text(visit.protocol.clone()),
            Value::text(visit.phase.clone()),
            Value::Count(visit.number.into()),
            Value::text(names.join(", then ")),
            Value::Count(u64::try_from(visit.sessions.len()).unwrap_or(u64::MAX)),
            Value::text(clock(start)),
            end(&visit.sessions).map_or(Value::Missing, |end| Value::text(clock(end))),
            observed(&visit.sessions).map_or(Value::Missing, |end| Value::text(clock(end))),
            visit
                .moved_from
                .map_or(Value::Missing, |day| Value::text(day.to_string())),
        ]);
    }
    table
        .notes
        .push("An end is missing where nobody published how long a session takes.".to_owned());
    table
}

/// When the last session ends; `None` where a length is not known.
pub(super) fn end(sessions: &[Planned]) -> Option<f64> {
    let ends: Option<Vec<f64>> = sessions
        .iter()
        .map(|one| Some(one.start + one.seconds?))
        .collect();
    ends?.into_iter().max_by(f64::total_cmp)
}

/// Until when the patient is watched, where something is published.
pub(super) fn observed(sessions: &[Planned]) -> Option<f64> {
    let ends = sessions.iter().filter_map(|one| {
        let watched = one.observation?;
        Some(one.start + one.seconds.unwrap_or(0.0) + watched)
    });
    ends.max_by(f64::total_cmp)
}

fn ratings_view(plan: &Plan) -> TableView {
    let mut table = TableView {
        schema: "euthymia.protocol.ratings.v1".to_owned(),
        title: "Assessments".to_owned(),
        columns: ["date", "protocol", "scales", "when", "source"]
            .map(|name| ColumnSpec::text(name, name))
            .to_vec(),
        ..TableView::default()
    };
    for rating in &plan.ratings {
        table.rows.push(vec![
            Value::text(rating.date.to_string()),
            Value::text(rating.protocol.clone()),
            Value::text(rating.instruments.join(", ")),
            Value::text(rating.when.clone()),
            Value::text(rating.source.to_string()),
        ]);
    }
    table
}

fn totals_view(totals: &Totals, rate: Option<f64>) -> TableView {
    let mut table = TableView {
        schema: "euthymia.protocol.totals.v1".to_owned(),
        title: "Time".to_owned(),
        columns: vec![
            ColumnSpec::text("what", "what"),
            ColumnSpec::text("value", "value"),
        ],
        ..TableView::default()
    };
    let date = |day: Option<Date>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
    let hours = totals.chair_hours + totals.observation_hours;
    let mut rows = vec![
        ("days with a visit", totals.visits.to_string()),
        ("sessions", totals.sessions.to_string()),
        ("days with an assessment", totals.assessments.to_string()),
        ("first visit", date(totals.first)),
        ("last visit", date(totals.last)),
        ("visits moved", totals.moved.to_string()),
        ("hours in the chair", number(totals.chair_hours, 2)),
        ("hours of observation", number(totals.observation_hours, 2)),
        (
            "sessions without a published length",
            totals.without_length.to_string(),
        ),
    ];
    if let Some(rate) = rate {
        rows.push(("cost of the time at your rate", number(rate * hours, 2)));
    }
    for (what, value) in rows {
        table.rows.push(vec![Value::text(what), Value::text(value)]);
    }
    if totals.without_length > 0 {
        table.notes.push(format!(
            "{} sessions have no published length; hours and cost are without them.",
            totals.without_length
        ));
    }
    table
}
