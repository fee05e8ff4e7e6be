//! A large block of independent sampling errors and random intercepts that are not nested.
//!
//! M = R + Z₂Λ²Z₂′. R holds the sampling errors, the terms with an effect for every single row, and
//! the term with the most levels, whose groups are independent of each other; Z₂Λ² holds all other
//! terms. With C = I + ΛZ₂′R⁻¹Z₂Λ: |M| = |R||C| and M⁻¹ = R⁻¹ − R⁻¹Z₂ΛC⁻¹ΛZ₂′R⁻¹. C has a row per level
//! of the other terms, and no matrix of all rows is formed.
//!
//! # References
//! Woodbury MA. Inverting modified matrices. Princeton 1950. · Bates D, Mächler M, Bolker B, Walker S.
//! J Stat Softw 2015;67(1), section 3 (the form with Λ, which holds at a variance of zero).

use super::dense::whiten;
use super::sums::Sums;
use super::{Data, Grouping, Term};

/// The rows of a block, by the groups of the term with the most levels.
#[derive(Clone, Debug)]
pub(super) struct CrossedBlock {
    groups: Vec<Vec<CrossedRow>>,
    /// The parameter of the term with the most levels.
    largest: usize,
    /// The parameters of the terms with an effect for every single row.
    single: Vec<usize>,
    /// The parameter of each level of the other terms.
    others: Vec<usize>,
}

#[derive(Clone, Debug)]
struct CrossedRow {
    row: usize,
    variance: f64,
    /// Its levels of the other terms, as places in `others`.
    levels: Vec<usize>,
}

/// A smaller block is as quick as one matrix, which loses fewer digits.
const ROWS_MIN: usize = 100;

/// Room for one block, reused.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    inner: Vec<f64>,
    columns: Vec<f64>,
    mean: Vec<f64>,
    deviation: Vec<f64>,
    /// Σw by level of the other terms, within one group, and the levels that occur in it.
    weights: Vec<f64>,
    touched: Vec<usize>,
}

impl CrossedBlock {
    /// Returns the block in this form; `None` where it does not have it, or is small.
    pub(super) fn new(data: &Data, rows: &[usize], correlated: bool) -> Option<Self> {
        if correlated || rows.len() < ROWS_MIN {
            return None;
        }
        let (mut single, mut several) = (Vec::new(), Vec::new());
        for (place, term) in data.terms().iter().enumerate() {
            let Term::Intercept(grouping) = term else {
                return None;
            };
            let parameter = data.parameters_of_term(place).start;
            let (levels, local) = local_levels(grouping, rows);
            if levels == rows.len() {
                single.push(parameter);
            } else {
                several.push((levels, parameter, local));
            }
        }
        several.sort_by_key(|(levels, parameter, _)| (usize::MAX - levels, *parameter));
        let ((count, largest, of_rows), rest) = several.split_first()?;
        let mut others = Vec::new();
        let mut starts = Vec::new();
        for (levels, parameter, _) in rest {
            starts.push(others.len());
            others.extend(std::iter::repeat_n(*parameter, *levels));
        }
        let mut groups: Vec<Vec<CrossedRow>> = vec![Vec::new(); *count];
        for (at, row) in rows.iter().enumerate() {
            let levels = rest.iter().zip(&starts);
            groups[of_rows[at]].push(CrossedRow {
                row: *row,
                variance: data.known().variances()[*row],
                levels: levels
                    .map(|((_, _, local), start)| start + local[at])
                    .collect(),
            });
        }
        Some(Self {
            groups,
            largest: *largest,
            single,
            others,
        })
    }

    /// The multiplications of one likelihood, roughly.
    pub(super) fn work(&self, width: usize) -> f64 {
        let rows: usize = self.groups.iter().map(Vec::len).sum();
        (self.others.len() as f64).powi(3) / 6.0 + (rows * width * width) as f64
    }

    /// Adds the block to the sums; false where a matrix is not positive definite in numbers.
    pub(super) fn add_to(
        &self,
        theta: &[f64],
        z: &[f64],
        width: usize,
        scratch: &mut Scratch,
        sums: &mut Sums,
    ) -> bool {
        let q = self.others.len();
        scratch.inner.clear();
        scratch.inner.resize(q * q, 0.0);
        scratch.columns.clear();
        scratch.columns.resize(q * width, 0.0);
        scratch.weights.resize(q, 0.0);
        let single: f64 = self.single.iter().map(|s| theta[*s]).sum();
        for group in &self.groups {
            add_group(group, single, theta[self.largest], z, width, scratch, sums);
        }
        let deviation = |level: usize| theta[self.others[level]].sqrt();
        for i in 0..q {
            for j in 0..=i {
                scratch.inner[i * q + j] *= deviation(i) * deviation(j);
            }
            scratch.inner[i * q + i] += 1.0;
            for x in &mut scratch.columns[i * width..(i + 1) * width] {
                *x *= deviation(i);
            }
        }
        let Some(ln) = whiten(&mut scratch.inner, &mut scratch.columns, q, width) else {
            return false;
        };
        sums.ln_determinant += ln;
        for row in scratch.columns.chunks_exact(width) {
            sums.add_square(-1.0, row);
        }
        true
    }
}

/// Adds the rows of one group of the largest term: its part of Z′R⁻¹Z, of Z₂′R⁻¹Z₂ and Z₂′R⁻¹Z.
fn add_group(
    group: &[CrossedRow],
    single: f64,
    variance: f64,
    z: &[f64],
    width: usize,
    scratch: &mut Scratch,
    sums: &mut Sums,
) {
    let q = scratch.weights.len();
    let columns = |row: &CrossedRow| &z[row.row * width..(row.row + 1) * width];
    let mut total = 0.0;
    scratch.mean.clear();
    scratch.mean.resize(width, 0.0);
    for row in group {
        let weight = 1.0 / (row.variance + single);
        total += weight;
        for (mean, x) in scratch.mean.iter_mut().zip(columns(row)) {
            *mean += weight / total * (x - *mean);
        }
    }
    let factor = 1.0 + variance * total;
    sums.ln_determinant += factor.ln();
    sums.add_square(total / factor, &scratch.mean);
    for row in group {
        let weight = 1.0 / (row.variance + single);
        sums.ln_determinant -= weight.ln();
        scratch.deviation.clear();
        let deviations = columns(row).iter().zip(&scratch.mean).map(|(x, m)| x - m);
        scratch.deviation.extend(deviations);
        sums.add_square(weight, &scratch.deviation);
        for level in &row.levels {
            if scratch.weights[*level] == 0.0 {
                scratch.touched.push(*level);
            }
            scratch.weights[*level] += weight;
            // R⁻¹ of a row: its deviation, and its share of the mean as the group leaves it.
            let to = &mut scratch.columns[level * width..(level + 1) * width];
            for ((sum, deviation), mean) in to.iter_mut().zip(&scratch.deviation).zip(&scratch.mean)
            {
                *sum += weight * (deviation + mean / factor);
            }
            for other in &row.levels {
                if other <= level {
                    scratch.inner[level * q + other] += weight;
                }
            }
        }
    }
    let taken = variance / factor;
    for a in &scratch.touched {
        for b in scratch.touched.iter().filter(|b| *b <= a) {
            scratch.inner[a * q + b] -= taken * scratch.weights[*a] * scratch.weights[*b];
        }
    }
    for level in scratch.touched.drain(..) {
        scratch.weights[level] = 0.0;
    }
}

/// The number of levels that occur, and the place of each row's among them.
fn local_levels(grouping: &Grouping, rows: &[usize]) -> (usize, Vec<usize>) {
    let level = |row: &usize| grouping.level_of_row()[*row];
    let mut present: Vec<usize> = rows.iter().map(level).collect();
    present.sort_unstable();
    present.dedup();
    let place = |row: &usize| present.binary_search(&level(row)).unwrap_or(0);
    (present.len(), rows.iter().map(place).collect())
}
