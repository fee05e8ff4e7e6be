//! Trajectories: the values of each person over time, with the means of groups.

use crate::columns::MARGIN;
use crate::frame;
use crate::interval::Interval;
use crate::scene::Scene;
use crate::threshold::Threshold;
use crate::trajectory_draw as draw;
use crate::trajectory_words as words;
use crate::value_axis;

pub(crate) const WIDTH: f64 = 760.0;

/// Values of each person over time as thin lines, with group means at planned visits.
///
/// A missing visit between two observed ones is bridged by a dashed line, never by a continuous one.
/// Lines are 1.1 pixels wide with a point at each visit for up to 40 people, 0.7 pixels without points
/// for up to 100, and hairlines above; a person seen only once is always a point. Groups differ in
/// colour, in the line and in the symbol of their mean; looks start again after six groups.
///
/// # Example
/// ```
/// use euthymia_plot::{GroupMean, Interval, Observation, Trajectories, TrajectoryGroup, Visit};
/// let seen = |time, value| Observation { time, value: Some(value) };
/// let missed = |time| Observation { time, value: None };
/// let figure = Trajectories {
///     title: "Scores of two people".into(),
///     value_label: "Score".into(),
///     time_label: "Day".into(),
///     visits: [0.0, 7.0, 14.0].map(|day| Visit::at(day, &format!("{day}"))).to_vec(),
///     groups: vec![TrajectoryGroup {
///         label: "Everybody".into(),
///         people: vec![
///             vec![seen(0.0, 30.0), seen(7.0, 22.0), seen(14.0, 12.0)],
///             vec![seen(0.0, 28.0), missed(7.0), seen(14.0, 26.0)],
///         ],
///         means: vec![GroupMean { time: 0.0, n: 2, mean: Interval::new(29.0, 27.0, 31.0) }],
///         ..TrajectoryGroup::default()
///     }],
///     ..Trajectories::default()
/// };
/// let text = figure.to_scene().text_alternative();
/// assert!(text.contains("Everybody: 2 people, 1 gap between visits"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trajectories {
    /// Heading of the figure and its accessible name.
    pub title: String,
    /// The alternative text.
    pub description: String,
    /// A warning drawn inside the figure.
    pub caution: Option<String>,
    /// What the vertical axis shows, with its unit.
    pub value_label: String,
    /// What the horizontal axis shows, with its unit.
    pub time_label: String,
    /// Smallest and largest value shown; chosen from the data without it. Lines are cut there.
    pub limits: Option<(f64, f64)>,
    /// Labelled places of the time axis; round numbers without them.
    pub visits: Vec<Visit>,
    /// The groups, in the order of the key.
    pub groups: Vec<TrajectoryGroup>,
    /// How intervals around means are drawn.
    pub spread: Spread,
    /// What means and intervals are, for the key, such as "Mean and 95% CI".
    pub mean_label: String,
    /// Horizontal dashed lines.
    pub thresholds: Vec<Threshold>,
    /// Times of events, drawn as ticks that stand on the time axis.
    pub events: Vec<f64>,
    /// What the events are, for the key.
    pub event_label: String,
    /// Lines below the figure.
    pub footnotes: Vec<String>,
}

/// A labelled place of the time axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// When; not drawn unless finite.
    pub time: f64,
    /// Its name, such as "7" or "Week 1".
    pub label: String,
}

impl Visit {
    /// A visit at a time.
    #[must_use]
    pub fn at(time: f64, label: &str) -> Self {
        Self {
            time,
            label: label.to_owned(),
        }
    }
}

/// One visit of one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// When; an observation at a time that is not finite is counted and left out.
    pub time: f64,
    /// What was seen; `None` if the visit or its value is missing.
    pub value: Option<f64>,
}

/// How intervals around means are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spread {
    /// A bar at each mean. Means stand side by side, a little to the right of their visit, so that
    /// they hide no point of a person.
    #[default]
    Bars,
    /// A band along the means; with more than three groups its edges only.
    Band,
}

/// People who are summarised together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrajectoryGroup {
    /// Name of the group.
    pub label: String,
    /// Visits of each person, in any order. There are no identifiers. Two values at one time are joined
    /// by an upright line.
    pub people: Vec<Vec<Observation>>,
    /// Means at planned visits, as given.
    pub means: Vec<GroupMean>,
}

/// The mean of a group at a visit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupMean {
    /// When.
    pub time: f64,
    /// People with a value, printed below the axis.
    pub n: usize,
    /// Mean with interval; `None` if there is none, which breaks the line.
    pub mean: Option<Interval>,
}

impl Trajectories {
    /// Lays the figure out.
    #[must_use]
    pub fn to_scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, 1.0, &self.title, &self.description);
        let out = &mut scene.elements;
        let top = frame::head(out, WIDTH, &self.title, self.caution.as_deref());
        let top = value_axis::name(out, &self.value_label, top, WIDTH);
        let tracks = draw::tracks(self);
        let panel = draw::panel(self, &tracks, top);
        draw::grid(self, out, &panel);
        draw::bands(self, out, &panel);
        draw::people(out, &panel, &tracks);
        draw::events(self, out, &panel);
        draw::means(self, out, &panel);
        let bottom = draw::time_axis(self, out, &panel);
        let (bottom, complete) = draw::counts(self, out, &panel, bottom);
        let mut notes = self.footnotes.clone();
        notes.extend(words::notes(self, &tracks, complete));
        let key = words::key(self, &tracks);
        frame::finish(
            scene,
            bottom + 4.0,
            &key,
            notes,
            words::lines(self, &tracks),
        )
    }

    /// Whether numbers per visit are printed below the axis.
    pub(crate) fn has_counts(&self) -> bool {
        self.groups.iter().any(|g| !g.means.is_empty())
    }
}

/// The visits of one person that can be drawn, in order of time.
pub(crate) struct Track {
    /// Index of the group.
    pub(crate) group: usize,
    /// Times and values that were seen.
    pub(crate) seen: Vec<(f64, f64)>,
    /// For each step from one seen value to the next, whether a visit between them is missing.
    pub(crate) gaps: Vec<bool>,
    /// Observations at no time, or with a value that is no number.
    pub(crate) lost: usize,
}

impl Track {
    pub(crate) fn new(group: usize, visits: &[Observation]) -> Self {
        let mut timed: Vec<&Observation> = visits.iter().filter(|v| v.time.is_finite()).collect();
        timed.sort_by(|a, b| a.time.total_cmp(&b.time));
        let mut track = Self {
            group,
            seen: Vec::new(),
            gaps: Vec::new(),
            lost: visits.len() - timed.len(),
        };
        let mut gap = false;
        for visit in timed {
            let Some(value) = visit.value.filter(|v| v.is_finite()) else {
                gap = true;
                track.lost += usize::from(visit.value.is_some());
                continue;
            };
            if !track.seen.is_empty() {
                track.gaps.push(gap);
            }
            track.seen.push((visit.time, value));
            gap = false;
        }
        track
    }
}

/// Left end of the plot: room for tick labels and for names of the rows of numbers.
pub(crate) fn left_of(labels: f64, names: f64) -> f64 {
    MARGIN + labels.max(names)
}
