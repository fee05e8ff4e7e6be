//! How groups of people are told apart: colour, line, symbol. Any one of the three suffices, so that
//! the groups survive grey print and colour blindness.

use crate::glyph::Glyph;
use crate::scene::{Dash, Stroke};
use crate::theme::Paint;

/// Bands of more groups than this are outlined only: filled ones would hide each other.
pub(crate) const FILLED: usize = 3;

/// Looks of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Series {
    /// Lines and symbols.
    pub(crate) paint: Paint,
    /// Areas.
    pub(crate) tint: Paint,
    /// Lines of summaries.
    pub(crate) dash: Dash,
    /// Points.
    pub(crate) glyph: Glyph,
}

const LOOKS: [Series; 6] = [
    look(Paint::Series1, Paint::Tint1, Dash::Solid, Glyph::Dot),
    look(Paint::Series2, Paint::Tint2, Dash::Long, Glyph::Square),
    look(Paint::Series3, Paint::Tint3, Dash::Dotted, Glyph::Up),
    look(Paint::Series4, Paint::Tint4, Dash::Dashed, Glyph::Diamond),
    look(Paint::Series5, Paint::Tint5, Dash::Short, Glyph::Ring),
    look(
        Paint::Series6,
        Paint::Tint6,
        Dash::Sparse,
        Glyph::OpenSquare,
    ),
];

const fn look(paint: Paint, tint: Paint, dash: Dash, glyph: Glyph) -> Series {
    Series {
        paint,
        tint,
        dash,
        glyph,
    }
}

impl Series {
    /// Looks of the group at `index`; they start again after six.
    pub(crate) fn of(index: usize) -> Self {
        let [first, ..] = LOOKS;
        LOOKS.get(index % LOOKS.len()).copied().unwrap_or(first)
    }

    /// The line of a summary.
    pub(crate) fn stroke(self, width: f64) -> Stroke {
        Stroke::solid(self.paint, width).dash(self.dash)
    }
}
