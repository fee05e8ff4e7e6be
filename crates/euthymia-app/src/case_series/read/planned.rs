//! Which visits were planned, and which of them the outcome is about.

use super::super::moment::{MONTH_DAYS, Moment, rounded};
use super::super::settings::{PlannedSettings, Settings};
use super::clock::Clock;
use crate::error::AppError;
use euthymia_clinical::date::days_between;
use euthymia_report::case_series::{CaseSeries, DAY_ZERO, Patient, PlannedVisit};
use euthymia_table::Diagnostic;
use std::collections::BTreeMap;

/// More planned visits than this are no plan: the settings must name them.
const PLANNED_MAX: usize = 60;

/// Up to so many days stand for themselves; of more, the weeks they are near to.
const DAYS_MAX: usize = 12;

/// No planned visit is further from day 0, in days.
const FURTHEST: i64 = 36_500;

/// The planned visits of the settings, or the times that occur.
pub(super) fn planned(
    settings: &Settings,
    clock: &Clock,
    patients: &[Patient],
) -> Result<Vec<PlannedVisit>, AppError> {
    if !settings.outcome.planned.is_empty() {
        return of_settings(settings);
    }
    if let Clock::Order(moments) = clock {
        let days = 0_i64..;
        return Ok(moments
            .iter()
            .zip(days)
            .map(|(moment, day)| PlannedVisit {
                label: order_label(*moment),
                day,
            })
            .collect());
    }
    let days = days_of_visits(clock, patients);
    let planned = if days.len() <= DAYS_MAX {
        days
    } else {
        usual_weeks(&days, patients.len())
    };
    if planned.len() > PLANNED_MAX {
        return Err(AppError::Usage(format!(
            "the visits stand at more than {PLANNED_MAX} different times: say which were planned in \
             the settings, planned = [{{ label = \"baseline\", day = 0 }}, {{ label = \"week 4\", \
             day = 28 }}]"
        )));
    }
    let later = planned.into_keys().filter(|day| *day > 0);
    Ok(std::iter::once(0).chain(later).map(timed_visit).collect())
}

/// The planned visits of the settings: the baseline, then later ones in order.
fn of_settings(settings: &Settings) -> Result<Vec<PlannedVisit>, AppError> {
    let visits = &settings.outcome.planned;
    let usage = |message: String| Err(AppError::Usage(format!("planned: {message}")));
    if visits.len() < 2 {
        return usage("name the baseline and at least one later visit".to_owned());
    }
    for pair in visits.windows(2) {
        if let [one, next] = pair
            && one.day >= next.day
        {
            return usage(format!(
                "\"{}\" on day {} does not come after \"{}\" on day {}",
                next.label, next.day, one.label, one.day
            ));
        }
    }
    for (at, visit) in visits.iter().enumerate() {
        if !(-FURTHEST..=FURTHEST).contains(&visit.day) {
            return usage(format!(
                "\"{}\" is on day {}: out of reach",
                visit.label, visit.day
            ));
        }
        if visits.iter().take(at).any(|one| one.label == visit.label) {
            return usage(format!("two visits are called \"{}\"", visit.label));
        }
    }
    let visit = |visit: &PlannedSettings| PlannedVisit {
        label: visit.label.clone(),
        day: visit.day,
    };
    Ok(visits.iter().map(visit).collect())
}

/// How many patients have a score of the main scale on each day after day 0.
fn days_of_visits(clock: &Clock, patients: &[Patient]) -> BTreeMap<i64, usize> {
    let mut days = BTreeMap::new();
    for course in patients
        .iter()
        .filter_map(|patient| patient.courses.first())
    {
        let begun = course.sessions.iter().min();
        let zero = match clock {
            Clock::Dates => begun.or_else(|| course.visits.iter().map(|v| &v.date).min()),
            _ => Some(&DAY_ZERO),
        };
        let Some(zero) = zero.copied() else {
            continue;
        };
        let scored = course.visits.iter().filter(|visit| visit.total.is_some());
        for day in scored.map(|visit| days_between(zero, visit.date)) {
            if day > 0 {
                *days.entry(day).or_insert(0) += 1;
            }
        }
    }
    days
}

/// The weeks that many visits are near to: those of at least a tenth of the patients.
fn usual_weeks(days: &BTreeMap<i64, usize>, patients: usize) -> BTreeMap<i64, usize> {
    let mut weeks = BTreeMap::new();
    for (day, count) in days {
        // Days within three of a whole week are that week's; the first days stand for themselves.
        let week = (day + 3).div_euclid(7) * 7;
        let near = if week == 0 { *day } else { week };
        *weeks.entry(near).or_insert(0) += count;
    }
    weeks.retain(|_, count| *count * 10 >= patients);
    weeks
}

fn timed_visit(day: i64) -> PlannedVisit {
    let label = match day {
        0 => "baseline".to_owned(),
        day if day % 7 == 0 => format!("week {}", day / 7),
        day => match (1..=60).find(|months| month(*months) == day) {
            Some(months) => format!("month {months}"),
            None => format!("day {day}"),
        },
    };
    PlannedVisit { label, day }
}

fn month(count: i64) -> i64 {
    rounded(count as f64 * MONTH_DAYS)
}

fn order_label(moment: Moment) -> String {
    match moment {
        Moment::First => "baseline".to_owned(),
        Moment::Nth(place) => format!("visit {place}"),
        Moment::Days(day) => timed_visit(day).label,
        Moment::Last => "end".to_owned(),
    }
}

pub(super) fn endpoint(series: &CaseSeries, settings: &Settings) -> Result<usize, AppError> {
    let last = series.planned.len().saturating_sub(1);
    if last == 0 {
        return Err(nothing_later(series));
    }
    let Some(label) = &settings.outcome.endpoint else {
        return Ok(last);
    };
    let found = series
        .planned
        .iter()
        .position(|visit| visit.label == *label);
    if found == Some(0) {
        return Err(AppError::Usage(format!(
            "\"{label}\" is the baseline: the outcome is about a later visit"
        )));
    }
    found.ok_or_else(|| {
        let labels: Vec<&str> = series
            .planned
            .iter()
            .map(|visit| visit.label.as_str())
            .collect();
        AppError::Usage(format!(
            "no planned visit is called \"{label}\"; they are: {}",
            labels.join(", ")
        ))
    })
}

/// Nothing can change without a second visit.
fn nothing_later(series: &CaseSeries) -> AppError {
    let file = series.files.first().map_or("", String::as_str);
    let scale = series.main_measure().map_or("", |one| one.name.as_str());
    Diagnostic::error(
        file,
        format!("no time after the baseline has {scale} scores of at least a tenth of the patients"),
    )
    .with_help(
        "Add later visits, choose another scale with --instrument, or name the visits in the \
         settings: planned = [{ label = \"baseline\", day = 0 }, { label = \"week 4\", day = 28 }].",
    )
    .into()
}
