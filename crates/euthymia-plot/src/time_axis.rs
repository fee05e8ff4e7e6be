//! A time axis with its own labelled places.

use crate::axis::{Axis, Extent, Position, Tick};
use crate::axis_draw;
use crate::columns::SMALL;
use crate::metrics::{Weight, fit};
use crate::panel::Panel;
use crate::scene::Element;

/// Widest label of a place.
const WIDEST: f64 = 110.0;

/// Draws the axis below a panel, with round numbers if there are no places; returns its bottom.
pub(crate) fn draw(
    out: &mut Vec<Element>,
    panel: &Panel,
    label: &str,
    mut places: Vec<(f64, String)>,
    canvas: f64,
) -> f64 {
    let axis = Axis {
        label: label.to_owned(),
        limits: Some((panel.x.low, panel.x.high)),
        ..Axis::default()
    };
    let mut placed = axis.place(&Extent::default(), panel.x.start, panel.x.end);
    places.retain(|(time, _)| time.is_finite());
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    if !places.is_empty() {
        let tick = |(time, label): (f64, String)| match placed.position(time) {
            Position::At(x) => Some(Tick {
                x,
                label: fit(&label, WIDEST, SMALL, Weight::Regular),
            }),
            Position::Left | Position::Right => None,
        };
        placed.ticks = places.into_iter().filter_map(tick).collect();
    }
    axis_draw::draw(out, &axis, &placed, panel.y.start, canvas)
}
