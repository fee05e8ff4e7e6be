//! Figures of scores: trajectories, slopes, percent change, distributions, responders, outcome
//! categories, time to response.

use super::analysis::Analysis;
use super::choices::{AnalysisSet, Choices};
use super::data::{CaseSeries, Patient, TimeScale};
use super::figures_courses;
use super::outcomes::pairs;
use crate::cohort::{cutoff, figure as before_after};
use crate::words;
use euthymia_clinical::date::days_between;
use euthymia_cohort::density::{density, five_numbers};
use euthymia_cohort::percent_change::percent_improvement;
use euthymia_numerics::student_t;
use euthymia_plot::{
    Axis, Better, Category, Denominator, FiveNumbers, GroupMean, Interval, Observation, RainGroup,
    Raincloud, ResponderCurve, ResponderGroup, Scale, Scene, StackedBar, StackedBars,
    SurvivalCurve, SurvivalGroup, SurvivalStep, Texture, Threshold, Trajectories, TrajectoryGroup,
    Visit, Waterfall, WaterfallBar,
};

/// A figure with its name and caption.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its name: the stem of the file it may be saved under.
    pub id: &'static str,
    /// What it shows.
    pub caption: String,
    /// The drawing.
    pub scene: Scene,
}

/// Every figure that the data allow, in the order of a report.
#[must_use]
pub fn figures(analysis: &Analysis) -> Vec<Figure> {
    let scores = [
        trajectories(analysis),
        slopes(analysis),
        waterfall(analysis),
        raincloud(analysis),
        responder_curve(analysis),
        categories(analysis),
        time_to_response(analysis),
    ];
    let mut all = vec![figures_courses::flow(analysis)];
    all.extend(figures_courses::missingness(analysis));
    all.extend(scores.into_iter().flatten());
    all.extend(figures_courses::adverse_events(analysis));
    all.extend(figures_courses::swimmer(analysis));
    all.extend(figures_courses::calendar(analysis));
    all
}

/// The label of a patient where identifiers must not be shown.
pub(super) fn numbered(place: usize) -> String {
    format!("{}", place + 1)
}

/// The groups, or all as one.
pub(super) fn groups(series: &CaseSeries) -> Vec<(Option<usize>, String)> {
    match series.groups.len() {
        0 | 1 => vec![(None, "All patients".to_owned())],
        _ => series
            .groups
            .iter()
            .enumerate()
            .map(|(at, name)| (Some(at), name.clone()))
            .collect(),
    }
}

fn scale(series: &CaseSeries) -> (&str, Option<(f64, f64)>) {
    series.main_measure().map_or(("", None), |measure| {
        let limits = measure.range.1.map(|highest| (measure.range.0, highest));
        (measure.name.as_str(), limits)
    })
}

fn endpoint(series: &CaseSeries) -> &str {
    series
        .planned
        .get(series.endpoint)
        .map_or("the endpoint", |visit| visit.label.as_str())
}

/// The scores of a patient over time, with a gap for each planned visit without any.
fn observations(series: &CaseSeries, patient: &Patient) -> Option<Vec<Observation>> {
    let zero = series.day_zero(patient).ok()?;
    let course = patient.courses.first()?;
    let visits = course.visits.iter();
    let mut seen: Vec<Observation> = visits
        .map(|visit| Observation {
            time: days_between(zero, visit.date) as f64,
            value: visit.total,
        })
        .collect();
    // A planned visit without any score is a gap, up to the last that was seen.
    let last = seen.iter().map(|visit| visit.time).fold(0.0, f64::max);
    for (at, planned) in series.planned.iter().enumerate() {
        let time = planned.day as f64;
        if time < last && !series.has_score_at(patient, 0, at) {
            seen.push(Observation { time, value: None });
        }
    }
    seen.sort_by(|a, b| a.time.total_cmp(&b.time));
    Some(seen)
}

fn trajectories(analysis: &Analysis) -> Option<Figure> {
    let (series, choices) = (&analysis.series, &analysis.choices);
    let (name, limits) = scale(series);
    let groups: Vec<TrajectoryGroup> = groups(series)
        .into_iter()
        .map(|(group, label)| TrajectoryGroup {
            label,
            people: series
                .members(group)
                .filter_map(|patient| observations(series, patient))
                .collect(),
            means: (0..series.planned.len())
                .map(|at| group_mean(analysis, group, at))
                .collect(),
        })
        .collect();
    groups
        .iter()
        .any(|group| !group.people.is_empty())
        .then_some(())?;
    let drawn = Trajectories {
        title: format!("{name} over time: {}", series.name),
        description: format!("A line for each patient, and the mean at each visit, on the {name}."),
        caution: series.note.clone(),
        value_label: format!("{name} total"),
        time_label: match series.time {
            TimeScale::Order => "Visit".to_owned(),
            TimeScale::Dates | TimeScale::Days => "Days from day 0".to_owned(),
        },
        limits,
        visits: series
            .planned
            .iter()
            .map(|visit| match series.time {
                TimeScale::Order => Visit::at(visit.day as f64, &visit.label),
                _ => Visit::at(visit.day as f64, &visit.day.to_string()),
            })
            .collect(),
        groups,
        mean_label: format!("Mean with {} CI", words::level(choices.level)),
        thresholds: choices
            .remission
            .iter()
            .filter_map(|(rule, _)| cutoff(rule))
            .collect(),
        ..Trajectories::default()
    };
    Some(Figure {
        id: "trajectories",
        caption: format!(
            "Each patient's {name} over time; the mean of those with a baseline who were seen at each visit, \
             with its {} interval.",
            words::level(choices.level)
        ),
        scene: drawn.to_scene(),
    })
}

fn group_mean(analysis: &Analysis, group: Option<usize>, at: usize) -> GroupMean {
    let series = &analysis.series;
    let scores: Vec<f64> = series
        .members(group)
        .filter_map(|patient| Some(series.score_at(patient, 0, at)?.1))
        .collect();
    let n = scores.len();
    // One patient has a line and no mean with an interval.
    let mean = euthymia_cohort::descriptive::mean(&scores).and_then(|mean| {
        let sd = euthymia_cohort::descriptive::sd(&scores)?;
        let tail = analysis.choices.level.complement().half();
        let half = student_t::upper_quantile(tail, n as f64 - 1.0) * sd / (n as f64).sqrt();
        Interval::new(mean, mean - half, mean + half)
    });
    GroupMean {
        time: series.planned.get(at).map_or(0.0, |visit| visit.day as f64),
        n,
        mean,
    }
}

fn slopes(analysis: &Analysis) -> Option<Figure> {
    let change = analysis.changes.first()?.as_ref().ok()?;
    let mut drawn = before_after(change);
    drawn.after_label = endpoint(&analysis.series).to_owned();
    drawn.before_label = "baseline".to_owned();
    if let Ok(t) = &change.change {
        let interval = &t.interval;
        drawn.footnotes.push(format!(
            "Mean change, baseline less later score: {}",
            euthymia_table::fmt::interval(
                t.summary.mean_difference,
                interval.lower,
                interval.upper,
                2
            )
        ));
    }
    Some(Figure {
        id: "before-after",
        caption: format!(
            "Each patient from baseline to {}, of those with both scores.",
            endpoint(&analysis.series)
        ),
        scene: drawn.to_scene(),
    })
}

const CATEGORIES: [&str; 4] = [
    "decrease of 50 % or more",
    "25 % to less than 50 %",
    "less than 25 %, or none",
    "increase",
];

/// The category of a change: at least half, at least a quarter, less, or none of it.
fn category(improvement: f64) -> usize {
    match improvement {
        x if x >= 50.0 => 0,
        x if x >= 25.0 => 1,
        x if x >= 0.0 => 2,
        _ => 3,
    }
}

fn improvements(series: &CaseSeries, group: Option<usize>) -> Vec<Option<f64>> {
    pairs(series, 0, group, AnalysisSet::AllStarted)
        .into_iter()
        .map(|(before, after)| percent_improvement(before, after?))
        .collect()
}

fn line(value: f64, label: &str) -> Threshold {
    Threshold {
        value,
        label: label.to_owned(),
    }
}

fn waterfall(analysis: &Analysis) -> Option<Figure> {
    let series = &analysis.series;
    let (name, _) = scale(series);
    let mut known: Vec<f64> = improvements(series, None).into_iter().flatten().collect();
    known.sort_by(f64::total_cmp);
    if known.is_empty() {
        return None;
    }
    let drawn = Waterfall {
        title: format!("Percent change of the {name}: {}", series.name),
        description: format!(
            "A bar for each of {} patients with both scores, from worst to best.",
            known.len()
        ),
        caution: series.note.clone(),
        value_label: format!("Change from baseline to {}, percent", endpoint(series)),
        bars: known
            .iter()
            .map(|improvement| WaterfallBar {
                value: -improvement,
                category: Some(category(*improvement)),
            })
            .collect(),
        categories: CATEGORIES.map(str::to_owned).to_vec(),
        better: Better::Lower,
        thresholds: vec![line(-50.0, "−50 %"), line(-25.0, "−25 %")],
        ..Waterfall::default()
    };
    Some(Figure {
        id: "waterfall",
        caption: format!(
            "Percent change of the {name} from baseline to {}, one bar per patient with both scores ({} of {} \
             who started).",
            endpoint(series),
            known.len(),
            analysis.flow.started
        ),
        scene: drawn.to_scene(),
    })
}

fn raincloud(analysis: &Analysis) -> Option<Figure> {
    const POINTS: usize = 101;
    let series = &analysis.series;
    let (name, limits) = scale(series);
    let both = pairs(series, 0, None, AnalysisSet::AllStarted);
    let columns = [
        (
            "baseline",
            both.iter().map(|(before, _)| Some(*before)).collect(),
        ),
        (
            endpoint(series),
            both.iter().map(|(_, after)| *after).collect::<Vec<_>>(),
        ),
    ];
    let groups = columns.map(|(label, values): (&str, Vec<Option<f64>>)| {
        let known: Vec<f64> = values.iter().flatten().copied().collect();
        RainGroup {
            label: label.to_owned(),
            density: density(&known, POINTS).unwrap_or_default(),
            summary: five_numbers(&known).and_then(FiveNumbers::new),
            mean: euthymia_cohort::descriptive::mean(&known),
            values,
        }
    });
    if both.is_empty() {
        return None;
    }
    let drawn = Raincloud {
        title: format!("Distribution of the {name}: {}", series.name),
        description: "Outline, box and dots of the scores at the start and at the end.".to_owned(),
        caution: series.note.clone(),
        axis: Axis {
            scale: Scale::Linear,
            label: format!("{name} total"),
            limits,
            ..Axis::default()
        },
        groups: groups.to_vec(),
        joined: true,
        thresholds: analysis
            .choices
            .remission
            .iter()
            .filter_map(|(rule, _)| cutoff(rule))
            .collect(),
        box_label: "quartiles and range".to_owned(),
        ..Raincloud::default()
    };
    Some(Figure {
        id: "raincloud",
        caption: format!(
            "{name} at baseline and at {}: outline (Gaussian kernel), quartiles, mean, and each patient, \
             joined where both scores are known.",
            endpoint(series)
        ),
        scene: drawn.to_scene(),
    })
}

fn responder_curve(analysis: &Analysis) -> Option<Figure> {
    let series = &analysis.series;
    let (name, _) = scale(series);
    let groups: Vec<ResponderGroup> = groups(series)
        .into_iter()
        .map(|(group, label)| ResponderGroup {
            label,
            improvements: improvements(series, group),
        })
        .collect();
    let known = groups
        .iter()
        .flat_map(|group| &group.improvements)
        .flatten();
    known.clone().next()?;
    let drawn = ResponderCurve {
        title: format!("Cumulative responders on the {name}: {}", series.name),
        description:
            "For each improvement the percentage of patients who improved at least so much."
                .to_owned(),
        caution: series.note.clone(),
        improvement_label: format!("Improvement from baseline to {}, percent", endpoint(series)),
        groups,
        denominator: Denominator::Everybody,
        references: vec![line(25.0, "25 %"), line(50.0, "50 %")],
        ..ResponderCurve::default()
    };
    Some(Figure {
        id: "responders",
        caption: "Percentage of all who started with at least so much improvement; patients without a score \
                  at the end count as not improved."
            .to_owned(),
        scene: drawn.to_scene(),
    })
}

/// The position of the state of a patient at a visit among remission, response, partial response, no
/// response, worse and missing.
fn state(choices: &Choices, before: f64, score: Option<f64>) -> usize {
    let Some(score) = score else {
        return 5;
    };
    if choices.remitted(before, score) == Some(true) {
        return 0;
    }
    if choices.responded(before, score) == Some(true) {
        return 1;
    }
    match percent_improvement(before, score) {
        Some(improvement) => category(improvement).max(1) + 1,
        None => 5,
    }
}

/// Remission, response, partial response, no response, worse and missing at each visit.
fn categories(analysis: &Analysis) -> Option<Figure> {
    let (series, choices) = (&analysis.series, &analysis.choices);
    let started: Vec<(&Patient, f64)> = series
        .patients
        .iter()
        .filter_map(|patient| Some((patient, series.baseline_score(patient, 0).ok()?)))
        .collect();
    if started.is_empty() || series.planned.len() < 2 {
        return None;
    }
    let bars = series
        .planned
        .iter()
        .enumerate()
        .skip(1)
        .map(|(at, visit)| {
            let mut counts = [0_u64; 6];
            for (patient, before) in &started {
                let score = series.score_at(patient, 0, at).map(|(_, score)| score);
                if let Some(count) = counts.get_mut(state(choices, *before, score)) {
                    *count += 1;
                }
            }
            StackedBar::new(&visit.label, counts)
        });
    let names = [
        "remission",
        "response, no remission",
        "partial response",
        "no response",
        "worse",
        "missing",
    ];
    let textures = [
        Texture::Solid,
        Texture::Rising,
        Texture::Grey,
        Texture::Dotted,
        Texture::Crossed,
        Texture::Open,
    ];
    let drawn = StackedBars {
        title: format!("Outcomes at each visit: {}", series.name),
        description: "Of all who started, how many were in which state at each visit.".to_owned(),
        caution: series.note.clone(),
        label_header: "Visit".to_owned(),
        total_header: "Patients".to_owned(),
        categories: names
            .iter()
            .zip(textures)
            .map(|(name, texture)| Category::new(name).texture(texture))
            .collect(),
        bars: bars.collect(),
        axis_label: "Percent of patients who started".to_owned(),
        ..StackedBars::default()
    };
    Some(Figure {
        id: "outcomes",
        caption: format!(
            "State at each visit of all who started. Remission: {}; response: {}; partial response: at least \
             25 %.",
            choices.remission_in_words(),
            choices.response_in_words()
        ),
        scene: drawn.to_scene(),
    })
}

fn time_to_response(analysis: &Analysis) -> Option<Figure> {
    let series = &analysis.series;
    let one = analysis
        .times
        .iter()
        .find(|one| one.outcome == "response")?;
    let start = SurvivalStep {
        time: 0.0,
        share: 1.0,
        band: Some((1.0, 1.0)),
    };
    let steps = one.curve.steps.iter().map(|step| SurvivalStep {
        time: step.time,
        share: step.survival,
        band: step.lower.zip(step.upper),
    });
    let censored = one.observed.iter().filter(|o| !o.event).map(|o| o.time);
    let at_risk = series
        .planned
        .iter()
        .map(|visit| visit.day as f64)
        .filter_map(|day| Some((day, usize::try_from(one.curve.at_risk(day)).ok()?)));
    let drawn = SurvivalCurve {
        title: format!("Time to response: {}", series.name),
        description: "The proportion of patients not yet in response over time.".to_owned(),
        caution: series.note.clone(),
        share_label: "Not yet in response".to_owned(),
        time_label: "Days from day 0".to_owned(),
        groups: vec![SurvivalGroup {
            label: "All patients".to_owned(),
            steps: std::iter::once(start).chain(steps).collect(),
            censored: censored.collect(),
            end: one.observed.iter().map(|o| o.time).reduce(f64::max),
            at_risk: at_risk.collect(),
        }],
        band_label: format!("{} CI", words::level(analysis.choices.level)),
        ..SurvivalCurve::default()
    };
    Some(Figure {
        id: "time-to-response",
        caption: format!(
            "Time to the first visit with {} (Kaplan–Meier, {} limits).",
            one.definition,
            one.curve.limits.name()
        ),
        scene: drawn.to_scene(),
    })
}
