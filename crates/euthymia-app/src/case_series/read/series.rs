//! What all tables have in common, and the patients.

use super::super::settings::Settings;
use super::clock::{Clock, beyond};
use super::planned::{endpoint, planned};
use super::raw::{Raw, RawCharacteristic, RawPatient, RawScore, short};
use super::same_day::{self, Clash, one_a_day};
use super::{Loaded, SeriesRequest};
use crate::error::AppError;
use euthymia_clinical::course::{self, BaselineRule, Course, Visit};
use euthymia_report::case_series::{
    AdverseEvent, CaseSeries, Characteristic, CharacteristicKind, DAY_ZERO, Datum, Identifier,
    LeftOut, Measure, Patient, Session, Status,
};
use euthymia_table::{Diagnostic, Problems};
use jiff::civil::Date;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Why a score is not used.
pub(super) const BEFORE_BASELINE: &str = "before the baseline";

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
    let (series, _) = made(raw, loaded, problems, true)?;
    let has_one = |patient: &Patient| series.baseline_score(patient, 0).is_ok();
    match series.patients.iter().any(has_one) {
        true => Ok(series),
        false => Err(no_baseline(&series)),
    }
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
    let clock = Clock::of(&raw, &mut problems).map_err(AppError::from)?;
    let groups = groups(&raw);
    let characteristics = characteristics(&raw);
    let mut left_out = std::mem::take(&mut raw.left_out);
    let mut patients = Vec::with_capacity(raw.patients.len());
    let rule = baseline(settings, &clock)?;
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

/// Somebody must have a baseline on the main scale.
pub(super) fn no_baseline(series: &CaseSeries) -> AppError {
    let file = series.files.first().map_or("", String::as_str);
    let scale = series.main_measure().map_or("", |one| one.name.as_str());
    Diagnostic::error(
        file,
        format!("no patient has a {scale} score on or before day 0, the first day of treatment"),
    )
    .with_help(
        "Add the baselines, or take each patient's first score for it: baseline = \"first\" below \
         [outcome] in the settings.",
    )
    .into()
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
    let is_meant = |m: &Measure| {
        [&m.instrument, &m.name]
            .iter()
            .any(|name| name.eq_ignore_ascii_case(wanted))
    };
    let Some(at) = raw.measures.iter().position(is_meant) else {
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

fn groups(raw: &Raw) -> Vec<String> {
    if !raw.has_groups {
        return Vec::new();
    }
    let named = raw.patients.iter().filter_map(|one| one.group.clone());
    let distinct: BTreeSet<String> = named.collect();
    distinct.into_iter().collect()
}

fn characteristics(raw: &Raw) -> Vec<Characteristic> {
    let described = raw.characteristics.iter().enumerate();
    described
        .map(|(at, one)| Characteristic {
            column: one.column.clone(),
            label: one
                .settings
                .label
                .clone()
                .unwrap_or_else(|| sentence(&one.column)),
            kind: kind(at, one, raw),
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

fn kind(at: usize, one: &RawCharacteristic, raw: &Raw) -> CharacteristicKind {
    if one.settings.kind.as_deref() == Some("number") {
        return CharacteristicKind::Number {
            unit: one.settings.unit.clone(),
        };
    }
    let values = raw.patients.iter().filter_map(|one| one.values.get(&at));
    let distinct: BTreeSet<&str> = values.map(|value| value.text.as_str()).collect();
    let mut codes: Vec<&str> = distinct.into_iter().collect();
    codes.sort_by(|one, other| by_number(one, other));
    let mut levels: Vec<String> = Vec::new();
    for code in codes {
        let level = one.settings.codes.get(code).map_or(code, String::as_str);
        if !levels.iter().any(|known| known == level) {
            levels.push(level.to_owned());
        }
    }
    CharacteristicKind::Category { levels }
}

/// Numbers by their size and before words: 2 comes before 10.
fn by_number(one: &str, other: &str) -> Ordering {
    let number = |text: &str| text.parse::<f64>().ok().filter(|value| value.is_finite());
    match (number(one), number(other)) {
        (Some(a), Some(b)) => a.total_cmp(&b).then_with(|| one.cmp(other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => one.cmp(other),
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
        self.leave_out_unlisted(one);
        Patient {
            id: Identifier::new(one.id.clone()),
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
                None => problems.add(beyond(&score.place)),
            }
        }
        let same_day = settings.outcome.same_day.as_deref();
        let by_day = one_a_day(
            dated,
            |score| (score.total, score.is_repeated),
            same_day,
            |clash| match clash {
                Clash::Unused(score, reason) => left_out.push(unused(score, reason)),
                Clash::Twice { score, first } => problems.add(same_day::twice(
                    |message| score.place.error(message),
                    &first.place.seen_from(&score.place),
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

    fn values(&self, one: &RawPatient) -> Vec<Option<Datum>> {
        let described = self.characteristics.iter().zip(&self.raw.characteristics);
        described
            .enumerate()
            .map(|(position, (characteristic, read))| {
                let value = one.values.get(&position)?;
                match &characteristic.kind {
                    CharacteristicKind::Number { .. } => value.number.map(Datum::Number),
                    CharacteristicKind::Category { levels } => {
                        let level = read.settings.codes.get(&value.text);
                        let level = level.unwrap_or(&value.text);
                        levels
                            .iter()
                            .position(|known| known == level)
                            .map(Datum::Level)
                    }
                }
            })
            .collect()
    }

    /// A patient known only from sessions or events.
    fn leave_out_unlisted(&mut self, one: &RawPatient) {
        if !one.is_listed
            && let Some(place) = &one.place
        {
            self.left_out.push(place.left_out(
                "patient",
                "in no table of patients or visits: sessions and events are counted, nothing else",
            ));
        }
    }

    /// Counts the scores that stand before the baseline and enter nothing.
    fn leave_out_early(&mut self, one: &RawPatient, measure: usize, course: &Course) {
        let Ok((begun, _)) = course::baseline::baseline(course, self.baseline) else {
            return;
        };
        for score in one.scores.iter().filter(|score| score.measure == measure) {
            let date = self.clock.date(score.time);
            if score.total.is_some() && date.is_some_and(|date| date < begun) {
                self.left_out.push(unused(score, BEFORE_BASELINE));
            }
        }
    }
}

fn unused(score: &RawScore, reason: &str) -> LeftOut {
    score.place.left_out("score", reason)
}

/// Where the times are days or an order, day 0 or the first place is the baseline's.
fn baseline(settings: &Settings, clock: &Clock) -> Result<BaselineRule, AppError> {
    match settings.outcome.baseline.as_deref() {
        None | Some("before-treatment") => Ok(match clock {
            Clock::Dates => BaselineRule::BeforeTreatment,
            Clock::Days | Clock::Order(_) => BaselineRule::BeforeTreatmentOr(DAY_ZERO),
        }),
        Some("first") => Ok(BaselineRule::First),
        Some(other) => Err(AppError::Usage(format!(
            "baseline = \"{other}\" is none; use before-treatment or first"
        ))),
    }
}
