//! What all tables have in common, and the patients.

use super::super::moment::{MONTH_DAYS, Moment, rounded};
use super::super::settings::Settings;
use super::rows::{Place, Raw, RawCharacteristic, RawPatient, RawScore, RawTime};
use super::same_day::{self, Clash, one_a_day};
use super::{Loaded, SeriesRequest};
use crate::error::AppError;
use euthymia_clinical::course::{self, BaselineRule, Course, Visit};
use euthymia_clinical::date::{days_after, days_between};
use euthymia_report::case_series::{
    AdverseEvent, CaseSeries, Characteristic, CharacteristicKind, DAY_ZERO, Datum, LeftOut,
    Patient, PlannedVisit, Session, Status, TimeScale,
};
use euthymia_table::{Diagnostic, Problems};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// More planned visits than this are no plan: the settings must name them.
const PLANNED_MAX: usize = 24;
const BEYOND: &str = "this time is beyond the calendar";
const NO_DATE: &str = "some times are dates and this one is not";
const ALL_DATES: &str = "Give all visits dates, or all of them days.";
const NO_TIME: &str = "some visits have a time and this one only a place in an order";
const SAY_WHEN: &str = "Say when it was: at = \"week 6\", or codes = { \"end\" = \"42\" }.";

/// The series of what was read.
///
/// # Errors
/// Every finding that only all rows together show.
pub(super) fn build(
    raw: Raw,
    loaded: &Loaded,
    request: &SeriesRequest,
) -> Result<CaseSeries, AppError> {
    let problems = Problems::new(request.read.problems_max);
    made(raw, loaded, problems, true).map(|(series, _)| series)
}

/// What the start of a file says about all of it: everything but the patients. What is wrong with
/// single rows is not told here.
///
/// # Errors
/// There are no scores, or the times do not go together.
pub(super) fn frame(raw: Raw, loaded: &Loaded) -> Result<(CaseSeries, Clock), AppError> {
    let (mut series, clock) = made(raw, loaded, Problems::new(1), false)?;
    series.patients.clear();
    series.left_out.clear();
    Ok((series, clock))
}

/// The series and its clock; with `is_strict` not when anything is wrong with a row.
fn made(
    mut raw: Raw,
    loaded: &Loaded,
    mut problems: Problems,
    is_strict: bool,
) -> Result<(CaseSeries, Clock), AppError> {
    let settings = &loaded.settings;
    main_measure_first(&mut raw, settings)?;
    if raw.measures.is_empty() {
        return Err(no_scores(loaded));
    }
    let clock = Clock::of(&raw).map_err(AppError::from)?;
    let groups = groups(&raw);
    let characteristics = characteristics(&raw, &mut problems);
    let mut left_out = std::mem::take(&mut raw.left_out);
    let mut patients = Vec::with_capacity(raw.patients.len());
    let rule = baseline(settings)?;
    let mut maker = Maker {
        raw: &raw,
        clock: &clock,
        groups: &groups,
        characteristics: &characteristics,
        settings,
        baseline: rule,
        problems: &mut problems,
        left_out: &mut left_out,
    };
    patients.extend(raw.patients.iter().map(|one| maker.patient(one)));
    if is_strict {
        problems.into_result(())?;
    }
    let planned = planned(settings, &clock, &patients)?;
    let mut series = CaseSeries {
        name: settings.name.clone().unwrap_or_else(|| name_of(loaded)),
        files: loaded
            .tables
            .iter()
            .map(|table| short(table.file()))
            .collect(),
        note: settings.note.clone(),
        measures: raw.measures,
        characteristics,
        groups,
        time: clock.scale(),
        baseline: rule,
        planned,
        tolerance_days: settings.outcome.tolerance_days.map_or(3, i64::from),
        endpoint: 0,
        patients,
        has_events: raw.has_events,
        has_sessions: raw.has_sessions,
        left_out,
    };
    series.endpoint = endpoint(&series, settings)?;
    Ok((series, clock))
}

fn no_scores(loaded: &Loaded) -> AppError {
    let names: Vec<&str> = loaded
        .tables
        .iter()
        .flat_map(|table| table.names())
        .collect();
    let file = loaded.tables.first().map_or("", |table| table.file());
    Diagnostic::error(file, "no column holds scores of a scale")
        .with_help(format!(
            "Name the columns like madrs_baseline and madrs_week4, or madrs beside a column of days, or \
             write settings: --save-settings FILE shows what was guessed. The columns are: {}.",
            names.join(", ")
        ))
        .into()
}

pub(super) fn short(file: &str) -> String {
    let path = std::path::Path::new(file);
    path.file_name()
        .map_or(file.to_owned(), |name| name.to_string_lossy().into_owned())
}

fn name_of(loaded: &Loaded) -> String {
    let file = loaded.tables.first().map_or("", |table| table.file());
    let path = std::path::Path::new(file);
    path.file_stem()
        .map_or(file.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// The scale that is asked for first, and with it the scores' numbers of it.
fn main_measure_first(raw: &mut Raw, settings: &Settings) -> Result<(), AppError> {
    let Some(wanted) = &settings.outcome.measure else {
        return Ok(());
    };
    let Some(at) = raw.measures.iter().position(|m| m.instrument == *wanted) else {
        let known: Vec<&str> = raw.measures.iter().map(|m| m.instrument.as_str()).collect();
        return Err(AppError::Usage(format!(
            "no score is on the main scale \"{wanted}\"; the scales are: {}",
            known.join(", ")
        )));
    };
    raw.measures.swap(0, at);
    for score in raw.patients.iter_mut().flat_map(|one| &mut one.scores) {
        score.measure = match score.measure {
            0 => at,
            found if found == at => 0,
            other => other,
        };
    }
    Ok(())
}

/// How moments become days.
pub(super) enum Clock {
    Dates,
    Days,
    /// Moments in order, without times.
    Order(Vec<Moment>),
}

impl Clock {
    /// What all times of the files have in common.
    fn of(raw: &Raw) -> Result<Self, Diagnostic> {
        let scores = raw.patients.iter().flat_map(|one| &one.scores);
        let all: Vec<(RawTime, &Place)> = scores.map(|s| (s.time, &s.place)).collect();
        let is_date = |time: &RawTime| matches!(time, RawTime::Date(_));
        let dates = all.iter().filter(|(time, _)| is_date(time)).count();
        // A baseline beside dated visits has no date of its own and cannot be placed.
        if dates > 0 {
            return match all.iter().find(|(time, _)| !is_date(time)) {
                None => Ok(Self::Dates),
                Some((_, place)) => Err(at(place, NO_DATE).with_help(ALL_DATES)),
            };
        }
        let moments: BTreeSet<Moment> = all
            .iter()
            .filter_map(|(time, _)| match time {
                RawTime::Moment(moment) => Some(*moment),
                RawTime::Date(_) => None,
            })
            .collect();
        let timed = |m: &Moment| matches!(m, Moment::First | Moment::Days(_));
        if moments.iter().all(timed) {
            return Ok(Self::Days);
        }
        let ordered = |m: &Moment| !matches!(m, Moment::Days(_));
        if !moments.iter().all(ordered) {
            let place = all
                .iter()
                .find(|(time, _)| matches!(time, RawTime::Moment(m) if !timed(m)))
                .map(|(_, place)| *place);
            return Err(match place {
                Some(place) => at(place, NO_TIME),
                None => Diagnostic::error("", NO_TIME),
            }
            .with_help(SAY_WHEN));
        }
        Ok(Self::Order(moments.into_iter().collect()))
    }

    fn scale(&self) -> TimeScale {
        match self {
            Self::Dates => TimeScale::Dates,
            Self::Days => TimeScale::Days,
            Self::Order(_) => TimeScale::Order,
        }
    }

    /// The day of a time, counted from [`DAY_ZERO`], where the clock was set by other times.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub(super) fn day(&self, time: RawTime) -> Result<i64, (&'static str, &'static str)> {
        let fits = match (self, time) {
            (Self::Dates, RawTime::Date(_))
            | (Self::Days, RawTime::Moment(Moment::First | Moment::Days(_))) => true,
            (Self::Order(known), RawTime::Moment(moment)) => known.contains(&moment),
            _ => false,
        };
        if fits {
            let date = self.date(time).ok_or((BEYOND, ""))?;
            return Ok(days_between(DAY_ZERO, date));
        }
        Err(match (self, time) {
            (Self::Dates, _) => (NO_DATE, ALL_DATES),
            (Self::Order(_), RawTime::Moment(_)) => (
                "the start of the file has no visit of this place in the order",
                "The visits are taken from the start of the file: leave out --summary, or put \
                 patients with all visits first.",
            ),
            (Self::Days, RawTime::Moment(_)) => (NO_TIME, SAY_WHEN),
            (_, RawTime::Date(_)) => (
                "this time is a date and those at the start of the file are not",
                ALL_DATES,
            ),
        })
    }

    /// The date of a time; `None` where it cannot be placed.
    fn date(&self, time: RawTime) -> Option<Date> {
        let day = match (self, time) {
            (_, RawTime::Date(date)) => return Some(date),
            (_, RawTime::Moment(Moment::First)) => 0,
            (Self::Days | Self::Dates, RawTime::Moment(Moment::Days(day))) => day,
            (Self::Order(order), RawTime::Moment(moment)) => {
                i64::try_from(order.iter().position(|known| *known == moment)?).ok()?
            }
            _ => return None,
        };
        days_after(DAY_ZERO, day)
    }
}

fn at(place: &Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(place.file.clone(), message)
        .at_row(place.row)
        .in_column(place.column.clone())
}

fn groups(raw: &Raw) -> Vec<String> {
    if !raw.has_groups {
        return Vec::new();
    }
    let named = raw.patients.iter().filter_map(|one| one.group.clone());
    let distinct: BTreeSet<String> = named.collect();
    distinct.into_iter().collect()
}

fn characteristics(raw: &Raw, problems: &mut Problems) -> Vec<Characteristic> {
    let described = raw.characteristics.iter().enumerate();
    described
        .map(|(at, one)| Characteristic {
            column: one.column.clone(),
            label: one
                .settings
                .label
                .clone()
                .unwrap_or_else(|| sentence(&one.column)),
            kind: kind(at, one, raw, problems),
        })
        .collect()
}

/// A column's name as words: `ill_dur` is `Ill dur`.
fn sentence(column: &str) -> String {
    let words = column.replace(['_', '.'], " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

fn kind(
    at: usize,
    one: &RawCharacteristic,
    raw: &Raw,
    problems: &mut Problems,
) -> CharacteristicKind {
    let texts = || {
        let of = |patient: &'_ RawPatient| patient.values.get(&at).map(|(text, _)| text.clone());
        raw.patients.iter().filter_map(of)
    };
    match one.settings.kind.as_deref() {
        Some("number") => CharacteristicKind::Number {
            unit: one.settings.unit.clone(),
        },
        Some("category") | None => {
            let distinct: BTreeSet<String> = texts().collect();
            let named = |code: &String| one.settings.codes.get(code).unwrap_or(code).clone();
            let mut levels: Vec<String> = Vec::new();
            for level in distinct.iter().map(named) {
                if !levels.contains(&level) {
                    levels.push(level);
                }
            }
            CharacteristicKind::Category { levels }
        }
        Some(other) => {
            problems.add(
                Diagnostic::error(
                    one.file.clone(),
                    format!("\"{other}\" is not a kind of column"),
                )
                .in_column(one.column.as_str())
                .with_help("Use number or category."),
            );
            CharacteristicKind::Category { levels: Vec::new() }
        }
    }
}

/// How the treatment ended.
pub(super) fn status(one: &RawPatient) -> Status {
    match (one.completed, &one.stop_reason) {
        (Some(true), _) => Status::Completed,
        (Some(false), reason) => Status::Stopped {
            reason: reason.clone(),
        },
        (None, Some(reason)) => Status::Stopped {
            reason: Some(reason.clone()),
        },
        (None, None) => Status::NotRecorded,
    }
}

/// What every patient is made with.
struct Maker<'a> {
    raw: &'a Raw,
    clock: &'a Clock,
    groups: &'a [String],
    characteristics: &'a [Characteristic],
    settings: &'a Settings,
    baseline: BaselineRule,
    problems: &'a mut Problems,
    left_out: &'a mut Vec<LeftOut>,
}

impl Maker<'_> {
    fn patient(&mut self, one: &RawPatient) -> Patient {
        let clock = self.clock;
        let session_dates: Vec<Date> = one
            .sessions
            .iter()
            .filter_map(|s| clock.date(s.time))
            .collect();
        let mut sessions: Vec<Session> = one
            .sessions
            .iter()
            .filter_map(|session| {
                Some(Session {
                    date: clock.date(session.time)?,
                    treatment: session.treatment.clone(),
                    dose: session.dose.clone(),
                    deviation: session.deviation.clone(),
                })
            })
            .collect();
        sessions.sort_by_key(|session| session.date);
        let measures = self.raw.measures.iter().enumerate();
        let courses: Vec<Course> = measures
            .map(|(measure, scale)| Course {
                instrument: scale.instrument.clone(),
                visits: self.visits(one, measure),
                sessions: session_dates.clone(),
            })
            .collect();
        for (measure, course) in courses.iter().enumerate() {
            self.leave_out_early(one, measure, course);
        }
        Patient {
            id: one.id.clone(),
            group: one
                .group
                .as_ref()
                .and_then(|name| self.groups.iter().position(|known| known == name)),
            values: self.values(one),
            courses,
            session_count: one
                .session_count
                .or_else(|| u32::try_from(sessions.len()).ok().filter(|n| *n > 0)),
            sessions,
            status: status(one),
            events: one
                .events
                .iter()
                .map(|event| AdverseEvent {
                    term: event.term.clone(),
                    date: event.time.and_then(|time| clock.date(time)),
                    severity: event.severity.clone(),
                    relatedness: event.relatedness.clone(),
                    serious: event.serious,
                })
                .collect(),
            flagged_sheets: one.flagged_sheets,
        }
    }

    /// The visits of one scale, each day once.
    fn visits(&mut self, one: &RawPatient, measure: usize) -> Vec<Visit> {
        let Self {
            clock,
            settings,
            problems,
            left_out,
            ..
        } = self;
        let mut dated = Vec::new();
        for score in one.scores.iter().filter(|score| score.measure == measure) {
            match clock.date(score.time) {
                Some(date) => dated.push((date, score)),
                None => problems.add(at(&score.place, BEYOND)),
            }
        }
        let same_day = settings.outcome.same_day.as_deref();
        let by_day = one_a_day(
            dated,
            |score| score.total,
            same_day,
            |clash| match clash {
                Clash::Unused(score) => left_out.push(unused(score, same_day::UNUSED)),
                Clash::Twice { score, first } => problems.add(same_day::twice(
                    |message| at(&score.place, message),
                    first.place.row,
                )),
            },
        );
        by_day
            .into_iter()
            .map(|(date, score)| Visit {
                date,
                total: score.total,
            })
            .collect()
    }

    fn values(&mut self, one: &RawPatient) -> Vec<Option<Datum>> {
        let described = self.characteristics.iter().enumerate();
        described
            .map(|(position, characteristic)| {
                let (text, place) = one.values.get(&position)?;
                match &characteristic.kind {
                    CharacteristicKind::Number { .. } => {
                        let number = text.replace(',', ".").parse::<f64>().ok();
                        if number.is_none_or(|number| !number.is_finite()) {
                            self.problems.add(
                                at(place, "expected a number")
                                    .with_found(text.as_str())
                                    .with_help("Correct it, or make the column a category."),
                            );
                        }
                        number.map(Datum::Number)
                    }
                    CharacteristicKind::Category { levels } => {
                        let codes = &self.raw.characteristics[position].settings.codes;
                        let level = codes.get(text).unwrap_or(text);
                        levels
                            .iter()
                            .position(|known| known == level)
                            .map(Datum::Level)
                    }
                }
            })
            .collect()
    }

    /// Counts the scores that stand before the baseline and enter nothing.
    fn leave_out_early(&mut self, one: &RawPatient, measure: usize, course: &Course) {
        let Ok((begun, _)) = course::baseline::baseline(course, self.baseline) else {
            return;
        };
        for score in one.scores.iter().filter(|score| score.measure == measure) {
            let date = self.clock.date(score.time);
            if score.total.is_some() && date.is_some_and(|date| date < begun) {
                self.left_out.push(unused(score, "before the baseline"));
            }
        }
    }
}

fn unused(score: &RawScore, reason: &str) -> LeftOut {
    LeftOut {
        file: short(&score.place.file),
        row: Some(score.place.row),
        column: Some(score.place.column.to_string()),
        what: "score",
        reason: reason.to_owned(),
    }
}

fn baseline(settings: &Settings) -> Result<BaselineRule, AppError> {
    match settings.outcome.baseline.as_deref() {
        None | Some("before-treatment") => Ok(BaselineRule::BeforeTreatment),
        Some("first") => Ok(BaselineRule::First),
        Some(other) => Err(AppError::Usage(format!(
            "baseline = \"{other}\" is none; use before-treatment or first"
        ))),
    }
}

/// The planned visits of the settings, or the times that occur.
fn planned(
    settings: &Settings,
    clock: &Clock,
    patients: &[Patient],
) -> Result<Vec<PlannedVisit>, AppError> {
    if !settings.outcome.planned.is_empty() {
        let visits = settings.outcome.planned.iter();
        return Ok(visits
            .map(|visit| PlannedVisit {
                label: visit.label.clone(),
                day: visit.day,
            })
            .collect());
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
    let planned = if days.len() <= PLANNED_MAX / 2 {
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

fn endpoint(series: &CaseSeries, settings: &Settings) -> Result<usize, AppError> {
    let last = series.planned.len().saturating_sub(1);
    let Some(label) = &settings.outcome.endpoint else {
        return Ok(last);
    };
    let found = series
        .planned
        .iter()
        .position(|visit| visit.label == *label);
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
