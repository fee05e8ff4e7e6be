//! A block of independent sampling errors and nested random intercepts, in one pass over its rows.
//!
//! With M = diag(v) + σ²11′, weights w = 1/v, their sum W and the weighted mean z̄,
//! Z′M⁻¹Z = Σw(z − z̄)(z − z̄)′ + W′z̄z̄′ with W′ = W/(1 + σ²W), and |M| = Πv · (1 + σ²W). So a group
//! behaves towards the group around it as a single row with mean z̄ and weight W′. Nothing is
//! subtracted that could cancel.

use super::sums::Sums;
use super::{Data, Term};

/// The rows of a block, so ordered that the rows of every group are together.
#[derive(Clone, Debug)]
pub(super) struct NestedBlock {
    rows: Vec<NestedRow>,
    /// The parameters of the terms, the coarsest first.
    parameters: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
struct NestedRow {
    row: usize,
    weight: f64,
    /// How many groups end with this row.
    ends: usize,
}

/// A group that is being read.
#[derive(Clone, Debug)]
struct Group {
    weight: f64,
    mean: Vec<f64>,
}

/// The groups that are open, reused from block to block.
#[derive(Clone, Debug)]
pub(super) struct Scratch {
    groups: Vec<Group>,
    columns: usize,
}

impl Scratch {
    pub(super) fn new(terms: usize, columns: usize) -> Self {
        let group = Group {
            weight: 0.0,
            mean: vec![0.0; columns],
        };
        Self {
            groups: vec![group; terms],
            columns,
        }
    }
}

impl NestedBlock {
    /// Returns the block in this form; `None` where sampling errors are correlated or a term is
    /// neither a random intercept nor nested in the others.
    pub(super) fn new(data: &Data, rows: &[usize], correlated: bool) -> Option<Self> {
        if correlated {
            return None;
        }
        let mut terms = Vec::new();
        for (place, term) in data.terms().iter().enumerate() {
            let Term::Intercept(grouping) = term else {
                return None;
            };
            let mut levels: Vec<usize> = rows.iter().map(|r| grouping.level_of_row()[*r]).collect();
            levels.sort_unstable();
            levels.dedup();
            terms.push((levels.len(), data.parameters_of_term(place).start, grouping));
        }
        terms.sort_by_key(|(levels, place, _)| (*levels, *place));
        let key = |row: usize| terms.iter().map(move |(_, _, g)| g.level_of_row()[row]);
        let mut order = rows.to_vec();
        order.sort_by(|a, b| key(*a).cmp(key(*b)).then(a.cmp(b)));
        // Every level must be one run of rows; then each group lies inside the group around it.
        let runs = |place: usize| {
            let same = |pair: &&[usize]| {
                let level = terms[place].2.level_of_row();
                level[pair[0]] != level[pair[1]]
            };
            order.windows(2).filter(same).count() + 1
        };
        if (0..terms.len()).any(|place| runs(place) != terms[place].0) {
            return None;
        }
        let ends = |at: usize| match order.get(at + 1) {
            None => terms.len(),
            Some(next) => {
                let shared = key(order[at]).zip(key(*next)).take_while(|(a, b)| a == b);
                terms.len() - shared.count()
            }
        };
        let row = |(at, row): (usize, &usize)| NestedRow {
            row: *row,
            weight: 1.0 / data.known().variances()[*row],
            ends: ends(at),
        };
        Some(Self {
            rows: order.iter().enumerate().map(row).collect(),
            parameters: terms.iter().map(|(_, place, _)| *place).collect(),
        })
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds the block to the sums; ln |M| without Σ ln v.
    pub(super) fn add_to(&self, theta: &[f64], z: &[f64], scratch: &mut Scratch, sums: &mut Sums) {
        let (depth, columns) = (self.parameters.len(), scratch.columns);
        let mut logarithm = LogProduct::default();
        for row in &self.rows {
            let here = &z[row.row * columns..(row.row + 1) * columns];
            let Some(last) = depth.checked_sub(1) else {
                sums.add_square(row.weight, here);
                continue;
            };
            scratch.groups[last].take(row.weight, here, sums);
            for place in (depth - row.ends..depth).rev() {
                let (around, from) = scratch.groups.split_at_mut(place);
                let group = &mut from[0];
                let factor = 1.0 + theta[self.parameters[place]] * group.weight;
                logarithm.times(factor);
                let weight = group.weight / factor;
                match around.last_mut() {
                    Some(outer) => outer.take(weight, &group.mean, sums),
                    None => sums.add_square(weight, &group.mean),
                }
                group.weight = 0.0;
            }
        }
        sums.ln_determinant += logarithm.value();
    }
}

impl Group {
    /// Takes in a row, or a group as a row, and adds what it deviates by to the sums.
    fn take(&mut self, weight: f64, z: &[f64], sums: &mut Sums) {
        if self.weight == 0.0 {
            self.weight = weight;
            self.mean.copy_from_slice(z);
            return;
        }
        let total = self.weight + weight;
        let share = weight / total;
        let between = self.weight * share;
        let mut at = 0;
        for (i, (a, mean)) in z.iter().zip(&self.mean).enumerate() {
            let scaled = between * (a - mean);
            let row = &mut sums.products[at..=at + i];
            for ((product, b), mean) in row.iter_mut().zip(z).zip(&self.mean) {
                *product += scaled * (b - mean);
            }
            at += i + 1;
        }
        for (mean, a) in self.mean.iter_mut().zip(z) {
            *mean += share * (a - *mean);
        }
        self.weight = total;
    }
}

/// The logarithm of a product of numbers ≥ 1, with few logarithms taken.
#[derive(Clone, Copy, Debug)]
struct LogProduct {
    product: f64,
    sum: f64,
}

impl Default for LogProduct {
    fn default() -> Self {
        Self {
            product: 1.0,
            sum: 0.0,
        }
    }
}

impl LogProduct {
    fn times(&mut self, factor: f64) {
        if factor > 1e100 {
            self.sum += factor.ln();
            return;
        }
        self.product *= factor;
        if self.product > 1e200 {
            self.sum += self.product.ln();
            self.product = 1.0;
        }
    }

    fn value(self) -> f64 {
        self.sum + self.product.ln()
    }
}
