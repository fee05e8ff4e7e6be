//! Counts, median, minimum and maximum as bounds on how many values are at most v.

use super::rule::Threshold;
use super::{Condition, Frame, Moments, OneSample, Rule};

/// For each value v of the frame, from the lowest: how many values are at most v, at least and at
/// most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    lowest: i64,
    bounds: Vec<(u32, u32)>,
}

impl Order {
    fn free(frame: Frame) -> Self {
        let width = usize::try_from(frame.highest() - frame.lowest()).unwrap_or(0);
        let mut bounds = vec![(0, frame.n()); width + 1];
        if let Some(last) = bounds.last_mut() {
            last.0 = frame.n();
        }
        Self {
            lowest: frame.lowest(),
            bounds,
        }
    }

    /// The bounds on the number of values at most v.
    pub(crate) fn at(&self, v: i64) -> Option<(u32, u32)> {
        let at = usize::try_from(v - self.lowest).ok()?;
        self.bounds.get(at).copied()
    }

    /// The values whose bounds say something.
    pub(crate) fn binding(&self, n: u32) -> Vec<(i64, (u32, u32))> {
        let values = (self.lowest..).zip(&self.bounds);
        let last = self.lowest + self.bounds.len() as i64 - 1;
        values
            .filter(|(v, bounds)| **bounds != (0, n) && *v != last)
            .map(|(v, bounds)| (v, *bounds))
            .collect()
    }

    /// Narrows the bounds at v; `None` when nothing is left.
    fn narrow(&mut self, v: i64, least: u32, most: u32) -> Option<()> {
        if v < self.lowest {
            return (least == 0).then_some(());
        }
        let last = self.bounds.len().checked_sub(1)?;
        let at = usize::try_from(v - self.lowest).ok()?.min(last);
        let bounds = self.bounds.get_mut(at)?;
        *bounds = (bounds.0.max(least), bounds.1.min(most));
        (bounds.0 <= bounds.1).then_some(())
    }

    /// How many values are at most v can only grow with v; `None` when the bounds contradict that.
    fn settled(mut self) -> Option<Self> {
        let mut least = 0;
        for bounds in &mut self.bounds {
            least = least.max(bounds.0);
            bounds.0 = least;
        }
        let mut most = u32::MAX;
        for bounds in self.bounds.iter_mut().rev() {
            most = most.min(bounds.1);
            bounds.1 = most;
        }
        let fits = self.bounds.iter().all(|(least, most)| least <= most);
        fits.then_some(self)
    }
}

/// The disjoint ways in which order statistics and counts can hold; empty when they contradict each
/// other. There are several only for a median between two middle values.
pub(crate) fn cases(sample: &OneSample) -> Vec<Order> {
    let frame = sample.frame;
    let mut order = Order::free(frame);
    let known = ends(&mut order, frame, &sample.moments)
        .and_then(|()| counts(&mut order, frame, &sample.rules));
    if known.is_none() {
        return Vec::new();
    }
    let orders = match sample.moments.median {
        None => vec![order],
        Some(_) => medians(&order, frame, &sample.moments),
    };
    orders.into_iter().filter_map(Order::settled).collect()
}

fn ends(order: &mut Order, frame: Frame, moments: &Moments) -> Option<()> {
    let n = frame.n();
    if let Some(minimum) = moments.minimum {
        order.narrow(minimum - 1, 0, 0)?;
        (minimum <= frame.highest()).then_some(())?;
        order.narrow(minimum, 1, n)?;
    }
    if let Some(maximum) = moments.maximum {
        (maximum <= frame.highest()).then_some(())?;
        order.narrow(maximum, n, n)?;
        order.narrow(maximum - 1, 0, n - 1)?;
    }
    Some(())
}

fn counts(order: &mut Order, frame: Frame, rules: &[Rule]) -> Option<()> {
    let n = frame.n();
    for rule in rules {
        let (Some(count), [Condition::Value(threshold)]) = (rule.count, rule.conditions.as_slice())
        else {
            continue;
        };
        let (least, most) = count.range(n)?;
        match *threshold {
            Threshold::Below(cut) => order.narrow(cut - 1, least, most)?,
            Threshold::AtMost(cut) => order.narrow(cut, least, most)?,
            Threshold::AtLeast(cut) => order.narrow(cut - 1, n - most, n - least)?,
            Threshold::Above(cut) => order.narrow(cut, n - most, n - least)?,
        }
    }
    Some(())
}

/// One case per pair of middle values whose mean prints as the median. At v below the lower middle
/// value fewer than half are reached, at it at least half; the same one further up for the upper.
fn medians(order: &Order, frame: Frame, moments: &Moments) -> Vec<Order> {
    let n = frame.n();
    let half = n.div_ceil(2);
    // With an odd n both middle values are the same patient's.
    let upper_rank = n / 2 + 1;
    let prints = |a: i64, b: i64| {
        moments.median.is_some_and(|median| {
            let twice = i128::from(a + b) * median.halves_in_one();
            (2 * median.lower_halves()..=2 * median.upper_halves()).contains(&twice)
        })
    };
    let values = frame.lowest()..=frame.highest();
    let mut found = Vec::new();
    for a in values.clone() {
        let highest = if n % 2 == 1 { a } else { frame.highest() };
        for b in (a..=highest).filter(|b| prints(a, *b)) {
            let mut case = order.clone();
            let narrowed = case
                .narrow(a - 1, 0, half - 1)
                .and_then(|()| case.narrow(a, half, n))
                .and_then(|()| case.narrow(b - 1, 0, upper_rank - 1))
                .and_then(|()| case.narrow(b, upper_rank, n));
            found.extend(narrowed.map(|()| case));
        }
    }
    found
}
