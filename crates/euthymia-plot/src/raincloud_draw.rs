//! Draws rainclouds: names, clouds, boxes, rain and the lines between neighbouring groups.

use crate::axis::{Placed, Position};
use crate::axis_draw::line;
use crate::columns::{BODY, MARGIN, SMALL};
use crate::crowd;
use crate::glyph::{self, Glyph};
use crate::metrics::{Weight, fit, text_width, wrap};
use crate::panel::Point;
use crate::raincloud::{FiveNumbers, RainGroup, Raincloud};
use crate::scene::{Element, Group, Polygon, Polyline, Rect, Stroke, Text};
use crate::series::Series;
use crate::theme::Paint;
use crate::words::counted;

/// Height of one group, and the parts of it from top to bottom.
const LANE: f64 = 112.0;
const CLOUD: f64 = 50.0;
const BOX_TOP: f64 = 56.0;
const BOX: f64 = 12.0;
const RAIN_TOP: f64 = 76.0;
const RAIN: f64 = 26.0;
const NAME_MIN: f64 = 60.0;
const NAME_MAX: f64 = 150.0;

/// Pixel of a value that lies on the axis.
pub(crate) fn inside(placed: &Placed, value: f64) -> Option<f64> {
    match placed.position(value) {
        Position::At(x) => Some(x),
        Position::Left | Position::Right => None,
    }
}

/// Height of all groups.
pub(crate) fn height(figure: &Raincloud) -> f64 {
    figure.groups.len().max(1) as f64 * LANE
}

/// Width of the column of names.
pub(crate) fn names_width(figure: &Raincloud) -> f64 {
    let widest = figure
        .groups
        .iter()
        .map(|g| text_width(&g.label, BODY, Weight::Bold))
        .fold(NAME_MIN, f64::max);
    widest.min(NAME_MAX) + 20.0
}

/// Draws all groups below `top`.
pub(crate) fn lanes(figure: &Raincloud, out: &mut Vec<Element>, placed: &Placed, top: f64) {
    let highest = figure
        .groups
        .iter()
        .flat_map(RainGroup::cloud)
        .fold(0.0, |high, (_, density)| f64::max(high, density));
    let lane = |index: usize| top + index as f64 * LANE;
    for (index, group) in figure.groups.iter().enumerate() {
        name(out, group, lane(index), placed.left - MARGIN - 14.0);
        out.push(cloud(group, index, placed, lane(index), highest));
    }
    if figure.joined {
        joins(figure, out, placed, top);
    }
    for (index, group) in figure.groups.iter().enumerate() {
        let look = Series::of(index);
        let dots = dots(group, placed, lane(index));
        let radius = crowd::point_radius(dots.len());
        let drops = dots
            .iter()
            .flat_map(|(_, p)| glyph::plain(look.glyph, *p, radius, look.paint));
        out.push(Element::Group(Group::new("rain", drops.collect())));
        let mut children = group
            .summary
            .map_or_else(Vec::new, |s| box_of(s, look.paint, placed, lane(index)));
        let middle = lane(index) + BOX_TOP + BOX / 2.0;
        if let Some(x) = group.mean.and_then(|m| inside(placed, m)) {
            children.push(glyph::painted(
                Glyph::Diamond,
                (x, middle),
                4.4,
                Paint::Summary,
            ));
        }
        out.push(Element::Group(Group::new("box", children)));
    }
}

fn name(out: &mut Vec<Element>, group: &RainGroup, top: f64, room: f64) {
    let lines = wrap(&group.label, room, BODY, Weight::Bold, 3);
    let mut y = top + 34.0 - 8.0 * lines.len().saturating_sub(1) as f64;
    let mut children = Vec::new();
    for text in &lines {
        children.push(Element::Text(
            Text::new(MARGIN, y, text).weight(Weight::Bold),
        ));
        y += 16.0;
    }
    let mut facts = vec![format!("n = {}", group.seen().count())];
    let missing = group.values.len() - group.seen().count();
    if missing > 0 {
        facts.push(format!("{missing} missing"));
    }
    for text in facts {
        let text = fit(&text, room, SMALL, Weight::Regular);
        let text = Text::new(MARGIN, y, &text).size(SMALL);
        children.push(Element::Text(text.paint(Paint::Muted)));
        y += 15.0;
    }
    let mut named = Group::new("group-name", children);
    named.title = Some(group.label.trim().to_owned()).filter(|full| lines.join(" ") != *full);
    out.push(Element::Group(named));
}

/// The part of the cloud that lies on the axis. `highest` is the height of the highest cloud.
fn cloud(group: &RainGroup, index: usize, placed: &Placed, top: f64, highest: f64) -> Element {
    let look = Series::of(index);
    let base = top + CLOUD;
    let edge: Vec<Point> = group
        .cloud()
        .into_iter()
        .filter_map(|(value, density)| {
            let share = if highest > 0.0 {
                density / highest
            } else {
                0.0
            };
            Some((inside(placed, value)?, base - share * (CLOUD - 6.0)))
        })
        .collect();
    let mut children = vec![line(
        (placed.left, base),
        (placed.right, base),
        Stroke::solid(Paint::Rule, 0.7),
    )];
    if let (Some(first), Some(last)) = (edge.first(), edge.last()) {
        let mut points = vec![(first.0, base)];
        points.extend(&edge);
        points.push((last.0, base));
        children.push(Element::Polygon(Polygon {
            points,
            fill: Some(look.tint),
            stroke: None,
        }));
        children.push(Element::Polyline(Polyline {
            points: edge,
            stroke: Stroke::solid(look.paint, 1.4),
        }));
    }
    Element::Group(Group::new("cloud", children))
}

/// Whiskers, box and median; what lies beyond the axis is held at its end.
fn box_of(summary: FiveNumbers, paint: Paint, placed: &Placed, top: f64) -> Vec<Element> {
    let numbers = summary.numbers();
    let [low, first, median, third, high] = numbers.map(|v| placed.clamped(v));
    let (upper, middle) = (top + BOX_TOP, top + BOX_TOP + BOX / 2.0);
    let thin = Stroke::solid(paint, 1.4);
    let mut out = vec![line((low, middle), (high, middle), thin)];
    out.push(Element::Rect(Rect {
        x: first,
        y: upper,
        width: third - first,
        height: BOX,
        fill: Some(Paint::Paper),
        stroke: Some(thin),
    }));
    let [least, _, centre, _, most] = numbers;
    for (value, x) in [(least, low), (most, high)] {
        if inside(placed, value).is_some() {
            out.push(line((x, middle - 4.0), (x, middle + 4.0), thin));
        }
    }
    if inside(placed, centre).is_some() {
        let thick = Stroke::solid(paint, 3.0);
        out.push(line((median, upper), (median, upper + BOX), thick));
    }
    out
}

/// Places of the dots with the index of the person.
fn dots(group: &RainGroup, placed: &Placed, top: f64) -> Vec<(usize, Point)> {
    let mut seen: Vec<(usize, f64)> = group.seen().collect();
    seen.sort_by(|a, b| a.1.total_cmp(&b.1));
    let places = seen.into_iter().enumerate();
    places
        .filter_map(|(rank, (person, value))| {
            let y = top + RAIN_TOP + van_der_corput(rank) * RAIN;
            Some((person, (inside(placed, value)?, y)))
        })
        .collect()
}

/// The van der Corput sequence in base 2 from its second member: ½, ¼, ¾, ⅛ …, the binary digits
/// mirrored at the point.
fn van_der_corput(index: usize) -> f64 {
    let (mut rest, mut share, mut value) = (index + 1, 0.5, 0.0);
    while rest > 0 {
        if rest % 2 == 1 {
            value += share;
        }
        rest /= 2;
        share /= 2.0;
    }
    value
}

/// Lines between the dots of one person in neighbouring groups.
fn joins(figure: &Raincloud, out: &mut Vec<Element>, placed: &Placed, top: f64) {
    let all: Vec<Vec<(usize, Point)>> = figure
        .groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let mut dots = dots(group, placed, top + index as f64 * LANE);
            dots.sort_by_key(|(person, _)| *person);
            dots
        })
        .collect();
    let stroke = |people| Stroke::solid(Paint::Reference, crowd::line_width(people) * 0.7);
    let mut children = Vec::new();
    for (upper, lower) in all.iter().zip(all.iter().skip(1)) {
        for (person, from) in upper {
            let place = lower.binary_search_by_key(person, |(other, _)| *other);
            if let Some((_, to)) = place.ok().and_then(|i| lower.get(i)) {
                children.push(line(*from, *to, stroke(upper.len())));
            }
        }
    }
    out.push(Element::Group(Group::new("joins", children)));
}

/// Description of the rain for the key.
pub(crate) fn rain_words(figure: &Raincloud) -> String {
    let people: usize = figure.groups.iter().map(|g| g.seen().count()).sum();
    format!(
        "One person each ({}), height without meaning",
        counted(people, "dot", "dots")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_mirrors_binary_digits() {
        let first: Vec<f64> = (0..7).map(van_der_corput).collect();
        assert_eq!(first, [0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875]);
    }
}
