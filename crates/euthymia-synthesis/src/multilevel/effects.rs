//! Predicted random effects.
//!
//! û = C′M⁻¹(y − Xβ̂), with C the covariances of an effect with the rows, and the variance of û − u:
//! g − C′M⁻¹C + C′M⁻¹X Var(β̂) X′M⁻¹C. Also known as: BLUP, empirical Bayes estimates, `ranef`.

use super::{Data, MultilevelError, MultilevelFit};
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
use std::collections::BTreeMap;

/// The predicted effects of one term.
#[derive(Clone, Debug, PartialEq)]
pub struct TermEffects {
    /// The term.
    pub term: String,
    /// Its effects, those that some row has, in the order of their levels.
    pub effects: Vec<PredictedEffect>,
}

/// One predicted random effect.
#[derive(Clone, Debug, PartialEq)]
pub struct PredictedEffect {
    /// Its level; for `inner | outer` the inner and the outer one.
    pub label: String,
    /// û.
    pub value: f64,
    /// The standard error of û − u, that of β̂ included.
    pub standard_error: f64,
}

/// The largest set of dependent rows whose full covariance matrix is formed.
pub(super) const ROWS_MAX: usize = 5_000;

/// Returns the predicted random effects of every term.
///
/// # Errors
/// [`MultilevelError::TooLarge`]; [`MultilevelError::OutOfRange`].
///
/// # Example
/// ```
/// use euthymia_synthesis::design::Design;
/// use euthymia_synthesis::multilevel::{self, Data, Grouping, KnownCovariance, Options, Term};
/// use euthymia_synthesis::variance::Variance;
/// let study = Grouping::new("study", &["A", "B"]);
/// let known = KnownCovariance::independent(&[Variance::new(1.0)?; 2]);
/// let data = Data::new(vec![0.0, 4.0], known, Design::intercept(2),
///     vec![Term::Intercept(study)])?;
/// // With σ² = 1 half of each deviation of 2 is believed.
/// let fit = multilevel::fit(&data, &Options { fixed: vec![Some(1.0)], ..Options::default() })?;
/// let effects = multilevel::random_effects(&data, &fit)?;
/// assert!((effects[0].effects[1].value - 1.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn random_effects(
    data: &Data,
    fit: &MultilevelFit,
) -> Result<Vec<TermEffects>, MultilevelError> {
    let theta = fit.parameters();
    data.check_values(&theta)?;
    let x = data.design().matrix();
    let y = Vector::from_column_slice(data.estimates());
    let residuals = y - x * fit.estimates();
    let keys: Vec<Vec<Key>> = (0..data.terms().len()).map(|t| keys(data, t)).collect();
    let mut found: Vec<BTreeMap<Key, PredictedEffect>> = vec![BTreeMap::new(); keys.len()];
    for rows in data.blocks() {
        if rows.len() > ROWS_MAX {
            return Err(MultilevelError::TooLarge {
                rows: rows.len(),
                most: ROWS_MAX,
            });
        }
        let factor = Cholesky::new(data.marginal(&theta, rows));
        let factor = factor.map_err(|_| MultilevelError::OutOfRange)?;
        let block = Block {
            rows,
            weighted: factor.solve_vector(&residuals.select_rows(rows)),
            design: factor.whiten(&x.select_rows(rows)),
            factor,
        };
        for (term, keys) in keys.iter().enumerate() {
            for row in rows {
                let key = &keys[*row];
                if !found[term].contains_key(key) {
                    let effect = block.predict(data, fit, &theta, term, *row);
                    found[term].insert(*key, effect);
                }
            }
        }
    }
    let terms = data.terms().iter().zip(found);
    let named = |(term, found): (&super::Term, BTreeMap<Key, PredictedEffect>)| TermEffects {
        term: term.name(),
        effects: found.into_values().collect(),
    };
    Ok(terms.map(named).collect())
}

/// What tells the effects of one term apart: the outer level, then the inner one or the first row at
/// the same position.
type Key = (usize, usize);

fn keys(data: &Data, term: usize) -> Vec<Key> {
    let term = &data.terms()[term];
    let outer = term.outer().level_of_row();
    match term {
        super::Term::Levels { inner, .. } => {
            let both = outer.iter().zip(inner.level_of_row());
            both.map(|(o, i)| (*o, *i)).collect()
        }
        super::Term::Distances {
            positions: rows, ..
        }
        | super::Term::Slopes { columns: rows, .. } => {
            let mut first: BTreeMap<(usize, Vec<u64>), usize> = BTreeMap::new();
            let key = |(row, (outer, numbers)): (usize, (&usize, &Vec<f64>))| {
                let bits = numbers.iter().map(|x| x.to_bits()).collect();
                (*outer, *first.entry((*outer, bits)).or_insert(row))
            };
            outer.iter().zip(rows).enumerate().map(key).collect()
        }
        _ => outer.iter().map(|o| (*o, 0)).collect(),
    }
}

struct Block<'a> {
    rows: &'a [usize],
    /// M⁻¹(y − Xβ̂).
    weighted: Vector<f64>,
    /// L⁻¹X.
    design: Matrix<f64>,
    factor: Cholesky,
}

impl Block<'_> {
    /// Predicts the effect that a term gives to a row.
    fn predict(
        &self,
        data: &Data,
        fit: &MultilevelFit,
        theta: &[f64],
        term: usize,
        row: usize,
    ) -> PredictedEffect {
        let theta = &theta[data.parameters_of_term(term)];
        let term = &data.terms()[term];
        let n = self.rows.len();
        let covariance = Vector::from_fn(n, |i, _| term.covariance(theta, row, self.rows[i]));
        let whitened = self
            .factor
            .whiten(&Matrix::from_column_slice(n, 1, covariance.as_slice()));
        let along = self.design.transpose() * &whitened;
        let of_coefficients = (along.transpose() * &fit.covariance * &along)[(0, 0)];
        let prior = term.covariance(theta, row, row);
        let variance = prior - whitened.norm_squared() + of_coefficients;
        PredictedEffect {
            label: label(term, row),
            value: covariance.dot(&self.weighted),
            standard_error: variance.max(0.0).sqrt(),
        }
    }
}

fn label(term: &super::Term, row: usize) -> String {
    let of = |grouping: &super::Grouping| grouping.labels()[grouping.level_of_row()[row]].clone();
    let numbers = |all: &[f64]| {
        let texts: Vec<String> = all.iter().map(f64::to_string).collect();
        texts.join(", ")
    };
    match term {
        super::Term::Levels { inner, outer, .. } => format!("{} | {}", of(inner), of(outer)),
        super::Term::Distances {
            positions, outer, ..
        } => format!("{} | {}", numbers(&positions[row]), of(outer)),
        super::Term::Slopes { columns, outer, .. } => {
            format!("{} | {}", numbers(&columns[row]), of(outer))
        }
        _ => of(term.outer()),
    }
}
