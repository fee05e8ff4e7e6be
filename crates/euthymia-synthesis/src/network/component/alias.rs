//! Which sums of components the trials cannot tell apart.

use super::Components;
use crate::network::data::Network;
use euthymia_numerics::linear::Matrix;
use std::fmt;

/// Components whose effects may be changed together, by multiples of these numbers, without any
/// change to any comparison that was made. Its text is such as "A + B − 2 × C".
#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    /// Component and coefficient; a single component is one that no trial bears on.
    pub components: Vec<(String, f64)>,
}

impl fmt::Display for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, coefficient)) in self.components.iter().enumerate() {
            match (at, *coefficient < 0.0) {
                (0, false) => {}
                (0, true) => f.write_str("−")?,
                (_, false) => f.write_str(" + ")?,
                (_, true) => f.write_str(" − ")?,
            }
            let size = coefficient.abs();
            if (size - 1.0).abs() > ZERO {
                write!(f, "{size} × ")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

/// What the trials identify.
#[derive(Clone, Debug)]
pub(super) struct Identified {
    /// Columns whose effects can be solved for when the others are held at zero.
    pub(super) pivots: Vec<usize>,
    /// One direction without evidence for each other column.
    directions: Vec<Vec<f64>>,
}

/// A reduced entry below this is zero; entries of C are small whole numbers as a rule.
const ZERO: f64 = 1e-9;

/// Reduces the differences of treatments within each part to echelon form.
pub(super) fn identify(network: &Network, components: &Components) -> Identified {
    let c = components.matrix();
    let columns = c.ncols();
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for part in network.parts() {
        let [first, others @ ..] = part.as_slice() else {
            continue;
        };
        for other in others {
            rows.push(
                (0..columns)
                    .map(|j| c[(*other, j)] - c[(*first, j)])
                    .collect(),
            );
        }
    }
    let pivots = reduce(&mut rows, columns);
    let free = (0..columns).filter(|j| !pivots.contains(j));
    let direction = |j: usize| {
        let mut direction = vec![0.0; columns];
        direction[j] = 1.0;
        for (row, pivot) in rows.iter().zip(&pivots) {
            direction[*pivot] = if row[j].abs() > ZERO { -row[j] } else { 0.0 };
        }
        direction
    };
    Identified {
        directions: free.map(direction).collect(),
        pivots,
    }
}

/// Brings the rows to reduced echelon form and returns the pivot column of each row that is left.
fn reduce(rows: &mut [Vec<f64>], columns: usize) -> Vec<usize> {
    let mut pivots = Vec::new();
    for column in 0..columns {
        let from = pivots.len();
        let size = |row: usize| rows[row][column].abs();
        let Some(best) = (from..rows.len()).max_by(|a, b| size(*a).total_cmp(&size(*b))) else {
            break;
        };
        if size(best) <= ZERO {
            continue;
        }
        rows.swap(from, best);
        let scale = rows[from][column];
        let pivot: Vec<f64> = rows[from].iter().map(|x| x / scale).collect();
        for (at, row) in rows.iter_mut().enumerate() {
            let factor = row[column];
            if at != from && factor != 0.0 {
                for (x, p) in row.iter_mut().zip(&pivot) {
                    *x -= factor * p;
                }
            }
        }
        rows[from] = pivot;
        pivots.push(column);
    }
    pivots
}

impl Identified {
    /// True when the trials determine Σ fⱼβⱼ.
    pub(super) fn determines(&self, f: &[f64]) -> bool {
        let norm = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>().sqrt();
        self.directions.iter().all(|direction| {
            let along: f64 = f.iter().zip(direction).map(|(a, b)| a * b).sum();
            along.abs() <= ZERO * norm(f) * norm(direction)
        })
    }

    /// The directions without evidence, by the names of their components.
    pub(super) fn aliases(&self, components: &Components) -> Vec<Alias> {
        let named = |direction: &Vec<f64>| {
            let pairs = components
                .names()
                .iter()
                .cloned()
                .zip(direction.iter().copied());
            Alias {
                components: pairs
                    .filter(|(_, coefficient)| *coefficient != 0.0)
                    .collect(),
            }
        };
        self.directions.iter().map(named).collect()
    }

    /// The columns of C that are solved for.
    pub(super) fn solvable(&self, components: &Components) -> Matrix<f64> {
        components.matrix().select_columns(&self.pivots)
    }
}
