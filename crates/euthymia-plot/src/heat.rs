//! Shades of cells: the further from nothing, the deeper; warm on one side, cool on the other.

use crate::frame::{KeyItem, Sign};
use crate::theme::Paint;
use crate::words::number;

/// Shades on either side.
const STEPS: f64 = 3.0;

/// Which side of nothing a value lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Above.
    Warm,
    /// Below.
    Cool,
}

/// Shades of finite values between nothing and the largest one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shades {
    largest: f64,
}

impl Shades {
    /// Three equal steps up to the largest size of these values.
    pub(crate) fn of(values: impl Iterator<Item = f64>) -> Self {
        let sizes = values.filter(|v| v.is_finite()).map(f64::abs);
        Self {
            largest: sizes.fold(0.0, f64::max),
        }
    }

    /// From 1 to 3, and 0 for nothing at all.
    pub(crate) fn step(self, value: f64) -> u8 {
        let share = value.abs() / self.largest;
        match share * STEPS {
            s if s > 2.0 => 3,
            s if s > 1.0 => 2,
            s if s > 0.0 => 1,
            _ => 0,
        }
    }

    /// The shade of a value.
    pub(crate) fn paint(self, value: f64, side: Side) -> Paint {
        shade(self.step(value), side)
    }

    /// A key of the shades on one side with the sizes they stand for, in this unit: 100 for per cent.
    pub(crate) fn key(self, side: Side, label: &str, unit: f64) -> Vec<KeyItem> {
        let ends = |step: u8| {
            let third = |step: u8| number(unit * self.largest * f64::from(step) / STEPS);
            let sign = if unit > 1.0 { " %" } else { "" };
            format!("{}–{}{sign}", third(step - 1), third(step))
        };
        let item = |step: u8| {
            let text = match step {
                1 if label.is_empty() => ends(1),
                1 => format!("{label}: {}", ends(1)),
                _ => ends(step),
            };
            KeyItem::new(Sign::Patch(shade(step, side)), text)
        };
        [1, 2, 3].map(item).to_vec()
    }
}

fn shade(step: u8, side: Side) -> Paint {
    match (step, side) {
        (0, _) => Paint::Paper,
        (1, Side::Warm) => Paint::Warm1,
        (2, Side::Warm) => Paint::Warm2,
        (_, Side::Warm) => Paint::Warm3,
        (1, Side::Cool) => Paint::Cool1,
        (2, Side::Cool) => Paint::Cool2,
        (_, Side::Cool) => Paint::Cool3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byhand_thirds_of_the_largest() {
        let shades = Shades::of([3.0, -6.0, f64::NAN, 1.0].into_iter());
        let steps = [0.0, 1.0, -2.0, 2.1, 4.0, -4.1, 6.0].map(|v| shades.step(v));
        assert_eq!(steps, [0, 1, 1, 2, 2, 3, 3]);
        assert_eq!(shades.paint(-6.0, Side::Cool), Paint::Cool3);
        assert_eq!(Shades::of([0.0].into_iter()).step(0.0), 0);
    }
}
