//! Rainclouds in words: the key, the notes, the long description.

use crate::axis::Placed;
use crate::crowd;
use crate::frame::{self, KeyItem, Sign};
use crate::glyph::Glyph;
use crate::raincloud::{RainGroup, Raincloud};
use crate::raincloud_draw::{inside, rain_words};
use crate::scene::Stroke;
use crate::series::Series;
use crate::theme::Paint;
use crate::threshold;
use crate::words::{counted, number};

/// The key of the figure.
pub(crate) fn key(figure: &Raincloud) -> Vec<KeyItem> {
    let mut key = Vec::new();
    let look = Series::of(0);
    let any = |test: fn(&RainGroup) -> bool| figure.groups.iter().any(test);
    if any(|g| g.seen().next().is_some()) {
        let sign = Sign::Glyph(look.glyph, Some(look.paint));
        key.push(KeyItem::new(sign, rain_words(figure)));
    }
    if any(|g| g.summary.is_some()) && !figure.box_label.trim().is_empty() {
        key.push(KeyItem::new(Sign::Patch(look.tint), &figure.box_label));
    }
    if any(|g| g.mean.is_some_and(f64::is_finite)) {
        let sign = Sign::Glyph(Glyph::Diamond, Some(Paint::Summary));
        key.push(KeyItem::new(sign, "Mean"));
    }
    if figure.joined {
        let people = figure.groups.first().map_or(0, |g| g.seen().count());
        let stroke = Stroke::solid(Paint::Reference, crowd::line_width(people) * 0.7);
        key.push(KeyItem::new(Sign::Stroke(stroke), "Values of one person"));
    }
    key
}

/// What the reader must know about what is not seen.
pub(crate) fn notes(figure: &Raincloud, placed: &Placed) -> Vec<String> {
    let values = || figure.groups.iter().flat_map(RainGroup::seen);
    let beyond = values()
        .filter(|(_, v)| inside(placed, *v).is_none())
        .count();
    let note = || {
        format!(
            "Beyond the axis, not drawn: {}.",
            counted(beyond, "value", "values")
        )
    };
    (beyond > 0).then(note).into_iter().collect()
}

/// The figure in words.
pub(crate) fn lines(figure: &Raincloud) -> Vec<String> {
    let mut lines = frame::cautioned(figure.caution.as_deref());
    lines.push(format!("{}.", figure.axis.label));
    for group in &figure.groups {
        let seen = group.seen().count();
        let mut line = format!(
            "{}: {}, {} missing",
            group.label,
            counted(seen, "value", "values"),
            group.values.len() - seen
        );
        if let Some(summary) = group.summary {
            let [low, first, median, third, high] = summary.numbers().map(number);
            line.push_str(&format!(
                "; median {median}, quartiles {first} and {third}, whiskers {low} and {high}"
            ));
        }
        if let Some(mean) = group.mean.filter(|m| m.is_finite()) {
            line.push_str(&format!("; mean {}", number(mean)));
        }
        lines.push(line);
    }
    lines.extend(threshold::in_words(&figure.thresholds));
    lines
}
