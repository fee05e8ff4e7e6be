//! Which share of the variance of the estimates is not sampling error, level by level.
//!
//! With W = V⁻¹ and P = W − WX(X′WX)⁻¹X′W, the typical sampling variance is (n − p)/tr P, and
//! I² = Σσ²/(Σσ² + typical), as Higgins and Thompson's for a single estimate per study.
//!
//! # References
//! Higgins JPT, Thompson SG. Stat Med 2002;21:1539–1558. · Nakagawa S, Santos ESA. Evol Ecol
//! 2012;26:1253–1274 (by level).

use super::parameter::Kind;
use super::{Data, MultilevelError, MultilevelFit, Term};
use euthymia_numerics::linear::{Cholesky, Matrix};
use euthymia_numerics::sum::compensated;

/// I² of a multilevel model.
#[derive(Clone, Debug, PartialEq)]
pub struct MultilevelI2 {
    /// (n − p)/tr P, in squared units of the estimates.
    pub typical_variance: f64,
    /// The share of all terms together, in [0, 1].
    pub total: f64,
    /// The share of each term, in the order of the terms.
    pub by_term: Vec<f64>,
}

/// Returns the shares of the terms in the variance of the estimates.
///
/// `None` where a term has a variance per level or random slopes, so that there is no one share, and
/// where there are as many coefficients as estimates.
///
/// # Errors
/// [`MultilevelError::Parameters`]; [`MultilevelError::OutOfRange`].
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
/// let fit = multilevel::fit(&data, &Options { fixed: vec![Some(3.0)], ..Options::default() })?;
/// // σ² = 3 beside sampling variances of 1.
/// assert!(multilevel::i2(&data, &fit)?.is_some_and(|i2| (i2.total - 0.75).abs() < 1e-14));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn i2(data: &Data, fit: &MultilevelFit) -> Result<Option<MultilevelI2>, MultilevelError> {
    data.check_values(&fit.parameters())?;
    let mut variances = Vec::new();
    for (place, term) in data.terms().iter().enumerate() {
        let range = data.parameters_of_term(place);
        let of_term = &fit.components[range];
        let mut own = of_term
            .iter()
            .filter(|c| c.parameter.kind == Kind::Variance);
        match (own.next(), own.next(), term) {
            (
                Some(only),
                None,
                Term::Intercept(_)
                | Term::Levels { .. }
                | Term::Distances { .. }
                | Term::Related { .. },
            ) => {
                variances.push(only.value);
            }
            _ => return Ok(None),
        }
    }
    let Some(typical_variance) = typical_variance(data)? else {
        return Ok(None);
    };
    let sum = compensated(variances.iter().copied());
    let share = |variance: f64| variance / (sum + typical_variance);
    Ok(Some(MultilevelI2 {
        typical_variance,
        total: share(sum),
        by_term: variances.iter().map(|v| share(*v)).collect(),
    }))
}

/// (n − p)/tr P; `None` where n = p.
fn typical_variance(data: &Data) -> Result<Option<f64>, MultilevelError> {
    let x = data.design().matrix();
    let (n, p) = x.shape();
    let mut weighted = Matrix::zeros(n, p);
    let mut traces = Vec::with_capacity(n);
    let mut correlated = vec![false; n];
    for block in data.known().correlated() {
        let factor = Cholesky::new(block.matrix.clone());
        let factor = factor.map_err(|_| MultilevelError::OutOfRange)?;
        let solved = factor.solve(&x.select_rows(&block.rows));
        for (at, row) in block.rows.iter().enumerate() {
            weighted.set_row(*row, &solved.row(at));
            correlated[*row] = true;
        }
        traces.push(factor.inverse().trace());
    }
    let rows = data.known().variances().iter().enumerate();
    for (row, variance) in rows.filter(|(row, _)| !correlated[*row]) {
        weighted.set_row(row, &(x.row(row) / *variance));
        traces.push(1.0 / variance);
    }
    let information = Cholesky::new(x.transpose() * &weighted);
    let information = information.map_err(|_| MultilevelError::OutOfRange)?;
    let explained = information.whiten(&weighted.transpose()).norm_squared();
    let trace = compensated(traces) - explained;
    Ok((n > p && trace > 0.0).then(|| (n - p) as f64 / trace))
}
