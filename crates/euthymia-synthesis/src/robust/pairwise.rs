//! Robust variance of a pooled mean or a meta-regression with independent studies as working model.

use super::basis::Basis;
use super::variance::variance_in;
use super::{Cluster, Kind, RobustError, RobustVariance, Working};
use crate::design::Design;
use crate::studies::StudySet;
use euthymia_numerics::linear::{Matrix, Vector};
use std::collections::HashMap;
use std::hash::Hash;

/// Coefficients of a weighted fit with their robust variance.
#[derive(Clone, Debug, PartialEq)]
pub struct RobustFit {
    /// β̂.
    pub estimates: Vec<f64>,
    /// Its variance.
    pub variance: RobustVariance,
}

/// Pools studies with weights 1/(vᵢ + τ²) and returns the mean with a variance that is robust to
/// dependence within clusters.
///
/// `tau2`: the between-study variance, ≥ 0, as estimated elsewhere; `clusters`: which cluster each
/// study belongs to, in the order of the set.
///
/// # Errors
/// [`RobustError`].
///
/// # Example
/// ```
/// use euthymia_synthesis::{effect::Effect, studies::{Study, StudySet}};
/// use euthymia_synthesis::robust::{Kind, of_pairwise};
/// let mut studies = Vec::new();
/// for (i, y) in [0.0, 2.0, 4.0, 6.0].into_iter().enumerate() {
///     studies.push(Study::new(format!("study {i}"), Effect::new(y, 1.0)?));
/// }
/// // Two laboratories: cluster means 1 and 5, s²/G = 8/2.
/// let found = of_pairwise(&StudySet::new(studies)?, 0.0, &["A", "A", "B", "B"], Kind::Cr2)?;
/// assert!((found.estimates[0] - 3.0).abs() < 1e-14);
/// assert!((found.variance.covariance[(0, 0)] - 4.0).abs() < 1e-13);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn of_pairwise<L: Eq + Hash>(
    set: &StudySet,
    tau2: f64,
    clusters: &[L],
    kind: Kind,
) -> Result<RobustFit, RobustError> {
    of_regression(set, &Design::intercept(set.k()), tau2, clusters, kind)
}

/// The same for a meta-regression.
///
/// # Errors
/// [`RobustError`].
pub fn of_regression<L: Eq + Hash>(
    set: &StudySet,
    design: &Design,
    tau2: f64,
    clusters: &[L],
    kind: Kind,
) -> Result<RobustFit, RobustError> {
    let studies = set.k();
    for (what, found) in [
        ("cluster labels", clusters.len()),
        ("design rows", design.rows()),
    ] {
        if found != studies {
            return Err(RobustError::PerStudy {
                what,
                found,
                studies,
            });
        }
    }
    if !(tau2 >= 0.0 && tau2.is_finite()) {
        return Err(RobustError::Tau2(tau2));
    }
    let members = members(clusters);
    if members.len() <= design.coefficients() {
        return Err(RobustError::TooFewClusters {
            clusters: members.len(),
            coefficients: design.coefficients(),
        });
    }
    let (estimates, variances): (Vec<f64>, Vec<f64>) =
        set.pairs().map(|(y, v)| (y, v + tau2)).unzip();
    let made: Result<Vec<Cluster>, RobustError> = members
        .iter()
        .map(|rows| {
            let x = design.matrix().select_rows(rows);
            let y = Vector::from_iterator(rows.len(), rows.iter().map(|i| estimates[*i]));
            let v = rows.iter().map(|i| variances[*i]).collect();
            Cluster::new(x, y, Working::Diagonal(v))
        })
        .collect();
    let mut made = made?;
    let basis = Basis::new(&made, design.coefficients())?;
    let mut beta = Matrix::zeros(design.coefficients(), 1);
    // The second round adds what rounding left in the residuals of the first.
    for _ in 0..2 {
        beta += take_out(&basis, &mut made);
    }
    let estimates = beta.iter().copied().collect();
    Ok(RobustFit {
        estimates,
        variance: variance_in(basis, &made, kind)?,
    })
}

/// Fits the residuals, takes the fitted values out of them and returns the coefficients.
fn take_out(basis: &Basis, clusters: &mut [Cluster]) -> Matrix<f64> {
    let p = basis.inverse.ncols();
    let mut score = Matrix::zeros(p, 1);
    for cluster in clusters.iter() {
        let z = &cluster.design * &basis.inverse;
        score += z.tr_mul(&cluster.weighted(&cluster.residuals));
    }
    let step = &basis.inverse * score;
    for cluster in clusters {
        let fitted = &cluster.design * &step;
        cluster.residuals -= fitted;
    }
    step
}

/// The rows of each cluster, clusters in the order of their first row.
fn members<L: Eq + Hash>(labels: &[L]) -> Vec<Vec<usize>> {
    let mut places: HashMap<&L, usize> = HashMap::new();
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (row, label) in labels.iter().enumerate() {
        let place = *places.entry(label).or_insert(members.len());
        match members.get_mut(place) {
            Some(rows) => rows.push(row),
            None => members.push(vec![row]),
        }
    }
    members
}
