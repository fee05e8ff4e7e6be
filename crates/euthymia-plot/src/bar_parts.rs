//! The filled parts of one horizontal bar, each with a short text.

use crate::metrics::{Weight, text_width};
use crate::scene::{Anchor, Element, Group, Text};
use crate::texture::{self, Area, Texture};
use crate::theme::Paint;

/// Height of a bar.
pub(crate) const BAR: f64 = 22.0;
/// Type of the texts that do not fit into their part and stand above it.
const TINY: f64 = 10.0;

/// A part of a bar.
pub(crate) struct Part {
    pub(crate) texture: Texture,
    /// Where it begins and ends, as shares of the bar.
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) text: String,
}

/// Draws the parts of a bar between `left` and `right`, centred on a height.
///
/// A text too wide for its part stands above it, or is left out where neighbours leave no room.
pub(crate) fn draw(parts: &[Part], (left, right): (f64, f64), middle: f64) -> Vec<Element> {
    let mut out = Vec::new();
    let mut taken = f64::NEG_INFINITY;
    let at = |share: f64| left + (right - left) * share.min(1.0);
    for part in parts {
        let (from, to) = (at(part.from), at(part.to));
        let area = Area {
            x: from,
            y: middle - BAR / 2.0,
            width: to - from,
            height: BAR,
        };
        let filled = texture::fill(part.texture, area);
        out.push(Element::Group(Group::new("segment", filled)));
        let centre = f64::midpoint(from, to);
        if texture::label_width(part.texture, &part.text) <= to - from {
            out.push(texture::label(part.texture, (centre, middle), &part.text));
            continue;
        }
        let half = text_width(&part.text, TINY, Weight::Regular) / 2.0;
        let x = centre.max(left + half).min(right - half);
        if x - half > taken + 3.0 {
            taken = x + half;
            out.push(Element::Text(
                Text::new(x, middle - BAR / 2.0 - 3.0, &part.text)
                    .size(TINY)
                    .anchor(Anchor::Middle)
                    .paint(Paint::Ink),
            ));
        }
    }
    out
}
