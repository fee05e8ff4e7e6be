//! Draws trajectories: areas, lines of people, means, the time axis and the numbers below it.

use crate::axis::Scale;
use crate::axis_draw::line;
use crate::columns::MARGIN;
use crate::count_rows::{self, CountRow};
use crate::crowd;
use crate::glyph;
use crate::interval::Interval;
use crate::marks::circle;
use crate::panel::{Panel, Point, Span, loose_limits};
use crate::plane;
use crate::scene::{Dash, Element, Group, Polygon, Polyline, Stroke};
use crate::series::{FILLED, Series};
use crate::theme::Paint;
use crate::threshold;
use crate::time_axis;
use crate::trajectories::{GroupMean, Spread, Track, Trajectories, WIDTH, left_of};
use crate::value_axis;

const PLOT_HEIGHT: f64 = 340.0;
/// Distance of the bars of neighbouring groups, and of the first from the points of people.
const DODGE: f64 = 6.0;
/// Height of the tick of an event.
const EVENT: f64 = 9.0;

/// The lines of all people.
pub(crate) fn tracks(figure: &Trajectories) -> Vec<Track> {
    let groups = figure.groups.iter().enumerate();
    groups
        .flat_map(|(index, group)| group.people.iter().map(move |p| Track::new(index, p)))
        .collect()
}

/// The drawing area and its scales.
pub(crate) fn panel(figure: &Trajectories, tracks: &[Track], top: f64) -> Panel {
    let means = || figure.groups.iter().flat_map(|g| &g.means);
    let seen = || tracks.iter().flat_map(|t| &t.seen);
    let values = seen()
        .map(|(_, value)| *value)
        .chain(
            means()
                .filter_map(|m| m.mean)
                .flat_map(|m| [m.lower(), m.upper()]),
        )
        .chain(figure.thresholds.iter().map(|t| t.value));
    let times = seen()
        .map(|(time, _)| *time)
        .chain(means().map(|m| m.time))
        .chain(figure.visits.iter().map(|v| v.time))
        .chain(figure.events.iter().copied());
    let (low, high) = plane::usable_limits(figure.limits)
        .unwrap_or_else(|| plane::round_limits(values, value_axis::TICKS));
    let (first, last) = loose_limits(times);
    let names = if figure.has_counts() {
        count_rows::room(row_names(figure).into_iter())
    } else {
        0.0
    };
    let left = left_of(value_axis::room(low, high, Scale::Linear), names);
    Panel {
        x: Span {
            low: first,
            high: last,
            start: left,
            end: WIDTH - MARGIN - threshold::room(&figure.thresholds).max(4.0),
        },
        y: Span {
            low,
            high,
            start: top + PLOT_HEIGHT,
            end: top,
        },
    }
}

/// Names of the rows of numbers: a single group needs none.
fn row_names(figure: &Trajectories) -> Vec<&str> {
    match figure.groups.as_slice() {
        [_] => vec!["n"],
        groups => groups.iter().map(|g| g.label.as_str()).collect(),
    }
}

/// Level lines, tick labels and thresholds.
pub(crate) fn grid(figure: &Trajectories, out: &mut Vec<Element>, panel: &Panel) {
    let ends = (panel.x.start, panel.x.end);
    let children = value_axis::grid(&panel.y, ends, Scale::Linear);
    out.push(Element::Group(Group::new("grid", children)));
    threshold::level(out, &panel.y, ends, &figure.thresholds, WIDTH);
}

/// The lines of people, hairlines in a crowd.
pub(crate) fn people(out: &mut Vec<Element>, panel: &Panel, tracks: &[Track]) {
    let width = crowd::line_width(tracks.len());
    let radius = crowd::point_radius(tracks.len()) * 0.85;
    for track in tracks {
        let look = Series::of(track.group);
        let stroke = Stroke::solid(look.paint, width);
        let mut children = Vec::new();
        for run in runs(track) {
            for points in panel.path(run) {
                children.push(Element::Polyline(Polyline { points, stroke }));
            }
        }
        let steps = track.seen.iter().zip(track.seen.iter().skip(1));
        for ((a, b), gap) in steps.zip(&track.gaps) {
            if let Some((from, to)) = panel.segment(*a, *b).filter(|_| *gap) {
                children.push(line(from, to, stroke.dash(Dash::Dashed)));
            }
        }
        if tracks.len() <= crowd::FEW || track.seen.len() == 1 {
            let points = track.seen.iter().filter_map(|p| panel.point(*p));
            children.extend(points.flat_map(|p| glyph::plain(look.glyph, p, radius, look.paint)));
        }
        out.push(Element::Group(Group::new("person", children)));
    }
}

/// Parts of a line without a gap.
fn runs(track: &Track) -> impl Iterator<Item = &[Point]> {
    let mut start = 0;
    let ends: Vec<usize> = (1..=track.seen.len())
        .filter(|end| track.gaps.get(end - 1).copied().unwrap_or(true))
        .collect();
    ends.into_iter().filter_map(move |end| {
        let run = track.seen.get(start..end);
        start = end;
        run
    })
}

/// Ticks of events, standing on the time axis.
pub(crate) fn events(figure: &Trajectories, out: &mut Vec<Element>, panel: &Panel) {
    let bottom = panel.y.start;
    let ticks: Vec<Element> = figure
        .events
        .iter()
        .filter(|time| panel.x.contains(**time))
        .map(|time| panel.x.at(*time))
        .map(|x| line((x, bottom - EVENT), (x, bottom), event_stroke()))
        .collect();
    out.push(Element::Group(Group::new("events", ticks)));
}

/// How the tick of an event is drawn.
pub(crate) fn event_stroke() -> Stroke {
    Stroke::solid(Paint::Ink, 2.0)
}

/// Width of the line of a mean.
pub(crate) const MEAN: f64 = 2.4;

/// Looks of the mean of a group: ink when there is only one group, so that it stands out.
pub(crate) fn mean_look(figure: &Trajectories, index: usize) -> Series {
    let look = Series::of(index);
    match figure.groups.len() {
        1 => Series {
            paint: Paint::Summary,
            ..look
        },
        _ => look,
    }
}

/// Means in order of time, in runs without a gap.
fn mean_runs(means: &[GroupMean]) -> Vec<Vec<(f64, Interval)>> {
    let mut sorted: Vec<&GroupMean> = means.iter().filter(|m| m.time.is_finite()).collect();
    sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
    sorted
        .split(|m| m.mean.is_none())
        .map(|run| run.iter().filter_map(|m| Some((m.time, m.mean?))).collect())
        .filter(|run: &Vec<_>| !run.is_empty())
        .collect()
}

/// Bands behind everything else.
pub(crate) fn bands(figure: &Trajectories, out: &mut Vec<Element>, panel: &Panel) {
    if figure.spread != Spread::Band || figure.groups.len() > FILLED {
        return;
    }
    for (index, group) in figure.groups.iter().enumerate() {
        for run in mean_runs(&group.means) {
            let upper = run.iter().map(|(time, mean)| (*time, mean.upper()));
            let lower = run.iter().rev().map(|(time, mean)| (*time, mean.lower()));
            let corners: Vec<Point> = upper.chain(lower).collect();
            let area = Element::Polygon(Polygon {
                points: panel.area(&corners),
                fill: Some(Series::of(index).tint),
                stroke: None,
            });
            out.push(Element::Group(Group::new("band", vec![area])));
        }
    }
}

/// Means with their bars, or with the edges of their bands, over everything else.
pub(crate) fn means(figure: &Trajectories, out: &mut Vec<Element>, panel: &Panel) {
    for (index, group) in figure.groups.iter().enumerate() {
        let look = mean_look(figure, index);
        let bars = figure.spread == Spread::Bars;
        let shift = if bars {
            (index + 1) as f64 * DODGE
        } else {
            0.0
        };
        let aside = |p: Point| ((p.0 + shift).clamp(panel.x.start, panel.x.end), p.1);
        let mut children = Vec::new();
        for run in mean_runs(&group.means) {
            let of = |end: fn(Interval) -> f64| -> Vec<Point> {
                run.iter().map(|(time, mean)| (*time, end(*mean))).collect()
            };
            let centre = of(Interval::estimate);
            for points in panel.path(&centre) {
                let points: Vec<Point> = points.into_iter().map(aside).collect();
                // A light edge keeps the mean apart from the lines of people.
                let halo = Stroke::solid(Paint::Paper, MEAN + 2.6);
                for stroke in [halo, look.stroke(MEAN)] {
                    let points = points.clone();
                    children.push(Element::Polyline(Polyline { points, stroke }));
                }
            }
            if !bars {
                for edge in [of(Interval::lower), of(Interval::upper)] {
                    let stroke = look.stroke(0.9);
                    let edges = panel.path(&edge).into_iter();
                    children
                        .extend(edges.map(|points| Element::Polyline(Polyline { points, stroke })));
                }
            }
            for (time, mean) in &run {
                let seen = panel.point((*time, mean.estimate())).map(aside);
                if bars || run.len() == 1 {
                    children.extend(bar(panel, *time, *mean, look.paint, &aside));
                }
                if let Some(point) = seen {
                    children.push(circle(point, 6.0, Some(Paint::Paper), None));
                    children.extend(glyph::plain(look.glyph, point, 4.5, look.paint));
                }
            }
        }
        out.push(Element::Group(Group::new("mean", children)));
    }
}

/// The visible part of a bar; an end that was cut has no cap.
fn bar(
    panel: &Panel,
    time: f64,
    mean: Interval,
    paint: Paint,
    aside: &impl Fn(Point) -> Point,
) -> Vec<Element> {
    let ends = [mean.lower(), mean.upper()];
    let [lower, upper] = ends.map(|end| (time, end));
    let Some((from, to)) = panel.segment(lower, upper) else {
        return Vec::new();
    };
    let (from, to) = (aside(from), aside(to));
    let mut out = vec![line(from, to, Stroke::solid(paint, 1.8))];
    for (end, (x, y)) in ends.into_iter().zip([from, to]) {
        if panel.y.contains(end) {
            let (left, right) = ((x - 4.0).max(panel.x.start), (x + 4.0).min(panel.x.end));
            out.push(line((left, y), (right, y), Stroke::solid(paint, 1.8)));
        }
    }
    out
}

/// The time axis; returns its bottom.
pub(crate) fn time_axis(figure: &Trajectories, out: &mut Vec<Element>, panel: &Panel) -> f64 {
    let visits = figure.visits.iter().map(|v| (v.time, v.label.clone()));
    time_axis::draw(out, panel, &figure.time_label, visits.collect(), WIDTH)
}

/// Numbers per visit; returns the new bottom and whether all had room.
pub(crate) fn counts(
    figure: &Trajectories,
    out: &mut Vec<Element>,
    panel: &Panel,
    top: f64,
) -> (f64, bool) {
    if !figure.has_counts() {
        return (top, true);
    }
    let rows: Vec<CountRow> = row_names(figure)
        .into_iter()
        .zip(&figure.groups)
        .enumerate()
        .map(|(index, (label, group))| {
            let mut means: Vec<&GroupMean> = group.means.iter().collect();
            means.sort_by(|a, b| a.time.total_cmp(&b.time));
            CountRow {
                label: label.to_owned(),
                paint: mean_look(figure, index).paint,
                cells: means
                    .into_iter()
                    .filter(|m| panel.x.contains(m.time))
                    .map(|m| (panel.x.at(m.time), m.n.to_string()))
                    .collect(),
            }
        })
        .collect();
    let heading = "People with a value";
    count_rows::draw(out, heading, &rows, (panel.x.start, top + 2.0), WIDTH)
}
