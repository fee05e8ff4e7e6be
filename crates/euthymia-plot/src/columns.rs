//! Widths and positions of text columns around a plot area.

use crate::metrics::{Weight, text_width};
use crate::scene::Anchor;

/// Space at the edges of every figure.
pub(crate) const MARGIN: f64 = 16.0;
/// How far rules and backgrounds reach beyond the texts on either side.
pub(crate) const BLEED: f64 = 6.0;
/// Type sizes.
pub(crate) const BODY: f64 = 13.0;
pub(crate) const SMALL: f64 = 12.0;
/// Distance of baselines in body type.
pub(crate) const LINE: f64 = 16.0;

const WIDTH_MIN: f64 = 760.0;
const WIDTH_MAX: f64 = 1120.0;
const PLOT_PREFERRED: f64 = 320.0;
const PLOT_MIN: f64 = 220.0;
const GAP: f64 = 16.0;
const GAP_PLOT: f64 = 20.0;
const LABEL_CAP: f64 = 250.0;
const LABEL_MIN: f64 = 130.0;
const CELL_CAP: f64 = 200.0;
/// Share of their width that the columns to the left keep before the others give way too.
const LEFT_MIN: f64 = 0.6;
/// Headings up to this width are not wrapped.
const HEADER_UNWRAPPED: f64 = 90.0;

/// How the cells of a column are lined up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left edge: words.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right edge: numbers.
    Right,
}

/// A text column beside the plot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Heading; wrapped into up to three lines.
    pub header: String,
    /// How cells and heading are lined up.
    pub align: Align,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn left(header: &str) -> Self {
        Self {
            header: header.to_owned(),
            align: Align::Left,
        }
    }

    /// A column of numbers.
    #[must_use]
    pub fn right(header: &str) -> Self {
        Self {
            header: header.to_owned(),
            align: Align::Right,
        }
    }

    /// A centred column.
    #[must_use]
    pub fn centre(header: &str) -> Self {
        Self {
            header: header.to_owned(),
            align: Align::Centre,
        }
    }
}

/// Horizontal place of one column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) x: f64,
    pub(crate) width: f64,
    pub(crate) align: Align,
}

impl Span {
    /// Where a text of this column is anchored.
    pub(crate) fn anchor(&self) -> (f64, Anchor) {
        match self.align {
            Align::Left => (self.x, Anchor::Start),
            Align::Centre => (self.x + self.width / 2.0, Anchor::Middle),
            Align::Right => (self.x + self.width, Anchor::End),
        }
    }
}

/// Horizontal layout of a whole figure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    pub(crate) width: f64,
    pub(crate) label: Span,
    pub(crate) left: Vec<Span>,
    pub(crate) plot: (f64, f64),
    pub(crate) right: Vec<Span>,
}

impl Layout {
    /// Right end of the columns to the left of the plot.
    pub(crate) fn left_end(&self) -> f64 {
        let last = self.left.last().unwrap_or(&self.label);
        last.x + last.width
    }
}

/// A heading whose blanks inside brackets do not break, so that "[95% CI]" stays together.
pub(crate) fn unbroken_brackets(header: &str) -> String {
    let mut depth = 0usize;
    header
        .chars()
        .map(|c| {
            match c {
                '[' | '(' => depth += 1,
                ']' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if c == ' ' && depth > 0 { '\u{a0}' } else { c }
        })
        .collect()
}

/// Widest text of a column and its heading, in pixels.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Need {
    pub(crate) cells: f64,
    pub(crate) header: f64,
}

impl Need {
    /// The need of a heading: all its width if that is little, else half of it, since it may wrap,
    /// but never less than its longest word.
    pub(crate) fn of_header(header: &str) -> Self {
        let header = unbroken_brackets(header);
        let word = header
            .split(' ')
            .map(|w| text_width(w, BODY, Weight::Bold))
            .fold(0.0, f64::max);
        let full = text_width(&header, BODY, Weight::Bold);
        let wrapped = if full <= HEADER_UNWRAPPED {
            full
        } else {
            full / 2.0
        };
        Self {
            cells: 0.0,
            header: word.max(wrapped),
        }
    }

    /// Makes room for one more cell.
    pub(crate) fn add(&mut self, text: &str, weight: Weight, extra: f64) {
        self.cells = self.cells.max(text_width(text, BODY, weight) + extra);
    }

    fn width(self, cap: f64) -> f64 {
        // One pixel of slack, so that rounding never turns an exact fit into an ellipsis.
        (self.cells.max(self.header) + 1.0).min(cap)
    }
}

/// Divides the width of the figure.
///
/// All columns get the width they need up to a cap. If the plot would become too narrow, the label
/// column gives way first (its texts wrap), then the columns to the left of the plot, then all in
/// proportion (their texts are cut).
pub(crate) fn layout(label: Need, left: &[(Need, Align)], right: &[(Need, Align)]) -> Layout {
    let mut label_width = label.width(LABEL_CAP);
    let widths = |needs: &[(Need, Align)]| -> Vec<f64> {
        needs.iter().map(|(need, _)| need.width(CELL_CAP)).collect()
    };
    let (mut left_widths, mut right_widths) = (widths(left), widths(right));
    let columns = (left.len() + right.len()) as f64;
    // With very many columns the gaps shrink, so that they never use up more than a quarter.
    let gap = GAP.min(WIDTH_MAX / 4.0 / columns.max(1.0));
    let gaps = gap * (left.len() + right.len().saturating_sub(1)) as f64
        + if right.is_empty() {
            GAP_PLOT
        } else {
            2.0 * GAP_PLOT
        };
    let cells = |l: &[f64], r: &[f64]| l.iter().chain(r).sum::<f64>();
    let fixed = gaps + 2.0 * MARGIN;
    let wanted = fixed + label_width + cells(&left_widths, &right_widths) + PLOT_PREFERRED;
    let width = wanted.clamp(WIDTH_MIN, WIDTH_MAX).ceil();
    let room = width - fixed - PLOT_MIN;

    let over = label_width + cells(&left_widths, &right_widths) - room;
    if over > 0.0 {
        label_width = (label_width - over).max(LABEL_MIN.min(label_width));
    }
    let over = label_width + cells(&left_widths, &right_widths) - room;
    let left_total: f64 = left_widths.iter().sum();
    if over > 0.0 && left_total > 0.0 {
        // The numbers to the right of the plot are what it is about: they give way last.
        let factor = ((left_total - over) / left_total).max(LEFT_MIN);
        left_widths.iter_mut().for_each(|w| *w *= factor);
    }
    let total = label_width + cells(&left_widths, &right_widths);
    if total > room {
        let factor = room / total;
        label_width *= factor;
        left_widths.iter_mut().for_each(|w| *w *= factor);
        right_widths.iter_mut().for_each(|w| *w *= factor);
    }
    place(
        width,
        gap,
        label_width,
        &zip(left, &left_widths),
        &zip(right, &right_widths),
    )
}

fn zip(needs: &[(Need, Align)], widths: &[f64]) -> Vec<(f64, Align)> {
    widths
        .iter()
        .copied()
        .zip(needs.iter().map(|n| n.1))
        .collect()
}

fn place(
    width: f64,
    gap: f64,
    label: f64,
    left: &[(f64, Align)],
    right: &[(f64, Align)],
) -> Layout {
    let mut x = MARGIN + label;
    let label = Span {
        x: MARGIN,
        width: label,
        align: Align::Left,
    };
    let mut left_spans = Vec::new();
    for (w, align) in left {
        x += gap;
        left_spans.push(Span {
            x,
            width: *w,
            align: *align,
        });
        x += w;
    }
    let plot_left = x + GAP_PLOT;
    let mut right_spans = Vec::new();
    let mut end = width - MARGIN;
    for (w, align) in right.iter().rev() {
        end -= w;
        right_spans.push(Span {
            x: end,
            width: *w,
            align: *align,
        });
        end -= gap;
    }
    right_spans.reverse();
    let plot_right = right_spans
        .first()
        .map_or(width - MARGIN, |first| first.x - GAP_PLOT);
    Layout {
        width,
        label,
        left: left_spans,
        plot: (plot_left, plot_right),
        right: right_spans,
    }
}
