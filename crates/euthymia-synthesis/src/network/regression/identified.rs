//! Which coefficients the trials can tell apart.

use super::layout::{Layout, Row, Term};
use crate::network::data::Network;
use euthymia_numerics::linear::Matrix;

/// Coefficients that may be changed together, by multiples of these numbers, without any change to what
/// the trials were expected to find.
#[derive(Clone, Debug, PartialEq)]
pub struct Unidentified {
    /// Coefficient and multiple; a single one is one that no trial bears on.
    pub terms: Vec<(Term, f64)>,
}

/// A column is dependent on others when less than this share of its square is its own.
const DEPENDENT: f64 = 1e-10;
/// A multiple below this, on scales on which columns have length one, is rounding.
const ZERO: f64 = 1e-7;

/// What the trials identify.
#[derive(Clone, Debug)]
pub(super) struct Identified {
    /// Fixed columns that are solved for; the others are held at zero.
    pub(super) kept: Vec<usize>,
    /// One direction without evidence for each other fixed column.
    directions: Vec<Vec<f64>>,
    /// Lengths of the columns.
    lengths: Vec<f64>,
}

/// Sorts the fixed columns, the first ones first: effects before interactions.
pub(super) fn identify(network: &Network, layout: &Layout, rows: &[Vec<Row>]) -> Identified {
    let gram = gram(network, layout, rows);
    let p = layout.terms.len();
    let length = |j: usize| {
        Some(gram[(j, j)].sqrt())
            .filter(|l| *l > 0.0)
            .unwrap_or(1.0)
    };
    let lengths: Vec<f64> = (0..p).map(length).collect();
    let scaled = |i: usize, j: usize| gram[(i, j)] / (lengths[i] * lengths[j]);
    let mut kept: Vec<usize> = Vec::new();
    let mut factor: Vec<Vec<f64>> = Vec::new();
    let mut directions = Vec::new();
    for j in 0..p {
        let mut row: Vec<f64> = Vec::with_capacity(kept.len() + 1);
        for (own, column) in factor.iter().zip(&kept) {
            let known: f64 = row.iter().zip(own).map(|(a, b)| a * b).sum();
            let pivot = own.get(row.len()).copied().unwrap_or(1.0);
            row.push((scaled(*column, j) - known) / pivot);
        }
        let left = scaled(j, j) - row.iter().map(|x| x * x).sum::<f64>();
        if left > DEPENDENT {
            row.push(left.sqrt());
            factor.push(row);
            kept.push(j);
            continue;
        }
        let mut direction = vec![0.0; p];
        direction[j] = 1.0 / lengths[j];
        for (column, x) in kept.iter().zip(back(&factor, row)) {
            if x.abs() > ZERO {
                direction[*column] = -x / lengths[*column];
            }
        }
        directions.push(direction);
    }
    Identified {
        kept,
        directions,
        lengths,
    }
}

/// Solves L′x = w for the rows of a lower factor.
fn back(factor: &[Vec<f64>], mut w: Vec<f64>) -> Vec<f64> {
    for at in (0..w.len()).rev() {
        w[at] /= factor[at][at];
        let own = w[at];
        for (value, entry) in w.iter_mut().zip(&factor[at]).take(at) {
            *value -= own * entry;
        }
    }
    w
}

/// Products of the fixed columns within trials, every trial about its own mean.
fn gram(network: &Network, layout: &Layout, rows: &[Vec<Row>]) -> Matrix<f64> {
    let p = layout.terms.len();
    let mut gram = Matrix::zeros(p, p);
    for (trial, rows) in network.trials().iter().zip(rows) {
        let share = 1.0 / trial.arms().len() as f64;
        for (i, one) in rows.iter().enumerate() {
            for (j, other) in rows.iter().enumerate() {
                let weight = if i == j { 1.0 - share } else { -share };
                for (a, x) in one.iter().filter(|(a, _)| *a < p) {
                    for (b, y) in other.iter().filter(|(b, _)| *b < p) {
                        gram[(*a, *b)] += weight * x * y;
                    }
                }
            }
        }
    }
    gram
}

impl Identified {
    /// True when the trials determine the sum of fixed coefficients with these multiples.
    pub(super) fn determines(&self, f: &[f64]) -> bool {
        let scaled = |f: &[f64]| {
            let squares = f.iter().zip(&self.lengths).map(|(x, l)| (x / l).powi(2));
            squares.sum::<f64>().sqrt()
        };
        let size = scaled(f);
        self.directions.iter().all(|direction| {
            let pairs = f.iter().zip(direction);
            let along: f64 = pairs.map(|(a, b)| a * b).sum();
            let lengths = direction.iter().zip(&self.lengths);
            let own = lengths.map(|(d, l)| (d * l).powi(2)).sum::<f64>().sqrt();
            along.abs() <= ZERO * size * own
        })
    }

    /// True when the trials determine one coefficient by itself.
    pub(super) fn has(&self, column: usize) -> bool {
        let own = |direction: &Vec<f64>| direction.get(column).is_some_and(|x| *x != 0.0);
        !self.directions.iter().any(own)
    }

    /// The columns that depend on each other beside one of `columns`.
    pub(super) fn together(&self, columns: &[usize]) -> Vec<usize> {
        let bears = |d: &&Vec<f64>| columns.iter().any(|j| d.get(*j).is_some_and(|x| *x != 0.0));
        let own = |d: &Vec<f64>| {
            let places = d.iter().enumerate().filter(|(_, x)| **x != 0.0);
            places.map(|(at, _)| at).collect::<Vec<_>>()
        };
        self.directions.iter().filter(bears).flat_map(own).collect()
    }

    /// The directions without evidence, by name.
    pub(super) fn unidentified(&self, layout: &Layout) -> Vec<Unidentified> {
        let named = |direction: &Vec<f64>| {
            let pairs = layout.terms.iter().cloned().zip(direction.iter().copied());
            Unidentified {
                terms: pairs.filter(|(_, multiple)| *multiple != 0.0).collect(),
            }
        };
        self.directions.iter().map(named).collect()
    }
}
