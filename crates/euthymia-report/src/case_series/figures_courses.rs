//! Figures of courses: flow, missing values, adverse events, sessions.

use super::adverse::{Adverse, EventSummary};
use super::analysis::Analysis;
use super::by_group::GroupResults;
use super::data::{CaseSeries, Patient, Status, TimeScale};
use super::figures::{Figure, numbered};
use super::outcomes::Share;
use euthymia_clinical::date::days_between;
use euthymia_plot::{
    AdverseEvents, Calendar, CalendarDate, CalendarEntry, Category, CellState, CourseCalendar,
    CourseEntry, DayKind, DaySign, Estimate, EventRate, EventRow, Exit, Flow, Glyph, Lane,
    MarkKind, MissingnessMap, MissingnessRow, Stage, Swimmer, Texture, TimeUnit,
};
use jiff::civil::Date;

pub(super) fn flow(analysis: &Analysis) -> Figure {
    let (series, flow) = (&analysis.series, &analysis.flow);
    let endpoint = series.planned.get(series.endpoint);
    let endpoint = endpoint.map_or("the endpoint", |visit| visit.label.as_str());
    let mut read = Stage::new("In the files", flow.read as u64);
    if flow.without_baseline > 0 {
        read = read.exit(Exit::new("No baseline score", flow.without_baseline as u64));
    }
    let mut started = Stage::new("Started, with a baseline", flow.started as u64);
    if let Some(completed) = flow.completed {
        started = started.detail(&format!("{completed} completed the treatment"));
    }
    let mut missing = Exit::new(
        &format!("No score at {endpoint}"),
        flow.missing_at_endpoint as u64,
    );
    // Reasons are of those who stopped and are missing at the end; others may be missing without any.
    for (reason, count) in reasons_of_missing(analysis) {
        missing = missing.reason(&reason, count);
    }
    if flow.missing_at_endpoint > 0 {
        started = started.exit(missing);
    }
    let analysed = Stage::new(&format!("Score at {endpoint}"), flow.analysed as u64);
    let drawn = Flow {
        title: format!("Patients: {}", series.name),
        description: "How many patients there were at each stage, and why others were not."
            .to_owned(),
        caution: series.note.clone(),
        stages: vec![read, started, analysed],
        ..Flow::default()
    };
    Figure {
        id: "flow",
        caption: "Patients from the files to the analysis.".to_owned(),
        scene: drawn.to_scene(),
    }
}

fn reasons_of_missing(analysis: &Analysis) -> Vec<(String, u64)> {
    let series = &analysis.series;
    let mut counted: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    for patient in &series.patients {
        let started = series.baseline_score(patient, 0).is_ok();
        if !started || series.score_at(patient, 0, series.endpoint).is_some() {
            continue;
        }
        let reason = match &patient.status {
            Status::Stopped {
                reason: Some(reason),
            } => format!("stopped: {reason}"),
            Status::Stopped { reason: None } => "stopped, no reason recorded".to_owned(),
            Status::Completed => "completed, not seen".to_owned(),
            Status::Ongoing => "treatment goes on".to_owned(),
            Status::NotRecorded => continue,
        };
        *counted.entry(reason).or_insert(0) += 1;
    }
    counted.into_iter().collect()
}

pub(super) fn missingness(analysis: &Analysis) -> Option<Figure> {
    let series = &analysis.series;
    if series.planned.len() < 2 {
        return None;
    }
    let cells = |patient: &Patient| -> Vec<CellState> {
        let seen: Vec<bool> = (0..series.planned.len())
            .map(|at| series.has_score_at(patient, 0, at))
            .collect();
        let last = seen.iter().rposition(|seen| *seen);
        let after_last = match patient.status {
            Status::Stopped { .. } => CellState::Left,
            Status::Ongoing => CellState::NotDue,
            Status::Completed | Status::NotRecorded => CellState::Missing,
        };
        seen.iter()
            .enumerate()
            .map(
                |(at, seen)| match (seen, last.is_none_or(|last| at > last)) {
                    (true, _) => CellState::Present,
                    (false, true) => after_last,
                    (false, false) => CellState::Missing,
                },
            )
            .collect()
    };
    let mut rows: Vec<(usize, Vec<CellState>)> =
        series.patients.iter().map(cells).enumerate().collect();
    // The complete ones first, then by how long they were seen.
    rows.sort_by_key(|(place, cells)| {
        let present = cells.iter().filter(|c| **c == CellState::Present).count();
        (std::cmp::Reverse(present), *place)
    });
    let drawn = MissingnessMap {
        title: format!("Scores that are there: {}", series.name),
        description: "For each patient and visit whether there is a score.".to_owned(),
        caution: series.note.clone(),
        label_header: "Patient".to_owned(),
        columns: series
            .planned
            .iter()
            .map(|visit| visit.label.clone())
            .collect(),
        rows: rows
            .into_iter()
            .map(|(place, cells)| MissingnessRow::new(&numbered(place), cells))
            .collect(),
        ..MissingnessMap::default()
    };
    Some(Figure {
        id: "missingness",
        caption: "Which patients have a score at which visit, within its window, the most complete first. Left: \
                  no score after the treatment was stopped; not yet due: none so far, and the treatment goes on."
            .to_owned(),
        scene: drawn.to_scene(),
    })
}

fn rate(share: &Share) -> EventRate {
    let (p, exact) = (share.proportion, &share.exact);
    let estimate = Estimate::new(p.estimate(), exact.lower, exact.upper);
    EventRate::new(estimate, &format!("{}/{}", p.events(), p.n()))
}

/// The rates of each of two groups with their names; `None` where there are not two with patients.
fn in_two_groups(analysis: &Analysis, all: &Adverse) -> Option<(Vec<String>, Vec<EventRow>)> {
    let [first, second] = analysis.groups.as_slice() else {
        return None;
    };
    let row = |event: &EventSummary| {
        let of = |group: &GroupResults| {
            let adverse = group.adverse.as_ref()?;
            let share = adverse.patients_with(&event.term, analysis.choices.level)?;
            Some(rate(&share))
        };
        Some(EventRow::new(&event.term, [of(first)?, of(second)?]))
    };
    let rows: Option<Vec<EventRow>> = all.events.iter().map(row).collect();
    Some((vec![first.name.clone(), second.name.clone()], rows?))
}

pub(super) fn adverse_events(analysis: &Analysis) -> Option<Figure> {
    let adverse = analysis.adverse.as_ref()?;
    if adverse.events.is_empty() {
        return None;
    }
    let series = &analysis.series;
    // Two groups are drawn side by side; of more there is no room, and the table has them.
    let (groups, rows) = in_two_groups(analysis, adverse).unwrap_or_else(|| {
        let all = |event: &EventSummary| EventRow::new(&event.term, [rate(&event.patients)]);
        (
            vec!["Patients".to_owned()],
            adverse.events.iter().map(all).collect(),
        )
    });
    let drawn = AdverseEvents {
        title: format!("Adverse events: {}", series.name),
        description: "Percent of patients with each event, with exact limits.".to_owned(),
        caution: series.note.clone(),
        label_header: "Event".to_owned(),
        groups,
        count_header: String::new(),
        rows,
        axis_label: "Percent of patients".to_owned(),
        ..AdverseEvents::default()
    };
    Some(Figure {
        id: "adverse-events",
        caption: "Patients with each adverse event at least once, with exact intervals.".to_owned(),
        scene: drawn.to_scene(),
    })
}

/// The lane of a patient from the first to the last contact; `None` without a baseline.
fn lane(analysis: &Analysis, place: usize, patient: &Patient) -> Option<Lane> {
    let (series, choices) = (&analysis.series, &analysis.choices);
    let zero = series.day_zero(patient).ok()?;
    let day = |date| days_between(zero, date) as f64;
    let before = series.baseline_score(patient, 0).ok()?;
    let course = patient.courses.first()?;
    let scored: Vec<(f64, f64)> = course
        .visits
        .iter()
        .filter_map(|visit| Some((day(visit.date), visit.total?)))
        .collect();
    let sessions: Vec<f64> = patient.sessions.iter().map(|s| day(s.date)).collect();
    let contacts = || scored.iter().map(|(day, _)| day).chain(&sessions).copied();
    let (first, last) = (
        contacts().fold(0.0, f64::min),
        contacts().fold(0.0, f64::max),
    );
    let mut lane = Lane::new(&numbered(place), first, last);
    if let (Some(from), Some(to)) = (sessions.first(), sessions.last()) {
        lane = lane.phase(0, *from, *to);
    }
    for at in &sessions {
        lane = lane.mark(0, *at);
    }
    let first_met = |met: &dyn Fn(f64) -> Option<bool>| {
        let later = scored.iter().filter(|(day, _)| *day > 0.0);
        let met = later.filter(|(_, score)| met(*score) == Some(true));
        met.map(|(day, _)| *day).reduce(f64::min)
    };
    if let Some(at) = first_met(&|score| choices.responded(before, score)) {
        lane = lane.mark(1, at);
    }
    if let Some(at) = first_met(&|score| choices.remitted(before, score)) {
        lane = lane.mark(2, at);
    }
    if matches!(patient.status, Status::Stopped { .. }) {
        lane = lane.mark(3, sessions.last().copied().unwrap_or(last));
    }
    Some(match patient.status {
        Status::Ongoing => lane.ongoing(),
        _ => lane,
    })
}

pub(super) fn swimmer(analysis: &Analysis) -> Option<Figure> {
    let series = &analysis.series;
    if series.time == TimeScale::Order {
        return None;
    }
    let mut lanes: Vec<Lane> = series
        .patients
        .iter()
        .enumerate()
        .filter_map(|(place, patient)| lane(analysis, place, patient))
        .collect();
    lanes.sort_by(|a, b| b.last.total_cmp(&a.last));
    if lanes.is_empty() {
        return None;
    }
    let drawn = Swimmer {
        title: format!("Courses: {}", series.name),
        description: "A lane for each patient from the first to the last contact.".to_owned(),
        caution: series.note.clone(),
        label_header: "Patient".to_owned(),
        unit: TimeUnit::Days,
        time_label: "Days from day 0".to_owned(),
        phases: vec![Category::new("treatment").texture(Texture::Solid)],
        kinds: vec![
            MarkKind::new("session", Glyph::Tick),
            MarkKind::new("first response", Glyph::Dot),
            MarkKind::new("first remission", Glyph::Diamond),
            MarkKind::new("treatment stopped", Glyph::Cross),
        ],
        lanes,
        ..Swimmer::default()
    };
    Some(Figure {
        id: "courses",
        caption: "Each patient from first to last contact: sessions, first response, first remission, and \
                  treatment that was stopped; the longest courses first."
            .to_owned(),
        scene: drawn.to_scene(),
    })
}

/// The days of sessions (0) and of assessments (1) of a patient.
fn days(patient: &Patient) -> Vec<(Date, usize)> {
    let sessions = patient.sessions.iter().map(|session| (session.date, 0));
    let visits = patient.courses.first().into_iter().flat_map(|c| &c.visits);
    let seen = visits.filter(|visit| visit.total.is_some());
    sessions.chain(seen.map(|visit| (visit.date, 1))).collect()
}

fn calendar_entry((date, kind): (Date, usize)) -> Option<CalendarEntry> {
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    let date = CalendarDate::new(i32::from(date.year()), month, day)?;
    Some(CalendarEntry { date, kind })
}

fn course_entries(series: &CaseSeries, patient: &Patient) -> Vec<CourseEntry> {
    let Ok(zero) = series.day_zero(patient) else {
        return Vec::new();
    };
    let entry = |(date, kind)| {
        let day = i32::try_from(days_between(zero, date)).ok()?;
        Some(CourseEntry { day, kind })
    };
    days(patient).into_iter().filter_map(entry).collect()
}

/// Sessions and assessments on a calendar; without dates, by day of the course.
pub(super) fn calendar(analysis: &Analysis) -> Option<Figure> {
    let series = &analysis.series;
    if !series.has_sessions || series.time == TimeScale::Order {
        return None;
    }
    let kinds = vec![
        DayKind::new("session", DaySign::Fill(Texture::Solid)),
        DayKind::new("assessment", DaySign::Mark(Glyph::Ring)),
    ];
    let title = format!("Sessions and assessments: {}", series.name);
    let description =
        "The days on which sessions were given and patients were assessed.".to_owned();
    let caution = series.note.clone();
    let patients = series.patients.iter();
    let (scene, counted) = if series.time == TimeScale::Dates {
        let drawn = Calendar {
            title,
            description,
            caution,
            kinds,
            entries: patients.flat_map(days).filter_map(calendar_entry).collect(),
            ..Calendar::default()
        };
        (drawn.to_scene(), "")
    } else {
        let drawn = CourseCalendar {
            title,
            description,
            caution,
            first_day: 0,
            kinds,
            entries: patients
                .flat_map(|patient| course_entries(series, patient))
                .collect(),
            ..CourseCalendar::default()
        };
        (drawn.to_scene(), ", counted from each patient's day 0")
    };
    Some(Figure {
        id: "calendar",
        caption: format!(
            "The days of sessions and of assessments{counted}, of all patients together. A number counts the \
             sessions of a day, where there is more than one and room for it."
        ),
        scene,
    })
}
