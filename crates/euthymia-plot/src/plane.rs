//! The drawing area of a before–after chart: a vertical scale and two columns.

use crate::panel::Span;
use crate::ticks;

/// Vertical scale and the two columns.
pub(crate) struct Plane {
    pub(crate) y: Span,
    pub(crate) before: f64,
    pub(crate) after: f64,
    pub(crate) left: f64,
    pub(crate) right: f64,
}

impl Plane {
    /// The visible part of a line from value `a` to value `b`, which stand `outside` pixels outside the
    /// two columns, if any.
    pub(crate) fn cut(&self, a: f64, b: f64, outside: f64) -> Option<((f64, f64), (f64, f64))> {
        // Halves keep the difference of two huge values finite.
        let (half_a, half_b) = (a / 2.0, b / 2.0);
        let at = |limit: f64| (limit / 2.0 - half_a) / (half_b - half_a);
        let (mut from, mut to) = (0.0f64, 1.0f64);
        for limit in [self.y.low, self.y.high] {
            let beyond = |v: f64| {
                if limit == self.y.low {
                    v < limit
                } else {
                    v > limit
                }
            };
            match (beyond(a), beyond(b)) {
                (true, true) => return None,
                (true, false) => from = from.max(at(limit)),
                (false, true) => to = to.min(at(limit)),
                (false, false) => {}
            }
        }
        let point = |share: f64| {
            let value = 2.0 * (half_a + share * (half_b - half_a));
            let x = self.before - outside + share * (self.after - self.before + 2.0 * outside);
            (x, self.y.at(value))
        };
        (from <= to).then(|| (point(from), point(to)))
    }
}

/// The limits, if they are an ascending pair of finite numbers.
pub(crate) fn usable_limits(limits: Option<(f64, f64)>) -> Option<(f64, f64)> {
    let (low, high) = limits?;
    let apart = high - low > 1e-9 * low.abs().max(high.abs());
    (low.is_finite() && high.is_finite() && (high - low).is_finite() && apart)
        .then_some((low, high))
}

/// Round limits around all finite values; zero is included when near.
pub(crate) fn round_limits(values: impl Iterator<Item = f64>, ticks_wanted: f64) -> (f64, f64) {
    let (mut low, mut high) = values
        .filter(|v| v.is_finite())
        .map(|v| v.clamp(-1e15, 1e15))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| {
            (l.min(v), h.max(v))
        });
    if low > high {
        return (0.0, 1.0);
    }
    if low > 0.0 && low < (high - low) * 0.6 {
        low = 0.0;
    }
    let size = low.abs().max(high.abs());
    if high - low < 1e-6 * size.max(1e-12) {
        // Nothing but zeros says nothing about the scale.
        let pad = if size < 1e-12 { 1.0 } else { 0.5 * size };
        (low, high) = (low - pad, high + pad);
    }
    let step = ticks::nice_step((high - low) / ticks_wanted);
    ((low / step).floor() * step, (high / step).ceil() * step)
}
