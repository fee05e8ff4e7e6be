//! The sandwich itself.

use super::adjustment::Adjustment;
use super::basis::Basis;
use super::cluster::Cluster;
use super::degrees::{Moments, Piece};
use super::{Kind, RobustError};
use euthymia_numerics::linear::Matrix;

/// Fewer degrees of freedom than this, and the p-value is not to be relied on (Tipton 2015).
const FEW_DEGREES: f64 = 4.0;

/// What to keep in mind about a robust variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Caution {
    /// A coefficient has fewer than 4 Satterthwaite degrees of freedom, below which its test no longer
    /// keeps its level (Tipton 2015).
    FewDegrees {
        /// Which coefficient, counted from 0.
        coefficient: usize,
        /// Its degrees of freedom.
        df: f64,
    },
    /// A coefficient has no variance under the working model: one cluster alone informs it.
    NoVariance {
        /// Which coefficient, counted from 0.
        coefficient: usize,
    },
}

/// A cluster-robust variance with what its tests need.
#[derive(Clone, Debug, PartialEq)]
pub struct RobustVariance {
    /// Which adjustment.
    pub kind: Kind,
    /// V, one row and column per coefficient.
    pub covariance: Matrix<f64>,
    /// Satterthwaite degrees of freedom of each coefficient under the working model; `None` where its
    /// variance is zero there.
    pub degrees: Vec<Option<f64>>,
    /// G.
    pub clusters: usize,
    /// N.
    pub rows: usize,
    pub(super) basis: Basis,
    pub(super) moments: Moments,
}

/// Returns the cluster-robust variance of the coefficients of a weighted least-squares fit.
///
/// # Input
/// Every cluster holds the rows of the design, the residuals of the fit and the working covariance,
/// see [`Cluster`]. Residuals are those of the weighted least-squares fit with the same weights; this
/// is not checked.
///
/// # Cost
/// Linear in the number of clusters. CR2 needs an eigen-decomposition of each cluster's working
/// covariance unless its rows are uncorrelated and equally precise, so it grows with n_g³.
///
/// # Errors
/// [`RobustError`]; in particular [`RobustError::TooFewClusters`] unless G > p.
///
/// # Checked against
/// by hand: `tests/it/byhand_robust.rs` · metafor 5.1-12, and clubSandwich 0.5.8 with metafor 3.8-1:
/// `tests/it/agrees_with_clubsandwich.rs`.
///
/// # Example: four pairs, a pooled mean
/// ```
/// use euthymia_numerics::linear::{Matrix, Vector};
/// use euthymia_synthesis::robust::{Cluster, Kind, Working, variance};
/// // Cluster means 0, 1, 2, 5 around the pooled mean of 2.
/// let clusters: Result<Vec<_>, _> = [-2.0, -1.0, 0.0, 3.0].into_iter().map(|e| {
///     let residuals = Vector::from_vec(vec![e - 0.5, e + 0.5]);
///     Cluster::new(Matrix::repeat(2, 1, 1.0), residuals, Working::Diagonal(vec![1.0, 1.0]))
/// }).collect();
/// let found = variance(&clusters?, Kind::Cr2)?;
/// // s² / G of the cluster means: (4 + 1 + 0 + 9) / 3 / 4, with G − 1 degrees of freedom.
/// assert!((found.covariance[(0, 0)] - 14.0 / 12.0).abs() < 1e-14);
/// assert!((found.degrees[0].unwrap_or(0.0) - 3.0).abs() < 1e-12);
/// # Ok::<(), euthymia_synthesis::robust::RobustError>(())
/// ```
pub fn variance(clusters: &[Cluster], kind: Kind) -> Result<RobustVariance, RobustError> {
    let coefficients = clusters.first().map_or(0, Cluster::coefficients);
    check(clusters, coefficients)?;
    let basis = Basis::new(clusters, coefficients)?;
    variance_in(basis, clusters, kind)
}

fn check(clusters: &[Cluster], columns: usize) -> Result<(), RobustError> {
    for (i, cluster) in clusters.iter().enumerate() {
        let found = cluster.coefficients();
        if found != columns {
            return Err(RobustError::Columns {
                cluster: i + 1,
                found,
                columns,
            });
        }
    }
    if clusters.len() <= columns || clusters.is_empty() {
        return Err(RobustError::TooFewClusters {
            clusters: clusters.len(),
            coefficients: columns,
        });
    }
    Ok(())
}

/// One cluster's share of the sandwich.
struct Share {
    score: Matrix<f64>,
    piece: Piece,
}

/// The same when the basis is known already.
pub(super) fn variance_in(
    basis: Basis,
    clusters: &[Cluster],
    kind: Kind,
) -> Result<RobustVariance, RobustError> {
    let p = basis.inverse.ncols();
    let own_weights = clusters.iter().any(|cluster| cluster.weights.is_some());
    let omega = if own_weights {
        omega(&basis, clusters)
    } else {
        Matrix::identity(p, p)
    };
    let mut meat = Matrix::zeros(p, p);
    let mut pieces = Vec::with_capacity(clusters.len());
    for share in shares(clusters, |cluster| {
        share(&basis, &omega, own_weights, cluster, kind)
    }) {
        let Share { score, piece } = share?;
        meat.ger(1.0, &score.column(0), &score.column(0), 1.0);
        pieces.push(piece);
    }
    let middle = if own_weights {
        middle(&omega)
    } else {
        Matrix::identity(p, p)
    };
    let moments = Moments { pieces, middle };
    let rows = clusters.iter().map(Cluster::rows).sum();
    let (g, n) = (clusters.len() as f64, rows as f64);
    let covariance =
        &basis.inverse * (meat * kind.factor(g, n, p as f64)) * basis.inverse.transpose();
    if covariance.iter().any(|x| !x.is_finite()) {
        return Err(RobustError::OutOfRange);
    }
    let contrasts = basis.inverse.transpose();
    let one = |j: usize| moments.degrees(&contrasts.columns(j, 1).into_owned());
    Ok(RobustVariance {
        kind,
        covariance,
        degrees: (0..p).map(one).collect(),
        clusters: clusters.len(),
        rows,
        basis,
        moments,
    })
}

/// Ω = Z′WΦWZ.
fn omega(basis: &Basis, clusters: &[Cluster]) -> Matrix<f64> {
    let p = basis.inverse.ncols();
    let mut sum = Matrix::zeros(p, p);
    for cluster in clusters {
        let wz = cluster.weighted(&(&cluster.design * &basis.inverse));
        sum += wz.tr_mul(&cluster.covariance.times(&wz));
    }
    sum
}

/// The low-rank part of γ_g′Φγ_h with weights of their own: U′Q + Q′U − U′ΩU.
fn middle(omega: &Matrix<f64>) -> Matrix<f64> {
    let p = omega.ncols();
    let mut middle = Matrix::zeros(2 * p, 2 * p);
    middle.view_mut((0, 0), (p, p)).copy_from(&(-omega));
    for j in 0..p {
        middle[(j, p + j)] = 1.0;
        middle[(p + j, j)] = 1.0;
    }
    middle
}

fn share(
    basis: &Basis,
    omega: &Matrix<f64>,
    own_weights: bool,
    cluster: &Cluster,
    kind: Kind,
) -> Result<Share, RobustError> {
    let p = omega.ncols();
    let z = &cluster.design * &basis.inverse;
    let wz = cluster.weighted(&z);
    let adjustment = Adjustment::new(kind, cluster, &z, &wz, omega)?;
    let score = wz.tr_mul(&adjustment.times(&cluster.residuals));
    let a = adjustment.transposed_times(&wz);
    let phi_a = cluster.covariance.times(&a);
    let first = z.tr_mul(&a);
    let moves = if own_weights {
        let mut both = Matrix::zeros(2 * p, p);
        both.rows_mut(0, p).copy_from(&first);
        both.rows_mut(p, p).copy_from(&wz.tr_mul(&phi_a));
        both
    } else {
        first
    };
    let product = a.tr_mul(&phi_a);
    Ok(Share {
        score,
        piece: Piece { product, moves },
    })
}

/// Below this many clusters a second thread costs more than it saves.
const PARALLEL: usize = 256;

/// Applies `f` to every cluster, in order, on two threads where there are many.
fn shares(
    clusters: &[Cluster],
    f: impl Fn(&Cluster) -> Result<Share, RobustError> + Sync,
) -> Vec<Result<Share, RobustError>> {
    if clusters.len() < PARALLEL {
        return clusters.iter().map(f).collect();
    }
    let (left, right) = clusters.split_at(clusters.len() / 2);
    let f = &f;
    std::thread::scope(|scope| {
        let second = scope.spawn(move || right.iter().map(f).collect::<Vec<_>>());
        let mut all: Vec<_> = left.iter().map(f).collect();
        match second.join() {
            Ok(rest) => all.extend(rest),
            // A thread that could not finish is done again here.
            Err(_) => all.extend(right.iter().map(f)),
        }
        all
    })
}

impl RobustVariance {
    /// Standard error of each coefficient.
    #[must_use]
    pub fn standard_errors(&self) -> Vec<f64> {
        let diagonal = self.covariance.diagonal();
        diagonal.iter().map(|v| v.max(0.0).sqrt()).collect()
    }

    /// Coefficients whose tests are not to be relied on.
    #[must_use]
    pub fn cautions(&self) -> Vec<Caution> {
        let degrees = self.degrees.iter().enumerate();
        let caution = |(coefficient, df): (usize, &Option<f64>)| match df {
            None => Some(Caution::NoVariance { coefficient }),
            Some(df) if *df < FEW_DEGREES => Some(Caution::FewDegrees {
                coefficient,
                df: *df,
            }),
            Some(_) => None,
        };
        degrees.filter_map(caution).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robust::Working;
    use euthymia_numerics::linear::Vector;

    /// Six clusters of one to four rows, an intercept and a covariate; correlated by 0.4.
    fn clusters(own_weights: bool) -> Vec<Cluster> {
        let each = (0..6_usize).map(|g| {
            let n = 1 + g % 4;
            let place = |i: usize| (7 * g + 3 * i) as f64;
            let design = Matrix::from_fn(n, 2, |i, j| if j == 0 { 1.0 } else { place(i).sin() });
            let v = |i: usize| 0.2 + 0.9 * place(i).cos().powi(2);
            let covariance = Matrix::from_fn(n, n, |i, j| {
                (v(i) * v(j)).sqrt() * if i == j { 1.0 } else { 0.4 }
            });
            let made = Cluster::new(design, Vector::zeros(n), Working::Dense(covariance)).unwrap();
            if own_weights {
                let weights = (0..n).map(|i| 1.0 / (0.1 + v(i))).collect();
                return made.with_weights(Working::Diagonal(weights)).unwrap();
            }
            made
        });
        each.collect()
    }

    /// Bell and McCaffrey's defining property: under the working model the expectation of CR2 is the
    /// variance itself, (X′WX)⁻¹X′WΦWX(X′WX)⁻¹. It does not hold for CR0.
    #[test]
    fn cr2_is_unbiased_under_the_working_model() {
        for own_weights in [false, true] {
            let clusters = clusters(own_weights);
            let (mut gram, mut middle) = (Matrix::zeros(2, 2), Matrix::zeros(2, 2));
            for cluster in &clusters {
                let wx = cluster.weighted(&cluster.design);
                gram += cluster.design.tr_mul(&wx);
                middle += wx.tr_mul(&cluster.covariance.times(&wx));
            }
            let bread = gram.try_inverse().unwrap();
            let expected = &bread * middle * &bread;
            let mean = |kind| {
                let found = variance(&clusters, kind).unwrap();
                found.moments.expectation(&found.basis.inverse.transpose())
            };
            assert!(
                (mean(Kind::Cr2) - &expected).amax() < 1e-14,
                "{own_weights}"
            );
            assert!((mean(Kind::Cr0) - &expected).amax() > 1e-3);
        }
    }
}
