//! From values to horizontal positions.

use crate::ticks;

/// How values are spread along an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// Equal differences are equally far apart.
    #[default]
    Linear,
    /// Equal ratios are equally far apart. Values are the ratios themselves (1 is no effect), not
    /// their logarithms; a value of 0 or below lies beyond the left end.
    Log,
    /// As linear; values are proportions (0.25) and are printed as percentages (25%).
    Percent,
}

/// Describes the horizontal axis of a figure.
///
/// # Example
/// ```
/// use euthymia_plot::{Axis, Scale};
/// let axis = Axis {
///     scale: Scale::Log,
///     label: "Risk ratio (log scale)".into(),
///     reference_line: Some(1.0),
///     left_label: Some("favours treatment".into()),
///     right_label: Some("favours control".into()),
///     ..Axis::default()
/// };
/// assert!(axis.limits.is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// Spread of values.
    pub scale: Scale,
    /// What is measured, with its unit; printed below the ticks.
    pub label: String,
    /// Value of a dashed vertical line, such as 1 for a ratio or 0 for a difference.
    pub reference_line: Option<f64>,
    /// Text above the reference line.
    pub reference_label: Option<String>,
    /// Direction to the left of the reference line; an arrow is added.
    pub left_label: Option<String>,
    /// Direction to the right of the reference line; an arrow is added.
    pub right_label: Option<String>,
    /// Smallest and largest value shown, on the scale of the values. Without it (or if it is not an
    /// ascending pair of finite, for [`Scale::Log`] positive, numbers) limits are chosen so that
    /// all estimates are seen and very wide intervals are cut.
    pub limits: Option<(f64, f64)>,
}

/// The values an axis should make room for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extent {
    /// Point estimates and other values that must be seen.
    pub(crate) points: Vec<f64>,
    /// Intervals that should be seen unless they dwarf everything else.
    pub(crate) intervals: Vec<(f64, f64)>,
}

/// An axis with limits, pixels and ticks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Placed {
    pub(crate) left: f64,
    pub(crate) right: f64,
    low: f64,
    high: f64,
    scale: Scale,
    pub(crate) ticks: Vec<Tick>,
}

/// One labelled tick.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub(crate) x: f64,
    pub(crate) label: String,
}

/// Where a value falls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Position {
    /// Beyond the left end.
    Left,
    /// On the axis, at this x.
    At(f64),
    /// Beyond the right end.
    Right,
}

/// Values further out than this are treated as this when limits are chosen, so that sums and
/// differences stay finite.
const LARGEST: f64 = 1e15;

impl Axis {
    /// Chooses limits and ticks for pixels `left..right`.
    pub(crate) fn place(&self, extent: &Extent, left: f64, right: f64) -> Placed {
        let width = (right - left).max(1.0);
        let target = (width / 62.0).clamp(2.0, 9.0);
        let scale = self.scale;
        let (low, high) = self
            .usable_limits()
            .unwrap_or_else(|| self.automatic(extent, target));
        let values = match scale {
            Scale::Log => ticks::ratio_ticks(low, high, target, (width / 36.0) as usize),
            Scale::Linear | Scale::Percent => {
                ticks::multiples(low, high, ticks::nice_step((high - low) / target))
            }
        };
        let mut placed = Placed {
            left,
            right,
            low,
            high,
            scale,
            ticks: Vec::new(),
        };
        placed.set_ticks(&values);
        placed
    }

    fn usable_limits(&self) -> Option<(f64, f64)> {
        let (low, high) = self.limits?;
        let finite = low.is_finite() && high.is_finite() && (high - low).is_finite();
        let apart = high - low > 1e-9 * low.abs().max(high.abs());
        let positive = self.scale != Scale::Log || (low > 1e-100 && high < 1e100);
        (finite && apart && positive).then_some((low, high))
    }

    /// Limits from the data: everything that must be seen, plus intervals up to one more span of
    /// the estimates (or of the typical interval) on either side, widened to round numbers.
    fn automatic(&self, extent: &Extent, target: f64) -> (f64, f64) {
        let points: Vec<f64> = extent
            .points
            .iter()
            .copied()
            .chain(self.reference_line)
            .filter_map(|v| self.forward(v))
            .collect();
        let intervals: Vec<(f64, f64)> = extent
            .intervals
            .iter()
            .map(|(l, u)| (self.forward_end(*l, false), self.forward_end(*u, true)))
            .collect();
        let (low, high) = match range_of(points.iter().copied()) {
            None => return self.empty_limits(),
            Some((a, b)) => {
                let mut widths: Vec<f64> = intervals.iter().map(|(l, u)| u - l).collect();
                widths.sort_by(f64::total_cmp);
                let typical = widths.get(widths.len() / 2).copied().unwrap_or(0.0);
                let span = (b - a).max(typical);
                let ends = intervals.iter().flat_map(|(l, u)| [*l, *u]);
                let (l, u) = range_of(ends).unwrap_or((a, b));
                let range = (l.max(a - span).min(a), u.min(b + span).max(b));
                self.around_reference(range)
            }
        };
        self.rounded(low, high, target)
    }

    /// Leaves room on both sides of a reference line that would stand at an end of the axis, so that
    /// both directions are seen.
    fn around_reference(&self, (low, high): (f64, f64)) -> (f64, f64) {
        let room = (high - low) * 0.12;
        match self.reference_line.and_then(|v| self.forward(v)) {
            Some(r) if r - low < room / 2.0 => (low - room, high),
            Some(r) if high - r < room / 2.0 => (low, high + room),
            _ => (low, high),
        }
    }

    fn empty_limits(&self) -> (f64, f64) {
        match self.scale {
            Scale::Log => (0.1, 10.0),
            Scale::Linear | Scale::Percent => (0.0, 1.0),
        }
    }

    /// Widens a range (logarithms for a ratio axis) to round numbers on the value scale.
    fn rounded(&self, low: f64, high: f64, target: f64) -> (f64, f64) {
        match self.scale {
            Scale::Log => {
                let pad = if high - low < 1e-6 { 0.1 } else { 0.0 };
                let (l, h) = (10f64.powf(low - pad), 10f64.powf(high + pad));
                let narrow = h / l < 4.0;
                if narrow {
                    let room = (h / l).powf(0.06).max(1.01);
                    (l / room, h * room)
                } else {
                    (ticks::ratio_floor(l), ticks::ratio_ceil(h))
                }
            }
            Scale::Linear | Scale::Percent => {
                let size = low.abs().max(high.abs()).max(1e-12);
                let (mut l, mut h) = (low, high);
                if h - l < size * 1e-6 {
                    let pad = if self.scale == Scale::Percent {
                        0.1
                    } else {
                        size * 0.5
                    };
                    (l, h) = (l - pad, h + pad);
                }
                if self.scale == Scale::Percent && low >= 0.0 {
                    l = 0.0;
                }
                let step = ticks::nice_step((h - l) / target);
                let (mut l, mut h) = (
                    (l / step + 1e-9).floor() * step,
                    (h / step - 1e-9).ceil() * step,
                );
                if self.scale == Scale::Percent && low >= 0.0 && high <= 1.0 {
                    (l, h) = (l.max(0.0), h.min(1.0));
                }
                (l, h)
            }
        }
    }

    /// Value on the spread of the axis, if it has one.
    fn forward(&self, value: f64) -> Option<f64> {
        if !value.is_finite() {
            return None;
        }
        match self.scale {
            Scale::Log if value <= 0.0 => None,
            Scale::Log => Some(value.clamp(1.0 / LARGEST, LARGEST).log10()),
            Scale::Linear | Scale::Percent => Some(value.clamp(-LARGEST, LARGEST)),
        }
    }

    /// As [`Self::forward`]; an end that has no place is as far out as can be.
    fn forward_end(&self, value: f64, upper: bool) -> f64 {
        self.forward(value).unwrap_or({
            let far = match self.scale {
                Scale::Log => LARGEST.log10(),
                Scale::Linear | Scale::Percent => LARGEST,
            };
            if upper { far } else { -far }
        })
    }
}

impl Placed {
    /// Smallest and largest value of the axis.
    pub(crate) fn limits(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// Puts ticks at these values, as far as they lie on the axis.
    pub(crate) fn set_ticks(&mut self, values: &[f64]) {
        self.ticks = values
            .iter()
            .zip(ticks::labels(values, self.scale))
            .filter_map(|(value, label)| match self.position(*value) {
                Position::At(x) => Some(Tick { x, label }),
                Position::Left | Position::Right => None,
            })
            .collect();
        self.ticks.dedup_by(|a, b| a.label == b.label);
    }

    /// Where a finite value falls; the ends of the axis belong to it.
    pub(crate) fn position(&self, value: f64) -> Position {
        if value < self.low * (1.0 - 1e-12 * self.low.signum()) {
            return Position::Left;
        }
        if value > self.high * (1.0 + 1e-12 * self.high.signum()) {
            return Position::Right;
        }
        let share = match self.scale {
            Scale::Log => (value / self.low).ln() / (self.high / self.low).ln(),
            Scale::Linear | Scale::Percent => (value - self.low) / (self.high - self.low),
        };
        Position::At(self.left + share.clamp(0.0, 1.0) * (self.right - self.left))
    }

    /// Horizontal position of a value, held at the ends.
    pub(crate) fn clamped(&self, value: f64) -> f64 {
        match self.position(value) {
            Position::Left => self.left,
            Position::At(x) => x,
            Position::Right => self.right,
        }
    }
}

fn range_of(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |range, v| match range {
        None => Some((v, v)),
        Some((low, high)) => Some((low.min(v), high.max(v))),
    })
}
