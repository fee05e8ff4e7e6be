//! Products of texts with each other, for a model that learns again after every text.

use crate::text::Matrix;

/// x·x′ + 1 of all pairs of the texts that were added, in single precision.
#[derive(Debug, Clone, Default)]
pub(super) struct Gram {
    /// The lower triangle, row by row, with the diagonal.
    rows: Vec<Vec<f32>>,
    /// The row that is added, spread out.
    spread: Vec<f64>,
}

/// A linear system is solved to this share of its right-hand side at most so often.
const STEPS: usize = 100;
/// An active set that has not settled after so many changes is given up.
const CHANGES: usize = 30;
/// Numbers side by side, so that the processor adds several at once.
const LANES: usize = 8;

impl Gram {
    /// Adds the last of `texts`.
    pub(super) fn push(&mut self, matrix: &Matrix, texts: impl Iterator<Item = usize>, row: usize) {
        self.spread.resize(matrix.columns(), 0.0);
        let own = matrix.row(row);
        own.add_to(&mut self.spread, 1.0);
        let product = |other: usize| {
            let alone = if other == row {
                matrix.own(row).squares
            } else {
                0.0
            };
            (matrix.row(other).dot(&self.spread) + alone + 1.0) as f32
        };
        self.rows.push(texts.map(product).collect());
        for &column in own.columns {
            if let Some(place) = self.spread.get_mut(column as usize) {
                *place = 0.0;
            }
        }
    }

    /// β with β = d⁻¹(y − f) where y f < 1 and 0 elsewhere, f = Gβ: the minimum of the squared hinge
    /// with diagonal d. `None` when the search was given up.
    ///
    /// # References
    /// Chapelle O. Training a support vector machine in the primal. Neural Comput 2007;19:1155–1178.
    pub(super) fn solve(
        &self,
        signs: &[f32],
        diagonal: &[f32],
        mut beta: Vec<f32>,
        tolerance: f32,
    ) -> Option<Vec<f32>> {
        let mut f = self.times(&beta);
        let mut active = active(signs, &f);
        for _ in 0..CHANGES {
            for (value, is_active) in beta.iter_mut().zip(&active) {
                if !is_active {
                    *value = 0.0;
                }
            }
            self.descend(signs, diagonal, &active, (&mut beta, &mut f), tolerance)?;
            let now = self::active(signs, &f);
            if now == active {
                return Some(beta);
            }
            active = now;
        }
        None
    }

    /// Conjugate gradients for (G + d)β = y over the active texts, scaled by the diagonal.
    fn descend(
        &self,
        signs: &[f32],
        diagonal: &[f32],
        active: &[bool],
        (beta, f): (&mut Vec<f32>, &mut Vec<f32>),
        tolerance: f32,
    ) -> Option<()> {
        *f = self.times(beta);
        let scale: Vec<f32> = self.scales(diagonal);
        let mut residual: Vec<f32> = (signs.iter().zip(f.iter()).zip(diagonal.iter().zip(&*beta)))
            .zip(active)
            .map(|(((y, f), (d, b)), is_active)| if *is_active { y - f - d * b } else { 0.0 })
            .collect();
        let mut direction: Vec<f32> = times_each(&residual, &scale);
        let mut size = dot(&residual, &direction);
        for _ in 0..STEPS {
            if residual.iter().all(|own| own.abs() <= tolerance) {
                return Some(());
            }
            let mut image = self.times(&direction);
            let along = image.clone();
            for ((own, (d, v)), is_active) in
                (image.iter_mut().zip(diagonal.iter().zip(&direction))).zip(active)
            {
                *own = if *is_active { *own + d * v } else { 0.0 };
            }
            let step = size / dot(&direction, &image);
            if !step.is_finite() {
                return None;
            }
            add(beta, &direction, step);
            add(f, &along, step);
            add(&mut residual, &image, -step);
            let scaled = times_each(&residual, &scale);
            let now = dot(&residual, &scaled);
            let share = now / size;
            size = now;
            for (own, new) in direction.iter_mut().zip(&scaled) {
                *own = new + share * *own;
            }
        }
        None
    }

    fn scales(&self, diagonal: &[f32]) -> Vec<f32> {
        let own = self
            .rows
            .iter()
            .map(|row| row.last().copied().unwrap_or(1.0));
        own.zip(diagonal).map(|(own, d)| 1.0 / (own + d)).collect()
    }

    /// Gv.
    fn times(&self, v: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0_f32; v.len()];
        for (place, row) in self.rows.iter().enumerate() {
            let Some((&last, before)) = row.split_last() else {
                continue;
            };
            let own = v.get(place).copied().unwrap_or(0.0);
            let sum = both(before, v, &mut out, own);
            if let Some(value) = out.get_mut(place) {
                *value += sum + last * own;
            }
        }
        out
    }
}

/// The dot product of a row with v, while a multiple of the row is added to `out`.
fn both(row: &[f32], v: &[f32], out: &mut [f32], factor: f32) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (rows, row_rest) = row.as_chunks::<LANES>();
    let (vs, v_rest) = v.as_chunks::<LANES>();
    let (outs, out_rest) = out.as_chunks_mut::<LANES>();
    let whole = rows.len();
    for ((row, v), out) in rows.iter().zip(vs).zip(outs.iter_mut()) {
        for (((sum, row), v), out) in sums.iter_mut().zip(row).zip(v).zip(out) {
            *sum += row * v;
            *out += factor * row;
        }
    }
    let mut sum: f32 = sums.iter().sum();
    // The last few stand in the chunk after the last whole one, or in the rest.
    let v_tail = vs.get(whole).map_or(v_rest, |chunk| chunk);
    let out_tail: &mut [f32] = match outs.get_mut(whole) {
        Some(chunk) => chunk,
        None => out_rest,
    };
    for ((row, v), out) in row_rest.iter().zip(v_tail).zip(out_tail) {
        sum += row * v;
        *out += factor * row;
    }
    sum
}

/// Which texts cost anything: those with a margin below 1.
fn active(signs: &[f32], f: &[f32]) -> Vec<bool> {
    signs.iter().zip(f).map(|(y, f)| y * f < 1.0).collect()
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn times_each(a: &[f32], b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

fn add(to: &mut [f32], what: &[f32], factor: f32) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += factor * what;
    }
}
