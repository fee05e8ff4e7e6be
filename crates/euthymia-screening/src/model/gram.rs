//! Products of texts with each other, for a model that learns again after every text.

use super::newton::Products;
use crate::text::Matrix;

/// x·x′ + 1 of all pairs of the texts that were added, in single precision.
#[derive(Debug, Clone, Default)]
pub(super) struct Gram {
    /// The lower triangle, row by row, with the diagonal.
    rows: Vec<Vec<f32>>,
    /// The row that is added, spread out.
    spread: Vec<f64>,
}

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
}

impl Products for Gram {
    fn diagonal(&self) -> Vec<f32> {
        let rows = self.rows.iter();
        rows.map(|row| row.last().copied().unwrap_or(1.0)).collect()
    }

    fn times(&mut self, v: &[f32]) -> Vec<f32> {
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
