//! The table of how many multisets of whole numbers have a given size, sum and sum of squares.
//!
//! Values are taken in ascending order. After value v, entry (k, s, q) is the number of multisets of
//! k values, none above v, with sum s and sum of squares q; taking v into account is one addition
//! per entry, N(k, s, q) += N(k − 1, s − v, q − v²). Values are counted from a centre near the mean,
//! so that sums stay near 0, and only entries are kept that can still be completed: q is at least
//! the least sum of squares of k numbers with sum s, and leaves as much for the rest. q and s are odd
//! together, which halves the table.

use super::squares::{least_squares, most_squares};

/// What is counted: sizes, values and totals, all counted from the centre.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    /// Number of values.
    pub(crate) n: i64,
    /// Lowest and highest value.
    pub(crate) values: (i64, i64),
    /// The sums that are wanted.
    pub(crate) sums: (i64, i64),
    /// The largest sum of squares that is wanted; `None` when squares are not counted.
    pub(crate) squares_max: Option<i64>,
}

/// Where the entries of one size and sum stand.
#[derive(Debug, Clone, Copy)]
struct Row {
    start: usize,
    len: usize,
    /// Sum of squares of the first entry.
    least: i64,
}

/// Where every entry stands.
#[derive(Debug)]
pub(crate) struct Layout {
    window: Window,
    /// For each size: the first sum, and the rows.
    sizes: Vec<(i64, Vec<Row>)>,
    /// Where the entries of each size begin.
    starts: Vec<usize>,
    len: usize,
}

impl Layout {
    /// Lays the table out, unless it had more entries than allowed.
    pub(crate) fn new(window: Window, entries_max: usize) -> Option<Self> {
        let mut layout = Self {
            sizes: Vec::new(),
            starts: Vec::new(),
            len: 0,
            window,
        };
        let mut row_count = 0;
        for size in 0..=layout.window.n {
            layout.starts.push(layout.len);
            let (first, last) = layout.window.sums_of(size);
            let mut rows = Vec::new();
            for sum in first..=last {
                let row = layout.window.row(size, sum, layout.len);
                layout.len += row.len;
                rows.push(row);
                row_count += 1;
                if layout.len > entries_max || row_count > entries_max {
                    return None;
                }
            }
            layout.sizes.push((first, rows));
        }
        Some(layout)
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    fn row(&self, size: i64, sum: i64) -> Option<&Row> {
        let (first, rows) = self.sizes.get(usize::try_from(size).ok()?)?;
        rows.get(usize::try_from(sum - first).ok()?)
    }

    pub(crate) fn square(&self, value: i64) -> i64 {
        self.window.squares_max.map_or(0, |_| value * value)
    }

    /// The table before any value is taken: the empty multiset.
    pub(crate) fn empty(&self) -> Table {
        let mut counts = vec![0; self.len];
        if let Some(first) = counts.first_mut() {
            *first = 1;
        }
        Table { counts }
    }
}

impl Window {
    /// The sums that `size` values can have so that the rest can complete a wanted sum.
    fn sums_of(&self, size: i64) -> (i64, i64) {
        let rest = self.n - size;
        let first = (size * self.values.0).max(self.sums.0 - rest * self.values.1);
        let last = (size * self.values.1).min(self.sums.1 - rest * self.values.0);
        (first, last)
    }

    fn row(&self, size: i64, sum: i64, start: usize) -> Row {
        let Some(squares_max) = self.squares_max else {
            return Row {
                start,
                len: 1,
                least: 0,
            };
        };
        let least = least_squares(size, sum);
        let wanted = 0_i64.clamp(self.sums.0 - sum, self.sums.1 - sum);
        let rest = least_squares(self.n - size, wanted);
        let most = (squares_max - rest).min(most_squares(size, self.values.0, self.values.1, sum));
        let len = usize::try_from((most - least).div_euclid(2) + 1).unwrap_or(0);
        Row { start, len, least }
    }
}

/// The counts, in the order of the layout. A count too large for 128 bits stays at the largest.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    counts: Vec<u128>,
}

impl Table {
    /// The number of multisets of a size, sum and sum of squares.
    pub(crate) fn count(&self, layout: &Layout, size: i64, sum: i64, squares: i64) -> u128 {
        let at = layout.row(size, sum).and_then(|row| {
            let offset = squares - row.least;
            let offset = if layout.window.squares_max.is_none() {
                0
            } else if offset % 2 == 0 {
                usize::try_from(offset / 2).ok()?
            } else {
                return None;
            };
            (offset < row.len).then_some(row.start + offset)
        });
        at.and_then(|at| self.counts.get(at)).copied().unwrap_or(0)
    }

    /// Takes one more value into account, then drops the sizes that its bounds rule out.
    pub(crate) fn take(&mut self, layout: &Layout, value: i64, bounds: Option<(u32, u32)>) {
        let square = layout.square(value);
        let sizes = layout.sizes.iter().zip(&layout.starts);
        for (size, ((first, rows), start)) in (0_i64..).zip(sizes).skip(1) {
            let (before, from_here) = self.counts.split_at_mut(*start);
            for (sum, row) in (*first..).zip(rows) {
                let Some(source) = layout.row(size - 1, sum - value) else {
                    continue;
                };
                let target = from_here.get_mut(row.start - start..row.start - start + row.len);
                let given = before.get(source.start..source.start + source.len);
                if let (Some(target), Some(given)) = (target, given) {
                    add_shifted(target, row.least, given, source.least + square);
                }
            }
        }
        self.keep(layout, bounds);
    }

    fn keep(&mut self, layout: &Layout, bounds: Option<(u32, u32)>) {
        let Some((least, most)) = bounds else { return };
        let ends = layout.starts.iter().skip(1).copied();
        let ends = ends.chain(std::iter::once(layout.len));
        for (size, (start, end)) in (0_u32..).zip(layout.starts.iter().zip(ends)) {
            if !(least..=most).contains(&size) {
                for count in self.counts.get_mut(*start..end).into_iter().flatten() {
                    *count = 0;
                }
            }
        }
    }
}

/// Adds entries whose first stands for the sum of squares `given_least` to entries whose first stands
/// for `target_least`; both go up by 2.
fn add_shifted(target: &mut [u128], target_least: i64, given: &[u128], given_least: i64) {
    let offset = (given_least - target_least).div_euclid(2);
    let skip_target = usize::try_from(offset).unwrap_or(0);
    let skip_given = usize::try_from(-offset).unwrap_or(0);
    let targets = target.iter_mut().skip(skip_target);
    for (count, more) in targets.zip(given.iter().skip(skip_given)) {
        *count = count.saturating_add(*more);
    }
}
