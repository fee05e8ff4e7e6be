//! What a course shows, visit by visit and in all.

use super::baseline::{BaselineError, baseline};
use super::events::{Durability, Event, durability, named_event};
use super::{Course, EarlyRule, Rules};
use crate::answer::Answer;
use crate::date::{days_after, days_between};
use crate::decimal;
use crate::finding::Finding;
use crate::source::Source;
use jiff::civil::Date;

/// A scored visit after the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The day.
    pub date: Date,
    /// Days since day 0: the first day of treatment, or the baseline where none is recorded.
    pub day: i64,
    /// The total.
    pub total: f64,
    /// Baseline less total: positive is improvement.
    pub improvement: f64,
    /// The same in percent of baseline; `None` for a baseline of 0.
    pub improvement_percent: Option<f64>,
    /// Whether it is a response; `None` where that is undefined.
    pub response: Option<bool>,
    /// Whether it is remission; `None` without a rule.
    pub remission: Option<bool>,
}

/// When something first happened: after one day and by another, counted from day 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The last scored visit before it.
    pub after_day: i64,
    /// The visit that showed it.
    pub by_day: i64,
}

/// What a course shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// The baseline.
    pub baseline: (Date, f64),
    /// Day 0.
    pub day_zero: Date,
    /// The scored visits after the baseline, in order.
    pub steps: Vec<Step>,
    /// Visits without a score.
    pub unscored: Vec<Date>,
    /// Scored visits before the baseline, which enter nothing.
    pub before_baseline: Vec<Date>,
    /// Time to response.
    pub first_response: Option<When>,
    /// Time to remission.
    pub first_remission: Option<When>,
    /// The largest improvement, with its day.
    pub best: Option<(i64, f64)>,
    /// Whether the last total is above the baseline.
    pub worse_at_end: Option<bool>,
    /// Early non-response, where the clinic has a rule.
    pub early_non_response: Option<Finding>,
    /// Sustained response, relapse, recovery, each by its named rule.
    pub events: Vec<Event>,
    /// How long the response lasted after the last day of treatment.
    pub durability: Durability,
    /// The next assessment, where the clinic has a schedule.
    pub next_due: Option<Date>,
}

/// Follows a course by rules.
///
/// # Errors
/// [`BaselineError`] when there is no baseline.
///
/// # Example
/// ```
/// use euthymia_clinical::course::{BaselineRule, Course, Rules, Visit, trajectory};
/// use euthymia_clinical::{definition::Definition, source::Source};
/// use jiff::civil::date;
/// let visit = |day, total| Visit { date: date(2025, 3, day), total };
/// let course = Course {
///     instrument: "madrs".into(),
///     visits: vec![visit(1, Some(30.0)), visit(8, None), visit(15, Some(14.0))],
///     sessions: vec![date(2025, 3, 1)],
/// };
/// let rule = |text| (Definition::parse(text).unwrap(), Source::confirmed("example"));
/// let shown = trajectory(&course, &Rules {
///     baseline: BaselineRule::BeforeTreatment,
///     response: rule("madrs_decrease>=50pct"),
///     remission: Some(rule("madrs<10")),
///     named: vec![], early: None, reliable: None, tolerance_days: 3, every_days: Some(7),
/// })?;
/// // Seen on day 14; it may have come at any time after day 0.
/// assert_eq!(shown.first_response.unwrap().by_day, 14);
/// assert_eq!(shown.first_response.unwrap().after_day, 0);
/// assert_eq!(shown.first_remission, None);
/// assert_eq!(shown.next_due, Some(date(2025, 3, 22)));
/// # Ok::<(), euthymia_clinical::course::BaselineError>(())
/// ```
pub fn trajectory(course: &Course, rules: &Rules) -> Result<Trajectory, BaselineError> {
    let baseline = baseline(course, rules.baseline)?;
    let day_zero = course.sessions.iter().min().copied().unwrap_or(baseline.0);
    let mut scored: Vec<(Date, f64)> = course
        .visits
        .iter()
        .filter_map(|visit| Some((visit.date, visit.total?)))
        .collect();
    scored.sort_by_key(|(date, _)| *date);
    let steps: Vec<Step> = scored
        .iter()
        .filter(|(date, _)| *date > baseline.0)
        .map(|(date, total)| step(baseline.1, day_zero, *date, *total, rules))
        .collect();
    let mut unscored: Vec<Date> = course
        .visits
        .iter()
        .filter(|visit| visit.total.is_none())
        .map(|visit| visit.date)
        .collect();
    unscored.sort_unstable();
    let start = days_between(day_zero, baseline.0);
    let last_visit = course.visits.iter().map(|visit| visit.date).max();
    Ok(Trajectory {
        first_response: first(&steps, start, |step| step.response == Some(true)),
        first_remission: first(&steps, start, |step| step.remission == Some(true)),
        best: steps
            .iter()
            .map(|step| (step.day, step.improvement))
            .reduce(|a, b| if b.1 > a.1 { b } else { a }),
        worse_at_end: steps.last().map(|step| step.improvement < 0.0),
        early_non_response: rules
            .early
            .map(|early| early_non_response(&steps, baseline.1, early, rules.tolerance_days)),
        events: rules
            .named
            .iter()
            .filter_map(|rule| named_event(course, baseline, &steps, rule, rules))
            .collect(),
        durability: durability(course, day_zero, &steps, rules.tolerance_days),
        next_due: rules
            .every_days
            .zip(last_visit)
            .and_then(|(days, last)| days_after(last, days)),
        before_baseline: scored
            .iter()
            .map(|(date, _)| *date)
            .filter(|date| *date < baseline.0)
            .collect(),
        baseline,
        day_zero,
        steps,
        unscored,
    })
}

fn step(baseline: f64, day_zero: Date, date: Date, total: f64, rules: &Rules) -> Step {
    let improvement = baseline - total;
    Step {
        date,
        day: days_between(day_zero, date),
        total,
        improvement,
        improvement_percent: (baseline > 0.0).then(|| 100.0 * improvement / baseline),
        response: rules.response.0.met(baseline, total),
        remission: rules
            .remission
            .as_ref()
            .and_then(|(rule, _)| rule.met(baseline, total)),
    }
}

fn first(steps: &[Step], start: i64, met: impl Fn(&Step) -> bool) -> Option<When> {
    let at = steps.iter().position(met)?;
    let before = at.checked_sub(1).and_then(|at| steps.get(at));
    Some(When {
        after_day: before.map_or(start, |step| step.day),
        by_day: steps.get(at)?.day,
    })
}

/// The visit that serves a planned day: of those within the tolerance the nearest, of two equally near
/// the earlier.
pub(super) fn nearest<V>(
    visits: &[V],
    day_of: impl Fn(&V) -> i64,
    day: i64,
    tolerance: i64,
) -> Option<&V> {
    let near = visits
        .iter()
        .filter(|visit| (day_of(visit) - day).abs() <= tolerance);
    near.min_by_key(|visit| ((day_of(visit) - day).abs(), day_of(visit)))
}

fn early_non_response(steps: &[Step], baseline: f64, rule: EarlyRule, tolerance: i64) -> Finding {
    let words = format!(
        "improvement below {} % on day {} ± {tolerance}",
        rule.below_percent, rule.day
    );
    let source = Source::site("rule of the clinic");
    let Some(step) = nearest(steps, |step| step.day, rule.day, tolerance) else {
        return Finding::unknown(
            format!("{words}: no scored visit then"),
            format!("a score on day {} ± {tolerance}", rule.day),
        )
        .by(source);
    };
    let met = (baseline > 0.0)
        .then(|| !decimal::falls_by_at_least(baseline, step.total, rule.below_percent));
    Finding::new(
        Answer::of_known(met),
        format!("{words}: {} on day {}", step.total, step.day),
    )
    .by(source)
}
