//! All samples of whole numbers that fit a printed summary: how many, and any of them by its rank.
//!
//! Nothing is searched. Multisets are counted by the table of [`super::table`], and a sample drawn by
//! its rank is as likely as any other: hill climbing (SPRITE) visits some solutions more often than
//! others and can never say that there is none.

use std::collections::BTreeSet;

use euthymia_numerics::random::Random;

use super::order::{Order, cases};
use super::squares::{Spread, SquaresAt, squares_at, sums};
use super::table::{Layout, Table, Window};
use super::{Frame, OneSample};

/// A table may have so many entries of 16 bytes.
const ENTRIES_MAX: usize = 6_000_000;
/// Counting may take so many additions.
const ADDITIONS_MAX: usize = 3_000_000_000;

/// A number of solutions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Exactly so many.
    Exactly(u128),
    /// At least so many: the largest number that 128 bits hold, about 3.4 · 10³⁸.
    AtLeast(u128),
}

impl Count {
    fn of(count: u128) -> Self {
        if count == u128::MAX {
            Self::AtLeast(count)
        } else {
            Self::Exactly(count)
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self == Self::Exactly(0)
    }
}

/// The table of one sample, ready to count and to draw.
#[derive(Debug)]
pub(crate) struct Exact {
    layout: Layout,
    frame: Frame,
    center: i64,
    targets: Vec<Target>,
    cases: Vec<(Order, u128)>,
}

/// A sum and a sum of squares that fit, counted from the centre.
#[derive(Debug, Clone, Copy)]
struct Target {
    sum: i64,
    squares: i64,
}

/// One multiset that is being traced back: what is left of it, and its rank among those.
struct Trace {
    size: i64,
    sum: i64,
    squares: i64,
    rank: u128,
    values: Vec<i64>,
}

impl Exact {
    /// Counts the samples that fit; `None` when the table would be too large.
    pub(crate) fn new(sample: &OneSample) -> Option<Self> {
        let frame = sample.frame;
        let n = i64::from(frame.n());
        let spreads: Vec<Spread> = (sample.moments.sd.iter())
            .map(|sd| Spread::of_sd(frame.n(), *sd))
            .collect();
        let (first, last) = sums(frame, sample.moments.mean).unwrap_or((0, -1));
        let center = ((first + last) / 2).div_euclid(n);
        let mut targets = Vec::new();
        for sum in first..=last {
            let shifted = sum - n * center;
            if targets.len() > ENTRIES_MAX {
                return None;
            }
            let fitting = squares_at(frame, sum, &spreads).fitting;
            if spreads.is_empty() {
                targets.push(Target {
                    sum: shifted,
                    squares: 0,
                });
            } else if let Some((least, most)) = fitting {
                let from_center = |q: i64| q - 2 * center * sum + n * center * center;
                let squares = (from_center(least)..=from_center(most)).step_by(2);
                let squares = squares.take(ENTRIES_MAX + 1);
                targets.extend(squares.map(|squares| Target {
                    sum: shifted,
                    squares,
                }));
            }
        }
        let squares_max = targets.iter().map(|target| target.squares).max();
        let window = Window {
            n,
            values: (frame.lowest() - center, frame.highest() - center),
            sums: (first - n * center, last - n * center),
            squares_max: squares_max.filter(|_| !spreads.is_empty()),
        };
        let mut exact = Self {
            layout: Layout::new(window, ENTRIES_MAX)?,
            frame,
            center,
            targets,
            cases: Vec::new(),
        };
        let orders = cases(sample);
        let levels = exact.levels() * orders.len();
        (exact.layout.len().saturating_mul(levels) <= ADDITIONS_MAX).then_some(())?;
        for order in orders {
            let mut table = exact.layout.empty();
            exact.advance(&mut table, &order, 0, exact.levels());
            let count = exact.total(&table);
            exact.cases.push((order, count));
        }
        Some(exact)
    }

    fn levels(&self) -> usize {
        usize::try_from(self.frame.highest() - self.frame.lowest() + 1).unwrap_or(0)
    }

    /// The value of a level, counted from the centre.
    fn value(&self, level: usize) -> i64 {
        self.frame.lowest() - self.center + level as i64
    }

    fn advance(&self, table: &mut Table, order: &Order, from: usize, to: usize) {
        for level in from..to {
            let value = self.value(level);
            table.take(&self.layout, value, order.at(value + self.center));
        }
    }

    fn total(&self, table: &Table) -> u128 {
        let counts = self.targets.iter().map(|target| self.at(table, *target));
        counts.fold(0_u128, u128::saturating_add)
    }

    fn at(&self, table: &Table, target: Target) -> u128 {
        let n = i64::from(self.frame.n());
        table.count(&self.layout, n, target.sum, target.squares)
    }

    /// The number of samples, as multisets: the order of the patients does not count.
    pub(crate) fn count(&self) -> Count {
        let all = self.cases.iter().map(|(_, count)| *count);
        Count::of(all.fold(0_u128, u128::saturating_add))
    }

    /// Up to `wanted` different samples in ascending order of their values: all of them when there
    /// are no more, otherwise drawn so that each is as likely as any other. None when there are too
    /// many to be counted.
    pub(crate) fn draw(&self, wanted: usize, seed: u64) -> Vec<Vec<i64>> {
        let Count::Exactly(all) = self.count() else {
            return Vec::new();
        };
        let mut ranks = BTreeSet::new();
        if all <= wanted as u128 {
            ranks.extend(0..all);
        } else {
            let mut random = Random::new(seed, 0);
            // Twice as many tries as a collision would ever need where most ranks are taken.
            let tries = wanted.saturating_mul(64);
            for _ in 0..tries {
                if ranks.len() == wanted {
                    break;
                }
                ranks.insert(below(&mut random, all));
            }
        }
        let mut found = Vec::new();
        let mut before = 0_u128;
        for (order, count) in &self.cases {
            let end = before + count;
            let own: Vec<u128> = ranks.range(before..end).map(|rank| rank - before).collect();
            found.extend(self.of_ranks(order, &own));
            before = end;
        }
        found
    }

    fn of_ranks(&self, order: &Order, ranks: &[u128]) -> Vec<Vec<i64>> {
        if ranks.is_empty() {
            return Vec::new();
        }
        let mut table = self.layout.empty();
        let start = table.clone();
        self.advance(&mut table, order, 0, self.levels());
        let mut traces: Vec<Trace> = Vec::new();
        let mut before = 0_u128;
        for target in &self.targets {
            let count = self.at(&table, *target);
            let own = ranks.iter().filter_map(|rank| rank.checked_sub(before));
            traces.extend(own.filter(|rank| *rank < count).map(|rank| Trace {
                size: i64::from(self.frame.n()),
                sum: target.sum,
                squares: target.squares,
                rank,
                values: Vec::new(),
            }));
            before += count;
        }
        drop(table);
        self.descend(&start, order, (0, self.levels()), &mut traces);
        let sorted = |trace: Trace| trace.values.into_iter().rev().collect();
        traces.into_iter().map(sorted).collect()
    }

    /// Traces multisets back from one level to another. Tables are made again from the middle, so
    /// that only a handful are held at a time.
    fn descend(
        &self,
        table: &Table,
        order: &Order,
        (from, to): (usize, usize),
        traces: &mut [Trace],
    ) {
        if to == from + 1 {
            for trace in traces {
                self.split(table, self.value(from), trace);
            }
        } else if to > from {
            let middle = usize::midpoint(from, to);
            let mut at_middle = table.clone();
            self.advance(&mut at_middle, order, from, middle);
            self.descend(&at_middle, order, (middle, to), traces);
            drop(at_middle);
            self.descend(table, order, (from, middle), traces);
        }
    }

    /// Finds how often a value occurs in a multiset, by its rank among the tables without it.
    fn split(&self, without: &Table, value: i64, trace: &mut Trace) {
        let square = self.layout.square(value);
        loop {
            let rest = without.count(&self.layout, trace.size, trace.sum, trace.squares);
            if trace.rank < rest || trace.size == 0 {
                return;
            }
            trace.rank -= rest;
            trace.size -= 1;
            trace.sum -= value;
            trace.squares -= square;
            trace.values.push(value + self.center);
        }
    }
}

/// A whole number below a bound, each as likely as the other.
fn below(random: &mut Random, bound: u128) -> u128 {
    if let Ok(small) = u64::try_from(bound) {
        return u128::from(random.below(small));
    }
    // Whatever falls beyond the largest multiple of the bound is drawn again.
    let uneven = bound.wrapping_neg() % bound;
    loop {
        let bits = (u128::from(random.bits()) << 64) | u128::from(random.bits());
        if bits >= uneven {
            return bits % bound;
        }
    }
}

/// The sums under a printed mean, each with the sums of squares under the standard deviation.
pub(crate) fn moments(sample: &OneSample) -> Vec<SquaresAt> {
    let frame = sample.frame;
    let spreads: Vec<Spread> = (sample.moments.sd.iter())
        .map(|sd| Spread::of_sd(frame.n(), *sd))
        .collect();
    let (first, last) = sums(frame, sample.moments.mean).unwrap_or((0, -1));
    (first..=last)
        .map(|sum| squares_at(frame, sum, &spreads))
        .collect()
}
