//! Figures of courses: flow, missing values, adverse events, sessions.

use super::adverse::{Adverse, EventSummary};
use super::analysis::Analysis;
use super::by_group::GroupResults;
use super::data::{Patient, Status, TimeScale};
use super::figures::{Figure, numbered};
use super::outcomes::Share;
use euthymia_clinical::date::days_between;
use euthymia_plot::{
    AdverseEvents, Calendar, CalendarDate, CalendarEntry, Category, CellState, CourseCalendar,
    CourseEntry, DayKind, DaySign, Estimate, EventRate, EventRow, Exit, Flow, Glyph, Lane,
    MarkKind, MissingnessMap, MissingnessRow, Stage, Swimmer, Texture, TimeUnit,
};

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

pub(super) fn swimmer(analysis: &Analysis) -> Option<Figure> {
    let series = &analysis.series;
    if series.time == TimeScale::Order {
        return None;
    }
    let choices = &analysis.choices;
    let lane = |(place, patient): (usize, &Patient)| -> Option<Lane> {
        let zero = series.day_zero(patient).ok()?;
        let day = |date| days_between(zero, date) as f64;
        let before = series.baseline_score(patient, 0).ok()?;
        let course = patient.courses.first()?;
        let scored = course.visits.iter().filter(|visit| visit.total.is_some());
        let seen: Vec<f64> = scored.clone().map(|visit| day(visit.date)).collect();
        let sessions: Vec<f64> = patient.sessions.iter().map(|s| day(s.date)).collect();
        let last = seen.iter().chain(&sessions).copied().fold(0.0, f64::max);
        let first = seen.iter().chain(&sessions).copied().fold(0.0, f64::min);
        let mut lane = Lane::new(&numbered(place), first, last);
        if let (Some(from), Some(to)) = (sessions.first(), sessions.last()) {
            lane = lane.phase(0, *from, *to);
        }
        for at in &sessions {
            lane = lane.mark(0, *at);
        }
        let first_met = |met: &dyn Fn(f64) -> bool| {
            let later = scored
                .clone()
                .filter(|v| day(v.date) > 0.0 && v.total.is_some_and(met));
            later.map(|visit| day(visit.date)).reduce(f64::min)
        };
        if let Some(at) = first_met(&|score| choices.responded(before, score) == Some(true)) {
            lane = lane.mark(1, at);
        }
        if let Some(at) = first_met(&|score| choices.remitted(before, score) == Some(true)) {
            lane = lane.mark(2, at);
        }
        if matches!(patient.status, Status::Stopped { .. }) {
            lane = lane.mark(3, sessions.last().copied().unwrap_or(last));
        }
        Some(match patient.status {
            Status::Ongoing => lane.ongoing(),
            _ => lane,
        })
    };
    let mut lanes: Vec<Lane> = series
        .patients
        .iter()
        .enumerate()
        .filter_map(lane)
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
    let days = |patient: &Patient| {
        let sessions = patient.sessions.iter().map(|session| (session.date, 0));
        let visits = patient.courses.first().map(|course| course.visits.clone());
        let seen = visits
            .into_iter()
            .flatten()
            .filter(|visit| visit.total.is_some());
        sessions
            .chain(seen.map(|visit| (visit.date, 1)))
            .collect::<Vec<_>>()
    };
    let scene = match series.time {
        TimeScale::Dates => {
            let entry = |(date, kind): (jiff::civil::Date, usize)| {
                let (month, day) = (
                    u8::try_from(date.month()).ok()?,
                    u8::try_from(date.day()).ok()?,
                );
                let date = CalendarDate::new(i32::from(date.year()), month, day)?;
                Some(CalendarEntry { date, kind })
            };
            Calendar {
                title,
                description,
                caution: series.note.clone(),
                kinds,
                entries: series
                    .patients
                    .iter()
                    .flat_map(days)
                    .filter_map(entry)
                    .collect(),
                ..Calendar::default()
            }
            .to_scene()
        }
        TimeScale::Days | TimeScale::Order => {
            let entries = series.patients.iter().filter_map(|patient| {
                let zero = series.day_zero(patient).ok()?;
                let entry = move |(date, kind): (jiff::civil::Date, usize)| {
                    let day = i32::try_from(days_between(zero, date)).ok()?;
                    Some(CourseEntry { day, kind })
                };
                Some(days(patient).into_iter().filter_map(entry))
            });
            CourseCalendar {
                title,
                description,
                caution: series.note.clone(),
                first_day: 0,
                kinds,
                entries: entries.flatten().collect(),
                ..CourseCalendar::default()
            }
            .to_scene()
        }
    };
    Some(Figure {
        id: "calendar",
        caption: match series.time {
            TimeScale::Dates => {
                "The days of sessions and of assessments, of all patients together. A number counts the sessions \
                 of a day, where there is more than one."
            }
            TimeScale::Days | TimeScale::Order => {
                "The days of sessions and of assessments, counted from each patient's day 0, of all patients \
                 together. A number counts the sessions of a day, where there is more than one."
            }
        }
        .to_owned(),
        scene,
    })
}
