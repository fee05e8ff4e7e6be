//! Coefficients for two reviewers.

use euthymia_numerics::{Probability, normal, student_t};

use super::coefficient::tail;
use super::{Coefficient, Precision, Square, Undefined, Weights};

/// The share of pairs of the same answer.
///
/// Its interval is that of any proportion of [`Square::agreed`] in [`Square::pairs`].
pub fn percent(table: &Square) -> f64 {
    table.agreed() as f64 / table.pairs() as f64
}

/// Cohen's κ: agreement beyond what the two would reach if each drew answers at random with the
/// frequencies of their own.
///
/// The interval is κ ± z × the large-sample standard error.
///
/// # Errors
/// [`Undefined::ByChanceAlone`] when both always gave the same one answer; [`Undefined::Level`].
///
/// # References
/// Cohen 1960, Educational and Psychological Measurement 20, 37–46; weighted: Cohen 1968,
/// Psychological Bulletin 70, 213–220; the error: Fleiss, Cohen & Everitt 1969, Psychological
/// Bulletin 72, 323–327.
pub fn cohen(
    table: &Square,
    weights: Weights,
    level: Probability,
) -> Result<Coefficient, Undefined> {
    let size = table.size();
    let (rows, columns) = table.margins();
    let mean_of_row = mean_weights(weights, &columns);
    let mean_of_column = mean_weights(weights, &rows);
    let chance: f64 = rows.iter().zip(&mean_of_row).map(|(p, w)| p * w).sum();
    let beyond = Beyond::new(table, weights, chance)?;
    let loss = 1.0 - beyond.value;
    let squares: f64 = table
        .shares()
        .map(|(row, column, share)| {
            let means = at(&mean_of_row, row) + at(&mean_of_column, column);
            share * (weights.of(row, column, size) - loss * means).powi(2)
        })
        .sum();
    let z = normal::upper_quantile(tail(level)?);
    Ok(beyond.coefficient(squares, z))
}

/// Gwet's AC1, and AC2 with weights: agreement beyond what would come from answers that are given
/// at random only where they are hard.
///
/// Unlike κ it does not fall when nearly everything is excluded. The number of possible answers
/// counts, used or not. The interval is AC1 ± t × standard error with one degree of freedom fewer
/// than pairs.
///
/// # Errors
/// [`Undefined::Level`].
///
/// # References
/// Gwet 2008, British Journal of Mathematical and Statistical Psychology 61, 29–48.
pub fn gwet(
    table: &Square,
    weights: Weights,
    level: Probability,
) -> Result<Coefficient, Undefined> {
    let size = table.size();
    let (rows, columns) = table.margins();
    let both: Vec<f64> = rows
        .iter()
        .zip(&columns)
        .map(|(a, b)| f64::midpoint(*a, *b))
        .collect();
    let scale = weights.total(size) / (size * (size - 1)) as f64;
    let chance: f64 = scale * both.iter().map(|p| p * (1.0 - p)).sum::<f64>();
    let beyond = Beyond::new(table, weights, chance)?;
    let loss = 2.0 * (1.0 - beyond.value) * scale;
    let squares: f64 = table
        .shares()
        .map(|(row, column, share)| {
            let spread = 1.0 - f64::midpoint(at(&both, row), at(&both, column));
            share * (weights.of(row, column, size) - loss * spread).powi(2)
        })
        .sum();
    Ok(beyond.coefficient(squares, quantile_t(table, level)?))
}

/// The coefficient of Brennan and Prediger: agreement beyond that of answers drawn with equal
/// chances. With two answers it is PABAK, 2p − 1 for a share p of agreement.
///
/// The interval is that of t with one degree of freedom fewer than pairs.
///
/// # Errors
/// [`Undefined::Level`].
///
/// # References
/// Brennan & Prediger 1981, Educational and Psychological Measurement 41, 687–699; Byrt, Bishop &
/// Carlin 1993, Journal of Clinical Epidemiology 46, 423–429.
pub fn brennan_prediger(
    table: &Square,
    weights: Weights,
    level: Probability,
) -> Result<Coefficient, Undefined> {
    let size = table.size();
    let chance = weights.total(size) / (size * size) as f64;
    let beyond = Beyond::new(table, weights, chance)?;
    let squares: f64 = table
        .shares()
        .map(|(row, column, share)| share * weights.of(row, column, size).powi(2))
        .sum();
    // Chance agreement does not depend on the data: the plain variance of the weights.
    let variance = (squares - beyond.observed.powi(2)).max(0.0);
    Ok(beyond.with_variance(variance, quantile_t(table, level)?))
}

/// Agreement beyond chance, before its error.
struct Beyond {
    observed: f64,
    chance: f64,
    value: f64,
    pairs: f64,
    is_complete: bool,
}

impl Beyond {
    fn new(table: &Square, weights: Weights, chance: f64) -> Result<Self, Undefined> {
        let observed = table.observed(weights);
        let is_complete = table.agreed() == table.pairs();
        // With all weights but those of different answers below 1, chance is 1 for one answer only.
        if 1.0 - chance <= f64::EPSILON * 4.0 {
            return Err(Undefined::ByChanceAlone);
        }
        let value = match is_complete {
            true => 1.0,
            false => (observed - chance) / (1.0 - chance),
        };
        Ok(Self {
            observed,
            chance,
            value,
            pairs: table.pairs() as f64,
            is_complete,
        })
    }

    /// Adds the error from the mean square of the linearised terms, whose mean is known.
    fn coefficient(&self, squares: f64, quantile: f64) -> Coefficient {
        let mean = self.observed - 2.0 * (1.0 - self.value) * self.chance;
        self.with_variance((squares - mean * mean).max(0.0), quantile)
    }

    fn with_variance(&self, variance: f64, quantile: f64) -> Coefficient {
        let error = (variance / self.pairs).sqrt() / (1.0 - self.chance);
        let precision = Precision::around(self.value, error, quantile);
        Coefficient {
            value: self.value,
            precision: precision.filter(|_| !self.is_complete && self.pairs > 1.0),
        }
    }
}

/// For each answer of one reviewer, its mean weight against the answers of the other.
fn mean_weights(weights: Weights, shares: &[f64]) -> Vec<f64> {
    let size = shares.len();
    let mean = |one| {
        let terms = shares.iter().enumerate();
        terms
            .map(|(other, share)| weights.of(one, other, size) * share)
            .sum()
    };
    (0..size).map(mean).collect()
}

fn quantile_t(table: &Square, level: Probability) -> Result<f64, Undefined> {
    let tail = tail(level)?;
    Ok(match table.pairs() {
        0 | 1 => f64::INFINITY,
        pairs => student_t::upper_quantile(tail, (pairs - 1) as f64),
    })
}

fn at(values: &[f64], place: usize) -> f64 {
    values.get(place).copied().unwrap_or(0.0)
}
